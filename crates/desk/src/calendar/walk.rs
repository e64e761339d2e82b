//! The two verbs of business time: how much passed, and when so much will have passed.

use jiff::Timestamp;

use super::offsets::saturating_instant;
use super::year::{FIRST_YEAR, LAST_YEAR};
use super::{BusinessTime, Calendar};

impl Calendar {
    /// Business time in `[a, b)`; zero when `b` is not after `a`.
    pub fn elapsed(&self, a: Timestamp, b: Timestamp) -> BusinessTime {
        if b <= a {
            return BusinessTime::ZERO;
        }
        let (from, to) = (self.reading(a), self.reading(b));
        let between: BusinessTime = (from.year..to.year).map(|year| self.open_in(year)).sum();
        between + to.open - from.open
    }

    /// The earliest instant at which `time` has passed since `start`: 17:00 today, not 08:00
    /// tomorrow. With no time to pass (or less than none) it is `start` itself; when the calendar
    /// never opens long enough, [`Timestamp::MAX`].
    pub fn after(&self, start: Timestamp, time: BusinessTime) -> Timestamp {
        self.checked_after(start, time).unwrap_or(Timestamp::MAX)
    }

    /// As [`Calendar::after`]; `None` when it never comes.
    pub fn checked_after(&self, start: Timestamp, time: BusinessTime) -> Option<Timestamp> {
        if time <= BusinessTime::ZERO {
            return Some(start);
        }
        let reading = self.reading(start);
        let mut target = reading.open + time;
        for year in reading.year..=LAST_YEAR {
            let open = self.open_in(year);
            if target <= open {
                return self.instant_when(year, target, Tie::Earliest);
            }
            target -= open;
        }
        None
    }

    /// The latest instant from which `time` passes until `end`: 08:00 today, not 17:00 yesterday.
    /// `None` when the calendar was never open long enough.
    pub fn before(&self, end: Timestamp, time: BusinessTime) -> Option<Timestamp> {
        if time <= BusinessTime::ZERO {
            return Some(end);
        }
        let reading = self.reading(end);
        let mut target = reading.open - time;
        for year in (FIRST_YEAR..=reading.year).rev() {
            if year < reading.year {
                target += self.open_in(year);
            }
            if !target.is_negative() {
                return self.instant_when(year, target, Tie::Latest);
            }
        }
        None
    }

    /// The instant at which `time` has passed since `start` outside of the pauses, which may overlap
    /// and come in any order. A pause moves it by exactly the business time it holds. `None` when it
    /// never comes.
    pub fn due(&self, start: Timestamp, time: BusinessTime, pauses: &[(Timestamp, Timestamp)]) -> Option<Timestamp> {
        let mut pauses = pauses.to_vec();
        pauses.sort_unstable();
        let (mut from, mut left) = (start, time);
        for (paused_at, resumed_at) in pauses {
            if resumed_at <= from {
                continue;
            }
            let running = self.elapsed(from, paused_at);
            if left <= running {
                break;
            }
            left -= running;
            from = resumed_at;
        }
        self.checked_after(from, left)
    }

    fn open_in(&self, year: i16) -> BusinessTime {
        BusinessTime::from_secs(self.year(year).open)
    }

    /// Where an instant stands: its year, and the business time of that year before it.
    fn reading(&self, at: Timestamp) -> Reading {
        let (second, nanos) = split(at);
        let year = self.year_at(second);
        let (seconds, is_open) = self.filled(year, |year| year.up_to(second));
        let nanos = if is_open { i128::from(nanos) } else { 0 };
        let open = BusinessTime::from_nanos(i128::from(seconds) * 1_000_000_000 + nanos);
        Reading { year, open }
    }

    /// The instant at which a year has been open for `open`: while the desk is closed the amount
    /// stands still, and either end of that stretch will do.
    fn instant_when(&self, year: i16, open: BusinessTime, tie: Tie) -> Option<Timestamp> {
        let (seconds, nanos) = (open.as_secs(), open.as_duration().subsec_nanos());
        self.filled(year, |year| {
            let index = match tie {
                Tie::Earliest => year.spans.partition_point(|span| {
                    let end = i64::from(span.before + span.length());
                    end < seconds || (end == seconds && nanos > 0)
                }),
                Tie::Latest => {
                    let begun = year.spans.partition_point(|span| i64::from(span.before) <= seconds);
                    begun.checked_sub(1)?
                }
            };
            let span = *year.spans.get(index)?;
            let second = year.bounds(span).0 + seconds - i64::from(span.before);
            Some(Timestamp::new(second, nanos).unwrap_or(saturating_instant(second)))
        })
    }
}

struct Reading {
    year: i16,
    open: BusinessTime,
}

enum Tie {
    Earliest,
    Latest,
}

/// An instant as whole seconds since 1970 and the nanoseconds after them.
pub(super) fn split(at: Timestamp) -> (i64, i32) {
    match (at.as_second(), at.subsec_nanosecond()) {
        (second, nanos) if nanos < 0 => (second - 1, nanos + 1_000_000_000),
        parts => parts,
    }
}
