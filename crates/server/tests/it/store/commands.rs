use std::sync::Barrier;
use std::thread;

use server::store::commands::{self, Outcome};
use server::store::{Result, Store, StoreError, Tx, Urgency, command_outbox};

use super::sample::{at, comment};
use crate::engine::Instance;

on_both_engines! {
    a_repeated_command_returns_its_first_outcome,
    the_same_command_at_the_same_time_is_done_once,
    a_refused_command_can_be_asked_again,
    an_id_is_its_actors_own,
    old_outcomes_are_forgotten,
    a_command_for_another_case_is_carried_out_once,
    a_command_that_could_not_be_carried_out_is_put_off,
}

/// What `act` does: the first outcome if there is one, otherwise the work and its record.
fn do_once(tx: &mut Tx<'_>, actor: &str, id: &str, text: &str) -> Result<Outcome> {
    if let Some(first) = commands::begin(tx, actor, id)? {
        return Ok(first);
    }
    let appended = comment(tx, "case:1", text)?;
    let (first_seq, outcome) = (appended.first_seq, text.to_owned());
    let done = Outcome { stream: "case:1".into(), first_seq, count: 1, outcome, at: at(first_seq) };
    commands::record(tx, actor, id, &done)?;
    Ok(done)
}

fn ask(store: &Store, actor: &'static str, id: &'static str, text: &'static str) -> Outcome {
    store.write(Urgency::Person, move |tx| do_once(tx, actor, id, text)).unwrap()
}

fn comments(store: &Store) -> usize {
    store.read(|reader| server::store::events::load(reader, "case:1")).unwrap().len()
}

fn a_repeated_command_returns_its_first_outcome(store: &Instance) {
    let first = ask(store, "ana", "k1", "hello");
    let again = ask(store, "ana", "k1", "something else");
    assert_eq!((again.outcome.as_str(), again.first_seq), ("hello", 1));
    assert_eq!(first, again);
    assert_eq!(comments(store), 1);
    assert_eq!(store.read(|reader| commands::find(reader, "ana", "k1")).unwrap(), Some(first));
}

fn the_same_command_at_the_same_time_is_done_once(store: &Instance) {
    let start = Barrier::new(8);
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let asked = (0..8).map(|_| {
            scope.spawn(|| {
                start.wait();
                ask(store, "ana", "k1", "hello")
            })
        });
        asked.collect::<Vec<_>>().into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(outcomes.iter().all(|it| *it == outcomes[0]), "{outcomes:?}");
    assert_eq!(comments(store), 1);
}

fn a_refused_command_can_be_asked_again(store: &Instance) {
    let refused: Result<()> = store.write(Urgency::Person, |tx| {
        do_once(tx, "ana", "k1", "hello")?;
        Err(StoreError::Busy)
    });
    refused.unwrap_err();
    assert_eq!(ask(store, "ana", "k1", "second try").outcome, "second try");
}

fn an_id_is_its_actors_own(store: &Instance) {
    ask(store, "ana", "k1", "from ana");
    assert_eq!(ask(store, "bruno", "k1", "from bruno").outcome, "from bruno");
    assert_eq!(comments(store), 2);
}

fn old_outcomes_are_forgotten(store: &Instance) {
    ask(store, "ana", "k1", "old");
    ask(store, "ana", "k2", "new");
    let forgotten = store.write(Urgency::System, |tx| commands::forget(tx, at(2))).unwrap();
    assert_eq!(forgotten, 1);
    assert_eq!(store.read(|reader| commands::find(reader, "ana", "k1")).unwrap(), None);
    assert!(store.read(|reader| commands::find(reader, "ana", "k2")).unwrap().is_some());
}

fn leave(store: &Store) {
    store.write(Urgency::Person, |tx| command_outbox::put(tx, "c-2", "case:1", "case:2", "{}", at(0))).unwrap();
}

fn due(store: &Store, minutes: i64) -> Vec<(String, i64)> {
    let due = store.read(|reader| command_outbox::due(reader, at(minutes), 10)).unwrap();
    due.into_iter().map(|it| (it.id, it.attempt)).collect()
}

fn a_command_for_another_case_is_carried_out_once(store: &Instance) {
    leave(store);
    assert_eq!(due(store, 0), [("c-2".to_owned(), 0)]);
    assert_eq!(store.read(|reader| command_outbox::of_stream(reader, "case:1")).unwrap()[0].to_stream, "case:2");
    let carry_out = |tx: &mut Tx<'_>| {
        comment(tx, "case:2", "merged")?;
        command_outbox::settle(tx, "c-2", "done", at(1))
    };
    store.write(Urgency::System, carry_out).unwrap();
    assert!(matches!(store.write(Urgency::System, carry_out), Err(StoreError::Invalid(_))));
    assert_eq!(due(store, 9), []);
    let merged = store.read(|reader| server::store::events::load(reader, "case:2")).unwrap();
    assert_eq!(merged.len(), 1);
}

fn a_command_that_could_not_be_carried_out_is_put_off(store: &Instance) {
    leave(store);
    assert!(store.write(Urgency::System, |tx| command_outbox::postpone(tx, "c-2", at(5))).unwrap());
    assert_eq!(due(store, 4), []);
    assert_eq!(store.read(command_outbox::next).unwrap(), Some(at(5)));
    assert_eq!(due(store, 5), [("c-2".to_owned(), 1)]);
}
