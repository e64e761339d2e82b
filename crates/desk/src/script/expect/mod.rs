//! What a script expects: each condition is a question to the case at this instant.

mod times;
mod told;

use crate::access::{self, Sight};
use crate::case::Case;
use crate::event::Happened;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::words::folded;

use super::named;
use super::read::{Cursor, Said, Token, nearest};
use super::tell;
use super::value::Written;
use super::world::{Recorded, World};

/// One question, with all that may be looked at to answer it.
pub(super) struct Asked<'w> {
    pub world: &'w World,
    pub rules: &'w Rulebook,
    pub name: &'w str,
    pub case: &'w Case,
    /// The line names its own instant: what it says happened, happened at that very instant.
    pub dated: bool,
    /// What was recorded before this index is older than the last line that is not `espere`.
    pub since: usize,
}

/// What was found instead; nothing when the condition holds.
pub(super) type Instead = Option<String>;

/// Checks the refusal that a line expects: by its code, by some of its words, or any.
pub(super) fn refusal(expected: Option<&Expected>, found: Option<&Refused>) -> Said<Instead> {
    let fits = match expected {
        None => found.is_some(),
        Some(Expected::Words(words)) => {
            found.is_some_and(|refused| named::plain(&refused.to_string()).contains(&named::plain(words)))
        }
        Some(Expected::Code(code)) => {
            let known = Refused::CODES.iter().find(|own| named::plain(own) == named::plain(code)).ok_or_else(|| {
                format!(
                    "«{code}» no es una razón para negarse.{} Si vale cualquiera, escriba solo «rechazo».",
                    nearest(code, Refused::CODES.into_iter())
                )
            })?;
            found.is_some_and(|refused| refused.code() == *known)
        }
    };
    Ok(match found {
        _ if fits => None,
        Some(refused) => Some(format!("se negó por {}: {refused}", refused.code())),
        None => Some("no se negó".to_string()),
    })
}

/// What a script knows of a refusal it expects.
pub(super) enum Expected {
    Code(String),
    Words(String),
}

impl Expected {
    pub fn read(cursor: &mut Cursor) -> Option<Expected> {
        cursor.take_any(&["por", "con"]);
        cursor.sign('=');
        cursor.quoted().map(Expected::Words).or_else(|| cursor.next_word().map(Expected::Code))
    }
}

fn unless(holds: bool, instead: impl FnOnce() -> String) -> Said<Instead> {
    Ok(if holds { None } else { Some(instead()) })
}

