use server::store::contents::{self, Content};
use server::store::seals::{self, Proof, Seal};
use server::store::verify::Break;
use server::store::{Digest, SealKey, Store, StoreError, Urgency};

use super::sample::{at, stream_of};
use crate::engine::Instance;

on_both_engines! {
    a_seal_covers_what_changed_since_the_last_one,
    a_proof_needs_nothing_but_the_seal_and_notices_every_change,
    what_is_not_sealed_yet_has_no_proof,
    a_whole_store_verifies,
    a_withdrawn_content_leaves_the_chain_whole,
    a_changed_event_is_found,
    events_in_another_order_are_found,
    a_removed_event_is_found,
    an_event_added_past_the_store_is_found,
    a_stream_cut_short_with_its_end_rewritten_is_found_by_its_seal,
    a_stream_removed_as_a_whole_is_found_by_its_seal,
    a_chain_rewritten_as_a_whole_is_found_by_its_seal,
    a_changed_content_is_found,
    a_removed_or_changed_seal_is_found,
    a_seal_of_another_key_is_found,
}

fn key(store: &Instance) -> SealKey {
    let path = store.config().folder.join("seal.pem");
    SealKey::read(&path).or_else(|_| SealKey::create(&path)).unwrap()
}

fn seal(store: &Instance, day: &str) -> Seal {
    store.seal(&key(store), day, at(1_000)).unwrap()
}

fn proof(store: &Store, stream: &str, seq: i64) -> Option<Proof> {
    store.read(|reader| seals::proof(reader, stream, seq)).unwrap()
}

fn breaks(store: &Instance) -> Vec<Break> {
    let report = store.verify(Some(key(store).public()), |_| ()).unwrap();
    assert_eq!(report.broken as usize, report.breaks.len());
    report.breaks
}

fn a_seal_covers_what_changed_since_the_last_one(store: &Instance) {
    // More than one slice.
    (0..70).for_each(|n| stream_of(store, &format!("case:{n:02}"), 1));
    let first = seal(store, "2026-11-20");
    assert_eq!((first.number, first.streams, first.previous), (1, 70, Digest::ZERO));
    stream_of(store, "case:07", 2);
    stream_of(store, "desk:ti", 1);
    let second = seal(store, "2026-11-21");
    assert_eq!((second.number, second.previous), (2, first.digest()));
    let leaves = store.read(|reader| seals::leaves(reader, 2)).unwrap();
    let leaves: Vec<_> = leaves.iter().map(|leaf| (leaf.stream.as_str(), leaf.seq)).collect();
    assert_eq!(leaves, [("case:07", 3), ("desk:ti", 1)]);
    let quiet = seal(store, "2026-11-22");
    assert_eq!((quiet.streams, quiet.previous), (0, second.digest()));
    assert_eq!(store.read(seals::last).unwrap(), Some(quiet));
    assert_eq!(breaks(store), []);
}

fn a_proof_needs_nothing_but_the_seal_and_notices_every_change(store: &Instance) {
    for count in 1..=9 {
        stream_of(store, &format!("case:{count}"), count);
        // Every stream changes, so that each seal has a tree of another shape.
        (1..count).for_each(|n| stream_of(store, &format!("case:{n}"), 1));
        seal(store, "2026-11-20");
        for n in 1..=count {
            let stream = format!("case:{n}");
            let head = store.read(|reader| server::store::events::head(reader, &stream)).unwrap().unwrap();
            let proof = proof(store, &stream, head.last_seq).unwrap();
            assert_eq!((proof.leaf.hash, proof.seal.number), (head.last_hash, count));
            assert!(proof.holds(), "{n} of {count}");

            let mut forged = proof.clone();
            forged.leaf.seq += 1;
            assert!(!forged.holds());
            let mut forged = proof.clone();
            forged.leaf.hash = Digest::of(&[b"another history"]);
            assert!(!forged.holds());
            let mut forged = proof;
            forged.seal.day = "2026-11-19".into();
            assert!(!forged.holds());
        }
    }
}

