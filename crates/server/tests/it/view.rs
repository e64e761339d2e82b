//! What pages are given, by who asks.

use desk::access::Sight;
use desk::command::Command;
use desk::event::Verdict;
use desk::offer::Required;
use desk::value::Inputs;
use desk::{Happened, PersonId};
use server::store::cases::Queue;
use server::view::{self, Shown, Text, Voice};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_case_that_is_not_yours_does_not_exist,
    the_requester_reads_what_is_public_and_nothing_of_the_desk,
    the_desk_is_offered_the_answers_of_the_activity_with_what_they_ask,
    a_restricted_case_is_an_outline_to_those_outside_the_group,
    an_approver_finds_the_request_and_exactly_what_a_decision_names,
    a_substitute_decides_inside_the_absence_only,
    what_comes_by_itself_is_told_with_its_instant,
    the_time_of_a_case_is_explained_at_any_instant,
    actions_offered_are_actions_accepted,
    queues_belong_to_those_who_work_at_the_desk,
}

const JULIAN: &str = "julian.castaneda";
const NATALIA: &str = "natalia.pardo";
const WILSON: &str = "wilson.ariza";
const BEATRIZ: &str = "beatriz.noguera";
const HERNAN: &str = "hernan.quiroga";

fn number(desk: &Desk<'_>, stream: &str) -> String {
    desk.case(stream).number.to_string()
}

fn seen(desk: &Desk<'_>, person: &str, stream: &str) -> Option<view::CaseView> {
    view::case(desk, &PersonId::from(person), &number(desk, stream)).expect("the case is read")
}

fn saw(desk: &Desk<'_>, person: &str, stream: &str) -> view::CaseView {
    seen(desk, person, stream).expect("the case is there for them")
}

fn a_case_that_is_not_yours_does_not_exist(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    assert!(seen(&desk, "camilo.restrepo", &case).is_none());
    assert!(seen(&desk, "nadie", &case).is_none());
    assert!(view::case(&desk, &DIANA.into(), "SOL-2026-999999").unwrap().is_none());
    assert_eq!(saw(&desk, LAURA, &case).sight, Sight::Public);
    assert_eq!(saw(&desk, DIANA, &case).sight, Sight::All);
    assert_eq!(saw(&desk, WILSON, &case).sight, Sight::All);
}

fn the_requester_reads_what_is_public_and_nothing_of_the_desk(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let say = |who: &str, what: Command| desk.ask(who, &case, what).unwrap();
    say(DIANA, Command::Note { text: said("Es el tercer caso de este modelo.") });
    say(DIANA, Command::Comment { text: said("¿Desde cuándo le pasa?") });
    say(LAURA, Command::Comment { text: said("Desde el lunes.") });
    let heard = |who: &str| {
        let view = saw(&desk, who, &case);
        let words = view.entries.iter().filter_map(|entry| {
            let said = entry.said.as_ref()?;
            Some((said.voice, said.text.written()?.to_owned()))
        });
        words.collect::<Vec<_>>()
    };
    let public = [
        (Voice::Request, "Se reinicia solo, por favor.".to_owned()),
        (Voice::Desk, "¿Desde cuándo le pasa?".to_owned()),
        (Voice::Participant, "Desde el lunes.".to_owned()),
    ];
    assert_eq!(heard(LAURA), public);
    let mut all = public.to_vec();
    all.insert(1, (Voice::Note, "Es el tercer caso de este modelo.".to_owned()));
    assert_eq!(heard(DIANA), all);
    let laura = saw(&desk, LAURA, &case);
    let internal = |what: &Happened| {
        matches!(what, Happened::Noted { .. } | Happened::TargetSet { .. } | Happened::Alerted { .. })
    };
    assert!(laura.entries.iter().all(|entry| !internal(&entry.what)));
    assert!(laura.letters.iter().all(|letter| letter.to == Some(LAURA.into())));
    let symptom = laura.fields.iter().find(|field| field.id == *"sintoma").expect("the form is shown");
    assert!(matches!(&symptom.value, Shown::Words(words) if words == &["Está lento"]));
    assert_eq!(laura.subject, Some(Text::Written("Se reinicia solo".into())));
}

