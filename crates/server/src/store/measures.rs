//! How the clocks of cases count: a projection for the compliance of a period, which is read from one
//! index alone.

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

// Of a desk ($1), from $2 until before $3; what is not resolved counts once it is past its date ($4).
macro_rules! counted {
    () => {
        "FROM measure_rows WHERE desk = $1 AND counts_at >= $2 AND counts_at < $3 AND (resolved = 1 OR counts_at < $4)"
    };
}

sql! {
    REMOVE = "DELETE FROM measure_rows WHERE stream = $1";
    PUT = "INSERT INTO measure_rows (stream, clock, desk, item, category, target, example, counts_at, resolved, met,
            reached)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    OF_STREAM = "SELECT stream, clock, desk, item, category, target, example, counts_at, resolved, met, reached
        FROM measure_rows WHERE stream = $1 ORDER BY clock";
    TALLY = concat!("SELECT clock, item, category, target, example, met, reached, COUNT(*) ", counted!(),
        " GROUP BY clock, item, category, target, example, met, reached");
    LATE = concat!("SELECT stream, clock, desk, item, category, target, example, counts_at, resolved, met, reached ",
        counted!(), " AND met = 0 AND clock = $5 AND ($6 = '*' OR item = $6) AND ($7 = '*' OR category = $7)
        AND (counts_at, stream) > ($8, $9) ORDER BY counts_at, stream LIMIT $10");
}

/// A clock of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureRow {
    pub stream: String,
    pub clock: String,
    pub desk: String,
    /// Empty for none, as the category.
    pub item: String,
    pub category: String,
    /// Business seconds.
    pub target: i64,
    pub example: bool,
    /// When it was resolved, or was due.
    pub counts_at: Timestamp,
    pub resolved: bool,
    pub met: bool,
    /// The highest threshold it reached, in percent.
    pub reached: u32,
}

/// Cases that went the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub clock: String,
    pub item: String,
    pub category: String,
    pub target: i64,
    pub example: bool,
    pub met: bool,
    pub reached: u32,
    pub cases: i64,
}

/// Which cases past their date: of a clock, of a service and a category; none given means any.
#[derive(Clone, Debug, Default)]
pub struct Late {
    pub clock: String,
    pub item: Option<String>,
    pub category: Option<String>,
}

/// Replaces those of a case; what did not change is not written again.
pub fn replace(tx: &mut Tx<'_>, stream: &str, rows: &[MeasureRow]) -> Result<()> {
    if tx.all(OF_STREAM, params![stream], read)? == rows {
        return Ok(());
    }
    tx.run(REMOVE, params![stream])?;
    for row in rows {
        let MeasureRow { stream, clock, desk, item, category, target, example, counts_at, resolved, met, reached } =
            row;
        tx.run(PUT, params![stream, clock, desk, item, category, target, example, counts_at, resolved, met, reached])?;
    }
    Ok(())
}

/// How the cases of a desk went that count from the first instant until before the second.
pub fn tally(
    reader: &mut Reader<'_>,
    desk: &str,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Share>> {
    reader.all(TALLY, params![desk, from, until, now], |row| {
        Ok(Share {
            clock: row.get(0)?,
            item: row.get(1)?,
            category: row.get(2)?,
            target: row.get(3)?,
            example: row.get(4)?,
            met: row.get(5)?,
            reached: row.get(6)?,
            cases: row.get(7)?,
        })
    })
}

/// A page of the cases that were not attended in time, the earliest first, after the last one shown.
pub fn late(
    reader: &mut Reader<'_>,
    desk: &str,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
    which: &Late,
    after: Option<(Timestamp, &str)>,
    limit: i64,
) -> Result<Vec<MeasureRow>> {
    let (at, stream) = after.map_or((i64::MIN, ""), |(at, stream)| (at.as_microsecond(), stream));
    let any = |word: &Option<String>| word.clone().unwrap_or_else(|| "*".to_owned());
    let (item, category) = (any(&which.item), any(&which.category));
    reader.all(LATE, params![desk, from, until, now, which.clock, item, category, at, stream, limit], read)
}

fn read(row: &super::db::Row<'_>) -> Result<MeasureRow> {
    Ok(MeasureRow {
        stream: row.get(0)?,
        clock: row.get(1)?,
        desk: row.get(2)?,
        item: row.get(3)?,
        category: row.get(4)?,
        target: row.get(5)?,
        example: row.get(6)?,
        counts_at: row.get(7)?,
        resolved: row.get(8)?,
        met: row.get(9)?,
        reached: row.get(10)?,
    })
}
