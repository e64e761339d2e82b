//! What happened, in order: chains of events. Nothing is ever inserted between or changed.
//!
//! `hash = SHA-256(previous hash, every other column of the row)`: each column as the stored bytes
//! (text as UTF-8, numbers as 8 bytes, the most significant first), preceded by its length in 8
//! bytes; an absent one is the length 2⁶⁴−1 and nothing. The hash before the first is 32 zeros.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::{Result, StoreError};
use super::{dialect, whole_microseconds};

sql! {
    HEAD = "SELECT last_seq, last_hash, last_recorded_at FROM streams WHERE stream = $1";
    BEGIN_STREAM = "INSERT INTO streams (stream, kind, last_seq, last_hash, last_recorded_at, sealed_seq)
        VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (stream) DO NOTHING";
    EXTEND_STREAM = "UPDATE streams SET last_seq = $3, last_hash = $4, last_recorded_at = $5
        WHERE stream = $1 AND last_seq = $2";
    INSERT_EVENT = "INSERT INTO events
        (stream, seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    LOAD = "SELECT stream, seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash
        FROM events WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    LAST_OF_KIND = "SELECT stream, seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash
        FROM events WHERE stream = $1 AND kind = $2 ORDER BY seq DESC LIMIT 1";
    STREAMS = "SELECT stream, kind, last_seq, last_hash, last_recorded_at FROM streams
        WHERE stream > $1 ORDER BY stream LIMIT $2";
    STREAMS_OF_KIND = "SELECT stream, kind, last_seq, last_hash, last_recorded_at FROM streams
        WHERE stream > $1 AND kind = $3 ORDER BY stream LIMIT $2";
}

/// What the events of one append share: one command, by one actor, at one instant.
#[derive(Clone, Debug)]
pub struct Recording<'a> {
    pub stream: &'a str,
    /// What the stream is about: a case, a desk.
    pub stream_kind: &'a str,
    /// The seq of the event the decision was based on last; 0 for a stream that begins.
    pub expected_seq: i64,
    /// Desk time, whole microseconds, never before the stream's last.
    pub recorded_at: Timestamp,
    pub actor: &'a str,
    pub acting_for: Option<&'a str>,
    /// The id of the command that caused them.
    pub command: &'a str,
}

/// One event to append.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The instant it counts for; never after it is recorded.
    pub effective_at: Timestamp,
    pub kind: String,
    /// Its serialised form; kept as it is, to the byte.
    pub data: String,
}

/// Where a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub last_seq: i64,
    pub last_hash: Digest,
    pub last_recorded_at: Timestamp,
}

/// What an append wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    pub first_seq: i64,
    pub last_seq: i64,
    pub last_hash: Digest,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    pub stream: String,
    pub seq: i64,
    pub recorded_at: Timestamp,
    pub effective_at: Timestamp,
    pub actor: String,
    pub acting_for: Option<String>,
    pub command: String,
    pub kind: String,
    pub data: String,
    pub hash: Digest,
}

/// A stream, for those who walk all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    pub stream: String,
    pub kind: String,
    pub head: Head,
}

impl StoredEvent {
    /// The link of the chain: what `hash` must be after `previous`.
    pub fn link(&self, previous: Digest) -> Digest {
        let mut bytes = Vec::with_capacity(256 + self.data.len());
        let mut column = |cell: Option<&[u8]>| {
            let length = cell.map_or(u64::MAX, |cell| cell.len() as u64);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(cell.unwrap_or_default());
        };
        column(Some(self.stream.as_bytes()));
        column(Some(&self.seq.to_be_bytes()));
        column(Some(&self.recorded_at.as_microsecond().to_be_bytes()));
        column(Some(&self.effective_at.as_microsecond().to_be_bytes()));
        column(Some(self.actor.as_bytes()));
        column(self.acting_for.as_deref().map(str::as_bytes));
        column(Some(self.command.as_bytes()));
        column(Some(self.kind.as_bytes()));
        column(Some(self.data.as_bytes()));
        Digest::of(&[&previous.0, &bytes])
    }
}

/// Where a stream ends; `None` if it never began.
pub fn head(reader: &mut Reader<'_>, stream: &str) -> Result<Option<Head>> {
    reader.one(HEAD, params![stream], |row| read_head(row, 0))
}

/// [`head`], and nobody else appends to the stream until this transaction ends. The first thing
/// a change does, so that everybody locks in the same order.
pub fn lock(tx: &mut Tx<'_>, stream: &str) -> Result<Option<Head>> {
    tx.one(dialect::LOCK_STREAM, params![stream], |row| read_head(row, 0))
}

