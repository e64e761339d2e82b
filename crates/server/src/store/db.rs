//! The thin layer over both engines: statements, parameters, rows, readers and transactions.
//!
//! A statement is a [`Sql`], and only the `sql!` macro makes one. So every statement is registered
//! and a test can prepare each of them on both engines; and the statement caches of the connections
//! are bounded by the number of statements that exist.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use jiff::Timestamp;

use super::digest::Digest;
use super::error::{Result, StoreError};
use super::{dialect, numbers};

/// One statement, written once for both engines: `$n` parameters, columns of whole numbers, text
/// and bytes only. The few that differ are in `dialect.rs`.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    /// Its file and name, for messages.
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// Declares the statements of a module and registers them as its `STATEMENTS`.
macro_rules! sql {
    ($( $(#[$doc:meta])* $name:ident = $text:expr; )+) => {
        $( $(#[$doc])* const $name: $crate::store::db::Sql = $crate::store::db::Sql {
            name: concat!(module_path!(), "::", stringify!($name)), sqlite: $text, postgres: $text,
        }; )+
        pub(in crate::store) const STATEMENTS: &[$crate::store::db::Sql] = &[$($name),+];
    };
}
pub(super) use sql;

/// Parameters of a statement, in the order of their numbers.
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::store::db::ToValue::to_value(&$value)),*] };
}
pub(super) use params;

/// What one cell or parameter can hold. Instants are whole microseconds since 1970, UTC.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// What can be given as a parameter.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

macro_rules! to_value {
    ($($kind:ty => |$it:ident| $value:expr;)+) => {
        $(impl ToValue for $kind {
            fn to_value(&self) -> Value<'_> { let $it = self; $value }
        })+
    };
}
to_value! {
    i64 => |it| Value::Int(*it);
    i32 => |it| Value::Int(i64::from(*it));
    u32 => |it| Value::Int(i64::from(*it));
    bool => |it| Value::Int(i64::from(*it));
    str => |it| Value::Text(it);
    String => |it| Value::Text(it);
    [u8] => |it| Value::Bytes(it);
    Vec<u8> => |it| Value::Bytes(it);
    [u8; 32] => |it| Value::Bytes(it);
    [u8; 64] => |it| Value::Bytes(it);
    Digest => |it| Value::Bytes(&it.0);
    Timestamp => |it| Value::Int(it.as_microsecond());
}
impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

/// What can be read from a cell; `None` where the cell holds something else.
pub trait Column: Sized {
    fn from_value(cell: Value<'_>) -> Option<Self>;
}

macro_rules! column {
    ($($kind:ty => $pattern:pat => $value:expr;)+) => {
        $(impl Column for $kind {
            fn from_value(cell: Value<'_>) -> Option<Self> {
                match cell { $pattern => $value, _ => None }
            }
        })+
    };
}
column! {
    i64 => Value::Int(it) => Some(it);
    u32 => Value::Int(it) => u32::try_from(it).ok();
    bool => Value::Int(it) => Some(it != 0);
    String => Value::Text(it) => Some(it.to_owned());
    Vec<u8> => Value::Bytes(it) => Some(it.to_vec());
    [u8; 32] => Value::Bytes(it) => it.try_into().ok();
    [u8; 64] => Value::Bytes(it) => it.try_into().ok();
    Digest => Value::Bytes(it) => it.try_into().ok().map(Digest);
    Timestamp => Value::Int(it) => Timestamp::from_microsecond(it).ok();
}
impl<T: Column> Column for Option<T> {
    fn from_value(cell: Value<'_>) -> Option<Self> {
        match cell {
            Value::Null => Some(None),
            cell => T::from_value(cell).map(Some),
        }
    }
}

/// One row of an answer, lent while it is read.
pub enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r ::postgres::Row),
}

impl Row<'_> {
    /// The cell of a column, counted from 0.
    ///
    /// # Errors
    /// When the cell cannot be read as `T`.
    pub fn get<T: Column>(&self, column: usize) -> Result<T> {
        T::from_value(self.value(column)?)
            .ok_or_else(|| StoreError::Database(format!("column {column} is of another type")))
    }

    /// The cell as it is stored, lent.
    pub fn value(&self, column: usize) -> Result<Value<'_>> {
        match self {
            Row::Sqlite(row) => dialect::sqlite_cell(row, column),
            Row::Postgres(row) => dialect::postgres_cell(row, column),
        }
    }
}

/// The transaction of PostgreSQL with the prepared statements of its connection.
pub(super) struct PostgresTx<'c> {
    pub tx: ::postgres::Transaction<'c>,
    pub statements: &'c mut HashMap<&'static str, ::postgres::Statement>,
}

pub(super) enum Raw<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(PostgresTx<'c>),
}

/// Reads one consistent state of the store.
pub struct Reader<'c> {
    raw: Raw<'c>,
    /// Set when the engine refused because of work at the same time: running again may succeed.
    pub(super) clashed: bool,
}

impl<'c> Reader<'c> {
    pub(super) fn new(raw: Raw<'c>) -> Self {
        Reader { raw, clashed: false }
    }

