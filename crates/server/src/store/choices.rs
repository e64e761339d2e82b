//! What a person chose for themselves.

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    PUT = "INSERT INTO choices (person, key, value, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    GET = "SELECT value FROM choices WHERE person = $1 AND key = $2";
}

/// Keeps a choice, replacing the one before.
pub fn put(tx: &mut Tx<'_>, person: &str, key: &str, value: &str, now: Timestamp) -> Result<()> {
    tx.run(PUT, params![person, key, value, now]).map(|_| ())
}

/// What a person chose, if they did.
pub fn get(reader: &mut Reader<'_>, person: &str, key: &str) -> Result<Option<String>> {
    reader.one(GET, params![person, key], |row| row.get(0))
}
