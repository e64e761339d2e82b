//! Seals the store once a day.

use jiff::ToSpan;

use crate::app::App;
use crate::start;
use crate::store::{SealKey, StoreError, seals};

use super::Turn;

/// The key, in the data folder: not in the database it vouches for.
pub const KEY_FILE: &str = "seal.key";

/// One turn: seals, if this day has no seal yet.
///
/// # Errors
/// The store's, or that the key cannot be read.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let now = app.clock.now();
    let today = start::today(app, now);
    let last = app.store.read(seals::last)?;
    if last.is_none_or(|seal| seal.day < today.to_string()) {
        app.store.seal(&key(app)?, &today.to_string(), now)?;
    }
    let entity = app.entity();
    let midnight = entity.desks.values().next().map(|book| book.calendar.day_start(today.saturating_add(1.day())));
    Ok(Turn::Until(midnight))
}

/// The key of this instance, made at its first use.
///
/// # Errors
/// When it cannot be read or made, or others than its owner may read it.
pub fn key(app: &App) -> Result<SealKey, StoreError> {
    let path = app.store.config().folder.join(KEY_FILE);
    if path.exists() { SealKey::read(&path) } else { SealKey::create(&path) }
}
