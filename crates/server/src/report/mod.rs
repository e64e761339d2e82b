//! What is told of many cases at once, read case by case: a period of any length needs the memory
//! of one page of them.

pub mod conformance;
pub mod evidence;
pub mod log;
mod period;

pub use period::Period;

use desk::conformance::{Conformance, of_case};
use desk::{DeskId, Event, Happened};

use crate::act::Failed;
use crate::app::App;
use crate::format;
use crate::store::{StoreError, cases, events};

/// Cases looked at in one reading.
const PAGE: i64 = 64;

/// Walks every case a desk received in a period, oldest first, each replayed over the versions of the
/// procedure it lived under.
///
/// # Errors
/// The store's, a case this version of the program cannot read, and those of `each`, which ends
/// the walk.
pub fn cases<E: From<Failed>>(
    app: &App,
    desk: &DeskId,
    period: &Period,
    mut each: impl FnMut(Conformance) -> Result<(), E>,
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

/// A case against the versions of its procedure, told from its events; nothing for a stream that is
/// not a case's.
///
/// # Errors
/// When the version it began under is not known here.
pub fn replay(app: &App, stream: &str, events: &[Event]) -> Result<Option<Conformance>, Failed> {
    let Some(Happened::Registered(registration)) = events.first().map(|event| &event.what) else { return Ok(None) };
    let (id, version) = (&registration.procedure, registration.version.as_str());
    match of_case(|version| app.procedure(id, version), events) {
        Some(found) => Ok(Some(found)),
        None => {
            Err(StoreError::invalid(format!("{stream}: no se conoce el procedimiento {id} versión {version}")).into())
        }
    }
}
