//! The entity's folder beside the store. What is in force is what the store keeps. While the folder is
//! where that came from, an instance that starts puts in force what was changed there; once something
//! else was applied, the folder only is what somebody has lying about, and the start says so.

use data_encoding::HEXLOWER;

use super::StartError;
use crate::app::App;
use crate::apply::{self, Asked, kept, merged};
use crate::entity::Files;
use crate::store::{StoreError, Urgency, settings};

/// The fingerprint of the configuration that was in force when the folder last agreed with it.
const FOLLOWED: &str = "entity_folder";

/// Who applied what an instance found in its folder.
const BY: &str = "ventanilla serve";

/// Puts in force what the store keeps.
pub(super) fn remember(app: &App) -> Result<(), StoreError> {
    let kept = app.store.read(kept::load)?;
    if kept.seq > 0 {
        app.keep(kept);
    }
    Ok(())
}

/// Follows the folder.
pub(super) fn follow(app: &App, given: Files) -> Result<(), StartError> {
    let begun = app.applied_seq() > 0;
    if begun && !agrees(app, &given) {
        let followed = app.store.read(|reader| settings::get(reader, FOLLOWED))?;
        if followed.as_deref() != Some(&mark(app)) {
            return Ok(());
        }
    }
    apply::apply(app, &given, BY, None, Asked::Sound)?;
    let (mark, now) = (mark(app), app.clock.now());
    if app.store.read(|reader| settings::get(reader, FOLLOWED))?.as_deref() != Some(&mark) {
        app.store.write(Urgency::System, move |tx| settings::put(tx, FOLLOWED, &mark, now))?;
    }
    Ok(())
}

/// Whether what is in force is what these files say.
pub fn is_followed(app: &App, given: &Files) -> bool {
    agrees(app, given)
}

fn agrees(app: &App, given: &Files) -> bool {
    let entity = app.entity();
    merged(Some(&entity.files), given) == entity.files
}

fn mark(app: &App) -> String {
    HEXLOWER.encode(&app.entity().fingerprint)
}
