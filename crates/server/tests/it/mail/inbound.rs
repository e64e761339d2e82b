//! What letters do.

use desk::Happened;
use desk::event::{Channel, MessageKind};
use desk::value::Inputs;
use server::store::letters::State;

use super::*;
use crate::app::{CST, LAURA, MESA, classified, options, texts};
use crate::engine::Instance;

on_both_engines! {
    what_nobody_could_place_is_registered_in_a_name_or_set_aside_once,
    a_letter_opens_exactly_one_case_with_its_files_and_its_bytes,
    a_message_piped_twice_counts_once,
    an_answer_finds_its_case_by_address_by_reference_or_by_number,
    a_stranger_who_quotes_a_number_touches_nothing,
    a_colleague_who_quotes_anothers_number_opens_a_case_of_their_own,
    a_sender_whom_our_own_server_doubts_waits_for_an_agent,
    an_absence_note_is_attached_in_silence,
    bare_thanks_get_the_way_to_accept_and_the_term_goes_on,
    an_answer_inside_the_term_waits_for_an_agents_reading,
    missing_information_arrives_by_mail_with_its_file,
    a_mailbox_that_only_sends_opens_no_case_and_answers_once,
    an_answer_to_a_mailbox_that_only_sends_reaches_its_case,
    a_letter_of_the_specialist_offers_itself_as_the_solution,
    messages_to_a_duplicate_go_to_the_case_that_took_it_over,
    our_own_letter_that_comes_back_goes_nowhere,
    one_sender_cannot_flood_the_desk,
    a_letter_is_taken_in_by_the_desk_of_its_mailbox,
}

fn messages(desk: &Desk<'_>, stream: &str) -> Vec<(String, MessageKind)> {
    let facts = desk.facts(stream, |what| match what {
        Happened::MessageReceived { from, is, .. } => Some((from.to_string(), *is)),
        _ => None,
    });
    facts.into_iter().map(|(fact, _)| fact).collect()
}

fn a_letter_opens_exactly_one_case_with_its_files_and_its_bytes(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-22T20:00");
    let message = draft(LAURA_MAIL, MESA_MAIL, "=?utf-8?Q?La_impresora_no_sac=C3=B3_nada?=", "Desde ayer no imprime.")
        .attaching("foto.jpg", "image/jpeg", b"\xff\xd8 una foto");
    pipe(&desk, &message.bytes());
    assert_eq!(cases_of(&desk), 1);
    let case_stream = stream(&desk, "SOL-2026-000001");
    let case = desk.case(&case_stream);
    assert_eq!((case.channel, case.requester.as_str(), case.desk.as_str()), (Channel::Mail, LAURA, MESA));
    assert_eq!(case.received_at, bogota("2026-11-22T20:00"));
    let kept = contents_of(&desk, &case_stream);
    assert!(
        kept.contains(&"La impresora no sacó nada".to_owned()) && kept.contains(&"Desde ayer no imprime.".to_owned()),
        "{kept:?}"
    );
    assert!(kept.contains(&String::from_utf8(message.bytes()).unwrap()), "the message as it came");
    let file = &case.files[0];
    assert_eq!((file.media_type.as_str(), case.files.len()), ("image/jpeg", 1));
    let (_, mut stored) = desk.store.open_attachment(&case_stream, file.id.as_str().parse().unwrap()).unwrap().unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut stored, &mut bytes).unwrap();
    assert_eq!(bytes, b"\xff\xd8 una foto");
    let receipt = letter(&desk, &case_stream, "acuse", LAURA);
    assert_eq!(receipt.subject(), "SOL-2026-000001 Recibimos su solicitud: La impresora no sacó nada");
    assert!(
        receipt.text().contains("La atenderemos a partir del lunes 23 de noviembre, 8:00 a. m."),
        "{}",
        receipt.text()
    );
}

fn a_message_piped_twice_counts_once(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let message = draft(LAURA_MAIL, MESA_MAIL, "Pantalla", "No prende.");
    pipe(&desk, &message.bytes());
    pipe(&desk, &message.clone().with("Delivered-To: mesadeservicio@ipt.example").bytes());
    pipe(&desk, &message.clone().stamped(&desk, "2026-11-20T10:00").bytes());
    assert_eq!(cases_of(&desk), 1);
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Pantalla", "No prende.").bytes());
    assert_eq!(cases_of(&desk), 2, "the same words sent again are another letter");
}

