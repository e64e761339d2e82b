//! Notices to people, written in the transaction of their cause and sent later by a task. The
//! outbox is truth: what was sent, and what the mail server answered, are records of the case.
//!
//! A notice is `waiting` until it is settled. Whoever sends it takes a lease, numbered by the
//! attempt; a lease that runs out (its holder died) is taken again as the next attempt. The exact
//! bytes are kept before the first attempt, so that every attempt sends the same message.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::{Result, StoreError};

sql! {
    PUT = "INSERT INTO outbox (id, stream, seq, notice, to_person, address, details, created_at,
            held_until, state, next_at, attempt)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, 0)";
    LEASE = "UPDATE outbox SET attempt = attempt + 1, next_at = $2, lease_until = $2
        WHERE state = 'waiting' AND next_at <= $1 AND id IN (
            SELECT id FROM outbox WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $3
        ) RETURNING id, stream, seq, notice, to_person, address, details, created_at, attempt, message";
    START = "INSERT INTO outbox_attempts (id, attempt, started_at) VALUES ($1, $2, $3)";
    KEEP = "UPDATE outbox SET message = $3, message_hash = $4
        WHERE id = $1 AND attempt = $2 AND state = 'waiting' AND message_hash IS NULL";
    SETTLE = "UPDATE outbox SET state = $3, settled_at = $4, lease_until = NULL
        WHERE id = $1 AND attempt = $2 AND state = 'waiting'";
    RETRY = "UPDATE outbox SET next_at = $3, lease_until = NULL
        WHERE id = $1 AND attempt = $2 AND state = 'waiting'";
    END = "UPDATE outbox_attempts SET ended_at = $3, outcome = $4, answer = $5 WHERE id = $1 AND attempt = $2";
    OMIT = "UPDATE outbox SET state = 'omitted', settled_at = $2, lease_until = NULL
        WHERE id = $1 AND state = 'waiting' AND lease_until IS NULL";
    RELEASE = "UPDATE outbox SET next_at = $2, held_until = NULL
        WHERE id = $1 AND state = 'waiting' AND lease_until IS NULL";
    GIVE_BACK = "UPDATE outbox SET next_at = $1, lease_until = NULL
        WHERE state = 'waiting' AND next_at > $1 AND lease_until IS NOT NULL";
    OF_STREAM = "SELECT id, seq, notice, to_person, address, details, created_at, held_until, state,
            attempt, message_hash, settled_at
        FROM outbox WHERE stream = $1 ORDER BY seq, id";
    ATTEMPTS = "SELECT attempt, started_at, ended_at, outcome, answer FROM outbox_attempts
        WHERE id = $1 ORDER BY attempt";
    LATEST = "SELECT id, seq, notice, to_person, address, details, created_at, held_until, state,
            attempt, message_hash, settled_at, stream, message
        FROM outbox WHERE (created_at, id) < ($1, $2) AND lower(address) LIKE $3
        ORDER BY created_at DESC, id DESC LIMIT $4";
    BY_ID = "SELECT id, seq, notice, to_person, address, details, created_at, held_until, state,
            attempt, message_hash, settled_at, stream, message
        FROM outbox WHERE id = $1";
    MESSAGE = "SELECT message FROM outbox WHERE id = $1";
    MESSAGES = "SELECT id, stream, message, message_hash FROM outbox
        WHERE id > $1 AND message IS NOT NULL ORDER BY id LIMIT $2";
    WITHDRAW = "UPDATE outbox SET message = NULL, details = '{}' WHERE stream = $1 AND state <> 'waiting'";
    NEXT = "SELECT next_at FROM outbox WHERE state = 'waiting' ORDER BY next_at LIMIT 1";
    NEXT_AFTER = "SELECT next_at FROM outbox WHERE state = 'waiting' AND next_at > $1 ORDER BY next_at LIMIT 1";
    WAITING = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM outbox WHERE state = 'waiting' LIMIT $1) AS few";
}

/// A notice to be written with its cause.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    pub id: &'a str,
    pub stream: &'a str,
    /// The event it tells of.
    pub seq: i64,
    /// Which text of the procedure.
    pub notice: &'a str,
    pub to_person: Option<&'a str>,
    pub address: &'a str,
    /// What the text needs besides the case, serialised.
    pub details: &'a str,
    pub created_at: Timestamp,
    /// Not sent before; it may still be omitted meanwhile.
    pub held_until: Option<Timestamp>,
}

/// A notice lent to whoever sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leased {
    pub id: String,
    pub stream: String,
    pub seq: i64,
    pub notice: String,
    pub to_person: Option<String>,
    pub address: String,
    pub details: String,
    pub created_at: Timestamp,
    /// Which attempt this is, from 1; what is told about it must name it.
    pub attempt: i64,
    /// The exact bytes, once an attempt has kept them.
    pub message: Option<Vec<u8>>,
}

