//! What of a letter was written anew: without the letter it answers, which mail programs repeat
//! below, and for some questions without the signature. The raw message keeps everything.

use crate::words::folded;

/// What the writer wrote, without what was only repeated. Everything, if nothing else is left.
pub fn written(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let new = &lines[..repeated_from(&lines)];
    let own: Vec<&str> = new.iter().copied().filter(|line| !line.trim_start().starts_with('>')).collect();
    let kept = joined(&own);
    if !kept.is_empty() {
        return kept;
    }
    // The answer stands below what it answers, or between its lines.
    let own: Vec<&str> =
        lines.iter().copied().filter(|line| !line.trim_start().starts_with('>') && !introduces(line)).collect();
    let kept = joined(&own);
    if kept.is_empty() { joined(&lines) } else { kept }
}

/// Without the signature: what follows `-- `, a line that is only words of the writer's name, their
/// initials included, or what a telephone adds below.
pub fn unsigned(text: &str, name: &str) -> String {
    let name: Vec<String> = name.split_whitespace().map(folded).collect();
    let known = |word: &String| {
        name.contains(word) || (word.chars().count() == 1 && name.iter().any(|own| own.starts_with(word.as_str())))
    };
    let signs = |line: &str| {
        let plain = folded(line);
        let words: Vec<String> = line
            .split_whitespace()
            .map(|word| folded(word.trim_matches([',', '.', '*', '_', '-', '–', '—'])))
            .collect();
        let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
        DEVICES.iter().any(|device| plain.trim_start().starts_with(device))
            || (words.iter().any(|word| name.contains(word)) && words.iter().all(|word| known(word)))
    };
    let lines: Vec<&str> = text.lines().take_while(|line| line.trim_end() != "--" && !signs(line)).collect();
    joined(&lines)
}

/// How the line begins that mail programs of telephones add, without accents.
const DEVICES: [&str; 6] = [
    "enviado desde mi ",
    "enviado desde outlook",
    "obtener outlook",
    "obtenga outlook",
    "sent from my ",
    "get outlook",
];

fn joined(lines: &[&str]) -> String {
    lines.join("\n").trim().to_string()
}

/// The first line that is only a repetition of an earlier letter.
fn repeated_from(lines: &[&str]) -> usize {
    (0..lines.len()).find(|at| begins_repetition(&lines[*at..])).unwrap_or(lines.len())
}

fn begins_repetition(lines: &[&str]) -> bool {
    let [line, rest @ ..] = lines else { return false };
    let line = line.trim();
    if line.starts_with("-----") && is_divider(line) {
        return true;
    }
    // Mail programs break the long line of an introduction in two or three.
    let joined = rest.iter().take(2).fold(line.to_string(), |text, next| format!("{text} {}", next.trim()));
    (starts_introduction(line) && (introduces(line) || introduces(cut(&joined)))) || is_header_block(line, rest)
}

/// Up to the first colon at the end of a «escribió:».
fn cut(text: &str) -> &str {
    match text
        .find("escribió:")
        .map(|at| at + "escribió:".len())
        .or_else(|| text.find("wrote:").map(|at| at + "wrote:".len()))
    {
        Some(end) => &text[..end],
        None => text,
    }
}

fn starts_introduction(line: &str) -> bool {
    ["El ", "On ", "Em ", "Le "].iter().any(|word| line.starts_with(word))
        || line.contains("escribió:")
        || line.contains("wrote:")
}

/// «El lun, 23 nov 2026 a las 10:15, Mesa (<mesa@entidad>) escribió:»
fn introduces(line: &str) -> bool {
    let line = line.trim();
    let dated = line.chars().any(|c| c.is_ascii_digit()) || line.contains('@');
    dated && ["escribió:", "escribio:", "wrote:", "escreveu:"].iter().any(|end| line.ends_with(end))
}

fn is_divider(line: &str) -> bool {
    let words = line.trim_matches(['-', ' ']).to_lowercase();
    ["mensaje original", "original message", "mensaje reenviado", "forwarded message"].contains(&words.as_str())
}

/// «De: … Enviado el: … Para: …», with or without a line above.
fn is_header_block(line: &str, rest: &[&str]) -> bool {
    let field = |line: &str, names: &[&str]| {
        let plain = line.trim().trim_start_matches(['*', '_']).to_lowercase();
        names.iter().any(|name| plain.starts_with(name))
    };
    let ruled = line.len() >= 10 && line.chars().all(|c| c == '_');
    let (line, rest) = match rest {
        [next, after @ ..] if ruled => (*next, after),
        _ => (line, rest),
    };
    field(line, &["de:", "from:"])
        && rest.iter().take(3).any(|next| field(next, &["enviado", "sent:", "fecha:", "date:", "para:", "to:"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(written(text), expected, "{text}");
    }

    #[test]
    fn what_mail_programs_repeat_is_left_out() {
        check(
            "No funciona.\n\nEl lun, 23 nov 2026 a las 10:15, Mesa (<mesa@entidad.example>) escribió:\n> ¿Está de acuerdo?\n",
            "No funciona.",
        );
        check(
            "Sí\nEl lun, 23 de nov de 2026 a la(s) 10:15 a. m., Mesa de Servicio (\nmesa@entidad.example) escribió:\n\n> Hola\n",
            "Sí",
        );
        check("Yes\n\nOn Mon, Nov 23, 2026 at 10:15 AM Desk <d@x.example> wrote:\n> hello", "Yes");
        check("Listo\n\n-----Mensaje original-----\nDe: Mesa\n", "Listo");
        check(
            "Listo\n\n________________________________\nDe: Mesa <m@x>\nEnviado: lunes, 23 de noviembre\nPara: Carla\nAsunto: x\n\nHola",
            "Listo",
        );
        check("Listo\n\nFrom: Desk\nSent: Monday\nTo: Carla\n", "Listo");
        check("Listo\n\n*De:* Mesa\n*Enviado el:* lunes\n", "Listo");
        check("Adjunto la foto\n> ¿la foto?\nGracias", "Adjunto la foto\nGracias");
    }

    #[test]
    fn an_answer_below_or_between_the_repetition_is_kept() {
        check("El lun, 23 nov 2026, Mesa <m@x.example> escribió:\n> ¿Qué serial tiene?\nEl 5544\n", "El 5544");
        check("> solo cita", "> solo cita");
        check("", "");
    }

    #[test]
    fn what_only_looks_like_a_repetition_stays() {
        check("El equipo no prende.\nMi jefe escribió: urgente", "El equipo no prende.\nMi jefe escribió: urgente");
        check("De: la impresora sale humo", "De: la impresora sale humo");
        check("----- \nseparador propio", "-----\nseparador propio");
    }

    #[test]
    fn a_signature_is_known_by_its_mark_or_by_the_name() {
        for (text, expected) in [
            ("Gracias\n-- \nCarla Ruiz\nTel 123", "Gracias"),
            ("Gracias,\n\nCarla Ruiz Peña\nProfesional\nExt. 512", "Gracias,"),
            ("Gracias\nCARLA", "Gracias"),
            ("Gracias\nAna", "Gracias\nAna"),
            ("Gracias\n\nC. Ruiz", "Gracias"),
            ("Gracias\n\nCarla Ruíz P.", "Gracias"),
            ("Gracias\n\nEnviado desde mi iPhone", "Gracias"),
            ("Sí\nC", "Sí\nC"),
            ("Carla no está de acuerdo", "Carla no está de acuerdo"),
        ] {
            assert_eq!(unsigned(text, "Carla Ruiz Peña"), expected, "{text}");
        }
    }
}
