//! Why a clock shows what it shows and why a term ends when it ends, at any instant: every interval
//! that counted, every one that did not, and the reason of each.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::{BusinessTime, Calendar, DayKind, Interval, Reason};
use crate::case::{Case, Measure, Target, TermRun};
use crate::clock::{self, Reading};
use crate::event::Event;
use crate::foresee;
use crate::names::*;
use crate::procedure::{Clock, TermLength};
use crate::rulebook::Rulebook;
use crate::term;

/// A clock of a case, explained at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockExplained {
    pub clock: ClockId,
    pub at: Timestamp,
    /// Where counting begins: the reception, or the step asked last for a clock that starts anew.
    pub starts_at: Timestamp,
    pub reading: Reading,
    /// The target in force then, with what it was chosen by.
    pub target: Option<Target>,
    pub thresholds: Vec<Threshold>,
    /// From the start to `at`, or to where the case closed; their times sum to `reading.elapsed`.
    pub so_far: Vec<Interval>,
    /// From `at` to where the target is reached, while it runs and that is still to come.
    pub to_come: Vec<Interval>,
    /// What was written down when the desk's work was done; later calendars do not change it.
    pub measured: Option<Measure>,
}

/// A share of the target at which somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Percent of the target.
    pub percent: u32,
    /// When the clock shows it if it goes on; none while it stands still before it.
    pub reached_at: Option<Timestamp>,
    /// The alert went out, or was left out for a higher one.
    pub told: bool,
}

/// A term of a case, explained at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct TermExplained {
    pub term: TermId,
    pub visit: VisitNo,
    pub base_at: Timestamp,
    pub ends_at: Timestamp,
    pub stands: Stands,
    pub count: TermCount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    Running,
    /// It came to its end and took effect.
    Ended,
    /// Voided by a message or a letter that could not be delivered, or left behind with its visit.
    Stopped,
}

/// How a term is counted.
#[derive(Clone, Debug, PartialEq)]
pub enum TermCount {
    Days(DayKind, Vec<TermDay>),
    Hours(Vec<Interval>),
    /// Until a date somebody wrote.
    UntilDate,
}