/// How an attempt ended. The answer is the mail server's, to the letter.
#[derive(Clone, Debug)]
pub enum Ended<'a> {
    /// Handed over to the mail server.
    Sent { answer: &'a str },
    /// Not sent now; to be tried again.
    Deferred { answer: &'a str, retry_at: Timestamp },
    /// Refused for good.
    Failed { answer: &'a str },
    /// Not sent, because the case had made it untrue.
    Omitted,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    Failed,
    /// Recorded as not sent: it had lost its sense.
    Omitted,
}

impl State {
    const WORDS: [(State, &str); 4] =
        [(State::Waiting, "waiting"), (State::Sent, "sent"), (State::Failed, "failed"), (State::Omitted, "omitted")];

    /// As it is stored and handed out.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(state, _)| *state == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Result<State> {
        let known = Self::WORDS.iter().find(|(_, it)| *it == word).map(|(state, _)| *state);
        known.ok_or_else(|| StoreError::Database(format!("a notice in state {word:?}")))
    }
}

/// A notice as a record of its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: String,
    pub seq: i64,
    pub notice: String,
    pub to_person: Option<String>,
    pub address: String,
    pub details: String,
    pub created_at: Timestamp,
    pub held_until: Option<Timestamp>,
    pub state: State,
    pub attempts: i64,
    /// SHA-256 of the exact bytes; stays when the bytes are withdrawn.
    pub message_hash: Option<Digest>,
    pub settled_at: Option<Timestamp>,
}

/// One attempt to send a notice; without an end if it was cut short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub attempt: i64,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// `sent`, `deferred`, `failed` or `omitted`.
    pub outcome: Option<String>,
    pub answer: Option<String>,
}

/// Writes a notice, in the transaction of its cause.
pub fn put(tx: &mut Tx<'_>, notice: &NewNotice<'_>) -> Result<()> {
    let NewNotice { id, stream, seq, notice, to_person, address, details, created_at, held_until } = *notice;
    let next_at = held_until.unwrap_or(created_at);
    let params = params![id, stream, seq, notice, to_person, address, details, created_at, held_until, next_at];
    tx.run(PUT, params)?;
    Ok(())
}

/// Lends up to `limit` notices whose time has come, the oldest first, until `until`.
pub fn lease(tx: &mut Tx<'_>, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Leased>> {
    let mut leased = tx.all(LEASE, params![now, until, limit], |row| {
        Ok(Leased {
            id: row.get(0)?,
            stream: row.get(1)?,
            seq: row.get(2)?,
            notice: row.get(3)?,
            to_person: row.get(4)?,
            address: row.get(5)?,
            details: row.get(6)?,
            created_at: row.get(7)?,
            attempt: row.get(8)?,
            message: row.get(9)?,
        })
    })?;
    for Leased { id, attempt, .. } in &leased {
        tx.run(START, params![id, attempt, now])?;
    }
    // The engines answer in no particular order.
    leased.sort_by(|a, b| (a.created_at, a.seq, &a.id).cmp(&(b.created_at, b.seq, &b.id)));
    Ok(leased)
}

/// Keeps the exact bytes of a notice before its first attempt.
///
/// # Errors
/// [`StoreError::Invalid`] when the lease is no longer this attempt's, or bytes were kept before.
pub fn keep_message(tx: &mut Tx<'_>, id: &str, attempt: i64, message: &[u8]) -> Result<()> {
    match tx.run(KEEP, params![id, attempt, message, Digest::of(&[message])])? {
        1 => Ok(()),
        _ => Err(lost_lease(id, attempt)),
    }
}

/// Records how an attempt ended.
///
/// # Errors
/// [`StoreError::Invalid`] when the lease is no longer this attempt's: another one has the word.
pub fn settle(tx: &mut Tx<'_>, id: &str, attempt: i64, ended: &Ended<'_>, now: Timestamp) -> Result<()> {
    let (outcome, answer, changed) = match *ended {
        Ended::Sent { answer } => ("sent", answer, tx.run(SETTLE, params![id, attempt, "sent", now])?),
        Ended::Failed { answer } => ("failed", answer, tx.run(SETTLE, params![id, attempt, "failed", now])?),
        Ended::Omitted => ("omitted", "", tx.run(SETTLE, params![id, attempt, "omitted", now])?),
        Ended::Deferred { answer, retry_at } => ("deferred", answer, tx.run(RETRY, params![id, attempt, retry_at])?),
    };
    if changed != 1 {
        return Err(lost_lease(id, attempt));
    }
    tx.run(END, params![id, attempt, now, outcome, answer])?;
    Ok(())
}

/// Ends every lease: the one who asks is the only sender from now on, and whoever held them died.
/// Tells how many there were. Each is taken again as the next attempt; the one before stays without
/// an end, for it may have left.
pub fn give_back(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    tx.run(GIVE_BACK, params![now])
}

