//! What a mail server may answer instead of taking a letter.

use desk::Happened;
use desk::value::Inputs;
use server::config::Security;
use server::mail::Settings;
use server::store::outbox::State;

use super::servers::{Scripted, smtp};
use super::*;
use crate::app::{LAURA, MESA, post};
use crate::engine::Instance;

on_both_engines! {
    a_letter_that_is_taken_counts_as_delivered_with_the_servers_words,
    a_letter_refused_for_good_is_told_to_the_case,
    a_letter_refused_for_now_is_tried_again_with_the_same_bytes,
    a_wrong_password_is_nobodys_bounce,
    a_server_that_is_away_is_asked_once_for_all_letters,
    a_letter_nobody_takes_for_three_days_has_failed,
    an_answer_taken_back_before_its_letters_left_sends_none,
}

fn sending<'i>(instance: &'i Instance, server: &Scripted) -> Desk<'i> {
    let settings = Settings { smtp: Some(smtp(server.port, Security::None)), ..post() };
    Desk::sending(instance, "2026-11-20T10:00", settings)
}

fn registered(desk: &Desk<'_>) -> String {
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    desk.settle();
    case
}

fn only(desk: &Desk<'_>, case: &str) -> Notice {
    let rows = desk.store.read(|reader| outbox::of_stream(reader, case)).unwrap();
    assert_eq!(rows.len(), 1);
    rows.into_iter().next().unwrap()
}

fn a_letter_that_is_taken_counts_as_delivered_with_the_servers_words(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    let case = registered(&desk);
    let row = only(&desk, &case);
    assert_eq!(row.state, State::Sent);
    let attempts = desk.store.read(|reader| outbox::attempts(reader, &row.id)).unwrap();
    assert_eq!(attempts[0].answer.as_deref(), Some("250 taken as 7"));
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::Delivered { .. })), 1);
    let kept = desk.store.read(|reader| outbox::message(reader, &row.id)).unwrap().unwrap();
    let taken = server.letters()[0].strip_suffix("\r\n.\r\n").unwrap().replace("\r\n..", "\r\n.");
    assert_eq!(taken.trim_end(), String::from_utf8(kept).unwrap().trim_end());
}

fn a_letter_refused_for_good_is_told_to_the_case(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    server.answers("RCPT", "550 5.1.1 no such user");
    let case = registered(&desk);
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::DeliveryFailed { no: 1, .. })), 1);
    let told = desk.count(
        &case,
        |what| matches!(what, Happened::NoticeWritten { notice, .. } if notice.as_str() == "no_entregado"),
    );
    assert_eq!(told, 1, "that the news failed too is no news");
    let rows = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap();
    assert_eq!((rows[0].notice.as_str(), rows[0].state), ("acuse", State::Failed));
    server.takes();
    desk.later("2026-11-20T10:30");
}

fn a_letter_refused_for_now_is_tried_again_with_the_same_bytes(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    server.answers("RCPT", "451 4.7.1 greylisted");
    let case = registered(&desk);
    let first = desk.store.read(|reader| outbox::message(reader, &only(&desk, &case).id)).unwrap();
    assert!(first.is_some(), "the bytes are kept before the first attempt");
    server.takes();
    desk.settle();
    assert_eq!((only(&desk, &case).state, only(&desk, &case).attempts), (State::Waiting, 1), "not before its time");
    desk.later("2026-11-20T10:01");
    assert_eq!((only(&desk, &case).state, only(&desk, &case).attempts), (State::Sent, 2));
    assert_eq!(desk.store.read(|reader| outbox::message(reader, &only(&desk, &case).id)).unwrap(), first);
    let delivered = desk.facts(&case, |what| matches!(what, Happened::Delivered { .. }).then_some(()));
    assert_eq!(delivered, [((), bogota("2026-11-20T10:01"))]);
}

fn a_wrong_password_is_nobodys_bounce(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    server.answers("MAIL", "530 5.7.0 Authentication required");
    let case = registered(&desk);
    assert_eq!(only(&desk, &case).state, State::Waiting);
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::DeliveryFailed { .. })), 0);
    server.takes();
    desk.later("2026-11-20T10:05");
    assert_eq!(only(&desk, &case).state, State::Sent);
}

fn a_server_that_is_away_is_asked_once_for_all_letters(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    server.answers("EHLO", "421 4.3.2 closing");
    for n in 0..5 {
        desk.register(MESA, LAURA, &format!("Caso {n}"), Inputs::new());
    }
    desk.settle();
    let streams = desk.store.read(|reader| server::store::events::streams_of_kind(reader, "case", "", 10)).unwrap();
    for stream in &streams {
        assert_eq!((only(&desk, &stream.stream).state, only(&desk, &stream.stream).attempts), (State::Waiting, 1));
    }
    server.takes();
    desk.later("2026-11-20T10:05");
    assert_eq!(server.letters().len(), 5);
}

fn a_letter_nobody_takes_for_three_days_has_failed(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    server.answers("RCPT", "452 4.2.2 mailbox full");
    let case = registered(&desk);
    desk.later("2026-11-23T09:00");
    assert_eq!(only(&desk, &case).state, State::Waiting);
    desk.later("2026-11-23T10:30");
    let row = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap().remove(0);
    assert_eq!(row.state, State::Failed);
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::DeliveryFailed { .. })), 1);
    server.takes();
    desk.later("2026-11-23T14:00");
}

fn an_answer_taken_back_before_its_letters_left_sends_none(instance: &Instance) {
    let server = Scripted::start();
    let desk = sending(instance, &server);
    let case = registered(&desk);
    let motive = crate::app::texts(&[("motivo", "Por error.")]);
    let visit = desk.case(&case).visit_no();
    desk.answers(DIANA, &case, &[("U-E02", motive)]);
    desk.settle();
    desk.ask(DIANA, &case, desk::Command::Undo { visit }).unwrap();
    desk.later("2026-11-20T10:30");
    assert_eq!(server.letters().len(), 1, "only the receipt left");
    let rows = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap();
    let report = rows.iter().find(|row| row.notice == "reporte").unwrap();
    assert_eq!(report.state, State::Omitted);
}
