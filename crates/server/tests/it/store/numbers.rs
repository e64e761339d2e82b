use std::collections::BTreeSet;
use std::thread;

use server::store::numbers::{self, Why};
use server::store::{Result, Store, StoreError, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_thousand_parallel_registrations_get_a_thousand_numbers,
    each_desk_and_year_counts_for_itself,
    a_number_of_a_refused_registration_is_never_given_to_two,
    a_series_not_made_ahead_is_refused,
    a_desk_with_a_strange_id_is_refused,
}

fn take(store: &Store, desk: &'static str, year: i64, stream: &str) -> i64 {
    let stream = stream.to_owned();
    store.write(Urgency::Person, move |tx| numbers::take(tx, desk, year, &stream, at(0))).unwrap()
}

/// MHCP-A03
fn a_thousand_parallel_registrations_get_a_thousand_numbers(store: &Instance) {
    store.prepare_numbers("ti", 2026).unwrap();
    let taken: Vec<i64> = thread::scope(|scope| {
        let take_125 = |thread: i32| {
            move || (0..125).map(|n| take(store, "ti", 2026, &format!("{thread}-{n}"))).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(take_125(thread))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(taken.iter().copied().collect::<BTreeSet<_>>(), (1..=1000).collect());
    assert_eq!(store.read(|reader| numbers::unused(reader, "ti", 2026)).unwrap(), []);
    let stream = store.read(|reader| numbers::stream(reader, "ti", 2026, taken[0])).unwrap();
    assert_eq!(stream.as_deref(), Some("0-0"));
}

fn each_desk_and_year_counts_for_itself(store: &Instance) {
    for (desk, year) in [("ti", 2026), ("ti", 2027), ("almacen-1", 2026)] {
        store.prepare_numbers(desk, year).unwrap();
        store.prepare_numbers(desk, year).unwrap();
    }
    assert_eq!([take(store, "ti", 2026, "a"), take(store, "ti", 2026, "b")], [1, 2]);
    assert_eq!([take(store, "ti", 2027, "c"), take(store, "almacen-1", 2026, "d")], [1, 1]);
}

fn a_number_of_a_refused_registration_is_never_given_to_two(store: &Instance) {
    store.prepare_numbers("ti", 2026).unwrap();
    take(store, "ti", 2026, "a");
    let refused: Result<()> = store.write(Urgency::Person, |tx| {
        numbers::take(tx, "ti", 2026, "refused", at(0))?;
        Err(StoreError::Busy)
    });
    refused.unwrap_err();
    let next = take(store, "ti", 2026, "b");
    let unused = store.read(|reader| numbers::unused(reader, "ti", 2026)).unwrap();
    if store.is_sqlite() {
        assert_eq!((next, unused), (2, vec![]));
    } else {
        assert_eq!((next, unused), (3, vec![(2, Why::Refused)]));
        // A number nobody could note: the program stopped between taking and committing.
        store.tamper("SELECT nextval('number_ti_2026')");
        let unused = store.read(|reader| numbers::unused(reader, "ti", 2026)).unwrap();
        assert_eq!(unused, [(2, Why::Refused), (4, Why::Interrupted)]);
        take(store, "ti", 2026, "c");
        let unused = store.read(|reader| numbers::unused(reader, "ti", 2026)).unwrap();
        assert_eq!(unused, [(2, Why::Refused), (4, Why::Interrupted)]);
    }
}

fn a_series_not_made_ahead_is_refused(store: &Instance) {
    let refused = store.write(Urgency::Person, |tx| numbers::take(tx, "ti", 2031, "a", at(0)));
    assert!(refused.is_err());
}

fn a_desk_with_a_strange_id_is_refused(store: &Instance) {
    for desk in ["", "TI", "ti\"; DROP TABLE events; --", "a b", &"x".repeat(41)] {
        assert!(matches!(store.prepare_numbers(desk, 2026), Err(StoreError::Invalid(_))), "{desk:?}");
    }
}
