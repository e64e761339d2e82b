//! The SQLite engine: one writer thread with group commit, readers beside it.
//!
//! An acknowledged write is on disk: work is answered only after the COMMIT of its batch, and a
//! batch is as much work as is waiting, so that many share one fsync.

mod queue;
#[cfg(test)]
mod tests;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use queue::Queue;

use super::db::{Ended, Raw, Reader, Sql, Tx};
use super::error::{Result, StoreError};
use super::pool::Pool;
use super::{Urgency, migrate};
use crate::crash_point;

/// A batch ends after this much work or time, so that nobody waits long for the others' sake.
const BATCH_WORK: usize = 256;
const BATCH_TIME: Duration = Duration::from_millis(5);
/// How long a connection waits for a lock of another process.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Work for the writer: it runs inside its own savepoint and says whether to keep what it wrote.
/// Without a transaction (the batch is already lost) it does nothing but say whom to tell.
pub(super) type Job = Box<dyn FnOnce(Option<&mut Tx<'_>>) -> Done + Send>;

/// The end of a job: how to tell the asker, once it is known whether the batch reached the disk.
pub(super) struct Done {
    pub keep: bool,
    pub answer: Box<dyn FnOnce(Result<()>) + Send>,
}

pub(super) struct Sqlite {
    queue: Option<Arc<Queue>>,
    writer: Option<JoinHandle<()>>,
    readers: Pool<Connection>,
    path: PathBuf,
    /// Commits do not wait for the disk.
    hurried: Arc<AtomicBool>,
}

impl Sqlite {
    /// Opens for reading and writing; the caller owns the instance.
    pub fn open(path: &Path, readers: usize) -> Result<Self> {
        // SQLite gives its side files the rights of the main one.
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(StoreError::file(path))?;
        let mut connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;",
        )?;
        connection.set_prepared_statement_cache_capacity(512);
        migrate::sqlite(&mut connection)?;
        let queue = Arc::new(Queue::default());
        let waiting = Arc::clone(&queue);
        let hurried = Arc::new(AtomicBool::new(false));
        let hurries = Arc::clone(&hurried);
        let writer = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write_all(&connection, &waiting, &hurries))
            .map_err(StoreError::file(path))?;
        Ok(Sqlite {
            queue: Some(queue),
            writer: Some(writer),
            readers: Pool::new(readers),
            path: path.to_owned(),
            hurried,
        })
    }

    /// Opens for reading only, beside whoever owns the instance.
    pub fn open_read_only(path: &Path, readers: usize) -> Result<Self> {
        let (readers, hurried) = (Pool::new(readers), Arc::default());
        let engine = Sqlite { queue: None, writer: None, readers, path: path.to_owned(), hurried };
        if !path.exists() {
            return Err(StoreError::NoInstance);
        }
        migrate::check_sqlite(&*engine.readers.take(|_| true, || engine.connect())?)?;
        Ok(engine)
    }

    /// Hands work to the writer.
    pub fn submit(&self, urgency: Urgency, job: Job) -> Result<()> {
        let queue = self.queue.as_ref().ok_or_else(|| StoreError::invalid("the store was opened read-only"))?;
        queue.push(urgency, job)
    }

    /// See [`super::Store::hurry`].
    pub fn hurry(&self, hurried: bool) {
        self.hurried.store(hurried, Ordering::Relaxed);
    }

    /// Reads one consistent state.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let connection = self.readers.take(Connection::is_autocommit, || self.connect())?;
        run(&connection, "BEGIN").map_err(StoreError::from)?;
        let result = work(&mut Reader::new(Raw::Sqlite(&connection)));
        run(&connection, "COMMIT").map_err(StoreError::from)?;
        result
    }

    /// Prepares statements without running them; tells which cannot be.
    pub fn prepare(&self, statements: &[Sql]) -> Result<Vec<String>> {
        let connection = self.connect()?;
        let refused = |sql: &Sql| connection.prepare(sql.sqlite).err().map(|error| format!("{}: {error}", sql.name));
        Ok(statements.iter().filter_map(refused).collect())
    }

    fn connect(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.execute_batch(
            "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;
             PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; PRAGMA mmap_size = 268435456;",
        )?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.set_prepared_statement_cache_capacity(512);
        Ok(connection)
    }
}

impl Drop for Sqlite {
    // What was handed in is still done; then the writer ends.
    fn drop(&mut self) {
        if let Some(queue) = &self.queue {
            queue.close();
        }
        if let Some(writer) = self.writer.take()
            && writer.thread().id() != std::thread::current().id()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer ended badly");
        }
    }
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.raw_execute().map(|_| ())
}