fn lost_lease(id: &str, attempt: i64) -> StoreError {
    StoreError::invalid(format!("notice {id}: attempt {attempt} no longer holds it"))
}

/// Records that a notice nobody is sending right now will not be sent. False if it was too late.
pub fn omit(tx: &mut Tx<'_>, id: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.run(OMIT, params![id, now])? == 1)
}

/// Lets a held notice go at `at`. False if it is no longer held.
pub fn release(tx: &mut Tx<'_>, id: &str, at: Timestamp) -> Result<bool> {
    Ok(tx.run(RELEASE, params![id, at])? == 1)
}

/// The notices of a case, in the order of their causes.
pub fn of_stream(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<Notice>> {
    reader.all(OF_STREAM, params![stream], read)
}

/// Every attempt to send a notice.
pub fn attempts(reader: &mut Reader<'_>, id: &str) -> Result<Vec<Attempt>> {
    reader.all(ATTEMPTS, params![id], |row| {
        Ok(Attempt {
            attempt: row.get(0)?,
            started_at: row.get(1)?,
            ended_at: row.get(2)?,
            outcome: row.get(3)?,
            answer: row.get(4)?,
        })
    })
}

/// A notice with its case and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub notice: Notice,
    pub stream: String,
    /// The exact bytes, once written and not withdrawn.
    pub message: Option<Vec<u8>>,
}

/// The last instant there is, for the first page of a list.
pub const NEWEST: (i64, &str) = (i64::MAX, "");

/// A page of all notices, the newest first, older than `before` (instant in microseconds and id);
/// those to one address, or to all with an empty one. For the demo's readable outbox.
pub fn latest(reader: &mut Reader<'_>, before: (i64, &str), address: &str, limit: i64) -> Result<Vec<Letter>> {
    // «laura rojas» finds laura.rojas@… .
    let words: Vec<String> = address
        .split_whitespace()
        .map(|word| word.to_lowercase().replace(['%', '_', '\\'], ""))
        .filter(|word| !word.is_empty())
        .collect();
    let like = if words.is_empty() { "%".to_owned() } else { format!("%{}%", words.join("%")) };
    reader.all(LATEST, params![before.0, before.1, like, limit], read_letter)
}

/// One notice by its id.
pub fn by_id(reader: &mut Reader<'_>, id: &str) -> Result<Option<Letter>> {
    reader.one(BY_ID, params![id], read_letter)
}

fn read_letter(row: &Row<'_>) -> Result<Letter> {
    Ok(Letter { notice: read(row)?, stream: row.get(12)?, message: row.get(13)? })
}

/// The exact bytes of a notice, if they were kept and not withdrawn.
pub fn message(reader: &mut Reader<'_>, id: &str) -> Result<Option<Vec<u8>>> {
    Ok(reader.one(MESSAGE, params![id], |row| row.get(0))?.flatten())
}

/// A page of the kept letters after an id: id, case, and whether the bytes are those that were kept.
pub(super) fn check_page(reader: &mut Reader<'_>, after: &str, limit: i64) -> Result<Vec<(String, String, bool)>> {
    reader.all(MESSAGES, params![after, limit], |row| {
        let (message, hash): (Vec<u8>, Option<Digest>) = (row.get(2)?, row.get(3)?);
        Ok((row.get(0)?, row.get(1)?, hash == Some(Digest::of(&[&message]))))
    })
}

/// Deletes what the settled notices of a case said; that they were sent stays.
pub fn withdraw_messages(tx: &mut Tx<'_>, stream: &str) -> Result<u64> {
    tx.erase_for_good();
    tx.run(WITHDRAW, params![stream])
}

/// When the next notice wants attention.
pub fn next(reader: &mut Reader<'_>) -> Result<Option<Timestamp>> {
    reader.one(NEXT, params![], |row| row.get(0))
}

/// The next instant after `now` at which a notice wants attention.
pub fn next_after(reader: &mut Reader<'_>, now: Timestamp) -> Result<Option<Timestamp>> {
    reader.one(NEXT_AFTER, params![now], |row| row.get(0))
}

/// How many notices wait, counting no further than `most`.
pub fn waiting(reader: &mut Reader<'_>, most: i64) -> Result<i64> {
    Ok(reader.one(WAITING, params![most], |row| row.get(0))?.unwrap_or(0))
}

fn read(row: &Row<'_>) -> Result<Notice> {
    Ok(Notice {
        id: row.get(0)?,
        seq: row.get(1)?,
        notice: row.get(2)?,
        to_person: row.get(3)?,
        address: row.get(4)?,
        details: row.get(5)?,
        created_at: row.get(6)?,
        held_until: row.get(7)?,
        state: State::of(&row.get::<String>(8)?)?,
        attempts: row.get(9)?,
        message_hash: row.get(10)?,
        settled_at: row.get(11)?,
    })
}
