//! What somebody with the disk and the database's password changes in a case is found, and where.

use std::fs;
use std::path::PathBuf;

use desk::{Command, Happened};
use server::act::words;
use server::store::verify::{Break, Report};
use server::store::{Digest, attachments, events, outbox};

use crate::app::*;
use crate::engine::Instance;
use crate::mail::{LAURA_MAIL, MESA_MAIL, draft, pipe, stream};

on_both_engines! {
    a_whole_case_verifies_with_its_texts_files_and_letters,
    a_changed_or_missing_file_is_found,
    a_missing_text_is_found_by_the_event_that_names_it,
    a_missing_attachment_row_is_found_by_the_event_that_names_it,
    a_withdrawn_text_is_not_missing,
    a_changed_letter_is_found,
}

/// A case with texts, a file and a letter.
fn case(desk: &Desk<'_>) -> String {
    let message = draft(LAURA_MAIL, MESA_MAIL, "No imprime", "Desde ayer.");
    pipe(desk, &message.attaching("foto.jpg", "image/jpeg", b"the picture").bytes());
    stream(desk, "SOL-2026-000001")
}

fn verified(desk: &Desk<'_>) -> Report {
    desk.store.verify(None, |_| {}).expect("it is walked")
}

fn file(desk: &Desk<'_>, case: &str) -> (Digest, PathBuf) {
    let id = desk.store.read(|reader| attachments::of_stream(reader, case)).unwrap().remove(0).id;
    let name = id.to_string();
    (id, desk.store.config().folder.join("attachments").join(&name[..2]).join(&name[2..]))
}

fn a_whole_case_verifies_with_its_texts_files_and_letters(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    case(&desk);
    let report = verified(&desk);
    assert!(report.is_whole(), "{report:?}");
    assert_eq!((report.attachments, report.letters), (1, 1));
    assert!(report.contents >= 3, "subject, text, and the letter as it came: {report:?}");
}

fn a_changed_or_missing_file_is_found(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let stream = case(&desk);
    let (id, path) = file(&desk, &stream);
    fs::write(&path, b"the pictura").unwrap();
    assert_eq!(verified(&desk).breaks, [Break::AttachmentChanged { stream: stream.clone(), id }]);
    fs::remove_file(&path).unwrap();
    assert_eq!(verified(&desk).breaks, [Break::AttachmentMissing { stream, id }]);
    desk.abandon();
}

fn a_missing_text_is_found_by_the_event_that_names_it(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let stream = case(&desk);
    let subject: Digest = desk.case(&stream).subject.as_str().parse().unwrap();
    instance.tamper("DELETE FROM contents WHERE octet_length(bytes) < 100");
    let missing = Break::ContentMissing { stream, seq: 1, id: subject };
    assert!(verified(&desk).breaks.contains(&missing), "{:?}", verified(&desk).breaks);
    desk.abandon();
}

fn a_missing_attachment_row_is_found_by_the_event_that_names_it(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let stream = case(&desk);
    let (id, _) = file(&desk, &stream);
    instance.tamper("DELETE FROM attachments");
    let rows = desk.store.read(|reader| events::load(reader, &stream)).unwrap();
    let named = rows.iter().find(|row| row.data.contains(&id.to_string())).expect("an event names it");
    assert_eq!(verified(&desk).breaks, [Break::ContentMissing { stream, seq: named.seq, id }]);
    desk.abandon();
}

fn a_withdrawn_text_is_not_missing(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let stream = case(&desk);
    let content = desk.case(&stream).description.clone();
    let withdrawn =
        desk.ask(RICARDO, &stream, Command::WithdrawContent { content, reason: words("Trae datos personales.") });
    assert!(withdrawn.is_ok(), "{}", withdrawn.unwrap_err());
    assert_eq!(desk.count(&stream, |what| matches!(what, Happened::ContentWithdrawn { .. })), 1);
    assert_eq!(verified(&desk).breaks, []);
}

fn a_changed_letter_is_found(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let stream = case(&desk);
    let id = desk.store.read(|reader| outbox::of_stream(reader, &stream)).unwrap().remove(0).id;
    instance.tamper("UPDATE outbox SET message = message_hash");
    assert_eq!(verified(&desk).breaks, [Break::LetterChanged { stream, id }]);
    desk.abandon();
}
