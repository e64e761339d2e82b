//! What was beside the procedure, in the order it happened: a projection for the audit of a period.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    REMOVE = "DELETE FROM deviation_rows WHERE stream = $1";
    PUT = "INSERT INTO deviation_rows (stream, nth, desk, at, version, visit, activity, actor, code, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    PAGE = "SELECT stream, nth, desk, at, version, visit, activity, actor, code, detail FROM deviation_rows
        WHERE desk = $1 AND at >= $2 AND at < $3 AND ($4 = '' OR code = $4) AND (at, stream, nth) > ($5, $6, $7)
        ORDER BY at, stream, nth LIMIT $8";
    TALLY = "SELECT code, COUNT(*) FROM deviation_rows WHERE desk = $1 AND at >= $2 AND at < $3 GROUP BY code";
    CASES = "SELECT COUNT(DISTINCT stream) FROM deviation_rows WHERE desk = $1 AND at >= $2 AND at < $3";
    CLOSED = "SELECT COUNT(*) FROM case_rows WHERE state = 0 AND desk = $1 AND closed_at >= $2 AND closed_at < $3";
}

/// Something beside the procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviationRow {
    pub stream: String,
    /// Its place among those of the case, counted from 0.
    pub nth: i64,
    pub desk: String,
    pub at: Timestamp,
    /// The version of the procedure it is beside of.
    pub version: String,
    pub visit: u32,
    pub activity: String,
    /// Who, by identifier.
    pub actor: String,
    /// The departure's own word.
    pub code: String,
    /// The activity, the answer, the case or the versions it is about, by their names in the files.
    pub detail: String,
}

/// Where a page ended.
pub type After = (Timestamp, String, i64);

/// Replaces those of a case.
pub fn replace(tx: &mut Tx<'_>, stream: &str, rows: &[DeviationRow]) -> Result<()> {
    tx.run(REMOVE, params![stream])?;
    for DeviationRow { stream, nth, desk, at, version, visit, activity, actor, code, detail } in rows {
        tx.run(PUT, params![stream, nth, desk, at, version, visit, activity, actor, code, detail])?;
    }
    Ok(())
}

/// A page of a desk's, from the first instant until before the second, the earliest first; of one
/// code, or of any where it is empty.
pub fn page(
    reader: &mut Reader<'_>,
    desk: &str,
    (from, until): (Timestamp, Timestamp),
    code: &str,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<DeviationRow>> {
    let (at, stream, nth) =
        after.map_or((i64::MIN, "", 0), |(at, stream, nth)| (at.as_microsecond(), stream.as_str(), *nth));
    reader.all(PAGE, params![desk, from, until, code, at, stream, nth, limit], read)
}

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cases that ended.
    pub closed: i64,
    /// Cases with something beside the procedure.
    pub deviating: i64,
    /// How often each departure happened, by its code.
    pub codes: Vec<(String, i64)>,
}

/// Counts those of a desk, from the first instant until before the second.
pub fn figures(reader: &mut Reader<'_>, desk: &str, (from, until): (Timestamp, Timestamp)) -> Result<Figures> {
    let asked = params![desk, from, until];
    Ok(Figures {
        closed: reader.one(CLOSED, asked, |row| row.get(0))?.unwrap_or(0),
        deviating: reader.one(CASES, asked, |row| row.get(0))?.unwrap_or(0),
        codes: reader.all(TALLY, asked, |row| Ok((row.get(0)?, row.get(1)?)))?,
    })
}

fn read(row: &Row<'_>) -> Result<DeviationRow> {
    Ok(DeviationRow {
        stream: row.get(0)?,
        nth: row.get(1)?,
        desk: row.get(2)?,
        at: row.get(3)?,
        version: row.get(4)?,
        visit: row.get(5)?,
        activity: row.get(6)?,
        actor: row.get(7)?,
        code: row.get(8)?,
        detail: row.get(9)?,
    })
}
