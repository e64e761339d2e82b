//! Approving and rejecting: the approver, or the substitute inside an absence, decides on
//! exactly what was shown.

use crate::approval;
use crate::case::AskedStep;
use crate::event::{Actor, ApprovalOutcome, Channel, Happened, Verdict};
use crate::facts::CaseFacts;
use crate::names::*;
use crate::procedure::{Answer, Giver};
use crate::refused::Refused;
use crate::value::{Inputs, Values};
use crate::words::ContentId;

use super::course::Given;
use super::{Course, input};

pub fn decide(
    course: &mut Course,
    (no, step_no): (u32, u32),
    binds: &ContentId,
    verdict: Verdict,
    inputs: &Inputs,
) -> Result<(), Refused> {
    let person = course.person()?;
    if course.case.is_party(&person) {
        return Err(Refused::SelfApproval);
    }
    let (policy, step) = open_step(course, no, step_no)?;
    let standing =
        approval::may_decide(course.rules, &course.case, &person, course.today()).ok_or(Refused::NotTheApprover)?;
    if approval::has_decided(&step, &person, &standing) {
        return Err(Refused::AlreadyDecided);
    }
    if approval::binding::of(course.rules, &course.case) != *binds {
        return Err(Refused::ShownChanged);
    }
    let fields = analysis(course, &policy, verdict, inputs)?;
    let acting_for = match standing {
        approval::Standing::Own => None,
        approval::Standing::For(absent) => Some(absent),
    };
    course.actor = Actor::Person { id: person, acting_for };
    let row = step.row.clone();
    course.push(Happened::Decided {
        approval: no,
        step: step_no,
        verdict,
        fields: fields.clone(),
        binds: binds.clone(),
        row,
    });
    go_on(course, no, &policy, fields)
}

fn open_step(course: &Course, no: u32, step_no: u32) -> Result<(ApprovalId, AskedStep), Refused> {
    let open = course.case.open_approval().filter(|open| open.no == no && !course.case.is_closed());
    let step = open.and_then(|open| open.step()).filter(|step| step.step == step_no);
    match (open, step) {
        (Some(open), Some(step)) => Ok((open.policy.clone(), step.clone())),
        _ => Err(Refused::ApprovalOver),
    }
}

/// What the approver writes down: the policy's analysis, and what the arrow of this verdict needs.
fn analysis(course: &Course, policy: &ApprovalId, verdict: Verdict, inputs: &Inputs) -> Result<Values, Refused> {
    let procedure = &course.rules.procedure;
    let of_policy: &[FieldId] = procedure.approvals.get(policy).map_or(&[], |p| &p.fields);
    let arrow = arrow(course, outcome(verdict)).map(|(_, answer)| answer);
    let mut asked: Vec<&FieldId> = of_policy.iter().collect();
    asked.extend(arrow.map_or_else(Vec::new, input::asked_by));
    let values = input::check(course, &asked, inputs)?;
    let facts = CaseFacts::new(course.rules, &course.case, course.today()).with(&values, None);
    let mut missing = arrow.map_or_else(Vec::new, |answer| input::missing(&facts, &answer.needs, &values));
    let required = |id: &&FieldId| procedure.fields.get(*id).is_some_and(|f| f.required) && !values.contains_key(*id);
    missing.extend(of_policy.iter().filter(required).cloned());
    if missing.is_empty() { Ok(values) } else { Err(Refused::InputMissing { fields: missing }) }
}

fn outcome(verdict: Verdict) -> ApprovalOutcome {
    match verdict {
        Verdict::Approved => ApprovalOutcome::Approved,
        Verdict::Rejected => ApprovalOutcome::Denied,
    }
}

/// The arrow of the current activity that an outcome gives.
fn arrow<'a>(course: &Course<'a>, outcome: ApprovalOutcome) -> Option<(&'a AnswerId, &'a Answer)> {
    let giver = match outcome {
        ApprovalOutcome::Approved => Giver::Approved,
        ApprovalOutcome::Denied => Giver::Denied,
        ApprovalOutcome::Recalled => return None,
    };
    let here = course.case.activity()?;
    course.rules.procedure.answers.iter().find(|(_, answer)| answer.given_by == giver && answer.from.contains(here))
}

/// After a decision: wait for the others, ask the next step, or end the approval and move on.
fn go_on(course: &mut Course, no: u32, policy: &ApprovalId, fields: Values) -> Result<(), Refused> {
    let Some(open) = course.case.open_approval().filter(|open| open.no == no) else { return Ok(()) };
    let Some(step) = open.step().cloned() else { return Ok(()) };
    let Some(verdict) = approval::verdict(&step) else { return Ok(()) };
    if verdict == Verdict::Approved {
        let again = open.steps.iter().filter(|s| s.of == step.of).count();
        let last = course.rules.procedure.approvals.get(policy).map_or(0, |p| p.steps.len()) as u32;
        if step.more {
            return course.ask_step(no, policy.clone(), step.of as usize, again);
        }
        if step.of + 1 < last {
            return course.ask_step(no, policy.clone(), step.of as usize + 1, 0);
        }
    }
    let outcome = outcome(verdict);
    course.push(Happened::ApprovalEnded { approval: no, outcome });
    let here = course.case.activity().cloned().ok_or(Refused::NotRegistered)?;
    let (id, answer) = arrow(course, outcome).ok_or(Refused::NoWayOn { activity: here })?;
    course.take(Given { fields, channel: Channel::Portal, ..Given::by_itself(id, answer) }, false)
}
