//! An outage of ours is not the requester's silence: a silence whose last day lost two hours or
//! more runs to the end of the next business day.

use jiff::Timestamp;

use crate::case::TermRun;
use crate::event::{Happened, Lengthening};
use crate::term;

use super::Course;

pub fn decide(course: &mut Course, from: Timestamp, until: Timestamp) {
    if course.case.outages.contains(&(from, until)) {
        return;
    }
    let rules = course.rules;
    let silences = |run: &&TermRun| rules.procedure.is_silence(&run.term);
    let lengthened = |run: &TermRun| (run.clone(), term::after_outage(&rules.calendar, run.ends_at, (from, until)));
    let runs: Vec<_> =
        course.case.running_terms().filter(silences).map(lengthened).filter(|(run, end)| *end > run.ends_at).collect();
    if runs.is_empty() {
        return;
    }
    course.push(Happened::Outage { from, until });
    for (run, ends_at) in runs {
        course.push(Happened::TermLengthened { term: run.term, visit: run.visit, ends_at, why: Lengthening::Outage });
    }
}
