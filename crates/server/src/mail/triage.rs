//! Letters nobody could place: somebody of the desk reads them, and registers each in the name of
//! whom it is for, or sets it aside with a reason.

use desk::command::Register;
use desk::event::Channel;
use desk::value::Inputs;
use desk::{CaseNumber, Command, DeskId, PersonId};
use jiff::Timestamp;

use super::intake::{self, Brought};
use super::names;
use super::read::{self, Limits, Read};
use crate::act::{self, Done, Failed, To};
use crate::app::App;
use crate::store::letters::{self, State, Taken};
use crate::store::security_log::{self, Seen};
use crate::store::{StoreError, Urgency};

/// A letter that waits, with what it says.
pub struct Unplaced {
    pub taken: Taken,
    pub text: String,
    /// The names of the files it brings.
    pub files: Vec<String>,
}

/// Letters to a desk that wait, the oldest first.
///
/// # Errors
/// The store's.
pub fn waiting(app: &App, desk: &DeskId, limit: i64) -> Result<Vec<Taken>, StoreError> {
    app.store.read(|reader| letters::waiting(reader, desk.as_str(), limit))
}

/// One of them; nothing once somebody has placed it.
///
/// # Errors
/// The store's.
pub fn one(app: &App, id: &str) -> Result<Option<Unplaced>, StoreError> {
    Ok(found(app, id)?.map(|(taken, _, read)| Unplaced {
        taken,
        text: read.letter.text,
        files: read.files.into_iter().map(|file| file.name).collect(),
    }))
}

fn found(app: &App, id: &str) -> Result<Option<(Taken, Vec<u8>, Read)>, StoreError> {
    let found = app.store.read(|reader| {
        let taken = letters::find(reader, id)?.filter(|taken| taken.state == State::Waiting);
        let raw = letters::raw(reader, id)?;
        Ok::<_, StoreError>(taken.zip(raw))
    })?;
    let Some((taken, raw)) = found else { return Ok(None) };
    // It was read when it came, under the limits of then.
    let limits = Limits { size: u64::MAX, ..Limits::default() };
    Ok(read::read(&raw, "", &limits).ok().map(|read| (taken, raw, read)))
}

/// Registers what it asks for in somebody's name: received when the letter arrived, and with the
/// letter as it came. Nothing where somebody else was faster.
///
/// # Errors
/// The rules' refusal, or the store's.
pub fn register(
    app: &App,
    desk: &DeskId,
    id: &str,
    by: &PersonId,
    requester: &PersonId,
) -> Result<Option<Done>, Failed> {
    let Some((taken, raw, read)) = found(app, id)? else { return Ok(None) };
    let brought = Brought::store(app, &raw, &read)?;
    let register = Register {
        number: CaseNumber::from(""),
        channel: Channel::Mail,
        requester: requester.clone(),
        beneficiary: requester.clone(),
        subject: intake::said(&read.letter.subject, intake::NO_SUBJECT, 0),
        description: intake::said(&read.letter.text, intake::NO_TEXT, read.left_out),
        inputs: Inputs::new(),
        files: brought.files(),
        followers: Vec::new(),
        link: None,
        letter: Some(brought.raw_id()),
    };
    let order = brought.order(app, id, by, Command::Register(Box::new(register)), taken.arrived_at);
    let (app_in, id, requester, to) = (app.clone(), id.to_owned(), requester.to_string(), To::NewCase(desk.clone()));
    let done = app.store.write(Urgency::Person, move |tx| {
        let done = act::in_transaction(&app_in, tx, &to, &order)?;
        let mine = letters::place(tx, &id, &done.stream, &requester)?;
        Ok::<_, Failed>(Some(done).filter(|_| mine))
    })?;
    app.wake();
    Ok(done)
}

/// Sets a letter aside: it belongs nowhere. Who did and why stands in the security log. False where
/// somebody else was faster.
///
/// # Errors
/// The store's.
pub fn set_aside(app: &App, id: &str, by: &PersonId, reason: &str) -> Result<bool, StoreError> {
    let Some((taken, ..)) = found(app, id)? else { return Ok(false) };
    let seen = Seen {
        at: Timestamp::now(),
        kind: "letter_discarded".into(),
        person: Some(by.to_string()),
        address: taken.sender,
        detail: names::line(reason, 200),
    };
    let id = id.to_owned();
    app.store.write(Urgency::Person, move |tx| {
        let mine = letters::set_aside(tx, &id)?;
        if mine {
            security_log::note(tx, &seen)?;
        }
        Ok::<_, StoreError>(mine)
    })
}
