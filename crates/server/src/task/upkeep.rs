//! Housekeeping: next year's numbers, and forgetting what nobody needs any more.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::start;
use crate::store::{StoreError, Urgency, commands, drafts, security_log, sessions, throttle};

use super::Turn;

const EVERY: SignedDuration = SignedDuration::from_hours(6);
/// Nobody repeats a command after so long.
const COMMANDS: SignedDuration = SignedDuration::from_hours(24 * 90);
/// Nobody takes up a draft after so long.
const DRAFTS: SignedDuration = SignedDuration::from_hours(24 * 180);
/// What the guard saw is kept this long.
const SECURITY: SignedDuration = SignedDuration::from_hours(24 * 365);
const ATTEMPTS: SignedDuration = SignedDuration::from_hours(24);

/// One turn.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let (now, machine) = (app.clock.now(), Timestamp::now());
    start::prepare_numbers(app)?;
    app.store.write(Urgency::System, move |tx| {
        commands::forget(tx, now - COMMANDS)?;
        drafts::forget(tx, machine - DRAFTS)?;
        sessions::forget(tx, machine)?;
        throttle::forget(tx, machine - ATTEMPTS)?;
        security_log::forget(tx, machine - SECURITY)
    })?;
    app.store.collect_attachments(SystemTime::now())?;
    Ok(Turn::Until(Some(now + EVERY)))
}
