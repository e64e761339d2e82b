//! The configuration of an instance: applied with a plan, exported byte for byte, published versions
//! that stay, and open cases that go on under another one.

use std::collections::BTreeMap;

use desk::value::{Input, Inputs};
use desk::{ActivityId, Command, Happened};
use jiff::Timestamp;
use server::act;
use server::apply::{self, ApplyError, Asked, Mark, draft, kept};
use server::clock::DeskClock;
use server::control::{self, Answer, Order};
use server::entity::Files;
use server::migrate::{self, Wish};
use server::start;
use server::store::{deviations, events};
use server::view::{self, Shown};

use crate::app::*;
use crate::engine::Instance;

on_both_engines! {
    cases_end_by_the_version_they_began_with_also_after_a_restart,
    a_folder_applied_twice_has_nothing_to_change_and_comes_out_as_it_went_in,
    somebody_a_folder_leaves_out_stays_inactive,
    everything_wrong_is_said_at_once_and_nothing_is_applied,
    a_service_stays_as_it_was_when_it_was_chosen,
    a_renamed_category_and_priority_keep_their_label_on_old_cases,
    a_plan_names_the_cases_that_a_calendar_moves,
    a_draft_is_kept_until_it_is_published,
    a_plan_made_over_another_configuration_is_not_applied,
    a_case_is_migrated_and_what_was_announced_holds,
    a_migration_without_a_place_for_a_case_moves_none,
    a_text_that_is_gone_is_still_that_of_its_version,
}

const PROCEDURE: &str = "desks/upme-p-ti-03/procedure.toml";
const CATALOGUE: &str = "desks/upme-p-ti-03/catalogue.toml";

/// The files with one of them changed.
fn with(files: &Files, path: &str, change: impl Fn(String) -> String) -> Files {
    let mut files = files.clone();
    let text = change(files.get(path).unwrap_or_default().to_owned());
    files.put(path, text);
    files
}

/// The first document in another version, with this many days of silence.
fn version(version: &str, days: u32) -> Files {
    with(&Files::demo(), PROCEDURE, |text| {
        let text = text.replacen("version = \"03\"", &format!("version = \"{version}\""), 1);
        text.replace("after = \"2 business_days\"", &format!("after = \"{days} business_days\""))
    })
}

fn applied(desk: &Desk<'_>, files: &Files) {
    let done = apply::apply(desk, files, "prueba", None, Asked::Checked);
    assert!(done.as_ref().is_ok_and(|changed| *changed), "{:?}", done.err().map(|error| error.to_string()));
}

/// A case of the first document that waits for its requester's silence.
fn waiting(desk: &Desk<'_>) -> String {
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    reported(desk, &case);
    desk.later("2026-11-20T15:10");
    case
}

fn ends(desk: &Desk<'_>, case: &str) -> jiff::Timestamp {
    desk.case(case).running_terms().next().expect("the silence runs").ends_at
}

fn again<'i>(instance: &'i Instance, local: &str, files: &Files) -> Desk<'i> {
    let entity = server::entity::Entity::read(files).unwrap_or_else(|wrongs| panic!("{wrongs:?}"));
    let clock = DeskClock::standing_at(bogota(local));
    Desk::over(start::open_at((**instance).clone(), entity, clock, false).expect("it opens"), instance)
}

fn cases_end_by_the_version_they_began_with_also_after_a_restart(instance: &Instance) {
    let (old, new) = {
        let desk = Desk::earnest(instance, "2026-11-20T15:00");
        let old = waiting(&desk);
        let next = version("04", 5);
        let plan = apply::plan(&desk, &next, Asked::Checked).unwrap();
        assert_eq!(plan.wrongs, []);
        let line = plan.lines.iter().find(|line| line.mark == Mark::Published).expect("a version is published");
        assert!(line.es.contains("la versión 04") && line.es.contains("1 casos abiertos siguen"), "{}", line.es);
        assert!(
            line.more.iter().any(|said| said.starts_with("La actividad 9 tiene ahora 5 días hábiles en vez de 2")),
            "{:?}",
            line.more
        );
        applied(&desk, &next);
        let new = desk.register(MESA, LAURA, "Otra vez", broken_computer());
        reported(&desk, &new);
        desk.later("2026-11-20T15:20");
        (old, new)
    };
    // The folder still holds the former version; it is not followed any more.
    let desk = again(instance, "2026-11-20T15:21", &Files::demo());
    assert_eq!((desk.case(&old).version.as_str(), desk.case(&new).version.as_str()), ("03", "04"));
    assert_eq!(ends(&desk, &old), bogota("2026-11-25T00:00"));
    assert_eq!(ends(&desk, &new), bogota("2026-11-28T00:00"));
    let document = desk::ProcedureId::from("upme-p-ti-03");
    let versions: Vec<String> =
        desk.editions(&document).iter().map(|own| own.procedure.document.version.clone()).collect();
    assert_eq!(versions, ["04", "03"]);
    desk.later("2026-11-25T00:02");
    assert!(desk.case(&old).is_closed() && !desk.case(&new).is_closed());
    desk.later("2026-11-28T00:02");
    assert!(desk.case(&new).is_closed());
}

