//! How the SQLite writer shares one COMMIT among many, seen from outside. PostgreSQL does this by
//! itself.

use std::sync::{Arc, Mutex, mpsc};

use server::store::events::Appended;
use server::store::{Result, Store, StoreError, Tx, Urgency, events};
use tokio::task::JoinHandle;

use super::sample::comment;
use crate::engine::{self, Instance};

/// Submits works while the writer is busy, so that they wait together; returns their results.
fn submitted_together<T: Send + 'static>(
    store: &Store,
    submit: impl FnOnce(&Store) -> Vec<JoinHandle<Result<T>>>,
) -> Vec<Result<T>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let (began, has_begun) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let busy = store.clone();
        let blocker = std::thread::spawn(move || {
            let wait = move |_: &mut Tx<'_>| {
                began.send(()).unwrap();
                released.recv().map_err(|_| StoreError::Busy)
            };
            busy.write(Urgency::Person, wait).unwrap();
        });
        has_begun.recv().unwrap();
        let waiting = submit(store);
        // Every task has run up to where it waits for its answer.
        tokio::task::yield_now().await;
        release.send(()).unwrap();
        let mut results = Vec::new();
        for result in waiting {
            results.push(result.await.unwrap());
        }
        blocker.join().unwrap();
        results
    })
}

fn submit<T: Send + 'static>(
    store: &Store,
    urgency: Urgency,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> JoinHandle<Result<T>> {
    let store = store.clone();
    tokio::spawn(async move { store.write_async(urgency, work).await })
}

fn length(store: &Instance, stream: &str) -> usize {
    store.read(|reader| events::load(reader, stream)).unwrap().len()
}

#[test]
fn works_that_wait_together_share_one_commit() {
    let store = engine::sqlite();
    let order = Arc::new(Mutex::new(Vec::new()));
    let results = submitted_together(&store, |store| {
        (0..40)
            .map(|_| {
                let order = Arc::clone(&order);
                submit(store, Urgency::Person, move |tx| {
                    let after = Arc::clone(&order);
                    tx.after_commit(move || after.lock().unwrap().push("committed"));
                    order.lock().unwrap().push("worked");
                    comment(tx, "case:1", "one")
                })
            })
            .collect()
    });
    assert!(results.iter().all(Result::is_ok));
    let order = order.lock().unwrap();
    let first_commit = order.iter().position(|it| *it == "committed").unwrap();
    assert!(first_commit > 1, "each work had a commit of its own");
    assert_eq!((order.len(), length(&store, "case:1")), (80, 40));
}

#[test]
fn a_panic_or_refusal_in_a_batch_leaves_the_others_whole() {
    let store = engine::sqlite();
    let results = submitted_together(&store, |store| {
        let panics = |tx: &mut Tx<'_>| -> Result<Appended> {
            comment(tx, "case:1", "undone")?;
            panic!("in the middle of a batch")
        };
        let refuses = |tx: &mut Tx<'_>| -> Result<Appended> {
            comment(tx, "case:1", "undone")?;
            Err(StoreError::Busy)
        };
        vec![
            submit(store, Urgency::Person, |tx| comment(tx, "case:1", "before")),
            submit(store, Urgency::Person, panics),
            submit(store, Urgency::Person, refuses),
            submit(store, Urgency::Person, |tx| comment(tx, "case:1", "after")),
        ]
    });
    assert!(matches!(results[1], Err(StoreError::Panicked(_))));
    assert!(matches!(results[2], Err(StoreError::Busy)));
    assert_eq!(results.iter().filter_map(|it| it.as_ref().ok()).map(|it| it.first_seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(length(&store, "case:1"), 2);
}

#[test]
fn the_systems_work_moves_however_busy_people_are() {
    let store = engine::sqlite();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::SeqCst) {
                    store.write(Urgency::Person, |tx| comment(tx, "case:1", "busy")).unwrap();
                }
            });
        }
        store.write(Urgency::System, |tx| comment(tx, "case:2", "a term")).unwrap();
        done.store(true, std::sync::atomic::Ordering::SeqCst);
    });
    assert_eq!(length(&store, "case:2"), 1);
}
