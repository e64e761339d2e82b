//! The words of a notice, as a process owner writes them: a subject, a body, variables in braces
//! and paragraphs that depend on the case.
//!
//! ```text
//! Asunto: {caso} Respuesta a su solicitud: {asunto}
//!
//! {si result = atendida}
//! Solución: {dato solucion}
//! {si no}
//! Motivo: {dato motivo}
//! {fin}
//! ```

use super::guard::{Fact, Facts, Guard};
use super::source::{Problem, nearest, place};

/// Every variable a text may use, with what it stands for.
pub const VARIABLES: [(&str, &str); 25] = [
    ("caso", "el número del caso"),
    ("asunto", "el asunto que escribió quien solicita"),
    ("solicitante", "quien solicita"),
    ("beneficiario", "la persona a cuyo nombre se solicita"),
    ("nombre", "quien recibe el aviso"),
    ("mesa", "el nombre de la mesa"),
    ("actividad", "la actividad en que está el caso"),
    ("estado", "el estado público del caso"),
    ("resultado", "el resultado del caso"),
    ("servicio", "el servicio del catálogo"),
    ("pregunta", "la pregunta que imprime la actividad"),
    ("documento", "el nombre o código del procedimiento y su versión"),
    ("plazo", "«hasta el martes 24 de noviembre de 2026, 11:59 p. m.»"),
    ("recibida", "cuándo se recibió: «lunes 23 de noviembre de 2026, 8:05 a. m.»"),
    ("comienzo", "cuándo empieza a contar el tiempo: «a partir del lunes 23 de noviembre, 8:00 a. m.»"),
    ("vence", "cuándo vence el tiempo del que habla el aviso"),
    ("porcentaje", "el porcentaje de la alerta: «75 %»"),
    ("enlace", "la dirección de la página del caso o de la decisión"),
    ("mensaje", "lo que escribió quien causó el aviso"),
    ("aprobador", "a quién se le pidió o quién tomó la decisión"),
    ("asignado", "la persona asignada"),
    ("grupo", "el grupo que tiene el caso"),
    ("relacionado", "el número del caso en que continúa"),
    ("canales", "teléfono, correo y página de la mesa"),
    ("dato", "«{dato motivo}»: lo que se escribió en ese campo"),
];

/// A text, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    subject: Vec<Part>,
    body: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Words(String),
    /// A variable's name; for `{dato motivo}` the field's.
    Variable(String),
    Field(String),
    When {
        guard: Guard,
        then: Vec<Part>,
        otherwise: Vec<Part>,
    },
}

/// Where the values of a text come from.
pub trait Said {
    /// The words of a variable; empty where there is nothing to say.
    fn variable(&self, name: &str) -> String;
    /// The words of a field's value.
    fn field(&self, field: &str) -> String;
}

impl Wording {
    /// Reads a text.
    ///
    /// # Errors
    /// Every tag that cannot be understood, with its place.
    pub fn read(text: &str) -> Result<Wording, Vec<Problem>> {
        let mut reader = Reader { text, problems: Vec::new() };
        let wording = reader.wording();
        if reader.problems.is_empty() { Ok(wording) } else { Err(reader.problems) }
    }

    /// The subject, on one line, and the body.
    pub fn write(&self, facts: &dyn Facts, said: &dyn Said) -> (String, String) {
        let (mut subject, mut body) = (String::new(), String::new());
        let known = Known { facts, said };
        write(&self.subject, &known, &mut subject);
        write(&self.body, &known, &mut body);
        (subject.split_whitespace().collect::<Vec<_>>().join(" "), tidy(&body))
    }

    /// Every field the text prints.
    pub fn fields(&self) -> Vec<&str> {
        let mut found = Vec::new();
        each(&self.subject, &mut |part| found.extend(field_of(part)));
        each(&self.body, &mut |part| found.extend(field_of(part)));
        found
    }

    /// The conditions of its paragraphs.
    pub fn guards(&self) -> Vec<Guard> {
        let mut found = Vec::new();
        for parts in [&self.subject, &self.body] {
            each(parts, &mut |part| {
                if let Part::When { guard, .. } = part {
                    found.push(guard.clone());
                }
            });
        }
        found
    }

    /// Whether the text uses a variable.
    pub fn uses(&self, variable: &str) -> bool {
        let mut found = false;
        for parts in [&self.subject, &self.body] {
            each(parts, &mut |part| found |= matches!(part, Part::Variable(name) if name == variable));
        }
        found
    }
}

