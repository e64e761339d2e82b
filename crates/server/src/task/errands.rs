//! Carries the commands one case left for another.

use desk::command::Register;
use desk::event::Channel;
use desk::{Actor, CaseNumber, Command};
use jiff::SignedDuration;

use crate::act::{self, Failed, Order, To, words};
use crate::app::App;
use crate::crash_point;
use crate::format::errand::Errand;
use crate::format::event::Unreadable;
use crate::project;
use crate::store::command_outbox::{self, Waiting};
use crate::store::{StoreError, Urgency, cases};

use super::Turn;

const SLICE: i64 = 64;
/// An errand that this version cannot carry out is looked at again after this.
const LATER: SignedDuration = SignedDuration::from_hours(1);

/// One turn.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let now = app.clock.now();
    let waiting = app.store.read(|reader| command_outbox::due(reader, now, SLICE))?;
    for errand in &waiting {
        let id = errand.id.clone();
        let outcome = match carry(app, errand) {
            Ok(outcome) => outcome,
            // A refusal is an outcome: the other case did not want it.
            Err(Failed::Refused(refused)) => refused.code().to_string(),
            Err(Failed::NotFound) => "no_existe".to_string(),
            Err(Failed::Unreadable(problem)) => {
                tracing::error!(id, %problem, "an errand waits for a newer version of the program");
                let later = now + LATER;
                app.store.write(Urgency::System, move |tx| command_outbox::postpone(tx, &id, later))?;
                continue;
            }
            Err(Failed::Store(error)) => return Err(error),
        };
        crash_point!("before-command-outbox-settled");
        app.store.write(Urgency::System, move |tx| command_outbox::settle(tx, &id, &outcome, now))?;
    }
    if !waiting.is_empty() {
        // What was carried out may have left errands of its own.
        return Ok(Turn::More);
    }
    Ok(Turn::Until(app.store.read(command_outbox::next)?))
}

fn carry(app: &App, waiting: &Waiting) -> Result<String, Failed> {
    let errand: Errand = serde_json::from_str(&waiting.command).map_err(|error| Unreadable {
        stream: waiting.from_stream.clone(),
        seq: 0,
        kind: "errand".into(),
        why: error.to_string(),
    })?;
    let (to, order) = match errand {
        Errand::Link { kind, other } => {
            let number = waiting.to_stream.clone();
            let row = app.store.read(move |reader| cases::by_number(reader, &number))?;
            let row = row.ok_or(Failed::NotFound)?;
            let id = format!("errand:{}", waiting.id);
            let order = Order::of_system(app, id, Command::Link { kind, other });
            (To::Case(row.stream), order)
        }
        Errand::Continue { desk, from } => (To::NewCase(desk.as_str().into()), continuation(app, waiting, &from)?),
    };
    let done = act::act(app, &to, order)?;
    Ok(done.number.to_string())
}

/// The case goes on in another procedure, received when the first one was.
fn continuation(app: &App, waiting: &Waiting, from: &CaseNumber) -> Result<Order, Failed> {
    let stream = waiting.from_stream.clone();
    let (case, subject, description) = app.store.read(move |reader| {
        let case = act::load(reader, &stream)?.ok_or(Failed::NotFound)?;
        let subject = project::text(reader, &stream, case.subject.as_str())?.unwrap_or_default();
        let description = project::text(reader, &stream, case.description.as_str())?.unwrap_or_default();
        Ok::<_, Failed>((case, subject, description))
    })?;
    let register = Register {
        number: CaseNumber::from(""),
        channel: Channel::System,
        requester: case.requester.clone(),
        beneficiary: case.beneficiary.clone(),
        subject: words(subject),
        description: words(description),
        inputs: desk::value::Inputs::new(),
        files: Vec::new(),
        followers: Vec::new(),
        link: Some(("continua_a".into(), from.clone())),
        letter: None,
    };
    Ok(Order {
        id: format!("errand:{}", waiting.id),
        who: Actor::person(case.requester.clone()),
        what: Command::Register(Box::new(register)),
        arrived_at: case.received_at,
        raw: Vec::new(),
        files: Vec::new(),
    })
}
