//! When the desk is open, when it opens and when it closes.

use jiff::Timestamp;

use super::Calendar;
use super::offsets::saturating_instant;
use super::walk::split;
use super::year::{FIRST_YEAR, LAST_YEAR};

impl Calendar {
    pub fn is_open(&self, at: Timestamp) -> bool {
        let (second, _) = split(at);
        self.filled(self.year_at(second), |year| year.up_to(second).1)
    }

    /// The first open instant from `at` on, `at` itself if it is open; [`Timestamp::MAX`] if none.
    pub fn next_opening(&self, at: Timestamp) -> Timestamp {
        let next = self.spans_from(at).next();
        next.map_or(Timestamp::MAX, |(from, _)| saturating_instant(from).max(at))
    }

    /// When a notice that waits for business hours may leave: at once if the desk is open or closes
    /// at this very instant (17:00 leaves at 17:00), else at the next opening.
    pub fn hold_until(&self, at: Timestamp) -> Timestamp {
        if self.closed_before(at) == Some(at) { at } else { self.next_opening(at) }
    }

    /// The next time the desk opens after `at`, strictly; `None` if it never does again.
    pub fn opens_after(&self, at: Timestamp) -> Option<Timestamp> {
        let second = split(at).0;
        let mut open_until = None;
        for (from, to) in self.spans_from(at) {
            if from > second && open_until != Some(from) {
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
        for (from, to) in spans {
            if from != end {
                return Some(saturating_instant(end));
            }
            end = to;
        }
        (end < self.year(LAST_YEAR).ends_at).then(|| saturating_instant(end))
    }

    /// The last time the desk opened, at `at` or before; `None` if it never did.
    pub fn opened_before(&self, at: Timestamp) -> Option<Timestamp> {
        let mut spans = self.spans_back(split(at).0);
        let (mut start, _) = spans.next()?;
        for (from, to) in spans {
            if to != start {
                return Some(saturating_instant(start));
            }
            start = from;
        }
        (start > self.year(FIRST_YEAR).starts_at).then(|| saturating_instant(start))
    }

    /// The last time the desk closed, at `at` or before; `None` if it never did.
    pub fn closed_before(&self, at: Timestamp) -> Option<Timestamp> {
        let second = split(at).0;
        let mut reopened = None;
        for (from, to) in self.spans_back(second) {
            // A span that ends where the next one begins did not close.
            if to <= second && reopened != Some(to) {
                return Some(saturating_instant(to));
            }
            reopened = Some(from);
        }
        None
    }

    /// Open spans that end after `at`, in order, in seconds since 1970; a span over New Year comes as
    /// two that touch.
    pub(super) fn spans_from(&self, at: Timestamp) -> impl Iterator<Item = (i64, i64)> {
        let (second, _) = split(at);
        let first = self.year_at(second);
        let mut year = first;
        let mut index = self.filled(first, |year| year.span_after(second));
        std::iter::from_fn(move || {
            while year <= LAST_YEAR {
                let span = self.filled(year, |year| Some(year.bounds(*year.spans.get(index)?)));
                match span {
                    Some(span) => {
                        index += 1;
                        return Some(span);
                    }
                    None => (year, index) = (year + 1, 0),
                }
            }
            None
        })
    }

    /// Open spans that begin at `second` or before, backwards.
    fn spans_back(&self, second: i64) -> impl Iterator<Item = (i64, i64)> {
        let mut year = self.year_at(second);
        let mut left = self.filled(year, |year| year.spans.partition_point(|span| year.bounds(*span).0 <= second));
        std::iter::from_fn(move || {
            while left == 0 && year > FIRST_YEAR {
                year -= 1;
                left = self.filled(year, |year| year.spans.len());
            }
            left = left.checked_sub(1)?;
            Some(self.filled(year, |year| year.bounds(year.spans[left])))
        })
    }
}
