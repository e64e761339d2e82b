use jiff::SignedDuration;
use server::store::accounts::{self, Account};
use server::store::drafts::{self, Draft};
use server::store::security_log::{self, Seen};
use server::store::sessions::{self, Session};
use server::store::{Digest, Result, Store, Tx, Urgency, throttle};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    an_account_is_found_by_person_and_by_login,
    a_login_belongs_to_one_person,
    a_password_or_a_lock_changes_only_its_account,
    a_session_lives_until_it_expires_or_ends,
    a_change_of_password_ends_the_other_sessions,
    attempts_are_counted_inside_a_window,
    a_draft_is_its_persons_only,
    the_security_log_is_read_from_the_newest,
}

fn write<T: Send + 'static>(store: &Store, work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
    store.write(Urgency::Person, work).unwrap()
}

fn account(person: &str) -> Account {
    Account {
        person: person.into(),
        login: format!("{person}@entidad.example"),
        password_hash: Some("$argon2id$…".into()),
        must_change: true,
        disabled: false,
        locale: None,
        changed_at: at(0),
    }
}

fn an_account_is_found_by_person_and_by_login(store: &Instance) {
    for person in ["ana", "bruno", "carla"] {
        write(store, move |tx| accounts::put(tx, &account(person)));
    }
    assert!(store.read(|reader| accounts::get(reader, "ana")).unwrap() == Some(account("ana")));
    assert!(
        store.read(|reader| accounts::by_login(reader, "bruno@entidad.example")).unwrap() == Some(account("bruno"))
    );
    assert!(store.read(|reader| accounts::by_login(reader, "bruno")).unwrap().is_none());
    let page = store.read(|reader| accounts::all(reader, "ana", 1)).unwrap();
    assert_eq!(page.into_iter().map(|it| it.person).collect::<Vec<_>>(), ["bruno"]);
}

fn a_login_belongs_to_one_person(store: &Instance) {
    write(store, |tx| accounts::put(tx, &account("ana")));
    let taken = Account { login: account("ana").login, ..account("bruno") };
    assert!(store.write(Urgency::Person, move |tx| accounts::put(tx, &taken)).is_err());
    assert!(store.read(|reader| accounts::get(reader, "bruno")).unwrap().is_none());
}

fn a_password_or_a_lock_changes_only_its_account(store: &Instance) {
    write(store, |tx| accounts::put(tx, &account("ana")));
    write(store, |tx| accounts::put(tx, &account("bruno")));
    assert!(write(store, |tx| accounts::set_password(tx, "ana", "$new", false, at(5))));
    assert!(write(store, |tx| accounts::set_disabled(tx, "ana", true, at(6))));
    assert!(write(store, |tx| accounts::set_locale(tx, "ana", "en")));
    assert!(!write(store, |tx| accounts::set_password(tx, "nobody", "$new", false, at(5))));
    let changed = Account {
        password_hash: Some("$new".into()),
        must_change: false,
        disabled: true,
        locale: Some("en".into()),
        changed_at: at(6),
        ..account("ana")
    };
    assert!(store.read(|reader| accounts::get(reader, "ana")).unwrap() == Some(changed));
    assert!(store.read(|reader| accounts::get(reader, "bruno")).unwrap() == Some(account("bruno")));
}

fn session(token: &str, person: &str, expires: i64) -> Session {
    Session {
        token_hash: Digest::of(&[token.as_bytes()]),
        person: person.into(),
        csrf: "c".into(),
        created_at: at(0),
        last_seen_at: at(0),
        expires_at: at(expires),
        address: "192.0.2.7".into(),
    }
}

fn begin(store: &Store, token: &'static str, person: &'static str, expires: i64) -> Digest {
    write(store, move |tx| sessions::begin(tx, &session(token, person, expires)));
    session(token, person, expires).token_hash
}

fn lives(store: &Store, token: Digest, minutes: i64) -> bool {
    store.read(|reader| sessions::find(reader, token, at(minutes))).unwrap().is_some()
}

