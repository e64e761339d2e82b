//! What lists, timelines, letters and the security log hold.

use desk::event::Channel;
use desk::value::{Input, Inputs, Value};
use desk::{Command, Happened};
use server::store::cases::Queue;
use server::store::outbox::{self, State};
use server::view;

use super::Reader;
use crate::app::*;
use crate::engine::Instance;
use crate::mail::{CST_MAIL, LAURA_MAIL, MESA_MAIL, cases_of, draft, letter, pipe};

on_both_engines! {
    a_closed_case_takes_nothing_more_and_keeps_no_trace_of_the_attempt,
    those_who_answer_for_the_process_see_the_cases_of_every_group,
    a_reassignment_tells_both_assignees_and_why,
    a_letter_of_sunday_night_is_one_case_that_begins_on_monday,
    who_registers_by_phone_is_named_and_the_requester_gets_the_number,
    the_check_names_the_row_of_the_matrix_that_forbids,
    a_refusal_reaches_the_requester_with_its_motive,
    a_changed_priority_is_told_with_what_it_was_by_whom_and_when,
    files_of_a_security_request_are_not_shown_outside_its_group,
    what_waits_for_an_approver_is_listed_by_when_it_is_due,
    a_rejection_is_told_with_its_motive,
    the_notice_of_the_survey_is_kept_as_it_was_sent_with_its_outcome,
    what_was_done_is_in_the_timeline_with_its_author_and_instant,
}

fn number(desk: &Desk<'_>, case: &str) -> String {
    desk.case(case).number.to_string()
}

fn seen(desk: &Desk<'_>, person: &str, case: &str) -> view::CaseView {
    view::case(desk, &person.into(), &number(desk, case)).expect("it is read").expect("it is theirs to see")
}

fn listed(desk: &Desk<'_>, person: &str, queue: &Queue) -> Vec<String> {
    let rows = view::queue(desk, &person.into(), &MESA.into(), queue, None, 50).expect("it is read");
    rows.expect("they work there").into_iter().map(|row| row.stream).collect()
}

fn assign(person: &str, reason: Option<&str>) -> Command {
    Command::Assign { person: Some(person.into()), group: None, reason: reason.map(said) }
}

/// UPME-ALC-1, MHCP-ALC-1
fn a_closed_case_takes_nothing_more_and_keeps_no_trace_of_the_attempt(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let first = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &first);
    desk.later("2026-11-23T09:05");
    desk.answer(LAURA, &first, "U-E18", Inputs::new()).expect("she agrees");
    let second = desk.register(CST, LAURA, "Otra cosa", Inputs::new());
    desk.answer(LAURA, &second, "M-E26", Inputs::new()).expect("she gives it up");
    desk.later("2026-11-23T09:10");
    for case in [&first, &second] {
        let events = || desk.store.read(|reader| server::store::events::load(reader, case)).expect("the stream").len();
        let (before, visit) = (events(), desk.case(case).visit_no());
        let answers: Vec<desk::AnswerId> =
            desk.rulebook_of(&desk.case(case)).expect("rules").procedure.answers.keys().cloned().collect();
        for answer in answers {
            for who in [LAURA, DIANA, RICARDO] {
                let what = Command::Answer { visit, answer: answer.clone(), inputs: Inputs::new() };
                assert_eq!(Desk::refused(desk.ask(who, case, what)), "caso_terminado", "{answer} by {who}");
            }
        }
        assert_eq!(Desk::refused(desk.ask(RICARDO, case, assign(DIANA, Some("Otra vez")))), "caso_terminado");
        assert_eq!(events(), before, "nothing was recorded");
    }
}

