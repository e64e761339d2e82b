//! Answering: the one way a person moves a case. Also asks for information, suspends, resumes,
//! escalates, reports, accepts, disagrees, desists and corrects or withdraws an approver: each is
//! an answer of the procedure.

use crate::access;
use crate::event::Channel;
use crate::names::*;
use crate::procedure::{Answer, Giver, RoleKind};
use crate::refused::Refused;
use crate::term;
use crate::value::{Inputs, Value};

use super::course::Given;
use super::{Course, input};

pub fn decide(course: &mut Course, visit: VisitNo, id: &AnswerId, inputs: &Inputs) -> Result<(), Refused> {
    let (role, answer) = may_give(course, visit, id)?;
    let requester = course.rules.procedure.role_is(&role, RoleKind::Requester);
    if let Some(waiting) = course.case.to_interpret.as_ref().filter(|_| !requester) {
        return Err(Refused::MessageWaits { message: waiting.message });
    }
    let channel = if requester { Channel::Portal } else { Channel::System };
    give(course, id, answer, Some(role), inputs, channel, None)
}

/// Whether the actor may give this answer in this visit, and under which role.
///
/// # Errors
/// The first reason why not.
fn may_give<'a>(course: &Course<'a>, visit: VisitNo, id: &AnswerId) -> Result<(RoleId, &'a Answer), Refused> {
    let case = &course.case;
    if case.is_closed() {
        return Err(Refused::CaseClosed);
    }
    let here = case.visit().ok_or(Refused::NotRegistered)?;
    if here.no != visit {
        return Err(Refused::CaseMoved { activity: here.activity.clone() });
    }
    let unknown = || Refused::AnswerUnknown { answer: id.clone(), activity: here.activity.clone() };
    let answer =
        course.rules.procedure.answers.get(id).filter(|a| a.from.contains(&here.activity)).ok_or_else(unknown)?;
    if answer.given_by != Giver::People {
        return Err(Refused::AnswerNotForPeople { answer: id.clone() });
    }
    let role = role_for(course, answer, &here.activity)?;
    if let Some(ended_at) = being_verified(course) {
        return Err(Refused::TermBeingVerified { ended_at });
    }
    Ok((role, answer))
}

/// The role under which the actor may give an answer: the first of those the procedure names.
///
/// # Errors
/// `NotYourTurn` with the names of those whose turn it is.
pub fn role_for(course: &Course, answer: &Answer, activity: &ActivityId) -> Result<RoleId, Refused> {
    let person = course.person()?;
    let roles = roles_of(course, answer, activity);
    let day = course.today();
    let fills = |role: &&RoleId| access::fills(course.rules, &course.case, &person, role, day);
    // One's own request is answered as its requester, whatever else one is.
    let as_party = roles.iter().filter(fills).find(|role| course.rules.procedure.role_is(role, RoleKind::Requester));
    as_party.or_else(|| roles.iter().find(fills)).cloned().ok_or_else(|| {
        let names: Vec<&str> =
            roles.iter().filter_map(|role| course.rules.procedure.roles.get(role)).map(|r| r.name.as_str()).collect();
        Refused::NotYourTurn { responsible: names.join(" o ") }
    })
}

fn roles_of(course: &Course, answer: &Answer, activity: &ActivityId) -> Vec<RoleId> {
    if answer.by.is_empty() {
        course.rules.procedure.activities.get(activity).map_or_else(Vec::new, |a| a.by.clone())
    } else {
        answer.by.clone()
    }
}

/// A silence whose instant is past but which is not written yet: whoever was heard last is still being read.
pub fn being_verified(course: &Course) -> Option<jiff::Timestamp> {
    let (id, _) = term::listening(course.rules, &course.case)?;
    let run = course.case.running_terms().find(|run| run.term == *id)?;
    (run.ends_at <= course.when.at && course.case.to_interpret.is_none()).then_some(run.ends_at)
}

/// Gives an answer that may be given: inputs, guard, then the way it leads.
pub fn give(
    course: &mut Course,
    id: &AnswerId,
    answer: &Answer,
    role: Option<RoleId>,
    inputs: &Inputs,
    channel: Channel,
    message: Option<u32>,
) -> Result<(), Refused> {
    let values = input::check(course, &input::asked_by(answer), inputs)?;
    let facts = course.facts().with(&values, role.as_ref());
    if !facts.allow(answer.guard.as_ref()) {
        let why = fill_in(&answer.else_say, course);
        return Err(Refused::AnswerNotOpen { answer: id.clone(), why });
    }
    let missing = input::missing(&facts, &answer.needs, &values);
    if !missing.is_empty() {
        return Err(Refused::InputMissing { fields: missing });
    }
    let chosen = values.iter().find_map(|(field, value)| match value {
        Value::Person(person) => Some((field.clone(), person.clone())),
        _ => None,
    });
    if let Some((field, person)) = chosen {
        fit_to_approve(course, &field, &person)?;
    }
    course.take(Given { id, answer, role, fields: values, channel, message }, false)
}

/// A person put into a field from which an approval is picked must be able to approve.
pub fn fit_to_approve(course: &Course, field: &FieldId, person: &PersonId) -> Result<(), Refused> {
    let steps = course.rules.procedure.approvals.values().flat_map(|policy| &policy.steps);
    for step in steps {
        if let crate::procedure::Finder::Chosen { field: own, positions } = &step.finder
            && own == field
        {
            return crate::approval::find::check_chosen(course.rules, &course.case, person, positions, course.today());
        }
    }
    Ok(())
}

/// `{row}` and `{missing}` in the sentence that says why an answer is not open.
pub(crate) fn fill_in(sentence: &str, course: &Course) -> String {
    let facts = course.facts();
    let row = facts.row().map_or_else(|| "ninguna".to_string(), |row| row.id.to_string());
    let missing: Vec<&str> = facts.missing_in_form().iter().map(|(_, field)| field.label.as_str()).collect();
    let text = if sentence.is_empty() { "Esta respuesta no está permitida ahora." } else { sentence };
    text.replace("{row}", &row).replace("{missing}", &missing.join(", "))
}