fn an_answer_finds_its_case_by_address_by_reference_or_by_number(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    desk.settle();
    let receipt = letter(&desk, &case, "acuse", LAURA);
    let number = desk.case(&case).number.to_string();
    pipe(&desk, &draft(LAURA_MAIL, "x@y.example", "Otro asunto", "Por la dirección.").answering(&receipt).bytes());
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Otro asunto", "Por la referencia.").referring(&receipt).bytes());
    pipe(
        &desk,
        &draft(LAURA_MAIL, MESA_MAIL, &format!("RV: sobre {}", number.to_lowercase()), "Por el número.").bytes(),
    );
    assert_eq!(cases_of(&desk), 1);
    assert_eq!(messages(&desk, &case), vec![(LAURA.to_owned(), MessageKind::Human); 3]);
    let kept = contents_of(&desk, &case);
    for text in ["Por la dirección.", "Por la referencia.", "Por el número."] {
        assert!(kept.iter().any(|kept| kept == text), "{text}");
    }
}

fn a_stranger_who_quotes_a_number_touches_nothing(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let (number, before) = (desk.case(&case).number.to_string(), desk.case(&case));
    let report = letter(&desk, &case, "reporte", LAURA);
    pipe(&desk, &draft("quien@otra.example", MESA_MAIL, &format!("Re: {number}"), "Sí, acepto.").bytes());
    // Somebody to whom the letter was passed on.
    pipe(&desk, &draft("quien@otra.example", MESA_MAIL, "Re", "No acepto.").answering(&report).bytes());
    assert_eq!(desk.case(&case), before);
    assert_eq!(cases_of(&desk), 1);
    let waiting = waiting(&desk, MESA);
    let mut told: Vec<(&str, Option<&str>)> =
        waiting.iter().map(|letter| (letter.why.as_str(), letter.stream.as_deref())).collect();
    told.sort();
    assert_eq!(told, [("stranger", None), ("stranger", Some(case.as_str()))], "a guess is no hint");
    assert_eq!(seen(&desk), ["letter_guess"]);
    let guess = waiting.iter().find(|letter| letter.stream.is_none()).unwrap();
    let raw = desk.store.read(|reader| letters::raw(reader, &guess.id)).unwrap().unwrap();
    assert!(String::from_utf8(raw).unwrap().contains("Sí, acepto."));
}

fn a_colleague_who_quotes_anothers_number_opens_a_case_of_their_own(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let (number, before) = (desk.case(&case).number.to_string(), desk.case(&case));
    pipe(
        &desk,
        &draft("nubia.cely@ipt.example", MESA_MAIL, &format!("Lo mismo que {number}"), "Me pasa igual.").bytes(),
    );
    assert_eq!(desk.case(&case), before);
    assert_eq!(desk.case(&stream(&desk, "SOL-2026-000002")).requester.as_str(), "nubia.cely");
    assert_eq!(seen(&desk), ["letter_guess"]);
}

fn a_sender_whom_our_own_server_doubts_waits_for_an_agent(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let before = desk.case(&case);
    let report = letter(&desk, &case, "reporte", LAURA);
    let forged = draft(LAURA_MAIL, MESA_MAIL, "Re", "Acepto.")
        .with("Authentication-Results: mx.ipt.example; dmarc=fail header.from=ipt.example");
    pipe(&desk, &forged.answering(&report).bytes());
    let forged = draft("diana.ospina@ipt.example", MESA_MAIL, "Nueva", "Soy Diana.")
        .with("Authentication-Results: mx.ipt.example; spf=fail; dkim=none");
    pipe(&desk, &forged.bytes());
    assert_eq!(desk.case(&case), before);
    assert_eq!(cases_of(&desk), 1);
    let whys: Vec<String> = waiting(&desk, MESA).into_iter().map(|letter| letter.why).collect();
    assert_eq!(whys, ["doubtful", "doubtful"]);
    assert_eq!(seen(&desk), ["letter_doubtful", "letter_doubtful"]);
}

