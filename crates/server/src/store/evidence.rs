//! Answers at control points, in the order they were given: a projection for the evidence of a period.
//! One index holds everything a filter asks about.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

// Of a desk ($1), given from $2 until before $3; of one activity ($4) and one answer ($5), or any
// where it is empty; with $6 = 1 only labelled control points.
macro_rules! asked {
    () => {
        "FROM evidence_rows WHERE desk = $1 AND at >= $2 AND at < $3 AND ($4 = '' OR activity = $4) \
         AND ($5 = '' OR answer = $5) AND control_point >= CAST($6 AS BIGINT)"
    };
}

sql! {
    REMOVE = "DELETE FROM evidence_rows WHERE stream = $1";
    PUT = "INSERT INTO evidence_rows (stream, seq, desk, at, version, visit, activity, answer, control_point)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    PAGE = concat!("SELECT stream, seq, desk, at, version, visit, activity, answer, control_point ", asked!(),
        " AND (at, stream, seq) > ($7, $8, $9) ORDER BY at, stream, seq LIMIT $10");
    TALLY = concat!("SELECT activity, answer, control_point, COUNT(*) ", asked!(),
        " GROUP BY activity, answer, control_point");
}

/// An answer that is evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    pub stream: String,
    pub seq: i64,
    pub desk: String,
    /// The instant it counts for.
    pub at: Timestamp,
    /// The version of the procedure the activity and the answer are of.
    pub version: String,
    pub visit: u32,
    pub activity: String,
    pub answer: String,
    /// Labelled in the document; else a decision beside its control points.
    pub control_point: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub desk: String,
    /// From the first until before the second.
    pub bounds: (Timestamp, Timestamp),
    /// Empty for any.
    pub activity: String,
    /// Empty for any.
    pub answer: String,
    pub only_control_points: bool,
}

/// Where a page ended.
pub type After = (Timestamp, String, i64);

/// Adds evidence of a case.
pub fn put(tx: &mut Tx<'_>, row: &EvidenceRow) -> Result<()> {
    let EvidenceRow { stream, seq, desk, at, version, visit, activity, answer, control_point } = row;
    tx.run(PUT, params![stream, seq, desk, at, version, visit, activity, answer, control_point]).map(|_| ())
}

/// Takes away what was written of a case.
pub fn forget(tx: &mut Tx<'_>, stream: &str) -> Result<()> {
    tx.run(REMOVE, params![stream]).map(|_| ())
}

/// A page, the earliest first, after the last one shown.
pub fn page(reader: &mut Reader<'_>, asked: &Asked, after: Option<&After>, limit: i64) -> Result<Vec<EvidenceRow>> {
    let Asked { desk, bounds: (from, until), activity, answer, only_control_points } = asked;
    let (at, stream, seq) =
        after.map_or((i64::MIN, "", 0), |(at, stream, seq)| (at.as_microsecond(), stream.as_str(), *seq));
    let values = params![desk, from, until, activity, answer, only_control_points, at, stream, seq, limit];
    reader.all(PAGE, values, read)
}

/// How often each answer was given: activity, answer, whether at a labelled control point, count.
pub fn tally(reader: &mut Reader<'_>, asked: &Asked) -> Result<Vec<(String, String, bool, i64)>> {
    let Asked { desk, bounds: (from, until), activity, answer, only_control_points } = asked;
    reader.all(TALLY, params![desk, from, until, activity, answer, only_control_points], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })
}

fn read(row: &Row<'_>) -> Result<EvidenceRow> {
    Ok(EvidenceRow {
        stream: row.get(0)?,
        seq: row.get(1)?,
        desk: row.get(2)?,
        at: row.get(3)?,
        version: row.get(4)?,
        visit: row.get(5)?,
        activity: row.get(6)?,
        answer: row.get(7)?,
        control_point: row.get(8)?,
    })
}
