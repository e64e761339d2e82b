//! Opening an instance: store, entity, clock, numbers, absences; and everything wrong said at once.

use std::path::Path;

use desk::DeskHappened;
use desk::people::Absence;

use crate::app::App;
use crate::clock::DeskClock;
use crate::entity::{Entity, Files, Wrong};
use crate::project;
use crate::store::{Access, Config, Store, StoreError, events, settings};

/// Settings of the store the machine keeps for itself.
pub const AHEAD: &str = "desk_clock_ahead";
pub const DEMO: &str = "demo";

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Folder(#[from] crate::entity::FolderError),
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Entity(Vec<Wrong>),
}

/// The entity of a data folder.
///
/// # Errors
/// Everything wrong in its files.
pub fn entity(folder: &Path) -> Result<Entity, StartError> {
    Entity::read(&Files::from_folder(folder)?).map_err(StartError::Entity)
}

/// Opens an instance that this process owns.
///
/// # Errors
/// When the store cannot be opened.
pub fn open(config: Config, access: Access, entity: Entity) -> Result<App, StartError> {
    let store = Store::open(config, access)?;
    let (ahead, demo, absences) = store.read(|reader| {
        let ahead = settings::get(reader, AHEAD)?
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let demo = settings::get(reader, DEMO)?.is_some();
        Ok::<_, StoreError>((ahead, demo, absences(reader)?))
    })?;
    // Only a demo travels.
    let clock = DeskClock::ahead_by(if demo { ahead } else { 0 });
    let app = App::new(store, clock, entity, demo);
    app.set_absences(absences);
    if access == Access::Owner {
        prepare_numbers(&app)?;
    }
    Ok(app)
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
    let mut absences: Vec<Absence> = Vec::new();
    for row in events::load(reader, PEOPLE_STREAM)? {
        let happened: DeskHappened =
            serde_json::from_str(&row.data).map_err(|e| StoreError::invalid(e.to_string()))?;
        match happened {
            DeskHappened::AbsenceRecorded {
                absent,
                substitute,
                from_on,
                until_on,
                ..
            } => {
                absences.retain(|a| !(a.absent == absent && a.from_on == from_on));
                absences.push(Absence {
                    absent,
                    substitute,
                    from_on,
                    until_on,
                });
            }
            DeskHappened::AbsenceEnded { absent, until_on } => {
                absences
                    .iter_mut()
                    .filter(|a| a.absent == absent && a.until_on > until_on)
                    .for_each(|a| a.until_on = until_on);
            }
        }
    }
    absences.retain(|a| a.from_on <= a.until_on);
    Ok(absences)
}
