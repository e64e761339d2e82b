//! Who is asked to approve what, while the answer is pending: a projection for the approvals inbox.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    REMOVE = "DELETE FROM approval_rows WHERE stream = $1";
    PUT = "INSERT INTO approval_rows (stream, step, approver, acts_for, asked_at, due_at, due_order)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_STREAM = "SELECT stream, step, approver, acts_for, asked_at, due_at FROM approval_rows
        WHERE stream = $1 ORDER BY step, approver";
    PENDING = "SELECT stream, step, approver, acts_for, asked_at, due_at FROM approval_rows
        WHERE approver = $1 AND (due_order, stream, step) > ($2, $3, $4)
        ORDER BY due_order, stream, step LIMIT $5";
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM approval_rows WHERE approver = $1 LIMIT 100) AS few";
}

/// A pending question to one approver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRow {
    pub stream: String,
    pub step: String,
    pub approver: String,
    /// The absent titular an approver stands in for.
    pub acts_for: Option<String>,
    pub asked_at: Timestamp,
    pub due_at: Option<Timestamp>,
}

/// Replaces the pending approvals of a case.
pub fn replace(tx: &mut Tx<'_>, stream: &str, rows: &[ApprovalRow]) -> Result<()> {
    let before = tx.all(OF_STREAM, params![stream], read)?;
    if before == rows {
        return Ok(());
    }
    tx.run(REMOVE, params![stream])?;
    for ApprovalRow { stream, step, approver, acts_for, asked_at, due_at } in rows {
        let due_order = due_order(*due_at);
        tx.run(PUT, params![stream, step, approver, acts_for, asked_at, due_at, due_order])?;
    }
    Ok(())
}

/// A page of what an approver is asked, what is due first at the top, after the last one shown.
pub fn pending(
    reader: &mut Reader<'_>,
    approver: &str,
    after: Option<&ApprovalRow>,
    limit: i64,
) -> Result<Vec<ApprovalRow>> {
    let (due, stream, step) =
        after.map_or((i64::MIN, "", ""), |row| (due_order(row.due_at), row.stream.as_str(), row.step.as_str()));
    reader.all(PENDING, params![approver, due, stream, step, limit], read)
}

/// How much an approver is asked, counting no further than 100 (shown as «99+»).
pub fn badge(reader: &mut Reader<'_>, approver: &str) -> Result<i64> {
    Ok(reader.one(COUNT, params![approver], |row| row.get(0))?.unwrap_or(0))
}

fn due_order(due_at: Option<Timestamp>) -> i64 {
    due_at.map_or(i64::MAX, Timestamp::as_microsecond)
}

fn read(row: &Row<'_>) -> Result<ApprovalRow> {
    Ok(ApprovalRow {
        stream: row.get(0)?,
        step: row.get(1)?,
        approver: row.get(2)?,
        acts_for: row.get(3)?,
        asked_at: row.get(4)?,
        due_at: row.get(5)?,
    })
}
