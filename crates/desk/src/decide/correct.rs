//! People err: undo within seconds, correct by the coordinator, merge a duplicate, withdraw a content.

use crate::access;
use crate::event::{ApprovalOutcome, ClosedBy, Happened};
use crate::names::*;
use crate::procedure::Giver;
use crate::refused::Refused;
use crate::words::{ContentId, Words};

use super::{Course, UNDO_SECONDS, talk};

/// Takes back one's own last answer, within seconds and before its notices left.
pub fn undo(course: &mut Course, visit: VisitNo) -> Result<(), Refused> {
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

/// Takes the case back to an earlier visit; deletes nothing. Never one's own decision, never an approver's.
pub fn correct(course: &mut Course, to_visit: VisitNo, reason: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    talk::open(course)?;
    if !access::may_correct(course.rules, &person) {
        return Err(Refused::NotAllowed);
    }
    if reason.length() == 0 {
        return Err(Refused::ReasonMissing);
    }
    let case = &course.case;
    let target = case
        .visit_numbered(to_visit)
        .filter(|v| v.no != case.visit_no())
        .ok_or(Refused::VisitUnknown { visit: to_visit })?;
    if case.answers.iter().any(|given| given.visit >= to_visit && given.actor.id() == Some(&person)) {
        return Err(Refused::OwnDecision);
    }
    let decided = |outcome| matches!(outcome, Some(ApprovalOutcome::Approved | ApprovalOutcome::Denied));
    let waits_for_approver = course
        .rules
        .procedure
        .answers
        .values()
        .any(|a| a.given_by == Giver::Approved && a.from.contains(&target.activity));
    if waits_for_approver || case.approvals.iter().any(|a| a.visit >= to_visit && decided(a.outcome)) {
        return Err(Refused::ApproversDecision);
    }
    if let Some(approval) = case.open_approval().map(|open| open.no) {
        course.push(Happened::ApprovalEnded { approval, outcome: ApprovalOutcome::Recalled });
    }
    course.push(Happened::Corrected { to_visit, reason: reason.id() });
    course.set_targets();
    Ok(())
}

/// The result a duplicate ends with, where the procedure declares it.
const DUPLICATE: &str = "duplicada";

/// Closes this case as a duplicate of another; terms and approvals end with it.
pub fn merge(course: &mut Course, into: &CaseNumber) -> Result<(), Refused> {
    let person = course.person()?;
    talk::open(course)?;
    talk::staff(course, &person)?;
    if course.case.number == *into {
        return Err(Refused::SameCase);
    }
    if let Some(approval) = course.case.open_approval().map(|open| open.no) {
        course.push(Happened::ApprovalEnded { approval, outcome: ApprovalOutcome::Recalled });
    }
    course.push(Happened::Merged { into: into.clone() });
    course.measure();
    if let Some((result, _)) = course.rules.procedure.results.get_key_value(DUPLICATE) {
        course.push(Happened::ResultSet { result: result.clone() });
    }
    course.push(Happened::Closed { by: ClosedBy::Staff });
    Ok(())
}

/// Takes a content out of the case; the event, its reason and who did it stay.
pub fn withdraw(course: &mut Course, content: &ContentId, reason: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    if !access::may_correct(course.rules, &person) {
        return Err(Refused::NotAllowed);
    }
    if reason.length() == 0 {
        return Err(Refused::ReasonMissing);
    }
    course.push(Happened::ContentWithdrawn { content: content.clone(), reason: reason.id() });
    Ok(())
}
