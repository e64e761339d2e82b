//! What will happen by itself: every automatic step of a case with its instant, in order. The
//! page *Qué pasará si nadie actúa*, the rows that say when to look, and *overdue first* all
//! read this one list.

use jiff::Timestamp;

use crate::approval;
use crate::case::Case;
use crate::clock;
use crate::names::*;
use crate::people::Absence;
use crate::rulebook::Rulebook;
use crate::term;

/// One automatic step.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub at: Timestamp,
    pub what: Step,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A calendar amendment moved the end of an announced term.
    Lengthen {
        term: TermId,
        ends_at: Timestamp,
    },
    /// The beginning of a term whose base is known has not been written down yet.
    Start {
        term: TermId,
        base_at: Timestamp,
        ends_at: Timestamp,
    },
    End {
        term: TermId,
    },
    Remind {
        term: TermId,
        nth: u32,
    },
    Alert {
        clock: ClockId,
        run: u32,
        percent: u32,
    },
    /// An absence begins while somebody's approval waits.
    AskSubstitute {
        absent: PersonId,
        substitute: PersonId,
    },
}

/// Everything due or to come, by instant and then by position in the procedure file.
pub fn of_case(rules: &Rulebook, case: &Case) -> Vec<Due> {
    let mut steps = terms(rules, case);
    steps.extend(alerts(rules, case));
    steps.extend(substitutes(rules, case));
    // Stable: at one instant the order of the file decides.
    steps.sort_by_key(|due| due.at);
    steps
}

/// When to look at the case next.
pub fn next(rules: &Rulebook, case: &Case) -> Option<Timestamp> {
    of_case(rules, case).first().map(|due| due.at)
}

fn terms(rules: &Rulebook, case: &Case) -> Vec<Due> {
    let mut steps = Vec::new();
    let Some(visit) = case.visit().filter(|_| !case.is_closed()) else { return steps };
    for (id, term) in rules.procedure.terms_of(&visit.activity) {
        if let Some((base_at, ends_at)) = term::startable(rules, case, id, term, visit) {
            steps.push(Due { at: base_at, what: Step::Start { term: id.clone(), base_at, ends_at } });
            continue;
        }
        let Some(run) = case.running_terms().find(|run| run.term == *id).filter(|_| case.to_interpret.is_none()) else {
            continue;
        };
        // The calendar of today may lengthen what was announced, never shorten it.
        if let Some(ends_at) = term::ends_at(&rules.calendar, case, term, run.base_at).filter(|end| *end > run.ends_at)
        {
            steps.push(Due { at: visit.entered_at, what: Step::Lengthen { term: id.clone(), ends_at } });
        }
        if let Some((nth, at)) = term::next_reminder(&rules.calendar, term, run) {
            steps.push(Due { at, what: Step::Remind { term: id.clone(), nth } });
        }
        steps.push(Due { at: run.ends_at, what: Step::End { term: id.clone() } });
    }
    steps
}

fn alerts(rules: &Rulebook, case: &Case) -> Vec<Due> {
    let mut steps = Vec::new();
    if case.is_closed() {
        return steps;
    }
    let at = case.visit().map_or(case.received_at, |visit| visit.entered_at);
    for (id, clock) in clock::of_case(rules, case, at) {
        let Some(target) = case.targets.get(id).filter(|_| clock::is_running(rules, case, clock)) else { continue };
        let run = clock::run_of(case, clock);
        for percent in rules.procedure.thresholds(id) {
            if !case.alerts.contains(&(id.clone(), run, percent))
                && let Some(at) = clock::reaches(rules, case, clock, target.time.percent(percent))
            {
                // A threshold that a new target finds already passed is reached when it is set.
                let at = at.max(target.set_at);
                steps.push(Due { at, what: Step::Alert { clock: id.clone(), run, percent } });
            }
        }
    }
    steps
}

/// Absences that begin after a step was asked; those in force then were told with it.
fn substitutes(rules: &Rulebook, case: &Case) -> Vec<Due> {
    let Some(step) = case.open_approval().and_then(|open| open.step()).filter(|_| !case.is_closed()) else {
        return Vec::new();
    };
    let asked_on = rules.calendar.local(step.asked_at).date();
    let mut steps = Vec::new();
    for absent in approval::still_asked(step) {
        let absences =
            rules.absences.iter().filter(|absence| absence.absent == *absent && absence.until_on >= asked_on);
        let able = |absence: &&Absence| !case.is_party(&absence.substitute);
        for absence in absences
            .filter(able)
            .filter(|absence| !step.substitutes.contains(&(absent.clone(), absence.substitute.clone())))
        {
            let at = rules.calendar.day_start(absence.from_on).max(step.asked_at);
            steps.push(Due {
                at,
                what: Step::AskSubstitute { absent: absent.clone(), substitute: absence.substitute.clone() },
            });
        }
    }
    steps
}
