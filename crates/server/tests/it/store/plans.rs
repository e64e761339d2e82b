//! With a million cases nothing may be read from end to end. This is the list of the statements
//! that do, each with its reason; it is reviewed when it changes. (SQLite tells its plans without
//! data; PostgreSQL has the same indexes.)

use std::collections::{BTreeMap, BTreeSet};

use crate::engine;

/// Statements that begin at one end of a table, and why that is no harm.
const SCANS: &[(&str, &str)] = &[
    ("command_outbox::NEXT", "only the first entry of an index of what waits"),
    ("commands::LAST", "only the last entry of an index"),
    ("outbox::NEXT", "only the first entry of an index of what waits"),
    ("outbox::WAITING", "no more entries than asked for"),
    ("projections::DUMP_APPROVAL_ROWS", "a comparison of all rows"),
    ("projections::DUMP_CASE_ROWS", "a comparison of all rows"),
    ("projections::DUMP_TERMS", "a comparison of all rows"),
    ("seals::LAST", "only the last row"),
    ("settings::ALL", "settings are few"),
    ("verify::ORPHANS", "verifying reads everything"),
];

/// Statements that sort what they read, and why it is little.
const SORTS: &[(&str, &str)] = &[
    ("attachments::OF_STREAM", "the files of one case"),
    ("cases::CLOSED_OF_PERSON", "two pages"),
    ("cases::OPEN_OF_PERSON", "two pages"),
    ("command_outbox::OF_STREAM", "the commands of one case"),
    ("drafts::OF_PERSON", "the drafts of one person"),
    ("numbers::GAPS", "the gaps of one year"),
    ("outbox::OF_STREAM", "the notices of one event"),
    ("sessions::OF_PERSON", "the sessions of one person"),
    ("terms::DUE", "one slice"),
];

/// The plan of every statement, step by step.
fn plans() -> BTreeMap<&'static str, Vec<String>> {
    let store = engine::sqlite();
    let connection = rusqlite::Connection::open(store.config().folder.join("ventanilla.db")).unwrap();
    let plan = |sql: &str| -> rusqlite::Result<Vec<String>> {
        connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?.raw_query().mapped(|row| row.get(3)).collect()
    };
    let short = |name: &'static str| name.trim_start_matches("server::store::");
    server::store::statements().iter().map(|sql| (short(sql.name), plan(sql.sqlite).unwrap())).collect()
}

fn check(list: &[(&str, &str)], plans: &BTreeMap<&str, Vec<String>>, step: impl Fn(&str) -> bool) {
    let found: BTreeMap<_, _> = plans.iter().filter(|(_, steps)| steps.iter().any(|it| step(it))).collect();
    let expected: BTreeSet<&str> = list.iter().map(|(name, _)| *name).collect();
    assert_eq!(found.keys().map(|it| **it).collect::<BTreeSet<_>>(), expected, "{found:#?}");
}

#[test]
fn no_statement_reads_a_table_from_end_to_end_without_a_reason() {
    let tables: BTreeSet<&str> = include_str!("../../../src/store/schema/0001_first.sql")
        .lines()
        .filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next())
        .collect();
    assert!(tables.contains("events"));
    check(SCANS, &plans(), |step| {
        step.strip_prefix("SCAN ").is_some_and(|it| tables.contains(it.split(' ').next().unwrap()))
    });
}

#[test]
fn no_statement_sorts_more_than_a_little() {
    check(SORTS, &plans(), |step| step.contains("TEMP B-TREE"));
}

#[test]
fn each_list_reads_its_own_index_from_where_the_last_page_ended() {
    let plans = plans();
    for (name, index, seek) in [
        ("OPEN", "case_rows_open", "(due_order,stream)>"),
        ("OPEN_UNASSIGNED", "case_rows_open_by_assignee", "(due_order,stream)>"),
        ("OPEN_OF", "case_rows_open_by_assignee", "(due_order,stream)>"),
        ("OPEN_WAITING_ON", "case_rows_open_by_wait", "(due_order,stream)>"),
        ("OPEN_ANSWERED", "case_rows_open_answered", "(due_order,stream)>"),
        // Several groups are merged by reading the open cases in order.
        ("OPEN_OF_GROUPS", "case_rows_open", "(due_order,stream)>"),
        ("OPEN_OF_PERSON", "case_rows_by_requester", "(registered_at,stream)<"),
        ("CLOSED_OF_PERSON", "case_rows_by_beneficiary", "(registered_at,stream)<"),
        ("CLOSED", "case_rows_closed", "(closed_at,stream)<"),
    ] {
        let steps = &plans[format!("cases::{name}").as_str()];
        let reads = |step: &String| step.contains(&format!("INDEX {index} ")) && step.contains(seek);
        assert!(steps.iter().any(reads), "{name}: {steps:#?}");
    }
}
