//! Takes in the letters that wait, in the order in which they arrived.

use crate::app::App;
use crate::mail::intake::{self, Became, Came};
use crate::mail::{Mailroom, spool};
use crate::store::StoreError;

use super::Turn;

/// How long the spool may go unread: what is piped to us is met within this time.
const EVERY: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

/// The spool could not be read to its end; what waits still waits.
#[derive(Debug, thiserror::Error)]
pub enum SpoolTaskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the spool: {0}")]
    File(#[from] std::io::Error),
}

/// One turn: everything that waits. What was said before it began has then been heard.
///
/// # Errors
/// The first letter that could not be taken in; those after it wait, so that no answer overtakes
/// another.
pub fn turn(app: &App, room: &Mailroom) -> Result<Turn, SpoolTaskError> {
    let begun_at = app.clock.now();
    let settings = room.settings();
    for waiting in spool::waiting(room.spool(), &settings.own_hosts, &settings.limits)? {
        let raw = spool::bytes(&waiting)?;
        let came = Came { raw: &raw, mailbox: &waiting.mailbox, arrived_at: app.clock.of(waiting.arrived_at) };
        let became = intake::take_in(app, room, &came)?;
        spool::remove(&waiting)?;
        log(&became);
    }
    app.heard(begun_at - crate::act::HEARING);
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
