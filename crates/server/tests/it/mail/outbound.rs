//! What leaves.

use desk::value::Inputs;
use desk::{Command, Happened};
use server::act::words;
use server::store::outbox::State;

use super::*;
use crate::app::{LAURA, MESA, RICARDO, broken_computer, classified, reported};
use crate::engine::Instance;

on_both_engines! {
    a_letter_says_who_it_comes_from_and_that_a_machine_wrote_it,
    letters_of_a_case_hang_together_in_a_mail_program,
    each_recipient_has_their_own_way_back,
    no_letter_shows_a_brace_or_an_internal_note,
    of_a_restricted_case_a_letter_says_only_that_there_is_news,
    a_held_notice_that_became_untrue_is_left_out_with_a_record,
    a_subject_cannot_bring_a_header_along,
    a_letter_leads_each_reader_to_a_page_of_their_own,
    a_letter_answered_in_the_demo_comes_in_as_any_other,
}

fn a_letter_answered_in_the_demo_comes_in_as_any_other(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    desk.settle();
    let receipt = letter(&desk, &case, "acuse", LAURA);
    let answer = server::demo::letter::reply(&receipt.parsed(), LAURA_MAIL, "Además parpadea.", desk.clock.now());
    pipe(&desk, &answer.unwrap());
    assert_eq!(cases_of(&desk), 1);
    let received = desk.facts(&case, |what| matches!(what, Happened::MessageReceived { .. }).then_some(()));
    assert_eq!(received.len(), 1);
}

fn a_letter_leads_each_reader_to_a_page_of_their_own(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    desk.ask(DIANA, &case, Command::Assign { person: Some(RICARDO.into()), group: None, reason: None }).unwrap();
    desk.pass_to("2026-11-23T09:00");
    let hers = letter(&desk, &case, "acuse", LAURA);
    assert!(hers.text().contains("https://mesa.ipt.example/requests/SOL-2026-000001"), "{}", hers.text());
    let his = letter(&desk, &case, "asignada", RICARDO);
    assert!(his.text().contains("https://mesa.ipt.example/cases/SOL-2026-000001"), "{}", his.text());
}

fn a_letter_says_who_it_comes_from_and_that_a_machine_wrote_it(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    desk.settle();
    let receipt = letter(&desk, &case, "acuse", LAURA);
    assert_eq!(receipt.header("From"), "\"Mesa de Servicio\" <mesadeservicio@ipt.example>");
    assert!(receipt.header("To").ends_with("<laura.rojas@ipt.example>"), "{}", receipt.header("To"));
    assert_eq!(receipt.header("Auto-Submitted"), "auto-generated");
    assert_eq!(receipt.header("X-Auto-Response-Suppress"), "All");
    assert!(receipt.header("Message-ID").ends_with("@ipt.example>"));
    let message = receipt.parsed();
    let page = message.body_html(0).unwrap();
    assert!(page.contains("<a href=\"https://mesa.ipt.example/requests/SOL-2026-000001\">"), "{page}");
    assert!(receipt.text().contains("https://mesa.ipt.example/requests/SOL-2026-000001"));
    assert_eq!(receipt.row.state, State::Sent);
    let delivered = desk.facts(&case, |what| matches!(what, Happened::Delivered { .. }).then_some(()));
    assert_eq!(delivered, [((), bogota("2026-11-20T10:00"))]);
    let attempts = desk.store.read(|reader| outbox::attempts(reader, &receipt.row.id)).unwrap();
    assert_eq!(attempts[0].answer.as_deref(), Some("demo: bandeja de salida legible"));
}

