//! Looks at the cases whose instant has come. A row has no authority: the desk decides again.

use desk::{Command, Refused};
use jiff::{SignedDuration, Timestamp};

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::crash_point;
use crate::store::{StoreError, terms};

use super::Turn;

/// Cases looked for at a time.
const SLICE: i64 = 64;
/// What is due and stays due (a silence not known yet, a case that leads nowhere) is looked at again
/// after this.
const PATIENCE: SignedDuration = SignedDuration::from_secs(10);

/// One turn: every case whose instant has come, the longest overdue first.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    if app.is_deaf() {
        // The date is in doubt, or another node leads: no term runs here.
        return Ok(Turn::Until(None));
    }
    let now = app.clock.now();
    let (mut after, mut moved, mut left) = (None, false, false);
    loop {
        let page = app.store.read(|reader| terms::page(reader, now, after.as_ref(), SLICE))?;
        for place in &page {
            let took_effect = look(app, &place.stream, now)?;
            moved |= took_effect;
            left |= !took_effect;
        }
        match page.into_iter().last() {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    if moved {
        return Ok(Turn::More);
    }
    let next = app.store.read(|reader| terms::next(reader, now))?;
    let again = left.then(|| now + PATIENCE);
    Ok(Turn::Until(next.into_iter().chain(again).min()))
}

/// Lets what is due of one case take effect; whether anything did.
///
/// # Errors
/// The store's.
pub fn look(app: &App, stream: &str, now: Timestamp) -> Result<bool, StoreError> {
    // Looking twice is two looks: each may find what the other could not know yet.
    crash_point!("before-term");
    let id = format!("look:{}:{:016x}", now.as_microsecond(), rand::random::<u64>());
    match act::act(app, &To::Case(stream.to_string()), Order::of_system(app, id, Command::Look)) {
        Ok(done) => {
            crash_point!("after-term");
            Ok(!done.events.is_empty())
        }
        Err(Failed::Store(error)) => Err(error),
        Err(Failed::Refused(refused)) => {
            log_stuck(stream, &refused);
            Ok(false)
        }
        Err(error) => {
            tracing::error!(stream, %error, "a case cannot be looked at");
            Ok(false)
        }
    }
}

fn log_stuck(stream: &str, refused: &Refused) {
    tracing::error!(stream, %refused, "what is due in a case leads nowhere");
}
