//! The adoption of a procedure's readings: the process owner signs how the document is read where
//! it is silent, ambiguous or wrong. A fact of the desk, kept in its own stream.

use desk::people::Person;
use desk::procedure::{Document, Procedure};
use desk::words::ContentId;
use desk::{DeskHappened, DeskId, PersonId, Refused};
use jiff::Timestamp;

use crate::app::App;
use crate::apply::kept;
use crate::store::contents::{self, Content};
use crate::store::events;
use crate::store::{Digest, Reader, StoreError};

use super::Failed;
use super::beside::{self, Stream};

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
    let of = Stream { name: kept::stream_of(desk), kind: kept::DESK };
    let texts = of.name.clone();
    beside::once(app, id, by, of, what, move |tx, now| contents::put(tx, &texts, &words, now), |_| Ok(()))?;
    Ok(())
}

/// The adoption in force of a version's readings; nothing while they are «sin adoptar».
///
/// # Errors
/// The store's.
pub fn adopted(reader: &mut Reader<'_>, desk: &DeskId, document: &Document) -> Result<Option<Adoption>, StoreError> {
    let stream = kept::stream_of(desk);
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
