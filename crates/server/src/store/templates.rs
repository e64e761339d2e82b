//! Replies that are written again and again, for oneself or for everybody of the desk.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    PUT = "INSERT INTO templates (id, desk, owner, shared, name, body, answer, kept_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_OWNER = "SELECT id, desk, owner, shared, name, body, answer, kept_at FROM templates
        WHERE desk = $1 AND owner = $2 ORDER BY name, id LIMIT $3";
    SHARED = "SELECT id, desk, owner, shared, name, body, answer, kept_at FROM templates
        WHERE shared = 1 AND desk = $1 AND owner <> $2 ORDER BY name, id LIMIT $3";
    REMOVE = "DELETE FROM templates WHERE id = $1 AND owner = $2";
}

/// A reply with its variables still in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: String,
    pub desk: String,
    pub owner: String,
    pub shared: bool,
    pub name: String,
    pub body: String,
    /// The answer a macro gives with it, where the procedure permits it then.
    pub answer: Option<String>,
    pub kept_at: Timestamp,
}

/// Keeps a new template.
pub fn put(tx: &mut Tx<'_>, template: &Template) -> Result<()> {
    let Template { id, desk, owner, shared, name, body, answer, kept_at } = template;
    tx.run(PUT, params![id, desk, owner, shared, name, body, answer, kept_at]).map(|_| ())
}

/// A person's own templates of a desk, then those others share; no more than `limit` of each.
pub fn of_person(reader: &mut Reader<'_>, desk: &str, person: &str, limit: i64) -> Result<Vec<Template>> {
    let mut templates = reader.all(OF_OWNER, params![desk, person, limit], read)?;
    templates.extend(reader.all(SHARED, params![desk, person, limit], read)?);
    Ok(templates)
}

/// Removes a template of its owner's; tells whether there was one.
pub fn remove(tx: &mut Tx<'_>, id: &str, owner: &str) -> Result<bool> {
    Ok(tx.run(REMOVE, params![id, owner])? > 0)
}

fn read(row: &Row<'_>) -> Result<Template> {
    Ok(Template {
        id: row.get(0)?,
        desk: row.get(1)?,
        owner: row.get(2)?,
        shared: row.get(3)?,
        name: row.get(4)?,
        body: row.get(5)?,
        answer: row.get(6)?,
        kept_at: row.get(7)?,
    })
}
