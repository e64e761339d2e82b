//! What people wrote or sent, apart from the events, so that it can be withdrawn: the event carries
//! only SHA-256(salt, bytes), and its chain verifies with or without them.

use std::collections::HashSet;

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::{Result, StoreError};

sql! {
    PUT = "INSERT INTO contents (id, stream, salt, bytes, stored_at) VALUES ($1, $2, $3, $4, $5)";
    GET = "SELECT id, bytes, withdrawn_at FROM contents WHERE id = $1 AND stream = $2";
    ALL = "SELECT id, bytes, withdrawn_at FROM contents WHERE stream = $1";
    TEXTS = "SELECT id, bytes, withdrawn_at FROM contents
        WHERE stream = $1 AND (bytes IS NULL OR octet_length(bytes) <= $2)";
    WITHDRAW = "UPDATE contents SET salt = NULL, bytes = NULL, withdrawn_at = $3
        WHERE id = $1 AND stream = $2 AND withdrawn_at IS NULL";
    IDS = "SELECT id FROM contents WHERE stream = $1 UNION ALL SELECT id FROM attachments WHERE stream = $1";
    SALTED = "SELECT id, salt, bytes FROM contents WHERE stream = $1 ORDER BY stored_at, id";
    PAGE = "SELECT id, stream, salt, bytes FROM contents
        WHERE id > $1 AND withdrawn_at IS NULL ORDER BY id LIMIT $2";
}

/// Text or bytes ready to be stored, with the id an event can carry.
#[derive(Clone, Debug)]
pub struct Content {
    id: Digest,
    salt: [u8; 32],
    bytes: Vec<u8>,
}

impl Content {
    /// Salts and digests what somebody wrote; done before the transaction, which stays short.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Content {
        let (salt, bytes) = (rand::random::<[u8; 32]>(), bytes.into());
        Content { id: Digest::of(&[&salt, &bytes]), salt, bytes }
    }

    /// What an event already names by this salt.
    pub fn salted(salt: [u8; 32], bytes: impl Into<Vec<u8>>) -> Content {
        let bytes = bytes.into();
        Content { id: Digest::of(&[&salt, &bytes]), salt, bytes }
    }

    /// What the event carries.
    pub fn id(&self) -> Digest {
        self.id
    }
}

/// A content as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Present(Vec<u8>),
    /// Somebody withdrew it; who and why stands in the events.
    Withdrawn {
        at: Timestamp,
    },
}

/// Stores a content of a stream.
pub fn put(tx: &mut Tx<'_>, stream: &str, content: &Content, at: Timestamp) -> Result<()> {
    tx.run(PUT, params![content.id, stream, &content.salt[..], content.bytes, at])?;
    Ok(())
}

/// A content, only by the stream it belongs to; `None` if that stream has none of this id.
pub fn get(reader: &mut Reader<'_>, stream: &str, id: Digest) -> Result<Option<Found>> {
    Ok(reader.one(GET, params![id, stream], read)?.map(|(_, found)| found))
}

/// Every content of a stream, in no order.
pub fn all(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<(Digest, Found)>> {
    reader.all(ALL, params![stream], read)
}

/// A content with what proves it: its salt and bytes, or nothing once it was withdrawn.
pub type Salted = (Digest, Option<([u8; 32], Vec<u8>)>);

/// Every content of a stream with its salt, the oldest first: for a dossier.
pub fn salted(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<Salted>> {
    reader.all(SALTED, params![stream], |row| {
        let (salt, bytes): (Option<[u8; 32]>, Option<Vec<u8>>) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, salt.zip(bytes)))
    })
}

/// No text is longer than this, in bytes; letters as they came usually are.
pub const LONGEST_TEXT: i64 = 256 * 1024;

/// The texts of a stream, in no order: every content no longer than [`LONGEST_TEXT`].
pub fn texts(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<(Digest, Found)>> {
    reader.all(TEXTS, params![stream, LONGEST_TEXT], read)
}

/// Deletes the bytes and the salt of a content for good; the id stays, marked. False if there was
/// nothing left to withdraw.
pub fn withdraw(tx: &mut Tx<'_>, stream: &str, id: Digest, at: Timestamp) -> Result<bool> {
    tx.erase_for_good();
    Ok(tx.run(WITHDRAW, params![id, stream, at])? == 1)
}

/// The ids of everything an event of a stream may name: its contents and files, withdrawn ones too.
pub(super) fn ids(reader: &mut Reader<'_>, stream: &str) -> Result<HashSet<Digest>> {
    Ok(reader.all(IDS, params![stream], |row| row.get(0))?.into_iter().collect())
}

/// Checks a page of contents against their ids; the stream of those that do not match. Begin after
/// [`Digest::ZERO`]; an empty page is the end.
pub(super) fn check_page(reader: &mut Reader<'_>, after: Digest, limit: i64) -> Result<Vec<(Digest, Option<String>)>> {
    reader.all(PAGE, params![after, limit], |row| {
        let (id, stream): (Digest, String) = (row.get(0)?, row.get(1)?);
        let (salt, bytes): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(2)?, row.get(3)?);
        let whole = salt.zip(bytes).is_some_and(|(salt, bytes)| Digest::of(&[&salt, &bytes]) == id);
        Ok((id, (!whole).then_some(stream)))
    })
}

fn read(row: &Row<'_>) -> Result<(Digest, Found)> {
    let (bytes, withdrawn_at): (Option<Vec<u8>>, Option<Timestamp>) = (row.get(1)?, row.get(2)?);
    let found = match (bytes, withdrawn_at) {
        (Some(bytes), None) => Found::Present(bytes),
        (None, Some(at)) => Found::Withdrawn { at },
        _ => {
            return Err(StoreError::Database("a content neither present nor withdrawn".into()));
        }
    };
    Ok((row.get(0)?, found))
}
