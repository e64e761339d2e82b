//! From the text of a procedure file to a [`Procedure`]: every problem at once, each with its
//! place and, where a word looks like another, a suggestion.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use super::definition::*;
use super::effect::{Deed, Effect, Need, Recipient, Trigger, conditional};
use super::guard::{Guard, GuardError};
use crate::calendar::{BusinessTime, DayKind};
use crate::names::*;

/// Something wrong in a file, said to the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1; 0 where the file as a whole is meant.
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub suggestion: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "línea {}, columna {}: ", self.line, self.column)?;
        }
        write!(f, "{}", self.message)?;
        match &self.suggestion {
            Some(word) => write!(f, " ¿Quiso decir «{word}»?"),
            None => Ok(()),
        }
    }
}

type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    document: Document,
    #[serde(default)]
    reading: Vec<Reading>,
    #[serde(default)]
    definition: Vec<Definition>,
    state: IndexMap<StateId, State>,
    role: IndexMap<RoleId, Role>,
    #[serde(default)]
    flag: IndexMap<FlagId, RawFlag>,
    #[serde(default)]
    field: IndexMap<FieldId, RawField>,
    activity: IndexMap<ActivityId, RawActivity>,
    #[serde(default)]
    answer: IndexMap<AnswerId, RawAnswer>,
    #[serde(default)]
    term: IndexMap<TermId, RawTerm>,
    #[serde(default)]
    clock: IndexMap<ClockId, RawClock>,
    #[serde(default)]
    approval: IndexMap<ApprovalId, RawPolicy>,
    #[serde(default)]
    notice: IndexMap<NoticeId, RawNotice>,
    #[serde(default)]
    result: IndexMap<ResultId, Outcome>,
    #[serde(default)]
    survey: Option<RawSurvey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFlag {
    name: String,
    #[serde(rename = "if")]
    guard: Option<Text>,
}

