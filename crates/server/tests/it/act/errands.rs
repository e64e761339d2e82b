//! Commands that touch two cases: one is decided, the other hears of it.

use desk::command::Command;
use desk::value::Inputs;
use desk::{CaseNumber, Happened};
use server::act::Failed;
use server::clock::DeskClock;
use server::entity::{Entity, Files};
use server::store::cases;
use server::{start, task};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_link_stands_at_both_ends,
    a_duplicate_closes_and_the_other_case_knows,
    nobody_ties_a_case_to_one_they_may_not_read,
    a_case_goes_on_in_another_procedure_with_its_instant_of_arrival,
}

fn links(desk: &Desk<'_>, stream: &str) -> Vec<(String, String)> {
    let links = desk.case(stream).links;
    links.iter().map(|(kind, number)| (kind.clone(), number.to_string())).collect()
}

fn number(desk: &Desk<'_>, stream: &str) -> CaseNumber {
    desk.case(stream).number
}

fn a_link_stands_at_both_ends(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let one = desk.register(MESA, LAURA, "Uno", broken_computer());
    let other = desk.register(MESA, "camilo.restrepo", "Otro", broken_computer());
    let link = Command::Link { kind: "relacionado".into(), other: number(&desk, &other) };
    desk.ask(DIANA, &one, link).unwrap();
    desk.settle();
    assert_eq!(links(&desk, &one), [("relacionado".into(), number(&desk, &other).to_string())]);
    assert_eq!(links(&desk, &other), [("relacionado".into(), number(&desk, &one).to_string())]);
}

fn a_duplicate_closes_and_the_other_case_knows(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let one = desk.register(MESA, LAURA, "Uno", broken_computer());
    let other = desk.register(MESA, LAURA, "Otra vez", broken_computer());
    desk.ask(DIANA, &other, Command::Merge { into: number(&desk, &one) }).unwrap();
    desk.settle();
    let merged = desk.case(&other);
    assert!(merged.is_closed());
    assert_eq!(merged.merged_into, Some(number(&desk, &one)));
    assert_eq!(links(&desk, &one), [("duplicado".into(), merged.number.to_string())]);
}

fn nobody_ties_a_case_to_one_they_may_not_read(instance: &Instance) {
    let desk = Desk::at(instance, "2026-11-20T10:15");
    let one = desk.register(CST, LAURA, "Uno", Inputs::new());
    let there = desk.register(MESA, LAURA, "Otro", broken_computer());
    let link = |other: CaseNumber| Command::Link { kind: "relacionado".into(), other };
    // A solver of the second desk only.
    let asked = desk.ask("eliecer.bonilla", &one, link(number(&desk, &there)));
    assert!(matches!(asked, Err(Failed::NotFound)));
    let asked = desk.ask("eliecer.bonilla", &one, link("SOL-2026-999999".into()));
    assert!(matches!(asked, Err(Failed::NotFound)), "and it looks the same");
    desk.ask(DIANA, &one, link(number(&desk, &there))).unwrap();
}

/// The demo's entity with one desk more, whose procedure takes incidents over.
fn with_incidents() -> Entity {
    let mut files = Files::demo();
    let copied: Vec<(String, String)> = files
        .under("desks/mhcp-requerimientos-tic/", "")
        .map(|(path, text)| {
            let text = text
                .replace("id = \"mhcp-requerimientos-tic\"", "id = \"mhcp-incidentes\"")
                .replace("procedure = \"mhcp-requerimientos-tic\"", "procedure = \"mhcp-incidentes\"")
                .replace("prefix = \"REQ\"", "prefix = \"INC\"")
                .replace("id = \"cst\"", "id = \"incidentes\"");
            (path.replace("mhcp-requerimientos-tic", "incidentes"), text)
        })
        .collect();
    copied.into_iter().for_each(|(path, text)| files.put(&path, text));
    Entity::read(&files).unwrap_or_else(|wrongs| panic!("{wrongs:?}"))
}

fn a_case_goes_on_in_another_procedure_with_its_instant_of_arrival(instance: &Instance) {
    let clock = DeskClock::standing_at(bogota("2026-11-20T10:15"));
    let app = start::open_at((**instance).clone(), with_incidents(), clock, true).unwrap();
    task::heartbeat::turn(&app).unwrap();
    let desk = Desk::over(app, instance);
    let case = desk.register(CST, LAURA, "No prende", Inputs::new());
    desk.pass_to("2026-11-20T11:00");
    desk.answer(DIANA, &case, "M-E03", Inputs::new()).unwrap();
    desk.settle();
    let first = desk.case(&case);
    assert!(first.is_closed());
    assert_eq!(first.desk.as_str(), CST, "a case never changes its desk");
    let [(kind, there)] = first.links.as_slice() else { panic!("{:?}", first.links) };
    assert_eq!(kind, "continua_a");
    let (there, row) = (there.clone(), there.to_string());
    let row = desk.store.read(move |reader| cases::by_number(reader, &row)).unwrap().unwrap();
    let second = desk.case(&row.stream);
    assert_eq!(second.desk.as_str(), "incidentes");
    assert!(there.as_str().starts_with("INC-2026-"));
    assert_eq!(second.received_at, first.received_at);
    assert_eq!(second.links, [("continua_a".to_owned(), first.number)]);
    assert_eq!(row.subject, "No prende");
    assert_eq!(desk.count(&row.stream, |what| matches!(what, Happened::Registered(_))), 1);
}
