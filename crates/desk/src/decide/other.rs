//! The other half of what touches two cases: the command that the second case receives, written
//! in the same transaction and decided when its turn comes.

use crate::command::Command;
use crate::event::{Actor, Event, Happened};
use crate::names::CaseNumber;

/// The word under which a case finds the one that asks for it again.
pub const ASKED_AGAIN: &str = "solicitada_de_nuevo";

/// The word under which a case finds its duplicates.
pub const DUPLICATE_OF_THIS: &str = "duplicado";

/// What one event of the case `number` asks of another case.
pub fn half(number: &CaseNumber, event: &Event) -> Option<(CaseNumber, Command)> {
    let link = |to: &CaseNumber, kind: &str| {
        Some((to.clone(), Command::Link { kind: kind.to_string(), other: number.clone() }))
    };
    match &event.what {
        Happened::Registered(registration) => link(&registration.link.as_ref()?.1, ASKED_AGAIN),
        Happened::Merged { into } => link(into, DUPLICATE_OF_THIS),
        // The system's own link is such a half already.
        Happened::Linked { kind, other } if event.actor != Actor::System => link(other, kind),
        _ => None,
    }
}
