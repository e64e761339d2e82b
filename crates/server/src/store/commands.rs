//! The first outcome of every command: a repeated id returns it and changes nothing.
//!
//! An id is its actor's own: nobody meets another's outcome by guessing.

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::{Result, StoreError};

sql! {
    FIND = "SELECT stream, first_seq, count, outcome, at FROM commands WHERE actor = $1 AND id = $2";
    RECORD = "INSERT INTO commands (actor, id, stream, first_seq, count, outcome, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (actor, id) DO NOTHING";
    LAST = "SELECT at FROM commands ORDER BY at DESC LIMIT 1";
    FORGET = "DELETE FROM commands WHERE at < $1";
}

/// What a command did the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub stream: String,
    /// The events it caused: `count` of them from `first_seq` on.
    pub first_seq: i64,
    pub count: i64,
    /// What its asker was told, serialised.
    pub outcome: String,
    pub at: Timestamp,
}

/// The outcome of a command already done, if it was. Until this transaction ends nobody else does
/// a command of this id: repeated at the same time, the second one finds the first one's outcome.
pub fn begin(tx: &mut Tx<'_>, actor: &str, id: &str) -> Result<Option<Outcome>> {
    tx.lock_name(&format!("command {actor} {id}"))?;
    find(tx, actor, id)
}

/// The outcome of a command already done, if it was.
pub fn find(reader: &mut Reader<'_>, actor: &str, id: &str) -> Result<Option<Outcome>> {
    reader.one(FIND, params![actor, id], |row| {
        Ok(Outcome {
            stream: row.get(0)?,
            first_seq: row.get(1)?,
            count: row.get(2)?,
            outcome: row.get(3)?,
            at: row.get(4)?,
        })
    })
}

/// Records what a command did, in its own transaction.
///
/// # Errors
/// [`StoreError::Invalid`] when the id was already recorded: [`begin`] was not asked.
pub fn record(tx: &mut Tx<'_>, actor: &str, id: &str, done: &Outcome) -> Result<()> {
    let Outcome { stream, first_seq, count, outcome, at } = done;
    match tx.run(RECORD, params![actor, id, stream, first_seq, count, outcome, at])? {
        1 => Ok(()),
        _ => Err(StoreError::invalid("a command recorded twice")),
    }
}

/// When the last command was recorded.
pub fn last_at(reader: &mut Reader<'_>) -> Result<Option<Timestamp>> {
    reader.one(LAST, params![], |row| row.get(0))
}

/// Forgets outcomes older than `before`: nobody repeats a command after so long.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(FORGET, params![before])
}
