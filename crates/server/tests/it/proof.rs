//! What auditors read of a period: evidence of control points, compliance per service, deviations.

use desk::command::Command;
use desk::value::{Input, Inputs, Value};
use desk::{DeskId, VisitNo};
use jiff::Timestamp;
use server::apply;
use server::entity::Files;
use server::report::Period;
use server::report::evidence as report;
use server::store::evidence::Asked;
use server::store::measures::Late;
use server::view::proof;
use server::web::texts::Lang;
use server::words::Words;

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    nine_of_ten_requests_in_time_are_a_compliance_of_ninety_percent,
    evidence_says_who_answered_what_by_which_rule_and_why,
    what_the_document_marks_is_evidence_and_a_table_holds_each_answer_once,
    an_answer_taken_back_is_no_evidence_and_a_correction_is_a_deviation,
    only_who_answers_for_a_desk_reads_its_proof,
}

const AUDITOR: &str = "wilson.ariza";

fn november(desk: &Desk<'_>) -> Period {
    let zone = desk.rulebook(&MESA.into()).unwrap().calendar.time_zone().clone();
    Period::new(Some("2026-11-01".parse().unwrap()), Some("2026-11-30".parse().unwrap()), zone)
}

fn asked(desk: &Desk<'_>, of: &str, all: bool) -> Asked {
    Asked {
        desk: of.into(),
        bounds: november(desk).bounds(),
        activity: String::new(),
        answer: String::new(),
        only_control_points: !all,
    }
}

fn evidence(desk: &Desk<'_>, asked: &Asked) -> Vec<proof::Proof> {
    proof::evidence(desk, &AUDITOR.into(), asked, None, 50).unwrap().expect("the auditor reads it").0
}

/// A printer to be set up, which has sixteen business hours, taken to where it is resolved.
fn attended(desk: &Desk<'_>, subject: &str) -> String {
    let mut form = options(&[("item", "configurar_impresora")]);
    form.extend(texts(&[("impresora", "Piso 4"), ("placa", "IPT-0961")]));
    let case = desk.register(CST, LAURA, subject, form);
    desk.answers(
        DIANA,
        &case,
        &[
            ("M-E02", Inputs::new()),
            ("M-E04", options(&[("item", "configurar_impresora"), ("priority", "p3")])),
            ("M-E06", Inputs::new()),
            ("M-E12", Inputs::new()),
            ("M-E18", Inputs::new()),
            ("M-E20", Inputs::new()),
        ],
    );
    case
}

fn resolve(desk: &Desk<'_>, case: &str, more: Inputs) {
    let mut inputs = texts(&[("detalle", "Se instaló la impresora y se imprimió una prueba.")]);
    inputs.extend(more);
    desk.answers(DIANA, case, &[("M-E22", inputs)]);
}

/// MHCP-PRD-1, MHCP-A16.3, MHCP-A16.4
fn nine_of_ten_requests_in_time_are_a_compliance_of_ninety_percent(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-23T09:00");
    let (mut files, catalogue) = (Files::demo(), "desks/mhcp-requerimientos-tic/catalogue.toml");
    let text = files.get(catalogue).unwrap().replace("\"32 business_hours\"", "\"16 business_hours\"");
    files.put(catalogue, text);
    assert!(apply::apply(&desk, &files, "prueba", None, apply::Asked::Checked).is_ok());
    let cases: Vec<String> = (0..10).map(|n| attended(&desk, &format!("Impresora {n}"))).collect();
    desk.later("2026-11-23T17:00");
    for case in &cases[..7] {
        resolve(&desk, case, Inputs::new());
    }
    // Called another service when it is resolved: it counts as what it was attended as.
    resolve(&desk, &cases[7], options(&[("item", "soporte_ofimatica")]));
    // Exactly at the sixteenth hour is in time; a minute later is not.
    desk.later("2026-11-24T16:00");
    resolve(&desk, &cases[8], Inputs::new());
    desk.later("2026-11-24T16:01");
    let service = |desk: &Desk<'_>| {
        let clocks = proof::compliance(desk, &RICARDO.into(), &CST.into(), november(desk).bounds()).unwrap().unwrap();
        let clock = clocks.into_iter().find(|clock| clock.clock == "solucion").expect("the clock of the solution");
        assert_eq!(clock.services.len(), 1, "{:?}", clock.services);
        clock.services.into_iter().next().unwrap()
    };
    // Past its date it counts although nobody has resolved it.
    let before = service(&desk);
    assert_eq!((before.tally.cases, before.tally.met), (10, 9));
    resolve(&desk, &cases[9], Inputs::new());
    let after = service(&desk);
    assert_eq!((after.item.as_str(), after.tally.cases, after.tally.met), ("configurar_impresora", 10, 9));
    assert_eq!(after.tally.per_mille(), Some(900));
    assert_eq!(after.targets.iter().map(|(time, _)| time.as_minutes()).collect::<Vec<_>>(), [16 * 60]);
    assert_eq!(after.tally.reached.get(&50), Some(&10));
    assert_eq!(after.tally.reached.get(&100), Some(&2), "the one at the hour was alerted too");

    let which = Late { clock: "solucion".into(), item: Some("configurar_impresora".into()), category: None };
    let bounds = november(&desk).bounds();
    let late = proof::late(&desk, &AUDITOR.into(), &CST.into(), bounds, &which, None, 9).unwrap().unwrap();
    assert_eq!(late.iter().map(|one| one.stream.as_str()).collect::<Vec<_>>(), [cases[9].as_str()]);

    let mut csv = Vec::new();
    report::write_compliance(&desk, &AUDITOR.into(), &CST.into(), &november(&desk), &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(
        csv.lines().any(|line| line.starts_with("solucion,configurar_impresora,") && line.contains(",10,9,90.0,")),
        "{csv}"
    );
}

