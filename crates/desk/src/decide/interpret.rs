//! An agent says what a message means: an answer it stands for, or none of them and a reply.

use crate::access;
use crate::case::Waiting;
use crate::event::{Channel, Happened};
use crate::names::*;
use crate::refused::Refused;
use crate::term;
use crate::value::{Input, Inputs, Value};
use crate::words::Words;

use super::{Course, allowed, answer, input};

pub fn decide(
    course: &mut Course,
    message: u32,
    answer: Option<&AnswerId>,
    inputs: &Inputs,
    reply: Option<&Words>,
) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::open(course)?;
    if !access::is_desk(course.rules, &person) {
        return Err(Refused::NotAllowed);
    }
    let waiting =
        course.case.to_interpret.clone().filter(|w| w.message == message).ok_or(Refused::NothingToInterpret)?;
    course.push(Happened::Interpreted { message, answer: answer.cloned() });
    match answer {
        Some(id) => stands_for(course, id, inputs, &waiting),
        None => neither(course, reply),
    }
}

/// The message is the evidence, and the words of whatever the answer needs written.
fn stands_for(course: &mut Course, id: &AnswerId, inputs: &Inputs, waiting: &Waiting) -> Result<(), Refused> {
    let rules = course.rules;
    let here = course.case.activity().cloned().ok_or(Refused::NotRegistered)?;
    let found = rules.procedure.answers.get_key_value(id).filter(|(_, answer)| answer.from.contains(&here));
    let (id, answer) = found.ok_or_else(|| Refused::AnswerUnknown { answer: id.clone(), activity: here.clone() })?;
    let role = rules.procedure.document.rights.desk.first().cloned();
    let mut inputs = inputs.clone();
    for need in &answer.needs {
        let written = input::field(rules, &course.case, &need.field).is_some_and(|f| f.kind.is_written());
        if written {
            inputs.entry(need.field.clone()).or_insert_with(|| Input::Value(Value::Written(waiting.text.clone())));
        }
    }
    answer::give(course, id, answer, role, &inputs, Channel::System, Some(waiting.message))
}

/// Neither yes nor no: the agent replies, and the term starts anew from that reply.
fn neither(course: &mut Course, reply: Option<&Words>) -> Result<(), Refused> {
    let reply = reply.filter(|words| words.length() > 0).ok_or(Refused::NothingSaid)?;
    course.push(Happened::Commented { text: reply.id() });
    let rules = course.rules;
    let Some((id, term)) = term::listening(rules, &course.case) else { return Ok(()) };
    if let Some(ends_at) = term::ends_at(&rules.calendar, &course.case, term, course.at) {
        let (visit, base_at) = (course.case.visit_no(), course.at);
        course.push_as_system(Happened::TermStarted { term: id.clone(), visit, base_at, ends_at });
    }
    Ok(())
}
