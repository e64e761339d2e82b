//! What a command does to a case: one file per thing people can do. Pure: rules, case, person,
//! command and instants in; events or a refusal out.

pub(crate) mod answer;
mod approve;
mod correct;
mod course;
mod due;
mod edit;
pub(crate) mod input;
mod message;
mod migrate;
mod other;
mod register;
mod talk;
mod tell;

pub use course::Course;
pub use input::field;
pub use other::{ASKED_AGAIN, DUPLICATE_OF_THIS, half as other_half};

use crate::case::Case;
use crate::command::{Command, When};
use crate::event::{Actor, Event, Happened};
use crate::refused::Refused;
use crate::rulebook::Rulebook;

/// How long after an answer it can be undone, in seconds.
pub const UNDO_SECONDS: i64 = 15;

/// Decides one command. Everything of the case that was due before its instant takes effect
/// first and is part of what is returned. `case` is nothing only for a registration.
///
/// # Errors
/// The reason for saying no. Nothing is recorded then; what was due takes effect at the next look.
pub fn decide(
    rules: &Rulebook,
    case: Option<&Case>,
    who: &Actor,
    what: &Command,
    when: When,
) -> Result<Vec<Event>, Refused> {
    let Some(case) = case else {
        return match what {
            Command::Register(register) => register::decide(rules, who, register, when),
            _ => Err(Refused::NotRegistered),
        };
    };
    let mut course = Course::new(rules, case.clone(), who.clone(), when);
    if let Command::Migrate { from, mapping, reason, .. } = what {
        // What was due belongs to the version it leaves, and has taken effect before.
        migrate::decide(&mut course, from, mapping, reason)?;
        return Ok(course.into_events());
    }
    if let (Actor::System, Command::Outage { from, until }) = (who, what) {
        // Before anything ends: the outage may be why nobody was heard.
        due::outage(&mut course, *from, *until);
    }
    due::settle(&mut course)?;
    match who {
        Actor::System => machine(&mut course, what)?,
        Actor::Person { .. } => person(&mut course, what)?,
    }
    course.start_terms();
    Ok(course.into_events())
}

fn person(course: &mut Course, what: &Command) -> Result<(), Refused> {
    // A message may turn out to belong to an earlier stay; everything else is done to this one.
    if !matches!(what, Command::Receive(_) | Command::Comment { .. }) {
        course.not_before_entry();
    }
    match what {
        Command::Register(_) => Err(Refused::AlreadyRegistered),
        Command::Answer { visit, answer, inputs } => answer::decide(course, *visit, answer, inputs),
        Command::Comment { text } => talk::comment(course, text),
        Command::Note { text } => talk::note(course, text),
        Command::Attach { file, .. } => talk::attach(course, file),
        Command::Assign { person, group, reason } => {
            edit::assign(course, person.as_ref(), group.as_ref(), reason.as_ref())
        }
        Command::Edit { field, saw, to, reason } => edit::field(course, field, saw.as_ref(), to, reason.as_ref()),
        Command::ChangeParties { requester, beneficiary, reason } => {
            edit::parties(course, requester, beneficiary, reason)
        }
        Command::Follow { person } => talk::follow(course, person, true),
        Command::Unfollow { person } => talk::follow(course, person, false),
        Command::Decide { approval, step, binds, verdict, inputs } => {
            approve::decide(course, (*approval, *step), binds, *verdict, inputs)
        }
        Command::Receive(message) => message::receive(course, message),
        Command::Interpret { message, answer, inputs, reply } => {
            message::interpret(course, *message, answer.as_ref(), inputs, reply.as_ref())
        }
        Command::Survey { score, comment } => talk::survey(course, *score, comment.as_ref()),
        Command::AssociateChange { number } => talk::associate_change(course, number),
        Command::Link { kind, other } => talk::link(course, kind, other),
        Command::Merge { into } => correct::merge(course, into),
        Command::Undo { visit } => correct::undo(course, *visit),
        Command::Correct { to_visit, reason } => correct::correct(course, *to_visit, reason),
        Command::WithdrawContent { content, reason } => correct::withdraw(course, content, reason),
        Command::Delivered { no, to, how } => tell::told_by_phone(course, *no, to, *how),
        Command::Migrate { .. }
        | Command::Look
        | Command::DeliveryFailed { .. }
        | Command::DropNotice { .. }
        | Command::Outage { .. } => Err(Refused::NotAllowed),
    }
}

fn machine(course: &mut Course, what: &Command) -> Result<(), Refused> {
    match what {
        Command::Look | Command::Outage { .. } => {}
        Command::Delivered { no, to, how } => tell::delivered(course, *no, to, *how)?,
        Command::DeliveryFailed { no, to } => tell::failed(course, *no, to)?,
        Command::DropNotice { no } => tell::drop_notice(course, *no)?,
        // The other half of a command that touches two cases.
        Command::Link { kind, other } => course.push(Happened::Linked { kind: kind.clone(), other: other.clone() }),
        _ => return Err(Refused::NotAllowed),
    }
    Ok(())
}
