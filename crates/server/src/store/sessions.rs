//! Who is signed in. Only the digest of a session's token is kept, so that a copy of the database
//! lets nobody in. All instants are machine time.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::Result;

sql! {
    BEGIN = "INSERT INTO sessions (token_hash, person, csrf, created_at, last_seen_at, expires_at, address)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT token_hash, person, csrf, created_at, last_seen_at, expires_at, address
        FROM sessions WHERE token_hash = $1 AND expires_at > $2";
    OF_PERSON = "SELECT token_hash, person, csrf, created_at, last_seen_at, expires_at, address
        FROM sessions WHERE person = $1 AND expires_at > $2 ORDER BY created_at, token_hash";
    TOUCH = "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE token_hash = $1 AND expires_at > $2";
    END = "DELETE FROM sessions WHERE token_hash = $1";
    END_OTHERS = "DELETE FROM sessions WHERE person = $1 AND token_hash <> $2";
    FORGET = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// One sign-in that has not ended.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    pub token_hash: Digest,
    pub person: String,
    /// What every form of this session carries.
    pub csrf: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub address: String,
}

/// Begins a session.
pub fn begin(tx: &mut Tx<'_>, session: &Session) -> Result<()> {
    let Session { token_hash, person, csrf, created_at, last_seen_at, expires_at, address } = session;
    tx.run(BEGIN, params![token_hash, person, csrf, created_at, last_seen_at, expires_at, address])?;
    Ok(())
}

/// The session of a token, unless it has expired.
pub fn find(reader: &mut Reader<'_>, token_hash: Digest, now: Timestamp) -> Result<Option<Session>> {
    reader.one(FIND, params![token_hash, now], read)
}

/// A person's sessions that have not expired, the oldest first.
pub fn of_person(reader: &mut Reader<'_>, person: &str, now: Timestamp) -> Result<Vec<Session>> {
    reader.all(OF_PERSON, params![person, now], read)
}

/// Keeps a session alive until `expires_at`. False if it ended meanwhile.
pub fn touch(tx: &mut Tx<'_>, token_hash: Digest, now: Timestamp, expires_at: Timestamp) -> Result<bool> {
    Ok(tx.run(TOUCH, params![token_hash, now, expires_at])? == 1)
}

/// Ends a session.
pub fn end(tx: &mut Tx<'_>, token_hash: Digest) -> Result<()> {
    tx.run(END, params![token_hash]).map(|_| ())
}

/// Ends a person's sessions except one, if given: after a change of password, or at once when the
/// account is closed.
pub fn end_others(tx: &mut Tx<'_>, person: &str, except: Option<Digest>) -> Result<u64> {
    tx.run(END_OTHERS, params![person, except.unwrap_or(Digest::ZERO)])
}

/// Forgets sessions that have expired.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.run(FORGET, params![now])
}

fn read(row: &Row<'_>) -> Result<Session> {
    Ok(Session {
        token_hash: row.get(0)?,
        person: row.get(1)?,
        csrf: row.get(2)?,
        created_at: row.get(3)?,
        last_seen_at: row.get(4)?,
        expires_at: row.get(5)?,
        address: row.get(6)?,
    })
}
