//! Overdue first: whatever of the case was due takes effect, each thing at its own instant,
//! before anything else is decided.

use crate::agenda::{self, Due, Step};
use crate::case::TermRun;
use crate::event::{Happened, Lengthening};
use crate::names::*;
use crate::notice;
use crate::refused::Refused;
use crate::term;

use super::Course;
use super::course::Given;

/// Steps in one settlement before it stops: terms that begin anew for ever would be a procedure
/// without end, and the next look goes on.
const MOST_STEPS: usize = 512;

/// Lets everything due at or before the command's instant take effect.
///
/// # Errors
/// When a term's answer leads to an approval without approver or an activity without way on.
pub fn settle(course: &mut Course) -> Result<(), Refused> {
    course.as_system(everything_due)?;
    course.at = course.when.at;
    Ok(())
}

fn everything_due(course: &mut Course) -> Result<(), Refused> {
    for _ in 0..MOST_STEPS {
        let agenda = agenda::of_case(course.rules, &course.case);
        let Some(due) = agenda.first().filter(|due| due.at <= course.when.at.min(course.when.terms_until)) else {
            break;
        };
        if is_unheard(course, due) {
            break;
        }
        course.at = due.at;
        take_effect(course, due, &agenda)?;
    }
    Ok(())
}

/// A silence is known only up to where every channel was read.
fn is_unheard(course: &Course, due: &Due) -> bool {
    match &due.what {
        Step::End { term } => course.rules.procedure.is_silence(term) && course.when.heard_until < due.at,
        _ => false,
    }
}

fn take_effect(course: &mut Course, due: &Due, agenda: &[Due]) -> Result<(), Refused> {
    let visit = course.case.visit_no();
    match due.what.clone() {
        Step::Start { term, base_at, ends_at } => course.push(Happened::TermStarted { term, visit, base_at, ends_at }),
        Step::Lengthen { term, ends_at } => {
            course.at = course.when.at;
            course.push(Happened::TermLengthened { term, visit, ends_at, why: Lengthening::Calendar });
        }
        Step::Remind { term, nth } => {
            let overtaken = later_too(course, &term, nth, agenda);
            course.push(if overtaken {
                Happened::ReminderOmitted { term, visit, nth }
            } else {
                Happened::Reminded { term, visit, nth }
            });
        }
        Step::Alert { clock, run, percent } => {
            let higher = agenda.iter().any(|other| {
                other.at <= course.when.now
                    && matches!(&other.what, Step::Alert { clock: own, run: r, percent: p } if *own == clock && *r == run && *p > percent)
            });
            alert(course, clock, run, percent, higher);
        }
        Step::End { term } => end(course, term, visit)?,
        Step::AskSubstitute { absent, substitute } => ask_substitute(course, absent, substitute),
    }
    Ok(())
}

/// After downtime: the term has ended since, or its next reminder is due as well.
fn later_too(course: &Course, term: &TermId, nth: u32, agenda: &[Due]) -> bool {
    let now = course.when.now;
    let ended =
        agenda.iter().any(|other| other.at <= now && matches!(&other.what, Step::End { term: own } if own == term));
    let run = course.case.running_terms().find(|run| run.term == *term);
    let next = run.zip(course.rules.procedure.terms.get(term)).and_then(|(run, term)| {
        term::next_reminder(&course.rules.calendar, term, &TermRun { reminded: nth, ..run.clone() })
    });
    ended || next.is_some_and(|(_, at)| at <= now)
}

/// After downtime a clock sends one alert, its highest.
fn alert(course: &mut Course, clock: ClockId, run: u32, percent: u32, omitted: bool) {
    if omitted {
        return course.push(Happened::AlertOmitted { clock, run, percent });
    }
    let alerted = |people| Happened::Alerted { clock: clock.clone(), run, percent, people };
    let letters = notice::caused_by(course.rules, &course.case, &alerted(Vec::new()), course.at);
    course.push(alerted(letters.into_iter().flat_map(|letter| letter.to).collect()));
}

/// An absence may be written down after it began: the substitute is told now, not in the past.
fn ask_substitute(course: &mut Course, absent: PersonId, substitute: PersonId) {
    let open = course.case.open_approval().and_then(|open| Some((open.no, open.step()?.step)));
    if let Some((approval, step)) = open {
        course.at = course.when.at;
        course.push(Happened::SubstituteAsked { approval, step, absent, substitute });
    }
}

fn end(course: &mut Course, id: TermId, visit: VisitNo) -> Result<(), Refused> {
    course.push(Happened::TermEnded { term: id.clone(), visit });
    let rules = course.rules;
    let then = rules.procedure.terms.get(&id).and_then(|term| term.then.as_ref());
    let Some((answer_id, answer)) = then.and_then(|then| rules.procedure.answers.get_key_value(then)) else {
        return Ok(());
    };
    course.take(Given::by_itself(answer_id, answer), true)
}
