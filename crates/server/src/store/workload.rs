//! How the open cases of a desk are spread over its groups and people: one reading of one index.

use jiff::Timestamp;

use super::db::{Reader, params, sql};
use super::error::Result;

sql! {
    SPREAD = "SELECT COALESCE(group_id, ''), COALESCE(assignee, ''), COUNT(*),
            CAST(SUM(CASE WHEN due_order <= $2 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN due_order > $2 AND due_order < $3 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN waits_on <> 'desk' THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN registered_at >= $4 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN registered_at < $4 AND registered_at >= $5 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN registered_at < $5 AND registered_at >= $6 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN registered_at < $6 AND registered_at >= $7 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN registered_at < $7 THEN 1 ELSE 0 END) AS BIGINT)
        FROM case_rows WHERE state = 1 AND desk = $1
        GROUP BY COALESCE(group_id, ''), COALESCE(assignee, '')";
}

/// The open cases of one person in one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Empty for none.
    pub group: String,
    /// Empty for nobody.
    pub assignee: String,
    pub open: i64,
    pub late: i64,
    /// Due from now until the end of the day.
    pub due_today: i64,
    /// Somebody else has the next move.
    pub waiting: i64,
    /// By age, the youngest first; see [`spread`].
    pub ages: [i64; 5],
}

/// How the open cases are spread. `ages` are the instants that part the ages, the youngest first.
pub fn spread(
    reader: &mut Reader<'_>,
    desk: &str,
    (now, day_ends): (Timestamp, Timestamp),
    ages: [Timestamp; 4],
) -> Result<Vec<Share>> {
    let [a, b, c, d] = ages;
    reader.all(SPREAD, params![desk, now, day_ends, a, b, c, d], |row| {
        Ok(Share {
            group: row.get(0)?,
            assignee: row.get(1)?,
            open: row.get(2)?,
            late: row.get(3)?,
            due_today: row.get(4)?,
            waiting: row.get(5)?,
            ages: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?],
        })
    })
}