fn a_folder_applied_twice_has_nothing_to_change_and_comes_out_as_it_went_in(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let files = with(&version("04", 3), "people.csv", |text| text.replace("Asesor,", "Asesor  principal ,"));
    applied(&desk, &files);
    assert!(apply::plan(&desk, &files, Asked::Checked).unwrap().is_empty());
    let seq = desk.applied_seq();
    assert!(!apply::apply(&desk, &files, "prueba", None, Asked::Checked).unwrap());
    assert_eq!(desk.applied_seq(), seq, "nothing was recorded");
    let folder = tempfile::tempdir().unwrap();
    desk.store.read(kept::load).unwrap().files.write_to(folder.path()).unwrap();
    let exported = Files::from_folder(folder.path()).unwrap();
    assert_eq!(exported, files, "to the byte");
    assert!(apply::plan(&desk, &exported, Asked::Checked).unwrap().is_empty());
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
}

fn somebody_a_folder_leaves_out_stays_inactive(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let files = with(&Files::demo(), "people.csv", |text| {
        text.lines().filter(|line| !line.starts_with("felipe.zuluaga,")).map(|line| format!("{line}\n")).collect()
    });
    let plan = apply::plan(&desk, &files, Asked::Checked).unwrap();
    let said: Vec<&String> = plan.lines.iter().flat_map(|line| &line.more).collect();
    assert_eq!(said, ["- felipe.zuluaga «Felipe Zuluaga Marín»: active si → no"]);
    applied(&desk, &files);
    let entity = desk.entity();
    let felipe = entity.people.get(&"felipe.zuluaga".into()).expect("he stays");
    assert!(!felipe.active && felipe.name == "Felipe Zuluaga Marín");
    assert!(apply::plan(&desk, &files, Asked::Checked).unwrap().is_empty(), "the same folder again");
    assert!(!desk.case(&case).is_closed());
}

fn everything_wrong_is_said_at_once_and_nothing_is_applied(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    // A published version and its catalogue change without another version.
    let files = with(&Files::demo(), PROCEDURE, |text| text.replace("2 business_days", "5 business_days"));
    let files = with(&files, CATALOGUE, |text| text.replace("Mi computador falla", "Mi equipo falla"));
    let plan = apply::plan(&desk, &files, Asked::Checked).unwrap();
    let said: Vec<String> = plan.wrongs.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with(&format!("{PROCEDURE}: línea ")) && said[0].contains("La versión 03"), "{}", said[0]);
    assert!(said[1].starts_with(&format!("{CATALOGUE}: línea ")), "{}", said[1]);
    let refused = apply::apply(&desk, &files, "prueba", None, Asked::Checked);
    assert!(matches!(refused, Err(ApplyError::Wrong(wrongs)) if wrongs.len() == 2));
    assert_eq!(desk.applied_seq(), 1);
    // What cannot be read, in two files at once, with place and suggestion.
    let files = with(&Files::demo(), PROCEDURE, |text| text.replacen("question =", "qestion =", 1));
    let files = with(&files, "people.csv", |text| text.replace(",rodrigo.echeverri,4108", ",nadie,4108"));
    let said: Vec<String> =
        apply::plan(&desk, &files, Asked::Checked).unwrap().wrongs.iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|wrong| wrong.starts_with(PROCEDURE)
            && wrong.contains("columna")
            && wrong.contains("¿Quiso decir «question»?")),
        "{said:?}"
    );
    assert!(said.iter().any(|wrong| wrong.starts_with("people.csv: línea 4")), "{said:?}");
    // Readable, but no case could ever leave: the linter forbids it.
    let files = with(&version("04", 2), PROCEDURE, |text| text.replace("from = [\"9\"]", "from = [\"8\"]"));
    let plan = apply::plan(&desk, &files, Asked::Checked).unwrap();
    assert!(!plan.wrongs.is_empty());
    // A desk with cases stays.
    let mut files = Files::demo();
    let own: Vec<String> = files.under("desks/upme-p-ti-03/", "").map(|(path, _)| path.to_owned()).collect();
    own.iter().for_each(|path| files.remove(path));
    let plan = apply::plan(&desk, &files, Asked::Sound).unwrap();
    assert!(plan.wrongs.iter().any(|wrong| wrong.message.contains("tiene casos")), "{:?}", plan.wrongs);
}