fn the_desk_is_offered_the_answers_of_the_activity_with_what_they_ask(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let view = saw(&desk, DIANA, &case);
    let turn = view.turn();
    let offered: Vec<(&str, &str)> = turn.offers.iter().map(|offer| (offer.id.as_str(), offer.label)).collect();
    assert_eq!(
        offered,
        [("U-E02", "No procede"), ("U-E24", "Remitir a atención al ciudadano (PQRSD)"), ("U-E03", "Procede")]
    );
    let refuse = &turn.offers[0];
    assert_eq!(refuse.to.as_ref().map(|to| to.as_str()), Some("9"));
    let asked: Vec<(&str, Required)> = refuse.asked.iter().map(|asked| (asked.id.as_str(), asked.required)).collect();
    assert_eq!(asked, [("motivo", Required::Yes), ("item", Required::No)]);
    // The requester may only leave it.
    let laura = saw(&desk, LAURA, &case);
    let offered: Vec<&str> = laura.turn().offers.iter().map(|offer| offer.id.as_str()).collect();
    assert_eq!(offered, ["U-E23"]);

    desk.answer(DIANA, &case, "U-E03", Inputs::new()).unwrap();
    let view = saw(&desk, DIANA, &case);
    let turn = view.turn();
    let classify = turn.offers.iter().find(|offer| offer.id == "U-E04").expect("it is offered");
    assert!(classify.closed_because.is_none());
    let required = |id: &str| classify.asked.iter().find(|asked| *asked.id == *id).map(|asked| asked.required);
    assert_eq!(required("class"), Some(Required::Yes));
    assert_eq!(required("componente"), Some(Required::Depends));
    let elsewhere = turn.offers.iter().find(|offer| offer.id == "U-E05").expect("it is offered");
    assert!(elsewhere.closed_because.as_ref().is_some_and(|why| why.contains("Gestión de usuarios")));
    assert!(elsewhere.may_open, "the category it asks for may open it");
}

/// A security request of Laura's, held by the security group.
fn restricted(desk: &Desk<'_>) -> String {
    let case = desk.register(MESA, LAURA, "Correo sospechoso", Inputs::new());
    let mut inputs = classified();
    inputs.extend(options(&[("class", "seguridad")]));
    let mut complete = options(&[]);
    complete.extend(classified().into_iter().filter(|(field, _)| *field == *"item"));
    desk.answers(DIANA, &case, &[("U-E03", Inputs::new()), ("U-E04", inputs)]);
    for (field, word) in [("sintoma", "otro")] {
        let edit = Command::Edit {
            field: field.into(),
            saw: None,
            to: desk::value::Input::word(word),
            reason: Some(said("Lo dijo por teléfono.")),
        };
        desk.ask(DIANA, &case, edit).unwrap();
    }
    let plate = Command::Edit {
        field: "placa".into(),
        saw: None,
        to: desk::value::Input::Text(said("IPT-0961")),
        reason: Some(said("Lo dijo por teléfono.")),
    };
    desk.ask(DIANA, &case, plate).unwrap();
    desk.answers(DIANA, &case, &[("U-E08", Inputs::new())]);
    case
}

fn a_restricted_case_is_an_outline_to_those_outside_the_group(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = restricted(&desk);
    let outside = saw(&desk, JULIAN, &case);
    assert_eq!(outside.sight, Sight::Outline);
    assert_eq!((outside.subject.clone(), outside.restricted), (None, true));
    assert!(outside.fields.is_empty() && outside.files.is_empty() && outside.letters.is_empty());
    assert!(outside.entries.iter().all(|entry| entry.said.is_none() && entry.fields.is_empty()));
    assert!(!outside.actions.note && !outside.actions.comment);
    let inside = saw(&desk, NATALIA, &case);
    assert_eq!(inside.sight, Sight::All);
    let subjects = |who: &str| {
        let rows = view::queue(&desk, &who.into(), &MESA.into(), &Queue::All, None, 10).unwrap();
        rows.expect("they work there").into_iter().map(|row| row.subject).collect::<Vec<_>>()
    };
    assert_eq!(subjects(JULIAN), [""]);
    assert_eq!(subjects(NATALIA), ["Correo sospechoso"]);
}

/// A request of Camilo's that waits for the approver he chose.
fn waiting_for_approval(desk: &Desk<'_>, approver: &str) -> String {
    let mut form = options(&[("item", "anillado")]);
    form.extend(texts(&[("documento", "Informe"), ("para_que", "Comité directivo del lunes.")]));
    form.insert("ejemplares".into(), desk::value::Input::Value(desk::value::Value::Number(3.0)));
    form.insert("hojas".into(), desk::value::Input::Value(desk::value::Value::Number(80.0)));
    form.insert("aprobador".into(), desk::value::Input::Value(desk::value::Value::Person(approver.into())));
    let case = desk.register(CST, "camilo.restrepo", "Anillado del informe", form);
    desk.answers(
        DIANA,
        &case,
        &[
            ("M-E02", Inputs::new()),
            ("M-E04", options(&[("item", "anillado"), ("priority", "p3")])),
            ("M-E06", Inputs::new()),
            ("M-E11", Inputs::new()),
            ("M-E13", Inputs::new()),
        ],
    );
    assert_eq!(desk.activity(&case), "12");
    case
}