fn what_is_not_sealed_yet_has_no_proof(store: &Instance) {
    stream_of(store, "case:1", 2);
    assert_eq!(proof(store, "case:1", 1), None);
    seal(store, "2026-11-20");
    stream_of(store, "case:1", 1);
    assert_eq!(proof(store, "case:1", 1).unwrap().leaf.seq, 2);
    assert_eq!(proof(store, "case:1", 3), None);
}

/// Two sealed streams with a content, and something after the seal.
fn history(store: &Instance) -> Digest {
    stream_of(store, "case:1", 5);
    stream_of(store, "case:2", 3);
    let content = Content::new("Se dañó el disco");
    let id = content.id();
    store.write(Urgency::Person, move |tx| contents::put(tx, "case:1", &content, at(0))).unwrap();
    seal(store, "2026-11-20");
    stream_of(store, "case:2", 1);
    seal(store, "2026-11-21");
    stream_of(store, "case:1", 1);
    id
}

fn a_whole_store_verifies(store: &Instance) {
    history(store);
    let mut pages = 0;
    let report = store.verify(Some(key(store).public()), |_| pages += 1).unwrap();
    assert!(report.is_whole(), "{report:?}");
    assert_eq!((report.streams, report.events, report.contents, report.seals), (2, 10, 1, 2));
    assert!(pages > 0);
}

fn a_withdrawn_content_leaves_the_chain_whole(store: &Instance) {
    let id = history(store);
    assert!(store.write(Urgency::Person, move |tx| contents::withdraw(tx, "case:1", id, at(9))).unwrap());
    assert_eq!(breaks(store), []);
}

fn a_changed_event_is_found(store: &Instance) {
    for (seq, column, value) in [
        (2, "data", "'{\"text\":\"rewritten\"}'"),
        (3, "actor", "'bruno'"),
        (4, "acting_for", "''"),
        (1, "effective_at", "0"),
        (5, "recorded_at", "recorded_at + 1"),
        (2, "command", "'another'"),
        (3, "kind", "'Noted'"),
        (4, "hash", "(SELECT hash FROM events AS other WHERE other.stream = events.stream AND other.seq = 1)"),
    ] {
        let stream = format!("case:{column}");
        stream_of(store, &stream, 5);
        store.tamper(&format!("UPDATE events SET {column} = {value} WHERE stream = '{stream}' AND seq = {seq}"));
        assert!(breaks(store).contains(&Break::EventChanged { stream, seq }), "{column}");
    }
}

fn events_in_another_order_are_found(store: &Instance) {
    history(store);
    store.tamper(
        "UPDATE events SET seq = 99 WHERE stream = 'case:1' AND seq = 2;
         UPDATE events SET seq = 2 WHERE stream = 'case:1' AND seq = 3;
         UPDATE events SET seq = 3 WHERE stream = 'case:1' AND seq = 99;",
    );
    assert_eq!(breaks(store), [Break::EventChanged { stream: "case:1".into(), seq: 2 }]);
}

fn a_removed_event_is_found(store: &Instance) {
    history(store);
    store.tamper("DELETE FROM events WHERE stream = 'case:1' AND seq = 3");
    assert_eq!(breaks(store), [Break::EventMissing { stream: "case:1".into(), seq: 3 }]);
    store.tamper("DELETE FROM events WHERE stream = 'case:2' AND seq = 4");
    assert!(breaks(store).contains(&Break::EndDiffers { stream: "case:2".into(), seq: 3 }));
}

fn an_event_added_past_the_store_is_found(store: &Instance) {
    history(store);
    store.tamper(
        "INSERT INTO events SELECT stream, 7, recorded_at, effective_at, actor, acting_for, command, kind, data, hash
         FROM events WHERE stream = 'case:1' AND seq = 6;
         INSERT INTO events SELECT 'case:9', seq, recorded_at, effective_at, actor, acting_for, command, kind, data, hash
         FROM events WHERE stream = 'case:1' AND seq = 1;",
    );
    let expected =
        [Break::EventChanged { stream: "case:1".into(), seq: 7 }, Break::StreamUnknown { stream: "case:9".into() }];
    assert_eq!(breaks(store), expected);
}

