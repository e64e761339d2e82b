use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;

use server::store::events;
use server::store::{Access, Result, Store, StoreError, Urgency};

use super::sample::{comment, stream_of};
use crate::engine::Instance;

on_both_engines! {
    a_refused_work_leaves_nothing_and_the_others_stay,
    a_panic_undoes_its_work_and_the_store_goes_on,
    a_failed_commit_fails_the_work_and_leaves_nothing,
    what_follows_a_commit_runs_after_it_and_only_then,
    two_writers_of_one_stream_both_succeed,
    many_writers_lose_nothing,
    an_acknowledged_write_survives_a_restart,
    what_was_written_in_a_hurry_is_there_like_the_rest,
    asynchronous_code_writes_and_reads,
    asynchronous_code_may_be_the_last_to_let_go,
    a_reader_sees_one_state_however_long_it_reads,
    a_second_owner_is_refused_and_told_who_has_it,
    a_read_only_opening_reads_and_refuses_to_write,
    a_read_only_opening_needs_no_owner_at_work,
    a_database_of_another_version_is_refused,
    text_with_a_nul_is_refused,
}

fn seqs(store: &Store, stream: &str) -> Vec<i64> {
    let loaded = store.read(|reader| events::load(reader, stream)).unwrap();
    loaded.iter().map(|it| it.seq).collect()
}

fn a_refused_work_leaves_nothing_and_the_others_stay(store: &Instance) {
    stream_of(store, "case:1", 1);
    let refused: Result<()> = store.write(Urgency::Person, |tx| {
        comment(tx, "case:1", "undone")?;
        Err(StoreError::Busy)
    });
    assert!(matches!(refused, Err(StoreError::Busy)));
    stream_of(store, "case:1", 1);
    assert_eq!(seqs(store, "case:1"), [1, 2]);
}

fn a_panic_undoes_its_work_and_the_store_goes_on(store: &Instance) {
    let panicked: Result<()> = store.write(Urgency::Person, |tx| {
        comment(tx, "case:1", "undone")?;
        panic!("the roof fell in")
    });
    assert!(matches!(panicked, Err(StoreError::Panicked(said)) if said == "the roof fell in"));
    stream_of(store, "case:1", 1);
    assert_eq!(seqs(store, "case:1"), [1]);
}

/// Makes COMMIT itself fail whenever a setting called `break` is written.
fn break_commits(store: &Instance) {
    store.tamper(if store.is_sqlite() {
        "CREATE TABLE parent (id INTEGER PRIMARY KEY);
         CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER break_commit AFTER INSERT ON streams WHEN new.stream = 'break'
         BEGIN INSERT INTO child VALUES (1); END;"
    } else {
        "CREATE TABLE parent (id BIGINT PRIMARY KEY);
         CREATE TABLE child (id BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE FUNCTION break_commit() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO child VALUES (1); RETURN NULL; END $$;
         CREATE TRIGGER break_commit AFTER INSERT ON streams FOR EACH ROW
         WHEN (new.stream = 'break') EXECUTE FUNCTION break_commit();"
    });
}

fn a_failed_commit_fails_the_work_and_leaves_nothing(store: &Instance) {
    break_commits(store);
    let told = Arc::new(AtomicBool::new(false));
    let tell = Arc::clone(&told);
    let failed = store.write(Urgency::Person, move |tx| {
        let tell = Arc::clone(&tell);
        tx.after_commit(move || tell.store(true, Ordering::SeqCst));
        comment(tx, "case:1", "in the same transaction")?;
        comment(tx, "break", "this cannot be committed")
    });
    assert!(matches!(failed, Err(StoreError::Commit(_))), "{failed:?}");
    assert!(!told.load(Ordering::SeqCst));
    assert_eq!(seqs(store, "case:1"), [0_i64; 0]);
    stream_of(store, "case:1", 1);
    assert_eq!(seqs(store, "case:1"), [1]);
}

fn what_follows_a_commit_runs_after_it_and_only_then(store: &Instance) {
    let (tell, told) = mpsc::channel();
    let (during, refused_tell) = (tell.clone(), tell.clone());
    store
        .write(Urgency::Person, move |tx| {
            let tell = tell.clone();
            tx.after_commit(move || tell.send("after").unwrap());
            comment(tx, "case:1", "one")?;
            during.send("during").unwrap();
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let refused: Result<()> = store.write(Urgency::Person, move |tx| {
        let tell = refused_tell.clone();
        tx.after_commit(move || tell.send("after a refusal").unwrap());
        Err(StoreError::Busy)
    });
    refused.unwrap_err();
    assert_eq!(told.iter().collect::<Vec<_>>(), ["during", "after"]);
}

fn two_writers_of_one_stream_both_succeed(store: &Instance) {
    stream_of(store, "case:1", 1);
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for text in ["from ana", "from bruno"] {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                store.write(Urgency::Person, move |tx| comment(tx, "case:1", text)).unwrap();
            });
        }
    });
    assert_eq!(seqs(store, "case:1"), [1, 2, 3]);
}

fn many_writers_lose_nothing(store: &Instance) {
    thread::scope(|scope| {
        for writer in 0..16 {
            scope.spawn(move || {
                for n in 0..20 {
                    let stream = format!("case:{}", (writer + n) % 5);
                    let urgency = if n % 4 == 0 { Urgency::System } else { Urgency::Person };
                    store.write(urgency, move |tx| comment(tx, &stream, "one more")).unwrap();
                }
            });
        }
    });
    let all: Vec<i64> = (0..5).flat_map(|n| seqs(store, &format!("case:{n}"))).collect();
    assert_eq!(all.len(), 16 * 20);
}