fn is_variable(name: &str) -> bool {
    VARIABLES.iter().any(|(known, _)| *known == name)
}

fn field_of(part: &Part) -> Option<&str> {
    match part {
        Part::Field(field) => Some(field),
        _ => None,
    }
}

fn each<'a>(parts: &'a [Part], look: &mut impl FnMut(&'a Part)) {
    for part in parts {
        look(part);
        if let Part::When { then, otherwise, .. } = part {
            each(then, look);
            each(otherwise, look);
        }
    }
}

/// Facts of the case, and variables as facts: `has vence`.
struct Known<'a> {
    facts: &'a dyn Facts,
    said: &'a dyn Said,
}

impl Facts for Known<'_> {
    fn fact(&self, name: &str) -> Fact {
        if is_variable(name) { Fact::truth(!self.said.variable(name).is_empty()) } else { self.facts.fact(name) }
    }
}

fn write(parts: &[Part], known: &Known, to: &mut String) {
    for part in parts {
        match part {
            Part::Words(words) => to.push_str(words),
            Part::Variable(name) => to.push_str(&known.said.variable(name)),
            Part::Field(field) => to.push_str(&known.said.field(field)),
            Part::When { guard, then, otherwise } => {
                write(if guard.holds(known) { then } else { otherwise }, known, to)
            }
        }
    }
}