/// Appends events to a stream.
///
/// # Errors
/// [`StoreError::Conflict`] when the stream does not end at `expected_seq`: load and decide again.
/// [`StoreError::Invalid`] when there is nothing to append, when time would run backwards in the
/// stream, when an event would count for an instant after its recording, or for instants finer
/// than microseconds. The caller, not the store, decides what a clock that went back means.
pub fn append(tx: &mut Tx<'_>, recording: &Recording<'_>, new: &[NewEvent]) -> Result<Appended> {
    let Recording { stream, expected_seq, recorded_at, .. } = *recording;
    if new.is_empty() {
        return Err(StoreError::invalid("an append without events"));
    }
    let head = lock(tx, stream)?;
    let found = head.map_or(0, |head| head.last_seq);
    if found != expected_seq {
        return Err(tx.conflict(stream, expected_seq, found));
    }
    if head.is_some_and(|head| recorded_at < head.last_recorded_at) {
        return Err(StoreError::invalid(format!("stream {stream}: recorded before its last event")));
    }
    let mut hash = head.map_or(Digest::ZERO, |head| head.last_hash);
    let mut seq = expected_seq;
    for event in new {
        check_instants(recorded_at, event.effective_at)?;
        seq += 1;
        let mut stored = StoredEvent {
            stream: stream.to_owned(),
            seq,
            recorded_at,
            effective_at: event.effective_at,
            actor: recording.actor.to_owned(),
            acting_for: recording.acting_for.map(str::to_owned),
            command: recording.command.to_owned(),
            kind: event.kind.clone(),
            data: event.data.clone(),
            hash,
        };
        hash = stored.link(hash);
        stored.hash = hash;
        insert(tx, &stored)?;
    }
    let changed = if expected_seq == 0 {
        tx.run(BEGIN_STREAM, params![stream, recording.stream_kind, seq, hash, recorded_at])?
    } else {
        tx.run(EXTEND_STREAM, params![stream, expected_seq, seq, hash, recorded_at])?
    };
    if changed != 1 {
        return Err(tx.conflict(stream, expected_seq, -1));
    }
    Ok(Appended { first_seq: expected_seq + 1, last_seq: seq, last_hash: hash })
}

fn insert(tx: &mut Tx<'_>, event: &StoredEvent) -> Result<()> {
    let StoredEvent { stream, seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash } = event;
    tx.run(
        INSERT_EVENT,
        params![stream, seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash],
    )?;
    Ok(())
}

fn check_instants(recorded_at: Timestamp, effective_at: Timestamp) -> Result<()> {
    if effective_at > recorded_at {
        return Err(StoreError::invalid("an event effective after it is recorded"));
    }
    let whole = |at| whole_microseconds(at) == at;
    if !whole(recorded_at) || !whole(effective_at) {
        return Err(StoreError::invalid("an instant finer than a microsecond"));
    }
    Ok(())
}

/// Every event of a stream, in order.
pub fn load(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<StoredEvent>> {
    load_after(reader, stream, 0, i64::MAX)
}

/// The events of a stream after `seq`, in order, at most `limit`.
pub fn load_after(reader: &mut Reader<'_>, stream: &str, seq: i64, limit: i64) -> Result<Vec<StoredEvent>> {
    reader.all(LOAD, params![stream, seq, limit], read_event)
}

/// The last event of a kind of a stream.
pub fn last_of_kind(reader: &mut Reader<'_>, stream: &str, kind: &str) -> Result<Option<StoredEvent>> {
    reader.one(LAST_OF_KIND, params![stream, kind], read_event)
}

fn read_event(row: &Row<'_>) -> Result<StoredEvent> {
    Ok(StoredEvent {
        stream: row.get(0)?,
        seq: row.get(1)?,
        recorded_at: row.get(2)?,
        effective_at: row.get(3)?,
        actor: row.get(4)?,
        acting_for: row.get(5)?,
        command: row.get(6)?,
        kind: row.get(7)?,
        data: row.get(8)?,
        hash: row.get(9)?,
    })
}

/// A page of all streams in the order of their names, those after `after` (begin with `""`).
pub fn streams(reader: &mut Reader<'_>, after: &str, limit: i64) -> Result<Vec<Stream>> {
    reader.all(STREAMS, params![after, limit], read_stream)
}

/// [`streams`] of one kind.
pub fn streams_of_kind(reader: &mut Reader<'_>, kind: &str, after: &str, limit: i64) -> Result<Vec<Stream>> {
    reader.all(STREAMS_OF_KIND, params![after, limit, kind], read_stream)
}

fn read_stream(row: &Row<'_>) -> Result<Stream> {
    Ok(Stream { stream: row.get(0)?, kind: row.get(1)?, head: read_head(row, 2)? })
}

fn read_head(row: &Row<'_>, from: usize) -> Result<Head> {
    Ok(Head { last_seq: row.get(from)?, last_hash: row.get(from + 1)?, last_recorded_at: row.get(from + 2)? })
}