fn letters_of_a_case_hang_together_in_a_mail_program(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Pantalla", "No prende.").with("X-Test: 1").bytes());
    let case = stream(&desk, "SOL-2026-000001");
    let receipt = letter(&desk, &case, "acuse", LAURA);
    assert!(receipt.header("In-Reply-To").ends_with("@correo.example>"), "it answers her own letter");
    assert!(receipt.header("References").starts_with("<caso.sol-2026-000001@ipt.example> <"));
    desk.answers(DIANA, &case, &[("U-E02", crate::app::texts(&[("motivo", "Es de otra entidad.")]))]);
    passed(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    assert_eq!(report.header("References"), receipt.header("References"));
    assert_ne!(report.header("Message-ID"), receipt.header("Message-ID"));
}

fn each_recipient_has_their_own_way_back(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let Command::Register(register) = crate::app::request(LAURA, "Pantalla", Inputs::new()) else { unreachable!() };
    let register = desk::command::Register { beneficiary: "nubia.cely".into(), ..*register };
    let order = server::act::Order::of_person(&desk, "r", &LAURA.into(), Command::Register(Box::new(register)));
    let case = server::act::act(&desk, &server::act::To::NewCase(MESA.into()), order).unwrap().stream;
    desk.settle();
    let (hers, theirs) = (letter(&desk, &case, "acuse", LAURA), letter(&desk, &case, "acuse", "nubia.cely"));
    assert_ne!(hers.header("Reply-To"), theirs.header("Reply-To"));
    // Each counts as whoever writes, not as whoever was written to.
    pipe(&desk, &draft("nubia.cely@ipt.example", MESA_MAIL, "Re", "Contesto yo.").answering(&hers).bytes());
    let from = desk.facts(&case, |what| match what {
        Happened::MessageReceived { from, .. } => Some(from.to_string()),
        _ => None,
    });
    assert_eq!(from[0].0, "nubia.cely");
}

fn no_letter_shows_a_brace_or_an_internal_note(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Portátil {nombre} lento", broken_computer());
    desk.ask(DIANA, &case, Command::Note { text: words("El usuario es insoportable.") }).unwrap();
    desk.ask(DIANA, &case, Command::Assign { person: Some(DIANA.into()), group: None, reason: None }).unwrap();
    reported(&desk, &case);
    desk.pass_to("2026-11-20T11:00");
    desk.ask(RICARDO, &case, Command::Comment { text: words("Ya casi.") }).unwrap();
    desk.pass_to("2026-11-25T09:00");
    let letters = sent(&desk, &case);
    assert!(letters.len() >= 5, "{}", letters.len());
    for sent in &letters {
        let whole = format!("{}\n{}", sent.subject(), sent.text()).replace("Portátil {nombre} lento", "ASUNTO");
        assert!(!whole.contains(['{', '}']), "{}: {whole}", sent.row.notice);
        assert!(!whole.contains("insoportable"), "{}", sent.row.notice);
        assert!(!whole.contains("hasta el  ") && !whole.contains("«»"), "{}: {whole}", sent.row.notice);
    }
    let comment = letter(&desk, &case, "respuesta_de_la_mesa", LAURA);
    assert!(comment.text().contains("Ya casi."), "{}", comment.text());
    let report = letter(&desk, &case, "reporte", LAURA);
    assert!(report.text().contains("Se cambió el disco del equipo."), "{}", report.text());
    assert!(report.text().contains("hasta el martes 24 de noviembre de 2026, 11:59 p. m."), "{}", report.text());
}

fn of_a_restricted_case_a_letter_says_only_that_there_is_news(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Me robaron la clave", broken_computer());
    let mut inputs = classified();
    inputs.insert("class".into(), desk::value::Input::word("seguridad"));
    desk.answers(DIANA, &case, &[("U-E03", Inputs::new()), ("U-E04", inputs), ("U-E08", Inputs::new())]);
    assert!(desk.case(&case).restricted_to.is_some());
    desk.ask("natalia.pardo", &case, Command::Comment { text: words("Cambie la clave secreta.") }).unwrap();
    desk.settle();
    let comment = letter(&desk, &case, "respuesta_de_la_mesa", LAURA);
    let whole = format!("{} {}", comment.subject(), comment.text());
    assert!(!whole.contains("secreta") && !whole.contains("robaron"), "{whole}");
    assert!(whole.contains("https://mesa.ipt.example/requests/SOL-2026-000001"));
}

fn a_held_notice_that_became_untrue_is_left_out_with_a_record(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T20:00");
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    let assign = |to: &str| Command::Assign { person: Some(to.into()), group: None, reason: Some(words("Turno.")) };
    desk.ask(DIANA, &case, assign("mateo.bedoya")).unwrap();
    desk.pass_to("2026-11-20T20:30");
    desk.ask(DIANA, &case, assign("oscar.rengifo")).unwrap();
    desk.pass_to("2026-11-23T08:00");
    let rows = desk.store.read(|reader| outbox::of_stream(reader, &case)).unwrap();
    let told: Vec<(Option<&str>, State)> =
        rows.iter().filter(|row| row.notice == "asignada").map(|row| (row.to_person.as_deref(), row.state)).collect();
    assert_eq!(told, [(Some("mateo.bedoya"), State::Omitted), (Some("oscar.rengifo"), State::Sent)]);
    assert_eq!(desk.count(&case, |what| matches!(what, Happened::NoticeDropped { .. })), 1);
    let sent = letter(&desk, &case, "asignada", "oscar.rengifo");
    assert_eq!(sent.row.settled_at, Some(bogota("2026-11-23T08:00")), "not before the desk opens");
}

fn a_subject_cannot_bring_a_header_along(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let subject = "=?utf-8?Q?Hola=0D=0ABcc:_victima@otra.example=0D=0A=0D=0ACuerpo?=";
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, subject, "Hola").bytes());
    let case = stream(&desk, "SOL-2026-000001");
    let receipt = letter(&desk, &case, "acuse", LAURA);
    let message = receipt.parsed();
    assert!(message.bcc().is_none());
    assert_eq!(
        message.subject(),
        Some("SOL-2026-000001 Recibimos su solicitud: Hola Bcc: victima@otra.example Cuerpo")
    );
}
