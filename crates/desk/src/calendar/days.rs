//! Business days, and terms that are counted in days.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::definition::{DayEnd, FromClosedDay};
use super::offsets::saturating_instant;
use super::year::{FIRST_YEAR, LAST_YEAR};
use super::{Calendar, DayMark, Override};

/// What a term of days counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// *Días hábiles*.
    Business,
    /// Every date, except those on which terms are suspended.
    Calendar,
}

/// A term of days, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTerm {
    /// The dates that count, in order. Fewer than asked when the calendar never has so many.
    pub counted: Vec<Date>,
    /// The last day of the term.
    pub last_on: Date,
    /// The term is open before this instant and over at it; 24:00 is 00:00 of the next date.
    pub ends_at: Timestamp,
}

impl Calendar {
    /// Whether the date counts as a *día hábil*.
    pub fn is_business_day(&self, date: Date) -> bool {
        known(date) && self.filled(date.year(), |year| year.is_business_day(date))
    }

    /// The holidays of the date with the law of each; empty when it is none. Days that are merely
    /// not worked (Día Cívico) are not holidays.
    pub fn holidays_on(&self, date: Date) -> Vec<DayMark> {
        self.marks_on(date).into_iter().filter(|mark| mark.holiday).collect()
    }

    /// Every rule that falls on the date.
    pub fn marks_on(&self, date: Date) -> Vec<DayMark> {
        let rules = &self.definition().rules;
        self.rules_on(date).map(|rule| DayMark::from(&rules[rule])).collect()
    }

    /// The hours of its own that the date has.
    pub fn override_on(&self, date: Date) -> Option<&Override> {
        self.0.overrides.get(&date).map(|index| &self.definition().overrides[*index])
    }

    pub(super) fn rules_on(&self, date: Date) -> impl Iterator<Item = usize> {
        let rules: Vec<usize> = if known(date) { self.year(date.year()).rules_on(date).collect() } else { Vec::new() };
        rules.into_iter()
    }

    /// The first business day after the date.
    pub fn next_business_day(&self, date: Date) -> Option<Date> {
        self.business_day_after(date, 1)
    }

    /// The nth business day after the date, which is not counted; `n` from 1.
    pub fn business_day_after(&self, date: Date, n: u32) -> Option<Date> {
        let next = date.tomorrow().ok().filter(|next| known(*next))?;
        let before = self.filled(next.year(), |year| year.business_days_before(next));
        let mut left = n.checked_sub(1)?.checked_add(before)?;
        for year in next.year()..=LAST_YEAR {
            let days = self.year(year).business_days;
            if left < days {
                return self.filled(year, |year| year.nth_business_day(left));
            }
            left -= days;
        }
        None
    }

    /// The nth business day before the date, which is not counted; `n` from 1.
    pub fn business_day_before(&self, date: Date, n: u32) -> Option<Date> {
        if !known(date) || n == 0 {
            return None;
        }
        let mut days = self.filled(date.year(), |year| year.business_days_before(date));
        let mut left = n;
        for year in (FIRST_YEAR..=date.year()).rev() {
            if year < date.year() {
                days = self.year(year).business_days;
            }
            if left <= days {
                return self.filled(year, |year| year.nth_business_day(days - left));
            }
            left -= days;
        }
        None
    }

    /// Business days in `[a, b)`; zero when `b` is not after `a`.
    pub fn business_days_between(&self, a: Date, b: Date) -> u32 {
        if b <= a || !known(a) {
            return 0;
        }
        let before = |date: Date| match known(date) {
            true => self.filled(date.year(), |year| year.business_days_before(date)),
            false => 0,
        };
        let years = a.year()..b.year().min(LAST_YEAR + 1);
        let whole: u32 = years.map(|year| self.year(year).business_days).sum();
        whole + before(b) - before(a)
    }