fn an_absence_note_is_attached_in_silence(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    let (terms, letters_before) = (desk.case(&case).terms, sent(&desk, &case).len());
    let note = draft(LAURA_MAIL, MESA_MAIL, "Respuesta automática: Re", "Estoy de vacaciones.")
        .with("Auto-Submitted: auto-replied");
    pipe(&desk, &note.answering(&report).bytes());
    assert_eq!(messages(&desk, &case), [(LAURA.to_owned(), MessageKind::Automatic)]);
    assert_eq!(desk.case(&case).terms, terms);
    assert_eq!(sent(&desk, &case).len(), letters_before, "nobody is told, least of all the machine");
    // A machine's letter to no case opens none and is answered by nobody.
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Boletín", "Hola").with("Precedence: bulk").bytes());
    assert_eq!(cases_of(&desk), 1);
}

fn bare_thanks_get_the_way_to_accept_and_the_term_goes_on(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    let text = "Muchas gracias.\r\n\r\nLaura Rojas\r\nProfesional\r\n\r\nEl vie, 20 nov 2026 a las 10:00, Mesa (<m@ipt.example>) escribió:\r\n> ¿Está de acuerdo?";
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Re", text).answering(&report).bytes());
    assert_eq!(messages(&desk, &case), [(LAURA.to_owned(), MessageKind::Thanks)]);
    let thanks = letter(&desk, &case, "gracias", LAURA);
    assert!(thanks.text().contains("hasta el martes 24 de noviembre de 2026, 11:59 p. m."), "{}", thanks.text());
    desk.pass_to("2026-11-25T08:00");
    assert_eq!(desk.case(&case).closed.unwrap().at, bogota("2026-11-25T00:00"));
    // Thanks for a case that is closed are attached in silence.
    let letters_before = sent(&desk, &case).len();
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Re", "Gracias").answering(&report).bytes());
    assert_eq!(messages(&desk, &case).len(), 2);
    assert_eq!(sent(&desk, &case).len(), letters_before);
}

fn an_answer_inside_the_term_waits_for_an_agents_reading(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let report = letter(&desk, &case, "reporte", LAURA);
    desk.pass_to("2026-11-24T23:30");
    let text = "Sí, está bien así.\r\n\r\nEl vie, 20 nov 2026 a las 10:00, Mesa (<m@ipt.example>) escribió:\r\n> ¿Está de acuerdo?";
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Re", text).answering(&report).bytes());
    let waiting = desk.case(&case).to_interpret.expect("an agent reads it");
    assert_eq!(waiting.from.as_str(), LAURA);
    assert!(contents_of(&desk, &case).contains(&"Sí, está bien así.".to_owned()), "without what was repeated");
    desk.pass_to("2026-11-30T08:00");
    assert!(!desk.case(&case).is_closed(), "her letter ended the silence");
}

fn missing_information_arrives_by_mail_with_its_file(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T08:00");
    let inputs = options(&[("item", "vpn"), ("equipo", "entidad")]);
    let case = desk.register(CST, LAURA, "Trabajo en casa", inputs);
    let confirmed = options(&[("category", "red"), ("priority", "p3")]);
    desk.answers(DIANA, &case, &[("M-E02", Inputs::new())]);
    let category = desk.case(&case).word("category").map(str::to_owned);
    let confirmed = if category.is_some() { Inputs::new() } else { confirmed };
    desk.answers(
        DIANA,
        &case,
        &[("M-E04", confirmed), ("M-E05", texts(&[("lista", "La carta del jefe.")])), ("M-E07", Inputs::new())],
    );
    passed(&desk);
    assert_eq!(desk.activity(&case), "6");
    let asked = letter(&desk, &case, "solicitud_informacion", LAURA);
    assert_eq!(asked.parsed().from().unwrap().first().unwrap().address(), Some(CST_OUT), "the sender only sends");
    assert!(asked.header("Reply-To").contains("mesayuda+"), "answers go where somebody reads");
    assert!(
        asked.text().contains("Tiene plazo hasta el miércoles 25 de noviembre de 2026, 11:59 p. m."),
        "{}",
        asked.text()
    );
    let note = draft(LAURA_MAIL, CST_MAIL, "Fuera de la oficina", "Vuelvo el lunes.");
    pipe(&desk, &note.answering(&asked).bytes());
    assert_eq!(desk.activity(&case), "6", "a machine's answer is none");
    desk.pass_to("2026-11-25T23:30");
    let answer = draft(LAURA_MAIL, CST_MAIL, "Re: la carta", "Va adjunta.").answering(&asked);
    pipe(&desk, &answer.attaching("../carta.pdf", "application/pdf", b"%PDF-1.7").bytes());
    assert_eq!(desk.activity(&case), "4");
    assert_eq!(desk.case(&case).files.len(), 1);
    assert!(contents_of(&desk, &case).contains(&"carta.pdf".to_owned()), "its name without the folder");
}

