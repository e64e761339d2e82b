//! Any stretch of time, told interval by interval: what counted, what did not, and why.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::offsets::saturating_instant;
use super::{BusinessTime, Calendar, Rule, Suspension};

/// A stretch `[starts_at, ends_at)` that counted, or did not, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub counted: bool,
    pub reason: Reason,
}

impl Interval {
    /// The business time it adds.
    pub fn time(&self) -> BusinessTime {
        if self.counted {
            BusinessTime::from_duration(self.ends_at.duration_since(self.starts_at))
        } else {
            BusinessTime::ZERO
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Business hours: the only reason that counts.
    Open,
    /// Night, lunch, any hour outside of the day's own.
    OutsideHours,
    /// A weekday without hours, with the act that says so if the calendar cites one.
    Weekend {
        basis: Option<String>,
    },
    /// A date taken away by rules: holidays, days not worked.
    DayOff {
        marks: Vec<DayMark>,
    },
    /// Hours that the ordinary week has and this date has not.
    ShortDay {
        marks: Vec<DayMark>,
    },
    /// Terms suspended by an act.
    Suspended {
        basis: String,
    },
    Paused {
        reason: String,
    },
}

/// A rule or an override, as it falls on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayMark {
    pub name: String,
    pub basis: String,
    /// A *festivo*.
    pub holiday: bool,
}

impl From<&Rule> for DayMark {
    fn from(rule: &Rule) -> Self {
        Self { name: rule.name.clone(), basis: rule.basis.clone(), holiday: rule.holiday }
    }
}

impl Calendar {
    /// `[a, b)` cut where the reason changes. The times of the intervals sum to the elapsed time
    /// outside of the pauses, which may overlap: the first in the list gives its reason.
    pub fn explain(&self, a: Timestamp, b: Timestamp, pauses: &[(Timestamp, Timestamp, String)]) -> Vec<Interval> {
        let mut told = Telling { a, b, intervals: Vec::new() };
        // The day before too: where a clock goes back over midnight, the wall shows an earlier date.
        let mut date = self.local(a).date().yesterday().unwrap_or(Date::MIN);
        let last = self.local(b).date().tomorrow().unwrap_or(Date::MAX);
        let mut start = self.day_start(date);
        while a < b && date <= last {
            let Ok(next) = date.tomorrow() else { break };
            let end = self.day_start(next);
            self.tell_day(date, start, end, pauses, &mut told);
            (date, start) = (next, end);
        }
        told.intervals
    }

    fn tell_day(
        &self,
        date: Date,
        start: Timestamp,
        end: Timestamp,
        pauses: &[(Timestamp, Timestamp, String)],
        told: &mut Telling,
    ) {
        let (from, to) = (start.max(told.a), end.min(told.b));
        if from >= to {
            return;
        }
        let mut edges = vec![from, to];
        let suspensions = self.definition().suspensions.iter();
        let suspensions: Vec<_> =
            suspensions.map(|suspension| (self.suspended(suspension), &suspension.basis)).collect();
        edges.extend(suspensions.iter().flat_map(|((from, to), _)| [*from, *to]));
        edges.extend(pauses.iter().flat_map(|(from, to, _)| [*from, *to]));
        let ordinary = self.definition().week.on(date.weekday()).segments();
        let ordinary: Vec<_> =
            ordinary.iter().map(|&(from, to)| (self.instant(date, from), self.instant(date, to))).collect();
        edges.extend(ordinary.iter().flat_map(|(from, to)| [*from, *to]));
        let spans = self.spans_from(from).map(|(from, to)| [saturating_instant(from), saturating_instant(to)]);
        edges.extend(spans.take_while(|[opens, _]| *opens < to).flatten());
        edges.retain(|edge| (from..=to).contains(edge));
        edges.sort_unstable();
        edges.dedup();
        let inside = |(from, to): (Timestamp, Timestamp), at: Timestamp| from <= at && at < to;
        for pair in edges.windows(2) {
            let at = pair[0];
            let paused = pauses.iter().find(|(from, to, _)| inside((*from, *to), at));
            let suspended = suspensions.iter().find(|(span, _)| inside(*span, at));
            let reason = match (paused, suspended) {
                (Some((_, _, reason)), _) => Reason::Paused { reason: reason.clone() },
                (_, Some((_, basis))) => Reason::Suspended { basis: (*basis).clone() },
                _ if self.is_open(at) => Reason::Open,
                _ => self.why_closed(date, ordinary.iter().any(|span| inside(*span, at))),
            };
            told.add(pair[0], pair[1], reason);
        }
    }

    fn suspended(&self, suspension: &Suspension) -> (Timestamp, Timestamp) {
        let (from, to) = suspension.span();
        (self.instant_of(from), self.instant_of(to))
    }

    fn why_closed(&self, date: Date, ordinarily_open: bool) -> Reason {
        if let Some(exact) = self.override_on(date) {
            let marks = vec![DayMark { name: exact.name.clone(), basis: exact.basis.clone(), holiday: false }];
            return match (exact.hours.is_closed(), ordinarily_open) {
                (true, _) => Reason::DayOff { marks },
                (false, true) => Reason::ShortDay { marks },
                (false, false) => Reason::OutsideHours,
            };
        }
        let rules = &self.definition().rules;
        let falling: Vec<&Rule> = self.rules_on(date).map(|rule| &rules[rule]).collect();
        let closing: Vec<DayMark> =
            falling.iter().filter(|rule| rule.hours.is_none()).map(|rule| DayMark::from(*rule)).collect();
        if !closing.is_empty() {
            return Reason::DayOff { marks: closing };
        }
        let week = &self.definition().week;
        if week.on(date.weekday()).is_closed() {
            let saturday = date.weekday() == Weekday::Saturday;
            return Reason::Weekend { basis: self.definition().saturday_basis.clone().filter(|_| saturday) };
        }
        match ordinarily_open {
            true => Reason::ShortDay { marks: falling.into_iter().map(DayMark::from).collect() },
            false => Reason::OutsideHours,
        }
    }
}

struct Telling {
    a: Timestamp,
    b: Timestamp,
    intervals: Vec<Interval>,
}

impl Telling {
    fn add(&mut self, starts_at: Timestamp, ends_at: Timestamp, reason: Reason) {
        match self.intervals.last_mut() {
            Some(last) if last.ends_at == starts_at && last.reason == reason => last.ends_at = ends_at,
            _ => self.intervals.push(Interval { starts_at, ends_at, counted: reason == Reason::Open, reason }),
        }
    }
}
