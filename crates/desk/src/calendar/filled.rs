use std::ops::Range;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::Inner;
use super::hours::DAY;
use super::year::{Plan, Year, ordinal};

/// A year day by day: its open spans in order with their running total, and its business days as
/// bits. Both verbs of business time are a search in the one, day terms a count in the other.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    first: Date,
    starts_at: i64,
    /// Maximal within the year; a span that runs over New Year's Eve is two.
    pub(super) spans: Vec<Span>,
    business: [u64; 6],
}

/// An open stretch `[from, to)`, in seconds since the start of its year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    from: u32,
    to: u32,
    /// Seconds open in the year before it.
    pub(super) before: u32,
}

impl Span {
    pub(super) fn length(self) -> u32 {
        self.to - self.from
    }
}

impl Filled {
    pub(super) fn of(calendar: &Inner, year: &Year) -> Self {
        let mut filled = Self::part(calendar, year, &year.special_days(calendar), 0..year.days);
        if filled.suspend(calendar, year) {
            filled.sum();
        }
        filled
    }

    /// Some days of a year alone, before any suspension; `special` are those with rules of their own.
    pub(super) fn part(calendar: &Inner, year: &Year, special: &[(usize, Plan<'_>)], days: Range<usize>) -> Self {
        let mut filled = Self {
            first: year.first,
            starts_at: year.starts_at,
            spans: Vec::with_capacity(days.len()),
            business: [0; 6],
        };
        let week = calendar.week_from(year.first.weekday());
        let from = special.partition_point(|(day, _)| *day < days.start);
        let mut special = special[from..].iter().peekable();
        for day in days {
            let plan = special.next_if(|(special, _)| *special == day);
            let (hours, business) = match plan {
                Some((_, plan)) => (&*plan.hours, plan.business),
                None => week[day % 7],
            };
            let start = year.midnight + day as i64 * i64::from(DAY);
            let second = |at| year.offsets.shown(start, at) - year.starts_at;
            // A date that a zone skipped altogether is no day at all.
            if second(0) >= second(DAY) {
                continue;
            }
            filled.business[day / 64] |= u64::from(business) << (day % 64);
            for &(from, to) in hours.segments() {
                filled.open_between(second(from), second(to));
            }
        }
        filled.sum();
        filled
    }

    fn sum(&mut self) {
        let mut open = 0;
        for span in &mut self.spans {
            span.before = open;
            open += span.length();
        }
    }

    fn open_between(&mut self, from: i64, to: i64) {
        let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(to)) else {
            return;
        };
        match self.spans.last_mut() {
            // A segment that begins in a skipped hour may begin late, one that ends in it end late.
            Some(last) if last.to >= from => last.to = last.to.max(to),
            _ if from >= to => {}
            _ => self.spans.push(Span { from, to, before: 0 }),
        }
    }

    /// Whether anything was suspended.
    fn suspend(&mut self, calendar: &Inner, year: &Year) -> bool {
        let mut suspended = false;
        let last = self.first.last_of_year();
        for suspension in year.suspensions(calendar) {
            suspended = true;
            let (from_on, to_on) = suspension.dates();
            for day in ordinal(from_on.max(self.first))..=ordinal(to_on.min(last)) {
                self.business[day / 64] &= !(1 << (day % 64));
            }
            let (from, to) = suspension.span();
            let within = |at| {
                let cut = year.instant_of(at).clamp(year.starts_at, year.ends_at);
                u32::try_from(cut - year.starts_at).unwrap_or(0)
            };
            let (from, to) = (within(from), within(to));
            let before = self.spans.iter().map(|span| Span { to: span.to.min(from), ..*span });
            let after = self.spans.iter().map(|span| Span { from: span.from.max(to), ..*span });
            self.spans = before.chain(after).filter(|span| span.from < span.to).collect();
        }
        suspended
    }

    /// Seconds open in the whole year.
    pub(super) fn open(&self) -> i64 {
        self.spans.last().map_or(0, |last| i64::from(last.before + last.length()))
    }

    /// Seconds open in the year up to the second `at`, and whether `at` itself is open.
    pub(super) fn up_to(&self, at: i64) -> (i64, bool) {
        let rel = at - self.starts_at;
        match self.spans.get(self.span_after(at)) {
            None => (self.open(), false),
            Some(span) if rel < i64::from(span.from) => (i64::from(span.before), false),
            Some(span) => (i64::from(span.before) + rel - i64::from(span.from), true),
        }
    }

    /// Index of the first span that ends after `at`.
    pub(super) fn span_after(&self, at: i64) -> usize {
        let rel = at - self.starts_at;
        self.spans.partition_point(|span| i64::from(span.to) <= rel)
    }

    /// Start and end in seconds since 1970.
    pub(super) fn bounds(&self, span: Span) -> (i64, i64) {
        (self.starts_at + i64::from(span.from), self.starts_at + i64::from(span.to))
    }

    pub(super) fn is_business_day(&self, date: Date) -> bool {
        let day = ordinal(date);
        self.business[day / 64] >> (day % 64) & 1 == 1
    }

    pub(super) fn business_days(&self) -> u32 {
        self.business.iter().map(|word| word.count_ones()).sum()
    }

    /// Business days of the year before the date.
    pub(super) fn business_days_before(&self, date: Date) -> u32 {
        let day = ordinal(date);
        let whole: u32 = self.business[..day / 64].iter().map(|word| word.count_ones()).sum();
        whole + (self.business[day / 64] & ((1 << (day % 64)) - 1)).count_ones()
    }

    /// The nth business day of the year, from 0.
    pub(super) fn nth_business_day(&self, n: u32) -> Option<Date> {
        let mut left = n;
        for (index, &word) in self.business.iter().enumerate() {
            if left >= word.count_ones() {
                left -= word.count_ones();
                continue;
            }
            let mut bits = word;
            for _ in 0..left {
                bits &= bits - 1;
            }
            let day = index * 64 + bits.trailing_zeros() as usize;
            return Some(self.first.saturating_add(SignedDuration::from_hours(24 * day as i64)));
        }
        None
    }
}
