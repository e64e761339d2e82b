//! With a million cases nothing may be read from end to end. This is the list of the statements
//! that do, each with its reason; it is reviewed when it changes. SQLite tells its plans without
//! data; what is asked all day is planned by both engines with a hundred thousand cases.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{self, Instance};

on_both_engines! {
    what_is_asked_all_day_reads_an_index_of_a_hundred_thousand_cases,
}

/// Statements that begin at one end of a table, and why that is no harm.
const SCANS: &[(&str, &str)] = &[
    ("command_outbox::NEXT", "only the first entry of an index of what waits"),
    ("commands::LAST", "only the last entry of an index"),
    ("outbox::NEXT", "only the first entry of an index of what waits"),
    ("outbox::WAITING", "no more entries than asked for"),
    ("projections::DUMP_APPROVAL_ROWS", "a comparison of all rows"),
    ("projections::DUMP_CASE_ROWS", "a comparison of all rows"),
    ("projections::DUMP_DEVIATION_ROWS", "a comparison of all rows"),
    ("projections::DUMP_EVIDENCE_ROWS", "a comparison of all rows"),
    ("projections::DUMP_MEASURE_ROWS", "a comparison of all rows"),
    ("projections::DUMP_TERMS", "a comparison of all rows"),
    ("seals::LAST", "only the last row"),
    ("settings::ALL", "settings are few"),
    ("verify::ORPHANS", "verifying reads everything"),
];

/// Statements that sort what they read, and why it is little.
const SORTS: &[(&str, &str)] = &[
    ("FIND_OPEN_WORDS", "the newest hits of an index of words"),
    ("FIND_WORDS", "the newest hits of an index of words"),
    ("attachments::OF_STREAM", "the files of one case"),
    ("attachments::SALTS", "the files of one case"),
    ("cases::CLOSED_OF_PERSON", "two pages"),
    ("cases::OPEN_OF_PERSON", "two pages"),
    ("command_outbox::OF_STREAM", "the commands of one case"),
    ("contents::SALTED", "the texts of one case"),
    ("deviations::CASES", "the deviations of one period, by an index alone"),
    ("deviations::TALLY", "a line for each kind of deviation"),
    ("drafts::OF_PERSON", "the drafts of one person"),
    ("evidence::TALLY", "a line for each answer of a control point"),
    ("measures::TALLY", "a line for each service"),
    ("numbers::GAPS", "the gaps of one year"),
    ("open_cases::BY_DUE", "one page"),
    ("open_cases::BY_PLACE", "the open cases of a desk that fit, by an index alone"),
    ("outbox::OF_STREAM", "the notices of one event"),
    ("sessions::OF_PERSON", "the sessions of one person"),
    ("terms::DUE", "one slice"),
    ("workload::SPREAD", "a line for each person of a group"),
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
    let tables: BTreeSet<&str> = concat!(
        include_str!("../../../src/store/schema/0001_first.sql"),
        include_str!("../../../src/store/schema/0003_desk.sql"),
        include_str!("../../../src/store/schema/0004_proof.sql"),
        include_str!("../../../src/store/schema/0005_knowledge.sql")
    )
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
        let name = format!("cases::{name}");
        let steps = &plans[name.as_str()];
        let reads = |step: &String| step.contains(&format!("INDEX {index} ")) && step.contains(seek);
        assert!(steps.iter().any(reads), "{name}: {steps:#?}");
    }
}

/// A hundred thousand cases, one in twenty open, with their terms, notices, approvals and commands.
const HUNDRED_THOUSAND: &str = "
    INSERT INTO case_rows WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100000)
        SELECT 'c' || n, 'N-' || n, 'ti', 'p@1', CASE WHEN n % 20 = 0 THEN 1 ELSE 0 END, 'in_progress', 'En gestión',
            '8', 'Atender', 'p' || (n % 500), 'p' || (n % 499), CASE WHEN n % 3 = 0 THEN NULL ELSE 'a' || (n % 30) END,
            'g' || (n % 10), 'p3', 3, NULL, 'VPN', 'No abre', 'portal', n * 1000, n * 1000, 0,
            CASE WHEN n % 7 = 0 THEN 'requester' ELSE 'desk' END, CASE WHEN n % 11 = 0 THEN 1 ELSE 0 END, 0,
            n * 1000, n * 1000, CASE WHEN n % 20 = 0 THEN NULL ELSE n * 1000 END, NULL, n FROM n;
    INSERT INTO terms SELECT stream, 'agenda', due_order FROM case_rows;
    INSERT INTO approval_rows SELECT stream, '1.1', requester, NULL, due_order, due_order, due_order FROM case_rows;
    INSERT INTO outbox (id, stream, seq, notice, address, details, created_at, state, next_at, attempt)
        SELECT stream || ':1', stream, 1, 'acuse', 'x@y.example', '1', due_order,
            CASE WHEN due_order % 1000000 = 0 THEN 'waiting' ELSE 'sent' END, due_order, 1 FROM case_rows;
    INSERT INTO command_outbox (id, from_stream, to_stream, command, created_at, state, next_at, attempt)
        SELECT stream, stream, stream, '{}', due_order,
            CASE WHEN due_order % 1000000 = 0 THEN 'waiting' ELSE 'done' END, due_order, 0 FROM case_rows;
    INSERT INTO evidence_rows SELECT stream, 3, desk, registered_at, '1', 2, '5', 'E' || (due_order % 12),
        due_order % 2 FROM case_rows;
    INSERT INTO deviation_rows SELECT stream, 0, desk, registered_at, '1', 2, '5', 'p7', 'corrected', '4'
        FROM case_rows WHERE due_order % 50 = 0;
    INSERT INTO measure_rows SELECT stream, 'solucion', desk, 's' || (due_order % 40), 'c', 57600, 0, registered_at,
        1 - state, 1, 50 FROM case_rows;
    INSERT INTO commands SELECT requester, stream, stream, 1, 1, number, due_order FROM case_rows;
    ANALYZE;
