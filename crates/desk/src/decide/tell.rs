//! What became of a notice: delivered, told by phone, bounced, dropped.

use crate::case::NoticeState;
use crate::event::{Delivery, Happened};
use crate::names::*;
use crate::procedure::TermStart;
use crate::refused::Refused;

use super::{Course, message, talk};

fn notice(course: &Course, no: u32, to: &PersonId) -> Result<NoticeState, Refused> {
    let found = course.case.notice(no).filter(|notice| notice.to.contains(to) && !notice.dropped);
    found.cloned().ok_or(Refused::NoticeUnknown)
}

pub fn delivered(course: &mut Course, no: u32, to: &PersonId, how: Delivery) -> Result<(), Refused> {
    notice(course, no, to)?;
    course.push(Happened::Delivered { no, to: to.clone(), how });
    Ok(())
}

/// An agent told the person by phone what the letter could not.
pub fn told_by_phone(course: &mut Course, no: u32, to: &PersonId, how: Delivery) -> Result<(), Refused> {
    let person = course.person()?;
    talk::staff(course, &person)?;
    if how != Delivery::Phone {
        return Err(Refused::NotAllowed);
    }
    delivered(course, no, to, how)
}

/// A bounce voids the delivery: the term that waited for it stops; a silence already written is undone.
pub fn failed(course: &mut Course, no: u32, to: &PersonId) -> Result<(), Refused> {
    let letter = notice(course, no, to)?;
    let waits_for_it = |term: &TermId| {
        let from = course.rules.procedure.terms.get(term).map(|term| &term.from);
        matches!(from, Some(TermStart::Delivered(notice)) if *notice == letter.notice)
    };
    let run = course.case.terms.iter().find(|run| run.visit == letter.visit && waits_for_it(&run.term)).cloned();
    if let Some(run) = &run
        && run.ended
    {
        message::undo_silence(
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

pub fn drop_notice(course: &mut Course, no: u32) -> Result<(), Refused> {
    course
        .case
        .notice(no)
        .filter(|notice| !notice.dropped && notice.delivered.is_empty())
        .ok_or(Refused::NoticeUnknown)?;
    course.push(Happened::NoticeDropped { no });
    Ok(())
}
