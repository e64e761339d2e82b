//! Everything in which SQLite and PostgreSQL differ as languages: how values are bound and read,
//! how the schema's types are called, and the few statements that need two texts.

use std::error::Error;

use jiff::Timestamp;
use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::db::{Sql, Value};
use super::error::{Result, StoreError};

/// The database's own clock, in microseconds. SQLite's is this computer's and is read without SQL.
pub(super) const NOW: Sql = Sql {
    name: "dialect::NOW",
    sqlite: "SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
    postgres: "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
};

/// The head of a stream, locked until the transaction ends. SQLite has one writer: nothing to lock.
pub(super) const LOCK_STREAM: Sql = Sql {
    name: "LOCK_STREAM",
    sqlite: "SELECT last_seq, last_hash, last_recorded_at FROM streams WHERE stream = $1",
    postgres: "SELECT last_seq, last_hash, last_recorded_at FROM streams WHERE stream = $1 FOR UPDATE",
};

/// Holds a name until the transaction ends; on SQLite there is nothing to ask.
pub(super) const LOCK_NAME: Sql = Sql {
    name: "LOCK_NAME",
    sqlite: "SELECT 0 WHERE length($1) < 0",
    postgres: "SELECT 0 FROM pg_advisory_xact_lock(hashtextextended($1, 0))",
};

/// Takes the next number of a series that was made ahead. SQLite counts inside the transaction.
pub(super) const NEXT_NUMBER: Sql = Sql {
    name: "NEXT_NUMBER",
    sqlite: "UPDATE number_series SET last = last + 1 WHERE series = $1 RETURNING last",
    postgres: "SELECT nextval(CAST(CAST($1 AS TEXT) AS regclass))",
};

/// The last number a series has given out, 0 when none.
pub(super) const LAST_NUMBER: Sql = Sql {
    name: "LAST_NUMBER",
    sqlite: "SELECT last FROM number_series WHERE series = $1",
    postgres: "SELECT COALESCE(pg_sequence_last_value(CAST(CAST($1 AS TEXT) AS regclass)), 0)",
};

/// Holds a name until the connection ends. SQLite serves one process, which keeps the names itself.
pub(super) const HOLD: Sql = Sql {
    name: "HOLD",
    sqlite: "SELECT 1 WHERE length($1) >= 0",
    postgres: "SELECT pg_try_advisory_lock(hashtextextended('held:' || $1, 0))",
};

pub(super) const STATEMENTS: &[Sql] =
    &[NOW, LOCK_STREAM, LOCK_NAME, NEXT_NUMBER, LAST_NUMBER, HOLD, PUT_WORDS, FIND_WORDS, FIND_OPEN_WORDS, DUMP_WORDS];

/// The schema is written once. `BYTES` and `IDENTITY` stand for what each engine calls them;
/// `CLUSTERED` asks to store the rows in the order of their key, where the engine can. Text is
/// compared byte by byte on both, whatever the language of the database. `CREATE SEARCH` stands for
/// the words of [`super::search`] with what finds them.
pub(super) fn schema_for_sqlite(schema: &str) -> String {
    schema
        .replace(SEARCH, SQLITE_SEARCH)
        .replace("BIGINT", "INTEGER")
        .replace("BYTES", "BLOB")
        .replace("IDENTITY", "INTEGER PRIMARY KEY AUTOINCREMENT")
        .replace(") CLUSTERED;", ") STRICT, WITHOUT ROWID;")
        .replace("\n);", "\n) STRICT;")
}

/// See [`schema_for_sqlite`].
pub(super) fn schema_for_postgres(schema: &str) -> String {
    schema
        .replace(SEARCH, POSTGRES_SEARCH)
        .replace("BYTES", "BYTEA")
        .replace("TEXT", "TEXT COLLATE \"C\"")
        .replace("IDENTITY", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
        .replace(") CLUSTERED;", ");")
}

const SEARCH: &str = "CREATE SEARCH search_words (open, inside);";

// The words come folded and stemmed, so each engine only cuts them at spaces. What is withdrawn must
// be gone from the index too, not only be marked as deleted.
const SQLITE_SEARCH: &str = "CREATE VIRTUAL TABLE search_words USING fts5(open, inside, tokenize = 'ascii');
    INSERT INTO search_words (search_words, rank) VALUES ('secure-delete', 1);";

const POSTGRES_SEARCH: &str = "CREATE TABLE search_words (rowid BIGINT NOT NULL PRIMARY KEY, open tsvector NOT NULL,
        inside tsvector NOT NULL);
    CREATE INDEX search_words_open ON search_words USING gin (open);
    CREATE INDEX search_words_all ON search_words USING gin ((open || inside));";

