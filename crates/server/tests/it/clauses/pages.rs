//! What a page says of the document and of a case.

use desk::event::Verdict;
use desk::value::{Input, Inputs};
use desk::{Command, Happened};
use server::apply::{self, Asked};
use server::entity::Files;
use server::view;

use super::Reader;
use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_case_shows_the_code_and_version_it_lives_under_after_another_is_published,
    the_page_of_a_procedure_has_its_glossary_references_and_change_log,
    the_readings_are_not_adopted_until_the_owner_signs_and_then_say_who_and_when,
    a_substitute_reads_for_whom_they_decide_and_the_case_says_so,
    the_first_approver_reads_that_the_decision_is_somebody_elses_now,
    a_coordinator_sees_what_a_migration_would_do_and_does_it,
}

const FIRST: &str = "desks/upme-p-ti-03/procedure.toml";

/// The first document in version 04, dated and described.
fn fourth() -> Files {
    let mut files = Files::demo();
    let text = files.get(FIRST).expect("the first procedure").to_owned();
    let change = "\n[[document.change]]\ndate = \"01-12-2026\"\nversion = \"04\"\n\
                  description = \"Se precisa quién verifica la completitud\"\n\n[[definition]]";
    let text = text
        .replacen("version = \"03\"", "version = \"04\"", 1)
        .replacen("date = \"2022-09-09\"", "date = \"2026-12-01\"", 1)
        .replacen("\n[[definition]]", change, 1);
    files.put(FIRST, text);
    files
}

/// UPME-HDR-1
fn a_case_shows_the_code_and_version_it_lives_under_after_another_is_published(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-27T09:00");
    let old = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.later("2026-12-01T08:00");
    assert!(apply::apply(&desk, &fourth(), "prueba", None, Asked::Checked).expect("it is published"));
    desk.later("2026-12-02T09:00");
    desk.answer(DIANA, &old, "U-E03", Inputs::new()).expect("it goes on under 03");
    let new = desk.register(MESA, LAURA, "Otra vez", broken_computer());
    let (diana, laura) = (Reader::of(&desk, DIANA), Reader::of(&desk, LAURA));
    for (case, says, not) in [(&old, "P-TI-03 v03", "P-TI-03 v04"), (&new, "P-TI-03 v04", "P-TI-03 v03")] {
        let number = desk.case(case).number;
        for page in [diana.page(&format!("/cases/{number}")), laura.page(&format!("/requests/{number}"))] {
            assert!(page.contains(says) && !page.contains(not), "{number}: {page}");
        }
    }
}

/// UPME-GLO-1, UPME-CC-1, MHCP-HIS-1, MHCP-CON-01, MHCP-OBJ-1
fn the_page_of_a_procedure_has_its_glossary_references_and_change_log(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-27T09:00");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let laura = Reader::of(&desk, LAURA);
    let page = laura.page("/procedures/upme-p-ti-03/03");
    for book in desk.entity().desks.values() {
        let document = &book.procedure.document;
        let page = laura.page(&format!("/procedures/{}/{}", document.id, document.version));
        assert!(book.procedure.glossary.iter().all(|own| page.contains(&own.term) && page.contains(&own.text)));
        assert!(document.references.iter().all(|own| page.contains(own)), "{:?}", document.references);
        for change in &document.change {
            let cells = [&change.date, &change.version, &change.description, &change.author];
            assert!(cells.iter().all(|cell| page.contains(cell.as_str())), "{change:?}");
        }
    }
    assert!(!page.contains("Se precisa quién verifica"));
    desk.later("2026-12-01T08:00");
    assert!(apply::apply(&desk, &fourth(), "prueba", None, Asked::Checked).expect("it is published"));
    let page = laura.page("/procedures/upme-p-ti-03/04");
    let row = ["01-12-2026", "04", "Se precisa quién verifica la completitud"];
    let cells = row.map(|cell| format!("<td class=\"nowrap\">{cell}</td>").replace(" class=\"nowrap\"", ""));
    assert!(page.contains(row[0]) && page.contains(&cells[1]) && page.contains(&cells[2]), "{page}");
    let list = laura.page("/procedures");
    assert!(list.contains("Centro de Servicios Tecnológicos"), "the desk by its document's name: {list}");
}

