//! Letters that came: what became of each. One that belongs to a case is a content of that case, and
//! here stands only that it was taken in; the others are kept here until somebody looks at them or
//! their time is over.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::{Result, StoreError};

sql! {
    RECORD = "INSERT INTO letters (id, arrived_at, taken_at, state, why, desk, stream, person, message_id,
            sender, subject, raw)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING";
    FIND = "SELECT id, arrived_at, taken_at, state, why, desk, stream, person, message_id, sender, subject
        FROM letters WHERE id = $1";
    WAITING = "SELECT id, arrived_at, taken_at, state, why, desk, stream, person, message_id, sender, subject
        FROM letters WHERE state = 'waiting' AND desk = $1 ORDER BY desk, arrived_at, id LIMIT $2";
    RAW = "SELECT raw FROM letters WHERE id = $1";
    LAST_OF = "SELECT message_id FROM letters WHERE stream = $1 AND person = $2 AND message_id <> ''
        ORDER BY arrived_at DESC LIMIT 1";
    PLACE = "UPDATE letters SET state = 'filed', why = '', stream = $2, person = $3, sender = '', subject = '',
            raw = NULL
        WHERE id = $1 AND state = 'waiting'";
    SET_ASIDE = "UPDATE letters SET state = 'kept', why = 'discarded' WHERE id = $1 AND state = 'waiting'";
    FORGET = "DELETE FROM letters WHERE taken_at < $1 AND state <> 'waiting'";
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It belongs to a case.
    Filed,
    /// Somebody has to look at it.
    Waiting,
    /// It belongs nowhere and asks for nothing.
    Kept,
    /// It broke a limit; nothing of it was kept.
    Refused,
}

impl State {
    const WORDS: [(State, &str); 4] =
        [(State::Filed, "filed"), (State::Waiting, "waiting"), (State::Kept, "kept"), (State::Refused, "refused")];

    fn word(self) -> &'static str {
        let known = Self::WORDS.iter().find(|(state, _)| *state == self);
        known.map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> Result<State> {
        let known = Self::WORDS.iter().find(|(_, it)| *it == word);
        known.map(|(state, _)| *state).ok_or_else(|| StoreError::Database(format!("a letter in state {word:?}")))
    }
}

/// A letter taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub id: String,
    /// Its stamp of arrival, in desk time.
    pub arrived_at: Timestamp,
    pub taken_at: Timestamp,
    pub state: State,
    /// One word, why it belongs to no case; empty when it does.
    pub why: String,
    pub desk: Option<String>,
    /// The case it belongs to, or for one that waits, the case it seems to be about.
    pub stream: Option<String>,
    pub person: Option<String>,
    /// Its Message-ID, so that our letters can answer it.
    pub message_id: String,
    /// Empty for one that belongs to a case: there they can be withdrawn.
    pub sender: String,
    pub subject: String,
}

/// Records what became of a letter, with its bytes if no case has them. False if one of this id was
/// recorded before.
pub fn record(tx: &mut Tx<'_>, letter: &Taken, raw: Option<&[u8]>) -> Result<bool> {
    let Taken { id, arrived_at, taken_at, state, why, desk, stream, person, message_id, sender, subject } = letter;
    let raw = raw.map(<[u8]>::to_vec);
    let state = state.word();
    let params = params![id, arrived_at, taken_at, state, why, desk, stream, person, message_id, sender, subject, raw];
    Ok(tx.run(RECORD, params)? == 1)
}

pub fn find(reader: &mut Reader<'_>, id: &str) -> Result<Option<Taken>> {
    reader.one(FIND, params![id], read)
}

/// Letters to a desk that somebody has to look at, the oldest first.
pub fn waiting(reader: &mut Reader<'_>, desk: &str, limit: i64) -> Result<Vec<Taken>> {
    reader.all(WAITING, params![desk, limit], read)
}

/// The bytes of a letter that belongs to no case.
pub fn raw(reader: &mut Reader<'_>, id: &str) -> Result<Option<Vec<u8>>> {
    Ok(reader.one(RAW, params![id], |row| row.get(0))?.flatten())
}

/// The Message-ID of the last letter a person wrote to a case.
pub fn last_of(reader: &mut Reader<'_>, stream: &str, person: &str) -> Result<Option<String>> {
    reader.one(LAST_OF, params![stream, person], |row| row.get(0))
}

/// A letter that waited belongs to a case now, which has its bytes: here nothing of it stays. False
/// where it waits no longer.
pub fn place(tx: &mut Tx<'_>, id: &str, stream: &str, person: &str) -> Result<bool> {
    tx.erase_for_good();
    Ok(tx.run(PLACE, params![id, stream, person])? == 1)
}

/// A letter that waited belongs nowhere. False where it waits no longer.
pub fn set_aside(tx: &mut Tx<'_>, id: &str) -> Result<bool> {
    Ok(tx.run(SET_ASIDE, params![id])? == 1)
}

/// Forgets letters taken in before an instant, those that wait excepted. A copy that comes so late
/// counts as new.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.erase_for_good();
    tx.run(FORGET, params![before])
}

fn read(row: &Row<'_>) -> Result<Taken> {
    Ok(Taken {
        id: row.get(0)?,
        arrived_at: row.get(1)?,
        taken_at: row.get(2)?,
        state: State::of(&row.get::<String>(3)?)?,
        why: row.get(4)?,
        desk: row.get(5)?,
        stream: row.get(6)?,
        person: row.get(7)?,
        message_id: row.get(8)?,
        sender: row.get(9)?,
        subject: row.get(10)?,
    })
}
