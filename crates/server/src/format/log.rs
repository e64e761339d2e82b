//! An event log: each case a trace, each arrow it took an event. The same for XES and CSV.
//!
//! It tells how cases went and nothing else: no subject, text or name of a person is in it. People
//! are told apart by their identifier.

use desk::conformance::{Conformance, Departure, Line, Step};
use desk::procedure::Procedure;
use desk::{ActivityId, Actor, AnswerId};
use jiff::Timestamp;

use super::event::SYSTEM;

/// A case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    pub number: String,
    pub desk: String,
    pub procedure: String,
    pub version: String,
    pub channel: String,
    pub item: String,
    pub category: String,
    pub priority: String,
    pub result: String,
    pub registered_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// Nothing in it is beside the procedure.
    pub conforms: bool,
    pub events: Vec<Logged>,
}

/// Something that happened to a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logged {
    /// What it is called: [`step_name`], or the words of a deviation.
    pub name: String,
    pub at: Timestamp,
    /// When the case had come to the activity.
    pub started_at: Timestamp,
    /// Who, by identifier; the tool itself is `sistema`.
    pub resource: String,
    pub acting_for: String,
    /// The role of the procedure under which it was done, in the document's words.
    pub role: String,
    /// The number of the activity it happened in, and its name.
    pub activity: String,
    pub activity_name: String,
    /// The arrow; empty for a deviation.
    pub answer: String,
    /// Where it led.
    pub to: String,
    pub channel: String,
    /// Which stay of the case in an activity this was, counted from 1.
    pub visit: u64,
    /// The deviation's code; empty for an arrow.
    pub deviation: String,
}

/// An arrow's name in logs and models: `U-E10 Escalar`.
pub fn step_name(procedure: &Procedure, answer: &AnswerId) -> String {
    match procedure.answers.get(answer) {
        Some(found) => format!("{answer} {}", found.label),
        None => answer.to_string(),
    }
}

/// A deviation's name in logs.
pub fn deviation_name(what: &Departure) -> &'static str {
    match what {
        Departure::Corrected { .. } => "Corrección",
        Departure::Reinstated { .. } => "Restablecimiento: hubo respuesta a tiempo",
        Departure::Merged { .. } => "Cierre como duplicado",
        Departure::Migrated { .. } => "Paso a otra versión del procedimiento",
        Departure::NotFromHere { .. } => "Respuesta que no sale de esta actividad",
        Departure::Shut { .. } => "Respuesta que no estaba abierta",
        Departure::NotTheirs { .. } => "Respuesta de quien no corresponde",
        Departure::WrongWay { .. } => "Actividad a la que no lleva ninguna flecha",
        Departure::AfterTheEnd { .. } => "Respuesta después del cierre",
    }
}

/// The trace of a replayed case.
pub fn trace(replayed: &Conformance) -> Trace {
    let case = &replayed.case;
    let optional = |word: Option<String>| word.unwrap_or_default();
    Trace {
        number: case.number.to_string(),
        desk: case.desk.to_string(),
        procedure: case.procedure.to_string(),
        version: case.version.clone(),
        channel: channel(case.channel),
        item: optional(case.item().map(|item| item.to_string())),
        category: optional(case.word("category").map(str::to_owned)),
        priority: optional(case.priority().map(|priority| priority.to_string())),
        result: optional(case.result.as_ref().map(ToString::to_string)),
        registered_at: case.received_at,
        closed_at: case.closed.as_ref().map(|closing| closing.at),
        conforms: replayed.conforms(),
        events: replayed.lines.iter().map(|line| logged(replayed, line)).collect(),
    }
}

fn logged(replayed: &Conformance, line: &Line) -> Logged {
    match line {
        Line::Step(step) => of_step(replayed.procedure(&step.version), step),
        Line::Deviation(deviation) => {
            let stay = replayed.case.visit_numbered(deviation.visit);
            let (resource, acting_for) = who(&deviation.actor);
            Logged {
                name: deviation_name(&deviation.what).to_owned(),
                at: deviation.at,
                started_at: stay.map_or(deviation.at, |visit| visit.entered_at.min(deviation.at)),
                resource,
                acting_for,
                activity: deviation.activity.as_ref().map_or_else(String::new, ToString::to_string),
                activity_name: deviation
                    .activity
                    .as_ref()
                    .map_or_else(String::new, |id| activity_name(replayed.procedure(&deviation.version), id)),
                to: led_to(&deviation.what),
                visit: u64::from(deviation.visit.0),
                deviation: deviation.what.code().to_owned(),
                ..Logged::default()
            }
        }
    }
}

/// Where a departure led: an activity, another case, another version; empty where it is an answer.
fn led_to(what: &Departure) -> String {
    match what {
        Departure::Corrected { to, .. } | Departure::Reinstated { to } => {
            to.as_ref().map_or_else(String::new, ToString::to_string)
        }
        Departure::Merged { into } => into.to_string(),
        Departure::Migrated { to, .. } => to.clone(),
        Departure::WrongWay { entered } => entered.to_string(),
        Departure::NotFromHere { .. }
        | Departure::Shut { .. }
        | Departure::NotTheirs { .. }
        | Departure::AfterTheEnd { .. } => String::new(),
    }
}

fn of_step(procedure: Option<&Procedure>, step: &Step) -> Logged {
    let (resource, acting_for) = who(&step.actor);
    let role = step.role.as_ref().and_then(|role| procedure?.roles.get(role));
    Logged {
        name: procedure.map_or_else(|| step.answer.to_string(), |procedure| step_name(procedure, &step.answer)),
        at: step.at,
        started_at: step.entered_at,
        resource,
        acting_for,
        role: role.map_or_else(String::new, |role| role.name.clone()),
        activity: step.from.to_string(),
        activity_name: activity_name(procedure, &step.from),
        answer: step.answer.to_string(),
        to: step.to.as_ref().map_or_else(String::new, ToString::to_string),
        channel: channel(step.channel),
        visit: u64::from(step.visit.0),
        deviation: String::new(),
    }
}

fn activity_name(procedure: Option<&Procedure>, id: &ActivityId) -> String {
    procedure.and_then(|procedure| procedure.activity(id)).map_or_else(String::new, |activity| activity.name.clone())
}

fn who(actor: &Actor) -> (String, String) {
    match actor {
        Actor::Person { id, acting_for } => {
            (id.to_string(), acting_for.as_ref().map_or_else(String::new, ToString::to_string))
        }
        Actor::System => (SYSTEM.to_owned(), String::new()),
    }
}

/// A channel as the stored events name it.
fn channel(channel: desk::event::Channel) -> String {
    let json = serde_json::to_value(channel).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}