/// A field as written, shared by procedure files and catalogue files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    #[serde(rename = "type")]
    kind: FieldKind,
    label: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    options: IndexMap<String, String>,
    #[serde(default)]
    required: bool,
    #[serde(rename = "if")]
    guard: Option<Text>,
    #[serde(default)]
    audience: Audience,
    #[serde(default)]
    min: usize,
    #[serde(default)]
    keep: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActivity {
    name: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    responsible: String,
    #[serde(default)]
    record: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    cells: BTreeMap<String, String>,
    #[serde(default)]
    control_point: bool,
    #[serde(default)]
    internal_decision: bool,
    #[serde(default)]
    by: Vec<Text>,
    state: Text,
    exit: Option<ProcedureId>,
    #[serde(default = "yes")]
    printed: bool,
    #[serde(default)]
    reading: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnswer {
    from: Vec<Text>,
    to: Text,
    label: String,
    #[serde(default)]
    label_when: IndexMap<Text, String>,
    #[serde(default)]
    prints: String,
    #[serde(default)]
    says: IndexMap<String, String>,
    on: Option<Text>,
    #[serde(default)]
    by: Vec<Text>,
    #[serde(rename = "if")]
    guard: Option<Text>,
    #[serde(default)]
    else_say: String,
    suggest: Option<Text>,
    #[serde(default)]
    suggest_say: String,
    #[serde(default)]
    needs: Vec<Text>,
    #[serde(default)]
    takes: Vec<Text>,
    #[serde(default)]
    does: Vec<Text>,
    result: Option<Text>,
    #[serde(default)]
    reading: Vec<String>,
    #[serde(default)]
    off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    label: String,
    #[serde(rename = "in")]
    activity: Text,
    after: Option<Text>,
    until: Option<Text>,
    from: Option<Text>,
    then: Option<Text>,
    remind: Option<Text>,
    reply: Option<Text>,
    #[serde(default)]
    reading: Vec<String>,
    #[serde(default)]
    off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClock {
    name: String,
    #[serde(rename = "if")]
    guard: Option<Text>,
    runs_in: Vec<Text>,
    target: Option<Text>,
    #[serde(default)]
    anew: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    name: String,
    steps: Vec<Spanned<RawStep>>,
    #[serde(default)]
    fields: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    pick: Option<Text>,
    #[serde(default)]
    among: Vec<String>,
    role: Option<Text>,
    #[serde(default)]
    matrix: bool,
    #[serde(default)]
    superior: bool,
    quorum: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNotice {
    /// One occasion or a list of them.
    on: Spanned<toml::Value>,
    to: Vec<Text>,
    text: String,
    #[serde(default)]
    hold: Option<Text>,
    #[serde(rename = "if")]
    guard: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSurvey {
    question: String,
    options: Vec<String>,
    open_days: u32,
    #[serde(rename = "unless")]
    guard: Option<Text>,
}

/// Reads a procedure file.
///
/// # Errors
/// Every problem found, in the order of the file. A file that is not TOML, or lacks a required
/// word, has one problem; otherwise all unknown names and unreadable guards are listed together.
pub fn read(text: &str) -> Result<Procedure, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|e| vec![toml_problem(text, &e)])?;
    let mut names = Names::new(text);
    let procedure = names.procedure(file);
    if names.problems.is_empty() {
        Ok(procedure)
    } else {
        names.problems.sort_by_key(|p| (p.line, p.column));
        Err(names.problems)
    }
}

/// A field of a catalogue item's form.
///
/// # Errors
/// The problems of its guard.
pub fn read_field(text: &str, raw: RawField) -> Result<Field, Vec<Problem>> {
    let mut names = Names::new(text);
    let field = names.field(raw);
    if names.problems.is_empty() { Ok(field) } else { Err(names.problems) }
}

/// The problem of a text that is not the TOML it should be, with its place.
pub fn toml_problem(text: &str, error: &toml::de::Error) -> Problem {
    let (line, column) = error.span().map_or((0, 0), |span| place(text, span.start));
    let message = error.message().to_string();
    Problem { line, column, suggestion: suggestion_for_unknown(&message), message: in_spanish(&message) }
}

/// `unknown field `x`, expected one of `a`, `b``: which of them looks like x.
fn suggestion_for_unknown(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| message.starts_with("unknown "))?;
    nearest(unknown, quoted)
}

fn in_spanish(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted[..] {
        [unknown, ..] if message.starts_with("unknown field") => format!("La palabra «{unknown}» no existe aquí."),
        [unknown, ref allowed @ ..] if message.starts_with("unknown variant") => {
            format!("«{unknown}» no es un valor permitido; use {}.", allowed.join(", "))
        }
        [missing] if message.starts_with("missing field") => format!("Falta «{missing}»."),
        _ => format!("El archivo no se puede leer: {message}."),
    }
}

/// The known word most like a mistyped one, if any is.
pub fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<String> {
    among
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_string())
}

pub(crate) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

