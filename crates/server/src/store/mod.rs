//! The store: the only SQL there is. One file per capability, one thin layer (`db`) over two
//! engines, one file (`dialect`) for what differs between them.
//!
//! Work is a closure over a [`Tx`] (writes) or a [`Reader`] (reads one consistent state). It may
//! run more than once (PostgreSQL repeats what clashed), so it changes nothing but the store; what
//! must follow only a success goes through [`Tx::after_commit`]. It never calls the store again.

mod address;
mod db;
mod dialect;
mod digest;
mod error;
mod held;
mod migrate;
mod owner;
mod pool;
mod postgresql;
mod seal_key;
mod sqlite;

pub mod accounts;
pub mod approvals;
pub mod articles;
pub mod attachments;
pub mod cases;
pub mod choices;
pub mod command_outbox;
pub mod commands;
pub mod contents;
pub mod deviations;
pub mod drafts;
pub mod events;
pub mod evidence;
pub mod heartbeat;
pub mod letters;
pub mod measures;
pub mod numbers;
pub mod open_cases;
pub mod outbox;
pub mod projections;
pub mod seals;
pub mod search;
pub mod security_log;
pub mod sessions;
pub mod settings;
pub mod templates;
pub mod terms;
pub mod throttle;
pub mod verify;
pub mod views;
pub mod workload;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

pub use db::{Reader, Sql, Tx};
pub use dialect::whole_microseconds;
pub use digest::{Digest, NotADigest};
pub use error::{Result, StoreError};
pub use held::Held;
pub use seal_key::SealKey;

/// Where an instance lives.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data folder: lock, SQLite database, attachments.
    pub folder: PathBuf,
    pub database: Database,
    /// Where attachments are kept, if not in the data folder: several nodes share one.
    pub attachments: Option<PathBuf>,
    /// Connections at the same time: readers of SQLite, everything of PostgreSQL.
    pub connections: usize,
}

/// Which engine holds the data.
#[derive(Clone, Debug)]
pub enum Database {
    /// `ventanilla.db` in the data folder.
    Sqlite,
    /// `postgres://user:password@host/database?sslmode=…&sslrootcert=…`.
    Postgres { url: String },
}

/// What this process may do with the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everything; one process at a time per data folder.
    Owner,
    /// Reading, beside the owner.
    ReadOnly,
}

/// Whose work goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Somebody is waiting for the answer.
    Person,
    /// Terms, mail, projections: in slices of at most 64 cases or 5 ms, so that people's goes between.
    System,
}

/// The store of one instance. Cheap to clone; closed when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    open: Arc<Open>,
}

struct Open {
    engine: Engine,
    config: Config,
    access: Access,
    held: held::Names,
    // Let go of after the engine: fields are dropped in order.
    _ownership: Option<owner::Ownership>,
}

enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgresql::Postgres>),
}

impl Store {
    /// Opens the instance, bringing its schema up to date if this process owns it.
    ///
    /// # Errors
    /// [`StoreError::Owned`] when another process owns it; [`StoreError::NewerSchema`] when a newer
    /// version of the program wrote it; [`StoreError::NoInstance`] or [`StoreError::OlderSchema`]
    /// when there is nothing a reader could read.
    pub fn open(config: Config, access: Access) -> Result<Store> {
        let ownership = (access == Access::Owner).then(|| owner::take(&config.folder)).transpose()?;
        let path = config.folder.join("ventanilla.db");
        let engine = match (&config.database, access) {
            (Database::Sqlite, Access::Owner) => Engine::Sqlite(sqlite::Sqlite::open(&path, config.connections)?),
            (Database::Sqlite, Access::ReadOnly) => {
                Engine::Sqlite(sqlite::Sqlite::open_read_only(&path, config.connections)?)
            }
            (Database::Postgres { url }, _) => {
                Engine::Postgres(Box::new(postgresql::Postgres::open(url, config.connections, access)?))
            }
        };
        Ok(Store {
            open: Arc::new(Open { engine, config, access, held: held::Names::default(), _ownership: ownership }),
        })
    }

    /// Where the instance lives.
    pub fn config(&self) -> &Config {
        &self.open.config
    }

    /// From now on SQLite does not wait for the disk after a transaction; `false`: it does again, and
    /// what was written meanwhile goes there. Only for filling what begins anew when it is cut short.
    pub fn hurry(&self, hurried: bool) {
        if let Engine::Sqlite(sqlite) = &self.open.engine {
            sqlite.hurry(hurried);
        }
    }

    /// Does work in one transaction and waits until it is on disk, or undone. Panics in
    /// asynchronous code: see [`Store::write_async`].
    ///
    /// # Errors
    /// The work's own refusal; [`StoreError::Panicked`] when it panicked; [`StoreError::Commit`]
    /// when it did not reach the disk; [`StoreError::Busy`] when too much is waiting.
    pub fn write<T, E>(
        &self,
        urgency: Urgency,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.may_write()?;
        match &self.open.engine {
            Engine::Sqlite(sqlite) => {
                let (tell, told) = tokio::sync::oneshot::channel();
                // The asker waits below; the answer always has a taker.
                sqlite.submit(urgency, job(work, move |result| drop(tell.send(result))))?;
                told.blocking_recv().unwrap_or_else(|_| Err(ended().into()))
            }
            Engine::Postgres(postgres) => unpanicked(|| postgres.write(work)),
        }
    }

