use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::civil::{Date, DateTime, Time};

use super::filled::Filled;
use super::hours::{DAY, Hours};
use super::offsets::{Offsets, civil_seconds};
use super::{Inner, Override, Rule, Suspension};

/// The years a calendar knows. Outside of them nothing is open and no day counts.
pub(super) const FIRST_YEAR: i16 = 1;
pub(super) const LAST_YEAR: i16 = 9998;

/// One civil year of one calendar, worked out once: how much it is open, how many business days it
/// has, which rules touch which dates. A question that only passes through it needs no more; one
/// that begins or ends in it has it [`Filled`] in day by day.
#[derive(Clone, Debug)]
pub(super) struct Year {
    pub(super) first: Date,
    pub(super) days: usize,
    /// Civil seconds of its first midnight.
    pub(super) midnight: i64,
    /// Start and end in seconds since 1970.
    pub(super) starts_at: i64,
    pub(super) ends_at: i64,
    pub(super) offsets: Offsets,
    /// Seconds open in the whole year.
    pub(super) open: i64,
    pub(super) business_days: u32,
    /// Day of the year (from 0) and the rule that falls on it, in order; two rules may share a date.
    pub(super) marks: Vec<(u16, usize)>,
    filled: OnceLock<Filled>,
}

impl Year {
    pub(super) fn of(calendar: &Inner, year: i16) -> Self {
        let first = Date::new(year, 1, 1).unwrap_or(Date::MIN);
        let days = usize::from(first.days_in_year().unsigned_abs());
        let midnight = civil_seconds(first);
        let end = midnight + days as i64 * i64::from(DAY);
        let offsets = Offsets::between(&calendar.tz, midnight, end);
        let mut table = Self {
            first,
            days,
            midnight,
            starts_at: offsets.first(midnight),
            ends_at: offsets.first(end),
            offsets,
            open: 0,
            business_days: 0,
            marks: marks(calendar, year),
            filled: OnceLock::new(),
        };
        if table.suspensions(calendar).next().is_none() {
            table.count(calendar);
        } else {
            let filled = table.filled(calendar);
            (table.open, table.business_days) = (filled.open(), filled.business_days());
        }
        table
    }

    /// Totals from the week and the dates that differ from it, without visiting every day: a due
    /// date in 2076 passes through fifty years nobody asked about.
    fn count(&mut self, calendar: &Inner) {
        let week = calendar.week_from(self.first.weekday());
        for (index, (hours, counts)) in week.iter().enumerate() {
            let times = (self.days - index).div_ceil(7);
            self.open += times as i64 * hours.length();
            self.business_days += u32::from(*counts) * times as u32;
        }
        let special = self.special_days(calendar);
        for (day, plan) in &special {
            let (hours, counts) = week[day % 7];
            self.open += plan.hours.length() - hours.length();
            self.business_days += u32::from(plan.business);
            self.business_days -= u32::from(counts);
        }
        // Around a clock change the days are filled in, and what they really hold replaces what the
        // wall clock says they hold.
        let mut done = 0;
        for change in self.offsets.changes() {
            let day = (change - self.midnight).div_euclid(i64::from(DAY));
            let around = |day: i64| day.clamp(0, self.days as i64) as usize;
            let days = around(day - 1).max(done)..around(day + 2);
            done = days.end;
            for day in days.clone() {
                let (hours, counts) = week[day % 7];
                let plan = special.iter().find(|(special, _)| *special == day);
                let plan = plan.map_or((hours, counts), |(_, plan)| (&*plan.hours, plan.business));
                self.open -= plan.0.length();
                self.business_days -= u32::from(plan.1);
            }
            let real = Filled::part(calendar, self, &special, days);
            self.open += real.open();
            self.business_days += real.business_days();
        }
    }

    /// The dates on which a rule or an override has something to say, in order.
    pub(super) fn special_days<'a>(&self, calendar: &'a Inner) -> Vec<(usize, Plan<'a>)> {
        let week = calendar.week_from(self.first.weekday());
        let mut special: Vec<(usize, Plan<'a>)> = Vec::with_capacity(self.marks.len());
        for &(day, rule) in &self.marks {
            let day = usize::from(day);
            if special.last().is_none_or(|(last, _)| *last != day) {
                let (hours, business) = week[day % 7];
                special.push((day, Plan { hours: Cow::Borrowed(hours), business }));
            }
            if let Some((_, plan)) = special.last_mut() {
                plan.mark(&calendar.definition.rules[rule]);
            }
        }
        for exact in calendar.overrides_in(self.first.year()) {
            let day = ordinal(exact.date);
            let plan = (day, Plan::exactly(exact));
            match special.binary_search_by_key(&day, |(day, _)| *day) {
                Ok(index) => special[index] = plan,
                Err(index) => special.insert(index, plan),
            }
        }
        special
    }

    pub(super) fn suspensions<'a>(&self, calendar: &'a Inner) -> impl Iterator<Item = &'a Suspension> {
        let (first, last) = (self.first, self.first.last_of_year());
        calendar.definition.suspensions.iter().filter(move |suspension| {
            let (from_on, to_on) = suspension.dates();
            from_on <= last && first <= to_on
        })
    }

    pub(super) fn filled(&self, calendar: &Inner) -> &Filled {
        self.filled.get_or_init(|| Filled::of(calendar, self))
    }

    /// When the wall clock shows this date and second of day, in seconds since 1970. Exact for dates
    /// of this year and the two days around it.
    pub(super) fn instant(&self, date: Date, second: u32) -> i64 {
        self.offsets.shown(civil_seconds(date), second)
    }

    pub(super) fn instant_of(&self, at: DateTime) -> i64 {
        let second = at.time().duration_since(Time::midnight()).as_secs();
        self.instant(at.date(), u32::try_from(second).unwrap_or(0))
    }

    /// Rules that fall on the date.
    pub(super) fn rules_on(&self, date: Date) -> impl Iterator<Item = usize> {
        let day = ordinal(date);
        let from = self.marks.partition_point(|(marked, _)| usize::from(*marked) < day);
        let here = self.marks[from..].iter().take_while(move |(marked, _)| usize::from(*marked) == day);
        here.map(|(_, rule)| *rule)
    }
}

/// What one date is, before it meets the zone's clock.
pub(super) struct Plan<'a> {
    pub(super) hours: Cow<'a, Hours>,
    pub(super) business: bool,
}

impl<'a> Plan<'a> {
    /// Rules only take away, in any order: a half day on a Sunday opens nothing.
    fn mark(&mut self, rule: &Rule) {
        match &rule.hours {
            Some(left) => self.hours = Cow::Owned(self.hours.within(left)),
            None => {
                self.hours = Cow::Owned(Hours::default());
                self.business = false;
            }
        }
    }

    fn exactly(exact: &'a Override) -> Self {
        Self { hours: Cow::Borrowed(&exact.hours), business: exact.business_day.unwrap_or(!exact.hours.is_closed()) }
    }
}

fn marks(calendar: &Inner, year: i16) -> Vec<(u16, usize)> {
    let mut marks = Vec::with_capacity(calendar.recurring.len());
    for (date, rule) in calendar.rules_for(year) {
        marks.push((u16::try_from(ordinal(date)).unwrap_or(0), rule));
    }
    marks.sort_unstable();
    marks
}

/// Day of the year, from 0.
pub(super) fn ordinal(date: Date) -> usize {
    usize::from(date.day_of_year().unsigned_abs()) - 1
}