struct Names<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Names<'t> {
    fn new(text: &'t str) -> Self {
        Names { text, problems: Vec::new() }
    }

    fn wrong(&mut self, at: usize, message: String, suggestion: Option<String>) {
        let (line, column) = place(self.text, at);
        self.problems.push(Problem { line, column, message, suggestion });
    }

    /// The name, if it is declared; otherwise a problem with the nearest declared one.
    fn declared<K, V>(&mut self, what: &str, known: &IndexMap<K, V>, name: &Text) -> K
    where
        K: for<'a> From<&'a str> + std::borrow::Borrow<str> + std::hash::Hash + Eq,
    {
        self.declared_word(what, known, name.get_ref(), name.span().start);
        K::from(name.get_ref())
    }

    fn declared_word<K, V>(&mut self, what: &str, known: &IndexMap<K, V>, word: &str, at: usize)
    where
        K: std::borrow::Borrow<str> + std::hash::Hash + Eq,
    {
        if !known.contains_key(word) {
            let suggestion = nearest(word, known.keys().map(|k| k.borrow()));
            self.wrong(at, format!("{what} «{word}» no está en el procedimiento."), suggestion);
        }
    }

    fn guard(&mut self, text: Option<Text>) -> Option<Guard> {
        let text = text?;
        self.parsed(Guard::parse(text.get_ref()), text.span().start)
    }

    fn parsed<T>(&mut self, parsed: Result<T, GuardError>, at: usize) -> Option<T> {
        // The column of a guard's error counts inside the quotes.
        parsed.map_err(|e| self.wrong(at + e.column, format!("La condición no se entiende: {}.", e.message), None)).ok()
    }

    fn said<T>(&mut self, parsed: Result<T, String>, at: usize) -> Option<T> {
        parsed.map_err(|message| self.wrong(at, format!("{message}."), None)).ok()
    }

    fn procedure(&mut self, file: File) -> Procedure {
        let mut switched_off = Vec::new();
        for (id, answer) in file.answer.iter().filter(|(_, a)| a.off) {
            switched_off.push(SwitchedOff {
                name: id.to_string(),
                label: answer.label.clone(),
                readings: answer.reading.clone(),
            });
        }
        for (id, term) in file.term.iter().filter(|(_, t)| t.off) {
            switched_off.push(SwitchedOff {
                name: id.to_string(),
                label: term.label.clone(),
                readings: term.reading.clone(),
            });
        }
        let flags = file
            .flag
            .iter()
            .map(|(id, raw)| (id.clone(), Flag { name: raw.name.clone(), derived: self.guard(raw.guard.clone()) }))
            .collect();
        let fields = file.field.iter().map(|(id, raw)| (id.clone(), self.field(raw.clone()))).collect();
        let mut activities = IndexMap::new();
        for (id, raw) in &file.activity {
            activities.insert(id.clone(), self.activity(raw, &file));
        }
        let mut answers = IndexMap::new();
        for (id, raw) in &file.answer {
            let answer = self.answer(raw, &file);
            if !raw.off {
                answers.insert(id.clone(), answer);
            }
        }
        let mut terms = IndexMap::new();
        for (id, raw) in &file.term {
            if let Some(term) = self.term(raw, &file)
                && !raw.off
            {
                terms.insert(id.clone(), term);
            }
        }
        let clocks = file.clock.iter().map(|(id, raw)| (id.clone(), self.clock(raw, &file))).collect();
        let approvals = file.approval.iter().map(|(id, raw)| (id.clone(), self.policy(raw, &file))).collect();
        let mut notices = IndexMap::new();
        for (id, raw) in &file.notice {
            let notice = self.notice(raw, &file);
            notices.insert(id.clone(), notice);
        }
        let rights = &file.document.rights;
        for roles in [&rights.desk, &rights.correct, &rights.see_all, &rights.owner] {
            for role in roles {
                self.declared_word("El rol", &file.role, role.as_str(), 0);
            }
        }
        let survey = file.survey.map(|raw| Survey {
            question: raw.question,
            options: raw.options,
            open_days: raw.open_days,
            unless: self.guard(raw.guard),
        });
        Procedure {
            document: file.document,
            states: file.state,
            roles: file.role,
            fields,
            flags,
            activities,
            answers,
            terms,
            clocks,
            approvals,
            notices,
            results: file.result,
            survey,
            readings: file.reading,
            glossary: file.definition,
            switched_off,
            drawn: std::sync::OnceLock::new(),
        }
    }

    fn field(&mut self, raw: RawField) -> Field {
        Field {
            kind: raw.kind,
            label: raw.label,
            help: raw.help,
            options: raw.options,
            required: raw.required,
            asked_if: self.guard(raw.guard),
            audience: raw.audience,
            min: raw.min,
            keep: raw.keep,
        }
    }

    fn activity(&mut self, raw: &RawActivity, file: &File) -> Activity {
        Activity {
            name: raw.name.clone(),
            text: raw.text.clone(),
            responsible: raw.responsible.clone(),
            record: raw.record.clone(),
            question: raw.question.clone(),
            cells: raw.cells.clone(),
            control_point: raw.control_point,
            internal_decision: raw.internal_decision,
            by: raw.by.iter().map(|role| self.declared("El rol", &file.role, role)).collect(),
            state: self.declared("El estado", &file.state, &raw.state),
            exit: raw.exit.clone(),
            printed: raw.printed,
            readings: raw.reading.clone(),
        }
    }

    fn answer(&mut self, raw: &RawAnswer, file: &File) -> Answer {
        let to = if raw.to.get_ref() == "came_from" {
            Target::CameFrom
        } else {
            Target::Activity(self.declared("La actividad", &file.activity, &raw.to))
        };
        let given_by = match raw.on.as_ref().map(|on| on.get_ref().as_str()) {
            None => Giver::People,
            Some("registered") => Giver::Registration,
            Some("approved") => Giver::Approved,
            Some("denied") => Giver::Denied,
            Some("term") => Giver::Term,
            Some(other) => {
                let at = raw.on.as_ref().map_or(0, |on| on.span().start);
                let message = format!(
                    "«{other}» no dice quién responde; use registered, approved, denied o term, o nada si responde una persona."
                );
                self.wrong(at, message, nearest(other, ["registered", "approved", "denied", "term"].into_iter()));
                Giver::People
            }
        };
        Answer {
            from: raw.from.iter().map(|from| self.declared("La actividad", &file.activity, from)).collect(),
            to,
            label: raw.label.clone(),
            label_when: raw
                .label_when
                .iter()
                .filter_map(|(guard, words)| Some((self.guard(Some(guard.clone()))?, words.clone())))
                .collect(),
            prints: raw.prints.clone(),
            says: raw.says.clone(),
            given_by,
            by: raw.by.iter().map(|role| self.declared("El rol", &file.role, role)).collect(),
            guard: self.guard(raw.guard.clone()),
            else_say: raw.else_say.clone(),
            suggested_if: self.guard(raw.suggest.clone()),
            suggest_say: raw.suggest_say.clone(),
            needs: raw.needs.iter().filter_map(|need| self.need(need, file)).collect(),
            takes: raw.takes.iter().map(|field| self.declared("El campo", &file.field, field)).collect(),
            does: raw.does.iter().filter_map(|effect| self.effect(effect, file)).collect(),
            result: raw.result.as_ref().map(|result| self.declared("El resultado", &file.result, result)),
            readings: raw.reading.clone(),
        }
    }

    fn need(&mut self, text: &Text, file: &File) -> Option<Need> {
        let at = text.span().start;
        let (field, guard) = self.parsed(conditional(text.get_ref()), at)?;
        self.declared_word("El campo", &file.field, field, at);
        Some(Need { field: field.into(), guard })
    }

    fn effect(&mut self, text: &Text, file: &File) -> Option<Effect> {
        let at = text.span().start;
        let (words, guard) = self.parsed(conditional(text.get_ref()), at)?;
        let does = self.said(Deed::parse(words), at)?;
        match &does {
            Deed::SetFlag(flag) | Deed::ClearFlag(flag) => {
                self.declared_word("La marca", &file.flag, flag.as_str(), at)
            }
            Deed::AssignFrom(field) => self.declared_word("El campo", &file.field, field.as_str(), at),
            Deed::Ask(policy) => self.declared_word("La aprobación", &file.approval, policy.as_str(), at),
            Deed::AssignGroup(_) | Deed::AskItem | Deed::Recall | Deed::Restrict(_) | Deed::Continue(_) => {}
        }
        Some(Effect { does, guard })
    }

    fn term(&mut self, raw: &RawTerm, file: &File) -> Option<Term> {
        let activity = self.declared("La actividad", &file.activity, &raw.activity);
        let length = match (&raw.after, &raw.until) {
            (Some(after), None) => {
                let at = after.span().start;
                self.said(term_length(after.get_ref()), at)?
            }
            (None, Some(until)) => TermLength::UntilField(self.declared("El campo", &file.field, until)),
            _ => {
                let at = raw.activity.span().start;
                self.wrong(
                    at,
                    "Un término dice «after» (cuánto dura) o «until» (hasta qué campo de fecha), uno de los dos."
                        .into(),
                    None,
                );
                return None;
            }
        };
        let from = match raw.from.as_ref().map(|from| (from.get_ref().as_str(), from.span().start)) {
            None | Some(("entered", _)) => TermStart::Entered,
            Some((text, at)) => match text.strip_prefix("delivered ") {
                Some(notice) => {
                    self.declared_word("El aviso", &file.notice, notice, at);
                    TermStart::Delivered(notice.into())
                }
                None => {
                    self.wrong(at, format!("«{text}» no es un comienzo; use «entered» o «delivered AVISO»."), None);
                    return None;
                }
            },
        };
        let then = raw.then.as_ref().map(|then| self.declared("La respuesta", &file.answer, then));
        let remind = match raw.remind.as_ref().map(|r| (r.get_ref().as_str(), r.span().start)) {
            None => None,
            Some(("last day", _)) => Some(Remind::LastDay),
            Some(("each day", _)) => Some(Remind::EachDay),
            Some((other, at)) => {
                self.wrong(at, format!("«{other}» no es un recordatorio; use «last day» o «each day»."), None);
                None
            }
        };
        let reply = match raw.reply.as_ref() {
            None => Reply::Nothing,
            Some(text) if text.get_ref() == "interpret" => Reply::Interpret,
            Some(text) => Reply::Answer(self.declared("La respuesta", &file.answer, text)),
        };
        Some(Term {
            label: raw.label.clone(),
            activity,
            length,
            from,
            then,
            remind,
            reply,
            readings: raw.reading.clone(),
        })
    }

    fn clock(&mut self, raw: &RawClock, file: &File) -> Clock {
        let mut runs_in = Vec::new();
        for text in &raw.runs_in {
            let at = text.span().start;
            if let Some((activity, guard)) = self.parsed(conditional(text.get_ref()), at) {
                self.declared_word("La actividad", &file.activity, activity, at);
                // `x unless g` was read as «only if not g»; a clock keeps what stops it.
                let unless = guard.map(|g| match g {
                    Guard::Not(inner) => *inner,
                    other => Guard::Not(Box::new(other)),
                });
                runs_in.push(RunsIn { activity: activity.into(), unless });
            }
        }
        let target = match raw.target.as_ref() {
            None => ClockTarget::None,
            Some(text) if text.get_ref() == "table" => ClockTarget::Table,
            Some(text) => match term_length(text.get_ref()) {
                Ok(TermLength::Hours(time)) => ClockTarget::Fixed(time),
                _ => {
                    let message = format!(
                        "«{}» no es una meta; use «table» o horas hábiles, como «24 business_hours».",
                        text.get_ref()
                    );
                    self.wrong(text.span().start, message, None);
                    ClockTarget::None
                }
            },
        };
        let anew_per_step = match raw.anew.as_ref() {
            None => false,
            Some(text) if text.get_ref() == "approval step" => true,
            Some(text) => {
                self.wrong(
                    text.span().start,
                    format!("«{}» no dice cuándo comienza de nuevo; use «approval step».", text.get_ref()),
                    None,
                );
                false
            }
        };
        Clock { name: raw.name.clone(), applies: self.guard(raw.guard.clone()), runs_in, target, anew_per_step }
    }

    fn policy(&mut self, raw: &RawPolicy, file: &File) -> Policy {
        let steps = raw.steps.iter().filter_map(|step| self.step(step, file)).collect();
        let fields = raw.fields.iter().map(|field| self.declared("El campo", &file.field, field)).collect();
        Policy { name: raw.name.clone(), steps, fields }
    }

    fn step(&mut self, step: &Spanned<RawStep>, file: &File) -> Option<Step> {
        let at = step.span().start;
        let raw = step.get_ref();
        let finder = match (&raw.pick, &raw.role, raw.matrix, raw.superior) {
            (Some(pick), None, false, false) => {
                Finder::Chosen { field: self.declared("El campo", &file.field, pick), positions: raw.among.clone() }
            }
            (None, Some(role), false, false) => Finder::Role(self.declared("El rol", &file.role, role)),
            (None, None, true, false) => Finder::Matrix,
            (None, None, false, true) => Finder::Superior,
            _ => {
                self.wrong(
                    at,
                    "Un paso de aprobación busca a quien aprueba de una sola manera: pick, role, matrix o superior."
                        .into(),
                    None,
                );
                return None;
            }
        };
        let quorum = match &raw.quorum {
            None => Quorum::One,
            Some(toml::Value::String(word)) if word == "all" => Quorum::All,
            Some(toml::Value::Integer(n)) if *n > 0 => Quorum::AtLeast(u32::try_from(*n).unwrap_or(u32::MAX)),
            Some(_) => {
                self.wrong(at, "El quórum es un número mayor que cero o «all».".into(), None);
                return None;
            }
        };
        Some(Step { finder, quorum })
    }

    fn notice(&mut self, raw: &RawNotice, file: &File) -> Notice {
        let mut on = Vec::new();
        let at = raw.on.span().start;
        let occasions = match raw.on.get_ref() {
            toml::Value::Array(many) => many.as_slice(),
            one => std::slice::from_ref(one),
        };
        for occasion in occasions {
            let Some(text) = occasion.as_str() else {
                self.wrong(at, "La ocasión de un aviso es un texto o una lista de textos.".into(), None);
                continue;
            };
            let Some(trigger) = self.said(Trigger::parse(text), at) else { continue };
            match &trigger {
                Trigger::Enter(activity) | Trigger::Loop(_, activity) => {
                    self.declared_word("La actividad", &file.activity, activity.as_str(), at)
                }
                Trigger::Answer(answer) => self.declared_word("La respuesta", &file.answer, answer.as_str(), at),
                Trigger::Alert(clock, _) => self.declared_word("El tiempo", &file.clock, clock.as_str(), at),
                Trigger::Remind(term) | Trigger::Ended(term) | Trigger::Lengthened(term) => {
                    self.declared_word("El término", &file.term, term.as_str(), at)
                }
                _ => {}
            }
            on.push(trigger);
        }
        let mut to = Vec::new();
        for text in &raw.to {
            let at = text.span().start;
            let Some(recipient) = self.said(Recipient::parse(text.get_ref()), at) else { continue };
            if let Recipient::Role(role) = &recipient {
                self.declared_word("El rol", &file.role, role.as_str(), at);
            }
            to.push(recipient);
        }
        let held = match raw.hold.as_ref().map(|h| (h.get_ref().as_str(), h.span().start)) {
            None | Some(("never", _)) => false,
            Some(("opening", _)) => true,
            Some((other, at)) => {
                self.wrong(at, format!("«{other}» no dice cuándo sale el aviso; use «never» u «opening»."), None);
                false
            }
        };
        Notice { on, to, text: raw.text.clone(), held, guard: self.guard(raw.guard.clone()) }
    }
}

/// `2 business_days`, `5 calendar_days`, `24 business_hours`.
///
/// # Errors
/// A sentence that says which units exist.
pub fn term_length(text: &str) -> Result<TermLength, String> {
    let wrong = || {
        format!(
            "«{text}» no es una duración; use, por ejemplo, «2 business_days», «5 calendar_days» o «24 business_hours»"
        )
    };
    let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let n: u32 = number.parse().map_err(|_| wrong())?;
    match unit.trim() {
        "business_day" | "business_days" => Ok(TermLength::Days(n, DayKind::Business)),
        "calendar_day" | "calendar_days" => Ok(TermLength::Days(n, DayKind::Calendar)),
        "business_hour" | "business_hours" => Ok(TermLength::Hours(BusinessTime::from_hours(i64::from(n)))),
        "business_minute" | "business_minutes" => Ok(TermLength::Hours(BusinessTime::from_minutes(i64::from(n)))),
        _ => Err(wrong()),
    }
}
