//! A case folded up to a seq. Only a shortcut: one of another version of the fold is not used.

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    GET = "SELECT seq, data FROM snapshots WHERE stream = $1 AND fold_version = $2";
    PUT = "INSERT INTO snapshots (stream, seq, fold_version, data) VALUES ($1, $2, $3, $4)
        ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, fold_version = excluded.fold_version,
            data = excluded.data";
}

/// The snapshot of a stream made by this version of the fold: up to which seq, and what it was.
pub fn get(reader: &mut Reader<'_>, stream: &str, fold_version: i64) -> Result<Option<(i64, String)>> {
    reader.one(GET, params![stream, fold_version], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Replaces the snapshot of a stream.
pub fn put(tx: &mut Tx<'_>, stream: &str, seq: i64, fold_version: i64, data: &str) -> Result<()> {
    tx.run(PUT, params![stream, seq, fold_version, data]).map(|_| ())
}
