//! Business time as a stream of open spans, and the questions asked of it.

use std::borrow::Cow;

use jiff::Timestamp;

use super::year::{FIRST_YEAR, LAST_YEAR, Year, saturating_instant};
use super::{BusinessTime, Calendar};

/// An instant as whole seconds since 1970 and the nanoseconds after them.
fn split(at: Timestamp) -> (i64, i32) {
    match (at.as_second(), at.subsec_nanosecond()) {
        (second, nanos) if nanos < 0 => (second - 1, nanos + 1_000_000_000),
        parts => parts,
    }
}

fn join(second: i64, nanos: i32) -> Timestamp {
    Timestamp::new(second, nanos).unwrap_or(saturating_instant(second))
}

impl Calendar {
    /// Business time in `[a, b)`; zero when `b` is not after `a`.
    pub fn elapsed(&self, a: Timestamp, b: Timestamp) -> BusinessTime {
        if b <= a {
            return BusinessTime::ZERO;
        }
        let (from, to) = (self.reading(a), self.reading(b));
        let whole_years =
            (from.year..to.year).map(|year| BusinessTime::from_secs(self.year(year).total));
        whole_years.sum::<BusinessTime>() + to.open - from.open
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
        let Reading { year, open } = self.reading(start);
        let mut target = open + time;
        for year in year..=LAST_YEAR {
            let table = self.year(year);
            let total = BusinessTime::from_secs(table.total);
            if target > total {
                target -= total;
                continue;
            }
            let (seconds, nanos) = (target.as_secs(), target.as_duration().subsec_nanos());
            let reached = |before: u32, length: u32| {
                let end = i64::from(before) + i64::from(length);
                end > seconds || (end == seconds && nanos == 0)
            };
            let index = table
                .spans
                .partition_point(|span| !reached(span.before, span.to - span.from));
            let span = table.spans.get(index)?;
            return Some(join(
                table.bounds(*span).0 + seconds - i64::from(span.before),
                nanos,
            ));
        }
        None
    }

    /// The latest instant from which `time` passes until `end`: 08:00 today, not 17:00 yesterday.
    /// `None` when the calendar was never open long enough.
    pub fn before(&self, end: Timestamp, time: BusinessTime) -> Option<Timestamp> {
        if time <= BusinessTime::ZERO {
            return Some(end);
        }
        let Reading { year, open } = self.reading(end);
        let mut target = open - time;
        for year in (FIRST_YEAR..=year).rev() {
            let table = self.year(year);
            if !target.is_negative() {
                let (seconds, nanos) = (target.as_secs(), target.as_duration().subsec_nanos());
                let index = table
                    .spans
                    .partition_point(|span| i64::from(span.before) <= seconds);
                let span = table.spans.get(index.checked_sub(1)?)?;
                return Some(join(
                    table.bounds(*span).0 + seconds - i64::from(span.before),
                    nanos,
                ));
            }
            if year > FIRST_YEAR {
                target += BusinessTime::from_secs(self.year(year - 1).total);
            }
        }
        None
    }

