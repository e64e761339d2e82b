//! Service clocks: business time spent in a set of activities. Nothing is started or stopped;
//! everything is read from the visits of the case.

use jiff::Timestamp;

use crate::calendar::{BusinessTime, Interval};
use crate::case::{Case, Measure, Visit};
use crate::catalogue::TargetKey;
use crate::event::TargetFacts;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::procedure::{Audience, Clock, ClockTarget};
use crate::rulebook::Rulebook;
use crate::value::Value;

/// How a clock of a case stands at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub elapsed: BusinessTime,
    pub target: Option<BusinessTime>,
    /// An invented target, marked *ejemplo* wherever it is shown.
    pub example: bool,
    /// It counts now, whenever the calendar is open.
    pub running: bool,
    /// When the target is reached if it goes on running; none while paused or without target.
    pub due_at: Option<Timestamp>,
}

impl Reading {
    /// Breach is strictly after the last instant: resolved exactly at it is met.
    pub fn is_late(&self, at: Timestamp) -> bool {
        match (self.due_at, self.target) {
            (Some(due_at), _) => due_at < at,
            (None, Some(target)) => self.elapsed > target,
            (None, None) => false,
        }
    }

    pub fn left(&self) -> Option<BusinessTime> {
        self.target.map(|target| target - self.elapsed)
    }
}

/// The clocks that apply to a case, in the order of the procedure.
pub fn of_case<'a>(
    rules: &'a Rulebook,
    case: &'a Case,
    at: Timestamp,
) -> impl Iterator<Item = (&'a ClockId, &'a Clock)> + 'a {
    let facts = CaseFacts::new(rules, case, rules.calendar.local(at).date());
    rules.procedure.clocks.iter().filter(move |(_, clock)| facts.allow(clock.applies.as_ref()))
}

/// The stretches in which a clock counted, from the visits of the case.
pub fn stretches(rules: &Rulebook, case: &Case, clock: &Clock, until: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let from = if clock.anew_per_step { step_asked_at(case).unwrap_or(until) } else { Timestamp::MIN };
    let until = case.closed.map_or(until, |closing| closing.at.min(until));
    case.visits
        .iter()
        .filter(|visit| visit.entered_at < until && runs_in(rules, case, clock, visit))
        .map(|visit| (visit.entered_at.max(from), visit.left_at.unwrap_or(until).min(until)))
        .filter(|(start, end)| start < end)
        .collect()
}

/// The stretches in which a clock stood still, each with what held it: the state, the activity, and
/// the reason that was chosen there, all in the document's words.
pub fn pauses(rules: &Rulebook, case: &Case, clock: &Clock, until: Timestamp) -> Vec<(Timestamp, Timestamp, String)> {
    case.visits
        .iter()
        .filter(|visit| visit.entered_at < until && !runs_in(rules, case, clock, visit))
        .map(|visit| (visit.entered_at, visit.left_at.unwrap_or(until).min(until), held_by(rules, visit)))
        .collect()
}

fn held_by(rules: &Rulebook, visit: &Visit) -> String {
    let procedure = &rules.procedure;
    let state = procedure.state_of(&visit.activity).map_or("", |state| state.label.as_str());
    let name = procedure.activity(&visit.activity).map_or("", |activity| activity.name.as_str());
    let mut said = format!("{state} ({} {name})", visit.activity);
    let chosen = visit.brought.iter().filter_map(|(id, value)| {
        let field = procedure.fields.get(id).filter(|field| field.audience == Audience::Public)?;
        field.options.get(value.as_word()?)
    });
    for reason in chosen {
        said.push_str(": ");
        said.push_str(reason);
    }
    said
}

/// Where a clock begins to count: the reception, or the step asked last for one that starts anew.
pub fn starts_at(case: &Case, clock: &Clock) -> Timestamp {
    let step = if clock.anew_per_step { step_asked_at(case) } else { None };
    step.unwrap_or(case.received_at)
}

fn step_asked_at(case: &Case) -> Option<Timestamp> {
    Some(case.approvals.last()?.step()?.asked_at)
}

/// The step of an approval a clock that starts anew is measuring; 0 for every other clock.
pub fn run_of(case: &Case, clock: &Clock) -> u32 {
    if !clock.anew_per_step {
        return 0;
    }
    case.approvals.iter().map(|approval| approval.steps.len() as u32).sum()
}

fn runs_in(rules: &Rulebook, case: &Case, clock: &Clock, visit: &Visit) -> bool {
    // Somebody's mistake is never the user's pause: the case counts as where it should have stood.
    if visit.meant.as_ref().is_some_and(|meant| clock.runs_in.iter().any(|rule| rule.activity == *meant)) {
        return true;
    }
    let Some(rule) = clock.runs_in.iter().find(|rule| rule.activity == visit.activity) else { return false };
    let Some(unless) = &rule.unless else { return true };
    let day = rules.calendar.local(visit.entered_at).date();
    !unless.holds(&CaseFacts::new(rules, case, day).with(&visit.brought, None))
}