fn a_session_lives_until_it_expires_or_ends(store: &Instance) {
    let (one, two) = (begin(store, "one", "ana", 10), begin(store, "two", "ana", 10));
    // Half-open: at its end it is over.
    assert!(lives(store, one, 9) && !lives(store, one, 10));
    assert!(write(store, move |tx| sessions::touch(tx, one, at(9), at(30))));
    assert!(lives(store, one, 29));
    assert!(!write(store, move |tx| sessions::touch(tx, two, at(10), at(30))), "it has expired");
    write(store, move |tx| sessions::end(tx, one));
    assert!(!lives(store, one, 1));
    assert_eq!(write(store, |tx| sessions::forget(tx, at(10))), 1);
}

fn a_change_of_password_ends_the_other_sessions(store: &Instance) {
    let (one, two) = (begin(store, "one", "ana", 10), begin(store, "two", "ana", 10));
    let other = begin(store, "three", "bruno", 10);
    assert_eq!(write(store, move |tx| sessions::end_others(tx, "ana", Some(one))), 1);
    assert!(lives(store, one, 1) && !lives(store, two, 1) && lives(store, other, 1));
    assert_eq!(store.read(|reader| sessions::of_person(reader, "ana", at(1))).unwrap().len(), 1);
    assert_eq!(write(store, |tx| sessions::end_others(tx, "ana", None)), 1);
    assert!(!lives(store, one, 1) && lives(store, other, 1));
}

fn attempts_are_counted_inside_a_window(store: &Instance) {
    let window = SignedDuration::from_mins(15);
    let count = |key: &'static str, minutes: i64| write(store, move |tx| throttle::count(tx, key, at(minutes), window));
    let seen = |minutes: i64| store.read(|reader| throttle::seen(reader, "ana", at(minutes), window)).unwrap();
    assert_eq!([count("ana", 0), count("ana", 1), count("bruno", 1), count("ana", 14)], [1, 2, 1, 3]);
    assert_eq!(seen(14), Some((3, at(0))));
    assert_eq!(seen(15), None);
    assert_eq!([count("ana", 15), count("ana", 29)], [1, 2]);
    write(store, |tx| throttle::clear(tx, "ana"));
    assert_eq!(count("ana", 29), 1);
    assert_eq!(write(store, |tx| throttle::forget(tx, at(1))), 1);
}

fn a_draft_is_its_persons_only(store: &Instance) {
    let draft = |key: &str, body: &str, minutes| Draft { key: key.into(), body: body.into(), updated_at: at(minutes) };
    for (person, key, body, minutes) in [
        ("ana", "new/vpn", "uno", 0),
        ("ana", "reply", "dos", 1),
        ("ana", "new/vpn", "tres", 2),
        ("bruno", "reply", "x", 3),
    ] {
        write(store, move |tx| drafts::put(tx, person, &draft(key, body, minutes)));
    }
    let of = |person: &str| store.read(|reader| drafts::of_person(reader, person, 10)).unwrap();
    assert_eq!(of("ana"), [draft("new/vpn", "tres", 2), draft("reply", "dos", 1)]);
    assert_eq!(store.read(|reader| drafts::get(reader, "bruno", "new/vpn")).unwrap(), None);
    write(store, |tx| drafts::remove(tx, "ana", "reply"));
    assert_eq!(write(store, |tx| drafts::forget(tx, at(3))), 1);
    assert_eq!((of("ana").len(), of("bruno").len()), (0, 1));
}

fn the_security_log_is_read_from_the_newest(store: &Instance) {
    let seen = |n: i64| Seen {
        at: at(n),
        kind: "wrong_password".into(),
        person: (n % 2 == 0).then(|| "ana".into()),
        address: "192.0.2.7".into(),
        detail: format!("{n}"),
    };
    (0..5).for_each(|n| write(store, move |tx| security_log::note(tx, &seen(n))));
    let page = |before| store.read(|reader| security_log::page(reader, before, 3)).unwrap();
    let details = |page: &[(i64, Seen)]| page.iter().map(|(_, it)| it.detail.clone()).collect::<Vec<_>>();
    let first = page(None);
    assert_eq!(details(&first), ["4", "3", "2"]);
    assert_eq!(details(&page(Some(first[2].0))), ["1", "0"]);
    let of_ana = store.read(|reader| security_log::of_person(reader, "ana", 2)).unwrap();
    assert_eq!(details(&of_ana), ["4", "2"]);
    assert_eq!(write(store, |tx| security_log::forget(tx, at(2))), 2);
}
