//! Signs of life, and the stretches without one: an outage of ours is not the requester's silence.

use jiff::{SignedDuration, Timestamp};

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    LAST = "SELECT beat_at FROM heartbeat WHERE one = 1";
    BEAT = "INSERT INTO heartbeat (one, beat_at) VALUES (1, $1)
        ON CONFLICT (one) DO UPDATE SET beat_at = excluded.beat_at WHERE heartbeat.beat_at < excluded.beat_at";
    SET_BACK = "UPDATE heartbeat SET beat_at = $1 WHERE one = 1";
    OUTAGE = "INSERT INTO outages (from_at, to_at) VALUES ($1, $2) ON CONFLICT (from_at) DO NOTHING";
    BETWEEN = "SELECT from_at, to_at FROM outages WHERE to_at > $1 AND from_at < $2 ORDER BY from_at";
}

/// A stretch in which nobody could reach the program, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    pub from_at: Timestamp,
    pub to_at: Timestamp,
}

/// The last sign of life.
pub fn last(reader: &mut Reader<'_>) -> Result<Option<Timestamp>> {
    reader.one(LAST, params![], |row| row.get(0))
}

/// A sign of life. If the last one is `gap` or more ago, the stretch between is kept as an outage
/// and returned. With several nodes any of them keeps the heart beating; it never goes back.
pub fn beat(tx: &mut Tx<'_>, now: Timestamp, gap: SignedDuration) -> Result<Option<Outage>> {
    let outage =
        last(tx)?.filter(|last| now.duration_since(*last) >= gap).map(|from_at| Outage { from_at, to_at: now });
    if let Some(Outage { from_at, to_at }) = outage {
        tx.run(OUTAGE, params![from_at, to_at])?;
    }
    tx.run(BEAT, params![now])?;
    Ok(outage)
}

/// Takes the last sign of life back to `now`: somebody confirmed that a later date was a mistake.
pub fn set_back(tx: &mut Tx<'_>, now: Timestamp) -> Result<()> {
    tx.run(SET_BACK, params![now]).map(|_| ())
}

/// The outages that touch the stretch from `from` until before `until`, in order.
pub fn outages(reader: &mut Reader<'_>, from: Timestamp, until: Timestamp) -> Result<Vec<Outage>> {
    reader.all(BETWEEN, params![from, until], |row| Ok(Outage { from_at: row.get(0)?, to_at: row.get(1)? }))
}
