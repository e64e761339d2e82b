use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use server::store::attachments::{self, StoredFile};
use server::store::{Digest, Store, StoreError, Urgency};

use super::sample::at;
use crate::engine::Instance;

on_both_engines! {
    a_file_is_found_by_its_case_and_by_no_other,
    a_withdrawn_file_is_gone_from_the_disk,
    a_refused_withdrawal_leaves_the_file,
    files_nobody_refers_to_are_collected_after_a_day,
    a_file_given_up_half_way_leaves_nothing,
}

fn take_in(store: &Store, bytes: &[u8]) -> StoredFile {
    let mut incoming = store.incoming().unwrap();
    bytes.chunks(3).for_each(|chunk| incoming.write_all(chunk).unwrap());
    incoming.finish().unwrap()
}

fn attach(store: &Store, stream: &'static str, bytes: &[u8]) -> Digest {
    let file = take_in(store, bytes);
    let id = file.id();
    store.write(Urgency::Person, move |tx| attachments::record(tx, stream, &file, at(0))).unwrap();
    id
}

fn files(store: &Instance) -> Vec<PathBuf> {
    let shards = fs::read_dir(store.config().folder.join("attachments")).unwrap();
    shards.flat_map(|it| fs::read_dir(it.unwrap().path()).unwrap()).map(|it| it.unwrap().path()).collect()
}

fn a_file_is_found_by_its_case_and_by_no_other(store: &Instance) {
    let id = attach(store, "case:1", b"the bytes of a picture");
    let (attachment, mut file) = store.open_attachment("case:1", id).unwrap().unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    assert_eq!((bytes.as_slice(), attachment.size), (&b"the bytes of a picture"[..], 22));
    assert!(store.open_attachment("case:2", id).unwrap().is_none());
    assert_eq!(store.read(|reader| attachments::of_stream(reader, "case:1")).unwrap(), [attachment]);
    assert_eq!(fs::metadata(&files(store)[0]).unwrap().permissions().mode() & 0o077, 0);
}

fn a_withdrawn_file_is_gone_from_the_disk(store: &Instance) {
    let id = attach(store, "case:1", b"secret");
    let handle = Store::clone(store);
    assert!(store.write(Urgency::Person, move |tx| handle.withdraw_attachment(tx, "case:1", id, at(5))).unwrap());
    assert!(files(store).is_empty());
    assert!(store.open_attachment("case:1", id).unwrap().is_none());
    let left = store.read(|reader| attachments::get(reader, "case:1", id)).unwrap().unwrap();
    assert_eq!((left.withdrawn_at, left.size), (Some(at(5)), 6));
}

fn a_refused_withdrawal_leaves_the_file(store: &Instance) {
    let id = attach(store, "case:1", b"stays");
    let handle = Store::clone(store);
    let refused: Result<(), _> = store.write(Urgency::Person, move |tx| {
        handle.withdraw_attachment(tx, "case:1", id, at(5))?;
        Err(StoreError::Busy)
    });
    refused.unwrap_err();
    assert!(store.open_attachment("case:1", id).unwrap().is_some());
}

fn files_nobody_refers_to_are_collected_after_a_day(store: &Instance) {
    let id = attach(store, "case:1", b"referred to");
    take_in(store, b"its transaction never came");
    let after = |hours: u64| SystemTime::now() + Duration::from_secs(hours * 3600);
    assert_eq!(store.collect_attachments(after(23)).unwrap(), 0);
    assert_eq!(files(store).len(), 2);
    assert_eq!(store.collect_attachments(after(25)).unwrap(), 1);
    assert!(store.open_attachment("case:1", id).unwrap().is_some());
    assert_eq!(files(store).len(), 1);
}

fn a_file_given_up_half_way_leaves_nothing(store: &Instance) {
    let mut incoming = store.incoming().unwrap();
    incoming.write_all(b"half of").unwrap();
    assert_eq!((incoming.size(), files(store).len()), (7, 1));
    drop(incoming);
    assert!(files(store).is_empty());
}
