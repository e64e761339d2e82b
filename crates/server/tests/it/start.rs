//! Opening an instance again: the date, published versions, amended calendars, a rebuild cut short.

use desk::{Happened, VisitNo};
use jiff::SignedDuration;
use server::app::App;
use server::clock::DeskClock;
use server::entity::{Entity, Files};
use server::start::{self, Doubt, StartError};
use server::store::{Urgency, projections, settings};
use server::{accounts, control, task};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    a_date_before_what_was_recorded_is_doubted_until_it_is_confirmed,
    a_date_a_week_after_the_last_sign_of_life_is_doubted,
    no_term_runs_while_the_date_is_in_doubt,
    a_clock_set_back_by_a_breath_is_nobodys_business,
    a_published_version_that_changed_is_refused,
    a_case_keeps_the_version_it_began_with,
    an_amended_calendar_reaches_the_cases_that_wait,
    a_rebuild_cut_short_is_finished_at_the_next_start,
    an_account_gets_a_password_that_works_and_loses_the_former,
    every_day_has_one_seal,
}

fn again(instance: &Instance, local: &str, files: &Files) -> Result<App, StartError> {
    let entity = Entity::read(files).unwrap_or_else(|wrongs| panic!("{wrongs:?}"));
    start::open_at((**instance).clone(), entity, DeskClock::standing_at(bogota(local)), false)
}

fn opened(instance: &Instance, local: &str) -> App {
    again(instance, local, &Files::demo()).expect("it opens")
}

/// An instance that worked on Friday 20 November.
fn worked(instance: &Instance) -> String {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(&desk, &case);
    desk.clock.travel_to(bogota("2026-11-20T15:01"));
    task::heartbeat::turn(&desk).unwrap();
    case
}

fn a_date_before_what_was_recorded_is_doubted_until_it_is_confirmed(instance: &Instance) {
    worked(instance);
    let early = opened(instance, "2026-11-20T14:00");
    assert!(matches!(start::check_date(&early).unwrap(), Some(Doubt::Earlier { .. })));
    // Starting again does not make it right.
    let early = opened(instance, "2026-11-20T14:05");
    assert!(matches!(start::check_date(&early).unwrap(), Some(Doubt::Earlier { .. })));
    start::confirm_date(&early).unwrap();
    assert_eq!(start::check_date(&early).unwrap(), None);
    task::heartbeat::turn(&early).unwrap();
    let later = opened(instance, "2026-11-20T14:20");
    assert_eq!(start::check_date(&later).unwrap(), None, "what was confirmed stays so");
    let earlier = opened(instance, "2026-11-20T13:00");
    assert!(start::check_date(&earlier).unwrap().is_some(), "another step back is another doubt");
}

fn a_date_a_week_after_the_last_sign_of_life_is_doubted(instance: &Instance) {
    worked(instance);
    let soon = opened(instance, "2026-11-27T15:00");
    assert_eq!(start::check_date(&soon).unwrap(), None);
    let late = opened(instance, "2026-11-27T15:02");
    assert!(matches!(start::check_date(&late).unwrap(), Some(Doubt::Later { .. })));
    start::confirm_date(&late).unwrap();
    assert_eq!(start::check_date(&late).unwrap(), None);
}

fn no_term_runs_while_the_date_is_in_doubt(instance: &Instance) {
    let case = worked(instance);
    let app = opened(instance, "2029-01-01T10:00");
    assert!(start::check_date(&app).unwrap().is_some());
    app.doubt_date();
    let desk = Desk::over(app, instance);
    task::heartbeat::turn(&desk).unwrap();
    task::terms::turn(&desk).unwrap();
    assert!(!desk.case(&case).is_closed());
    // Nor does somebody's command make one run.
    let asked = desk.answer_in(LAURA, &case, VisitNo(99), "U-E18", desk::value::Inputs::new());
    assert!(asked.is_err());
    assert!(!desk.case(&case).is_closed());
    desk.abandon();
}

fn a_clock_set_back_by_a_breath_is_nobodys_business(instance: &Instance) {
    worked(instance);
    let app = opened(instance, "2026-11-20T15:00:58");
    assert_eq!(start::check_date(&app).unwrap(), None);
}

/// The demo's files with the first document's text changed.
fn changed(change: impl Fn(String) -> String) -> Files {
    let mut files = Files::demo();
    let path = "desks/upme-p-ti-03/procedure.toml";
    let text = files.get(path).unwrap().to_owned();
    files.put(path, change(text));
    files
}

fn a_published_version_that_changed_is_refused(instance: &Instance) {
    worked(instance);
    let files = changed(|text| text.replace("after = \"2 business_days\"", "after = \"5 business_days\""));
    let refused = again(instance, "2026-11-20T16:00", &files);
    let Err(StartError::Entity(wrongs)) = refused else { panic!("it opened") };
    let said = wrongs[0].to_string();
    assert!(said.starts_with("desks/upme-p-ti-03/procedure.toml: línea "), "{said}");
    assert!(said.contains("La versión 03") && said.contains("tiene ahora 5 días hábiles en vez de 2"), "{said}");
}