fn write_all(connection: &Connection, queue: &Queue, hurried: &AtomicBool) {
    let (mut to_erase, mut hurries) = (false, false);
    while let Some(first) = queue.wait() {
        if hurried.load(Ordering::Relaxed) != hurries {
            hurries = !hurries;
            hurry(connection, hurries);
        }
        let began = Instant::now();
        let mut batch = Batch { connection, open: run(connection, "BEGIN IMMEDIATE"), done: Vec::new(), erases: false };
        let mut next = Some(first);
        while let Some(job) = next {
            batch.add(job);
            let full = batch.done.len() >= BATCH_WORK || began.elapsed() >= BATCH_TIME;
            next = if full { None } else { queue.next() };
        }
        let committed = batch.commit();
        to_erase |= batch.erases && committed.is_ok();
        // A reader may still need the journal; then it is tried again after the next batch.
        to_erase = to_erase && !erase_journal(connection);
        batch.answer(&committed);
    }
}

/// Whether commits wait for the disk. What did not wait for it goes there with the journal.
fn hurry(connection: &Connection, hurries: bool) {
    let waits = if hurries { "OFF" } else { "FULL" };
    match connection.execute_batch(&format!("PRAGMA synchronous = {waits}")) {
        Ok(()) if !hurries && !erase_journal(connection) => {
            tracing::warn!("what was written in a hurry goes to disk with the next journal");
        }
        Ok(()) => {}
        Err(error) => tracing::error!(%error, "whether commits wait for the disk could not be set"),
    }
}

/// Empties the journal, in which deleted rows live on. False if a reader still needs it.
fn erase_journal(connection: &Connection) -> bool {
    let emptied = connection.busy_timeout(Duration::ZERO).and_then(|()| {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0))
    });
    if let Err(error) = connection.busy_timeout(BUSY_TIMEOUT) {
        tracing::error!(%error, "the patience of the writer could not be set");
    }
    matches!(emptied, Ok(0))
}

struct Batch<'c> {
    connection: &'c Connection,
    open: rusqlite::Result<()>,
    done: Vec<Finished>,
    erases: bool,
}

struct Finished {
    answer: Box<dyn FnOnce(Result<()>) + Send>,
    after_commit: Vec<Box<dyn FnOnce() + Send>>,
}

impl Batch<'_> {
    fn add(&mut self, job: Job) {
        if self.open.is_ok() {
            self.open = run(self.connection, "SAVEPOINT work");
        }
        let mut tx = Tx::new(Raw::Sqlite(self.connection));
        let done = job(self.open.is_ok().then_some(&mut tx));
        let Ended { mut after_commit, erases, .. } = tx.end();
        if !done.keep {
            after_commit.clear();
        }
        self.erases |= erases && done.keep;
        // A full disk or a failing one may have undone the whole batch, not only this work.
        if self.open.is_ok() && self.connection.is_autocommit() {
            self.open = Err(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT_ROLLBACK),
                Some("the engine undid the batch".into()),
            ));
        }
        if self.open.is_ok() {
            let undo = if done.keep { Ok(()) } else { run(self.connection, "ROLLBACK TO work") };
            self.open = undo.and_then(|()| run(self.connection, "RELEASE work"));
        }
        self.done.push(Finished { answer: done.answer, after_commit });
    }

    /// Ends the batch: all of it is on disk, or nothing.
    fn commit(&mut self) -> Result<(), String> {
        crash_point!("before-commit");
        let open = std::mem::replace(&mut self.open, Ok(()));
        let committed = open.and_then(|()| run(self.connection, "COMMIT")).map_err(|error| error.to_string());
        crash_point!("after-commit-before-answer");
        if let Err(error) = &committed {
            tracing::error!(%error, works = self.done.len(), "a batch was not committed");
            if !self.connection.is_autocommit()
                && let Err(error) = run(self.connection, "ROLLBACK")
            {
                tracing::error!(%error, "the failed batch could not be undone");
            }
        }
        committed
    }

    /// Tells everybody. Even a refusal waited for the commit: it may rest on what an earlier work
    /// of the same batch wrote.
    fn answer(self, committed: &Result<(), String>) {
        for finished in self.done {
            let told = catch_unwind(AssertUnwindSafe(|| {
                if committed.is_ok() {
                    finished.after_commit.into_iter().for_each(|then| then());
                }
                (finished.answer)(committed.clone().map_err(StoreError::Commit));
            }));
            if told.is_err() {
                tracing::error!("what was to run after the commit panicked");
            }
        }
    }
}
