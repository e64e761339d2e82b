//! The short sentences inside a procedure file: effects, inputs, recipients, triggers.
//! Each is a few words and may end in `if guard` or `unless guard`.

use super::guard::{Guard, GuardError};
use crate::names::*;

/// What an answer changes besides the place of the case.
#[derive(Clone, Debug)]
pub struct Effect {
    pub does: Deed,
    pub guard: Option<Guard>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// `flag authorised`
    SetFlag(FlagId),
    /// `unflag authorised`
    ClearFlag(FlagId),
    /// `assign group seguridad`
    AssignGroup(GroupId),
    /// `assign grupo`: the person or the group in that field.
    AssignFrom(FieldId),
    /// `ask matriz`
    Ask(ApprovalId),
    /// `ask item`: the policy the catalogue item names.
    AskItem,
    /// `recall`: the open approval is annulled.
    Recall,
    /// `restrict seguridad`: only that group, the requester, the approver and the auditor read the case.
    Restrict(GroupId),
    /// `continue PROCEDURE`: a linked case goes on there, if the desk loaded it.
    Continue(ProcedureId),
}

/// An input an answer asks for.
#[derive(Clone, Debug)]
pub struct Need {
    pub field: FieldId,
    pub guard: Option<Guard>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    Requester,
    Beneficiary,
    Registrar,
    /// The person assigned; nobody yet: the coordinator of the group that holds the case.
    Assignee,
    Group,
    /// Whoever the open step of the approval asks, with the substitute inside an absence.
    Approver,
    /// Everybody the entity binds to the role.
    Role(RoleId),
    /// The nearest holder of that position above the assignee in the organisation; missing: the next one up.
    Line(String),
    /// People in copy.
    Followers,
    /// Everybody who was told something of the stretch that a correction leaves behind.
    Told,
}

/// What makes a notice leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    Registered,
    Enter(ActivityId),
    Answer(AnswerId),
    /// A step of an approval was asked.
    Asked,
    Recalled,
    Assigned,
    Alert(ClockId, u32),
    Remind(TermId),
    /// A term without an answer of its own came to its date.
    Ended(TermId),
    Lengthened(TermId),
    Closed,
    Reinstated,
    Corrected,
    /// A message waits for an agent's reading.
    ToInterpret,
    /// Only thanks arrived: the way to accept is sent back.
    Thanked,
    /// A message that is no answer arrived.
    Message,
    /// The case has asked for information more often than is usual: `loop 3 6`, the nth visit of activity 6.
    Loop(u32, ActivityId),
    /// An agent wrote to the requester.
    Commented,
    /// A letter could not be delivered.
    Undelivered,
}

/// Splits `what if guard` or `what unless guard`.
pub(super) fn conditional(text: &str) -> Result<(&str, Option<Guard>), GuardError> {
    let shifted = |at: usize| move |e: GuardError| GuardError { column: e.column + at, ..e };
    if let Some(at) = text.find(" if ") {
        let guard = Guard::parse(&text[at + 4..]).map_err(shifted(at + 4))?;
        return Ok((text[..at].trim(), Some(guard)));
    }
    if let Some(at) = text.find(" unless ") {
        let guard = Guard::parse(&text[at + 8..]).map_err(shifted(at + 8))?;
        return Ok((text[..at].trim(), Some(Guard::Not(Box::new(guard)))));
    }
    Ok((text.trim(), None))
}

impl Deed {
    pub(super) fn parse(text: &str) -> Result<Deed, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match words[..] {
            ["flag", flag] => Deed::SetFlag(flag.into()),
            ["unflag", flag] => Deed::ClearFlag(flag.into()),
            ["assign", "group", group] => Deed::AssignGroup(group.into()),
            ["assign", field] => Deed::AssignFrom(field.into()),
            ["ask", "item"] => Deed::AskItem,
            ["ask", policy] => Deed::Ask(policy.into()),
            ["recall"] => Deed::Recall,
            ["restrict", group] => Deed::Restrict(group.into()),
            ["continue", procedure] => Deed::Continue(procedure.into()),
            _ => {
                return Err(format!(
                    "«{text}» no es un efecto; use flag, unflag, assign, assign group, ask, recall, restrict o continue"
                ));
            }
        })
    }
}

impl Recipient {
    pub(super) fn parse(text: &str) -> Result<Recipient, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match words[..] {
            ["requester"] => Recipient::Requester,
            ["beneficiary"] => Recipient::Beneficiary,
            ["registrar"] => Recipient::Registrar,
            ["assignee"] => Recipient::Assignee,
            ["group"] => Recipient::Group,
            ["approver"] => Recipient::Approver,
            ["followers"] => Recipient::Followers,
            ["told"] => Recipient::Told,
            ["role", role] => Recipient::Role(role.into()),
            ["line", ..] if words.len() > 1 => Recipient::Line(words[1..].join(" ")),
            _ => {
                return Err(format!(
                    "«{text}» no es un destinatario; use requester, beneficiary, registrar, assignee, group, approver, followers, told, role R o line CARGO"
                ));
            }
        })
    }
}

impl Trigger {
    pub(super) fn parse(text: &str) -> Result<Trigger, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number =
            |word: &str| word.trim_end_matches('%').parse::<u32>().map_err(|_| format!("«{word}» no es un número"));
        Ok(match words[..] {
            ["registered"] => Trigger::Registered,
            ["enter", activity] => Trigger::Enter(activity.into()),
            ["answer", answer] => Trigger::Answer(answer.into()),
            ["asked"] => Trigger::Asked,
            ["recalled"] => Trigger::Recalled,
            ["assigned"] => Trigger::Assigned,
            ["alert", clock, percent] => Trigger::Alert(clock.into(), number(percent)?),
            ["remind", term] => Trigger::Remind(term.into()),
            ["ended", term] => Trigger::Ended(term.into()),
            ["lengthened", term] => Trigger::Lengthened(term.into()),
            ["closed"] => Trigger::Closed,
            ["reinstated"] => Trigger::Reinstated,
            ["corrected"] => Trigger::Corrected,
            ["to_interpret"] => Trigger::ToInterpret,
            ["thanked"] => Trigger::Thanked,
            ["message"] => Trigger::Message,
            ["commented"] => Trigger::Commented,
            ["undelivered"] => Trigger::Undelivered,
            ["loop", times, activity] => Trigger::Loop(number(times)?, activity.into()),
            _ => {
                return Err(format!(
                    "«{text}» no es una ocasión de aviso; use registered, enter A, answer R, asked, recalled, assigned, alert T %, remind P, ended P, lengthened P, closed, reinstated, corrected, to_interpret, thanked, message, commented, undelivered o loop N A"
                ));
            }
        })
    }
}
