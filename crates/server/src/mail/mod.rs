//! Mail, in and out. Nothing is sent inside a request and nothing is lost on the way in.
//!
//! In: [`spool`] keeps a message before anybody looks at it, [`read`] makes a letter of its bytes,
//! the desk says what the letter means (`desk::inbox`), [`intake`] carries it out.
//! Out: [`compose`] writes a notice with the words of [`said`], [`send`] hands it over.
//! [`token`] is what an answer brings back.

pub mod compose;
mod html;
pub mod intake;
mod names;
pub mod read;
mod said;
pub mod send;
pub mod spool;
pub mod token;
pub mod triage;

use std::path::PathBuf;
use std::sync::Arc;

use desk::inbox::{Mailboxes, Ours};
use jiff::Timestamp;

use crate::app::App;
use crate::config::{Config, Smtp};
use crate::entity::Entity;
use crate::hearing::Ear;
use crate::store::StoreError;
pub use read::Limits;
use send::Way;
use token::Key;

/// What an instance decides about its mail.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The instance's own address as people reach it, without a slash at the end.
    pub address: String,
    /// Without it every letter stays in the readable outbox.
    pub smtp: Option<Smtp>,
    /// Our mail servers: whose stamps of arrival and whose doubts about a sender are believed.
    pub own_hosts: Vec<String>,
    /// The mail server delivers `mesa+anything@` to `mesa@`. Where it does not, answers are known by
    /// their references alone.
    pub plus_addresses: bool,
    pub limits: Limits,
}

impl Settings {
    /// As the instance is configured.
    pub fn of(config: &Config) -> Settings {
        Settings {
            address: config.reached_at(config.listen),
            smtp: config.smtp.clone(),
            own_hosts: config.own_hosts.clone(),
            plus_addresses: config.plus_addresses,
            limits: Limits { size: config.limits.letter, ..Limits::default() },
        }
    }
}

/// The mail of a running instance. Cheap to clone.
#[derive(Clone)]
pub struct Mailroom(Arc<Room>);

struct Room {
    settings: Settings,
    way: Way,
    key: Key,
    spool: PathBuf,
    ear: Arc<Ear>,
}

/// Mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("el servidor de correo {host} no sirve: {why}")]
    Server { host: String, why: String },
    #[error("no se puede usar la carpeta {path}: {source}")]
    Spool { path: PathBuf, source: std::io::Error },
}

impl Mailroom {
    /// Opens the mail of an instance that this process owns.
    ///
    /// # Errors
    /// When the mail server's settings cannot be used, or the spool or the store.
    pub fn open(app: &App, settings: Settings) -> Result<Mailroom, MailError> {
        // The letters of a demo bear invented dates: whatever is configured, none leaves.
        let way = Way::new(settings.smtp.as_ref().filter(|_| !app.is_demo()))?;
        let spool = spool::folder(&app.store.config().folder);
        spool::prepare(&spool).map_err(|source| MailError::Spool { path: spool.clone(), source })?;
        let key = Key::claim(&app.store)?;
        let ear = app.ear("spool");
        Ok(Mailroom(Arc::new(Room { settings, way, key, spool, ear })))
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn spool(&self) -> &std::path::Path {
        &self.0.spool
    }

    /// Everything that was piped to us before this instant of desk time has been taken in.
    pub(crate) fn heard(&self, until: Timestamp) {
        self.0.ear.heard(until);
    }

    pub(crate) fn way(&self) -> &Way {
        &self.0.way
    }

    pub fn key(&self) -> &Key {
        &self.0.key
    }

    /// What of an entity is known to mail.
    pub(crate) fn with_ours<T>(&self, entity: &Entity, read: impl FnOnce(&Ours<'_>) -> T) -> T {
        let desks: Vec<Mailboxes<'_>> = entity
            .desks
            .values()
            .map(|book| Mailboxes { desk: &book.desk, prefix: &book.procedure.document.prefix })
            .collect();
        read(&Ours { desks: &desks, hosts: &self.0.settings.own_hosts })
    }
}
