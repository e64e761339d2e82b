//! Keeps a heartbeat, so that an outage of ours is never taken for somebody's silence.

use desk::Command;
use jiff::{SignedDuration, Timestamp};

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::store::{StoreError, Urgency, heartbeat, terms};

use super::Turn;

/// How often.
const EVERY: SignedDuration = SignedDuration::from_secs(30);
/// A gap this long is an outage.
const GAP: SignedDuration = SignedDuration::from_hours(2);
/// Cases that hear of an outage at a time.
const SLICE: i64 = 512;

/// One turn: beats, and tells the cases of an outage just ended.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let now = app.clock.now();
    let outage = app
        .store
        .write(Urgency::System, move |tx| heartbeat::beat(tx, now, GAP))?;
    if let Some(outage) = outage {
        tell_cases(app, outage.from_at, outage.to_at)?;
    }
    Ok(Turn::Until(Some(now + EVERY)))
}

/// Every case with something due up to a week after the outage hears of it; the desk decides
/// whether it matters.
fn tell_cases(app: &App, from: Timestamp, until: Timestamp) -> Result<(), StoreError> {
    let horizon = until + SignedDuration::from_hours(24 * 7);
    let mut limit = SLICE;
    let streams = loop {
        let streams = app
            .store
            .read(|reader| terms::due(reader, horizon, limit))?;
        if (streams.len() as i64) < limit {
            break streams;
        }
        limit *= 4;
    };
    for stream in streams {
        let id = format!("outage:{stream}:{}", from.as_microsecond());
        match act::act(
            app,
            &To::Case(stream),
            Order::of_system(app, id, Command::Outage { from, until }),
        ) {
            Err(Failed::Store(error)) => return Err(error),
            Err(error) => tracing::warn!(%error, "a case did not hear of the outage"),
            Ok(_) => {}
        }
    }
    Ok(())
}
