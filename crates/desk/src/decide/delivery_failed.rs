//! A bounce voids the delivery: the term that waited for it stops; a silence already written is undone.

use crate::event::Happened;
use crate::names::*;
use crate::procedure::TermStart;
use crate::refused::Refused;

use super::delivered::notice;
use super::{Course, reinstate};

pub fn decide(course: &mut Course, no: u32, to: &PersonId) -> Result<(), Refused> {
    let letter = notice(course, no, to)?;
    let waits_for_it = |term: &TermId| {
        let from = course.rules.procedure.terms.get(term).map(|term| &term.from);
        matches!(from, Some(TermStart::Delivered(notice)) if *notice == letter.notice)
    };
    let run = course.case.terms.iter().find(|run| run.visit == letter.visit && waits_for_it(&run.term)).cloned();
    if let Some(run) = &run
        && run.ended
    {
        reinstate::undo_silence(
            course,
            run.ends_at.min(course.at).checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(course.at),
        );
    }
    course.push(Happened::DeliveryFailed { no, to: to.clone() });
    if let Some(run) = run.filter(|run| course.case.visit_no() == run.visit && !run.stopped) {
        course.push(Happened::TermStopped { term: run.term, visit: run.visit });
    }
    Ok(())
}
