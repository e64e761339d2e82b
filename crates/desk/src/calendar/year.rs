use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::Inner;
use super::hours::{DAY, Hours};

/// The years a calendar knows. Outside of them nothing is open and no day counts.
pub(super) const FIRST_YEAR: i16 = 1;
pub(super) const LAST_YEAR: i16 = 9998;

/// Everything about one civil year of one calendar, worked out once: its open spans in order with
/// their running total, its business days as bits, and which rules touch which dates.
///
/// Both verbs of business time are then a search in a sorted list, however far apart the instants.
#[derive(Clone, Debug)]
pub(super) struct Year {
    first: Date,
    /// Start and end of the year in seconds since 1970.
    pub(super) starts_at: i64,
    pub(super) ends_at: i64,
    offsets: Offsets,
    /// Maximal within the year; a span that runs over New Year's Eve is two.
    pub(super) spans: Vec<Span>,
    /// Seconds open in the whole year.
    pub(super) total: i64,
    business: [u64; 6],
    /// Day of the year (from 0) and the rule that falls on it, in order; two rules may share a date.
    marks: Vec<(u16, usize)>,
}

/// An open stretch `[from, to)`, in seconds since the start of its year.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Seconds open in the year before it.
    pub(super) before: u32,
}

impl Year {
    pub(super) fn of(calendar: &Inner, year: i16) -> Self {
        let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        let days = usize::from(first.days_in_year().unsigned_abs());
        let midnight = civil_seconds(first, 0);
        let offsets = Offsets::between(
            &calendar.tz,
            midnight,
            midnight + days as i64 * i64::from(DAY),
        );
        let mut table = Self {
            first,
            starts_at: offsets.first(midnight),
            ends_at: offsets.first(midnight + days as i64 * i64::from(DAY)),
            offsets,
            spans: Vec::with_capacity(days),
            total: 0,
            business: [0; 6],
            marks: Vec::new(),
        };
        let marks = marks(calendar, year);
        table.fill(calendar, &marks, days, midnight);
        table.marks = marks;
        table.suspend(calendar);
        for span in &mut table.spans {
            span.before = u32::try_from(table.total).unwrap_or(u32::MAX);
            table.total += i64::from(span.to - span.from);
        }
        table
    }

    fn fill(&mut self, calendar: &Inner, marks: &[(u16, usize)], days: usize, midnight: i64) {
        let week = calendar.week_from(self.first.weekday());
        let mut marks = marks.iter().peekable();
        let mut overrides = calendar.overrides_in(self.first.year()).peekable();
        for day in 0..days {
            let (ordinary, counts) = week[day % 7];
            let mut closed = false;
            let mut left: Option<Hours> = None;
            while let Some((_, rule)) = marks.next_if(|(marked, _)| usize::from(*marked) == day) {
                match &calendar.definition.rules[*rule].hours {
                    None => closed = true,
                    Some(hours) => left = Some(left.as_ref().unwrap_or(ordinary).within(hours)),
                }
            }
            let exact = overrides.next_if(|exact| ordinal(exact.date) == day);
            let hours = match (exact, &left) {
                (Some(exact), _) => Some(&exact.hours),
                _ if closed => None,
                (None, Some(left)) => Some(left),
                (None, None) => Some(ordinary),
            };
            let segments = hours.map_or(&[][..], Hours::segments);
            let business = match exact {
                Some(exact) => exact.business_day.unwrap_or(!exact.hours.is_closed()),
                None => counts && !closed,
            };
            let start = midnight + day as i64 * i64::from(DAY);
            // A date that a zone skipped altogether is no day at all.
            if business && self.offsets.first(start) < self.offsets.first(start + i64::from(DAY)) {
                self.business[day / 64] |= 1 << (day % 64);
            }
            for &(from, to) in segments {
                let from = self.offsets.first(start + i64::from(from)) - self.starts_at;
                let to = self.offsets.first(start + i64::from(to)) - self.starts_at;
                self.open(from, to);
            }
        }
    }

