//! Whose case it is, as long as no approval rests on it.

use crate::access;
use crate::event::{ApprovalOutcome, Happened};
use crate::names::*;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed, input};

pub fn decide(
    course: &mut Course,
    requester: &PersonId,
    beneficiary: &PersonId,
    reason: &Words,
) -> Result<(), Refused> {
    let actor = course.person()?;
    allowed::open(course)?;
    if !access::is_desk(course.rules, &actor) {
        return Err(Refused::NotAllowed);
    }
    let reason = allowed::reason(reason)?;
    input::known_person(course.rules, requester)?;
    input::known_person(course.rules, beneficiary)?;
    if course.case.approvals.iter().any(|a| a.outcome != Some(ApprovalOutcome::Recalled)) {
        return Err(Refused::BoundByApproval);
    }
    course.push(Happened::PartiesChanged { requester: requester.clone(), beneficiary: beneficiary.clone(), reason });
    Ok(())
}
