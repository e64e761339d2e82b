//! Sends the notices whose time has come. The exact bytes are kept before the first attempt; what
//! the mail server answered and what it means for the case are recorded in one transaction.

use desk::event::Delivery;
use desk::{Command, PersonId};
use jiff::SignedDuration;

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::crash_point;
use crate::mail::compose::{self, Draft, Ready};
use crate::mail::{Mailroom, send::Answer};
use crate::store::outbox::{self, Ended, Leased};
use crate::store::{StoreError, Tx, Urgency};

use super::Turn;

/// Letters sent in one turn.
const SLICE: i64 = 16;
/// Longer than a whole slice may take with a server that lets every letter wait.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// A letter is tried for this long.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);
/// The longest wait between two attempts.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// One turn.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let Some(room) = app.mail() else { return Ok(Turn::Until(None)) };
    let now = app.clock.now();
    let leased = app.store.write(Urgency::System, move |tx| outbox::lease(tx, now, now + LEASE, SLICE))?;
    let mut no_server = None;
    for row in &leased {
        carry(app, room, row, &mut no_server)?;
    }
    // What was sent may have made the case write more.
    if !leased.is_empty() && no_server.is_none() {
        return Ok(Turn::More);
    }
    Ok(Turn::Until(app.store.read(outbox::next)?))
}

/// Before the first turn of whoever leads: letters that a sender who died had in hand leave now, not
/// when their lease runs out.
///
/// # Errors
/// The store's.
pub fn take_over(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let left = app.store.write(Urgency::System, move |tx| outbox::give_back(tx, now))?;
    if left > 0 {
        tracing::warn!(left, "letters were being sent when the program ended; one of them may leave twice");
    }
    Ok(())
}

/// Sends one letter, or finds that it is not to be sent.
fn carry(app: &App, room: &Mailroom, row: &Leased, no_server: &mut Option<String>) -> Result<(), StoreError> {
    let draft = match compose::draft(app, room, row) {
        Ok(draft) => draft,
        Err(Failed::Store(error)) => return Err(error),
        Err(error) => {
            tracing::error!(notice = row.id, %error, "a letter cannot be written");
            return settle(app, row, Outcome::Later(error.to_string()));
        }
    };
    match draft {
        Draft::Untrue { dropped } => settle(app, row, Outcome::Untrue { dropped }),
        Draft::Unsendable(why) => settle(app, row, Outcome::Never(why)),
        Draft::Ready(ready) => {
            keep_bytes(app, row, &ready)?;
            crash_point!("after-lease-before-send");
            let answer = match no_server {
                Some(said) => Answer::NoServer(said.clone()),
                None => room.way().send(&ready.from, &ready.to, &ready.bytes),
            };
            crash_point!("after-send-before-outcome");
            if let Answer::NoServer(said) = &answer {
                *no_server = Some(said.clone());
            }
            settle(app, row, Outcome::from(answer))
        }
    }
}

fn keep_bytes(app: &App, row: &Leased, ready: &Ready) -> Result<(), StoreError> {
    if row.message.is_some() {
        return Ok(());
    }
    let (id, attempt, bytes) = (row.id.clone(), row.attempt, ready.bytes.clone());
    app.store.write(Urgency::System, move |tx| outbox::keep_message(tx, &id, attempt, &bytes))
}

/// How an attempt ended.
#[derive(Clone, Debug)]
enum Outcome {
    Taken(String),
    Never(String),
    Later(String),
    Untrue { dropped: bool },
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Outcome {
        match answer {
            Answer::Taken(said) => Outcome::Taken(said),
            Answer::Never(said) => Outcome::Never(said),
            Answer::Later(said) | Answer::NoServer(said) => Outcome::Later(said),
        }
    }
}

/// Records how it ended, and tells the case, in one transaction.
fn settle(app: &App, row: &Leased, outcome: Outcome) -> Result<(), StoreError> {
    let now = app.clock.now();
    let outcome = match outcome {
        Outcome::Later(said) if now.duration_since(row.created_at) > PATIENCE => Outcome::Never(said),
        other => other,
    };
    let (app_in, row) = (app.clone(), row.clone());
    let told = app.store.write(Urgency::System, move |tx| {
        let ended = match &outcome {
            Outcome::Taken(answer) => Ended::Sent { answer },
            Outcome::Never(answer) => Ended::Failed { answer },
            Outcome::Later(answer) => Ended::Deferred { answer, retry_at: now + wait(row.attempt) },
            Outcome::Untrue { .. } => Ended::Omitted,
        };
        outbox::settle(tx, &row.id, row.attempt, &ended, now)?;
        tell_case(&app_in, tx, &row, &outcome)
    });
    match told {
        Ok(true) => app.wake(),
        Ok(false) => {}
        Err(Failed::Store(error)) => return Err(error),
        Err(error) => return Err(StoreError::invalid(error.to_string())),
    }
    Ok(())
}

/// Whether the case took notice of it.
fn tell_case(app: &App, tx: &mut Tx<'_>, row: &Leased, outcome: &Outcome) -> Result<bool, Failed> {
    let (Some(to), Ok(no)) = (row.to_person.as_deref().map(PersonId::from), row.details.parse()) else {
        return Ok(false);
    };
    let (word, what) = match outcome {
        Outcome::Taken(_) => ("delivered", Command::Delivered { no, to, how: Delivery::Mail }),
        Outcome::Never(_) => ("undelivered", Command::DeliveryFailed { no, to }),
        Outcome::Untrue { dropped: false } => ("untrue", Command::DropNotice { no }),
        Outcome::Untrue { dropped: true } | Outcome::Later(_) => return Ok(false),
    };
    let order = Order::of_system(app, format!("{word}:{}:{}", row.id, row.attempt), what);
    match act::in_transaction(app, tx, &To::Case(row.stream.clone()), &order) {
        Ok(done) => Ok(!done.events.is_empty()),
        Err(Failed::Store(error)) => Err(Failed::Store(error)),
        // The case went on without this letter; that it was sent stays recorded here.
        Err(refused) => {
            tracing::info!(notice = row.id, %refused, "the case takes no notice of a letter");
            Ok(false)
        }
    }
}

/// One minute, two, four … up to an hour.
fn wait(attempt: i64) -> SignedDuration {
    let minutes = 1_i64.checked_shl(u32::try_from(attempt - 1).unwrap_or(u32::MAX)).filter(|minutes| *minutes > 0);
    minutes.map_or(LONGEST_WAIT, |minutes| SignedDuration::from_mins(minutes.min(60)).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_made_ever_less_often_up_to_once_an_hour() {
        let minutes: Vec<i64> = [1, 2, 3, 6, 7, 8, 200].into_iter().map(|attempt| wait(attempt).as_mins()).collect();
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60, 60]);
    }
}
