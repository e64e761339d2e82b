//! The business calendar: what Colombian law and practice say, and what must hold of any calendar.

mod colombia;
mod properties;
mod terms;
mod writing;
mod zones;

use desk::calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// The shipped national calendar: Monday to Friday 08:00-17:00.
fn national() -> Calendar {
    read(include_str!("../../../../procedures/calendars/co-nacional.toml"))
}

fn read(source: &str) -> Calendar {
    Calendar::from_toml(source).unwrap_or_else(|error| panic!("{error}"))
}

/// `2026-11-20 10:15` on the calendar's wall.
fn at(calendar: &Calendar, civil: &str) -> Timestamp {
    let civil: DateTime = civil.parse().unwrap();
    civil.to_zoned(calendar.time_zone().clone()).unwrap().timestamp()
}

/// What the calendar's wall shows, as [`at`] reads it.
fn wall(calendar: &Calendar, at: Timestamp) -> String {
    calendar.local(at).strftime("%Y-%m-%d %H:%M").to_string()
}
