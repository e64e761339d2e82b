//! Keeps a heartbeat, so that an outage of ours is never taken for somebody's silence.

use desk::Command;
use jiff::{SignedDuration, Timestamp};

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::store::heartbeat::Outage;
use crate::store::{StoreError, Urgency, heartbeat, settings, terms};

use super::Turn;

/// How often.
const EVERY: SignedDuration = SignedDuration::from_secs(30);
/// A gap this long is an outage.
const GAP: SignedDuration = SignedDuration::from_hours(2);
/// Cases that hear of an outage at a time.
const SLICE: i64 = 64;

/// Outages that not every case has heard of yet.
const UNTOLD: &str = "outages_untold";

/// One turn: beats, and tells the cases of an outage just ended. Until they are told, nothing counts
/// as silence.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    if app.date_in_doubt() {
        // No sign of life under a date that may be wrong.
        return Ok(Turn::Until(None));
    }
    // Another node may have put another configuration in force.
    crate::apply::refresh(app)?;
    let now = app.clock.now();
    // A demo's time stands still while nobody runs it.
    let gap = if app.is_demo() { SignedDuration::MAX } else { GAP };
    let untold = app.store.write(Urgency::System, move |tx| {
        let mut untold = settings::get(tx, UNTOLD)?.unwrap_or_default();
        if let Some(Outage { from_at, to_at }) = heartbeat::beat(tx, now, gap)? {
            untold += &format!("{} {}\n", from_at.as_microsecond(), to_at.as_microsecond());
            settings::put(tx, UNTOLD, &untold, now)?;
        }
        Ok::<_, StoreError>(untold)
    })?;
    if !untold.is_empty() {
        for (from, until) in untold.lines().filter_map(read) {
            tell_cases(app, from, until)?;
        }
        app.store.write(Urgency::System, |tx| settings::remove(tx, UNTOLD))?;
    }
    app.alive(now);
    Ok(Turn::Until(Some(now + EVERY)))
}

fn read(line: &str) -> Option<(Timestamp, Timestamp)> {
    let (from, until) = line.split_once(' ')?;
    let at = |text: &str| Timestamp::from_microsecond(text.parse().ok()?).ok();
    Some((at(from)?, at(until)?))
}

/// The desk's time moves on by itself up to `at`: a demo travels. That is no outage.
///
/// # Errors
/// The store's.
pub fn travel(app: &App, at: Timestamp) -> Result<(), StoreError> {
    app.store.write(Urgency::System, move |tx| heartbeat::beat(tx, at, SignedDuration::MAX))?;
    app.alive(at);
    Ok(())
}

/// Every case with something due up to a week after the outage hears of it; the desk decides
/// whether it matters.
fn tell_cases(app: &App, from: Timestamp, until: Timestamp) -> Result<(), StoreError> {
    let horizon = until + SignedDuration::from_hours(24 * 7);
    let mut after = None;
    loop {
        let page = app.store.read(|reader| terms::page(reader, horizon, after.as_ref(), SLICE))?;
        for place in &page {
            tell(app, &place.stream, from, until)?;
        }
        match page.into_iter().last() {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

fn tell(app: &App, stream: &str, from: Timestamp, until: Timestamp) -> Result<(), StoreError> {
    let id = format!("outage:{stream}:{}", from.as_microsecond());
    let order = Order::of_system(app, id, Command::Outage { from, until });
    match act::act(app, &To::Case(stream.to_string()), order) {
        Err(Failed::Store(error)) => return Err(error),
        Err(error) => tracing::warn!(%error, "a case did not hear of the outage"),
        Ok(_) => {}
    }
    Ok(())
}
