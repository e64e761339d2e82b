//! Facts of a case that change beside its way: who holds it, what it is about, whose it is.

use crate::access;
use crate::approval::binding;
use crate::event::{ApprovalOutcome, Happened};
use crate::names::*;
use crate::procedure::RoleKind;
use crate::refused::Refused;
use crate::value::{Input, Inputs, Value};
use crate::words::Words;

use super::{Course, answer, input, talk};

pub fn assign(
    course: &mut Course,
    person: Option<&PersonId>,
    group: Option<&GroupId>,
    reason: Option<&Words>,
) -> Result<(), Refused> {
    let actor = course.person()?;
    talk::open(course)?;
    let rules = course.rules;
    if !access::may_correct(rules, &actor) {
        talk::staff(course, &actor)?;
    }
    if let Some(person) = person {
        input::known_person(rules, person)?;
        if !rules.people.get(person).is_some_and(|p| access::works_here(rules, p)) {
            return Err(Refused::InputInvalid { field: "asignado".into(), why: "no trabaja en esta mesa.".into() });
        }
    }
    if let Some(group) = group {
        input::known_group(rules, group)?;
    }
    let taken_from_somebody = course.case.assignee.is_some() && course.case.assignee.as_ref() != person;
    let reason = reason.filter(|words| words.length() > 0).map(Words::id);
    if taken_from_somebody && reason.is_none() {
        return Err(Refused::ReasonMissing);
    }
    let group = group.cloned().or_else(|| course.case.group.clone());
    course.push(Happened::Assigned { person: person.cloned(), group, reason });
    Ok(())
}

/// Attributes every case has; changing one of them needs a reason.
const ATTRIBUTES: [&str; 4] = ["class", "item", "category", "priority"];

pub fn field(
    course: &mut Course,
    id: &FieldId,
    saw: Option<&Value>,
    to: &Input,
    reason: Option<&Words>,
) -> Result<(), Refused> {
    let actor = course.person()?;
    talk::open(course)?;
    let attribute = ATTRIBUTES.contains(&id.as_str());
    if attribute || !own_form(course, &actor, id) {
        talk::staff(course, &actor)?;
    }
    let held = course.case.fields.get(id);
    if held != saw {
        return Err(Refused::ValueChanged { field: id.clone(), now: held.cloned() });
    }
    let approved = course.case.approvals.iter().any(|a| a.outcome == Some(ApprovalOutcome::Approved));
    if approved && binding::is_bound(course.rules, &course.case, id) {
        return Err(Refused::BoundByApproval);
    }
    let reason = reason.filter(|words| words.length() > 0).map(Words::id);
    if attribute && held.is_some() && reason.is_none() {
        return Err(Refused::ReasonMissing);
    }
    let inputs = Inputs::from([(id.clone(), to.clone())]);
    let values = input::check(course, &[id], &inputs)?;
    let to = values.get(id).cloned().unwrap_or(Value::Word(String::new()));
    if let Value::Person(person) = &to {
        answer::fit_to_approve(course, id, person)?;
    }
    let from = held.cloned();
    course.push(Happened::Edited { field: id.clone(), from, to, reason });
    course.set_targets();
    if input::ends_a_term(course.rules, id) {
        course.move_terms_until(id);
    }
    Ok(())
}

/// Where the procedure waits for the requester, the form is theirs to complete.
fn own_form(course: &Course, actor: &PersonId, id: &FieldId) -> bool {
    let rules = course.rules;
    let here = course.case.activity().and_then(|a| rules.procedure.activities.get(a));
    course.case.is_party(actor)
        && binding::is_bound(rules, &course.case, id)
        && here
            .is_some_and(|activity| activity.by.iter().any(|role| rules.procedure.role_is(role, RoleKind::Requester)))
}

pub fn parties(
    course: &mut Course,
    requester: &PersonId,
    beneficiary: &PersonId,
    reason: &Words,
) -> Result<(), Refused> {
    let actor = course.person()?;
    talk::open(course)?;
    if !access::is_desk(course.rules, &actor) {
        return Err(Refused::NotAllowed);
    }
    if reason.length() == 0 {
        return Err(Refused::ReasonMissing);
    }
    input::known_person(course.rules, requester)?;
    input::known_person(course.rules, beneficiary)?;
    if course.case.approvals.iter().any(|a| a.outcome != Some(ApprovalOutcome::Recalled)) {
        return Err(Refused::BoundByApproval);
    }
    course.push(Happened::PartiesChanged {
        requester: requester.clone(),
        beneficiary: beneficiary.clone(),
        reason: reason.id(),
    });
    Ok(())
}
