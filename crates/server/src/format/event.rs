//! Events as rows: the kind in its own column, the rest as JSON. Stored bytes are never
//! re-serialised; what changes shape later is read through an upcaster here.

use desk::{Actor, DeskHappened, Event, Happened, PersonId};
use jiff::Timestamp;

use crate::store::events::{NewEvent, StoredEvent};
use crate::store::{Digest, StoreError};

/// What the actor column says of the tool itself.
pub const SYSTEM: &str = "sistema";

/// A row that cannot be understood: written by a newer version of the program.
#[derive(Debug, thiserror::Error)]
#[error("el evento {seq} ({kind}) de {stream} no se entiende: {why}")]
pub struct Unreadable {
    pub stream: String,
    pub seq: i64,
    pub kind: String,
    pub why: String,
}

/// The actor and acting-for columns of an event.
pub fn actor(actor: &Actor) -> (&str, Option<&str>) {
    match actor {
        Actor::Person { id, acting_for } => (id.as_str(), acting_for.as_ref().map(PersonId::as_str)),
        Actor::System => (SYSTEM, None),
    }
}

/// # Errors
/// Never for an event the rules can make; a store error rather than a panic if one could not be written.
pub fn write(event: &Event) -> Result<NewEvent, StoreError> {
    let json = serde_json::to_value(&event.what).map_err(|e| StoreError::invalid(e.to_string()))?;
    let (kind, data) = match json {
        serde_json::Value::Object(map) => {
            map.into_iter().next().ok_or_else(|| StoreError::invalid("an event without kind"))?
        }
        serde_json::Value::String(kind) => (kind, serde_json::Value::Null),
        other => return Err(StoreError::invalid(format!("an event that is {other}"))),
    };
    Ok(NewEvent { effective_at: event.effective_at, kind, data: data.to_string() })
}

/// An event of no case. Its data keeps the kind too, as it always did.
///
/// # Errors
/// As [`write`].
pub fn write_desk(what: &DeskHappened, effective_at: Timestamp) -> Result<NewEvent, StoreError> {
    let kind = match what {
        DeskHappened::AbsenceRecorded { .. } => "AbsenceRecorded",
        DeskHappened::AbsenceEnded { .. } => "AbsenceEnded",
        DeskHappened::Configured { .. } => "Configured",
        DeskHappened::Published { .. } => "Published",
        DeskHappened::ReadingsAdopted { .. } => "ReadingsAdopted",
    };
    let data = serde_json::to_string(what).map_err(|e| StoreError::invalid(e.to_string()))?;
    Ok(NewEvent { effective_at, kind: kind.into(), data })
}

/// The contents and files that an event names: every digest in it but what an approval binds to,
/// which is one of the whole card.
pub fn named(row: &StoredEvent) -> Vec<Digest> {
    let mut found = Vec::new();
    if let Ok(data) = serde_json::from_str(&row.data) {
        find(&data, &mut found);
    }
    found
}

fn find(data: &serde_json::Value, found: &mut Vec<Digest>) {
    match data {
        serde_json::Value::String(text) => found.extend(text.parse::<Digest>()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| find(one, found)),
        serde_json::Value::Object(map) => {
            map.iter().filter(|(name, _)| *name != "binds").for_each(|(_, value)| find(value, found));
        }
        _ => {}
    }
}

/// # Errors
/// When this version of the program does not know the kind or its shape.
pub fn read(row: &StoredEvent) -> Result<Event, Unreadable> {
    let wrong = |why: String| Unreadable { stream: row.stream.clone(), seq: row.seq, kind: row.kind.clone(), why };
    let kind = serde_json::Value::from(row.kind.as_str());
    let tagged = format!("{{{kind}:{}}}", row.data);
    let what: Happened = serde_json::from_str(&tagged).map_err(|e| wrong(e.to_string()))?;
    let actor = if row.actor == SYSTEM {
        Actor::System
    } else {
        Actor::Person { id: row.actor.as_str().into(), acting_for: row.acting_for.as_deref().map(PersonId::from) }
    };
    Ok(Event { effective_at: row.effective_at, actor, what })
}
