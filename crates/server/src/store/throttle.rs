//! Attempts counted per key (an account, an address) inside a window of machine time.

use jiff::{SignedDuration, Timestamp};

use super::db::{Reader, Tx, params, sql};
use super::error::{Result, StoreError};

sql! {
    COUNT = "INSERT INTO throttle (key, started_at, count) VALUES ($1, $2, 1)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN throttle.started_at <= $3 THEN 1 ELSE throttle.count + 1 END,
            started_at = CASE WHEN throttle.started_at <= $3 THEN excluded.started_at ELSE throttle.started_at END
        RETURNING count";
    SEEN = "SELECT count, started_at FROM throttle WHERE key = $1 AND started_at > $2";
    CLEAR = "DELETE FROM throttle WHERE key = $1";
    FORGET = "DELETE FROM throttle WHERE started_at <= $1";
}

/// Counts one more attempt and tells how many there were in the window that the first one opened.
pub fn count(tx: &mut Tx<'_>, key: &str, now: Timestamp, window: SignedDuration) -> Result<i64> {
    tx.one(COUNT, params![key, now, now - window], |row| row.get(0))?
        .ok_or_else(|| StoreError::Database("an attempt was not counted".into()))
}

/// How many attempts the running window has seen, and since when; without counting one.
pub fn seen(
    reader: &mut Reader<'_>,
    key: &str,
    now: Timestamp,
    window: SignedDuration,
) -> Result<Option<(i64, Timestamp)>> {
    reader.one(SEEN, params![key, now - window], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Forgets the attempts of a key: somebody proved who they are.
pub fn clear(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    tx.run(CLEAR, params![key]).map(|_| ())
}

/// Forgets windows opened at or before `before`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(FORGET, params![before])
}
