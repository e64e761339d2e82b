//! When to look at a case again. A row has no authority: whoever looks asks the rules again, so a
//! row that comes twice, late or for nothing does no harm.

use std::collections::HashMap;

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    OF_STREAM = "SELECT name, look_at FROM terms WHERE stream = $1 ORDER BY name";
    PUT = "INSERT INTO terms (stream, name, look_at) VALUES ($1, $2, $3)
        ON CONFLICT (stream, name) DO UPDATE SET look_at = excluded.look_at";
    REMOVE = "DELETE FROM terms WHERE stream = $1 AND name = $2";
    DUE = "SELECT stream, MIN(look_at) AS first_at FROM (
            SELECT stream, look_at FROM terms WHERE look_at <= $1 ORDER BY look_at, stream, name LIMIT $2
        ) AS due GROUP BY stream ORDER BY first_at, stream";
    PAGE = "SELECT look_at, stream, name FROM terms WHERE look_at <= $1 AND (look_at, stream, name) > ($2, $3, $4)
        ORDER BY look_at, stream, name LIMIT $5";
    NEXT = "SELECT look_at FROM terms WHERE look_at > $1 ORDER BY look_at LIMIT 1";
}

/// An instant at which somebody should look at the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub name: String,
    pub look_at: Timestamp,
}

/// Replaces the terms of a stream; what did not change is not written again.
pub fn replace(tx: &mut Tx<'_>, stream: &str, terms: &[Term]) -> Result<()> {
    let before = of_stream(tx, stream)?;
    let mut before: HashMap<&str, Timestamp> = before.iter().map(|it| (it.name.as_str(), it.look_at)).collect();
    for Term { name, look_at } in terms {
        if before.remove(name.as_str()) != Some(*look_at) {
            tx.run(PUT, params![stream, name, look_at])?;
        }
    }
    for name in before.keys() {
        tx.run(REMOVE, params![stream, name])?;
    }
    Ok(())
}

/// The terms of a stream, by name.
pub fn of_stream(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<Term>> {
    reader.all(OF_STREAM, params![stream], |row| Ok(Term { name: row.get(0)?, look_at: row.get(1)? }))
}

/// The streams to look at now, the longest overdue first, each once: those of the `limit` earliest
/// terms at or before `now`.
pub fn due(reader: &mut Reader<'_>, now: Timestamp, limit: i64) -> Result<Vec<String>> {
    reader.all(DUE, params![now, limit], |row| row.get(0))
}

/// Where a page of due terms ended.
#[derive(Clone, Debug)]
pub struct Place {
    pub look_at: Timestamp,
    pub stream: String,
    name: String,
}

/// A page of the terms at or before `now`, the longest overdue first: those after `after`.
pub fn page(reader: &mut Reader<'_>, now: Timestamp, after: Option<&Place>, limit: i64) -> Result<Vec<Place>> {
    let (look_at, stream, name) = after.map_or((i64::MIN, "", ""), |place| {
        let Place { look_at, stream, name } = place;
        (look_at.as_microsecond(), stream.as_str(), name.as_str())
    });
    reader.all(PAGE, params![now, look_at, stream, name, limit], |row| {
        Ok(Place { look_at: row.get(0)?, stream: row.get(1)?, name: row.get(2)? })
    })
}

/// The next instant after `now` at which there is something to look at.
pub fn next(reader: &mut Reader<'_>, now: Timestamp) -> Result<Option<Timestamp>> {
    reader.one(NEXT, params![now], |row| row.get(0))
}
