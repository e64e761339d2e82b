use server::store::events::{self, NewEvent, StoredEvent};
use server::store::{Digest, Result, StoreError, Urgency};

use super::sample::{at, comment, commented, recording, stream_of};
use crate::engine::Instance;

on_both_engines! {
    what_was_appended_is_loaded_in_order_and_to_the_byte,
    each_hash_follows_from_the_previous_one_and_the_row,
    an_append_to_a_stream_that_moved_is_refused_and_writes_nothing,
    time_never_runs_backwards_in_a_stream,
    an_event_cannot_count_for_an_instant_after_its_recording,
    an_instant_finer_than_a_microsecond_is_refused,
    only_what_came_after_a_seq_is_loaded,
    all_streams_are_walked_in_bounded_pages,
}

fn load(store: &Instance, stream: &str) -> Vec<StoredEvent> {
    store.read(|reader| events::load(reader, stream)).unwrap()
}

fn what_was_appended_is_loaded_in_order_and_to_the_byte(store: &Instance) {
    // Not the way our own serialiser would write it: it must come back as it was given.
    let data = r#"{ "b":1,   "a":"ñandú – 𝄞\u0000" }"#;
    let appended = store.write(Urgency::Person, move |tx| {
        let mut recording = recording("case:1", 0);
        recording.acting_for = Some("bruno");
        recording.recorded_at = at(5);
        events::append(
            tx,
            &recording,
            &[commented("first", at(3)), NewEvent { effective_at: at(5), kind: "Moved".into(), data: data.into() }],
        )
    });
    let appended = appended.unwrap();
    assert_eq!((appended.first_seq, appended.last_seq), (1, 2));

    let loaded = load(store, "case:1");
    assert_eq!(loaded.iter().map(|it| it.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((loaded[0].recorded_at, loaded[0].effective_at), (at(5), at(3)));
    assert_eq!((loaded[1].kind.as_str(), loaded[1].data.as_str()), ("Moved", data));
    assert_eq!((loaded[1].actor.as_str(), loaded[1].acting_for.as_deref()), ("ana", Some("bruno")));
    let head = store.read(|reader| events::head(reader, "case:1")).unwrap().unwrap();
    assert_eq!((head.last_seq, head.last_hash, head.last_recorded_at), (2, loaded[1].hash, at(5)));
}

fn each_hash_follows_from_the_previous_one_and_the_row(store: &Instance) {
    stream_of(store, "case:1", 5);
    let mut previous = Digest::ZERO;
    for event in load(store, "case:1") {
        assert_eq!(event.link(previous), event.hash);
        previous = event.hash;
    }
    // Written out by hand once, so that the format cannot change unseen.
    let first = &load(store, "case:1")[0];
    let mut bytes = vec![0; 32];
    let column = |cell: &[u8]| [&(cell.len() as u64).to_be_bytes(), cell].concat();
    bytes.extend(column(b"case:1"));
    bytes.extend(column(&1_i64.to_be_bytes()));
    bytes.extend(column(&1_795_187_700_000_000_i64.to_be_bytes()));
    bytes.extend(column(&1_795_187_700_000_000_i64.to_be_bytes()));
    bytes.extend(column(b"ana"));
    bytes.extend([0xff; 8]);
    bytes.extend(column(b"c-1"));
    bytes.extend(column(b"Commented"));
    bytes.extend(column(br#"{"text":"comment 1"}"#));
    assert_eq!(first.hash, Digest::of(&[&bytes]));
}

fn an_append_to_a_stream_that_moved_is_refused_and_writes_nothing(store: &Instance) {
    stream_of(store, "case:1", 2);
    let late =
        store.write(Urgency::Person, |tx| events::append(tx, &recording("case:1", 1), &[commented("late", at(1))]));
    assert!(matches!(late, Err(StoreError::Conflict { expected: 1, found: 2, .. })), "{late:?}");
    let twice =
        store.write(Urgency::Person, |tx| events::append(tx, &recording("case:1", 0), &[commented("new", at(0))]));
    assert!(matches!(twice, Err(StoreError::Conflict { expected: 0, found: 2, .. })), "{twice:?}");
    assert_eq!(load(store, "case:1").len(), 2);
}

fn refusal(result: Result<events::Appended>) -> String {
    match result {
        Err(StoreError::Invalid(reason)) => reason,
        other => panic!("not refused as invalid: {other:?}"),
    }
}

fn time_never_runs_backwards_in_a_stream(store: &Instance) {
    stream_of(store, "case:1", 2);
    let back = store.write(Urgency::Person, |tx| {
        let mut recording = recording("case:1", 2);
        recording.recorded_at = at(0);
        events::append(tx, &recording, &[commented("earlier", at(0))])
    });
    assert!(refusal(back).contains("recorded before its last event"));
}

fn an_event_cannot_count_for_an_instant_after_its_recording(store: &Instance) {
    let ahead =
        store.write(Urgency::Person, |tx| events::append(tx, &recording("case:1", 0), &[commented("ahead", at(1))]));
    assert!(refusal(ahead).contains("effective after it is recorded"));
    assert_eq!(load(store, "case:1"), []);
}

fn an_instant_finer_than_a_microsecond_is_refused(store: &Instance) {
    let fine = at(0) - jiff::SignedDuration::from_nanos(1);
    let refused =
        store.write(Urgency::Person, move |tx| events::append(tx, &recording("case:1", 0), &[commented("fine", fine)]));
    assert!(refusal(refused).contains("finer than a microsecond"));
}

fn only_what_came_after_a_seq_is_loaded(store: &Instance) {
    stream_of(store, "case:1", 5);
    let seqs = |after, limit| -> Vec<i64> {
        let loaded = store.read(|reader| events::load_after(reader, "case:1", after, limit)).unwrap();
        loaded.iter().map(|it| it.seq).collect()
    };
    assert_eq!(seqs(2, 100), [3, 4, 5]);
    assert_eq!(seqs(2, 2), [3, 4]);
    assert_eq!(seqs(5, 100), [0_i64; 0]);
}

fn all_streams_are_walked_in_bounded_pages(store: &Instance) {
    for stream in ["case:b", "case:a", "Case:z", "case:ñ", "case:c"] {
        store.write(Urgency::Person, move |tx| comment(tx, stream, "one")).unwrap();
    }
    let (mut walked, mut after) = (Vec::new(), String::new());
    loop {
        let page = store.read(|reader| events::streams(reader, &after, 2)).unwrap();
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        after = last.stream.clone();
        walked.extend(page.into_iter().map(|it| it.stream));
    }
    // By bytes, on both engines, whatever the language of the database.
    assert_eq!(walked, ["Case:z", "case:a", "case:b", "case:c", "case:ñ"]);
}