/// UPME-RES-1, UPME-RES-3
fn those_who_answer_for_the_process_see_the_cases_of_every_group(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let at_the_desk = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let escalated = desk.register(MESA, LAURA, "No prende", broken_computer());
    let group = Inputs::from([("grupo".into(), Input::Value(Value::Group("infraestructura".into())))]);
    let steps = [("U-E03", Inputs::new()), ("U-E04", classified()), ("U-E08", Inputs::new()), ("U-E10", group)];
    desk.answers(DIANA, &escalated, &steps);
    for owner in ["german.ulloa", "gloria.baron", RICARDO] {
        let mut all = listed(&desk, owner, &Queue::All);
        all.sort();
        let mut both = vec![at_the_desk.clone(), escalated.clone()];
        both.sort();
        assert_eq!(all, both, "{owner}");
    }
    let of_the_group = Queue::OfGroups(vec!["infraestructura".into()]);
    assert_eq!(listed(&desk, "edison.cuellar", &of_the_group), [escalated.as_str()]);
    let page = Reader::of(&desk, "edison.cuellar").page("/queue?desk=mesa-de-servicio&view=group");
    assert!(page.contains(&number(&desk, &escalated)) && !page.contains(&number(&desk, &at_the_desk)), "{page}");
}

/// UPME-RES-2
fn a_reassignment_tells_both_assignees_and_why(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.ask(DIANA, &case, assign("julian.castaneda", None)).expect("it is assigned");
    desk.later("2026-11-23T10:30");
    desk.ask(RICARDO, &case, assign("paola.mejia", Some("Julián sale a vacaciones"))).expect("it is reassigned");
    let view = seen(&desk, DIANA, &case);
    let assigned: Vec<_> = view
        .entries
        .iter()
        .filter_map(|entry| match &entry.what {
            Happened::Assigned { person: Some(to), .. } => Some((
                entry.by.clone().expect("somebody").to_string(),
                to.to_string(),
                entry.at,
                entry.said.as_ref().and_then(|said| said.text.written()).unwrap_or_default().to_owned(),
            )),
            _ => None,
        })
        .collect();
    let expected = [
        (DIANA.into(), "julian.castaneda".into(), bogota("2026-11-23T09:00"), String::new()),
        (RICARDO.into(), "paola.mejia".into(), bogota("2026-11-23T10:30"), "Julián sale a vacaciones".into()),
    ];
    assert_eq!(assigned, expected);
    let page = Reader::of(&desk, DIANA).page(&format!("/cases/{}", number(&desk, &case)));
    assert!(
        ["Julián Castañeda Ruiz", "Paola Andrea Mejía", "Julián sale a vacaciones"].iter().all(|it| page.contains(it))
    );
}

/// UPME-POL-1, UPME-A01, MHCP-A01
fn a_letter_of_sunday_night_is_one_case_that_begins_on_monday(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-22T20:05");
    for mailbox in [MESA_MAIL, CST_MAIL] {
        let before = cases_of(&desk);
        let request = draft(LAURA_MAIL, mailbox, "No puedo entrar", "No puedo entrar al correo.");
        let bytes = request.stamped(&desk, "2026-11-22T20:00").bytes();
        pipe(&desk, &bytes);
        // A mail server may hand it over twice.
        pipe(&desk, &bytes);
        assert_eq!(cases_of(&desk), before + 1, "{mailbox}");
    }
    let streams = desk.store.read(|reader| server::store::events::streams_of_kind(reader, "case", "", 10)).unwrap();
    let streams: Vec<String> = streams.into_iter().map(|row| row.stream).collect();
    for case in &streams {
        assert_eq!((desk.case(case).received_at, desk.case(case).channel), (bogota("2026-11-22T20:00"), Channel::Mail));
        let receipt = letter(&desk, case, "acuse", LAURA);
        assert!(receipt.subject().contains(&number(&desk, case)), "{}", receipt.subject());
    }
    desk.pass_to("2026-11-23T08:00");
    let elapsed = |case: &String| seen(&desk, DIANA, case).clocks[0].reading.elapsed.as_minutes();
    assert!(streams.iter().all(|case| elapsed(case) == 0), "nothing counts before Monday at eight");
    desk.pass_to("2026-11-23T09:00");
    assert!(streams.iter().all(|case| elapsed(case) == 60));
}