/// One date between the beginning and the end of a term of days.
#[derive(Clone, Debug, PartialEq)]
pub struct TermDay {
    pub on: Date,
    /// Which day of the term it is, from 1; none for a date that does not count.
    pub nth: Option<u32>,
    /// Why it does not count; none for one that does.
    pub why: Option<DayReason>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DayReason {
    /// The date of the event from which the term runs.
    Event,
    /// No *día hábil*, or terms are suspended.
    Closed(Reason),
    /// Beyond the count: an outage of the desk lengthened the term.
    Outage,
    /// Beyond the count of today's calendar: the end that was announced stands.
    Announced,
}

impl ClockExplained {
    /// All of it, up to where the target is reached.
    pub fn intervals(&self) -> impl Iterator<Item = &Interval> {
        self.so_far.iter().chain(&self.to_come)
    }
}

/// The case as it stands at an instant: in the past by what counted by then, in the future by what
/// happens if nobody acts. Nothing before it was received.
pub fn case_at(rules: &Rulebook, events: &[Event], now: Timestamp, at: Timestamp) -> Option<Case> {
    if at < now {
        return Case::fold(events.iter().filter(|event| event.effective_at <= at));
    }
    let case = Case::fold(events)?;
    Some(foresee::foresee(rules, &case, now, Some(at)).case)
}

/// Every clock that applies to the case, in the order of the procedure.
pub fn clocks(rules: &Rulebook, case: &Case, at: Timestamp) -> Vec<ClockExplained> {
    clock::of_case(rules, case, at).map(|(id, clock)| one_clock(rules, case, id, clock, at)).collect()
}

fn one_clock(rules: &Rulebook, case: &Case, id: &ClockId, clock: &Clock, at: Timestamp) -> ClockExplained {
    let reading = clock::read(rules, case, id, clock, at);
    let until = case.closed.map_or(at, |closing| closing.at.min(at));
    let to_come = match reading.due_at.filter(|due_at| *due_at > at && *due_at < Timestamp::MAX) {
        Some(due_at) => rules.calendar.explain(at, due_at, &[]),
        None => Vec::new(),
    };
    ClockExplained {
        clock: id.clone(),
        at,
        starts_at: clock::starts_at(case, clock),
        so_far: clock::explain(rules, case, clock, until),
        to_come,
        thresholds: thresholds(rules, case, id, clock),
        target: case.targets.get(id).cloned(),
        measured: case.measured.get(id).cloned(),
        reading,
    }
}

fn thresholds(rules: &Rulebook, case: &Case, id: &ClockId, clock: &Clock) -> Vec<Threshold> {
    let Some(target) = case.targets.get(id) else { return Vec::new() };
    let run = clock::run_of(case, clock);
    let one = |percent: u32| {
        let reached_at = clock::reaches(rules, case, clock, target.time.percent(percent));
        Threshold {
            percent,
            // A threshold that a new target finds already passed is reached when it is set.
            reached_at: reached_at.filter(|at| *at < Timestamp::MAX).map(|at| at.max(target.set_at)),
            told: case.alerts.contains(&(id.clone(), run, percent)),
        }
    };
    rules.procedure.thresholds(id).into_iter().map(one).collect()
}

/// Every term the case has had, in the order in which they began.
pub fn terms(rules: &Rulebook, case: &Case) -> Vec<TermExplained> {
    case.terms.iter().filter_map(|run| one_term(rules, case, run)).collect()
}

fn one_term(rules: &Rulebook, case: &Case, run: &TermRun) -> Option<TermExplained> {
    let (id, term) = rules.procedure.terms.get_key_value(&run.term)?;
    let running = !case.is_closed() && case.running_terms().any(|own| own == run);
    let stands = match running {
        true => Stands::Running,
        false if run.ended => Stands::Ended,
        false => Stands::Stopped,
    };
    let count = match &term.length {
        TermLength::Days(n, kind) => TermCount::Days(*kind, days(&rules.calendar, case, run, *n, *kind)),
        TermLength::Hours(_) => TermCount::Hours(rules.calendar.explain(run.base_at, run.ends_at, &[])),
        TermLength::UntilField(_) => TermCount::UntilDate,
    };
    Some(TermExplained {
        term: id.clone(),
        visit: run.visit,
        base_at: run.base_at,
        ends_at: run.ends_at,
        stands,
        count,
    })
}

/// The most dates told of one term: two years.
const MOST_DAYS: usize = 732;

fn days(calendar: &Calendar, case: &Case, run: &TermRun, n: u32, kind: DayKind) -> Vec<TermDay> {
    let counted = calendar.day_term(run.base_at, n, kind).counted;
    let event_on = calendar.local(run.base_at).date();
    let last_on = term::last_day(calendar, run.ends_at);
    let why = |date: Date| match date {
        _ if counted.last().is_some_and(|last| date > *last) && !case.outages.is_empty() => DayReason::Outage,
        _ if counted.last().is_some_and(|last| date > *last) => DayReason::Announced,
        _ if date == event_on && (kind == DayKind::Calendar || calendar.is_business_day(date)) => DayReason::Event,
        _ => DayReason::Closed(closed(calendar, date)),
    };
    event_on
        .series(jiff::Span::new().days(1))
        .take_while(|date| *date <= last_on)
        .take(MOST_DAYS)
        .map(|on| {
            let nth = counted.iter().position(|date| *date == on).map(|nth| nth as u32 + 1);
            TermDay { on, nth, why: nth.is_none().then(|| why(on)) }
        })
        .collect()
}

/// Why a date is no day of a term.
fn closed(calendar: &Calendar, date: Date) -> Reason {
    let end = date.tomorrow().map_or(Timestamp::MAX, |next| calendar.day_start(next));
    let told = calendar.explain(calendar.day_start(date), end, &[]);
    told.into_iter()
        .map(|interval| interval.reason)
        .find(|reason| matches!(reason, Reason::Weekend { .. } | Reason::DayOff { .. } | Reason::Suspended { .. }))
        .unwrap_or(Reason::Weekend { basis: None })
}

/// The business time some intervals add.
pub fn total(intervals: &[Interval]) -> BusinessTime {
    intervals.iter().map(Interval::time).sum()
}
