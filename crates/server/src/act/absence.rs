//! Absences and substitutes: facts of the people, decided by [`desk::absence`].

use desk::people::Absence;
use desk::{DeskHappened, PersonId, Rulebook, absence};
use jiff::civil::Date;

use super::Failed;
use super::beside::{self, Stream};
use crate::app::App;
use crate::start::{self, PEOPLE_STREAM};

/// Records that somebody is away and who stands in.
///
/// # Errors
/// As [`absence::record`]; the store's.
pub fn record(app: &App, id: &str, by: &PersonId, absence: Absence) -> Result<(), Failed> {
    let what = absence::record(&desks(app), by, absence, app.clock.now())?;
    append(app, id, by, what)
}

/// Ends the absence that begins on a date: the one under way today; one to come is taken back.
///
/// # Errors
/// When the asker is neither the absent person nor of a desk, or there is no such absence.
pub fn end(app: &App, id: &str, by: &PersonId, absent: &PersonId, from_on: Date) -> Result<(), Failed> {
    let what = absence::end(&desks(app), by, absent, from_on, app.clock.now())?.ok_or(Failed::NotFound)?;
    append(app, id, by, what)
}

fn desks(app: &App) -> Vec<Rulebook> {
    app.entity().desks.keys().filter_map(|desk| app.rulebook(desk)).collect()
}

fn append(app: &App, id: &str, by: &PersonId, what: DeskHappened) -> Result<(), Failed> {
    let stream = Stream { name: PEOPLE_STREAM.to_owned(), kind: "people" };
    let absences = beside::once(app, id, by, stream, what, |_, _| Ok(()), |tx| start::absences(tx))?;
    app.set_absences(absences);
    Ok(())
}