    /// The term of `n` days that begins with an event at `from`. The date of the event is not
    /// counted, and the last day runs to its 24:00, unless the calendar says otherwise.
    pub fn day_term(&self, from: Timestamp, n: u32, kind: DayKind) -> DayTerm {
        let terms = &self.definition().day_terms;
        let mut event_on = self.local(from).date();
        if terms.from_closed_day == FromClosedDay::NextBusinessDay
            && kind == DayKind::Business
            && !self.is_business_day(event_on)
        {
            event_on = self.next_business_day(event_on).unwrap_or(Date::MAX);
        }
        let mut counted = Vec::with_capacity(n.min(1000) as usize);
        let mut date = event_on;
        if !terms.exclude_event_day && n > 0 && self.counts(date, kind) {
            counted.push(date);
        }
        while counted.len() < n as usize {
            let next = match kind {
                DayKind::Business => self.next_business_day(date),
                DayKind::Calendar => self.next_unsuspended(date),
            };
            let Some(next) = next else {
                return DayTerm { counted, last_on: Date::MAX, ends_at: Timestamp::MAX };
            };
            counted.push(next);
            date = next;
        }
        let last_on = counted.last().copied().unwrap_or(event_on);
        DayTerm { counted, last_on, ends_at: self.end_of_term(last_on, terms.ends) }
    }

    fn counts(&self, date: Date, kind: DayKind) -> bool {
        match kind {
            DayKind::Business => self.is_business_day(date),
            DayKind::Calendar => self.suspension_on(date).is_none(),
        }
    }

    fn next_unsuspended(&self, date: Date) -> Option<Date> {
        let mut date = date.tomorrow().ok()?;
        while let Some(last) = self.suspension_on(date) {
            date = last.tomorrow().ok()?;
        }
        known(date).then_some(date)
    }

    /// The last date of the suspension that touches this one.
    fn suspension_on(&self, date: Date) -> Option<Date> {
        let spans = self.definition().suspensions.iter().map(super::Suspension::dates);
        spans.filter(|(from, to)| (*from..=*to).contains(&date)).map(|(_, to)| to).max()
    }

    fn end_of_term(&self, last_on: Date, ends: DayEnd) -> Timestamp {
        match ends {
            DayEnd::At(second) => self.instant(last_on, second),
            DayEnd::Close => {
                self.closing_of(last_on).unwrap_or_else(|| self.day_start(last_on.saturating_add(1.day())))
            }
        }
    }

    /// 00:00 of the date in the calendar's zone, or its first instant where that hour is skipped.
    pub fn day_start(&self, date: Date) -> Timestamp {
        self.instant(date, 0)
    }

    /// The first opening of the date.
    pub fn opening_of(&self, date: Date) -> Option<Timestamp> {
        let (start, end) = (self.day_start(date), self.day_start(date.saturating_add(1.day())));
        Some(self.next_opening(start)).filter(|opening| *opening < end)
    }

    /// When the date closes for good; 24:00 if it is open to its end.
    pub fn closing_of(&self, date: Date) -> Option<Timestamp> {
        let (start, end) = (self.day_start(date), self.day_start(date.saturating_add(1.day())));
        let last_open = end.checked_sub(1.nanosecond()).ok().filter(|last| self.is_open(*last));
        match last_open {
            Some(_) => Some(end),
            None => self.closed_before(end).filter(|closing| *closing > start),
        }
    }

    pub(super) fn instant(&self, date: Date, second: u32) -> Timestamp {
        match date.year() {
            FIRST_YEAR..=LAST_YEAR => saturating_instant(self.year(date.year()).instant(date, second)),
            year if year < FIRST_YEAR => Timestamp::MIN,
            _ => Timestamp::MAX,
        }
    }

    pub(super) fn instant_of(&self, at: DateTime) -> Timestamp {
        match at.year() {
            FIRST_YEAR..=LAST_YEAR => saturating_instant(self.year(at.year()).instant_of(at)),
            _ => self.instant(at.date(), 0),
        }
    }
}

fn known(date: Date) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}
