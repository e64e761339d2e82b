//! Looks at the cases whose instant has come. A row has no authority: the desk decides again.

use desk::{Command, Refused};
use jiff::Timestamp;

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::store::{StoreError, terms};

use super::Turn;

/// Cases looked at in one turn.
const SLICE: i64 = 64;

/// One turn.
///
/// # Errors
/// The store's.
pub fn turn(app: &App) -> Result<Turn, StoreError> {
    let now = app.clock.now();
    let streams = app.store.read(|reader| terms::due(reader, now, SLICE))?;
    let mut moved = false;
    for stream in &streams {
        moved |= look(app, stream, now)?;
    }
    if moved && streams.len() as i64 == SLICE {
        return Ok(Turn::More);
    }
    let next = app.store.read(|reader| terms::next(reader, now))?;
    // What is due and stays due waits to be heard.
    Ok(Turn::Until(if streams.is_empty() {
        next
    } else {
        Some(now)
    }))
}

/// Lets what is due of one case take effect; whether anything did.
///
/// # Errors
/// The store's.
pub fn look(app: &App, stream: &str, now: Timestamp) -> Result<bool, StoreError> {
    let id = format!("look:{stream}:{}", now.as_microsecond());
    match act::act(
        app,
        &To::Case(stream.to_string()),
        Order::of_system(app, id, Command::Look),
    ) {
        Ok(done) => Ok(!done.events.is_empty()),
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
