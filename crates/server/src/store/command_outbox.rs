//! Commands one case leaves for another: written with the first one's events, carried out later by
//! a task. The command keeps one id, and is settled in the transaction of what it did at its
//! target, so it takes effect once however often it is tried.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::{Result, StoreError};

sql! {
    PUT = "INSERT INTO command_outbox (id, from_stream, to_stream, command, created_at, state, next_at, attempt)
        VALUES ($1, $2, $3, $4, $5, 'waiting', $5, 0)";
    DUE = "SELECT id, from_stream, to_stream, command, created_at, attempt FROM command_outbox
        WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2";
    OF_STREAM = "SELECT id, from_stream, to_stream, command, created_at, attempt FROM command_outbox
        WHERE from_stream = $1 AND state = 'waiting' ORDER BY created_at, id";
    SETTLE = "UPDATE command_outbox SET state = 'done', outcome = $2, settled_at = $3
        WHERE id = $1 AND state = 'waiting'";
    POSTPONE = "UPDATE command_outbox SET next_at = $2, attempt = attempt + 1 WHERE id = $1 AND state = 'waiting'";
    NEXT = "SELECT next_at FROM command_outbox WHERE state = 'waiting' ORDER BY next_at LIMIT 1";
}

/// A command on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub id: String,
    pub from_stream: String,
    pub to_stream: String,
    /// Serialised.
    pub command: String,
    pub created_at: Timestamp,
    /// How often it was tried without an outcome.
    pub attempt: i64,
}

/// Leaves a command for another case.
pub fn put(tx: &mut Tx<'_>, id: &str, from: &str, to: &str, command: &str, at: Timestamp) -> Result<()> {
    tx.run(PUT, params![id, from, to, command, at])?;
    Ok(())
}

/// The commands to carry out now, the oldest first.
pub fn due(reader: &mut Reader<'_>, now: Timestamp, limit: i64) -> Result<Vec<Waiting>> {
    reader.all(DUE, params![now, limit], read)
}

/// The commands a case has left that are not carried out yet.
pub fn of_stream(reader: &mut Reader<'_>, from: &str) -> Result<Vec<Waiting>> {
    reader.all(OF_STREAM, params![from], read)
}

/// Records what came of a command, in the transaction that carried it out.
///
/// # Errors
/// [`StoreError::Invalid`] when it was settled before: undo this transaction.
pub fn settle(tx: &mut Tx<'_>, id: &str, outcome: &str, now: Timestamp) -> Result<()> {
    match tx.run(SETTLE, params![id, outcome, now])? {
        1 => Ok(()),
        _ => Err(StoreError::invalid(format!("command {id} was settled before"))),
    }
}

/// Puts a command off that could not be carried out now. False if it was settled meanwhile.
pub fn postpone(tx: &mut Tx<'_>, id: &str, until: Timestamp) -> Result<bool> {
    Ok(tx.run(POSTPONE, params![id, until])? == 1)
}

/// When the next command wants attention.
pub fn next(reader: &mut Reader<'_>) -> Result<Option<Timestamp>> {
    reader.one(NEXT, params![], |row| row.get(0))
}

fn read(row: &Row<'_>) -> Result<Waiting> {
    Ok(Waiting {
        id: row.get(0)?,
        from_stream: row.get(1)?,
        to_stream: row.get(2)?,
        command: row.get(3)?,
        created_at: row.get(4)?,
        attempt: row.get(5)?,
    })
}