/// Business time so far.
pub fn elapsed(rules: &Rulebook, case: &Case, clock: &Clock, at: Timestamp) -> BusinessTime {
    stretches(rules, case, clock, at).into_iter().map(|(start, end)| rules.calendar.elapsed(start, end)).sum()
}

/// Whether the clock counts in the activity where the case stands.
pub fn is_running(rules: &Rulebook, case: &Case, clock: &Clock) -> bool {
    !case.is_closed() && case.visit().is_some_and(|visit| runs_in(rules, case, clock, visit))
}

/// The earliest instant at which the clock shows this amount; none if it never did and stands still.
pub fn reaches(rules: &Rulebook, case: &Case, clock: &Clock, amount: BusinessTime) -> Option<Timestamp> {
    let open = case.visit().filter(|_| is_running(rules, case, clock));
    let mut so_far = BusinessTime::ZERO;
    // Visits already left, and the open one without its end.
    let until = open.map_or(Timestamp::MAX, |visit| visit.entered_at);
    for (start, end) in stretches(rules, case, clock, until) {
        let here = rules.calendar.elapsed(start, end);
        if so_far + here >= amount {
            return Some(rules.calendar.after(start, amount - so_far));
        }
        so_far += here;
    }
    let visit = open?;
    let from = if clock.anew_per_step { step_asked_at(case)?.max(visit.entered_at) } else { visit.entered_at };
    Some(rules.calendar.after(from, amount - so_far))
}

/// What was written down when the desk's work was done, while the clock has not counted since: a
/// calendar amended afterwards changes no verdict.
fn verdict<'c>(rules: &Rulebook, case: &'c Case, id: &ClockId, clock: &Clock, at: Timestamp) -> Option<&'c Measure> {
    let measure = case.measured.get(id).filter(|measure| measure.at <= at)?;
    let settled = stretches(rules, case, clock, at).iter().all(|(_, end)| *end <= measure.at);
    (settled && !is_running(rules, case, clock)).then_some(measure)
}

/// How the clock stands.
pub fn read(rules: &Rulebook, case: &Case, id: &ClockId, clock: &Clock, at: Timestamp) -> Reading {
    let target = case.targets.get(id);
    let running = is_running(rules, case, clock);
    Reading {
        elapsed: verdict(rules, case, id, clock, at)
            .map_or_else(|| elapsed(rules, case, clock, at), |measure| measure.elapsed),
        target: target.map(|t| t.time),
        example: target.is_some_and(|t| t.example),
        running,
        due_at: target.filter(|_| running).and_then(|t| reaches(rules, case, clock, t.time)),
    }
}

/// Every interval of the case's life under a clock, counted or not and why.
pub fn explain(rules: &Rulebook, case: &Case, clock: &Clock, until: Timestamp) -> Vec<Interval> {
    // A clock of approval steps that nobody has asked yet has no life to tell.
    if clock.anew_per_step && step_asked_at(case).is_none() {
        return Vec::new();
    }
    rules.calendar.explain(starts_at(case, clock), until, &pauses(rules, case, clock, until))
}

/// The target a clock has for the case as it is: fixed by the document or the nearest row of the table.
pub fn target(
    rules: &Rulebook,
    case: &Case,
    id: &ClockId,
    clock: &Clock,
    at: Timestamp,
) -> Option<(BusinessTime, bool)> {
    match clock.target {
        ClockTarget::None => None,
        ClockTarget::Fixed(time) => Some((time, false)),
        ClockTarget::Table => {
            let facts = target_facts(rules, case, clock, at);
            let key = TargetKey {
                item: facts.item.as_ref(),
                category: facts.category.as_ref(),
                class: facts.class.as_deref(),
                priority: facts.priority.as_ref(),
            };
            rules.catalogue.target(id, key).map(|row| (row.time, row.example))
        }
    }
}

/// What the target of a clock depends on, as the case is now; nothing when the document fixes it.
pub fn target_facts(rules: &Rulebook, case: &Case, clock: &Clock, at: Timestamp) -> TargetFacts {
    if clock.target != ClockTarget::Table {
        return TargetFacts::default();
    }
    let facts = CaseFacts::new(rules, case, rules.calendar.local(at).date());
    TargetFacts {
        item: facts.item_id(),
        category: facts.category(),
        class: case.fields.get("class").and_then(Value::as_word).map(str::to_string),
        priority: case.priority(),
    }
}
