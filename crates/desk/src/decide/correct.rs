//! Takes the case back to an earlier visit; deletes nothing. Never one's own decision, never an
//! approver's.

use crate::event::{ApprovalOutcome, Happened};
use crate::names::*;
use crate::procedure::Giver;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed};

pub fn decide(course: &mut Course, to_visit: VisitNo, reason: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::open(course)?;
    allowed::corrector(course, &person)?;
    let reason = allowed::reason(reason)?;
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
    course.push(Happened::Corrected { to_visit, reason });
    course.set_targets();
    Ok(())
}
