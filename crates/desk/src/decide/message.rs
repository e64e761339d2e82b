//! A participant's message: an answer inside a term, something an agent must interpret, a
//! specialist's solution, or only a message. A timely one found after the silence was written
//! undoes the silence.

use jiff::Timestamp;

use crate::access;
use crate::case::{NoticeState, TermRun};
use crate::command::Message;
use crate::event::{Actor, Channel, ClosedBy, Happened, MessageKind};
use crate::names::*;
use crate::procedure::{Reply, RoleKind};
use crate::refused::Refused;
use crate::term;
use crate::value::{Input, Inputs, Value};
use crate::words::Words;

use super::{Course, answer, input};

pub fn receive(course: &mut Course, message: &Message) -> Result<(), Refused> {
    course.actor = Actor::person(message.from.clone());
    let party = course.case.is_party(&message.from);
    if party && message.is == MessageKind::Human {
        undo_silence(course, course.at);
        contradict(course);
    }
    course.not_before_entry();
    let means = if party { of_party(course, message) } else { Means::Nothing };
    let proposes = !party && proposes(course, message);
    let no = course.case.messages + 1;
    course.push(Happened::MessageReceived {
        message: no,
        from: message.from.clone(),
        channel: message.channel,
        is: message.is,
        text: message.text.id(),
        raw: message.raw.clone(),
        to_interpret: means == Means::ToInterpret,
        proposes,
    });
    for (file, _) in &message.files {
        course.push(Happened::Attached(file.clone()));
    }
    match means {
        Means::Nothing => Ok(()),
        Means::ToInterpret => {
            stop_listening(course);
            Ok(())
        }
        Means::Answer(id) => {
            let rules = course.rules;
            let Some((id, answer)) = rules.procedure.answers.get_key_value(&id) else { return Ok(()) };
            let here = course.case.activity().cloned().ok_or(Refused::NotRegistered)?;
            let role = answer::role_for(course, answer, &here).ok();
            answer::give(course, id, answer, role, &Inputs::new(), message.channel, Some(no))
        }
    }
}

#[derive(PartialEq)]
enum Means {
    Nothing,
    ToInterpret,
    Answer(AnswerId),
}

/// What a message of the requester does here. Machines and bare thanks say nothing; nor does
/// anything that arrived when the term was over.
fn of_party(course: &Course, message: &Message) -> Means {
    let Some((id, term)) = term::listening(course.rules, &course.case).filter(|_| !course.case.is_closed()) else {
        return Means::Nothing;
    };
    let late = course.case.running_terms().any(|run| run.term == *id && run.ends_at <= course.at);
    if message.is != MessageKind::Human || late {
        return Means::Nothing;
    }
    match &term.reply {
        Reply::Nothing => Means::Nothing,
        Reply::Interpret => Means::ToInterpret,
        Reply::Answer(answer) => Means::Answer(answer.clone()),
    }
}

/// A letter of the specialist who holds the case offers itself as the solution.
fn proposes(course: &Course, message: &Message) -> bool {
    let (rules, case) = (course.rules, &course.case);
    let Some(activity) = case.activity().and_then(|a| rules.procedure.activities.get(a)) else { return false };
    let holds = match (&case.assignee, &case.group) {
        (Some(assignee), _) => *assignee == message.from,
        (None, Some(group)) => rules.people.get(&message.from).is_some_and(|person| person.groups.contains(group)),
        (None, None) => false,
    };
    // The desk itself answers in the tool.
    let specialist = |role: &&RoleId| {
        !rules.procedure.document.rights.desk.contains(role)
            && !rules.procedure.role_is(role, RoleKind::Requester)
            && access::fills(rules, case, &message.from, role, course.today())
    };
    message.is == MessageKind::Human
        && message.channel == Channel::Mail
        && !case.is_closed()
        && holds
        && activity.by.iter().any(|role| specialist(&role))
}

fn stop_listening(course: &mut Course) {
    let running: Vec<TermRun> = course.case.running_terms().cloned().collect();
    for run in running {
        if course.rules.procedure.terms.get(&run.term).is_some_and(|term| term.ends_by_silence()) {
            course.push(Happened::TermStopped { term: run.term, visit: run.visit });
        }
    }
}

/// Puts the case back where it waited, when the silence that moved it was no silence: something
/// trusted reached us before the end of the term.
pub fn undo_silence(course: &mut Course, heard_at: Timestamp) {
    let Some(run) = course.case.terms.iter().rev().find(|run| run.ended && heard_at < run.ends_at).cloned() else {
        return;
    };
    let silence = course.rules.procedure.terms.get(&run.term).is_some_and(|term| term.ends_by_silence());
    // Only while nobody has acted on the outcome since.
    let acted = course.case.answers.iter().any(|given| given.visit > run.visit && given.actor != Actor::System);
    let waited = course.case.visit_numbered(run.visit).is_some_and(|visit| visit.entered_at <= heard_at);
    if silence && !acted && waited {
        reinstate(course, run.visit);
    }
}

/// The case waits again. What was about to be told of the undone end is not true any more.
fn reinstate(course: &mut Course, visit: VisitNo) {
    let left_at = course.case.visit_numbered(visit).and_then(|visit| visit.left_at);
    let of_the_end = |letter: &&NoticeState| {
        letter.visit > visit || (letter.visit == visit && left_at.is_some_and(|left_at| letter.written_at >= left_at))
    };
    let untold = |letter: &&NoticeState| letter.delivered.is_empty() && !letter.dropped;
    let dropped: Vec<u32> =
        course.case.notices.iter().filter(of_the_end).filter(untold).map(|letter| letter.no).collect();
    course.push_as_system(Happened::Reinstated { visit });
    dropped.into_iter().for_each(|no| course.push_as_system(Happened::NoticeDropped { no }));
}

/// What somebody else recorded as the requester's acceptance can be contradicted until the term
/// in which it was said ends: the case waits again, and the message is read.
fn contradict(course: &mut Course) {
    if !course.case.closed.is_some_and(|closing| closing.by == ClosedBy::Staff) {
        return;
    }
    let Some(last) = course.case.answers.last().cloned() else { return };
    let said_by_them = course.case.is_party(last.actor.id().unwrap_or(&course.case.requester));
    let rules = course.rules;
    let waited = |run: &&TermRun| {
        run.visit == last.visit
            && course.at < run.ends_at
            && rules.procedure.terms.get(&run.term).is_some_and(|t| t.ends_by_silence())
    };
    let Some(visit) = course.case.terms.iter().find(waited).map(|run| run.visit) else { return };
    if !said_by_them {
        course.at = course.when.at.max(last.at);
        reinstate(course, visit);
    }
}

/// An agent says what a message means.
pub fn interpret(
    course: &mut Course,
    message: u32,
    answer: Option<&AnswerId>,
    inputs: &Inputs,
    reply: Option<&Words>,
) -> Result<(), Refused> {
    let person = course.person()?;
    if course.case.is_closed() {
        return Err(Refused::CaseClosed);
    }
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
fn stands_for(
    course: &mut Course,
    id: &AnswerId,
    inputs: &Inputs,
    waiting: &crate::case::Waiting,
) -> Result<(), Refused> {
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
