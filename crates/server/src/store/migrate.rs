//! Brings a database to the schema this program knows. Each step is one transaction.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use super::dialect;
use super::error::{Result, StoreError};

/// The steps, in order; step n has version n. A published step never changes.
const STEPS: &[(&str, &str)] = &[
    ("first", include_str!("schema/0001_first.sql")),
    ("by_registration", include_str!("schema/0002_by_registration.sql")),
    ("desk", include_str!("schema/0003_desk.sql")),
    ("proof", include_str!("schema/0004_proof.sql")),
    ("knowledge", include_str!("schema/0005_knowledge.sql")),
];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migrations (
    version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
const VERSION: &str = "SELECT COALESCE(MAX(version), 0) FROM migrations";
// Any number will do, as long as every node uses the same.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7265747221)";

pub(super) fn sqlite(connection: &mut Connection) -> Result<()> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(LEDGER)?;
    for (version, name, schema) in pending(tx.query_row(VERSION, [], |row| row.get(0))?)? {
        tx.execute_batch(&dialect::schema_for_sqlite(schema))?;
        let applied_at = Timestamp::now().as_microsecond();
        tx.execute("INSERT INTO migrations VALUES (?, ?, ?)", (version, name, applied_at))?;
    }
    tx.execute_batch(dialect::SQLITE_STATISTICS)?;
    Ok(tx.commit()?)
}

pub(super) fn postgres(client: &mut ::postgres::Client) -> Result<()> {
    let mut tx = client.transaction()?;
    // Several nodes may start at once.
    tx.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'")?;
    tx.execute(LOCK, &[])?;
    tx.batch_execute(LEDGER)?;
    for (version, name, schema) in pending(tx.query_one(VERSION, &[])?.get(0))? {
        tx.batch_execute(&dialect::schema_for_postgres(schema))?;
        let applied_at = Timestamp::now().as_microsecond();
        tx.execute("INSERT INTO migrations VALUES ($1, $2, $3)", &[&version, &name, &applied_at])?;
    }
    Ok(tx.commit()?)
}

/// Refuses a SQLite database that has not exactly this program's schema.
pub(super) fn check_sqlite(connection: &Connection) -> Result<()> {
    let ledger = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'";
    match connection.query_row(ledger, [], |_| Ok(())).optional()? {
        None => check(0),
        Some(()) => check(connection.query_row(VERSION, [], |row| row.get(0))?),
    }
}

/// Refuses a PostgreSQL database that has not exactly this program's schema.
pub(super) fn check_postgres(client: &mut ::postgres::Client) -> Result<()> {
    match client.query_one("SELECT to_regclass('migrations') IS NULL", &[])?.get(0) {
        true => check(0),
        false => check(client.query_one(VERSION, &[])?.get(0)),
    }
}

fn check(found: i64) -> Result<()> {
    match pending(found)?.next() {
        None => Ok(()),
        Some(_) if found == 0 => Err(StoreError::NoInstance),
        Some(_) => Err(StoreError::OlderSchema { found, known: STEPS.len() as i64 }),
    }
}

fn pending(found: i64) -> Result<impl Iterator<Item = (i64, &'static str, &'static str)>> {
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    Ok((1..).zip(STEPS).map(|(version, (name, schema))| (version, *name, *schema)).filter(move |step| step.0 > found))
}
