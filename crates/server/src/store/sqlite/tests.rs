use std::sync::mpsc::{Receiver, channel};

use rusqlite::Connection;

use super::{Batch, Done, Job, migrate, run};
use crate::store::db::Tx;
use crate::store::error::Result;
use crate::store::{StoreError, settings};

fn database() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::sqlite(&mut connection).unwrap();
    connection
}

/// A batch of works as the writer runs it; what each was told.
fn batch(connection: &Connection, works: Vec<Job>, told: &Receiver<bool>) -> Vec<bool> {
    let mut batch = Batch { connection, open: run(connection, "BEGIN IMMEDIATE"), done: Vec::new(), erases: false };
    works.into_iter().for_each(|job| batch.add(job));
    let committed = batch.commit();
    batch.answer(&committed);
    told.try_iter().collect()
}

/// Works that each write a setting of this name, and where they tell whether it is on disk.
fn writing(keys: &[&'static str]) -> (Vec<Job>, Receiver<bool>) {
    let (tell, told) = channel();
    let work = |key: &'static str| -> Job {
        let tell = tell.clone();
        Box::new(move |tx: Option<&mut Tx<'_>>| {
            let at = "2026-11-20T15:15:00Z".parse().unwrap();
            let wrote = tx.map(|tx| settings::put(tx, key, "written", at));
            let keep = matches!(wrote, Some(Ok(())));
            let answer = move |committed: Result<()>| tell.send(keep && committed.is_ok()).unwrap();
            Done { keep, answer: Box::new(answer) }
        })
    };
    (keys.iter().map(|key| work(key)).collect(), told)
}

fn written(connection: &Connection) -> i64 {
    connection.query_row("SELECT COUNT(*) FROM settings", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_batch_is_on_disk_before_anybody_is_told() {
    let connection = database();
    let (works, told) = writing(&["one", "two", "three"]);
    assert_eq!(batch(&connection, works, &told), [true, true, true]);
    assert_eq!(written(&connection), 3);
}

#[test]
fn a_failed_commit_fails_every_work_of_its_batch() {
    let connection = database();
    connection
        .execute_batch(
            "CREATE TABLE parent (id INTEGER PRIMARY KEY);
             CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
             CREATE TRIGGER break_commit AFTER INSERT ON settings WHEN new.key = 'break'
             BEGIN INSERT INTO child VALUES (1); END;",
        )
        .unwrap();
    let (works, told) = writing(&["one", "break", "three"]);
    assert_eq!(batch(&connection, works, &told), [false, false, false]);
    assert_eq!(written(&connection), 0);
    let (works, told) = writing(&["the store goes on"]);
    assert_eq!(batch(&connection, works, &told), [true]);
}

#[test]
fn a_batch_the_engine_undid_fails_as_a_whole() {
    let connection = database();
    // RAISE(ROLLBACK) undoes the whole transaction, as a full disk does.
    connection
        .execute_batch(
            "CREATE TRIGGER undo AFTER INSERT ON settings WHEN new.key = 'undo'
             BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END;",
        )
        .unwrap();
    let (works, told) = writing(&["one", "undo", "three"]);
    assert_eq!(batch(&connection, works, &told), [false, false, false]);
    assert_eq!(written(&connection), 0);
    let (works, told) = writing(&["the store goes on"]);
    assert_eq!(batch(&connection, works, &told), [true]);
}

#[test]
fn work_that_finds_no_transaction_touches_nothing() {
    let connection = database();
    connection.execute_batch("BEGIN").unwrap();
    // BEGIN IMMEDIATE fails inside a transaction, as it does when the disk cannot be read.
    let (works, told) = writing(&["one"]);
    assert_eq!(batch(&connection, works, &told), [false]);
    assert_eq!(written(&connection), 0);
    assert!(connection.is_autocommit());
}

#[test]
fn what_follows_the_commit_may_panic_and_the_others_are_told() {
    let connection = database();
    let (mut works, told) = writing(&["one", "two"]);
    works.insert(
        1,
        Box::new(|tx| {
            if let Some(tx) = tx {
                tx.after_commit(|| panic!("a wake-up that fails"));
            }
            Done { keep: true, answer: Box::new(|_: Result<(), StoreError>| ()) }
        }),
    );
    assert_eq!(batch(&connection, works, &told), [true, true]);
}
