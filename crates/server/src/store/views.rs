//! Views of a queue that people keep, for themselves or for everybody of the desk.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    PUT = "INSERT INTO views (id, desk, owner, shared, name, query, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_OWNER = "SELECT id, desk, owner, shared, name, query, kept_at FROM views WHERE desk = $1 AND owner = $2
        ORDER BY name, id LIMIT $3";
    SHARED = "SELECT id, desk, owner, shared, name, query, kept_at FROM views
        WHERE shared = 1 AND desk = $1 AND owner <> $2 ORDER BY name, id LIMIT $3";
    REMOVE = "DELETE FROM views WHERE id = $1 AND owner = $2";
}

/// A view somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: String,
    pub desk: String,
    pub owner: String,
    pub shared: bool,
    pub name: String,
    /// What stands in the address after the desk.
    pub query: String,
    pub kept_at: Timestamp,
}

/// Keeps a new view.
pub fn put(tx: &mut Tx<'_>, view: &SavedView) -> Result<()> {
    let SavedView { id, desk, owner, shared, name, query, kept_at } = view;
    tx.run(PUT, params![id, desk, owner, shared, name, query, kept_at]).map(|_| ())
}

/// A person's own views of a desk, then those others share; no more than `limit` of each.
pub fn of_person(reader: &mut Reader<'_>, desk: &str, person: &str, limit: i64) -> Result<Vec<SavedView>> {
    let mut views = reader.all(OF_OWNER, params![desk, person, limit], read)?;
    views.extend(reader.all(SHARED, params![desk, person, limit], read)?);
    Ok(views)
}

/// Removes a view of its owner's; tells whether there was one.
pub fn remove(tx: &mut Tx<'_>, id: &str, owner: &str) -> Result<bool> {
    Ok(tx.run(REMOVE, params![id, owner])? > 0)
}

fn read(row: &Row<'_>) -> Result<SavedView> {
    Ok(SavedView {
        id: row.get(0)?,
        desk: row.get(1)?,
        owner: row.get(2)?,
        shared: row.get(3)?,
        name: row.get(4)?,
        query: row.get(5)?,
        kept_at: row.get(6)?,
    })
}
