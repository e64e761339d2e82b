//! What people have typed and not sent yet. A draft is its person's only.

use jiff::Timestamp;

use super::attachments::{self, StoredFile};
use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::Result;

sql! {
    PUT = "INSERT INTO drafts (person, key, body, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (person, key) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
    GET = "SELECT key, body, updated_at FROM drafts WHERE person = $1 AND key = $2";
    OF_PERSON = "SELECT key, body, updated_at FROM drafts WHERE person = $1 ORDER BY updated_at DESC, key LIMIT $2";
    REMOVE = "DELETE FROM drafts WHERE person = $1 AND key = $2";
    FORGET = "DELETE FROM drafts WHERE updated_at < $1";
    LET_GO = "DELETE FROM attachments WHERE stream = $1";
    LET_GO_BEFORE = "DELETE FROM attachments WHERE stream >= 'draft/' AND stream < 'draft0' AND stored_at < $1";
}

/// What a person typed into one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which form: `new/vpn`, `case/REQ-2026-000001/reply`.
    pub key: String,
    pub body: String,
    pub updated_at: Timestamp,
}

/// Keeps a draft, replacing the one of the same form.
pub fn put(tx: &mut Tx<'_>, person: &str, draft: &Draft) -> Result<()> {
    let Draft { key, body, updated_at } = draft;
    tx.run(PUT, params![person, key, body, updated_at]).map(|_| ())
}

/// The draft of a form.
pub fn get(reader: &mut Reader<'_>, person: &str, key: &str) -> Result<Option<Draft>> {
    reader.one(GET, params![person, key], read)
}

/// A person's drafts, the last touched first.
pub fn of_person(reader: &mut Reader<'_>, person: &str, limit: i64) -> Result<Vec<Draft>> {
    reader.all(OF_PERSON, params![person, limit], read)
}

/// Keeps a file with a draft, so that nobody collects it meanwhile.
pub fn keep_file(tx: &mut Tx<'_>, person: &str, key: &str, file: &StoredFile, at: Timestamp) -> Result<()> {
    attachments::record(tx, &holder(person, key), file, at)
}

/// A file of a draft; nothing for one that is not of this person and form.
pub fn file(reader: &mut Reader<'_>, person: &str, key: &str, id: Digest) -> Result<Option<StoredFile>> {
    attachments::stored(reader, &holder(person, key), id)
}

/// The name under which the files of a form are held: no case has a stream of such a name.
fn holder(person: &str, key: &str) -> String {
    format!("draft/{person}{key}")
}

/// Removes a draft and lets its files go: it was sent, or thrown away.
pub fn remove(tx: &mut Tx<'_>, person: &str, key: &str) -> Result<()> {
    tx.run(LET_GO, params![holder(person, key)])?;
    tx.run(REMOVE, params![person, key]).map(|_| ())
}

/// Forgets drafts not touched since `before`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(LET_GO_BEFORE, params![before])?;
    tx.run(FORGET, params![before])
}

fn read(row: &Row<'_>) -> Result<Draft> {
    Ok(Draft { key: row.get(0)?, body: row.get(1)?, updated_at: row.get(2)? })
}
