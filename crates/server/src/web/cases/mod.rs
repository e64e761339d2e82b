//! From what a reader may see of a case to the pieces its pages are made of, and from a form back to
//! a command. No page decides anything: what may be answered is asked of the rules.

pub mod act;
pub mod coming;
pub mod command;
pub mod download;
pub mod explain;
pub mod fields;
pub mod find;
pub mod happened;
pub mod sent;
pub mod talk;
pub mod time;
pub mod why;

use desk::procedure::StateKind;
use desk::{CaseNumber, PersonId, PriorityId, Rulebook};

use super::kit::{FormHead, Glyph, Priority, State, Who};

/// A form to a command of a case.
pub fn form(area: &str, number: &CaseNumber, word: &str, visit: &str) -> FormHead {
    FormHead { action: format!("/{area}/{number}/{word}"), command_id: command_id(), visit: visit.to_owned(), seen: 0 }
}

/// An id no other form has: sending twice does it once.
pub fn command_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

pub fn who(rules: &Rulebook, id: &PersonId, me: &PersonId) -> Who {
    let person = rules.people.get(id);
    let name = rules.people.name(id);
    let about = person.map_or_else(String::new, |person| match (person.position.as_str(), person.unit.as_str()) {
        ("", unit) => unit.to_owned(),
        (position, "") => position.to_owned(),
        (position, unit) => format!("{position} · {unit}"),
    });
    Who::new(id.as_str(), &name, &about, id == me)
}

/// The family of a state.
pub fn glyph(kind: StateKind) -> Glyph {
    match kind {
        StateKind::New => Glyph::New,
        StateKind::InReview | StateKind::PendingApproverCheck | StateKind::InProgress | StateKind::Escalated => {
            Glyph::Working
        }
        StateKind::PendingRequester => Glyph::WaitsRequester,
        StateKind::PendingApproval => Glyph::WaitsApprover,
        StateKind::Suspended => Glyph::Suspended,
        StateKind::Resolved => Glyph::Resolved,
        StateKind::Closed => Glyph::Closed,
    }
}

/// The word of a state's kind, as rows keep it.
pub fn glyph_of(word: &str) -> Glyph {
    match word {
        "new" => Glyph::New,
        "pending_requester" => Glyph::WaitsRequester,
        "pending_approval" => Glyph::WaitsApprover,
        "suspended" => Glyph::Suspended,
        "resolved" => Glyph::Resolved,
        "closed" => Glyph::Closed,
        _ => Glyph::Working,
    }
}

pub fn state_of(rules: &Rulebook, activity: &desk::ActivityId) -> State {
    match rules.procedure.state_of(activity) {
        Some(state) => State { label: state.label.clone(), glyph: glyph(state.kind) },
        None => State { label: activity.to_string(), glyph: Glyph::Working },
    }
}

/// A priority by its place on the entity's scale.
pub fn priority(rules: &Rulebook, id: Option<&PriorityId>) -> Priority {
    let found = id.and_then(|id| rules.catalogue.priorities.get_full(id));
    match found {
        Some((place, _, priority)) => {
            Priority { level: u8::try_from(place + 1).unwrap_or(4).min(4), label: priority.name.clone() }
        }
        None => Priority { level: 4, label: "—".to_owned() },
    }
}