/// Paragraphs left out leave no hole: at most one blank line in a row, none at the ends.
fn tidy(body: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in body.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_some_and(|before| before.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

enum Tag<'t> {
    If(&'t str),
    Else,
    End,
    Variable(&'t str),
}

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn wrong(&mut self, at: usize, message: String, suggestion: Option<String>) {
        let (line, column) = place(self.text, at);
        self.problems.push(Problem { line, column, message, suggestion });
    }

    fn wording(&mut self) -> Wording {
        let first = self.text.lines().next().unwrap_or_default();
        let Some(subject) = first.strip_prefix("Asunto:") else {
            self.wrong(0, "La primera línea del texto dice el asunto: «Asunto: …».".into(), None);
            return Wording { subject: Vec::new(), body: Vec::new() };
        };
        let subject = self.parts(first.len() - subject.len(), first.len());
        let body = self.parts((first.len() + 1).min(self.text.len()), self.text.len());
        Wording { subject, body }
    }

    /// The parts of a stretch of the text.
    fn parts(&mut self, from: usize, to: usize) -> Vec<Part> {
        // One frame for each open `{si}`: its guard, its place, what precedes `{si no}`.
        struct Open {
            at: usize,
            guard: Guard,
            then: Option<Vec<Part>>,
            before: Vec<Part>,
        }
        let mut open: Vec<Open> = Vec::new();
        let mut parts = Vec::new();
        let mut at = from;
        while let Some((start, end)) = self.tag(at, to) {
            let tag = read_tag(&self.text[start + 1..end]);
            let (mut words_end, mut next) = (start, end + 1);
            if !matches!(tag, Tag::Variable(_)) {
                (words_end, next) = self.whole_line(start, end + 1, at, to);
            }
            if words_end > at {
                parts.push(Part::Words(self.text[at..words_end].to_string()));
            }
            match tag {
                Tag::Variable(words) => parts.extend(self.variable(words, start)),
                Tag::If(condition) => {
                    let guard = Guard::parse(condition).unwrap_or_else(|e| {
                        self.wrong(start, format!("La condición no se entiende: {}.", e.message), None);
                        Guard::Holds(String::new())
                    });
                    open.push(Open { at: start, guard, then: None, before: std::mem::take(&mut parts) });
                }
                Tag::Else => match open.last_mut() {
                    Some(frame) if frame.then.is_none() => frame.then = Some(std::mem::take(&mut parts)),
                    _ => self.wrong(start, "«{si no}» va entre «{si …}» y «{fin}», una sola vez.".into(), None),
                },
                Tag::End => match open.pop() {
                    Some(Open { guard, then, before, .. }) => {
                        let last = std::mem::replace(&mut parts, before);
                        let (then, otherwise) = match then {
                            Some(then) => (then, last),
                            None => (last, Vec::new()),
                        };
                        parts.push(Part::When { guard, then, otherwise });
                    }
                    None => self.wrong(start, "«{fin}» no cierra ningún «{si …}».".into(), None),
                },
            }
            at = next;
        }
        if at < to {
            parts.push(Part::Words(self.text[at..to].to_string()));
        }
        for frame in open {
            self.wrong(frame.at, "A «{si …}» le falta su «{fin}».".into(), None);
        }
        parts
    }

    /// The next `{…}`, as the places of its braces.
    fn tag(&mut self, at: usize, to: usize) -> Option<(usize, usize)> {
        let start = at + self.text[at..to].find('{')?;
        match self.text[start..to].find('}') {
            Some(length) => Some((start, start + length)),
            None => {
                self.wrong(start, "Falta cerrar la llave «}».".into(), None);
                None
            }
        }
    }

    /// A condition alone on its line takes the line with it.
    fn whole_line(&self, start: usize, end: usize, at: usize, to: usize) -> (usize, usize) {
        let before = &self.text[at..start];
        let line_start = before.rfind('\n').map_or(at, |n| at + n + 1);
        let line_begins = line_start == 0 || self.text.as_bytes().get(line_start - 1) == Some(&b'\n');
        let after = &self.text[end..to];
        let rest = after.find('\n').map_or(after, |n| &after[..n]);
        let alone = line_begins && self.text[line_start..start].trim().is_empty() && rest.trim().is_empty();
        if alone { (line_start, (end + rest.len() + 1).min(to)) } else { (start, end) }
    }

    fn variable(&mut self, words: &str, at: usize) -> Option<Part> {
        if let Some(field) = words.strip_prefix("dato ") {
            return Some(Part::Field(field.trim().to_string()));
        }
        if words != "dato" && is_variable(words) {
            return Some(Part::Variable(words.to_string()));
        }
        let suggestion = nearest(words, VARIABLES.iter().map(|(name, _)| *name));
        self.wrong(at, format!("«{{{words}}}» no es una variable de los textos."), suggestion);
        None
    }
}

fn read_tag(words: &str) -> Tag<'_> {
    let words = words.trim();
    match words {
        "fin" => Tag::End,
        "si no" | "sino" => Tag::Else,
        _ => words.strip_prefix("si ").map_or(Tag::Variable(words), Tag::If),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    struct Answers;

    impl Said for Answers {
        fn variable(&self, name: &str) -> String {
            if name == "vence" { String::new() } else { format!("<{name}>") }
        }
        fn field(&self, field: &str) -> String {
            format!("[{field}]")
        }
    }

    #[track_caller]
    fn check(text: &str, subject: &str, body: &str) {
        let facts = HashMap::from([("result", Fact::word("atendida")), ("security", Fact::Yes)]);
        let written = Wording::read(text).unwrap().write(&facts, &Answers);
        assert_eq!(written, (subject.to_string(), body.to_string()));
    }

    #[test]
    fn a_text_is_written_with_the_words_of_the_case() {
        check("Asunto: {caso}  listo\n\nHola {nombre}:\n{dato motivo}\n", "<caso> listo", "Hola <nombre>:\n[motivo]\n");
    }

    #[test]
    fn a_paragraph_left_out_leaves_no_hole() {
        let text = "Asunto: x\n\nA\n\n{si result = no_procede}\nB\n{si no}\nC\n{fin}\n\nD{si security}, E{fin}.\n";
        check(text, "x", "A\n\nC\n\nD, E.\n");
        check("Asunto: x\n\nA\n\n{si has vence}\nVence {vence}\n{fin}\n\nB\n", "x", "A\n\nB\n");
        check("Asunto: x\n\n{si security}\n{si result = atendida}\nA\n{fin}\n{fin}\n", "x", "A\n");
    }

    #[track_caller]
    fn refuses(text: &str, message: &str) {
        let problems = Wording::read(text).unwrap_err();
        assert_eq!(problems[0].to_string(), message);
    }

    #[test]
    fn a_text_that_cannot_be_read_says_where() {
        refuses("Hola", "línea 1, columna 1: La primera línea del texto dice el asunto: «Asunto: …».");
        refuses(
            "Asunto: x\n\n{nonbre}",
            "línea 3, columna 1: «{nonbre}» no es una variable de los textos. ¿Quiso decir «nombre»?",
        );
        refuses("Asunto: x\n{si security}\nA", "línea 2, columna 1: A «{si …}» le falta su «{fin}».");
        refuses("Asunto: x\n{fin}", "línea 2, columna 1: «{fin}» no cierra ningún «{si …}».");
        refuses("Asunto: x\n{caso", "línea 2, columna 1: Falta cerrar la llave «}».");
        refuses("Asunto: x\n{si a =}A{fin}", "línea 2, columna 1: La condición no se entiende: falta un valor.");
    }
}
