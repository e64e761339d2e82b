//! Small facts about the instance itself, by key: the epoch of its configuration, cursors of
//! mailboxes, whether it is a demo and what time that has reached.

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    GET = "SELECT value FROM settings WHERE key = $1";
    PUT = "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    CLAIM = "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING";
    REMOVE = "DELETE FROM settings WHERE key = $1";
    ALL = "SELECT key, value FROM settings ORDER BY key";
}

/// The value of a key.
pub fn get(reader: &mut Reader<'_>, key: &str) -> Result<Option<String>> {
    reader.one(GET, params![key], |row| row.get(0))
}

/// Every key with its value.
pub fn all(reader: &mut Reader<'_>) -> Result<Vec<(String, String)>> {
    reader.all(ALL, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Sets a key.
pub fn put(tx: &mut Tx<'_>, key: &str, value: &str, at: Timestamp) -> Result<()> {
    tx.run(PUT, params![key, value, at]).map(|_| ())
}

/// Sets a key that has no value yet, and tells the value it then has: whoever comes first decides.
pub fn claim(tx: &mut Tx<'_>, key: &str, value: &str, at: Timestamp) -> Result<String> {
    tx.run(CLAIM, params![key, value, at])?;
    Ok(get(tx, key)?.unwrap_or_default())
}

/// Removes a key.
pub fn remove(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    tx.run(REMOVE, params![key]).map(|_| ())
}