/// Keeps the words of a row ($1): those every reader of the case may know ($2), those of the desk ($3).
pub(super) const PUT_WORDS: Sql = Sql {
    name: "PUT_WORDS",
    sqlite: "INSERT INTO search_words (rowid, open, inside) VALUES ($1, $2, $3)",
    postgres: "INSERT INTO search_words (rowid, open, inside)
        VALUES ($1, to_tsvector('simple', CAST($2 AS TEXT)), to_tsvector('simple', CAST($3 AS TEXT)))",
};

/// The newest rows that hold these words ($1), no more than $2; the newest first.
pub(super) const FIND_WORDS: Sql = Sql {
    name: "FIND_WORDS",
    sqlite: "SELECT r.stream, r.seq FROM (SELECT rowid FROM search_words WHERE search_words MATCH $1
            ORDER BY rowid DESC LIMIT $2) AS found
        CROSS JOIN search_rows AS r WHERE r.id = found.rowid ORDER BY r.id DESC",
    postgres: "SELECT r.stream, r.seq FROM (SELECT rowid FROM search_words
            WHERE (open || inside) @@ to_tsquery('simple', CAST($1 AS TEXT)) ORDER BY rowid DESC LIMIT $2) AS found
        JOIN search_rows AS r ON r.id = found.rowid ORDER BY r.id DESC",
};

/// The same among the words open to every reader.
pub(super) const FIND_OPEN_WORDS: Sql = Sql {
    name: "FIND_OPEN_WORDS",
    sqlite: "SELECT r.stream, r.seq FROM (SELECT rowid FROM search_words WHERE open MATCH $1
            ORDER BY rowid DESC LIMIT $2) AS found
        CROSS JOIN search_rows AS r WHERE r.id = found.rowid ORDER BY r.id DESC",
    postgres: "SELECT r.stream, r.seq FROM (SELECT rowid FROM search_words
            WHERE open @@ to_tsquery('simple', CAST($1 AS TEXT)) ORDER BY rowid DESC LIMIT $2) AS found
        JOIN search_rows AS r ON r.id = found.rowid ORDER BY r.id DESC",
};

/// Every row with its words, for a comparison.
pub(super) const DUMP_WORDS: Sql = Sql {
    name: "projections::DUMP_SEARCH",
    sqlite: "SELECT r.stream, r.seq, w.open, w.inside FROM search_rows AS r JOIN search_words AS w ON w.rowid = r.id
        ORDER BY r.stream, r.seq",
    postgres: "SELECT r.stream, r.seq, CAST(w.open AS TEXT), CAST(w.inside AS TEXT) FROM search_rows AS r
        JOIN search_words AS w ON w.rowid = r.id ORDER BY r.stream, r.seq",
};

/// What SQLite's planner believes about the list rows: a million cases, twenty thousand of them
/// open, on a few desks. Told once instead of measured, so that plans are the same everywhere;
/// without it SQLite reads all open cases where a narrower index stands ready. (Rows of the index,
/// then rows per value of its first column, of its first two, …)
pub(super) const SQLITE_STATISTICS: &str = "
    ANALYZE migrations;
    DELETE FROM sqlite_stat1 WHERE tbl = 'case_rows';
    INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
        ('case_rows', 'case_rows_open', '20000 5000 2 1 1 1 1 1 1 1 1 1 1 1 1'),
        ('case_rows', 'case_rows_open_by_assignee', '20000 5000 100 2 1'),
        ('case_rows', 'case_rows_open_by_group', '20000 5000 500 2 1'),
        ('case_rows', 'case_rows_open_by_wait', '20000 5000 1500 2 1'),
        ('case_rows', 'case_rows_open_answered', '1000 250 1 1'),
        ('case_rows', 'case_rows_closed', '980000 250000 2 1'),
        ('case_rows', 'case_rows_by_requester', '1000000 100 50 2 1'),
        ('case_rows', 'case_rows_by_beneficiary', '1000000 100 50 2 1');
    ANALYZE sqlite_schema;";

