//! Puts a folder in force: one transaction, everything or nothing.

use std::collections::{BTreeMap, BTreeSet};

use desk::words::ContentId;
use desk::{Actor, DeskHappened};
use jiff::Timestamp;

use super::{ApplyError, Asked, draft, kept, merged, plan};
use crate::act::beside::{self, Stream};
use crate::app::App;
use crate::entity::{Entity, Files};
use crate::start;
use crate::store::contents::{self, Content};
use crate::store::events;
use crate::store::{StoreError, Tx, Urgency};

/// Applies the files; `by` is written down as who did it, `over` the configuration a plan was made
/// over. False when there was nothing to change.
///
/// # Errors
/// Everything wrong with the files, or that something else was applied meanwhile; nothing is
/// changed then.
pub fn apply(app: &App, given: &Files, by: &str, over: Option<i64>, asked: Asked) -> Result<bool, ApplyError> {
    let plan = plan(app, given, asked)?;
    if !plan.wrongs.is_empty() {
        return Err(ApplyError::Wrong(plan.wrongs));
    }
    if over.is_some_and(|over| over != plan.over) {
        return Err(ApplyError::Changed);
    }
    let before = (plan.over > 0).then(|| app.entity());
    let files = merged(before.as_ref().map(|entity| &entity.files), given);
    if before.as_ref().is_some_and(|entity| entity.files == files) {
        return Ok(false);
    }
    let after = Entity::read(&files).map_err(ApplyError::Wrong)?;
    let change = change(app, before.as_ref().map(|entity| &entity.files), &after, by);
    let (now, over) = (app.clock.now(), plan.over);
    app.store.write(Urgency::Person, move |tx| {
        let seq = events::lock(tx, kept::STREAM)?.map_or(0, |head| head.last_seq);
        if seq != over {
            return Err(ApplyError::Changed);
        }
        change.write(tx, now)?;
        Ok(())
    })?;
    let kept = app.store.read(kept::load)?;
    app.keep(kept);
    start::prepare_numbers(app)?;
    start::sweep(app)?;
    app.wake();
    Ok(true)
}

/// The command under which the events of a configuration are recorded.
const COMMAND: &str = "apply";

/// What will be written: texts are salted and hashed before the transaction, which stays short.
struct Change {
    configured: DeskHappened,
    /// Texts by the stream they belong to.
    contents: Vec<(String, Content)>,
    published: Vec<(Stream, DeskHappened)>,
    /// Keys of drafts that are now in force.
    drafts: Vec<String>,
}

fn change(app: &App, before: Option<&Files>, after: &Entity, by: &str) -> Change {
    let mut contents = Vec::new();
    let mut content = |stream: &str, text: &str| {
        let content = Content::new(text.as_bytes());
        let id = ContentId::from(content.id().to_string().as_str());
        contents.push((stream.to_owned(), content));
        id
    };
    let changed = after.files.iter().filter(|(path, text)| before.and_then(|files| files.get(path)) != Some(text));
    let put: BTreeMap<String, ContentId> =
        changed.map(|(path, text)| (path.to_owned(), content(kept::STREAM, text))).collect();
    let gone = before.iter().flat_map(|files| files.paths()).filter(|path| after.files.get(path).is_none());
    let removed: BTreeSet<String> = gone.map(str::to_owned).collect();
    let mut published = Vec::new();
    let mut drafts = Vec::new();
    for book in after.desks.values() {
        let document = &book.procedure.document;
        if put.contains_key(&format!("{}procedure.toml", book.folder)) {
            drafts.push(draft::key(&book.desk.id));
        }
        if app.edition(&document.id, &document.version).is_some_and(|edition| edition.text == book.procedure_text) {
            continue;
        }
        let stream = kept::stream_of(&book.desk.id);
        let what = DeskHappened::Published {
            procedure: document.id.clone(),
            version: document.version.clone(),
            by: by.to_owned(),
            text: content(&stream, &book.procedure_text),
            texts: book.texts.iter().map(|(name, text)| (name.clone(), content(&stream, text))).collect(),
        };
        published.push((Stream { name: stream, kind: kept::DESK }, what));
    }
    let configured = DeskHappened::Configured { by: by.to_owned(), put, removed };
    Change { configured, contents, published, drafts }
}

impl Change {
    fn write(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
        for (stream, content) in &self.contents {
            contents::put(tx, stream, content, now)?;
        }
        let entity = Stream { name: kept::STREAM.to_owned(), kind: kept::STREAM };
        beside::append(tx, &entity, &Actor::System, COMMAND, &self.configured, now)?;
        for (stream, what) in &self.published {
            beside::append(tx, stream, &Actor::System, COMMAND, what, now)?;
        }
        self.drafts.iter().try_for_each(|key| crate::store::settings::remove(tx, key))
    }
}
