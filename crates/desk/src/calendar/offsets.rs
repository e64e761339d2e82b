use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hours::DAY;

/// The offsets from UTC in force around a year: since when, and how much, in seconds.
#[derive(Clone, Debug)]
pub(super) struct Offsets(Vec<(i64, i64)>);

impl Offsets {
    /// Offsets between two civil instants, and some days around them.
    pub(super) fn between(tz: &TimeZone, from: i64, to: i64) -> Self {
        const AROUND: i64 = 3 * DAY as i64;
        let start = saturating_instant(from - AROUND);
        let mut known = vec![(i64::MIN / 2, i64::from(tz.to_offset(start).seconds()))];
        for transition in tz.following(start) {
            if transition.timestamp().as_second() > to + AROUND {
                break;
            }
            let offset = i64::from(transition.offset().seconds());
            known.push((transition.timestamp().as_second(), offset));
        }
        Self(known)
    }

    /// Civil seconds, on the clock before each change, at which the clock changes.
    pub(super) fn changes(&self) -> impl Iterator<Item = i64> {
        self.0.windows(2).map(|pair| pair[1].0 + pair[0].1)
    }

    /// When the wall clock shows this second of the day that begins at `midnight` (civil). An hour
    /// that comes twice counts from the first time; one that is skipped moves later by what was
    /// skipped, as RFC 5545 has it. Days themselves always touch, so that 24×7 loses nothing.
    pub(super) fn shown(&self, midnight: i64, second: u32) -> i64 {
        let civil = midnight + i64::from(second);
        if second.is_multiple_of(DAY) {
            return self.first(civil);
        }
        let mut before = 0;
        for (index, &(since, offset)) in self.0.iter().enumerate() {
            let at = civil - offset;
            if at < since {
                return civil - before;
            }
            if self.0.get(index + 1).is_none_or(|next| at < next.0) {
                return at;
            }
            before = offset;
        }
        civil
    }

    /// The first instant at which the wall clock shows `civil` or later.
    pub(super) fn first(&self, civil: i64) -> i64 {
        for (index, &(since, offset)) in self.0.iter().enumerate() {
            let at = since.max(civil - offset);
            if self.0.get(index + 1).is_none_or(|next| at < next.0) {
                return at;
            }
        }
        civil
    }
}

/// Seconds between 1970-01-01 and 00:00 of this date, as a wall clock in UTC.
pub(super) fn civil_seconds(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_secs()
}

pub(super) fn saturating_instant(seconds: i64) -> Timestamp {
    let limit = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(limit)
}
