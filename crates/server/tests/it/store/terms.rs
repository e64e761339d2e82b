use server::store::terms::{self, Term};
use server::store::{Store, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    due_streams_come_the_longest_overdue_first_and_once_each,
    replacing_the_terms_of_a_case_leaves_the_others,
}

fn term(name: &str, minutes: i64) -> Term {
    Term { name: name.into(), look_at: at(minutes) }
}

fn replace(store: &Store, stream: &'static str, terms: &[Term]) {
    let terms = terms.to_vec();
    store.write(Urgency::System, move |tx| terms::replace(tx, stream, &terms)).unwrap();
}

fn due(store: &Store, minutes: i64, limit: i64) -> Vec<String> {
    store.read(|reader| terms::due(reader, at(minutes), limit)).unwrap()
}

fn due_streams_come_the_longest_overdue_first_and_once_each(store: &Instance) {
    replace(store, "case:1", &[term("silence", 10), term("reminder", 5)]);
    replace(store, "case:2", &[term("silence", 7)]);
    replace(store, "case:3", &[term("silence", 20)]);
    assert_eq!(due(store, 4, 10), [""; 0]);
    assert_eq!(due(store, 5, 10), ["case:1"]);
    assert_eq!(due(store, 10, 10), ["case:1", "case:2"]);
    assert_eq!(due(store, 30, 1), ["case:1"]);
    assert_eq!(store.read(|reader| terms::next(reader, at(10))).unwrap(), Some(at(20)));
    assert_eq!(store.read(|reader| terms::next(reader, at(20))).unwrap(), None);
}

fn replacing_the_terms_of_a_case_leaves_the_others(store: &Instance) {
    replace(store, "case:1", &[term("silence", 10), term("reminder", 5), term("review", 8)]);
    replace(store, "case:2", &[term("silence", 7)]);
    replace(store, "case:1", &[term("silence", 12), term("review", 8)]);
    let names = store.read(|reader| terms::of_stream(reader, "case:1")).unwrap();
    assert_eq!(names, [term("review", 8), term("silence", 12)]);
    replace(store, "case:1", &[]);
    assert_eq!(due(store, 100, 10), ["case:2"]);
}
