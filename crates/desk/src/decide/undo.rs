//! Takes back one's own last answer, within seconds and before its notices left.
//! Why a notice waits for that: docs/decisions/undo.md.

use crate::event::Happened;
use crate::names::*;
use crate::procedure::Giver;
use crate::refused::Refused;

use super::{Course, UNDO_SECONDS};

pub fn decide(course: &mut Course, visit: VisitNo) -> Result<(), Refused> {
    let person = course.person()?;
    let too_late = || Refused::TooLateToUndo;
    let before = course.case.before_answer.as_ref().filter(|before| before.visit_no() == visit).ok_or_else(too_late)?;
    let known = before.notices.len();
    let given = course.case.answers.iter().rev().find(|given| given.visit == visit).ok_or_else(too_late)?;
    let by_people = course.rules.procedure.answers.get(&given.answer).is_some_and(|a| a.given_by == Giver::People);
    let soon = course.when.now.duration_since(given.at).as_secs() <= UNDO_SECONDS;
    if given.actor.id() != Some(&person) || !by_people || !soon {
        return Err(too_late());
    }
    let written: Vec<u32> = course.case.notices[known.min(course.case.notices.len())..].iter().map(|n| n.no).collect();
    for no in written {
        course.push(Happened::NoticeDropped { no });
    }
    course.push(Happened::Undone { visit });
    Ok(())
}