fn what_was_written_in_a_hurry_is_there_like_the_rest(store: &Instance) {
    stream_of(store, "case:1", 1);
    store.hurry(true);
    stream_of(store, "case:1", 2);
    store.hurry(false);
    stream_of(store, "case:1", 1);
    assert_eq!(seqs(store, "case:1"), [1, 2, 3, 4]);
    if store.is_sqlite() {
        // The journal went to disk with what hurried; only what came after is in it.
        let journal = store.config().folder.join("ventanilla.db-wal").metadata().expect("a journal").len();
        let database = store.config().folder.join("ventanilla.db").metadata().expect("a database").len();
        assert!(journal < database, "{journal} of {database} bytes");
    }
}

fn an_acknowledged_write_survives_a_restart(store: &Instance) {
    stream_of(store, "case:1", 3);
    let config = store.config().clone();
    if store.is_sqlite() {
        // A copy of the files as they are now: what a killed process would leave.
        let copy = crate::engine::folder();
        for file in std::fs::read_dir(&config.folder).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
        let config = server::store::Config { folder: copy.path().into(), ..config };
        assert_eq!(seqs(&Store::open(config, Access::Owner).unwrap(), "case:1"), [1, 2, 3]);
    } else {
        let other = crate::engine::folder();
        let config = server::store::Config { folder: other.path().into(), ..config };
        assert_eq!(seqs(&Store::open(config, Access::Owner).unwrap(), "case:1"), [1, 2, 3]);
    }
}

fn asynchronous_code_writes_and_reads(store: &Instance) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let seqs = runtime.block_on(async {
        store.write_async(Urgency::Person, |tx| comment(tx, "case:1", "one")).await?;
        store.read_async(|reader| events::load(reader, "case:1")).await
    });
    assert_eq!(seqs.unwrap().len(), 1);
}

fn asynchronous_code_may_be_the_last_to_let_go(store: &Instance) {
    let folder = crate::engine::folder();
    let config = server::store::Config { folder: folder.path().into(), ..store.config().clone() };
    let last = Store::open(config, Access::Owner).unwrap();
    stream_of(&last, "case:1", 1);
    let held = last.hold("outbox").unwrap();
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        drop(held);
        drop(last);
    });
}

fn a_reader_sees_one_state_however_long_it_reads(store: &Instance) {
    stream_of(store, "case:1", 1);
    let seen = store.read(|reader| {
        let before = events::load(reader, "case:1")?.len();
        stream_of(store, "case:1", 1);
        Ok::<_, StoreError>((before, events::load(reader, "case:1")?.len()))
    });
    assert_eq!(seen.unwrap(), (1, 1));
    assert_eq!(seqs(store, "case:1"), [1, 2]);
}

fn a_second_owner_is_refused_and_told_who_has_it(store: &Instance) {
    let Err(refused) = Store::open(store.config().clone(), Access::Owner) else { panic!("two owners") };
    let StoreError::Owned { owner, .. } = refused else { panic!("{refused}") };
    assert_eq!(owner, std::process::id().to_string());
}

fn a_read_only_opening_reads_and_refuses_to_write(store: &Instance) {
    stream_of(store, "case:1", 2);
    let beside = Store::open(store.config().clone(), Access::ReadOnly).unwrap();
    assert_eq!(seqs(&beside, "case:1"), [1, 2]);
    let refused = beside.write(Urgency::Person, |tx| comment(tx, "case:1", "no"));
    assert!(matches!(refused, Err(StoreError::Invalid(_))));
}

fn a_read_only_opening_needs_no_owner_at_work(store: &Instance) {
    let folder = crate::engine::folder();
    let config = server::store::Config { folder: folder.path().into(), ..store.config().clone() };
    let owner = Store::open(config.clone(), Access::Owner).unwrap();
    stream_of(&owner, "case:1", 2);
    drop(owner);
    let reader = Store::open(config.clone(), Access::ReadOnly).unwrap();
    assert_eq!(seqs(&reader, "case:1"), [1, 2]);
    let owner = Store::open(config, Access::Owner).unwrap();
    stream_of(&owner, "case:1", 1);
    assert_eq!(seqs(&reader, "case:1"), [1, 2, 3]);
}

fn a_database_of_another_version_is_refused(store: &Instance) {
    let open = |access| {
        let folder = match access {
            Access::ReadOnly => store.config().folder.clone(),
            // Another folder, since this one has its owner; on SQLite with a copy of the database.
            Access::Owner => crate::engine::folder().keep(),
        };
        if store.is_sqlite() && access == Access::Owner {
            store.tamper(&format!("VACUUM INTO '{}'", folder.join("ventanilla.db").display()));
        }
        let opened = Store::open(server::store::Config { folder: folder.clone(), ..store.config().clone() }, access);
        if access == Access::Owner {
            std::fs::remove_dir_all(folder).unwrap();
        }
        opened.err()
    };
    store.tamper("INSERT INTO migrations VALUES (9999, 'of the future', 0)");
    for access in [Access::Owner, Access::ReadOnly] {
        assert!(matches!(open(access), Some(StoreError::NewerSchema { found: 9999, .. })));
    }
    store.tamper("DELETE FROM migrations");
    assert!(matches!(open(Access::ReadOnly), Some(StoreError::NoInstance)));
}

fn text_with_a_nul_is_refused(store: &Instance) {
    let refused = store.write(Urgency::Person, |tx| comment(tx, "case:\0", "one"));
    assert!(refused.is_err());
    assert_eq!(seqs(store, "case:1"), [0_i64; 0]);
}