/// MHCP-CON-11
fn a_mailbox_that_only_sends_opens_no_case_and_answers_once(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    pipe(&desk, &draft(LAURA_MAIL, CST_OUT, "Necesito algo", "¿Me ayudan?").bytes());
    pipe(&desk, &draft(LAURA_MAIL, CST_OUT, "Otra vez", "¿Hola?").bytes());
    pipe(&desk, &draft("robot@otra.example", CST_OUT, "Aviso", "Hola").with("Auto-Submitted: auto-generated").bytes());
    pipe(&desk, &draft("noreply@otra.example", CST_OUT, "Aviso", "Hola").bytes());
    assert_eq!(cases_of(&desk), 0);
    let answers = sent(&desk, "");
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0].row.address, LAURA_MAIL);
    assert!(answers[0].text().contains(CST_MAIL) && answers[0].text().contains("*911"), "{}", answers[0].text());
    assert_eq!(answers[0].header("Auto-Submitted"), "auto-generated");
    assert!(!answers[0].text().contains('{'));
    // Nothing was registered, so there is something else to verify.
    desk.register(CST, LAURA, "Por fin", Inputs::new());
}

fn an_answer_to_a_mailbox_that_only_sends_reaches_its_case(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(CST, LAURA, "Trabajo en casa", Inputs::new());
    desk.settle();
    let receipt = letter(&desk, &case, "acuse", LAURA);
    pipe(&desk, &draft(LAURA_MAIL, CST_OUT, "Re", "Olvidé decir algo.").referring(&receipt).bytes());
    assert_eq!(messages(&desk, &case), [(LAURA.to_owned(), MessageKind::Human)]);
    assert_eq!(sent(&desk, "").len(), 0, "nobody is told to write elsewhere");
}

fn a_letter_of_the_specialist_offers_itself_as_the_solution(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(MESA, LAURA, "Portátil lento", crate::app::broken_computer());
    let to = Inputs::from([(
        "asignado".into(),
        desk::value::Input::Value(desk::value::Value::Person("mateo.bedoya".into())),
    )]);
    desk.answers(
        DIANA,
        &case,
        &[("U-E03", Inputs::new()), ("U-E04", classified()), ("U-E08", Inputs::new()), ("U-E10", to)],
    );
    desk.settle();
    let number = desk.case(&case).number.to_string();
    pipe(
        &desk,
        &draft(
            "mateo.bedoya@ipt.example",
            MESA_MAIL,
            &format!("Solución {number}"),
            "Se cambió el disco y quedó bien.",
        )
        .bytes(),
    );
    let after = desk.case(&case);
    assert_eq!((desk.activity(&case).as_str(), after.proposal), ("7", Some(1)), "the agent reports it");
    let raw = desk.facts(&case, |what| match what {
        Happened::MessageReceived { raw: Some(raw), proposes: true, .. } => Some(raw.clone()),
        _ => None,
    });
    assert_eq!(raw.len(), 1, "the letter itself is the record");
}

fn messages_to_a_duplicate_go_to_the_case_that_took_it_over(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let first = desk.register(MESA, LAURA, "Pantalla", Inputs::new());
    let second = desk.register(MESA, LAURA, "Pantalla otra vez", Inputs::new());
    desk.settle();
    let receipt = letter(&desk, &second, "acuse", LAURA);
    let into = desk.case(&first).number;
    desk.ask(DIANA, &second, desk::Command::Merge { into }).unwrap();
    desk.settle();
    pipe(&desk, &draft(LAURA_MAIL, MESA_MAIL, "Re", "¿Cómo va?").answering(&receipt).bytes());
    assert_eq!(messages(&desk, &first).len(), 1);
    assert_eq!(messages(&desk, &second).len(), 0);
}

