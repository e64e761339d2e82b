//! Terms: deadlines that move a case or remind somebody.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::{Calendar, DayKind};
use crate::case::{Case, TermRun, Visit};
use crate::heartbeat;
use crate::names::*;
use crate::procedure::{Remind, Term, TermLength, TermStart};
use crate::rulebook::Rulebook;
use crate::value::Value;

/// The instant a term of the current visit is counted from, once it is known: entry, or the
/// delivery it waits for.
pub fn base(rules: &Rulebook, case: &Case, term: &Term, visit: &Visit) -> Option<Timestamp> {
    match &term.from {
        TermStart::Entered => Some(visit.entered_at),
        TermStart::Delivered(notice) => {
            let written =
                case.notices.iter().rev().find(|n| n.notice == *notice && n.visit == visit.no && !n.dropped)?;
            // A letter that cannot be sent to anybody: the term runs from entry, and an agent
            // is asked to tell the person by phone.
            let told =
                written.delivered_at().or_else(|| (!reachable(rules, &written.to)).then_some(visit.entered_at))?;
            Some(told.max(visit.entered_at))
        }
    }
}

/// The base and the end of a term that should run in this visit and does not yet: it never
/// started, or it was stopped and something later starts it again.
pub fn startable(
    rules: &Rulebook,
    case: &Case,
    id: &TermId,
    term: &Term,
    visit: &Visit,
) -> Option<(Timestamp, Timestamp)> {
    let base_at = base(rules, case, term, visit).filter(|_| case.to_interpret.is_none())?;
    let run = case.terms.iter().find(|run| run.term == *id && run.visit == visit.no);
    if run.is_some_and(|run| !run.stopped || base_at <= run.base_at) {
        return None;
    }
    Some((base_at, ends_at(&rules.calendar, case, term, base_at)?))
}

/// Whether the desk can write to any of these people.
pub fn reachable(rules: &Rulebook, people: &[PersonId]) -> bool {
    !rules.desk.channels.outbound.is_empty()
        && people.iter().any(|id| rules.people.get(id).is_some_and(|person| !person.email.is_empty()))
}

/// The end of a term counted from `base` on today's calendar; none while it has no date.
pub fn ends_at(calendar: &Calendar, case: &Case, term: &Term, base: Timestamp) -> Option<Timestamp> {
    match &term.length {
        TermLength::Days(n, kind) => Some(calendar.day_term(base, *n, *kind).ends_at),
        TermLength::Hours(time) => Some(calendar.after(base, *time)),
        TermLength::UntilField(field) => match case.fields.get(field)? {
            Value::Date(date) => Some(calendar.opening_of(*date).unwrap_or_else(|| calendar.day_start(*date))),
            _ => None,
        },
    }
}

/// The days a term of days counts; none for other terms.
pub fn days(calendar: &Calendar, term: &Term, run: &TermRun) -> Vec<Date> {
    match &term.length {
        TermLength::Days(n, kind) => calendar.day_term(run.base_at, *n, *kind).counted,
        TermLength::Hours(_) | TermLength::UntilField(_) => Vec::new(),
    }
}

/// The last day of a term that ends at midnight: the date people read.
pub fn last_day(calendar: &Calendar, ends_at: Timestamp) -> Date {
    let local = calendar.local(ends_at);
    if local.time() == jiff::civil::Time::midnight() {
        local.date().yesterday().unwrap_or(local.date())
    } else {
        local.date()
    }
}

/// The next reminder of a term: its number and its instant.
pub fn next_reminder(calendar: &Calendar, term: &Term, run: &TermRun) -> Option<(u32, Timestamp)> {
    let opening = |day: Date| calendar.opening_of(day).unwrap_or_else(|| calendar.day_start(day));
    let nth = run.reminded + 1;
    let at = match term.remind? {
        Remind::LastDay if nth == 1 => opening(last_day(calendar, run.ends_at)),
        Remind::LastDay => return None,
        Remind::EachDay => opening(*days(calendar, term, run).get(nth as usize)?),
    };
    // A term so short that its reminder would precede its own beginning has none.
    (at > run.base_at && at < run.ends_at).then_some((nth, at))
}

/// The term of a case's current visit that a person's message answers or stops.
pub fn listening<'a>(rules: &'a Rulebook, case: &Case) -> Option<(&'a TermId, &'a Term)> {
    let activity = case.activity()?;
    rules.procedure.terms.iter().find(|(_, term)| term.activity == *activity && term.ends_by_silence())
}

/// Where an outage of ours moves the end of a term: to the end of the next business day when two
/// hours or more of its last day were lost, and so on while the new last day was lost too.
pub fn after_outage(calendar: &Calendar, ends_at: Timestamp, (from, until): (Timestamp, Timestamp)) -> Timestamp {
    let mut ends_at = ends_at;
    loop {
        let last_day = calendar.day_start(last_day(calendar, ends_at));
        if until.min(ends_at).duration_since(from.max(last_day)) < heartbeat::OUTAGE {
            return ends_at;
        }
        let next = calendar.day_term(last_day, 1, DayKind::Business).ends_at;
        if next <= ends_at {
            return ends_at;
        }
        ends_at = next;
    }
}
