//! A version being prepared: kept beside what is in force, looked at, checked, and gone once it is
//! published.

use std::collections::BTreeMap;

use desk::DeskId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::merged;
use crate::app::App;
use crate::entity::{Entity, Files, Wrong};
use crate::store::{StoreError, Urgency, settings};

const DRAFT: &str = "draft:";

/// The files of one desk as somebody prepares them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub by: String,
    pub at: Timestamp,
    /// By path, with the desk's folder.
    pub files: BTreeMap<String, String>,
}

/// The key of the settings it is kept under.
pub(super) fn key(desk: &DeskId) -> String {
    format!("{DRAFT}{desk}")
}

/// Keeps a draft of every desk whose procedure differs from the one in force; which.
///
/// # Errors
/// Everything that cannot be read, or the store's. What the linter says does not matter yet.
pub fn keep(app: &App, given: &Files, by: &str) -> Result<Vec<(DeskId, String)>, super::ApplyError> {
    let entity = app.entity();
    let after = Entity::read(&merged(Some(&entity.files), given)).map_err(super::ApplyError::Wrong)?;
    let now = app.clock.now();
    let mut kept = Vec::new();
    for book in after.desks.values() {
        if entity.desks.get(&book.desk.id).is_some_and(|own| own.procedure_text == book.procedure_text) {
            continue;
        }
        let files =
            after.files.under(&book.folder, "").map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let draft = Draft { by: by.to_owned(), at: now, files };
        let json = serde_json::to_string(&draft).map_err(|e| StoreError::invalid(e.to_string()))?;
        let key = key(&book.desk.id);
        app.store.write(Urgency::Person, move |tx| settings::put(tx, &key, &json, now))?;
        kept.push((book.desk.id.clone(), book.procedure.document.version.clone()));
    }
    Ok(kept)
}

/// The draft of a desk, with the entity as it would be; or what is wrong with it by now.
pub type Read = (Draft, Result<Entity, Vec<Wrong>>);

/// Every draft by its desk.
///
/// # Errors
/// The store's.
pub fn all(app: &App) -> Result<Vec<(DeskId, Read)>, StoreError> {
    let entity = app.entity();
    let mut drafts = Vec::new();
    for (key, json) in app.store.read(settings::all)? {
        let Some(desk) = key.strip_prefix(DRAFT) else { continue };
        let draft: Draft = serde_json::from_str(&json).map_err(|e| StoreError::invalid(e.to_string()))?;
        let mut files = entity.files.clone();
        draft.files.iter().for_each(|(path, text)| files.put(path, text.clone()));
        drafts.push((desk.into(), (draft, Entity::read(&files))));
    }
    Ok(drafts)
}