    /// The instant at which `time` has passed since `start` outside of the pauses, which may overlap
    /// and come in any order. A pause moves it by exactly the business time it holds.
    pub fn due(
        &self,
        start: Timestamp,
        time: BusinessTime,
        pauses: &[(Timestamp, Timestamp)],
    ) -> Option<Timestamp> {
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

    pub fn is_open(&self, at: Timestamp) -> bool {
        let (second, _) = split(at);
        self.year(self.year_at(second)).up_to(second).1
    }

    /// The first open instant from `at` on, `at` itself if it is open; [`Timestamp::MAX`] if none.
    pub fn next_opening(&self, at: Timestamp) -> Timestamp {
        let next = self.spans_from(at).next();
        next.map_or(Timestamp::MAX, |(from, _)| saturating_instant(from).max(at))
    }

    /// When a notice that waits for business hours may leave: at once if the desk is open or closes
    /// at this very instant (17:00 leaves at 17:00), else at the next opening.
    pub fn hold_until(&self, at: Timestamp) -> Timestamp {
        if self.closed_before(at) == Some(at) {
            at
        } else {
            self.next_opening(at)
        }
    }

    /// The next time the desk opens after `at`, strictly.
    pub fn opens_after(&self, at: Timestamp) -> Option<Timestamp> {
        let (mut open_until, at) = (None, split(at).0);
        for (from, to) in self.spans_from(saturating_instant(at)) {
            if from > at && open_until != Some(from) {
                return Some(saturating_instant(from));
            }
            open_until = Some(to);
        }
        None
    }

    /// The next time the desk closes after `at`, strictly; `None` if it never does.
    pub fn closes_after(&self, at: Timestamp) -> Option<Timestamp> {
        let mut spans = self.spans_from(at);
        let (_, mut end) = spans.next()?;
        loop {
            match spans.next() {
                Some((from, to)) if from == end => end = to,
                Some(_) => return Some(saturating_instant(end)),
                None => {
                    return Some(saturating_instant(end))
                        .filter(|_| end < self.year(LAST_YEAR).ends_at);
                }
            }
        }
    }

    /// The last time the desk opened, at `at` or before.
    pub fn opened_before(&self, at: Timestamp) -> Option<Timestamp> {
        let second = split(at).0;
        let mut spans = self.spans_back(second);
        let (mut start, _) = spans.by_ref().find(|(from, _)| *from <= second)?;
        loop {
            match spans.next() {
                Some((from, to)) if to == start => start = from,
                Some(_) => return Some(saturating_instant(start)),
                None => {
                    return Some(saturating_instant(start))
                        .filter(|_| start > self.year(FIRST_YEAR).starts_at);
                }
            }
        }
    }

    /// The last time the desk closed, at `at` or before.
    pub fn closed_before(&self, at: Timestamp) -> Option<Timestamp> {
        let second = split(at).0;
        let mut reopened = None;
        for (from, to) in self.spans_back(second) {
            // A span that ends now but goes on in the next one did not close.
            if to <= second
                && reopened != Some(to)
                && !(to == second && self.year(self.year_at(second)).up_to(second).1)
            {
                return Some(saturating_instant(to));
            }
            reopened = Some(from);
        }
        None
    }

    /// Open spans that end after `at`, in order; a span over New Year comes as two.
    pub(super) fn spans_from(&self, at: Timestamp) -> impl Iterator<Item = (i64, i64)> {
        let second = split(at).0;
        let first = self.year_at(second);
        let skip = self.year(first).span_after(second);
        (first..=LAST_YEAR).flat_map(move |year| {
            let table = self.year(year);
            let skip = if year == first { skip } else { 0 };
            let count = table.spans.len();
            (skip..count).map(move |index| table.bounds(table.spans[index]))
        })
    }

    /// Open spans that begin at `second` or before, backwards.
    fn spans_back(&self, second: i64) -> impl Iterator<Item = (i64, i64)> {
        let last = self.year_at(second);
        (FIRST_YEAR..=last).rev().flat_map(move |year| {
            let table: Cow<'_, Year> = self.year(year);
            let count = table
                .spans
                .partition_point(|span| table.bounds(*span).0 <= second);
            (0..count)
                .rev()
                .map(move |index| table.bounds(table.spans[index]))
        })
    }

    /// Where an instant stands in the stream: its year, and the business time of that year before it.
    fn reading(&self, at: Timestamp) -> Reading {
        let (second, nanos) = split(at);
        let year = self.year_at(second);
        let (seconds, open) = self.year(year).up_to(second);
        let nanos = if open { i128::from(nanos) } else { 0 };
        Reading {
            year,
            open: BusinessTime::from_nanos(i128::from(seconds) * 1_000_000_000 + nanos),
        }
    }
}

struct Reading {
    year: i16,
    open: BusinessTime,
}