fn a_service_stays_as_it_was_when_it_was_chosen(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let old = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.clock.travel_to(bogota("2026-11-20T15:01"));
    let files = with(&Files::demo(), CATALOGUE, |text| {
        let line = text.lines().find(|line| line.starts_with("version")).expect("a version").to_owned();
        text.replacen(&line, "version = \"otra\"", 1).replace("Mi computador falla", "Mi equipo falla")
    });
    applied(&desk, &files);
    desk.clock.travel_to(bogota("2026-11-20T15:02"));
    let new = desk.register(MESA, LAURA, "Otra vez", broken_computer());
    let name = |case: &str| {
        let rules = desk.rulebook_of(&desk.case(case)).expect("rules");
        rules.catalogue.item(&"falla_equipo".into()).expect("the item").name.clone()
    };
    assert_eq!((name(&old).as_str(), name(&new).as_str()), ("Mi computador falla", "Mi equipo falla"));
}

/// The catalogue in another version, with these words in place of those.
fn renamed(files: &Files, edition: &str, words: &[(&str, &str)]) -> Files {
    with(files, CATALOGUE, |text| {
        let line = text.lines().find(|line| line.starts_with("version")).expect("a version").to_owned();
        let text = text.replacen(&line, &format!("version = \"{edition}\""), 1);
        words.iter().fold(text, |text, (was, now)| text.replace(was, now))
    })
}

/// UPME-A03.2
fn a_renamed_category_and_priority_keep_their_label_on_old_cases(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let old = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    desk.answer(DIANA, &old, "U-E03", Inputs::new()).unwrap();
    desk.answer(DIANA, &old, "U-E04", classified()).unwrap();
    let labels = |case: &str| {
        let seen = view::case(&desk, &DIANA.into(), desk.case(case).number.as_str()).unwrap().expect("it is seen");
        let label = |id: &str| match &seen.fields.iter().find(|field| field.id == *id)?.value {
            Shown::Words(words) => words.first().cloned(),
            other => panic!("{other:?}"),
        };
        let item = seen.item.as_ref().and_then(|item| seen.rules.catalogue.item(item)).expect("its service");
        let category = seen.rules.catalogue.categories[&item.category].name.clone();
        let told = seen.entries.iter().filter_map(|entry| {
            let now = entry.fields.iter().find(|field| field.id == *"priority")?;
            let Shown::Words(now) = &now.value else { return None };
            let before = entry.before.as_ref().map(|before| match &before.value {
                Shown::Words(before) => before[0].clone(),
                other => panic!("{other:?}"),
            });
            Some((before, now[0].clone()))
        });
        (label("item"), category, label("priority"), told.collect::<Vec<_>>())
    };
    let said = |words: [&str; 2], category: &str, told: &[(Option<&str>, &str)]| {
        let told = told.iter().map(|(was, is)| (was.map(str::to_owned), (*is).to_owned())).collect::<Vec<_>>();
        (Some(words[0].to_owned()), category.to_owned(), Some(words[1].to_owned()), told)
    };
    let before = said(["Mi computador falla", "Media"], "Equipos y puesto de trabajo", &[(None, "Media"); 2]);
    assert_eq!(labels(&old), before);

    desk.clock.travel_to(bogota("2026-11-23T09:00"));
    let words = [
        ("Mi computador falla", "Mi equipo falla"),
        ("\"Equipos y puesto de trabajo\"", "\"Puesto de trabajo\""),
        ("p3 = { name = \"Media\" }", "p3 = { name = \"Normal\" }"),
        ("p2 = { name = \"Alta\" }", "p2 = { name = \"Urgente\" }"),
    ];
    let files = renamed(&Files::demo(), "2", &words);
    applied(&desk, &files);
    desk.clock.travel_to(bogota("2026-11-23T09:01"));
    assert_eq!(labels(&old), before, "what was said of an old case stays said");
    let new = desk.register(MESA, LAURA, "Otra vez", broken_computer());
    desk.answer(DIANA, &new, "U-E03", Inputs::new()).unwrap();
    desk.answer(DIANA, &new, "U-E04", classified()).unwrap();
    assert_eq!(labels(&new), said(["Mi equipo falla", "Normal"], "Puesto de trabajo", &[(None, "Normal"); 2]));

    // A priority given after the change is called as it is called then; the service stays.
    let urgent = Command::Edit {
        field: "priority".into(),
        saw: desk.case(&old).fields.get("priority").cloned(),
        to: Input::word("p2"),
        reason: Some(act::words("No puede trabajar")),
    };
    desk.ask(DIANA, &old, urgent).unwrap();
    let told = [(None, "Media"), (None, "Media"), (Some("Media"), "Urgente")];
    assert_eq!(labels(&old), said(["Mi computador falla", "Urgente"], "Equipos y puesto de trabajo", &told));
    // And so after the instance is opened again.
    desk.clock.travel_to(bogota("2026-11-23T09:02"));
    applied(&desk, &renamed(&files, "3", &[("\"Urgente\"", "\"Alta\""), ("\"Puesto de trabajo\"", "\"Puesto\"")]));
    let then = labels(&old);
    assert_eq!((then.1.as_str(), then.2.as_deref()), ("Equipos y puesto de trabajo", Some("Urgente")));
    assert_eq!(labels(&new).1, "Puesto de trabajo");
}

