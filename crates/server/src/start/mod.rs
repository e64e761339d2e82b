//! Opening an instance: store, entity, clock, numbers, absences; and everything wrong said at once.

mod date;
mod follow;
mod rebuild;

use std::path::{Path, PathBuf};

use desk::DeskHappened;
use desk::people::Absence;
use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::apply::{ApplyError, kept};
use crate::clock::DeskClock;
use crate::entity::{Entity, Files, Wrong};
use crate::project;
use crate::store::{Access, Config, Store, StoreError, Urgency, events, heartbeat, settings};

pub use date::{Doubt, check_date, confirm_date};
pub use follow::is_followed;
pub use rebuild::rebuild;
pub(crate) use rebuild::sweep;

/// Settings of the store the machine keeps for itself.
pub const AHEAD: &str = "desk_clock_ahead";
pub const DEMO: &str = "demo";

/// Why an instance does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Folder(#[from] crate::entity::FolderError),
    /// There are no files of an entity here.
    #[error("no hay una entidad en {0}")]
    NoEntity(PathBuf),
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Entity(Vec<Wrong>),
}

impl From<ApplyError> for StartError {
    fn from(error: ApplyError) -> StartError {
        match error {
            ApplyError::Wrong(wrongs) => StartError::Entity(wrongs),
            ApplyError::Store(error) => StartError::Store(error),
            // The owner is alone while it starts; another node may have been faster.
            ApplyError::Changed => StartError::Store(StoreError::invalid(error.to_string())),
        }
    }
}

/// The entity of a folder.
///
/// # Errors
/// Everything wrong in its files.
pub fn entity(folder: &Path) -> Result<Entity, StartError> {
    if !folder.join("entity.toml").exists() {
        return Err(StartError::NoEntity(folder.to_path_buf()));
    }
    Entity::read(&Files::from_folder(folder)?).map_err(StartError::Entity)
}

/// Opens an instance with the files of a folder; without one, as it is kept in the store.
///
/// # Errors
/// As [`open`], and where there is no entity either here or there.
pub fn open_folder(config: Config, access: Access, folder: &Path) -> Result<App, StartError> {
    if folder.join("entity.toml").exists() {
        return open(config, access, entity(folder)?);
    }
    let store = Store::open(config.clone(), access)?;
    let kept = store.read(kept::load)?;
    drop(store);
    if kept.seq == 0 {
        return Err(StartError::NoEntity(folder.to_path_buf()));
    }
    open(config, access, Entity::read(&kept.files).map_err(StartError::Entity)?)
}

/// Opens an instance. Its owner also makes its numbers ready, puts in force what changed in the
/// entity's folder, and finishes a rebuild that was cut short.
///
/// # Errors
/// When the store cannot be opened, or the folder would break a promise: change a published version.
pub fn open(config: Config, access: Access, entity: Entity) -> Result<App, StartError> {
    let store = Store::open(config, access)?;
    let (clock, demo, absences) = store.read(|reader| {
        let demo = settings::get(reader, DEMO)?.is_some();
        let clock = if demo { demo_clock(reader)? } else { DeskClock::default() };
        Ok::<_, StoreError>((clock, demo, absences(reader)?))
    })?;
    begin(store, access, entity, clock, demo, absences)
}

/// [`open`] with a clock of the caller's.
///
/// # Errors
/// As [`open`].
pub fn open_at(store: Store, entity: Entity, clock: DeskClock, demo: bool) -> Result<App, StartError> {
    let absences = store.read(absences)?;
    begin(store, Access::Owner, entity, clock, demo, absences)
}

fn begin(
    store: Store,
    access: Access,
    entity: Entity,
    clock: DeskClock,
    demo: bool,
    absences: Vec<Absence>,
) -> Result<App, StartError> {
    let given = entity.files.clone();
    let app = App::new(store, clock, entity, demo);
    app.set_absences(absences);
    follow::remember(&app)?;
    if access == Access::Owner {
        follow::follow(&app, given)?;
        prepare_numbers(&app)?;
        keep_demo_clock(&app)?;
        rebuild::finish(&app)?;
        rebuild::sweep(&app)?;
    }
    Ok(app)
}

/// A demo's time stands still while nobody runs it, and goes on from there.
fn demo_clock(reader: &mut crate::store::Reader<'_>) -> Result<DeskClock, StoreError> {
    let ahead = settings::get(reader, AHEAD)?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let Some(last) = heartbeat::last(reader)? else {
        return Ok(DeskClock::ahead_by(ahead));
    };
    let ran_on = DeskClock::ahead_by(ahead).now().duration_since(last);
    let back = if ran_on > SignedDuration::from_mins(1) { ran_on.as_micros() as i64 } else { 0 };
    Ok(DeskClock::ahead_by(ahead - back))
}

fn keep_demo_clock(app: &App) -> Result<(), StoreError> {
    if !app.is_demo() {
        return Ok(());
    }
    let (ahead, now) = (app.clock.ahead().to_string(), app.clock.now());
    app.store.write(Urgency::System, move |tx| settings::put(tx, AHEAD, &ahead, now))
}

/// Numbers of this year and the next, for every desk.
///
/// # Errors
/// The store's.
pub fn prepare_numbers(app: &App) -> Result<(), StoreError> {
    for desk in app.entity().desks.keys() {
        let Some(rules) = app.rulebook(desk) else {
            continue;
        };
        for (desk, year) in project::years(app.clock.now(), &rules) {
            app.store.prepare_numbers(desk.as_str(), year)?;
        }
    }
    Ok(())
}

/// The stream of what concerns all desks: absences.
pub const PEOPLE_STREAM: &str = "people";

/// Absences recorded so far.
///
/// # Errors
/// The store's.
pub fn absences(reader: &mut crate::store::Reader<'_>) -> Result<Vec<Absence>, StoreError> {
    let rows = events::load(reader, PEOPLE_STREAM)?;
    let read = |row: &events::StoredEvent| serde_json::from_str(&row.data);
    let happened: Result<Vec<DeskHappened>, _> = rows.iter().map(read).collect();
    Ok(desk::absence::standing(happened.map_err(|e| StoreError::invalid(e.to_string()))?))
}

/// The day it is at an instant, by the calendar of the first desk.
pub fn today(app: &App, now: Timestamp) -> jiff::civil::Date {
    let entity = app.entity();
    let local = entity.desks.values().next().map(|book| book.calendar.local(now));
    local.map_or_else(|| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |local| local.date())
}
