use jiff::SignedDuration;
use server::store::approvals::{self, ApprovalRow};
use server::store::heartbeat::{self, Outage};
use server::store::terms::{self, Term};
use server::store::{Access, Config, Store, Urgency, projections, settings};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_silence_of_the_heart_is_kept_as_an_outage,
    settings_are_set_replaced_and_removed,
    an_approver_sees_what_is_due_first,
    deleting_the_projections_leaves_nothing_of_them,
    a_name_is_held_by_one_at_a_time,
    the_store_tells_machine_time_in_whole_microseconds,
}

fn a_silence_of_the_heart_is_kept_as_an_outage(store: &Instance) {
    let gap = SignedDuration::from_mins(5);
    let beat = |minutes| store.write(Urgency::System, move |tx| heartbeat::beat(tx, at(minutes), gap)).unwrap();
    assert_eq!([beat(0), beat(4), beat(8)], [None; 3]);
    let outage = Outage { from_at: at(8), to_at: at(130) };
    assert_eq!(beat(130), Some(outage));
    assert_eq!(beat(100), None, "another node's clock never sets it back");
    assert_eq!(store.read(heartbeat::last).unwrap(), Some(at(130)));
    let outages = |from, until| store.read(|reader| heartbeat::outages(reader, at(from), at(until))).unwrap();
    assert_eq!(outages(0, 9), [outage]);
    assert_eq!(outages(129, 500), [outage]);
    assert_eq!([outages(0, 8), outages(130, 500)], [[]; 2]);
}

fn settings_are_set_replaced_and_removed(store: &Instance) {
    let put = |key: &'static str, value: &'static str| {
        store.write(Urgency::System, move |tx| settings::put(tx, key, value, at(0))).unwrap();
    };
    put("epoch", "1");
    put("demo", "yes");
    put("epoch", "2");
    assert_eq!(store.read(|reader| settings::get(reader, "epoch")).unwrap().as_deref(), Some("2"));
    let pairs = [("demo", "yes"), ("epoch", "2")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(store.read(settings::all).unwrap(), pairs);
    store.write(Urgency::System, |tx| settings::remove(tx, "epoch")).unwrap();
    assert_eq!(store.read(|reader| settings::get(reader, "epoch")).unwrap(), None);
}

fn approval(stream: &str, approver: &str, due: Option<i64>) -> ApprovalRow {
    ApprovalRow {
        stream: stream.into(),
        step: "1".into(),
        approver: approver.into(),
        acts_for: None,
        asked_at: at(0),
        due_at: due.map(at),
    }
}

fn replace(store: &Store, stream: &'static str, rows: &[ApprovalRow]) {
    let rows = rows.to_vec();
    store.write(Urgency::System, move |tx| approvals::replace(tx, stream, &rows)).unwrap();
}

fn an_approver_sees_what_is_due_first(store: &Instance) {
    replace(store, "case:1", &[approval("case:1", "dora", Some(30)), approval("case:1", "elsa", Some(30))]);
    replace(store, "case:2", &[approval("case:2", "dora", None)]);
    replace(store, "case:3", &[approval("case:3", "dora", Some(10))]);
    let pending =
        |after: Option<&ApprovalRow>| store.read(|reader| approvals::pending(reader, "dora", after, 2)).unwrap();
    let first = pending(None);
    assert_eq!(first, [approval("case:3", "dora", Some(10)), approval("case:1", "dora", Some(30))]);
    assert_eq!(pending(first.last()), [approval("case:2", "dora", None)]);
    replace(store, "case:1", &[]);
    assert_eq!(store.read(|reader| approvals::badge(reader, "dora")).unwrap(), 2);
    assert_eq!(store.read(|reader| approvals::badge(reader, "elsa")).unwrap(), 0);
}

fn deleting_the_projections_leaves_nothing_of_them(store: &Instance) {
    let fill = || {
        replace(store, "case:1", &[approval("case:1", "dora", Some(30))]);
        let terms = [Term { name: "silence".into(), look_at: at(9) }];
        store.write(Urgency::System, move |tx| terms::replace(tx, "case:1", &terms)).unwrap();
    };
    fill();
    let before = store.read(projections::dump).unwrap();
    assert_eq!(before[0], format!("terms|case:1|silence|{}", at(9).as_microsecond()));
    assert_eq!(before.len(), 2);
    store.write(Urgency::System, projections::delete_all).unwrap();
    assert_eq!(store.read(projections::dump).unwrap(), [""; 0]);
    fill();
    assert_eq!(store.read(projections::dump).unwrap(), before);
}

fn a_name_is_held_by_one_at_a_time(store: &Instance) {
    let held = store.hold("outbox").unwrap().unwrap();
    assert!(held.still());
    assert!(store.hold("outbox").unwrap().is_none());
    assert!(store.hold("terms").unwrap().is_some());
    if !store.is_sqlite() {
        let folder = crate::engine::folder();
        let config = Config { folder: folder.path().into(), ..store.config().clone() };
        let other_node = Store::open(config, Access::Owner).unwrap();
        assert!(other_node.hold("outbox").unwrap().is_none());
        store.tamper(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database
             WHERE locktype = 'advisory' AND datname = current_database()",
        );
        assert!(!held.still(), "its connection was cut");
        assert!(other_node.hold("outbox").unwrap().is_some());
    }
    drop(held);
    assert!(store.hold("outbox").unwrap().is_some());
}

fn the_store_tells_machine_time_in_whole_microseconds(store: &Instance) {
    let now = store.now().unwrap();
    assert_eq!(now.subsec_nanosecond() % 1_000, 0);
    assert!(now.duration_since(jiff::Timestamp::now()).abs() < SignedDuration::from_mins(1));
}