    pub(super) fn into_raw(self) -> Raw<'c> {
        self.raw
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self.raw, Raw::Sqlite(_))
    }

    /// Every row of the answer, each read by `read`.
    pub(super) fn all<T>(
        &mut self,
        sql: Sql,
        params: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        told(sql);
        match &mut self.raw {
            Raw::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql.sqlite)?;
                dialect::sqlite_bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                let mut answer = Vec::new();
                while let Some(row) = rows.next()? {
                    answer.push(read(&Row::Sqlite(row))?);
                }
                Ok(answer)
            }
            Raw::Postgres(postgres) => {
                let rows = postgres.query(sql, params).map_err(|e| note(&mut self.clashed, e))?;
                rows.iter().map(|row| read(&Row::Postgres(row))).collect()
            }
        }
    }

    /// The first row of the answer, if there is one.
    pub(super) fn one<T>(
        &mut self,
        sql: Sql,
        params: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        told(sql);
        match &mut self.raw {
            Raw::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql.sqlite)?;
                dialect::sqlite_bind(&mut statement, params)?;
                let mut rows = statement.raw_query();
                rows.next()?.map(|row| read(&Row::Sqlite(row))).transpose()
            }
            Raw::Postgres(postgres) => {
                let rows = postgres.query(sql, params).map_err(|e| note(&mut self.clashed, e))?;
                rows.first().map(|row| read(&Row::Postgres(row))).transpose()
            }
        }
    }

    /// Machine time as this store tells it, in whole microseconds: on PostgreSQL the database's, so
    /// that all nodes agree; on SQLite this computer's.
    pub fn now(&mut self) -> Result<Timestamp> {
        match self.raw {
            Raw::Sqlite(_) => Ok(dialect::whole_microseconds(Timestamp::now())),
            Raw::Postgres(_) => self
                .one(dialect::NOW, params![], |row| row.get(0))?
                .ok_or_else(|| StoreError::Database("no time".into())),
        }
    }
}

type AfterCommit = Box<dyn FnOnce() + Send>;

/// A transaction: reads what a [`Reader`] reads, its own writes included, and writes. It is
/// committed when the work it was lent to returns `Ok`, and undone otherwise.
pub struct Tx<'c> {
    reader: Reader<'c>,
    after_commit: Vec<AfterCommit>,
    pub(super) numbers: Vec<numbers::Taken>,
    erases: bool,
}

/// What is left of a transaction when its work is over, for the engine to end it.
pub(super) struct Ended<'c> {
    pub reader: Reader<'c>,
    pub after_commit: Vec<AfterCommit>,
    pub numbers: Vec<numbers::Taken>,
    pub erases: bool,
}

impl<'c> Tx<'c> {
    pub(super) fn new(raw: Raw<'c>) -> Self {
        Tx { reader: Reader::new(raw), after_commit: Vec::new(), numbers: Vec::new(), erases: false }
    }

    /// Runs `then` once the work is on disk; never if it is undone. For answers, caches and
    /// wake-ups: it must be quick and must not write.
    pub fn after_commit(&mut self, then: impl FnOnce() + Send + 'static) {
        self.after_commit.push(Box::new(then));
    }

    /// Holds a name until the transaction ends, so that two transactions about a row that does not
    /// exist yet come one after the other. On SQLite they do anyway.
    pub(super) fn lock_name(&mut self, name: &str) -> Result<()> {
        match self.reader.raw {
            Raw::Sqlite(_) => Ok(()),
            Raw::Postgres(_) => self.one(dialect::LOCK_NAME, params![name], |_| Ok(())).map(|_| ()),
        }
    }

    /// What this transaction deletes is to be gone from the files too, not only from the tables.
    /// SQLite empties its journal after the commit; PostgreSQL's vacuum does it in its time.
    pub(super) fn erase_for_good(&mut self) {
        self.erases = true;
    }

    pub(super) fn end(self) -> Ended<'c> {
        let Tx { reader, after_commit, numbers, erases } = self;
        Ended { reader, after_commit, numbers, erases }
    }

    /// Runs a statement that answers with no rows; tells how many it changed.
    pub(super) fn run(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<u64> {
        told(sql);
        let Reader { raw, clashed } = &mut self.reader;
        match raw {
            Raw::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql.sqlite)?;
                dialect::sqlite_bind(&mut statement, params)?;
                Ok(statement.raw_execute()? as u64)
            }
            Raw::Postgres(postgres) => {
                let statement = postgres.prepare(sql).map_err(|e| note(clashed, e))?;
                let changed = dialect::with_params(params, |params| postgres.tx.execute(&statement, params));
                changed.map_err(|e| note(clashed, e))
            }
        }
    }

    /// The refusal of a write whose stream moved meanwhile; the engine may run the work again.
    pub(super) fn conflict(&mut self, stream: &str, expected: i64, found: i64) -> StoreError {
        self.reader.clashed = true;
        StoreError::Conflict { stream: stream.to_owned(), expected, found }
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl<'c> DerefMut for Tx<'c> {
    fn deref_mut(&mut self) -> &mut Reader<'c> {
        &mut self.reader
    }
}

impl PostgresTx<'_> {
    fn prepare(&mut self, sql: Sql) -> Result<::postgres::Statement, ::postgres::Error> {
        if let Some(statement) = self.statements.get(sql.postgres) {
            return Ok(statement.clone());
        }
        let statement = self.tx.prepare(sql.postgres)?;
        self.statements.insert(sql.postgres, statement.clone());
        Ok(statement)
    }

    fn query(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<::postgres::Row>, ::postgres::Error> {
        let statement = self.prepare(sql)?;
        dialect::with_params(params, |params| self.tx.query(&statement, params))
    }
}

/// `VENTANILLA_LOG=statement=trace` shows each; the benchmark of pages counts them.
fn told(sql: Sql) {
    tracing::trace!(target: "statement", "{}", sql.name.trim_start_matches("server::store::"));
}

fn note(clashed: &mut bool, error: ::postgres::Error) -> StoreError {
    *clashed |= dialect::is_clash(&error);
    error.into()
}
