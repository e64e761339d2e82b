//! One fact of a case changes beside its way. Whoever changes it names the value they saw.

use crate::approval::binding;
use crate::event::{ApprovalOutcome, Happened};
use crate::names::*;
use crate::procedure::RoleKind;
use crate::refused::Refused;
use crate::value::{Input, Inputs, Value};
use crate::words::Words;

use super::{Course, allowed, answer, input};

/// Attributes every case has; changing one of them needs a reason.
const ATTRIBUTES: [&str; 4] = ["class", "item", "category", "priority"];

pub fn decide(
    course: &mut Course,
    id: &FieldId,
    saw: Option<&Value>,
    to: &Input,
    reason: Option<&Words>,
) -> Result<(), Refused> {
    let actor = course.person()?;
    allowed::open(course)?;
    let attribute = ATTRIBUTES.contains(&id.as_str());
    if attribute || !own_form(course, &actor, id) {
        allowed::staff(course, &actor)?;
    }
    let held = course.case.fields.get(id);
    if held != saw {
        return Err(Refused::ValueChanged { field: id.clone(), now: held.cloned() });
    }
    let approved = course.case.approvals.iter().any(|a| a.outcome == Some(ApprovalOutcome::Approved));
    if approved && binding::is_bound(course.rules, &course.case, id) {
        return Err(Refused::BoundByApproval);
    }
    let reason = allowed::written(reason);
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
