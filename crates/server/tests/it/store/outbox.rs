use std::thread;

use server::store::outbox::{self, Ended, Leased, NewNotice, State};
use server::store::{Digest, Result, Store, StoreError, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_notice_is_lent_to_one_sender_at_a_time,
    two_senders_never_get_the_same_notice,
    a_lease_that_runs_out_is_the_next_attempt_with_the_same_bytes,
    who_lost_the_lease_has_no_say,
    a_deferred_notice_comes_back_at_its_time_and_a_failed_one_never,
    a_held_notice_waits_and_may_be_omitted,
    what_was_sent_can_be_withdrawn_but_not_that_it_was_sent,
    letters_are_found_by_part_of_who_gets_them,
}

fn letters_are_found_by_part_of_who_gets_them(instance: &Instance) {
    put(instance, "n1", None);
    let found = |typed: &str| instance.read(|reader| outbox::latest(reader, outbox::NEWEST, typed, 10)).unwrap().len();
    for (typed, letters) in [
        ("", 1),
        ("carla", 1),
        ("Carla entidad", 1),
        ("carla@entidad.example", 1),
        ("%", 1),
        ("entidad carla", 0),
        ("ana", 0),
    ] {
        assert_eq!(found(typed), letters, "{typed}");
    }
}

fn put(store: &Store, id: &str, held_until: Option<i64>) {
    let id = id.to_owned();
    let put = move |tx: &mut server::store::Tx<'_>| {
        let held_until = held_until.map(at);
        let (to_person, address) = (Some("carla"), "carla@entidad.example");
        let notice = NewNotice {
            id: &id,
            stream: "case:1",
            seq: 1,
            notice: "report",
            to_person,
            address,
            details: "{\"n\":1}",
            created_at: at(0),
            held_until,
        };
        outbox::put(tx, &notice)
    };
    store.write(Urgency::Person, put).unwrap();
}

/// Leases for ten minutes.
fn lease(store: &Store, minutes: i64) -> Vec<Leased> {
    store.write(Urgency::System, move |tx| outbox::lease(tx, at(minutes), at(minutes + 10), 5)).unwrap()
}

fn settle(store: &Store, attempt: i64, ended: Ended<'static>, minutes: i64) -> Result<()> {
    store.write(Urgency::System, move |tx| outbox::settle(tx, "n1", attempt, &ended, at(minutes)))
}

fn state(store: &Store) -> State {
    store.read(|reader| outbox::of_stream(reader, "case:1")).unwrap()[0].state
}

fn a_notice_is_lent_to_one_sender_at_a_time(store: &Instance) {
    put(store, "n1", None);
    let leased = lease(store, 0);
    assert_eq!((leased[0].id.as_str(), leased[0].attempt, &leased[0].message), ("n1", 1, &None));
    assert_eq!(lease(store, 1), []);
    settle(store, 1, Ended::Sent { answer: "250 queued" }, 2).unwrap();
    assert_eq!(lease(store, 60), []);
    assert_eq!(state(store), State::Sent);
    let attempts = store.read(|reader| outbox::attempts(reader, "n1")).unwrap();
    assert_eq!((attempts[0].started_at, attempts[0].ended_at), (at(0), Some(at(2))));
    assert_eq!(attempts[0].answer.as_deref(), Some("250 queued"));
    assert_eq!(store.read(outbox::next).unwrap(), None);
}