fn a_plan_names_the_cases_that_a_calendar_moves(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    let files = with(&Files::demo(), "calendars/co-nacional.toml", |text| {
        text + "\n[[override]]\ndate = \"2026-11-24\"\nhours = \"\"\nname = \"Cierre\"\nbasis = \"Resolución de prueba\"\n"
    });
    let plan = apply::plan(&desk, &files, Asked::Checked).unwrap();
    let moved: Vec<&String> =
        plan.lines.iter().filter(|line| line.mark == Mark::Moved).flat_map(|line| &line.more).collect();
    let number = desk.case(&case).number;
    assert_eq!(moved, [&format!("{number}: silencio 25/11/2026 00:00 → 26/11/2026 00:00")]);
    applied(&desk, &files);
    desk.settle();
    assert_eq!(ends(&desk, &case), bogota("2026-11-26T00:00"), "at once, without a restart");
}

fn a_draft_is_kept_until_it_is_published(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let files = version("04", 5);
    let kept = draft::keep(&desk, &files, "ricardo").unwrap();
    assert_eq!(kept, [(MESA.into(), "04".to_owned())]);
    let drafts = draft::all(&desk).unwrap();
    let (own, (draft, entity)) = &drafts[0];
    assert_eq!((own.as_str(), draft.by.as_str(), drafts.len()), (MESA, "ricardo", 1));
    let entity = entity.as_ref().unwrap_or_else(|wrongs| panic!("{wrongs:?}"));
    assert_eq!(entity.desks[own].procedure.document.version, "04");
    assert_eq!(desk.entity().desks[own].procedure.document.version, "03", "nothing is in force");
    applied(&desk, &files);
    assert!(draft::all(&desk).unwrap().is_empty());
}

fn a_plan_made_over_another_configuration_is_not_applied(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
    let Answer::Plan(plan) = control::obey(&desk, Order::Plan { files: version("04", 5) }) else { panic!("no plan") };
    applied(&desk, &version("04", 3));
    let order = Order::Apply { files: version("05", 5), by: "prueba".into(), over: plan.over };
    // As it travels over the socket.
    let order: Order = serde_json::from_str(&serde_json::to_string(&order).unwrap()).unwrap();
    assert!(matches!(control::obey(&desk, order), Answer::Changed));
    let over = desk.applied_seq();
    let order = Order::Apply { files: version("05", 5), by: "prueba".into(), over };
    assert!(matches!(control::obey(&desk, order), Answer::Applied));
}

fn wish(from: &str, to: &str, mapping: &[(&str, &str)]) -> Wish {
    Wish {
        procedure: "upme-p-ti-03".into(),
        from: from.into(),
        to: to.into(),
        mapping: mapping.iter().map(|(was, now)| ((*was).into(), (*now).into())).collect(),
        by: RICARDO.into(),
        reason: "Acta 7 del comité".into(),
    }
}

