//! An instance with the demo's entity and no work in it, in a folder of its own: what pages are
//! looked at and tested with.

use std::path::PathBuf;

use crate::app::App;
use crate::entity::{Entity, Files};
use crate::start::{self, StartError};
use crate::store::{Access, Config, Database};

/// Opens it. May be called from asynchronous code: the store is opened on a thread of its own.
///
/// # Errors
/// When the folder cannot hold a store.
pub fn app(folder: PathBuf) -> Result<App, StartError> {
    let open = move || {
        let entity = Entity::read(&Files::demo()).map_err(StartError::Entity)?;
        let config = Config { attachments: None, folder, database: Database::Sqlite, connections: 4 };
        start::open(config, Access::Owner, entity)
    };
    std::thread::spawn(open).join().unwrap_or_else(|_| Err(StartError::Entity(Vec::new())))
}
