//! What the store answers when it cannot do what was asked.

use std::path::PathBuf;

/// Why the store did not do it. Nothing was written, unless the variant says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process owns this instance; a command that only reads may still open it read-only.
    #[error("another process owns the instance in {folder} (process {owner})")]
    Owned { folder: PathBuf, owner: String },
    /// The database was made by a newer version of the program.
    #[error("the database has schema {found}; this program knows up to {known}")]
    NewerSchema { found: i64, known: i64 },
    /// A reader may not bring the schema up to date; the owner does when it starts.
    #[error("the database has schema {found}; start the program once to bring it to {known}")]
    OlderSchema { found: i64, known: i64 },
    /// There is nothing to read yet.
    #[error("there is no instance yet")]
    NoInstance,
    /// The stream moved between loading and writing: load and decide again.
    #[error("stream {stream}: expected seq {expected}, found {found}")]
    Conflict { stream: String, expected: i64, found: i64 },
    /// The caller asked for something the store's own rules forbid; a defect of the caller.
    #[error("not stored: {0}")]
    Invalid(String),
    /// More work is waiting than the store takes on; try again.
    #[error("the store has too much work waiting")]
    Busy,
    /// The work panicked; it was rolled back and the store goes on.
    #[error("the work panicked: {0}")]
    Panicked(String),
    /// COMMIT failed, or its answer was lost. On PostgreSQL the outcome may be unknown:
    /// repeat with the same command id.
    #[error("the transaction could not be committed: {0}")]
    Commit(String),
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(String),
    /// The address of the database or its TLS settings cannot be used.
    #[error("database address: {0}")]
    Address(String),
    /// A file of the instance could not be read or written.
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
}

/// The store's own result.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> StoreError {
        let path = path.into();
        move |source| StoreError::File { path, source }
    }

    pub fn invalid(reason: impl Into<String>) -> StoreError {
        StoreError::Invalid(reason.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::Database(error.to_string())
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        // The outer text is only "db error"; the server's own words are in the source.
        match error.as_db_error() {
            Some(db) => StoreError::Database(format!("{} ({})", db.message(), db.code().code())),
            None => StoreError::Database(match std::error::Error::source(&error) {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            }),
        }
    }
}