fn evidence_says_who_answered_what_by_which_rule_and_why(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &case);
    let points = evidence(&desk, &asked(&desk, MESA, false));
    let activities =
        |proofs: &[proof::Proof]| -> Vec<String> { proofs.iter().map(|own| own.activity.clone()).collect() };
    // Attended at the desk without escalating, the second question of activity 5 was never asked.
    assert_eq!(activities(&points), ["2"]);
    assert_eq!((points[0].says.as_slice(), points[0].version.as_str()), (&["SI".to_owned()][..], "03"));
    assert_eq!((points[0].who.as_ref().map(|id| id.as_str()), points[0].acting_for.as_ref()), (Some(DIANA), None));
    let all = evidence(&desk, &asked(&desk, MESA, true));
    assert_eq!(activities(&all), ["2", "4", "5"], "decisions beside them, with the same evidence");
    assert!(all.iter().skip(1).all(|own| !own.control_point));

    let narrowed = Asked { activity: "4".into(), ..asked(&desk, MESA, true) };
    assert_eq!(evidence(&desk, &narrowed).len(), 1);
    // Page by page it is the same list.
    let whole = asked(&desk, MESA, true);
    let (first, after) = proof::evidence(&desk, &AUDITOR.into(), &whole, None, 2).unwrap().unwrap();
    let (rest, end) = proof::evidence(&desk, &AUDITOR.into(), &whole, after.as_ref(), 9).unwrap().unwrap();
    let paged: Vec<String> = first.iter().chain(&rest).map(|own| own.activity.clone()).collect();
    assert_eq!((paged, end), (vec!["2".to_owned(), "4".into(), "5".into()], None));
}

fn what_the_document_marks_is_evidence_and_a_table_holds_each_answer_once(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let mut form = options(&[("item", "anillado")]);
    form.extend(texts(&[("documento", "Informe"), ("para_que", "Comité directivo del lunes.")]));
    form.insert("ejemplares".into(), Input::Value(Value::Number(3.0)));
    form.insert("hojas".into(), Input::Value(Value::Number(80.0)));
    form.insert("aprobador".into(), Input::Value(Value::Person("martha.cardenas".into())));
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
    let number = desk.case(&case).number.to_string();
    let all = Asked { activity: "12".into(), ..asked(&desk, CST, true) };
    let found = evidence(&desk, &all);
    // The document does not mark the approval itself; it does mark the check in activity 10.
    assert!(found.is_empty(), "{found:?}");
    let points = evidence(&desk, &asked(&desk, CST, false));
    assert_eq!(points.iter().map(|own| own.activity.as_str()).collect::<Vec<_>>(), ["2", "4", "10"]);
    assert!(points.iter().all(|own| own.control_point && own.who.as_ref().is_some_and(|id| id == DIANA)));

    let words = Words {
        lang: Lang::Es,
        zone: desk.rulebook(&CST.into()).unwrap().calendar.time_zone().clone(),
        now: Timestamp::UNIX_EPOCH,
    };
    let mut csv = Vec::new();
    report::write(&desk, &AUDITOR.into(), &asked(&desk, CST, true), &words, &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().filter(|line| line.contains(&number)).count(), 3, "{csv}");
}

fn an_answer_taken_back_is_no_evidence_and_a_correction_is_a_deviation(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.answer(DIANA, &case, "U-E03", Inputs::new()).unwrap();
    let visit = desk.case(&case).before_answer.as_ref().expect("it can be taken back").visit_no();
    desk.ask(DIANA, &case, Command::Undo { visit }).unwrap();
    assert!(evidence(&desk, &asked(&desk, MESA, false)).is_empty());
    desk.answer(DIANA, &case, "U-E03", Inputs::new()).unwrap();
    desk.ask(RICARDO, &case, Command::Correct { to_visit: VisitNo(2), reason: said("Era otro servicio") }).unwrap();
    assert_eq!(evidence(&desk, &asked(&desk, MESA, false)).len(), 1);
    let bounds = november(&desk).bounds();
    let look =
        |code: &str| proof::deviations(&desk, &AUDITOR.into(), &MESA.into(), bounds, code, None, 9).unwrap().unwrap();
    let beside = look("");
    let [(number, row)] = &beside.rows[..] else { panic!("{:?}", beside.rows) };
    assert_eq!((number.as_str(), row.code.as_str()), (desk.case(&case).number.as_str(), "corrected"));
    assert_eq!((row.detail.as_str(), row.actor.as_str(), beside.figures.deviating), ("2", RICARDO, 1));
    assert!(look("merged").rows.is_empty());
}

fn only_who_answers_for_a_desk_reads_its_proof(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.answer(DIANA, &case, "U-E03", Inputs::new()).unwrap();
    let mesa = DeskId::from(MESA);
    for (person, reads) in [(AUDITOR, true), (RICARDO, true), (DIANA, false), (LAURA, false)] {
        let found = proof::evidence(&desk, &person.into(), &asked(&desk, MESA, false), None, 9).unwrap();
        assert_eq!(found.is_some(), reads, "{person}");
        let found = proof::compliance(&desk, &person.into(), &mesa, november(&desk).bounds()).unwrap();
        assert_eq!(found.is_some(), reads, "{person}");
    }
}