fn two_senders_never_get_the_same_notice(store: &Instance) {
    (0..20).for_each(|n| put(store, &format!("n{n}"), None));
    let mut ids: Vec<String> = thread::scope(|scope| {
        let senders: Vec<_> =
            (0..4).map(|_| scope.spawn(|| (0..5).flat_map(|_| lease(store, 0)).collect::<Vec<_>>())).collect();
        senders.into_iter().flat_map(|it| it.join().unwrap()).map(|it| it.id).collect()
    });
    ids.extend(lease(store, 0).into_iter().map(|it| it.id));
    ids.sort();
    assert_eq!(ids.len(), 20);
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

fn a_lease_that_runs_out_is_the_next_attempt_with_the_same_bytes(store: &Instance) {
    put(store, "n1", None);
    lease(store, 0);
    store.write(Urgency::System, |tx| outbox::keep_message(tx, "n1", 1, b"the exact bytes")).unwrap();
    assert_eq!(lease(store, 9), []);
    let again = lease(store, 10);
    assert_eq!((again[0].attempt, again[0].message.as_deref()), (2, Some(&b"the exact bytes"[..])));
    let changed = store.write(Urgency::System, |tx| outbox::keep_message(tx, "n1", 2, b"other bytes"));
    assert!(matches!(changed, Err(StoreError::Invalid(_))), "bytes are kept once");
    let attempts = store.read(|reader| outbox::attempts(reader, "n1")).unwrap();
    assert_eq!((attempts.len(), attempts[0].ended_at), (2, None));
}

fn who_lost_the_lease_has_no_say(store: &Instance) {
    put(store, "n1", None);
    lease(store, 0);
    lease(store, 10);
    assert!(settle(store, 1, Ended::Failed { answer: "550" }, 11).is_err());
    assert_eq!(state(store), State::Waiting);
    settle(store, 2, Ended::Sent { answer: "250" }, 11).unwrap();
    assert!(settle(store, 2, Ended::Failed { answer: "550" }, 12).is_err());
    assert_eq!(state(store), State::Sent);
}

fn a_deferred_notice_comes_back_at_its_time_and_a_failed_one_never(store: &Instance) {
    put(store, "n1", None);
    lease(store, 0);
    settle(store, 1, Ended::Deferred { answer: "451 later", retry_at: at(30) }, 1).unwrap();
    assert_eq!(lease(store, 29), []);
    assert_eq!(store.read(outbox::next).unwrap(), Some(at(30)));
    assert_eq!(lease(store, 30)[0].attempt, 2);
    settle(store, 2, Ended::Failed { answer: "550 no such person" }, 31).unwrap();
    assert_eq!(lease(store, 600), []);
    assert_eq!(state(store), State::Failed);
    let outcomes: Vec<_> = store.read(|reader| outbox::attempts(reader, "n1")).unwrap();
    assert_eq!(outcomes.iter().filter_map(|it| it.outcome.as_deref()).collect::<Vec<_>>(), ["deferred", "failed"]);
}

fn a_held_notice_waits_and_may_be_omitted(store: &Instance) {
    put(store, "n1", Some(20));
    put(store, "n2", Some(20));
    put(store, "n3", Some(90));
    assert_eq!(lease(store, 19), []);
    assert!(store.write(Urgency::Person, |tx| outbox::omit(tx, "n1", at(19))).unwrap());
    assert!(store.write(Urgency::Person, |tx| outbox::release(tx, "n3", at(20))).unwrap());
    let ids: Vec<String> = lease(store, 20).into_iter().map(|it| it.id).collect();
    assert_eq!(ids, ["n2", "n3"]);
    assert!(!store.write(Urgency::Person, |tx| outbox::omit(tx, "n2", at(21))).unwrap(), "it is being sent");
    assert_eq!(state(store), State::Omitted);
    assert_eq!(store.read(|reader| outbox::waiting(reader, 100)).unwrap(), 2);
}

fn what_was_sent_can_be_withdrawn_but_not_that_it_was_sent(store: &Instance) {
    put(store, "n1", None);
    lease(store, 0);
    store.write(Urgency::System, |tx| outbox::keep_message(tx, "n1", 1, b"personal words")).unwrap();
    settle(store, 1, Ended::Sent { answer: "250" }, 1).unwrap();
    store.write(Urgency::Person, |tx| outbox::withdraw_messages(tx, "case:1")).unwrap();
    assert_eq!(store.read(|reader| outbox::message(reader, "n1")).unwrap(), None);
    let notice = store.read(|reader| outbox::of_stream(reader, "case:1")).unwrap().remove(0);
    assert_eq!((notice.state, notice.settled_at), (State::Sent, Some(at(1))));
    assert_eq!(notice.message_hash, Some(Digest::of(&[b"personal words"])));
}
