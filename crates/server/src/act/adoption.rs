//! The adoption of a procedure's readings: the process owner signs how the document is read where
//! it is silent, ambiguous or wrong. A fact of the desk, kept in its own stream.

use desk::people::Person;
use desk::procedure::{Document, Procedure};
use desk::words::ContentId;
use desk::{Actor, DeskHappened, DeskId, PersonId, Refused};
use jiff::Timestamp;

use crate::app::App;
use crate::format;
use crate::store::contents::{self, Content};
use crate::store::events::{self, NewEvent, Recording};
use crate::store::{Digest, Reader, StoreError, Urgency, commands};

use super::Failed;

/// Longest reference to an act, in characters.
const LONGEST: usize = 300;

/// Who adopted the readings of a version, when and by which act.
#[derive(Clone, Debug)]
pub struct Adoption {
    pub by: PersonId,
    pub at: Timestamp,
    /// «Acta 12 del 20 de noviembre de 2026», as it was written.
    pub act: String,
}

fn stream(desk: &DeskId) -> String {
    format!("desk:{desk}")
}

/// Whether this person may adopt: one of the roles the procedure names as its owner.
pub fn may_adopt(app: &App, desk: &DeskId, procedure: &Procedure, person: &PersonId) -> bool {
    let owners = &procedure.document.rights.owner;
    let holds = |own: &Person| own.active && owners.iter().any(|role| own.has_role(desk, role));
    app.entity().people.get(person).is_some_and(holds)
}

/// Records that the readings of a version were adopted by an act. The last adoption counts.
///
/// # Errors
/// When the asker is not the process owner, or no act is named; the store's.
pub fn adopt(
    app: &App,
    id: &str,
    by: &PersonId,
    desk: &DeskId,
    procedure: &Procedure,
    act: &str,
) -> Result<(), Failed> {
    if !may_adopt(app, desk, procedure, by) {
        return Err(Refused::NotAllowed.into());
    }
    let act = act.trim();
    if act.is_empty() {
        return Err(Refused::InputMissing { fields: vec!["acto".into()] }.into());
    }
    if act.chars().count() > LONGEST {
        return Err(Refused::InputInvalid { field: "acto".into(), why: "escriba solo su referencia.".into() }.into());
    }
    let words = Content::new(act.as_bytes());
    let what = DeskHappened::ReadingsAdopted {
        procedure: procedure.document.id.clone(),
        version: procedure.document.version.clone(),
        act: ContentId::from(words.id().to_string().as_str()),
    };
    let data = serde_json::to_string(&what).map_err(|e| StoreError::invalid(e.to_string()))?;
    let (id, actor, now, stream) = (id.to_string(), Actor::person(by.clone()), app.clock.now(), stream(desk));
    app.store.write(Urgency::Person, move |tx| {
        let (actor, _) = format::event::actor(&actor);
        if commands::begin(tx, actor, &id)?.is_some() {
            return Ok::<_, StoreError>(());
        }
        contents::put(tx, &stream, &words, now)?;
        let head = events::lock(tx, &stream)?;
        let recording = Recording {
            stream: &stream,
            stream_kind: "desk",
            expected_seq: head.map_or(0, |head| head.last_seq),
            recorded_at: head.map_or(now, |head| now.max(head.last_recorded_at)),
            actor,
            acting_for: None,
            command: &id,
        };
        let new = [NewEvent { effective_at: now, kind: "ReadingsAdopted".into(), data: data.clone() }];
        let appended = events::append(tx, &recording, &new)?;
        let outcome = commands::Outcome {
            stream: stream.clone(),
            first_seq: appended.first_seq,
            count: 1,
            outcome: String::new(),
            at: now,
        };
        commands::record(tx, actor, &id, &outcome)
    })?;
    Ok(())
}

/// The adoption in force of a version's readings; nothing while they are «sin adoptar».
///
/// # Errors
/// The store's.
pub fn adopted(reader: &mut Reader<'_>, desk: &DeskId, document: &Document) -> Result<Option<Adoption>, StoreError> {
    let stream = stream(desk);
    let mut found = None;
    for row in events::load(reader, &stream)? {
        // Other facts of the desk are not ours to read.
        let Ok(DeskHappened::ReadingsAdopted { procedure: id, version, act }) = serde_json::from_str(&row.data) else {
            continue;
        };
        if id != document.id || version != document.version {
            continue;
        }
        let act = match act.as_str().parse::<Digest>() {
            Ok(id) => contents::get(reader, &stream, id)?,
            Err(_) => None,
        };
        let by = PersonId::from(row.actor.as_str());
        found = Some(Adoption { by, at: row.effective_at, act: words(act) });
    }
    Ok(found)
}

fn words(found: Option<contents::Found>) -> String {
    match found {
        Some(contents::Found::Present(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    }
}