fn decide(mine: &view::MyDecision, verdict: Verdict) -> Command {
    Command::Decide {
        approval: mine.approval,
        step: mine.step,
        binds: mine.binds.clone(),
        verdict,
        inputs: Inputs::new(),
    }
}

fn an_approver_finds_the_request_and_exactly_what_a_decision_names(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = waiting_for_approval(&desk, "martha.cardenas");
    let pending = |who: &str| view::pending(&desk, &who.into(), 20).unwrap();
    assert_eq!(pending("martha.cardenas").len(), 1);
    assert!(pending(BEATRIZ).is_empty());
    assert_eq!(view::approvals_badge(&desk, &"martha.cardenas".into()).unwrap(), 1);
    let view = saw(&desk, "martha.cardenas", &case);
    let mine = view.my_decision.clone().expect("it is hers");
    assert!(saw(&desk, DIANA, &case).my_decision.is_none());
    assert!(seen(&desk, BEATRIZ, &case).is_none());
    assert_eq!(mine.to_reject.len(), 1, "a rejection says why");
    desk.ask("martha.cardenas", &case, decide(&mine, Verdict::Approved)).unwrap();
    assert_eq!(desk.activity(&case), "13");
    assert!(pending("martha.cardenas").is_empty());
    let after = saw(&desk, "martha.cardenas", &case);
    assert!(after.my_decision.is_none());
    assert_eq!(after.approvals[0].steps[0].decisions[0].by.as_str(), "martha.cardenas");
}

fn a_substitute_decides_inside_the_absence_only(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = waiting_for_approval(&desk, "martha.cardenas");
    assert!(seen(&desk, HERNAN, &case).is_none());
    let absence = desk::people::Absence {
        absent: "martha.cardenas".into(),
        substitute: HERNAN.into(),
        from_on: "2026-11-20".parse().unwrap(),
        until_on: "2026-11-23".parse().unwrap(),
    };
    let record = |id: &str, by: &str| server::act::absence::record(&desk, id, &by.into(), absence.clone());
    assert!(record("por su cuenta", HERNAN).is_err(), "nobody appoints themself");
    record("ausencia", "martha.cardenas").unwrap();
    record("ausencia", "martha.cardenas").expect("twice is once");
    let pending = view::pending(&desk, &HERNAN.into(), 20).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!(pending[0].acting_for, Some("martha.cardenas".into()));
    let mine = saw(&desk, HERNAN, &case).my_decision.expect("he stands in");
    assert_eq!(mine.acting_for, Some("martha.cardenas".into()));
    desk.pass_to("2026-11-24T08:00");
    assert!(view::pending(&desk, &HERNAN.into(), 20).unwrap().is_empty());
    let late = desk.ask(HERNAN, &case, decide(&mine, Verdict::Approved));
    assert_eq!(Desk::refused(late), "no_es_el_aprobador");
}

fn what_comes_by_itself_is_told_with_its_instant(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T15:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &case);
    desk.pass_to("2026-11-20T15:01");
    let view = saw(&desk, LAURA, &case);
    let end = view.coming.last().expect("the term ends");
    assert_eq!(end.at, bogota("2026-11-25T00:00"));
    let term = view.terms.iter().find(|term| term.running).expect("it runs");
    assert_eq!(term.leads_to.as_ref().map(|to| to.as_str()), Some("10"));
    let (_, days) = term.days.clone().expect("it counts days");
    let days: Vec<String> = days.counted.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-11-23", "2026-11-24"]);
    let outcome = view.outcome.expect("it was attended");
    assert_eq!((outcome.label.as_str(), outcome.by), ("Atendida", Some(DIANA.into())));
    assert_eq!(outcome.fields.len(), 1, "the solution");
    let clock = view.clocks.iter().find(|clock| clock.id == *"solucion").expect("it is measured");
    assert!(!clock.reading.running && clock.told.measured.is_some());
    let spent = clock.told.so_far.iter().map(|interval| interval.time()).sum();
    assert_eq!(clock.reading.elapsed, spent, "the intervals say where the time went");
}