    fn open(&mut self, from: i64, to: i64) {
        let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(to)) else {
            return;
        };
        match self.spans.last_mut() {
            _ if from >= to => {}
            Some(last) if last.to == from => last.to = to,
            _ => self.spans.push(Span {
                from,
                to,
                before: 0,
            }),
        }
    }

    fn suspend(&mut self, calendar: &Inner) {
        for suspension in &calendar.definition.suspensions {
            let (from_on, to_on) = suspension.dates();
            if to_on < self.first || from_on > self.first.last_of_year() {
                continue;
            }
            let first = ordinal(from_on.max(self.first));
            for day in first..=ordinal(to_on.min(self.first.last_of_year())) {
                self.business[day / 64] &= !(1 << (day % 64));
            }
            let (from, to) = self.suspended(suspension.span());
            let mut kept = Vec::with_capacity(self.spans.len() + 1);
            for span in self.spans.drain(..) {
                kept.push(Span {
                    to: span.to.min(from),
                    ..span
                });
                kept.push(Span {
                    from: span.from.max(to),
                    ..span
                });
            }
            kept.retain(|span| span.from < span.to);
            self.spans = kept;
        }
    }

    /// A civil stretch as seconds of this year, cut to it.
    fn suspended(&self, (from, to): (jiff::civil::DateTime, jiff::civil::DateTime)) -> (u32, u32) {
        let length = self.ends_at - self.starts_at;
        let within = |at: jiff::civil::DateTime| {
            let seconds =
                civil_seconds(at.date(), 0) + at.time().duration_since(Time::midnight()).as_secs();
            let rel = (self.offsets.first(seconds) - self.starts_at).clamp(0, length);
            u32::try_from(rel).unwrap_or(0)
        };
        (within(from), within(to))
    }

    /// The first instant, in seconds since 1970, at which the wall clock shows this date and second
    /// of day or later. For dates of this year and the two days around it.
    pub(super) fn instant(&self, date: Date, second: u32) -> i64 {
        self.offsets.first(civil_seconds(date, second))
    }

    pub(super) fn is_business_day(&self, date: Date) -> bool {
        let day = ordinal(date);
        self.business[day / 64] >> (day % 64) & 1 == 1
    }

    /// Rules that fall on the date.
    pub(super) fn rules_on(&self, date: Date) -> impl Iterator<Item = usize> {
        let day = ordinal(date);
        let from = self
            .marks
            .partition_point(|(marked, _)| usize::from(*marked) < day);
        self.marks[from..]
            .iter()
            .take_while(move |(marked, _)| usize::from(*marked) == day)
            .map(|(_, rule)| *rule)
    }

    pub(super) fn business_days(&self) -> u32 {
        self.business.iter().map(|word| word.count_ones()).sum()
    }

    /// Business days of the year before the date.
    pub(super) fn business_days_before(&self, date: Date) -> u32 {
        let day = ordinal(date);
        let whole: u32 = self.business[..day / 64]
            .iter()
            .map(|word| word.count_ones())
            .sum();
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
            return Some(self.date(index * 64 + bits.trailing_zeros() as usize));
        }
        None
    }

    fn date(&self, ordinal: usize) -> Date {
        self.first
            .saturating_add(SignedDuration::from_hours(24 * ordinal as i64))
    }

    /// Seconds open in the year up to the second `at`, and whether `at` itself is open.
    pub(super) fn up_to(&self, at: i64) -> (i64, bool) {
        let rel = at - self.starts_at;
        match self.spans.get(self.span_after(at)) {
            None => (self.total, false),
            Some(span) if rel < i64::from(span.from) => (i64::from(span.before), false),
            Some(span) => (i64::from(span.before) + rel - i64::from(span.from), true),
        }
    }

    /// Index of the first span that ends after `at`.
    pub(super) fn span_after(&self, at: i64) -> usize {
        let rel = at - self.starts_at;
        self.spans.partition_point(|span| i64::from(span.to) <= rel)
    }

    pub(super) fn bounds(&self, span: Span) -> (i64, i64) {
        (
            self.starts_at + i64::from(span.from),
            self.starts_at + i64::from(span.to),
        )
    }
}

fn marks(calendar: &Inner, year: i16) -> Vec<(u16, usize)> {
    let mut marks: Vec<(u16, usize)> = calendar
        .rules_for(year)
        .map(|(date, rule)| (u16::try_from(ordinal(date)).unwrap_or(0), rule))
        .collect();
    marks.sort_unstable();
    marks
}

/// Day of the year, from 0.
fn ordinal(date: Date) -> usize {
    usize::from(date.day_of_year().unsigned_abs()) - 1
}

/// Seconds between 1970-01-01 00:00 and this date and second of day, as a wall clock in UTC.
fn civil_seconds(date: Date, second: u32) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_secs() + i64::from(second)
}

/// The offsets from UTC in force around a year: since when, and how much, in seconds.
#[derive(Clone, Debug)]
struct Offsets(Vec<(i64, i64)>);

impl Offsets {
    fn between(tz: &TimeZone, from: i64, to: i64) -> Self {
        const AROUND: i64 = 3 * DAY as i64;
        let start = saturating_instant(from - AROUND);
        let mut known = vec![(i64::MIN / 2, i64::from(tz.to_offset(start).seconds()))];
        for transition in tz.following(start) {
            if transition.timestamp().as_second() > to + AROUND {
                break;
            }
            known.push((
                transition.timestamp().as_second(),
                i64::from(transition.offset().seconds()),
            ));
        }
        Self(known)
    }

    /// The first instant at which the wall clock shows `civil` or later. One definition for every
    /// oddity of a zone: an hour that is skipped has no time in it, an hour that comes twice begins
    /// the first time, days touch, and 24×7 loses nothing.
    fn first(&self, civil: i64) -> i64 {
        for (index, &(since, offset)) in self.0.iter().enumerate() {
            let at = since.max(civil - offset);
            if self.0.get(index + 1).is_none_or(|next| at < next.0) {
                return at;
            }
        }
        civil
    }
}

pub(super) fn saturating_instant(seconds: i64) -> Timestamp {
    let limit = if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_second(seconds).unwrap_or(limit)
}