/// UPME-POL-6
fn who_registers_by_phone_is_named_and_the_requester_gets_the_number(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let Command::Register(request) = request(LAURA, "Se reinicia solo", broken_computer()) else { unreachable!() };
    let by_phone = desk::command::Register { channel: Channel::Phone, ..*request };
    let order = server::act::Order::of_person(&desk, "phone", &DIANA.into(), Command::Register(Box::new(by_phone)));
    let case = server::act::act(&desk, &server::act::To::NewCase(MESA.into()), order).expect("it is registered").stream;
    desk.settle();
    let receipt = letter(&desk, &case, "acuse", LAURA);
    assert!(receipt.row.address == LAURA_MAIL && receipt.subject().contains(&number(&desk, &case)));
    let view = seen(&desk, LAURA, &case);
    assert_eq!((view.channel, view.parties.registered_by), (Channel::Phone, Some(DIANA.into())));
    for (who, path) in [(DIANA, "cases"), (LAURA, "requests")] {
        let page = Reader::of(&desk, who).page(&format!("/{path}/{}", number(&desk, &case)));
        assert!(page.contains("Registrad") && page.contains("Diana Marcela Ospina"), "{path}: {page}");
    }
}

/// Camila is a contractor of another unit: the row of the matrix does not let her ask for it.
fn vpn_of_a_contractor(desk: &Desk<'_>) -> String {
    let mut form = options(&[("item", "vpn"), ("equipo", "entidad")]);
    form.extend(texts(&[("placa", "IPT-0961"), ("para_que", "Trabajar desde la casa los jueves")]));
    for (field, day) in [("desde", "2026-12-01"), ("hasta", "2026-12-31")] {
        form.insert(field.into(), Input::Value(Value::Date(day.parse().unwrap())));
    }
    desk.register(MESA, "camila.ortegon", "Acceso remoto", form)
}

/// UPME-A02
fn the_check_names_the_row_of_the_matrix_that_forbids(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let case = vpn_of_a_contractor(&desk);
    let view = seen(&desk, DIANA, &case);
    let turn = view.turn();
    let because = |id: &str| turn.offers.iter().find(|offer| *offer.id == *id).unwrap().suggested_because.clone();
    let says = because("U-E02").expect("«no procede» is suggested");
    assert!(says.contains("La fila vpn de la Matriz de Autorizadores no permite"), "{says}");
    assert_eq!(because("U-E03"), None);
    let page = Reader::of(&desk, DIANA).page(&format!("/cases/{}", number(&desk, &case)));
    assert!(page.contains(&says), "{page}");
    // Suggesting does not oblige: the agent decides.
    desk.answer(DIANA, &case, "U-E03", Inputs::new()).expect("the agent decides");
}

/// UPME-A02-NO
fn a_refusal_reaches_the_requester_with_its_motive(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let case = vpn_of_a_contractor(&desk);
    assert_eq!(Desk::refused(desk.answer(DIANA, &case, "U-E02", Inputs::new())), "falta_dato");
    let motive = "El acceso remoto se da a funcionarios de planta.";
    desk.answer(DIANA, &case, "U-E02", texts(&[("motivo", motive)])).expect("it is declined");
    desk.later("2026-11-23T09:01");
    let report = letter(&desk, &case, "reporte", "camila.ortegon");
    assert!(report.text().contains(motive), "{}", report.text());
    let letters = desk.store.read(|reader| outbox::of_stream(reader, &case)).expect("the outbox");
    let told: Vec<&str> = letters.iter().map(|row| row.notice.as_str()).collect();
    assert_eq!(told, ["acuse", "reporte"], "one notice of it, not two");
}

/// UPME-A03.1, MHCP-A03.1
fn a_changed_priority_is_told_with_what_it_was_by_whom_and_when(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    for (at, (of, item)) in [(MESA, "falla_equipo"), (CST, "configurar_impresora")].into_iter().enumerate() {
        let form = if at == 0 { broken_computer() } else { options(&[("item", item)]) };
        let case = desk.register(of, LAURA, "Se reinicia solo", form);
        let set = |to: &str, reason: &str| {
            let saw = desk.case(&case).fields.get("priority").cloned();
            let what = Command::Edit { field: "priority".into(), saw, to: Input::word(to), reason: Some(said(reason)) };
            desk.ask(DIANA, &case, what).expect("it is changed")
        };
        set("p2", "No puede trabajar");
        desk.later(["2026-11-23T10:15", "2026-11-23T11:15"][at]);
        set("p3", "Ya tiene un equipo prestado");
        let page = Reader::of(&desk, DIANA).page(&format!("/cases/{}", number(&desk, &case)));
        assert!(page.contains("de Alta a Media"), "{page}");
        assert!(page.contains("Diana Marcela Ospina cambió") && page.contains("Ya tiene un equipo prestado"), "{page}");
        let view = seen(&desk, DIANA, &case);
        let told = view.entries.iter().rfind(|entry| entry.before.is_some()).expect("a change");
        assert_eq!(told.at, bogota(["2026-11-23T10:15", "2026-11-23T11:15"][at]));
    }
}