/// Instants are stored in whole microseconds, the finest both engines' clocks give.
pub fn whole_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// SQLite numbers `$n` by first appearance, so each parameter is bound by its name.
pub(super) fn sqlite_bind(statement: &mut rusqlite::Statement<'_>, params: &[Value<'_>]) -> Result<()> {
    for index in 1..=statement.parameter_count() {
        let number = statement.parameter_name(index).and_then(|name| name[1..].parse::<usize>().ok());
        let value = number
            .and_then(|number| params.get(number - 1))
            .ok_or_else(|| StoreError::Database(format!("parameter {number:?} is missing")))?;
        if matches!(value, Value::Text(text) if text.contains('\0')) {
            return Err(nul_in_text());
        }
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

// PostgreSQL cannot hold it; the same input must be refused by both.
fn nul_in_text() -> StoreError {
    StoreError::invalid("text with a NUL character")
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(it) => ValueRef::Integer(it),
            Value::Text(it) => ValueRef::Text(it.as_bytes()),
            Value::Bytes(it) => ValueRef::Blob(it),
        }))
    }
}

pub(super) fn sqlite_cell<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<Value<'r>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => Value::Int(it),
        ValueRef::Text(it) => Value::Text(std::str::from_utf8(it).map_err(|e| StoreError::Database(e.to_string()))?),
        ValueRef::Blob(it) => Value::Bytes(it),
        ValueRef::Real(_) => return Err(StoreError::Database("a real number in the store".into())),
    })
}

/// Lends parameters in the shape the PostgreSQL client wants.
pub(super) fn with_params<T>(params: &[Value<'_>], run: impl FnOnce(&[&(dyn ToSql + Sync)]) -> T) -> T {
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
    run(&params)
}

impl std::fmt::Debug for Value<'_> {
    // Only the kind: what people wrote must not reach a log through an error.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Value::Null => "null",
            Value::Int(_) => "a number",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
        })
    }
}

// A bare literal or parameter of PostgreSQL may be narrower than BIGINT.
impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match *self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(it) if *kind == Type::INT8 => it.to_sql(kind, out),
            Value::Int(it) if *kind == Type::INT4 => i32::try_from(it)?.to_sql(kind, out),
            Value::Int(it) if *kind == Type::INT2 => i16::try_from(it)?.to_sql(kind, out),
            Value::Text(it) if *kind == Type::TEXT => {
                if it.contains('\0') {
                    return Err(nul_in_text().into());
                }
                it.to_sql(kind, out)
            }
            Value::Bytes(it) if *kind == Type::BYTEA => it.to_sql(kind, out),
            ref other => Err(format!("{other:?} given for a parameter of type {kind}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

pub(super) fn postgres_cell(row: &postgres::Row, column: usize) -> Result<Value<'_>> {
    let kind = row.columns()[column].type_();
    let value = match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map(Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(|it| Value::Int(it.into())),
        Type::INT2 => row.try_get::<_, Option<i16>>(column)?.map(|it| Value::Int(it.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(column)?.map(|it| Value::Int(it.into())),
        Type::TEXT => row.try_get::<_, Option<&str>>(column)?.map(Value::Text),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column)?.map(Value::Bytes),
        _ => {
            return Err(StoreError::Database(format!("column {column} is of type {kind}")));
        }
    };
    Ok(value.unwrap_or(Value::Null))
}

/// Whether PostgreSQL refused because of others working at the same time: the same work, run
/// again, may succeed.
pub(super) fn is_clash(error: &postgres::Error) -> bool {
    error.code().is_some_and(|code| {
        [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::UNIQUE_VIOLATION,
            SqlState::LOCK_NOT_AVAILABLE,
        ]
        .contains(code)
    })
}
