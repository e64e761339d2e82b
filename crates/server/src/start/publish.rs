//! A published version of a procedure never changes: what is in force is kept in the store the first
//! time the instance starts with it, and cases live under the version they began with.

use std::collections::HashMap;

use desk::procedure::source;

use super::StartError;
use crate::app::App;
use crate::store::{StoreError, Urgency, settings};

/// Before the name and version of a published procedure.
const PUBLISHED: &str = "published:";

/// Reads every version that was ever in force here.
pub(super) fn remember(app: &App) -> Result<(), StoreError> {
    for (key, text) in app.store.read(settings::all)? {
        if !key.starts_with(PUBLISHED) {
            continue;
        }
        match source::read(&text) {
            Ok(procedure) => app.remember(procedure),
            // Its cases can be read and not changed; nobody else is held up by it.
            Err(problems) => {
                tracing::error!(key, problem = ?problems.first(), "a published procedure cannot be read")
            }
        }
    }
    Ok(())
}

/// Keeps what is in force now.
pub(super) fn publish(app: &App) -> Result<(), StartError> {
    let kept: HashMap<String, String> = app.store.read(settings::all)?.into_iter().collect();
    let now = app.clock.now();
    for book in app.entity().desks.values() {
        let document = &book.procedure.document;
        let key = format!("{PUBLISHED}{}@{}", document.id, document.version);
        let text = book.procedure_text.clone();
        match kept.get(&key) {
            Some(before) if *before == text => continue,
            // A demo tries things out.
            Some(_) if !app.is_demo() => {
                let (procedure, version) = (document.id.to_string(), document.version.clone());
                return Err(StartError::Republished { procedure, version });
            }
            _ => {}
        }
        if let Ok(procedure) = source::read(&text) {
            app.remember(procedure);
        }
        app.store.write(Urgency::System, move |tx| settings::put(tx, &key, &text, now))?;
    }
    Ok(())
}
