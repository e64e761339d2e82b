//! Everything that can be made again from events, contents and the outbox. Deleting it all loses
//! nothing; whoever rebuilds folds each stream and writes its rows as after a change.

use super::db::{Reader, Row, Tx, Value, params, sql};
use super::error::Result;

sql! {
    DELETE_TERMS = "DELETE FROM terms";
    DELETE_CASE_ROWS = "DELETE FROM case_rows";
    DELETE_APPROVAL_ROWS = "DELETE FROM approval_rows";
    DELETE_EVIDENCE_ROWS = "DELETE FROM evidence_rows";
    DELETE_DEVIATION_ROWS = "DELETE FROM deviation_rows";
    DELETE_MEASURE_ROWS = "DELETE FROM measure_rows";
    DELETE_SEARCH_WORDS = "DELETE FROM search_words";
    DELETE_SEARCH_ROWS = "DELETE FROM search_rows";
    DUMP_TERMS = "SELECT stream, name, look_at FROM terms ORDER BY stream, name";
    DUMP_CASE_ROWS = "SELECT stream, number, desk, procedure, state, state_kind, state_label, activity,
            activity_name, requester, beneficiary, assignee, group_id, priority, priority_order, item, item_name,
            subject, channel, due_at, due_order, paused, waits_on, answered, restricted, registered_at,
            updated_at, closed_at, result, number_order
        FROM case_rows ORDER BY stream";
    DUMP_APPROVAL_ROWS = "SELECT stream, step, approver, acts_for, asked_at, due_at, due_order
        FROM approval_rows ORDER BY stream, step, approver";
    DUMP_EVIDENCE_ROWS = "SELECT stream, seq, desk, at, version, visit, activity, answer, control_point
        FROM evidence_rows ORDER BY stream, seq";
    DUMP_DEVIATION_ROWS = "SELECT stream, nth, desk, at, version, visit, activity, actor, code, detail
        FROM deviation_rows ORDER BY stream, nth";
    DUMP_MEASURE_ROWS = "SELECT stream, clock, desk, item, category, target, example, counts_at, resolved, met,
        reached FROM measure_rows ORDER BY stream, clock";
}

/// Deletes every projection.
pub fn delete_all(tx: &mut Tx<'_>) -> Result<()> {
    let search = [DELETE_SEARCH_WORDS, DELETE_SEARCH_ROWS];
    let proof = [DELETE_EVIDENCE_ROWS, DELETE_DEVIATION_ROWS, DELETE_MEASURE_ROWS];
    for delete in [DELETE_TERMS, DELETE_CASE_ROWS, DELETE_APPROVAL_ROWS].into_iter().chain(proof).chain(search) {
        tx.run(delete, params![])?;
    }
    Ok(())
}

/// Every projected row as a line of text, in order: equal before and after a rebuild.
pub fn dump(reader: &mut Reader<'_>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (table, sql, columns) in [
        ("terms", DUMP_TERMS, 3),
        ("case_rows", DUMP_CASE_ROWS, 30),
        ("approval_rows", DUMP_APPROVAL_ROWS, 7),
        ("evidence_rows", DUMP_EVIDENCE_ROWS, 9),
        ("deviation_rows", DUMP_DEVIATION_ROWS, 10),
        ("measure_rows", DUMP_MEASURE_ROWS, 11),
        ("search", super::dialect::DUMP_WORDS, 4),
    ] {
        lines.extend(reader.all(sql, params![], |row| line(table, row, columns))?);
    }
    Ok(lines)
}

fn line(table: &str, row: &Row<'_>, columns: usize) -> Result<String> {
    let mut line = table.to_owned();
    for column in 0..columns {
        line.push('|');
        match row.value(column)? {
            Value::Null => line.push('∅'),
            Value::Int(it) => line.push_str(&it.to_string()),
            Value::Text(it) => line.push_str(it),
            Value::Bytes(it) => line.push_str(&data_encoding::HEXLOWER.encode(it)),
        }
    }
    Ok(line)
}