impl Asked<'_> {
    /// The conditions of one part of the line: usually one; «cerrada por silencio» are two.
    ///
    /// # Errors
    /// What in the condition cannot be understood.
    pub fn check(&self, cursor: &mut Cursor) -> Said<Instead> {
        let mut instead = Vec::new();
        loop {
            fill(cursor);
            let denies = !NEGATIVE.iter().any(|words| cursor.clone().take(words)) && cursor.take("no");
            fill(cursor);
            let found = self.one(cursor)?;
            match (found, denies) {
                (Some(found), false) => instead.push(found),
                (None, true) => instead.push("sí es así".to_string()),
                _ => {}
            }
            fill(cursor);
            if cursor.is_done() {
                return Ok((!instead.is_empty()).then(|| instead.join("; ")));
            }
        }
    }

    fn one(&self, cursor: &mut Cursor) -> Said<Instead> {
        for family in [Self::way, Self::times, Self::told, Self::people, Self::asked_of] {
            if let Some(found) = family(self, cursor)? {
                return Ok(found.instead);
            }
        }
        self.state_or_field(cursor)
    }

    pub(super) fn zone(&self) -> &jiff::tz::TimeZone {
        self.world.zone()
    }

    fn facts(&self) -> CaseFacts<'_> {
        CaseFacts::new(self.rules, self.case, self.rules.calendar.local(self.world.now).date())
    }

    pub(super) fn recent(&self) -> impl Iterator<Item = &Recorded> {
        let (now, dated) = (self.world.now, self.dated);
        let since = if dated { 0 } else { self.since };
        self.world.journal[since..].iter().filter(move |r| r.case == self.name && (!dated || r.at == now))
    }

    // ---------------------------------------------------------- where the case stands

    fn way(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let instead = if cursor.take_any(&["actividad", "en la actividad", "en actividad", "la actividad"]) {
            let wanted = cursor.need_word("la actividad")?;
            let here = case.activity().map_or("ninguna", ActivityId::as_str);
            unless(here == wanted, || format!("actividad {here}"))
        } else if cursor.take_any(&["punto de control", "un punto de control"]) {
            let marked =
                case.activity().and_then(|id| self.rules.procedure.activity(id)).is_some_and(|a| a.control_point);
            unless(marked, || "la actividad no es punto de control".to_string())
        } else if cursor.take_any(&["continua en el procedimiento", "continua en"]) {
            let wanted = word_or_text(cursor, "el procedimiento")?;
            let own = self.world.journal.iter().filter(|r| r.case == self.name);
            let there = own.into_iter().find_map(|r| match &r.event.what {
                Happened::Continued { procedure, .. } => Some(procedure.to_string()),
                _ => None,
            });
            unless(there.as_deref() == Some(&wanted), || {
                there.map_or_else(|| "no continúa en otro".into(), |p| format!("continúa en {p}"))
            })
        } else if cursor.take("decision interna") {
            let here = case.activity().and_then(|id| self.rules.procedure.activity(id));
            unless(here.is_some_and(|a| a.internal_decision), || "la actividad no es decisión interna".to_string())
        } else if cursor.take("viene de") {
            let wanted = cursor.need_word("la actividad")?;
            let from = case.visit().and_then(|v| v.came_from.as_ref()).map_or("ninguna", ActivityId::as_str);
            unless(from == wanted, || format!("viene de {from}"))
        } else if cursor.take("visita") {
            let wanted = cursor.need_word("el número de la visita")?;
            unless(case.visit_no().to_string() == wanted, || format!("visita {}", case.visit_no()))
        } else if cursor.take("sin resultado") {
            unless(case.result.is_none(), || format!("resultado {}", self.result()))
        } else if cursor.take_any(&["resultado", "codigo de cierre", "codigo"]) {
            cursor.sign('=');
            let wanted = word_or_text(cursor, "el resultado")?;
            let results = || self.rules.procedure.results.iter().map(|(id, own)| (id.as_str(), own.label.as_str()));
            let Some(wanted) = named::one(&wanted, results().collect::<Vec<_>>().into_iter()) else {
                return Err(format!("«{wanted}» no es un resultado.{}", nearest(&wanted, results().map(|(id, _)| id))));
            };
            unless(self.result() == wanted, || format!("resultado {}", self.result()))
        } else if cursor.take_any(&["por interpretar", "mensaje por interpretar", "respuesta por interpretar"]) {
            unless(case.to_interpret.is_some(), || "ningún mensaje espera interpretación".to_string())
        } else if cursor.take_any(&["nada por interpretar", "sin mensaje por interpretar"]) {
            unless(case.to_interpret.is_none(), || "un mensaje espera interpretación".to_string())
        } else if cursor.take("propuesta") {
            unless(case.proposal.is_some(), || "ningún mensaje se propone como solución".to_string())
        } else if cursor.take_any(&["abierto", "abierta", "sin cerrar"]) {
            unless(!case.is_closed(), || "está cerrado".to_string())
        } else if cursor.take_any(&["por", "cerrado por", "cerrada por", "cierra", "cerro"]) {
            cursor.take_any(&["el", "la"]);
            let wanted = cursor.need_word("solicitante, agente, silencio o sistema")?;
            let wanted = match named::plain(&wanted).as_str() {
                "usuario" | "usuaria" => "solicitante".to_string(),
                "agente con evidencia" | "mesa" => "agente".to_string(),
                "herramienta" => "sistema".to_string(),
                other => other.to_string(),
            };
            if !["solicitante", "agente", "silencio", "sistema"].contains(&wanted.as_str()) {
                return Err(format!("«{wanted}» no dice quién cerró: use solicitante, agente, silencio o sistema."));
            }
            let by = case.closed.map_or("nadie: sigue abierto", |closing| tell::closed_by(closing.by));
            unless(by == wanted, || format!("cerrado por {by}"))
        } else if cursor.take("sin marca") {
            let flag = self.flag(cursor)?;
            unless(!self.holds(&flag), || format!("tiene la marca {flag}"))
        } else if cursor.take("marca") {
            let flag = self.flag(cursor)?;
            unless(self.holds(&flag), || format!("no tiene la marca {flag}"))
        } else if cursor.take("version") {
            let wanted = cursor.need_word("la versión")?;
            unless(case.version == wanted.trim_start_matches(['v', 'V']), || format!("versión {}", case.version))
        } else if cursor.take("canal") {
            let wanted = cursor.need_word("el canal")?;
            let own = tell::channel(case.channel);
            unless(folded(own) == folded(&wanted), || format!("canal {own}"))
        } else if cursor.take("vinculo") {
            let kind = cursor.need_word("el vínculo")?;
            let other = cursor.need_word("el caso")?;
            let other =
                self.world.cases.get(&other).map_or_else(|| other.as_str().into(), |stand| stand.number.clone());
            unless(case.links.contains(&(kind, other)), || format!("vínculos {:?}", case.links))
        } else if cursor.take("no sugiere") {
            let answer = cursor.need_word("la respuesta")?;
            unless(!self.suggests(&answer)?, || "la sugiere".to_string())
        } else if cursor.take("sugiere") {
            let answer = cursor.need_word("la respuesta")?;
            unless(self.suggests(&answer)?, || "no la sugiere".to_string())
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn result(&self) -> &str {
        self.case.result.as_ref().map_or("ninguno", ResultId::as_str)
    }

    fn flag(&self, cursor: &mut Cursor) -> Said<String> {
        let flag = word_or_text(cursor, "la marca")?;
        let known: Vec<_> =
            self.rules.procedure.flags.iter().map(|(id, own)| (id.as_str(), own.name.as_str())).collect();
        named::one(&flag, known.iter().copied())
            .map(str::to_string)
            .ok_or_else(|| format!("«{flag}» no es una marca.{}", nearest(&flag, known.iter().map(|(id, _)| *id))))
    }

    fn holds(&self, fact: &str) -> bool {
        crate::procedure::Guard::Holds(fact.to_string()).holds(&self.facts())
    }

    fn suggests(&self, answer: &str) -> Said<bool> {
        let procedure = &self.rules.procedure;
        let id = named::answer(procedure, answer);
        let found = procedure.answers.get(&id).ok_or_else(|| {
            format!(
                "No existe la respuesta «{answer}».{}",
                nearest(answer, procedure.answers.keys().map(AnswerId::as_str))
            )
        })?;
        let here = self.case.activity().is_some_and(|here| found.from.contains(here));
        Ok(here && found.suggested_if.as_ref().is_some_and(|guard| guard.holds(&self.facts())))
    }

    // ------------------------------------------------------------------------ people

    fn people(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let assignee = case.assignee.as_ref().map_or("nadie", PersonId::as_str);
        let instead = if cursor.take("sin asignado") {
            unless(case.assignee.is_none(), || format!("asignado {assignee}"))
        } else if cursor.take_any(&["asignado", "asignada"]) {
            let wanted = self.person(cursor)?;
            unless(assignee == wanted.as_str(), || format!("asignado {assignee}"))
        } else if cursor.take("grupo") {
            let wanted = named::group(self.rules, &word_or_text(cursor, "el grupo")?);
            let group = case.group.as_ref().map_or("ninguno", GroupId::as_str);
            unless(group == wanted.as_str(), || format!("grupo {group}"))
        } else if cursor.take("registrado por") {
            let wanted = self.person(cursor)?;
            let by = case.registered_by.as_ref().unwrap_or(&case.requester);
            unless(*by == wanted, || format!("registrado por {by}"))
        } else if cursor.take("solicitante") {
            let wanted = self.person(cursor)?;
            unless(case.requester == wanted, || format!("solicitante {}", case.requester))
        } else if cursor.take("beneficiario") {
            let wanted = self.person(cursor)?;
            unless(case.beneficiary == wanted, || format!("beneficiario {}", case.beneficiary))
        } else if cursor.take("ve") {
            let who = self.person(cursor)?;
            let wanted = cursor.need_word("todo, público, resumen o nada")?;
            let day = self.rules.calendar.local(self.world.now).date();
            let sight = match access::sight(self.rules, case, &who, day) {
                Sight::All => "todo",
                Sight::Public => "publico",
                Sight::Outline => "resumen",
                Sight::Nothing => "nada",
            };
            unless(sight == folded(&wanted), || format!("ve {sight}"))
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    fn asked_of(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let case = self.case;
        let open = case.open_approval().and_then(|open| open.step());
        let instead = if cursor.take("sin aprobacion") {
            unless(open.is_none(), || {
                format!("se pregunta a {}", open.map_or_else(String::new, |step| names(&step.people)))
            })
        } else if cursor.take_any(&["aprueba", "autoriza", "se pregunta a", "espera a"]) {
            let wanted = self.persons(cursor)?;
            let asked = open.map_or(&[][..], |step| &step.people);
            let fits = asked.len() == wanted.len() && wanted.iter().all(|person| asked.contains(person));
            unless(fits, || {
                if asked.is_empty() {
                    "no se pregunta a nadie".to_string()
                } else {
                    format!("se pregunta a {}", names(asked))
                }
            })
        } else if cursor.take("decidio") {
            let by = self.person(cursor)?;
            let acts = cursor.take_any(&["por", "como suplente de", "suplente de"]);
            let acting_for = if acts { Some(self.person(cursor)?) } else { None };
            let last = case.approvals.iter().flat_map(|a| &a.steps).flat_map(|step| &step.decisions).last();
            let fits = last.is_some_and(|d| d.by == by && d.acting_for == acting_for);
            unless(fits, || match last {
                Some(d) => format!(
                    "decidió {}{}",
                    d.by,
                    d.acting_for.as_ref().map_or_else(String::new, |absent| format!(" por {absent}"))
                ),
                None => "nadie ha decidido".to_string(),
            })
        } else if cursor.take("fila") {
            let wanted = cursor.need_word("la fila")?;
            let row = case
                .approvals
                .last()
                .and_then(|a| a.step())
                .and_then(|step| step.row.as_ref())
                .map_or("ninguna", RowId::as_str);
            unless(row == wanted, || format!("fila {row}"))
        } else {
            return Ok(None);
        };
        instead.map(|instead| Some(Found { instead }))
    }

    // --------------------------------------------------------------- states and fields

    fn state_or_field(&self, cursor: &mut Cursor) -> Said<Instead> {
        if let Some(found) = self.field(cursor)? {
            return Ok(found.instead);
        }
        let states = &self.rules.procedure.states;
        // «Cerrada» and «cerrado» are one state: each document has its own gender.
        let alike = |text: &str| named::plain(text).trim_end_matches(['a', 'o']).to_string();
        let known = |wanted: &str| {
            let fits = |(id, state): &(&StateId, &crate::procedure::State)| {
                alike(id.as_str()) == alike(wanted) || alike(&state.label) == alike(wanted)
            };
            states.iter().filter(fits).map(|(id, _)| id.clone()).collect::<Vec<_>>()
        };
        let (wanted, ids) = match cursor.peek().cloned() {
            Some(Token::Quoted(label)) => {
                cursor.quoted();
                let ids = known(&label);
                (label, ids)
            }
            _ => {
                let spoken = (1..=6).rev().find_map(|n| {
                    let words = cursor.words_ahead(n)?;
                    let ids = known(&words);
                    (!ids.is_empty()).then_some((words, ids, n))
                });
                match spoken {
                    Some((words, ids, n)) => {
                        cursor.skip(n);
                        (words, ids)
                    }
                    None => (cursor.need_word("un estado o una condición de los guiones")?, Vec::new()),
                }
            }
        };
        if ids.is_empty() {
            let words = states.keys().map(StateId::as_str).chain(CONDITIONS);
            return Err(format!("«{wanted}» no es un estado ni una condición.{}", nearest(&wanted, words)));
        }
        let here = self.case.state(&self.rules.procedure).map(|(id, _)| id.clone());
        let fits = here.as_ref().is_some_and(|id| ids.contains(id));
        unless(fits, || here.map_or_else(|| "sin estado".to_string(), |id| id.to_string()))
    }

    /// `priority=p2`, `prioridad alta`.
    fn field(&self, cursor: &mut Cursor) -> Said<Option<Found>> {
        let Some(word) = cursor.peek_word().map(str::to_string) else { return Ok(None) };
        let item = self.case.item();
        let id = named::field(self.rules, item.as_ref(), &word);
        let known = named::field_of(self.rules, item.as_ref(), &id);
        if !cursor.names_a_field() && (known.is_none() || cursor.words_ahead(2).is_none()) {
            return Ok(None);
        }
        // Its words are also those of a state: `escalada`.
        if !cursor.names_a_field()
            && self.rules.procedure.states.keys().any(|s| named::plain(s.as_str()) == named::plain(&word))
        {
            return Ok(None);
        }
        cursor.next_word();
        cursor.sign('=');
        let written = Written::read(cursor)?;
        let wanted = match known {
            Some(field) => {
                written.parts().iter().map(|part| named::option(self.rules, field, part)).collect::<Vec<_>>().join(",")
            }
            None => written.shown(),
        };
        let own = self
            .case
            .fields
            .get(&id)
            .map_or_else(|| "nada".to_string(), |value| tell::written(value, &self.world.said));
        unless(own == wanted || own == format!("«{wanted}»"), || format!("{id}={own}"))
            .map(|instead| Some(Found { instead }))
    }

    pub(super) fn person(&self, cursor: &mut Cursor) -> Said<PersonId> {
        cursor.take_any(&["al", "a la", "a"]);
        let word = word_or_text(cursor, "una persona")?;
        let found = named::person(&self.rules.people, &word);
        if self.rules.people.get(&found).is_none() {
            let known = self.rules.people.iter().map(|person| person.id.as_str());
            return Err(format!("«{word}» no está en el reparto.{}", nearest(&word, known)));
        }
        Ok(found)
    }

    /// `dora y zoe`.
    pub(super) fn persons(&self, cursor: &mut Cursor) -> Said<Vec<PersonId>> {
        let mut people = vec![self.person(cursor)?];
        loop {
            let mut ahead = cursor.clone();
            let Some(next) = ahead.take("y").then(|| self.person(&mut ahead).ok()).flatten() else { return Ok(people) };
            *cursor = ahead;
            people.push(next);
        }
    }
}

/// Words that only make the sentence run.
const FILLERS: [&str; 16] = [
    "y",
    "que",
    "esta",
    "este",
    "sigue",
    "siga",
    "queda",
    "quede",
    "todavia",
    "aun",
    "ya",
    "tiene",
    "el caso",
    "con",
    "en estado",
    "estado",
];

fn fill(cursor: &mut Cursor) {
    while cursor.take_any(&FILLERS) {}
}

/// Conditions that begin with a denial of their own.
const NEGATIVE: [&str; 2] = ["no sugiere", "no vence"];

pub(super) fn word_or_text(cursor: &mut Cursor, what: &str) -> Said<String> {
    cursor.quoted().map_or_else(|| cursor.need_word(what), Ok)
}

/// The words conditions begin with, to suggest one.
const CONDITIONS: [&str; 18] = [
    "actividad",
    "resultado",
    "plazo",
    "vence",
    "transcurrido",
    "alerta",
    "aviso",
    "marca",
    "asignado",
    "grupo",
    "proximo",
    "meta",
    "restablecido",
    "prorrogado",
    "aprueba",
    "decidio",
    "version",
    "propuesta",
];

struct Found {
    instead: Instead,
}

fn names(people: &[PersonId]) -> String {
    people.iter().map(PersonId::as_str).collect::<Vec<_>>().join(" y ")
}

/// Kept close to the words of the conditions: which token ends one.
pub(super) fn conditions(cursor: &mut Cursor) -> Vec<Cursor> {
    let mut conditions = Vec::new();
    while !cursor.is_done() {
        conditions.push(cursor.until_comma());
    }
    conditions
}

/// Whether this word opens an expectation.
pub(super) fn opens(token: Option<&Token>) -> bool {
    matches!(token, Some(Token::Word(word)) if folded(word) == "espere")
}
