//! A real mail server between us and people, and back.

use desk::Happened;
use desk::value::Inputs;
use lettre::Transport;
use server::config::Security;
use server::mail::Settings;
use server::store::Urgency;
use server::store::outbox::State;

use super::servers::{Exim, REFUSED, RETURNED, smtp, until};
use super::*;
use crate::app::{LAURA, MESA, post};
use crate::engine::Instance;

on_both_engines! {
    a_letter_goes_out_and_its_answer_comes_back_through_a_real_mail_server,
    a_real_mail_server_returns_a_letter_and_the_case_learns_it,
    a_server_whose_certificate_nobody_vouches_for_gets_no_letter,
}

/// A desk that sends through Exim and whose spool Exim pipes to.
fn connected<'i>(instance: &'i Instance, exim: &Exim, security: Security) -> Desk<'i> {
    let settings =
        Settings { smtp: Some(smtp(exim.port, security)), own_hosts: vec!["correo.ipt.example".into()], ..post() };
    let desk = Desk::sending(instance, "2026-11-20T10:00", settings);
    let (own, theirs) = (desk.store.config().folder.join("spool"), exim.data().join("spool"));
    std::fs::remove_dir(&own).expect("an empty spool");
    std::os::unix::fs::symlink(theirs, own).expect("one spool for both");
    desk
}

fn registered(desk: &Desk<'_>, person: &str) -> String {
    let case = desk.register(MESA, person, "Pantalla", Inputs::new());
    desk.settle();
    case
}

/// As a person's mail program sends it.
fn hand_over(exim: &Exim, from: &str, to: &str, message: &[u8]) {
    let server = lettre::SmtpTransport::builder_dangerous("127.0.0.1").port(exim.port).build();
    let envelope = lettre::address::Envelope::new(Some(from.parse().unwrap()), vec![to.parse().unwrap()]).unwrap();
    server.send_raw(&envelope, message).unwrap_or_else(|error| panic!("{error}\n{}", exim.log()));
}

fn a_letter_goes_out_and_its_answer_comes_back_through_a_real_mail_server(instance: &Instance) {
    let exim = Exim::start(false);
    let desk = connected(instance, &exim, Security::None);
    let case = registered(&desk, LAURA);
    let receipt = letter(&desk, &case, "acuse", LAURA);
    assert_eq!(receipt.row.state, State::Sent, "{}", exim.log());
    until("the letter", || exim.delivered().len() == 1);
    let delivered = exim.delivered().remove(0);
    let message = MessageParser::default().parse(delivered.as_bytes()).unwrap();
    assert_eq!(message.subject(), Some("SOL-2026-000001 Recibimos su solicitud: Pantalla"));
    assert_eq!(message.return_address(), Some(MESA_MAIL));
    assert!(message.received().is_some(), "it went through the server");
    let to = message.reply_to().unwrap().first().unwrap().address().unwrap().to_owned();
    let answer = draft(LAURA_MAIL, &to, "Re", "¿Y el cable?").attaching("cable.jpg", "image/jpeg", b"\xff\xd8cable");
    hand_over(&exim, LAURA_MAIL, &to, &answer.bytes());
    until("her answer", || exim.piped() == 1);
    desk.settle();
    let messages = desk.count(&case, |what| matches!(what, Happened::MessageReceived { .. }));
    assert_eq!((messages, desk.case(&case).files.len(), exim.piped()), (1, 1, 0));
    assert!(contents_of(&desk, &case).contains(&"¿Y el cable?".to_owned()));
    desk.later("2026-11-20T10:30");
}

fn a_real_mail_server_returns_a_letter_and_the_case_learns_it(instance: &Instance) {
    let exim = Exim::start(false);
    let desk = connected(instance, &exim, Security::None);
    let (refused, returned) = (registered(&desk, REFUSED), registered(&desk, RETURNED));
    let failures = |case: &str| desk.count(case, |what| matches!(what, Happened::DeliveryFailed { .. }));
    assert_eq!(failures(&refused), 1, "{}", exim.log());
    assert_eq!(letter(&desk, &returned, "acuse", RETURNED).row.state, State::Sent, "it was taken first");
    until("the report", || {
        desk.settle();
        failures(&returned) == 1
    });
    assert_eq!(desk.case(&returned).messages, 0, "a report is nobody's message");
    desk.later("2026-11-20T10:30");
}

fn a_server_whose_certificate_nobody_vouches_for_gets_no_letter(instance: &Instance) {
    let exim = Exim::start(true);
    let desk = connected(instance, &exim, Security::Starttls);
    let case = registered(&desk, LAURA);
    let row = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap().remove(0);
    assert_eq!(row.state, State::Waiting);
    let attempts = desk.store.read(|reader| outbox::attempts(reader, &row.id)).unwrap();
    let said = attempts[0].answer.clone().unwrap();
    assert!(said.to_lowercase().contains("certificate"), "{said}");
    assert_eq!(exim.delivered().len(), 0);
    // It would wait until somebody puts the certificate right.
    let now = desk.clock.now();
    let given_up = desk.store.write(Urgency::System, move |tx| outbox::omit(tx, &row.id, now));
    assert!(given_up.unwrap());
}
