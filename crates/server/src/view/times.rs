//! Clocks, terms, and what will happen by itself.

use desk::access::Sight;
use desk::agenda::{self, Step};
use desk::calendar::{DayKind, DayTerm, Interval};
use desk::case::{Measure, TermRun};
use desk::clock::{self, Reading};
use desk::procedure::TermLength;
use desk::{ActivityId, Case, ClockId, Happened, PersonId, Rulebook, TermId, VisitNo, notice};
use jiff::Timestamp;

/// A measure of a case with where it stands.
#[derive(Clone, Debug)]
pub struct ClockView {
    pub id: ClockId,
    pub name: String,
    pub reading: Reading,
    /// Percents of the target at which alerts go out, the lowest first.
    pub marks: Vec<u32>,
    /// Since when the target counts; nothing without a target.
    pub target_set_at: Option<Timestamp>,
    /// Every stretch of its life, counted or not and why: up to where it falls due, else up to now.
    pub intervals: Vec<Interval>,
    /// What it showed when the desk's work was done.
    pub measured: Option<Measure>,
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
}

/// Something that happens by itself if nobody acts.
#[derive(Clone, Debug)]
pub struct Coming {
    pub at: Timestamp,
    pub what: Step,
    /// Who will be told.
    pub people: Vec<PersonId>,
}

pub(super) fn clocks(rules: &Rulebook, case: &Case, now: Timestamp) -> Vec<ClockView> {
    let view = |(id, clock): (&ClockId, &desk::procedure::Clock)| {
        let reading = clock::read(rules, case, id, clock, now);
        let until = reading.due_at.filter(|due| *due > now).unwrap_or(now);
        ClockView {
            id: id.clone(),
            name: clock.name.clone(),
            marks: rules.procedure.thresholds(id),
            target_set_at: case.targets.get(id).map(|target| target.set_at),
            intervals: clock::explain(rules, case, clock, until),
            measured: case.measured.get(id).cloned(),
            reading,
        }
    };
    clock::of_case(rules, case, now).map(view).collect()
}

pub(super) fn terms(rules: &Rulebook, case: &Case, now: Timestamp) -> Vec<TermView> {
    case.terms.iter().filter_map(|run| term(rules, case, run, now)).collect()
}

fn term(rules: &Rulebook, case: &Case, run: &TermRun, now: Timestamp) -> Option<TermView> {
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
    })
}

/// What comes by itself, in order; alerts among the desk only for who sees everything.
pub(super) fn coming(rules: &Rulebook, case: &Case, sight: Sight) -> Vec<Coming> {
    let seen = |what: &Step| match what {
        Step::End { .. } | Step::Remind { .. } | Step::Lengthen { .. } => true,
        Step::Alert { .. } | Step::AskSubstitute { .. } => sight == Sight::All,
        Step::Start { .. } => false,
    };
    let all = agenda::of_case(rules, case).into_iter().filter(|due| seen(&due.what));
    all.map(|due| Coming { at: due.at, people: told(rules, case, &due), what: due.what }).collect()
}

fn told(rules: &Rulebook, case: &Case, due: &agenda::Due) -> Vec<PersonId> {
    let visit = case.visit_no();
    let happens = match &due.what {
        Step::Alert { clock, run, percent } => {
            Happened::Alerted { clock: clock.clone(), run: *run, percent: *percent, people: Vec::new() }
        }
        Step::Remind { term, nth } => Happened::Reminded { term: term.clone(), visit, nth: *nth },
        Step::End { term } => Happened::TermEnded { term: term.clone(), visit },
        Step::AskSubstitute { substitute, .. } => return vec![substitute.clone()],
        Step::Start { .. } | Step::Lengthen { .. } => return Vec::new(),
    };
    let letters = notice::caused_by(rules, case, &happens, due.at);
    letters.into_iter().flat_map(|letter| letter.to).collect()
}