    /// [`Store::write`] for asynchronous code. Dropping the future does not undo the work.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write_async<T, E>(
        &self,
        urgency: Urgency,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.may_write()?;
        match &self.open.engine {
            // The writer answers by itself: no thread waits.
            Engine::Sqlite(sqlite) => {
                let (tell, told) = tokio::sync::oneshot::channel();
                // Nobody may be waiting any more; the work is done all the same.
                sqlite.submit(urgency, job(work, move |result| drop(tell.send(result))))?;
                told.await.unwrap_or_else(|_| Err(ended().into()))
            }
            Engine::Postgres(_) => {
                let store = self.clone();
                blocking(move || store.write(urgency, work)).await
            }
        }
    }

    /// Reads one consistent state. Panics in asynchronous code: see [`Store::read_async`].
    ///
    /// # Errors
    /// The work's own refusal; [`StoreError::Busy`] when every connection stays lent for 10 s.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        not_from_asynchronous_code();
        match &self.open.engine {
            Engine::Sqlite(sqlite) => sqlite.read(work),
            Engine::Postgres(postgres) => postgres.read(work),
        }
    }

    /// [`Store::read`] for asynchronous code.
    ///
    /// # Errors
    /// As [`Store::read`]; [`StoreError::Panicked`] when the work panicked.
    pub async fn read_async<T, E>(
        &self,
        work: impl FnOnce(&mut Reader<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        blocking(move || store.read(work)).await
    }

    /// Machine time as the store tells it; see [`Reader::now`].
    pub fn now(&self) -> Result<Timestamp> {
        match &self.open.engine {
            Engine::Sqlite(_) => Ok(whole_microseconds(Timestamp::now())),
            Engine::Postgres(postgres) => postgres.read(|reader| reader.now()),
        }
    }

    /// Prepares every statement the store has; the answer names those this engine refuses.
    pub fn refused_statements(&self) -> Result<Vec<String>> {
        match &self.open.engine {
            Engine::Sqlite(sqlite) => sqlite.prepare(&statements()),
            Engine::Postgres(postgres) => postgres.prepare(&statements()),
        }
    }

    fn may_write(&self) -> Result<()> {
        match self.open.access {
            Access::Owner => Ok(()),
            Access::ReadOnly => Err(StoreError::invalid("the store was opened read-only")),
        }
    }
}

/// Every statement of the store.
pub fn statements() -> Vec<Sql> {
    [
        dialect::STATEMENTS,
        accounts::STATEMENTS,
        approvals::STATEMENTS,
        articles::STATEMENTS,
        attachments::STATEMENTS,
        cases::STATEMENTS,
        choices::STATEMENTS,
        command_outbox::STATEMENTS,
        commands::STATEMENTS,
        contents::STATEMENTS,
        deviations::STATEMENTS,
        drafts::STATEMENTS,
        events::STATEMENTS,
        evidence::STATEMENTS,
        heartbeat::STATEMENTS,
        letters::STATEMENTS,
        measures::STATEMENTS,
        numbers::STATEMENTS,
        open_cases::STATEMENTS,
        outbox::STATEMENTS,
        projections::STATEMENTS,
        seals::STATEMENTS,
        search::STATEMENTS,
        security_log::STATEMENTS,
        sessions::STATEMENTS,
        settings::STATEMENTS,
        templates::STATEMENTS,
        terms::STATEMENTS,
        throttle::STATEMENTS,
        verify::STATEMENTS,
        views::STATEMENTS,
        workload::STATEMENTS,
    ]
    .concat()
}

/// Packs work for the writer thread, with what is to be told when its batch is over.
fn job<T, E>(
    mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    tell: impl FnOnce(Result<T, E>) + Send + 'static,
) -> sqlite::Job
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    Box::new(move |tx| {
        let result = tx.map(|tx| unpanicked(|| work(tx)));
        sqlite::Done {
            keep: matches!(result, Some(Ok(_))),
            answer: Box::new(move |committed| match (committed, result) {
                (Ok(()), Some(result)) => tell(result),
                (Ok(()), None) => tell(Err(StoreError::Commit("the batch was lost".into()).into())),
                (Err(error), _) => tell(Err(error.into())),
            }),
        }
    })
}

/// A panic of the work, turned into an answer: the store goes on.
fn unpanicked<T, E: From<StoreError>>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = said(&*panic);
        tracing::error!(said, "work in the store panicked");
        Err(StoreError::Panicked(said.to_owned()).into())
    })
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

fn ended() -> StoreError {
    StoreError::Commit("the writer ended".into())
}

/// Panics in asynchronous code, on both engines. PostgreSQL's client would; SQLite would only make
/// everybody else on the thread wait, and the mistake would be met by those on PostgreSQL.
fn not_from_asynchronous_code() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let _taken = tell.send(());
    drop(told.blocking_recv());
}

async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let panicked = |error: tokio::task::JoinError| StoreError::Panicked(error.to_string()).into();
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(panicked(error)))
}