fn the_time_of_a_case_is_explained_at_any_instant(instance: &Instance) {
    // A Friday; the Monday after it is a festivo.
    let desk = Desk::at(instance, "2026-11-13T16:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.pass_to("2026-11-17T09:00");
    reported(&desk, &case);
    desk.pass_to("2026-11-17T09:01");
    let number = number(&desk, &case);
    let told = |who: &str, at: &str| view::explain(&desk, &who.into(), &number, Some(bogota(at))).expect("it is read");
    let at = |at: &str| told(DIANA, at).expect("she may see it");
    let worked = |at: &view::ExplainView| {
        for clock in &at.clocks {
            assert_eq!(desk::explain::total(&clock.so_far), clock.reading.elapsed, "{}", clock.clock);
        }
        let clock = at.clocks.iter().find(|clock| clock.clock == *"solucion").expect("it is measured");
        clock.reading.elapsed.as_minutes()
    };
    assert_eq!(worked(&at("2026-11-13T16:30")), 30);
    let festivo = at("2026-11-16T11:00");
    assert_eq!((worked(&festivo), festivo.activity.as_ref().map(|id| id.as_str())), (60, Some("2")));
    assert!(at("2026-11-13T15:59").activity.is_none(), "it was not received yet");
    // Reported on Tuesday: two business days of silence end with Thursday.
    let before = at("2026-11-19T23:59");
    let term = before.terms.last().expect("it waits");
    assert_eq!((before.closed_at, term.ends_at), (None, bogota("2026-11-20T00:00")));
    let after = at("2026-11-20T08:00");
    assert_eq!((after.closed_at, worked(&after)), (Some(bogota("2026-11-20T00:00")), 120));
    assert!(after.coming.iter().any(|step| step.closes().is_some()), "{:?}", after.coming);
    assert!(told("camilo.restrepo", "2026-11-17T09:00").is_none());

    let w = server::words::Words { lang: server::lang::Lang::Es, zone: jiff::tz::TimeZone::UTC, now: after.now };
    let json = server::format::explanation::json(&festivo, w.lang, &w);
    let clock = json["clocks"].as_array().unwrap().iter().find(|clock| clock["clock"] == "solucion").unwrap();
    let intervals = clock["intervals"].as_array().unwrap();
    let seconds: i64 = intervals.iter().map(|one| one["seconds"].as_i64().unwrap()).sum();
    assert_eq!((seconds, &clock["elapsed_seconds"]), (3600, &serde_json::json!(3600)));
    assert_eq!(json["at"], "2026-11-16T11:00:00-05:00");
    let last = intervals.last().unwrap();
    assert_eq!((&last["reason"], &last["counted"]), (&serde_json::json!("day_off"), &serde_json::json!(false)));
    assert!(last["marks"][0]["basis"].as_str().unwrap().contains("Ley 51 de 1983"), "{last}");
}

fn actions_offered_are_actions_accepted(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.answer(DIANA, &case, "U-E03", Inputs::new()).unwrap();
    let laura = saw(&desk, LAURA, &case).actions;
    assert!(laura.comment && laura.attach && !laura.note && !laura.assign && laura.undo.is_none());
    let diana = saw(&desk, DIANA, &case).actions;
    assert!(diana.comment && diana.note && diana.assign && diana.merge && !diana.withdraw);
    let undo = diana.undo.expect("her answer of a moment ago");
    assert!(diana.correct_to.is_empty());
    let wilson = saw(&desk, WILSON, &case).actions;
    assert!(!wilson.comment && !wilson.note && !wilson.assign, "who audits changes nothing");
    let ricardo = saw(&desk, RICARDO, &case).actions;
    assert!(ricardo.undo.is_none(), "it was not his");
    assert!(!ricardo.correct_to.is_empty() && ricardo.withdraw);
    desk.ask(DIANA, &case, Command::Undo { visit: undo }).unwrap();
    assert_eq!(desk.activity(&case), "2");
}

fn queues_belong_to_those_who_work_at_the_desk(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let queue = |who: &str, at: &str| view::queue(&desk, &who.into(), &at.into(), &Queue::All, None, 10).unwrap();
    assert!(queue(LAURA, MESA).is_none());
    assert!(queue("eliecer.bonilla", MESA).is_none());
    assert_eq!(queue("eliecer.bonilla", CST).map(|rows| rows.len()), Some(0));
    assert_eq!(queue(DIANA, MESA).map(|rows| rows.len()), Some(1));
    assert_eq!(view::desks_of(&desk, &DIANA.into()).len(), 2);
    assert!(view::desks_of(&desk, &LAURA.into()).is_empty());
    let badges =
        view::queue_badges(&desk, &DIANA.into(), &MESA.into(), &[Queue::Unassigned, Queue::Answered]).unwrap().unwrap();
    assert_eq!(badges.iter().map(|badge| badge.count).collect::<Vec<_>>(), [1, 0]);
    let mine = view::requests(&desk, &LAURA.into(), true, None, 10).unwrap();
    assert_eq!(mine.len(), 1);
    assert!(view::requests(&desk, &LAURA.into(), false, None, 10).unwrap().is_empty());
}
