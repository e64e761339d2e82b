//! The PostgreSQL engine: several nodes, a few connections each. What clashes is run again.

use std::collections::{HashMap, HashSet};
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;
use std::time::{Duration, Instant};

use postgres::{Client, Config, IsolationLevel, Statement};

use super::address::{self, Tls};
use super::db::{Ended, PostgresTx, Raw, Reader, Tx};
use super::error::{Result, StoreError};
use super::numbers::{self, Why};
use super::pool::{Lent, Pool};
use super::{Access, dialect, migrate};
use crate::crash_point;

/// Work that clashed with others' is run this often before it is given up.
const ATTEMPTS: u32 = 8;
/// A connection idle for longer is asked whether it is still there.
const TRUSTED: Duration = Duration::from_secs(1);

pub(super) struct Postgres {
    pool: Pool<Connection>,
    config: Config,
    tls: Tls,
}

pub(super) struct Connection {
    client: Link,
    statements: HashMap<&'static str, Statement>,
    used_at: Instant,
}

/// A client that anybody may let go of. Closing one blocks, which asynchronous code may not, so it
/// is closed elsewhere.
pub(super) struct Link(Option<Client>);

impl Deref for Link {
    type Target = Client;
    fn deref(&self) -> &Client {
        self.0.as_ref().expect("a link has its client until it is dropped")
    }
}

impl DerefMut for Link {
    fn deref_mut(&mut self) -> &mut Client {
        self.0.as_mut().expect("a link has its client until it is dropped")
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let client = self.0.take();
        if thread::spawn(move || drop(client)).join().is_err() {
            tracing::warn!("a connection to the database was not closed in order");
        }
    }
}

impl Postgres {
    /// Connects; the owner of a node brings the schema up to date, a reader wants it so.
    pub fn open(url: &str, connections: usize, access: Access) -> Result<Self> {
        let (mut config, tls) = address::parse(url)?;
        // A node that hangs must not hold a lock for ever.
        config.options("-c lock_timeout=10s -c statement_timeout=120s -c idle_in_transaction_session_timeout=60s");
        config.application_name("ventanilla").connect_timeout(Duration::from_secs(10));
        let engine = Postgres { pool: Pool::new(connections), config, tls };
        let mut connection = engine.connection()?;
        match access {
            Access::Owner => migrate::postgres(&mut connection.client)?,
            Access::ReadOnly => migrate::check_postgres(&mut connection.client)?,
        }
        drop(connection);
        Ok(engine)
    }

    /// A connection outside the pool, for what must live as long as its holder.
    pub fn connect(&self) -> Result<Link> {
        self.tls.connect(&self.config).map(|client| Link(Some(client)))
    }

    fn connection(&self) -> Result<Lent<'_, Connection>> {
        let usable = |connection: &Connection| !connection.client.is_closed();
        let connect =
            || Ok(Connection { client: self.connect()?, statements: HashMap::new(), used_at: Instant::now() });
        self.pool.take(usable, connect)
    }

    /// Runs work in a transaction and commits it; runs it again when it clashed with others'.
    pub fn write<T, E: From<StoreError>>(&self, mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut attempt = 1;
        loop {
            match self.attempt(&mut work)? {
                Attempt::Committed(value) => return Ok(value),
                Attempt::Refused(refusal) => return Err(refusal),
                Attempt::Clashed(refusal) if attempt == ATTEMPTS => return Err(refusal),
                Attempt::Clashed(_) => {
                    step_aside(attempt);
                    attempt += 1;
                }
            }
        }
    }

    fn attempt<T, E: From<StoreError>>(
        &self,
        work: &mut impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<Attempt<T, E>, E> {
        let mut connection = self.answering()?;
        let Connection { client, statements, .. } = &mut *connection;
        let level = IsolationLevel::ReadCommitted;
        let transaction = client.build_transaction().isolation_level(level).start().map_err(StoreError::from)?;
        let mut tx = Tx::new(Raw::Postgres(PostgresTx { tx: transaction, statements }));
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut tx)));
        let Ended { reader, after_commit, numbers: taken, .. } = tx.end();
        let clashed = reader.clashed;
        let Raw::Postgres(PostgresTx { tx: transaction, .. }) = reader.into_raw() else {
            unreachable!("the transaction was begun on PostgreSQL");
        };
        let refusal = match result {
            Ok(Ok(value)) => {
                crash_point!("before-commit");
                match transaction.commit() {
                    Ok(()) => {
                        crash_point!("after-commit-before-answer");
                        drop(connection);
                        after_commit.into_iter().for_each(|then| then());
                        return Ok(Attempt::Committed(value));
                    }
                    Err(error) if dialect::is_clash(&error) => {
                        Attempt::Clashed(StoreError::Commit(StoreError::from(error).to_string()).into())
                    }
                    Err(error) => Attempt::Refused(StoreError::Commit(StoreError::from(error).to_string()).into()),
                }
            }
            Ok(Err(refusal)) => {
                drop(transaction);
                if clashed { Attempt::Clashed(refusal) } else { Attempt::Refused(refusal) }
            }
            Err(panic) => {
                drop(transaction);
                numbers::note_unused(&mut connection.client, &taken, Why::Failed);
                connection.discard();
                resume_unwind(panic);
            }
        };
        let why = if matches!(refusal, Attempt::Clashed(_)) { Why::Clashed } else { Why::Refused };
        numbers::note_unused(&mut connection.client, &taken, why);
        Ok(refusal)
    }

    /// A connection that still answers: one that died while idle is replaced.
    fn answering(&self) -> Result<Lent<'_, Connection>> {
        loop {
            let mut connection = self.connection()?;
            let idle = connection.used_at.elapsed() > TRUSTED;
            connection.used_at = Instant::now();
            if !idle || connection.client.is_valid(Duration::from_secs(5)).is_ok() {
                return Ok(connection);
            }
            connection.discard();
        }
    }

    /// Reads one consistent state.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.answering()?;
        let Connection { client, statements, .. } = &mut *connection;
        let tx = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .map_err(StoreError::from)?;
        work(&mut Reader::new(Raw::Postgres(PostgresTx { tx, statements })))
    }

    /// Statements of another transaction than the pool's, for the schema of number series.
    pub fn execute(&self, sql: &str) -> Result<()> {
        Ok(self.answering()?.client.batch_execute(sql)?)
    }

    /// Prepares statements without running them; tells which cannot be.
    pub fn prepare(&self, statements: &[super::db::Sql]) -> Result<Vec<String>> {
        let mut connection = self.connection()?;
        let mut seen = HashSet::new();
        Ok(statements
            .iter()
            .filter(|sql| seen.insert(sql.postgres))
            .filter_map(|sql| connection.client.prepare(sql.postgres).err().map(|error| (sql, error)))
            .map(|(sql, error)| format!("{}: {}", sql.name, StoreError::from(error)))
            .collect())
    }
}

/// Waits before work that PostgreSQL rolled back (a deadlock, a row somebody else changed first) is
/// run again. PostgreSQL tells nobody when the others are done, so there is nothing to wait *for*:
/// retrying after a random, growing while is what keeps the same two from meeting again at once. It
/// blocks only the thread that runs this work, for 64 ms at most, and ends with [`ATTEMPTS`].
fn step_aside(attempt: u32) {
    thread::sleep(Duration::from_micros(rand::random_range(200..2_000) << attempt.min(5)));
}

enum Attempt<T, E> {
    Committed(T),
    /// The work itself said no; nothing was written.
    Refused(E),
    /// Others were at the same rows; nothing was written.
    Clashed(E),
}
