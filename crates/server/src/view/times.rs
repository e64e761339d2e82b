//! Clocks, terms, and what will happen by itself.

use desk::access::Sight;
use desk::agenda::Step;
use desk::calendar::{DayKind, DayTerm};
use desk::case::TermRun;
use desk::clock::Reading;
use desk::explain::{self, ClockExplained, TermExplained};
use desk::foresee::{Foreseen, foresee};
use desk::procedure::TermLength;
use desk::{ActivityId, Case, ClockId, Happened, Rulebook, TermId, VisitNo};
use jiff::Timestamp;

/// A measure of a case with where it stands.
#[derive(Clone, Debug)]
pub struct ClockView {
    pub id: ClockId,
    pub name: String,
    pub reading: Reading,
    /// Percents of the target at which alerts go out, the lowest first.
    pub marks: Vec<u32>,
    /// Every stretch of its life, counted or not and why.
    pub told: ClockExplained,
}

/// A term of the case.
#[derive(Clone, Debug)]
pub struct TermView {
    pub id: TermId,
    pub label: String,
    pub visit: VisitNo,
    pub base_at: Timestamp,
    pub ends_at: Timestamp,
    /// It still counts.
    pub running: bool,
    /// It came to its end and took effect.
    pub ended: bool,
    /// Over, and being checked whether somebody spoke in time.
    pub verifying: bool,
    /// The days it counts, for a term of days.
    pub days: Option<(DayKind, DayTerm)>,
    /// The activity its end leads to; nothing for a term that only reminds.
    pub leads_to: Option<ActivityId>,
    /// Every day or hour of it, counted or not and why.
    pub told: TermExplained,
}

pub(super) fn clocks(rules: &Rulebook, case: &Case, now: Timestamp) -> Vec<ClockView> {
    let view = |told: ClockExplained| {
        Some(ClockView {
            name: rules.procedure.clocks.get(&told.clock)?.name.clone(),
            marks: rules.procedure.thresholds(&told.clock),
            id: told.clock.clone(),
            reading: told.reading.clone(),
            told,
        })
    };
    explain::clocks(rules, case, now).into_iter().filter_map(view).collect()
}

pub(super) fn terms(rules: &Rulebook, case: &Case, now: Timestamp) -> Vec<TermView> {
    let told = explain::terms(rules, case);
    case.terms.iter().zip(told).filter_map(|(run, told)| term(rules, case, run, told, now)).collect()
}

fn term(rules: &Rulebook, case: &Case, run: &TermRun, told: TermExplained, now: Timestamp) -> Option<TermView> {
    let (id, term) = rules.procedure.terms.get_key_value(&run.term)?;
    let running = case.running_terms().any(|own| own == run) && !case.is_closed();
    let then = term.then.as_ref().and_then(|answer| rules.procedure.answers.get(answer));
    let days = match &term.length {
        TermLength::Days(n, kind) => Some((*kind, rules.calendar.day_term(run.base_at, *n, *kind))),
        TermLength::Hours(_) | TermLength::UntilField(_) => None,
    };
    Some(TermView {
        id: id.clone(),
        label: term.label.clone(),
        visit: run.visit,
        base_at: run.base_at,
        ends_at: run.ends_at,
        running,
        ended: run.ended,
        verifying: running && term.ends_by_silence() && run.ends_at <= now && case.to_interpret.is_none(),
        days,
        leads_to: then.and_then(|answer| match &answer.to {
            desk::procedure::Target::Activity(activity) => Some(activity.clone()),
            desk::procedure::Target::CameFrom => case.visit_numbered(run.visit)?.came_from.clone(),
        }),
        told,
    })
}

/// What comes by itself if nobody acts, in order; alerts among the desk and letters to others only
/// for who sees everything.
pub(super) fn coming(rules: &Rulebook, case: &Case, now: Timestamp, sight: Sight) -> Vec<Foreseen> {
    if sight < Sight::Public {
        return Vec::new();
    }
    let seen = |step: &Foreseen| match step.what {
        Step::End { .. } | Step::Remind { .. } | Step::Lengthen { .. } | Step::Start { .. } => true,
        Step::Alert { .. } | Step::AskSubstitute { .. } => sight == Sight::All,
    };
    let mut steps = foresee(rules, case, now, None).steps;
    steps.retain(seen);
    if sight < Sight::All {
        for step in &mut steps {
            step.then.retain(|what| is_public(case, what));
        }
    }
    steps
}

fn is_public(case: &Case, what: &Happened) -> bool {
    match what {
        Happened::NoticeWritten { to, .. } => to.iter().any(|person| case.is_party(person)),
        Happened::TargetSet { .. } | Happened::Measured { .. } | Happened::Assigned { .. } => false,
        Happened::Alerted { .. } | Happened::AlertOmitted { .. } => false,
        _ => true,
    }
}
