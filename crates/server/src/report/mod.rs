//! What is told of many cases at once, read case by case: a period of any length needs the memory
//! of one page of them.

pub mod conformance;
pub mod log;
mod period;

pub use period::Period;

use std::sync::Arc;

use desk::conformance::{Conformance, of_case};
use desk::procedure::Procedure;
use desk::{DeskId, Event, Happened};

use crate::act::Failed;
use crate::app::App;
use crate::format;
use crate::store::{StoreError, cases, events};

/// Cases looked at in one reading.
const PAGE: i64 = 64;

/// A case of the period, replayed against the version of the procedure it lives under.
pub struct Replayed {
    pub procedure: Arc<Procedure>,
    pub found: Conformance,
}

/// Walks every case a desk received in a period, oldest first.
///
/// # Errors
/// The store's, a case this version of the program cannot read, and those of `each`, which ends
/// the walk.
pub fn cases<E: From<Failed>>(
    app: &App,
    desk: &DeskId,
    period: &Period,
    mut each: impl FnMut(Replayed) -> Result<(), E>,
) -> Result<(), E> {
    let mut after: Option<(String, jiff::Timestamp)> = None;
    loop {
        let (slice, replayed) = app.store.read(|reader| {
            let slice = cases::registered(reader, desk.as_str(), period.bounds(), after.as_ref(), PAGE)?;
            let mut replayed = Vec::new();
            for (stream, _) in &slice {
                let rows = events::load(reader, stream)?;
                let events: Vec<Event> = rows.iter().map(format::event::read).collect::<Result<_, _>>()?;
                replayed.extend(replay(app, stream, &events)?);
            }
            Ok::<_, Failed>((slice, replayed))
        })?;
        replayed.into_iter().try_for_each(&mut each)?;
        match slice.last() {
            Some(last) => after = Some(last.clone()),
            None => return Ok(()),
        }
    }
}

fn replay(app: &App, stream: &str, events: &[Event]) -> Result<Option<Replayed>, Failed> {
    let Some(Happened::Registered(registration)) = events.first().map(|event| &event.what) else { return Ok(None) };
    let (id, version) = (&registration.procedure, registration.version.as_str());
    let procedure = app.procedure(id, version).ok_or_else(|| {
        StoreError::invalid(format!("{stream}: no se conoce el procedimiento {id} versión {version}"))
    })?;
    Ok(of_case(&procedure, events).map(|found| Replayed { procedure, found }))
}
