//! What a command does to a case: one file per thing people can do, named like its command, with
//! the decision in `decide`. Pure: rules, case, person, command and instants in; events or a refusal out.
//!
//! Beside them: [`allowed`] what most of them ask first · [`input`] what an answer brings ·
//! [`course`] the facts one decision appends · [`due`] what takes effect before anything is decided ·
//! [`reinstate`] a wait that ended on what was not true · [`other`] what a second case is asked to do.
//! [`approve`] is the approver's `Decide`.

mod allowed;
pub(crate) mod answer;
mod approve;
mod assign;
mod associate_change;
mod attach;
mod change_parties;
mod comment;
mod correct;
mod course;
mod delivered;
mod delivery_failed;
mod drop_notice;
mod due;
mod edit;
mod follow;
pub(crate) mod input;
mod interpret;
mod link;
mod merge;
mod migrate;
mod note;
mod other;
mod outage;
mod receive;
mod register;
pub(crate) mod reinstate;
mod survey;
mod undo;
mod withdraw_content;

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
        outage::decide(&mut course, *from, *until);
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
        Command::Comment { text } => comment::decide(course, text),
        Command::Note { text } => note::decide(course, text),
        Command::Attach { file, .. } => attach::decide(course, file),
        Command::Assign { person, group, reason } => {
            assign::decide(course, person.as_ref(), group.as_ref(), reason.as_ref())
        }
        Command::Edit { field, saw, to, reason } => edit::decide(course, field, saw.as_ref(), to, reason.as_ref()),
        Command::ChangeParties { requester, beneficiary, reason } => {
            change_parties::decide(course, requester, beneficiary, reason)
        }
        Command::Follow { person } => follow::decide(course, person, true),
        Command::Unfollow { person } => follow::decide(course, person, false),
        Command::Decide { approval, step, binds, verdict, inputs } => {
            approve::decide(course, (*approval, *step), binds, *verdict, inputs)
        }
        Command::Receive(message) => receive::decide(course, message),
        Command::Interpret { message, answer, inputs, reply } => {
            interpret::decide(course, *message, answer.as_ref(), inputs, reply.as_ref())
        }
        Command::Survey { score, comment } => survey::decide(course, *score, comment.as_ref()),
        Command::AssociateChange { number } => associate_change::decide(course, number),
        Command::Link { kind, other } => link::decide(course, kind, other),
        Command::Merge { into } => merge::decide(course, into),
        Command::Undo { visit } => undo::decide(course, *visit),
        Command::Correct { to_visit, reason } => correct::decide(course, *to_visit, reason),
        Command::WithdrawContent { content, reason } => withdraw_content::decide(course, content, reason),
        Command::Delivered { no, to, how } => delivered::by_phone(course, *no, to, *how),
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
        Command::Delivered { no, to, how } => delivered::decide(course, *no, to, *how)?,
        Command::DeliveryFailed { no, to } => delivery_failed::decide(course, *no, to)?,
        Command::DropNotice { no } => drop_notice::decide(course, *no)?,
        // The other half of a command that touches two cases.
        Command::Link { kind, other } => course.push(Happened::Linked { kind: kind.clone(), other: other.clone() }),
        _ => return Err(Refused::NotAllowed),
    }
    Ok(())
}
