//! Takes in the letters that wait, in the order in which they arrived.

use std::io;

use crate::app::App;
use crate::crash_point;
use crate::mail::intake::{self, Became, Came};
use crate::mail::spool;
use crate::store::StoreError;

use super::Turn;

/// How long the spool may go unread: what is piped to us is met within this time.
const EVERY: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

/// One turn: everything that waits. What was said before it began has then been heard.
///
/// # Errors
/// The first letter that could not be taken in; those after it wait, so that no answer overtakes
/// another.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let Some(room) = app.mail() else { return Ok(Turn::Until(None)) };
    let begun_at = app.clock.now();
    let settings = room.settings();
    let broken = |source| StoreError::File { path: room.spool().to_path_buf(), source };
    for waiting in spool::waiting(room.spool(), &settings.own_hosts, &settings.limits).map_err(broken)? {
        let raw = match spool::bytes(&waiting) {
            // Somebody else took it in meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(broken)?,
        };
        let came = Came { raw: &raw, mailbox: &waiting.mailbox, arrived_at: app.clock.of(waiting.arrived_at) };
        let became = intake::take_in(app, room, &came)?;
        crash_point!("after-letter-before-removal");
        spool::remove(&waiting).map_err(broken)?;
        log(&became);
    }
    room.heard(begun_at);
    Ok(Turn::Until(Some(begun_at + EVERY)))
}

fn log(became: &Became) {
    match became {
        Became::Filed(case) => tracing::info!(%case, "a letter was filed"),
        Became::Kept(why) => tracing::info!(why, "a letter was kept"),
        Became::Refused(why) => tracing::warn!(why, "a letter was refused"),
        Became::Repeated => tracing::info!("a letter had been taken in before"),
    }
}