fn the_readings_are_not_adopted_until_the_owner_signs_and_then_say_who_and_when(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-27T09:00");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let laura = Reader::of(&desk, LAURA);
    let own = desk.entity().desks[MESA].procedure.clone();
    let (document, annex) = ("/procedures/upme-p-ti-03/03", "/procedures/upme-p-ti-03/03/readings");
    for path in [document, annex] {
        let page = laura.page(path);
        assert!(page.contains("lecturas sin adoptar") || page.contains("Lecturas sin adoptar"), "{path}: {page}");
    }
    let annexed = laura.page(annex);
    assert!(own.readings.iter().all(|reading| annexed.contains(&format!("id=\"{}\"", reading.id))));
    let sign =
        |id: &str, by: &str, act: &str| server::act::adoption::adopt(&desk, id, &by.into(), &MESA.into(), &own, act);
    assert!(sign("1", LAURA, "Acta 12").is_err() && sign("2", RICARDO, "Acta 12").is_err(), "only the owner signs");
    assert!(sign("3", "german.ulloa", " ").is_err(), "by an act");
    assert!(laura.page(annex).contains("in adoptar"), "nothing was recorded");
    sign("4", "german.ulloa", "Acta 12 del 27 de noviembre de 2026").expect("the owner signs");
    for path in [document, annex] {
        let page = laura.page(path);
        assert!(!page.contains("in adoptar"), "{path}");
        assert!(page.contains("Germán Ulloa Ferro") && page.contains("Acta 12 del 27 de noviembre de 2026"), "{page}");
        assert!(page.contains("viernes 27 de noviembre de 2026, 9:00 a. m."), "{page}");
    }
    // It is of one version: another is not adopted with it.
    assert!(apply::apply(&desk, &fourth(), "prueba", None, Asked::Checked).expect("it is published"));
    assert!(laura.page("/procedures/upme-p-ti-03/04").contains("in adoptar"));
    assert!(!laura.page(document).contains("in adoptar"), "what was signed stays signed");
}

/// A request of Camilo's that waits for the approver he chose.
fn asked(desk: &Desk<'_>, approver: &str) -> String {
    let mut form = options(&[("item", "anillado")]);
    form.extend(texts(&[("documento", "Informe"), ("para_que", "Comité directivo del lunes.")]));
    let value = |value| Input::Value(value);
    form.insert("ejemplares".into(), value(desk::value::Value::Number(3.0)));
    form.insert("hojas".into(), value(desk::value::Value::Number(80.0)));
    form.insert("aprobador".into(), value(desk::value::Value::Person(approver.into())));
    let case = desk.register(CST, "camilo.restrepo", "Anillado del informe", form);
    let none = Inputs::new;
    let answers = [("M-E02", none()), ("M-E04", none()), ("M-E06", none()), ("M-E11", none()), ("M-E13", none())];
    desk.answers(DIANA, &case, &answers);
    case
}

/// MHCP-CON-10
fn a_substitute_reads_for_whom_they_decide_and_the_case_says_so(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-12-21T08:00");
    let absence = desk::people::Absence {
        absent: "martha.cardenas".into(),
        substitute: "hernan.quiroga".into(),
        from_on: "2026-12-21".parse().unwrap(),
        until_on: "2027-01-08".parse().unwrap(),
    };
    server::act::absence::record(&desk, "ausencia", &"martha.cardenas".into(), absence).expect("it is recorded");
    desk.later("2026-12-22T09:00");
    let case = asked(&desk, "martha.cardenas");
    desk.later("2026-12-22T09:05");
    let told = desk.facts(&case, |what| match what {
        Happened::NoticeWritten { notice, to, .. } if notice.as_str() == "aprobacion_pedida" => Some(to.clone()),
        _ => None,
    });
    let mut told: Vec<String> = told.into_iter().flat_map(|(to, _)| to).map(|who| who.to_string()).collect();
    told.sort();
    assert_eq!(told, ["hernan.quiroga", "martha.cardenas"], "the substitute and the one who is away");
    let number = desk.case(&case).number;
    let card = Reader::of(&desk, "hernan.quiroga").page(&format!("/approvals/{number}"));
    assert!(card.contains("Martha Lucía Cárdenas Gil"), "{card}");
    let mine = view::case(&desk, &"hernan.quiroga".into(), number.as_str()).unwrap().unwrap().my_decision.unwrap();
    let approve = Command::Decide {
        approval: mine.approval,
        step: mine.step,
        binds: mine.binds,
        verdict: Verdict::Approved,
        inputs: Inputs::new(),
    };
    desk.ask("hernan.quiroga", &case, approve).expect("he decides in her place");
    for (who, path) in [(DIANA, format!("/cases/{number}")), (DIANA, format!("/cases/{number}/procedure"))] {
        let page = Reader::of(&desk, who).page(&path);
        assert!(page.contains("Hernán Darío Quiroga, suplente de Martha Lucía Cárdenas Gil"), "{path}: {page}");
    }
}

