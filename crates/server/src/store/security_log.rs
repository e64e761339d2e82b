//! What the guard saw: sign-ins, refusals, attempts. Machine time; never passwords or tokens.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    NOTE = "INSERT INTO security_log (at, kind, person, address, detail) VALUES ($1, $2, $3, $4, $5)";
    PAGE = "SELECT id, at, kind, person, address, detail FROM security_log
        WHERE id < $1 ORDER BY id DESC LIMIT $2";
    OF_PERSON = "SELECT id, at, kind, person, address, detail FROM security_log
        WHERE person = $1 ORDER BY at DESC, id DESC LIMIT $2";
    FORGET = "DELETE FROM security_log WHERE at < $1";
}

/// One thing seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    /// One word: `signed_in`, `wrong_password`, `not_found`, `throttled`, …
    pub kind: String,
    pub person: Option<String>,
    /// Where it came from.
    pub address: String,
    pub detail: String,
}

/// Notes what was seen.
pub fn note(tx: &mut Tx<'_>, seen: &Seen) -> Result<()> {
    let Seen { at, kind, person, address, detail } = seen;
    tx.run(NOTE, params![at, kind, person, address, detail]).map(|_| ())
}

/// A page of the log with the ids of its lines, the newest first, before an id (begin with none).
pub fn page(reader: &mut Reader<'_>, before: Option<i64>, limit: i64) -> Result<Vec<(i64, Seen)>> {
    reader.all(PAGE, params![before.unwrap_or(i64::MAX), limit], read)
}

/// The newest lines about a person.
pub fn of_person(reader: &mut Reader<'_>, person: &str, limit: i64) -> Result<Vec<(i64, Seen)>> {
    reader.all(OF_PERSON, params![person, limit], read)
}

/// Forgets lines older than `before`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(FORGET, params![before])
}

fn read(row: &Row<'_>) -> Result<(i64, Seen)> {
    let seen =
        Seen { at: row.get(1)?, kind: row.get(2)?, person: row.get(3)?, address: row.get(4)?, detail: row.get(5)? };
    Ok((row.get(0)?, seen))
}