/// UPME-A04.3
fn files_of_a_security_request_are_not_shown_outside_its_group(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let mut form = options(&[("item", "correo_sospechoso"), ("abrio", "no")]);
    form.insert("abrio".into(), Input::Value(Value::Yes(false)));
    form.extend(texts(&[("remitente", "banco@phish.example")]));
    let case = desk.register(MESA, LAURA, "Correo sospechoso", form);
    crate::dossier::attach(&desk, &case, "captura.png", b"no es una imagen");
    let files = |who: &str| seen(&desk, who, &case).files.len();
    assert_eq!((files(LAURA), files(DIANA)), (1, 1));
    let mut inputs = options(&[("class", "seguridad"), ("priority", "p2")]);
    inputs.extend(texts(&[("componente", "Correo")]));
    desk.answers(DIANA, &case, &[("U-E03", Inputs::new()), ("U-E04", inputs)]);
    desk.answer(DIANA, &case, "U-E08", Inputs::new()).expect("it is complete");
    assert_eq!((files(LAURA), files(DIANA), files("natalia.pardo")), (1, 0, 1));
    let id = seen(&desk, LAURA, &case).files[0].id.clone();
    let path = format!("/cases/{}/files/{}", number(&desk, &case), id.as_str());
    assert!(
        !Reader::of(&desk, DIANA).get(&path).0.is_success()
            && Reader::of(&desk, "natalia.pardo").get(&path).0.is_success()
    );
    assert_eq!(desk.case(&case).group.as_ref().map(|group| group.as_str()), Some("seguridad"));
}

/// A request of Camilo's for binding, that waits for its approver.
fn asked(desk: &Desk<'_>, subject: &str) -> String {
    let mut form = options(&[("item", "anillado")]);
    form.extend(texts(&[("documento", "Informe"), ("para_que", "Comité directivo del lunes.")]));
    form.insert("ejemplares".into(), Input::Value(Value::Number(3.0)));
    form.insert("hojas".into(), Input::Value(Value::Number(80.0)));
    form.insert("aprobador".into(), Input::Value(Value::Person("martha.cardenas".into())));
    let case = desk.register(CST, "camilo.restrepo", subject, form);
    let none = Inputs::new;
    let steps = [("M-E02", none()), ("M-E04", none()), ("M-E06", none()), ("M-E11", none()), ("M-E13", none())];
    desk.answers(DIANA, &case, &steps);
    case
}

/// MHCP-CON-12, UPME-A05
fn what_waits_for_an_approver_is_listed_by_when_it_is_due(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T10:00");
    let first = asked(&desk, "Primero");
    desk.later("2026-11-20T15:00");
    let second = asked(&desk, "Segundo");
    desk.later("2026-11-23T09:00");
    let third = asked(&desk, "Tercero");
    // Asked for anew, its 24 hours begin again: now it is the last.
    desk.later("2026-11-23T10:00");
    desk.answer(DIANA, &first, "M-E24", texts(&[("razon", "Se precisa el documento")])).expect("it is recalled");
    desk.answers(DIANA, &first, &[("M-E15", texts(&[("razon", "Es la misma")])), ("M-E13", Inputs::new())]);
    let pending = view::pending(&desk, &"martha.cardenas".into(), 20).expect("it is read");
    let listed: Vec<(&str, Option<jiff::Timestamp>)> =
        pending.iter().map(|one| (one.case.stream.as_str(), one.due_at)).collect();
    let due = ["2026-11-25T12:00", "2026-11-25T15:00", "2026-11-25T16:00"].map(|at| Some(bogota(at)));
    assert_eq!(listed, [(second.as_str(), due[0]), (third.as_str(), due[1]), (first.as_str(), due[2])]);
    let page = Reader::of(&desk, "martha.cardenas").page("/approvals");
    let places: Vec<_> =
        [&second, &third, &first].map(|case| page.find(&number(&desk, case)).expect("it is listed")).into();
    assert!(places.is_sorted() && page.contains('3'), "{page}");
}