/// MHCP-A10-NO, MHCP-A11
fn the_first_approver_reads_that_the_decision_is_somebody_elses_now(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T10:00");
    let case = asked(&desk, "martha.cardenas");
    let number = desk.case(&case).number;
    let martha = Reader::of(&desk, "martha.cardenas");
    assert!(martha.page(&format!("/approvals/{number}")).contains("/decide"));
    desk.answer(DIANA, &case, "M-E24", texts(&[("razon", "No es su jefa")])).expect("it is recalled");
    let mut other = texts(&[("razon", "Su jefa inmediata es otra")]);
    other.insert("aprobador".into(), Input::Value(desk::value::Value::Person("beatriz.noguera".into())));
    desk.answers(DIANA, &case, &[("M-E15", other), ("M-E13", Inputs::new())]);
    let (status, page) = martha.get(&format!("/approvals/{number}"));
    assert!(!page.contains("/decide"), "{page}");
    // Recalled and asked of somebody else, it is no longer hers to read either.
    assert!(status.as_u16() == 404 || page.contains("no tiene que decidir nada"), "{status} {page}");
    assert!(Reader::of(&desk, "beatriz.noguera").page(&format!("/approvals/{number}")).contains("/decide"));
}

fn a_coordinator_sees_what_a_migration_would_do_and_does_it(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let waiting = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &waiting);
    desk.later("2026-11-20T15:10");
    let fresh = desk.register(MESA, LAURA, "Otra", broken_computer());
    // In the next version the activity has another number and its term is longer.
    let mut files = fourth();
    let text = files.get(FIRST).expect("the first procedure").to_owned();
    let renumbered = [("[activity.9]", "[activity.19]"), ("\"9\"", "\"19\""), ("\"enter 9\"", "\"enter 19\"")];
    let text = renumbered.iter().fold(text, |text, (was, now)| text.replace(was, now));
    files.put(FIRST, text.replace("after = \"2 business_days\"", "after = \"5 business_days\""));
    assert!(apply::apply(&desk, &files, "prueba", None, Asked::Checked).expect("it is published"));
    let path = "/procedures/upme-p-ti-03/03/migrate";
    for other in [LAURA, DIANA] {
        assert_eq!(Reader::of(&desk, other).get(path).0.as_u16(), 404, "{other} may not");
    }
    let ricardo = Reader::of(&desk, RICARDO);
    assert!(ricardo.page("/procedures/upme-p-ti-03/03").contains(path));
    assert!(ricardo.page(path).contains("Hay 2 casos abiertos en esta versión."));
    // First what would happen: one of them has no place there, so none goes.
    let plan = ricardo.page(&format!("{path}?to=04&reason=Acta+7"));
    assert!(plan.contains("no tiene la actividad 9") && plan.contains("name=\"at.9\""), "{plan}");
    assert!(!plan.contains("Pasar los 2 casos"), "{plan}");
    assert!(ricardo.page(&format!("{path}?to=04")).contains("Escriba por qué se pasan"));
    let plan = ricardo.page(&format!("{path}?to=04&reason=Acta+7&at.9=19"));
    assert!(plan.contains("silencio → 28/11/2026 00:00") && plan.contains("Pasar los 2 casos"), "{plan}");
    assert!([&waiting, &fresh].iter().all(|case| desk.case(case).version == "03"), "a plan changes nothing");
    let fields = [("to", "04"), ("reason", "Acta 7"), ("at.9", "19")];
    let (status, done) = ricardo.post(path, &plan, &fields);
    assert!(status.is_success() && done.contains("Los 2 casos pasaron a la otra versión."), "{done}");
    assert_eq!((desk.activity(&waiting).as_str(), desk.case(&fresh).version.as_str()), ("19", "04"));
    for case in [&waiting, &fresh] {
        let page = Reader::of(&desk, DIANA).page(&format!("/cases/{}", desk.case(case).number));
        let says = "Ricardo Salcedo Pinto pasó el caso de la versión 03 del procedimiento a la 04";
        assert!(page.contains(says) && page.contains("Acta 7"), "{page}");
    }
}