";

/// What pages and tasks ask all day, with what they ask it for.
const HOT: &[(&str, &[&str])] = &[
    ("approvals::COUNT", &["'p7'"]),
    ("approvals::PENDING", &["'p7'", "0", "''", "''", "50"]),
    ("cases::BY_NUMBER", &["'N-777'"]),
    ("cases::CLOSED", &["'ti'", "0", "90000000", "''", "50"]),
    ("cases::CLOSED_OF_PERSON", &["'p7'", "90000000", "''", "50"]),
    ("cases::COUNT_OF", &["'ti'", "0", "90000000", "'a7'"]),
    ("cases::COUNT_UNASSIGNED", &["'ti'", "0", "90000000"]),
    ("cases::OPEN", &["'ti'", "0", "''", "90000000", "50"]),
    ("cases::OPEN_ANSWERED", &["'ti'", "0", "''", "90000000", "50"]),
    ("cases::OPEN_OF", &["'ti'", "0", "''", "90000000", "50", "'a7'"]),
    ("cases::OPEN_OF_PERSON", &["'p7'", "90000000", "''", "50"]),
    ("cases::OPEN_UNASSIGNED", &["'ti'", "0", "''", "90000000", "50"]),
    ("cases::OPEN_WAITING_ON", &["'ti'", "0", "''", "90000000", "50", "'requester'"]),
    ("command_outbox::DUE", &["5000000", "64"]),
    ("command_outbox::NEXT", &[]),
    ("commands::FIND", &["'p7'", "'c7'"]),
    ("deviations::CASES", &["'ti'", "1000000", "2000000"]),
    ("deviations::CLOSED", &["'ti'", "1000000", "2000000"]),
    ("deviations::PAGE", &["'ti'", "1000000", "2000000", "''", "1000000", "''", "0", "50"]),
    ("deviations::TALLY", &["'ti'", "1000000", "2000000"]),
    ("evidence::PAGE", &["'ti'", "1000000", "2000000", "'5'", "''", "1", "1000000", "''", "0", "50"]),
    ("evidence::TALLY", &["'ti'", "1000000", "2000000", "'5'", "''", "1"]),
    ("measures::LATE", &["'ti'", "1000000", "2000000", "3000000", "'solucion'", "'s7'", "'*'", "1000000", "''", "50"]),
    ("measures::TALLY", &["'ti'", "1000000", "2000000", "3000000"]),
    ("outbox::GIVE_BACK", &["5000000"]),
    ("outbox::LEASE", &["5000000", "6000000", "16"]),
    ("outbox::NEXT", &[]),
    ("outbox::OF_STREAM", &["'c7'"]),
    ("terms::DUE", &["500000", "64"]),
    ("terms::NEXT", &["500000"]),
    ("terms::PAGE", &["500000", "0", "''", "''", "64"]),
];

fn what_is_asked_all_day_reads_an_index_of_a_hundred_thousand_cases(instance: &Instance) {
    instance.tamper(HUNDRED_THOUSAND);
    let statements = server::store::statements();
    for (name, given) in HOT {
        let sql = statements.iter().find(|sql| sql.name.ends_with(&format!("store::{name}"))).expect(name);
        let sql = if instance.is_sqlite() { sql.sqlite } else { sql.postgres };
        // From the last one: $1 begins $10 too.
        let asked = given.iter().enumerate().rev();
        let asked = asked.fold(sql.to_owned(), |sql, (at, value)| sql.replace(&format!("${}", at + 1), value));
        let plan = instance.plan(&asked);
        let whole = |step: &String| {
            let table = step.trim_start().strip_prefix("SCAN ").filter(|step| !step.contains(" USING "));
            step.contains("Seq Scan on ") || table.is_some_and(|table| FILLED.contains(&table))
        };
        assert!(!plan.iter().any(whole), "{name} reads everything: {plan:#?}");
    }
}

const FILLED: [&str; 9] = [
    "approval_rows",
    "case_rows",
    "command_outbox",
    "commands",
    "deviation_rows",
    "evidence_rows",
    "measure_rows",
    "outbox",
    "terms",
];

#[test]
fn the_figures_of_a_period_read_their_index_alone_and_their_pages_from_where_the_last_ended() {
    let plans = plans();
    for (name, index, alone) in [
        ("evidence::TALLY", "evidence_rows_in_time", true),
        ("evidence::PAGE", "evidence_rows_in_time", false),
        ("deviations::TALLY", "deviation_rows_in_time", true),
        ("deviations::CASES", "deviation_rows_in_time", true),
        ("deviations::PAGE", "deviation_rows_in_time", false),
        ("deviations::CLOSED", "case_rows_closed", true),
        ("measures::TALLY", "measure_rows_in_time", true),
        ("measures::LATE", "measure_rows_in_time", true),
    ] {
        let steps = &plans[name];
        let covering = if alone { "COVERING INDEX" } else { "INDEX" };
        let reads = |step: &String| step.contains(&format!("{covering} {index} ")) && step.contains("desk=?");
        assert!(steps.iter().any(reads), "{name}: {steps:#?}");
    }
}

#[test]
fn filters_and_orders_of_a_queue_read_their_index_alone() {
    let plans = plans();
    for name in ["BY_DUE", "BY_PLACE", "COUNT"] {
        let steps = &plans[format!("open_cases::{name}").as_str()];
        let alone = |step: &String| step.contains("COVERING INDEX case_rows_open ");
        assert!(steps.iter().any(alone), "{name}: {steps:#?}");
    }
}
