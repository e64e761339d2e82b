//! What is told of many cases: the log of a period, and whether its cases followed the procedure.

use std::collections::BTreeSet;

use desk::command::Command;
use desk::conformance::of_case;
use desk::{DeskId, Event, Happened, VisitNo};
use server::format;
use server::report::conformance::{Found, look};
use server::report::log::{Asked, Shape, write};
use server::report::{Period, conformance};
use server::store::events;

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_log_tells_each_case_of_the_period_whole_and_nothing_personal,
    a_log_holds_only_the_cases_received_in_its_period,
    a_correction_is_listed_as_declared_and_shown_in_the_log,
    what_the_graph_does_not_have_is_noticed,
}

fn desks(desk: &Desk<'_>, from: Option<&str>, until: Option<&str>) -> Vec<(DeskId, Period)> {
    let day = |text: &str| text.parse().expect("a date");
    let entity = desk.entity();
    entity
        .desks
        .iter()
        .map(|(id, book)| (id.clone(), Period::new(from.map(day), until.map(day), book.calendar.time_zone().clone())))
        .collect()
}

fn log(desk: &Desk<'_>, shape: Shape, desks: Vec<(DeskId, Period)>) -> (u64, String) {
    let mut out = Vec::new();
    let asked = Asked { shape, desks, only_finished: false };
    let count = write(desk, &asked, &mut out).expect("the log is written");
    (count, String::from_utf8(out).expect("UTF-8"))
}

fn a_log_tells_each_case_of_the_period_whole_and_nothing_personal(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "=Se reinicia «solo» & <ya>", broken_computer());
    reported(&desk, &case);
    desk.answer(LAURA, &case, "U-E18", Default::default()).unwrap();

    let (count, csv) = log(&desk, Shape::Csv, desks(&desk, None, None));
    assert_eq!(count, 1);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let headings = rows.headers().unwrap().clone();
    let column = |name: &str| headings.iter().position(|heading| heading == name).expect("a heading");
    let rows: Vec<csv::StringRecord> = rows.records().collect::<Result<_, _>>().unwrap();
    let answers: Vec<&str> = rows.iter().map(|row| &row[column("answer")]).collect();
    assert_eq!(answers.first(), Some(&"U-E01"));
    assert_eq!(answers.last(), Some(&"U-E18"));
    let last = rows.last().unwrap();
    assert_eq!(&last[column("concept:name")], "U-E18 Estoy de acuerdo");
    assert_eq!((&last[column("org:resource")], &last[column("to")]), (LAURA, "10"));
    assert!(!csv.contains("reinicia") && !csv.contains("Laura"), "a log holds no text and no name: {csv}");

    let (count, xes) = log(&desk, Shape::Xes, desks(&desk, None, None));
    assert_eq!(count, 1);
    let mut reader = quick_xml::Reader::from_str(&xes);
    let (mut traces, mut told, mut prefixes) = (0, 0, BTreeSet::new());
    loop {
        use quick_xml::events::Event as Xml;
        match reader.read_event().expect("well-formed") {
            Xml::Start(start) if start.name().as_ref() == "trace" => traces += 1,
            Xml::Start(start) if start.name().as_ref() == "event" => told += 1,
            Xml::Empty(empty) if empty.name().as_ref() == "extension" => {
                let prefix = empty.try_get_attribute("prefix").unwrap().expect("a prefix");
                prefixes.insert(prefix.value.into_owned());
            }
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!((traces, told), (1, rows.len()));
    assert_eq!(prefixes, ["concept", "time", "org", "lifecycle"].map(String::from).into());
}

fn a_log_holds_only_the_cases_received_in_its_period(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-18T10:15");
    desk.register(MESA, LAURA, "Antes", broken_computer());
    desk.pass_to("2026-11-19T23:59");
    desk.register(MESA, LAURA, "El último minuto", broken_computer());
    desk.pass_to("2026-11-20T00:00");
    desk.register(MESA, LAURA, "El primero", broken_computer());
    let count = |from, until| log(&desk, Shape::Csv, desks(&desk, from, until)).0;
    assert_eq!(count(None, None), 3);
    assert_eq!(count(Some("2026-11-19"), Some("2026-11-19")), 1);
    assert_eq!(count(Some("2026-11-20"), None), 1);
    assert_eq!(count(None, Some("2026-11-19")), 2);
    assert_eq!(count(Some("2026-11-21"), None), 0);
}

fn a_correction_is_listed_as_declared_and_shown_in_the_log(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let straight = desk.register(MESA, LAURA, "Derecho", broken_computer());
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.answer(DIANA, &case, "U-E03", Default::default()).unwrap();
    desk.ask(RICARDO, &case, Command::Correct { to_visit: VisitNo(2), reason: said("Era otro servicio") }).unwrap();

    let mut found: Vec<Found> = Vec::new();
    let summary = look(&desk, &desks(&desk, None, None), |each| {
        found.push(each.clone());
        Ok(())
    })
    .unwrap();
    assert_eq!((summary.cases, summary.conform, summary.undeclared), (2, 1, 0));
    assert_eq!(summary.departures.get("corrected"), Some(&1));
    let [one] = &found[..] else { panic!("{found:?}") };
    assert_eq!((one.number.as_str(), one.who.as_str()), (desk.case(&case).number.as_str(), RICARDO));
    assert_ne!(one.number, desk.case(&straight).number.to_string());

    let mut csv = Vec::new();
    conformance::write_csv(&desk, &desks(&desk, None, None), &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("corrected,Corrección,→ 2. "), "{csv}");
    assert!(log(&desk, Shape::Xes, desks(&desk, None, None)).1.contains("value=\"Corrección\""));
}

fn what_the_graph_does_not_have_is_noticed(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &case);
    let rows = desk.store.read(|reader| events::load(reader, &case)).unwrap();
    let events: Vec<Event> = rows.iter().map(|row| format::event::read(row).unwrap()).collect();
    let rules = desk.rulebook_of(&desk.case(&case)).unwrap();
    let codes = |events: &[Event]| -> Vec<&'static str> {
        of_case(|_| Some(rules.procedure.clone()), events)
            .unwrap()
            .deviations()
            .map(|found| found.what.code())
            .collect()
    };
    assert_eq!(codes(&events), Vec::<&str>::new());

    // Each arrow by another one, by another person's role, and left out.
    for (at, event) in events.iter().enumerate() {
        let Happened::Answered { answer, visit, fields, channel, message, .. } = &event.what else { continue };
        let mut other = events.clone();
        let forged = if answer == "U-E03" { "U-E04" } else { "U-E03" };
        let (visit, fields, channel, message) = (*visit, fields.clone(), *channel, *message);
        other[at].what = Happened::Answered { visit, answer: forged.into(), role: None, fields, channel, message };
        assert!(codes(&other).contains(&"not_from_here"), "{answer} forged");
        let mut without = events.clone();
        without.remove(at);
        assert!(codes(&without).contains(&"wrong_way"), "{answer} left out");
    }
}
