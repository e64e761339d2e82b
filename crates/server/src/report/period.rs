//! A period as people say it: from one day to another, both included.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Days of a desk's calendar. An end that is not given is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Option<Date>,
    pub until: Option<Date>,
    zone: TimeZone,
}

impl Period {
    pub fn new(from: Option<Date>, until: Option<Date>, zone: TimeZone) -> Period {
        Period { from, until, zone }
    }

    /// From the first instant until before the last one.
    pub fn bounds(&self) -> (Timestamp, Timestamp) {
        let midnight = |day: Date| day.to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp());
        let after = |day: Date| day.checked_add(1.day()).ok().and_then(midnight);
        (
            self.from.and_then(midnight).unwrap_or(Timestamp::UNIX_EPOCH),
            self.until.and_then(after).unwrap_or(Timestamp::MAX),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_days_of_a_period_are_in_it() {
        let zone = TimeZone::get("America/Bogota").unwrap();
        let day = |text: &str| Some(text.parse().unwrap());
        let (from, until) = Period::new(day("2026-11-01"), day("2026-11-30"), zone.clone()).bounds();
        assert_eq!(
            (from.to_string(), until.to_string()),
            ("2026-11-01T05:00:00Z".into(), "2026-12-01T05:00:00Z".into())
        );
        let (from, until) = Period::new(None, None, zone).bounds();
        assert!(from.as_second() == 0 && until == Timestamp::MAX);
    }
}