fn our_own_letter_that_comes_back_goes_nowhere(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = declined(&desk);
    let before = desk.case(&case);
    let report = letter(&desk, &case, "reporte", LAURA);
    pipe(&desk, &report.bytes);
    pipe(&desk, &draft(CST_OUT, MESA_MAIL, "Re", "De una mesa a otra").bytes());
    assert_eq!(desk.case(&case), before);
    assert_eq!(cases_of(&desk), 1);
    assert_eq!(waiting(&desk, MESA), []);
}

fn one_sender_cannot_flood_the_desk(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    for n in 0..62 {
        keep(&desk, "", &draft(LAURA_MAIL, MESA_MAIL, &format!("Solicitud {n}"), "Hola").bytes());
    }
    desk.settle();
    assert_eq!(cases_of(&desk), 60);
    assert_eq!(seen(&desk), ["letter_flood", "letter_flood"]);
}

fn a_letter_is_taken_in_by_the_desk_of_its_mailbox(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    pipe(&desk, &draft(LAURA_MAIL, CST_MAIL, "Uno", "Hola").bytes());
    // A blind copy: only the mail server knows for whom.
    pipe_to(&desk, MESA_MAIL, &draft(LAURA_MAIL, "otra.persona@ipt.example", "Dos", "Hola").bytes());
    pipe(&desk, &draft(LAURA_MAIL, "otra.persona@ipt.example", "Tres", "Hola").bytes());
    assert_eq!(desk.case(&stream(&desk, "REQ-2026-000001")).desk.as_str(), CST);
    assert_eq!(desk.case(&stream(&desk, "SOL-2026-000001")).desk.as_str(), MESA);
    assert_eq!(cases_of(&desk), 2);
    let entity = desk.entity();
    let lost: Vec<Taken> = entity.desks.keys().flat_map(|id| waiting(&desk, id.as_str())).collect();
    assert_eq!(lost.len(), 1, "what came to nobody's mailbox is looked at by somebody");
    assert_eq!((lost[0].state, lost[0].why.as_str()), (State::Waiting, "no_mailbox"));
}

fn what_nobody_could_place_is_registered_in_a_name_or_set_aside_once(instance: &Instance) {
    use server::mail::triage;

    let desk = Desk::at(instance, "2026-11-20T10:00");
    let outside = |subject: &str| {
        draft("laura.personal@otra.example", MESA_MAIL, subject, "No puedo entrar.").attaching(
            "x.png",
            "image/png",
            b"png",
        )
    };
    pipe(&desk, &outside("Clave").bytes());
    pipe(&desk, &outside("Publicidad").bytes());
    let letters = waiting(&desk, MESA);
    assert_eq!(letters.len(), 2);
    let (asks, sells) = (&letters[0], &letters[1]);
    let read = triage::one(&desk, &asks.id).unwrap().expect("it waits");
    assert!(read.text.contains("No puedo entrar.") && read.files == ["x.png"], "{}", read.text);
    desk.pass_to("2026-11-20T12:00");
    // Only who works there registers for others.
    let refused = triage::register(&desk, &MESA.into(), &asks.id, &"nelson.guio".into(), &LAURA.into());
    assert!(refused.is_err() && waiting(&desk, MESA).len() == 2);
    let done = triage::register(&desk, &MESA.into(), &asks.id, &DIANA.into(), &LAURA.into()).unwrap().expect("done");
    let case = desk.case(&done.stream);
    assert_eq!((case.requester.as_str(), case.registered_by.as_ref().map(|id| id.as_str())), (LAURA, Some(DIANA)));
    assert_eq!(case.received_at, bogota("2026-11-20T10:00"), "received when the letter arrived");
    assert_eq!(case.files.len(), 1);
    assert!(contents_of(&desk, &done.stream).iter().any(|text| text.contains("Message-ID")), "the original is kept");
    assert!(triage::register(&desk, &MESA.into(), &asks.id, &DIANA.into(), &LAURA.into()).unwrap().is_none());
    assert!(triage::set_aside(&desk, &sells.id, &DIANA.into(), "Es publicidad.").unwrap());
    assert!(!triage::set_aside(&desk, &sells.id, &DIANA.into(), "Es publicidad.").unwrap());
    assert!(seen(&desk).contains(&"letter_discarded".to_owned()));
    assert_eq!(waiting(&desk, MESA), []);
    desk.settle();
}