fn a_case_keeps_the_version_it_began_with(instance: &Instance) {
    let old = worked(instance);
    let next = |text: String| {
        let text = text.replacen("version = \"03\"", "version = \"04\"", 1);
        text.replace("after = \"2 business_days\"", "after = \"5 business_days\"")
    };
    let app = again(instance, "2026-11-20T15:05", &changed(next)).expect("a new version is published");
    task::heartbeat::turn(&app).unwrap();
    let desk = Desk::over(app, instance);
    let new = desk.register(MESA, LAURA, "Otra vez", broken_computer());
    reported(&desk, &new);
    desk.clock.travel_to(bogota("2026-11-20T15:10"));
    task::heartbeat::turn(&desk).unwrap();
    desk.settle();
    let ends = |case: &str| desk.case(case).running_terms().next().expect("the silence runs").ends_at;
    assert_eq!(ends(&old), bogota("2026-11-25T00:00"));
    assert_eq!(ends(&new), bogota("2026-11-28T00:00"));
    assert_eq!(desk.case(&old).version, "03");
    assert_eq!(desk.rulebook_of(&desk.case(&old)).unwrap().procedure.document.version, "03");
}

fn an_amended_calendar_reaches_the_cases_that_wait(instance: &Instance) {
    let case = worked(instance);
    let mut files = Files::demo();
    let path = "calendars/co-nacional.toml";
    let text = files.get(path).unwrap().to_owned();
    let amended = "\n[[override]]\ndate = \"2026-11-24\"\nhours = \"\"\nname = \"Cierre de la sede\"\nbasis = \"Resolución de prueba\"\n";
    files.put(path, text + amended);
    let app = again(instance, "2026-11-23T09:00", &files).expect("it opens");
    task::heartbeat::turn(&app).unwrap();
    let desk = Desk::over(app, instance);
    desk.settle();
    let lengthened = desk.facts(&case, |what| match what {
        Happened::TermLengthened { ends_at, .. } => Some(*ends_at),
        _ => None,
    });
    assert_eq!(lengthened.iter().map(|(ends_at, _)| *ends_at).collect::<Vec<_>>(), [bogota("2026-11-26T00:00")]);
}

fn a_rebuild_cut_short_is_finished_at_the_next_start(instance: &Instance) {
    worked(instance);
    let dump = |app: &App| app.store.read(projections::dump).unwrap();
    let app = opened(instance, "2026-11-20T15:02");
    let live = dump(&app);
    assert!(!live.is_empty());
    app.store
        .write(Urgency::System, |tx| {
            settings::put(tx, "rebuilding", "", bogota("2026-11-20T15:02"))?;
            projections::delete_all(tx)
        })
        .unwrap();
    assert!(dump(&app).is_empty());
    drop(app);
    assert_eq!(dump(&opened(instance, "2026-11-20T15:03")), live);
}

fn an_account_gets_a_password_that_works_and_loses_the_former(instance: &Instance) {
    use server::web::session::Accounts;
    worked(instance);
    let app = opened(instance, "2026-11-20T15:02");
    let first = accounts::open(&app, DIANA, None).unwrap();
    assert_eq!((first.login.as_str(), first.renewed), (DIANA, false));
    let second = accounts::open(&app, DIANA, Some("Diana@ipt.example")).unwrap();
    assert!(second.renewed && second.password != first.password);
    assert_eq!(second.login, "diana@ipt.example");
    assert!(app.account(DIANA).unwrap().is_none(), "the former login is nobody's");
    assert!(app.account("diana@ipt.example").unwrap().is_some());
    let order =
        |person: &str, login: &str| control::Order::Account { person: person.into(), login: Some(login.into()) };
    assert!(matches!(control::obey(&app, order(RICARDO, "diana@ipt.example")), control::Answer::LoginTaken(_)));
    assert!(matches!(control::obey(&app, order("nadie", "x")), control::Answer::PersonUnknown(_)));
    // Somebody who left signs in no more.
    assert!(accounts::open(&app, "olga.sierra", None).is_err());
}

fn every_day_has_one_seal(instance: &Instance) {
    worked(instance);
    let app = opened(instance, "2026-11-20T15:02");
    task::seal::turn(&app).unwrap();
    task::seal::turn(&app).unwrap();
    let seals = |app: &App| app.store.read(|reader| server::store::seals::page(reader, 0, 10)).unwrap();
    assert_eq!(seals(&app).len(), 1);
    app.clock.travel_to(app.clock.now() + SignedDuration::from_hours(24));
    task::seal::turn(&app).unwrap();
    let days: Vec<String> = seals(&app).into_iter().map(|seal| seal.day).collect();
    assert_eq!(days, ["2026-11-20", "2026-11-21"]);
    let key = task::seal::key(&app).unwrap().public();
    assert_eq!(app.store.verify(Some(key), |_| {}).unwrap().broken, 0);
}
