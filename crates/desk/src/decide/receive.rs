//! A participant's message: an answer inside a term, something an agent must interpret
//! ([`super::interpret`]), a specialist's solution, or only a message. One that came when the term
//! was over is only a message; a timely one found after the silence was written undoes the silence
//! ([`super::reinstate`]).

use crate::access;
use crate::case::TermRun;
use crate::command::Message;
use crate::event::{Actor, Channel, Happened, MessageKind};
use crate::names::*;
use crate::procedure::{Reply, RoleKind};
use crate::refused::Refused;
use crate::term;
use crate::value::Inputs;

use super::{Course, answer, reinstate};

pub fn decide(course: &mut Course, message: &Message) -> Result<(), Refused> {
    course.actor = Actor::person(message.from.clone());
    let party = course.case.is_party(&message.from);
    if party && message.is == MessageKind::Human {
        reinstate::undo_silence(course, course.at);
        reinstate::contradict(course);
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
        if course.rules.procedure.is_silence(&run.term) {
            course.push(Happened::TermStopped { term: run.term, visit: run.visit });
        }
    }
}
