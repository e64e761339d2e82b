//! Making every projection again from what is true; and looking again at the open cases after the
//! entity changed a calendar, a person or a target.

use sha2::{Digest as _, Sha256};

use crate::act::{self, Failed};
use crate::app::App;
use crate::project;
use crate::store::events::Stream;
use crate::store::{StoreError, Tx, Urgency, cases, events, projections, settings};

/// Set while a rebuild is under way: one that was cut short is finished at the next start.
const REBUILDING: &str = "rebuilding";
/// What the open cases were last projected with.
const PROJECTED: &str = "projected_with";

/// Cases in one transaction.
const SLICE: i64 = 64;

/// Deletes every projection and makes it again; `progress` hears how many cases are done. Returns
/// how many there are.
///
/// # Errors
/// The store's; what is done stays, and the rest is done at the next start.
pub fn rebuild(app: &App, mut progress: impl FnMut(u64)) -> Result<u64, StoreError> {
    let now = app.clock.now();
    app.store.write(Urgency::System, move |tx| {
        settings::put(tx, REBUILDING, "", now)?;
        projections::delete_all(tx)
    })?;
    let mut done = 0;
    let mut after = String::new();
    loop {
        let (app_in, from) = (app.clone(), after.clone());
        let last = app.store.write(Urgency::System, move |tx| {
            let slice = events::streams_of_kind(tx, "case", &from, SLICE)?;
            for stream in &slice {
                project_again(&app_in, tx, stream)?;
            }
            Ok::<_, StoreError>(slice.last().map(|stream| (stream.stream.clone(), slice.len() as u64)))
        })?;
        let Some((stream, count)) = last else { break };
        after = stream;
        done += count;
        progress(done);
    }
    app.store.write(Urgency::System, |tx| settings::remove(tx, REBUILDING))?;
    Ok(done)
}

/// The rows of one case, as they were after its last change.
fn project_again(app: &App, tx: &mut Tx<'_>, stream: &Stream) -> Result<(), StoreError> {
    let case = match act::load(tx, &stream.stream) {
        Ok(Some(case)) => case,
        Ok(None) | Err(Failed::NotFound) => return Ok(()),
        Err(Failed::Store(error)) => return Err(error),
        Err(problem) => {
            tracing::error!(stream = stream.stream, %problem, "a case cannot be read, so lists do not show it");
            return Ok(());
        }
    };
    match app.rulebook_of(&case) {
        Some(rules) => project::again(app, tx, &rules, &stream.stream, &case, stream.head.last_recorded_at),
        None => {
            tracing::error!(stream = stream.stream, desk = %case.desk, "the desk of a case is not configured, so lists do not show it");
            Ok(())
        }
    }
}

/// Finishes a rebuild that was cut short.
pub(super) fn finish(app: &App) -> Result<(), StoreError> {
    let cut_short = app.store.read(|reader| settings::get(reader, REBUILDING))?.is_some();
    if cut_short {
        tracing::warn!("a rebuild was cut short; it is done again");
        rebuild(app, |_| {})?;
    }
    Ok(())
}

/// After the entity's files changed: when to look at each open case again. An amended calendar so
/// reaches every case that waits.
pub(crate) fn sweep(app: &App) -> Result<(), StoreError> {
    let mark = data_encoding::HEXLOWER.encode(&Sha256::digest(app.entity().fingerprint));
    let now = app.clock.now();
    if app.store.read(|reader| settings::get(reader, PROJECTED))?.as_deref() == Some(&mark) {
        return Ok(());
    }
    for desk in app.entity().desks.keys() {
        let mut after = None;
        loop {
            let (app_in, desk_in, from) = (app.clone(), desk.clone(), after.clone());
            let last = app.store.write(Urgency::System, move |tx| {
                let rows = cases::queue(tx, desk_in.as_str(), &cases::Queue::All, from.as_ref(), SLICE)?;
                // Where the page ends is told before its rows move.
                let last = rows.last().map(cases::After::case);
                for row in &rows {
                    if let Some(head) = events::head(tx, &row.stream)? {
                        project_again(&app_in, tx, &Stream { stream: row.stream.clone(), kind: "case".into(), head })?;
                    }
                }
                Ok::<_, StoreError>(last)
            })?;
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    app.store.write(Urgency::System, move |tx| settings::put(tx, PROJECTED, &mark, now))
}