fn a_stream_cut_short_with_its_end_rewritten_is_found_by_its_seal(store: &Instance) {
    history(store);
    store.tamper(
        "DELETE FROM events WHERE stream = 'case:1' AND seq > 3;
         UPDATE streams SET last_seq = 3, last_hash = (SELECT hash FROM events WHERE stream = 'case:1' AND seq = 3)
         WHERE stream = 'case:1'",
    );
    assert_eq!(breaks(store), [Break::SealedStreamChanged { number: 1, stream: "case:1".into(), seq: 5 }]);
}

fn a_stream_removed_as_a_whole_is_found_by_its_seal(store: &Instance) {
    history(store);
    store.tamper("DELETE FROM events WHERE stream = 'case:2'; DELETE FROM streams WHERE stream = 'case:2'");
    let gone = |number, seq| Break::SealedStreamChanged { number, stream: "case:2".into(), seq };
    assert_eq!(breaks(store), [gone(1, 3), gone(2, 4)]);
}

fn a_chain_rewritten_as_a_whole_is_found_by_its_seal(store: &Instance) {
    history(store);
    store.tamper("DELETE FROM events WHERE stream = 'case:2'; DELETE FROM streams WHERE stream = 'case:2'");
    // Another history of the same length, with hashes that fit.
    store
        .write(Urgency::Person, |tx| {
            for seq in 0..4 {
                let recording = super::sample::recording("case:2", seq);
                let event = super::sample::commented("never said", recording.recorded_at);
                server::store::events::append(tx, &recording, &[event])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let changed = |number, seq| Break::SealedStreamChanged { number, stream: "case:2".into(), seq };
    assert_eq!(breaks(store), [changed(1, 3), changed(2, 4)]);
}

fn a_changed_content_is_found(store: &Instance) {
    let id = history(store);
    store.tamper("UPDATE contents SET bytes = salt");
    assert_eq!(breaks(store), [Break::ContentChanged { stream: "case:1".into(), id }]);
}

fn a_removed_or_changed_seal_is_found(store: &Instance) {
    history(store);
    store.tamper("UPDATE seal_leaves SET hash = (SELECT hash FROM events WHERE stream = 'case:2' AND seq = 3), seq = 3 WHERE seal = 2");
    assert_eq!(breaks(store), [Break::SealChanged { number: 2 }]);
    store.tamper("UPDATE seals SET day = '2026-11-19' WHERE number = 1");
    let found = breaks(store);
    assert!(found.contains(&Break::SealForged { number: 1 }) && found.contains(&Break::SealUnlinked { number: 2 }));
    store.tamper(
        "UPDATE seals SET signature = (SELECT signature FROM seals AS first WHERE first.number = 1) WHERE number = 2",
    );
    assert!(breaks(store).contains(&Break::SealForged { number: 2 }));
    store.tamper("DELETE FROM seals WHERE number = 1");
    let found = breaks(store);
    assert!(found.contains(&Break::SealMissing { number: 1 }) && found.contains(&Break::SealUnlinked { number: 2 }));
}

fn a_seal_of_another_key_is_found(store: &Instance) {
    stream_of(store, "case:1", 1);
    let other = SealKey::create(&store.config().folder.join("other.pem")).unwrap();
    store.seal(&other, "2026-11-20", at(1_000)).unwrap();
    assert_eq!(breaks(store), [Break::SealOfAnotherKey { number: 1 }]);
    assert!(store.verify(None, |_| ()).unwrap().is_whole(), "without a trusted key it says only what it can know");
}

#[test]
fn a_seal_key_is_its_owners_only_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = crate::engine::folder();
    let path = folder.path().join("seal.pem");
    let key = SealKey::create(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(SealKey::read(&path).unwrap().public(), key.public());
    assert!(SealKey::create(&path).is_err());
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(SealKey::read(&path), Err(StoreError::Invalid(said)) if said.contains("chmod 600")));
}