fn a_case_is_migrated_and_what_was_announced_holds(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    // A shorter term does not shorten what was announced.
    applied(&desk, &version("04", 1));
    let plan = migrate::plan(&desk, &wish("03", "04", &[])).unwrap();
    assert_eq!((plan.len(), plan[0].from.as_str(), plan[0].to.as_str()), (1, "9", "9"));
    assert_eq!((plan[0].terms.len(), &plan[0].refused), (0, &None));
    assert_eq!(desk.case(&case).version, "03", "a plan changes nothing");
    migrate::migrate(&desk, &wish("03", "04", &[])).unwrap();
    assert_eq!((desk.case(&case).version.as_str(), ends(&desk, &case)), ("04", bogota("2026-11-25T00:00")));
    // A longer one lengthens it; the activity has another number there.
    let renumbered = with(&version("05", 5), PROCEDURE, |text| {
        [("[activity.9]", "[activity.19]"), ("\"9\"", "\"19\""), ("\"enter 9\"", "\"enter 19\"")]
            .iter()
            .fold(text, |text, (was, now)| text.replace(was, now))
    });
    applied(&desk, &renumbered);
    migrate::migrate(&desk, &wish("04", "05", &[("9", "19")])).unwrap();
    assert_eq!(desk.activity(&case), "19");
    assert_eq!(ends(&desk, &case), bogota("2026-11-28T00:00"));
    let migrations = desk.facts(&case, |what| match what {
        Happened::Migrated { from, to, mapping, .. } => Some((from.clone(), to.clone(), mapping.clone())),
        _ => None,
    });
    let renamed: BTreeMap<ActivityId, ActivityId> = [("9".into(), "19".into())].into();
    let migrations: Vec<_> = migrations.into_iter().map(|(what, _)| what).collect();
    assert_eq!(migrations, [("03".into(), "04".into(), BTreeMap::new()), ("04".into(), "05".into(), renamed)]);
    desk.settle();
    desk.later("2026-11-28T00:02");
    assert!(desk.case(&case).is_closed());

    // Each step is held against the version it was taken on; the migrations are what is beside it.
    let rows = desk.store.read(|reader| events::load(reader, &case)).unwrap();
    let told: Vec<_> = rows.iter().map(|row| server::format::event::read(row).unwrap()).collect();
    let found = server::report::replay(&desk, &case, &told).unwrap().unwrap();
    let beside: Vec<_> = found.deviations().map(|own| (own.what.code(), own.version.as_str())).collect();
    assert_eq!(beside, [("migrated", "03"), ("migrated", "04")]);
    let steps: Vec<_> = found.steps().map(|step| (step.version.as_str(), step.from.as_str())).collect();
    assert_eq!((steps.first(), steps.last()), (Some(&("03", "1")), Some(&("05", "19"))));
    let forever = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
    let kept = desk.store.read(|reader| deviations::page(reader, MESA, forever, "", None, 9)).unwrap();
    assert_eq!(kept.iter().map(|row| row.detail.as_str()).collect::<Vec<_>>(), ["03 → 04", "04 → 05"]);
}

fn a_migration_without_a_place_for_a_case_moves_none(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let reported = waiting(&desk);
    let fresh = desk.register(MESA, LAURA, "Otra", broken_computer());
    let renumbered = with(&version("04", 5), PROCEDURE, |text| {
        [("[activity.9]", "[activity.19]"), ("\"9\"", "\"19\""), ("\"enter 9\"", "\"enter 19\"")]
            .iter()
            .fold(text, |text, (was, now)| text.replace(was, now))
    });
    applied(&desk, &renumbered);
    let landings = migrate::migrate(&desk, &wish("03", "04", &[])).unwrap();
    let refused: Vec<&String> = landings.iter().filter_map(|landing| landing.refused.as_ref()).collect();
    assert_eq!((landings.len(), refused.len()), (2, 1));
    assert!(refused[0].contains("no tiene la actividad 9"), "{}", refused[0]);
    assert_eq!((desk.case(&reported).version.as_str(), desk.case(&fresh).version.as_str()), ("03", "03"));
    // Nor does somebody who may not, nor to a version nobody published.
    let by = |by: &str, to: &str| Wish { by: by.into(), ..wish("03", to, &[("9", "19")]) };
    for wish in [by(LAURA, "04"), by(RICARDO, "07")] {
        assert!(migrate::migrate(&desk, &wish).unwrap().iter().all(|landing| landing.refused.is_some()));
    }
    let landings = migrate::migrate(&desk, &by(RICARDO, "04")).unwrap();
    assert!(landings.iter().all(|landing| landing.refused.is_none()));
    assert_eq!((desk.case(&reported).version.as_str(), desk.case(&fresh).version.as_str()), ("04", "04"));
}

fn a_text_that_is_gone_is_still_that_of_its_version(instance: &Instance) {
    let desk = Desk::earnest(instance, "2026-11-20T15:00");
    let case = waiting(&desk);
    let edition = desk.edition(&"upme-p-ti-03".into(), "03").expect("it is published");
    let path = |name: &str| format!("desks/upme-p-ti-03/texts/{name}.txt");
    assert_eq!(edition.texts.get("reporte").map(String::as_str), Files::demo().get(&path("reporte")));
    assert_eq!(edition.text, Files::demo().get(PROCEDURE).unwrap());
    assert_eq!(desk.case(&case).version, "03");
}
