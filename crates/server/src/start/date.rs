//! The clock is checked at start: a date that cannot be right must not end anybody's term. Terms
//! then do not run until an administrator says that the date is right.

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::store::{Reader, StoreError, Urgency, commands, heartbeat, settings};

/// A date in doubt stays in doubt over starts, until it is confirmed.
const DOUBT: &str = "date_in_doubt";
/// What was recorded, and what time it was, when somebody last confirmed the date.
const CONFIRMED: &str = "date_confirmed";

/// A machine away for longer than this is asked.
const AWAY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Clocks are set back by fractions of a second every day.
const TICK: SignedDuration = SignedDuration::from_secs(5);

/// Why a date is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is earlier than something already recorded.
    Earlier { recorded_at: Timestamp, now: Timestamp },
    /// The program last ran very long ago.
    Later { ran_at: Timestamp, now: Timestamp },
}

/// Whether the desk's date can be believed. A demo's always is.
///
/// # Errors
/// The store's.
pub fn check_date(app: &App) -> Result<Option<Doubt>, StoreError> {
    if app.is_demo() {
        return Ok(None);
    }
    let now = app.clock.now();
    let (kept, found) =
        app.store.read(|reader| Ok::<_, StoreError>((settings::get(reader, DOUBT)?, doubt(reader, now)?)))?;
    let kept = kept.and_then(|text| text.parse::<i64>().ok()).and_then(|at| Timestamp::from_microsecond(at).ok());
    match (found, kept) {
        (Some(doubt), _) => {
            let (Doubt::Earlier { recorded_at: at, .. } | Doubt::Later { ran_at: at, .. }) = doubt;
            app.store
                .write(Urgency::System, move |tx| settings::put(tx, DOUBT, &at.as_microsecond().to_string(), now))?;
            Ok(Some(doubt))
        }
        (None, Some(at)) if at > now => Ok(Some(Doubt::Earlier { recorded_at: at, now })),
        (None, Some(at)) => Ok(Some(Doubt::Later { ran_at: at, now })),
        (None, None) => Ok(None),
    }
}

fn doubt(reader: &mut Reader<'_>, now: Timestamp) -> Result<Option<Doubt>, StoreError> {
    let beat = heartbeat::last(reader)?;
    let recorded = commands::last_at(reader)?.max(beat);
    // What was recorded under a date that somebody confirmed to be past is no reason to doubt again.
    let confirmed = confirmed(reader)?;
    let floor = match (recorded, confirmed) {
        (Some(recorded), Some((seen, at))) if recorded <= seen => Some(at),
        (recorded, _) => recorded,
    };
    if let Some(recorded_at) = floor.filter(|floor| now + TICK < *floor) {
        return Ok(Some(Doubt::Earlier { recorded_at, now }));
    }
    let known = confirmed.map_or(Timestamp::MIN, |(_, at)| at);
    Ok(beat.filter(|beat| now.duration_since(known.max(*beat)) > AWAY).map(|ran_at| Doubt::Later { ran_at, now }))
}

fn confirmed(reader: &mut Reader<'_>) -> Result<Option<(Timestamp, Timestamp)>, StoreError> {
    let text = settings::get(reader, CONFIRMED)?.unwrap_or_default();
    let mut instants = text.split(' ').filter_map(|at| Timestamp::from_microsecond(at.parse().ok()?).ok());
    Ok(instants.next().zip(instants.next()))
}

/// An administrator says that the date is right: terms run again.
///
/// # Errors
/// The store's.
pub fn confirm_date(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    app.store.write(Urgency::Person, move |tx| {
        let recorded = commands::last_at(tx)?.max(heartbeat::last(tx)?).unwrap_or(now);
        let confirmed = format!("{} {}", recorded.as_microsecond(), now.as_microsecond());
        settings::put(tx, CONFIRMED, &confirmed, now)?;
        settings::remove(tx, DOUBT)?;
        // An outage is told from here on; the stretch before was away, not deaf by accident.
        if heartbeat::last(tx)?.is_some_and(|beat| beat > now) {
            heartbeat::set_back(tx, now)?;
        }
        Ok::<_, StoreError>(())
    })
}