/// MHCP-A08, MHCP-A12-NO
fn a_rejection_is_told_with_its_motive(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-25T10:00");
    let case = asked(&desk, "Anillado");
    let mine = seen(&desk, "martha.cardenas", &case).my_decision.expect("hers");
    let reject = |inputs| Command::Decide {
        approval: mine.approval,
        step: mine.step,
        binds: mine.binds.clone(),
        verdict: desk::event::Verdict::Rejected,
        inputs,
    };
    let none = desk.ask("martha.cardenas", &case, reject(Inputs::new()));
    assert_eq!(Desk::refused(none), "falta_dato");
    desk.ask("martha.cardenas", &case, reject(texts(&[("motivo", "sin justificación")]))).expect("it is rejected");
    desk.later("2026-11-25T10:05");
    let told = letter(&desk, &case, "cierre_rechazada", "camilo.restrepo");
    assert!(told.text().contains("sin justificación"), "{}", told.text());
    assert!(desk.case(&case).is_closed());
}

/// MHCP-A17
fn the_notice_of_the_survey_is_kept_as_it_was_sent_with_its_outcome(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:00");
    let case = desk.register(CST, LAURA, "Impresora", options(&[("item", "otro")]));
    let steps = [("M-E02", Inputs::new()), ("M-E04", options(&[("item", "otro"), ("priority", "p3")]))];
    desk.answers(DIANA, &case, &steps);
    desk.answers(DIANA, &case, &[("M-E06", Inputs::new()), ("M-E12", Inputs::new())]);
    desk.ask(DIANA, &case, assign(DIANA, None)).expect("it is hers");
    let detail = texts(&[("detalle", "Se configuró la impresora del piso.")]);
    desk.answers(DIANA, &case, &[("M-E18", Inputs::new()), ("M-E20", Inputs::new()), ("M-E22", detail)]);
    desk.pass_to("2026-11-20T10:05");
    let notice = letter(&desk, &case, "encuesta", LAURA);
    assert_eq!((notice.row.address.as_str(), notice.row.state), (LAURA_MAIL, State::Sent));
    assert!(notice.text().contains("Se configuró la impresora del piso."), "{}", notice.text());
    let attempts = desk.store.read(|reader| outbox::attempts(reader, &notice.row.id)).expect("its attempts");
    assert!(attempts.len() == 1 && attempts[0].answer.is_some(), "what the mail server answered");
    let shown = seen(&desk, DIANA, &case).letters;
    let own = shown.iter().find(|letter| letter.id == notice.row.id).expect("it is part of the case");
    assert!(own.settled_at.is_some() && own.to == Some(LAURA.into()));
}

/// MHCP-A13, UPME-GLO-6
fn what_was_done_is_in_the_timeline_with_its_author_and_instant(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-23T09:00");
    let case = desk.register(CST, LAURA, "Impresora", options(&[("item", "otro")]));
    desk.ask(DIANA, &case, Command::Note { text: said("Se revisó el cable") }).expect("a note");
    desk.later("2026-11-23T11:40");
    desk.ask("julian.castaneda", &case, Command::Comment { text: said("Pasamos esta tarde") }).expect("a comment");
    let view = seen(&desk, DIANA, &case);
    let done: Vec<_> = view
        .entries
        .iter()
        .filter(|entry| matches!(entry.what, Happened::Noted { .. } | Happened::Commented { .. }))
        .map(|entry| {
            let text = entry.said.as_ref().and_then(|said| said.text.written()).unwrap_or_default();
            (entry.by.clone().expect("somebody").to_string(), entry.at, text.to_owned())
        })
        .collect();
    let expected = [
        (DIANA.to_owned(), bogota("2026-11-23T09:00"), "Se revisó el cable".to_owned()),
        ("julian.castaneda".to_owned(), bogota("2026-11-23T11:40"), "Pasamos esta tarde".to_owned()),
    ];
    assert_eq!(done, expected);
}
