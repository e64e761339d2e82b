//! Everything that can be asked of a case.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::event::{Channel, Delivery, File, MessageKind, Verdict};
use crate::names::*;
use crate::value::{Input, Inputs, Value};
use crate::words::{ContentId, Words};

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Register(Box<Register>),
    /// One of the answers the procedure permits in this visit.
    Answer {
        visit: VisitNo,
        answer: AnswerId,
        inputs: Inputs,
    },
    /// To the requester, visible to both.
    Comment {
        text: Words,
    },
    /// Among the desk only.
    Note {
        text: Words,
    },
    Attach {
        file: File,
        name: Words,
    },
    Assign {
        person: Option<PersonId>,
        group: Option<GroupId>,
        reason: Option<Words>,
    },
    /// Names the value seen, so that nobody overwrites what they did not read.
    Edit {
        field: FieldId,
        saw: Option<Value>,
        to: Input,
        reason: Option<Words>,
    },
    ChangeParties {
        requester: PersonId,
        beneficiary: PersonId,
        reason: Words,
    },
    Follow {
        person: PersonId,
    },
    Unfollow {
        person: PersonId,
    },
    /// The approver's decision on exactly what was shown.
    Decide {
        approval: u32,
        step: u32,
        binds: ContentId,
        verdict: Verdict,
        inputs: Inputs,
    },
    /// A message of a participant, by mail or from the portal.
    Receive(Message),
    /// What a message means: an answer it stands for, or none of them and this reply.
    Interpret {
        message: u32,
        answer: Option<AnswerId>,
        inputs: Inputs,
        reply: Option<Words>,
    },
    Survey {
        score: u32,
        comment: Option<Words>,
    },
    AssociateChange {
        number: Words,
    },
    Link {
        kind: String,
        other: CaseNumber,
    },
    /// This case is a duplicate of that one.
    Merge {
        into: CaseNumber,
    },
    Undo {
        visit: VisitNo,
    },
    Correct {
        to_visit: VisitNo,
        reason: Words,
    },
    WithdrawContent {
        content: ContentId,
        reason: Words,
    },
    /// Go on under another version of the procedure. Decided with the rules of that version, once
    /// everything due under the former has taken effect.
    Migrate {
        from: String,
        to: String,
        /// Activities that have another name there; the others keep theirs.
        mapping: BTreeMap<ActivityId, ActivityId>,
        reason: Words,
    },

    // What the machine tells the desk.
    /// Something may be due.
    Look,
    Delivered {
        no: u32,
        to: PersonId,
        how: Delivery,
    },
    DeliveryFailed {
        no: u32,
        to: PersonId,
    },
    DropNotice {
        no: u32,
    },
    /// The program could not be reached between these instants.
    Outage {
        from: Timestamp,
        until: Timestamp,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Register {
    /// Assigned by the desk's numbering beforehand.
    pub number: CaseNumber,
    pub channel: Channel,
    pub requester: PersonId,
    pub beneficiary: PersonId,
    pub subject: Words,
    pub description: Words,
    pub inputs: Inputs,
    pub files: Vec<(File, Words)>,
    pub followers: Vec<PersonId>,
    pub link: Option<(String, CaseNumber)>,
    pub letter: Option<ContentId>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub from: PersonId,
    pub channel: Channel,
    pub is: MessageKind,
    pub text: Words,
    pub files: Vec<(File, Words)>,
    /// The bytes as they arrived.
    pub raw: Option<ContentId>,
}

/// The instants of a decision (architecture: order and time).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Now, on the desk's clock: when the events are recorded.
    pub now: Timestamp,
    /// The instant the command counts for: its trusted stamp of arrival, or now.
    pub at: Timestamp,
    /// Every inbound channel has been read up to here; silence is known only so far.
    pub heard_until: Timestamp,
    /// Terms, reminders and alerts take effect up to here: now, or the last sign of life while
    /// the machine's clock is in doubt ([`crate::heartbeat::doubt`]).
    pub terms_until: Timestamp,
}

impl When {
    /// A person acts now, and everything said before has been heard.
    pub fn at(now: Timestamp) -> When {
        When { now, at: now, heard_until: now, terms_until: now }
    }
}

impl Command {
    /// Every text the command brings, to be kept as contents when its events name them.
    pub fn words(&self) -> Vec<&Words> {
        fn of_inputs(inputs: &Inputs) -> impl Iterator<Item = &Words> {
            inputs.values().filter_map(|input| match input {
                Input::Text(words) => Some(words),
                Input::Value(_) => None,
            })
        }
        match self {
            Command::Register(register) => [&register.subject, &register.description]
                .into_iter()
                .chain(of_inputs(&register.inputs))
                .chain(register.files.iter().map(|(_, name)| name))
                .collect(),
            Command::Answer { inputs, .. } | Command::Decide { inputs, .. } => of_inputs(inputs).collect(),
            Command::Comment { text } | Command::Note { text } => vec![text],
            Command::Attach { name, .. } => vec![name],
            Command::Assign { reason, .. } => reason.iter().collect(),
            Command::Edit { to, reason, .. } => {
                let to = match to {
                    Input::Text(words) => Some(words),
                    Input::Value(_) => None,
                };
                to.into_iter().chain(reason).collect()
            }
            Command::Receive(message) => {
                std::iter::once(&message.text).chain(message.files.iter().map(|(_, name)| name)).collect()
            }
            Command::Interpret { inputs, reply, .. } => of_inputs(inputs).chain(reply).collect(),
            Command::Survey { comment, .. } => comment.iter().collect(),
            Command::AssociateChange { number } => vec![number],
            Command::ChangeParties { reason, .. }
            | Command::Correct { reason, .. }
            | Command::Migrate { reason, .. }
            | Command::WithdrawContent { reason, .. } => vec![reason],
            Command::Follow { .. }
            | Command::Unfollow { .. }
            | Command::Link { .. }
            | Command::Merge { .. }
            | Command::Undo { .. }
            | Command::Look
            | Command::Delivered { .. }
            | Command::DeliveryFailed { .. }
            | Command::DropNotice { .. }
            | Command::Outage { .. } => Vec::new(),
        }
    }
}
