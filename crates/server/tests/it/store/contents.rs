use server::store::contents::{self, Content, Found};
use server::store::{Digest, Store, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_content_is_found_by_its_stream_and_id_and_by_no_other,
    a_withdrawn_content_leaves_only_its_mark,
    the_same_words_get_another_id_each_time,
}

fn put(store: &Store, stream: &'static str, text: &str) -> Digest {
    let content = Content::new(text);
    let id = content.id();
    store.write(Urgency::Person, move |tx| contents::put(tx, stream, &content, at(0))).unwrap();
    id
}

fn get(store: &Store, stream: &str, id: Digest) -> Option<Found> {
    store.read(|reader| contents::get(reader, stream, id)).unwrap()
}

fn a_content_is_found_by_its_stream_and_id_and_by_no_other(store: &Instance) {
    let id = put(store, "case:1", "Se dañó el disco");
    assert_eq!(get(store, "case:1", id), Some(Found::Present("Se dañó el disco".into())));
    assert_eq!(get(store, "case:2", id), None);
    assert_eq!(get(store, "case:1", Digest::ZERO), None);
    assert_eq!(id.to_string().parse(), Ok(id));
}

fn a_withdrawn_content_leaves_only_its_mark(store: &Instance) {
    let (id, other) = (put(store, "case:1", "secreto-4711"), put(store, "case:1", "stays"));
    let withdraw = |stream: &'static str| {
        store.write(Urgency::Person, move |tx| contents::withdraw(tx, stream, id, at(7))).unwrap()
    };
    assert!(!withdraw("case:2"), "only by its own stream");
    assert!(withdraw("case:1"));
    assert!(!withdraw("case:1"), "there is nothing left to withdraw");
    assert_eq!(get(store, "case:1", id), Some(Found::Withdrawn { at: at(7) }));
    let all = store.read(|reader| contents::all(reader, "case:1")).unwrap();
    assert!(all.contains(&(other, Found::Present("stays".into()))) && all.len() == 2);
}

fn the_same_words_get_another_id_each_time(store: &Instance) {
    assert_ne!(put(store, "case:1", "yes"), put(store, "case:1", "yes"));
}

#[test]
fn a_withdrawn_content_is_gone_from_the_files_too() {
    let store = crate::engine::sqlite();
    let secret = "the-secret-of-the-minister";
    let id = put(&store, "case:1", secret);
    let holds_it = || {
        std::fs::read_dir(&store.config().folder)
            .unwrap()
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .any(|bytes| bytes.windows(secret.len()).any(|it| it == secret.as_bytes()))
    };
    assert!(holds_it());
    // A reader that still needs the journal puts it off, no longer than until the next write.
    store
        .read(|reader| {
            contents::all(reader, "case:1")?;
            store.write(Urgency::Person, move |tx| contents::withdraw(tx, "case:1", id, at(7)))?;
            Ok::<_, server::store::StoreError>(())
        })
        .unwrap();
    put(&store, "case:1", "the next one");
    assert!(!holds_it());
}
