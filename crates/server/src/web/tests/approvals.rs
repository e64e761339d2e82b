//! Approving through the pages, as a browser does it.

use axum::http::StatusCode;
use desk::command::Register;
use desk::event::{ApprovalOutcome, Channel};
use desk::offer::Required;
use desk::procedure::{Field, FieldKind, Finder};
use desk::value::{Input, Inputs, Value};
use desk::{CaseNumber, Command, DeskId, FieldId, ItemId, PersonId, Rulebook};

use super::browser::{Browser, Got, Instance};
use super::memory::PASSWORD;
use crate::act::{Order, To, act, words};
use crate::app::App;
use crate::view::{self, CaseView};

const REQUESTER: &str = "laura.rojas";
const APPROVER: &str = "beatriz.noguera";
const AGENT: &str = "diana.ospina";

/// A case that waits for the approver, by its number: registered, and walked there by the agent.
pub async fn waiting(instance: &Instance) -> String {
    let app = instance.app.clone();
    tokio::task::spawn_blocking(move || walk(&app)).await.expect("a case")
}

fn walk(app: &App) -> String {
    let (desk, item) = picked(app);
    let rules = app.rulebook(&desk).expect("rules");
    let form = &rules.catalogue.items.get(&item).expect("an item").form;
    let policy = rules.catalogue.items[&item].approval.clone().expect("a policy");
    let chosen = rules.procedure.approvals[&policy].steps.iter().find_map(|step| match &step.finder {
        Finder::Chosen { field, .. } => Some(field.clone()),
        _ => None,
    });
    let mut inputs: Inputs = form
        .iter()
        .filter(|(_, field)| field.kind != FieldKind::Attachments)
        .map(|(id, field)| (id.clone(), filled(&rules, &item, field)))
        .collect();
    inputs.insert("item".into(), Input::word(item.as_str()));
    inputs.insert(chosen.expect("a field"), Input::Value(Value::Person(APPROVER.into())));
    let register = Register {
        number: CaseNumber::from(""),
        channel: Channel::Portal,
        requester: REQUESTER.into(),
        beneficiary: REQUESTER.into(),
        subject: words("Un asunto <b>con marcas</b>"),
        description: words("Para entregar el informe del trimestre."),
        inputs,
        files: Vec::new(),
        followers: Vec::new(),
        link: None,
        letter: None,
    };
    let order = Order::of_person(app, "register", &REQUESTER.into(), Command::Register(Box::new(register)));
    let done = act(app, &To::NewCase(desk), order).expect("registered");
    let agent = PersonId::from(AGENT);
    for turn in 0..10 {
        let case = read(app, AGENT, done.number.as_str());
        if !case.approvals.is_empty() {
            return done.number.to_string();
        }
        let offers = case.turn().offers;
        // The way forward is the one the tool proposes, else the first that is open.
        let open = || offers.iter().filter(|offer| offer.closed_because.is_none());
        let offer = open().find(|offer| offer.suggested_because.is_some()).or_else(|| open().next()).expect("a way on");
        let asked = offer.asked.iter().filter(|asked| asked.required == Required::Yes);
        let inputs: Inputs = asked.map(|asked| (asked.id.clone(), filled(&rules, &item, asked.field))).collect();
        let visit = case.stay().expect("a visit").visit;
        let answer = Command::Answer { visit, answer: offer.id.clone(), inputs };
        act(app, &To::Case(case.stream.clone()), Order::of_person(app, format!("turn-{turn}"), &agent, answer))
            .expect("answered");
    }
    panic!("the case did not reach an approval");
}

/// A desk and a service of it whose approver is picked by the requester.
fn picked(app: &App) -> (DeskId, ItemId) {
    let entity = app.entity();
    let mut found = entity.desks.iter().flat_map(|(desk, book)| {
        let picks = |policy| {
            book.procedure
                .approvals
                .get(policy)
                .is_some_and(|policy| policy.steps.iter().all(|step| matches!(step.finder, Finder::Chosen { .. })))
        };
        let without_files = |item: &desk::catalogue::Item| {
            item.form.values().all(|field| field.kind != FieldKind::Attachments || !field.required)
        };
        let items =
            book.catalogue.items.iter().filter(move |(_, item)| {
                item.active && item.approval.as_ref().is_some_and(picks) && without_files(item)
            });
        items.map(move |(item, _)| (desk.clone(), item.clone()))
    });
    found.next().expect("a service that somebody picked approves")
}

pub fn filled(rules: &Rulebook, item: &ItemId, field: &Field) -> Input {
    let first = |mut words: Box<dyn Iterator<Item = &str> + '_>| Input::word(words.next().expect("an option"));
    match field.kind {
        kind if kind.is_written() => Input::Text(words("Lo que hacía falta decir aquí.")),
        FieldKind::Choice => first(Box::new(field.options.keys().map(String::as_str))),
        FieldKind::Many => Input::Value(Value::Many(field.options.keys().take(1).cloned().collect())),
        FieldKind::Number => Input::Value(Value::Number(3.0)),
        FieldKind::Date => Input::Value(Value::Date(jiff::civil::date(2100, 1, 4))),
        FieldKind::YesNo => Input::Value(Value::Yes(true)),
        FieldKind::People => Input::Value(Value::People(vec![REQUESTER.into()])),
        FieldKind::Item => Input::word(item.as_str()),
        FieldKind::Category => Input::word(rules.catalogue.items[item].category.as_str()),
        FieldKind::Priority => first(Box::new(rules.catalogue.priorities.keys().map(|id| id.as_str()))),
        _ => Input::Value(Value::Person(APPROVER.into())),
    }
}

pub fn read(app: &App, person: &str, number: &str) -> CaseView {
    view::case(app, &person.into(), number).expect("read").expect("a case")
}

async fn seen(instance: &Instance, number: &str) -> CaseView {
    let (app, number) = (instance.app.clone(), number.to_owned());
    tokio::task::spawn_blocking(move || read(&app, AGENT, &number)).await.expect("read")
}

async fn signed_in(instance: &Instance, person: &str) -> Browser {
    let mut browser = instance.browser();
    browser.sign_in(person, PASSWORD).await;
    browser
}

/// Sends the card's form as the page shows it, with these further fields.
async fn decide(browser: &mut Browser, number: &str, card: &Got, more: &[(&str, &str)]) -> Got {
    let hidden: Vec<(&str, String)> =
        ["csrf", "command_id", "visit", "binds"].into_iter().map(|name| (name, card_hidden(card, name))).collect();
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend(more);
    browser.post(&format!("/approvals/{number}/decide"), &fields).await
}

/// Of the form that decides, which is the one with the fingerprint.
fn card_hidden(card: &Got, name: &str) -> String {
    let (_, form) = card.text.split_once("/decide\"").expect("the form that decides");
    let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a hidden field");
    rest.split('"').next().expect("a value").to_owned()
}

#[tokio::test]
async fn an_approver_sees_what_waits_and_approves_it_in_the_form() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let mut browser = signed_in(&instance, APPROVER).await;
    let inbox = browser.get("/approvals").await;
    assert!(inbox.text.contains(&format!("/approvals/{number}")), "{}", inbox.text);
    let card = browser.get(&format!("/approvals/{number}")).await;
    assert_eq!(card.status, StatusCode::OK);
    assert!(card.text.contains("Para entregar el informe del trimestre."));
    assert!(!card.text.contains("<b>con marcas</b>"), "what people type is never markup");
    let got = decide(&mut browser, &number, &card, &[("verdict", "approve")]).await;
    assert_eq!((got.status, got.to()), (StatusCode::SEE_OTHER, format!("/approvals/{number}").as_str()));
    let case = seen(&instance, &number).await;
    assert_eq!(case.approvals[0].outcome, Some(ApprovalOutcome::Approved));
    let after = browser.get(&format!("/approvals/{number}")).await;
    assert!(!after.text.contains("/decide\""), "a decided card asks nothing");
    assert!(!browser.get("/approvals").await.text.contains(&format!("href=\"/approvals/{number}\"")));
}

#[tokio::test]
async fn following_the_links_of_a_card_as_a_mail_scanner_does_changes_nothing() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let before = seen(&instance, &number).await.seq;
    let mut browser = signed_in(&instance, APPROVER).await;
    for path in
        ["", "?step=reject", "?step=not-mine", "?verdict=approve", "/decide", "/decide?verdict=approve", "/answer"]
    {
        browser.get(&format!("/approvals/{number}{path}")).await;
    }
    assert_eq!(seen(&instance, &number).await.seq, before);
}

#[tokio::test]
async fn whoever_was_not_asked_finds_no_card_and_nobody_approves_their_own() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let mut approver = signed_in(&instance, APPROVER).await;
    let card = approver.get(&format!("/approvals/{number}")).await;
    let before = seen(&instance, &number).await.seq;
    for person in [REQUESTER, AGENT, "hernan.quiroga"] {
        let mut browser = signed_in(&instance, person).await;
        assert_eq!(browser.get(&format!("/approvals/{number}")).await.status, StatusCode::NOT_FOUND, "{person}");
        let csrf = browser.get("/absences").await.token();
        let (visit, binds) = (card_hidden(&card, "visit"), card_hidden(&card, "binds"));
        let fields = [("csrf", csrf.as_str()), ("visit", &visit), ("binds", &binds), ("verdict", "approve")];
        let got = browser.post(&format!("/approvals/{number}/decide"), &fields).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{person}");
    }
    assert_eq!(seen(&instance, &number).await.seq, before);
}

#[tokio::test]
async fn a_rejection_needs_its_motive_and_keeps_what_was_typed() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let mut browser = signed_in(&instance, APPROVER).await;
    let card = browser.get(&format!("/approvals/{number}?step=reject")).await;
    for motive in ["", "Zz"] {
        let got = decide(&mut browser, &number, &card, &[("verdict", "reject"), ("motivo", motive)]).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(got.text.contains("summary-err"), "the refusal is said");
        assert!(got.text.contains(&format!(">{motive}</textarea>")), "what was typed is still there");
    }
    assert_eq!(seen(&instance, &number).await.approvals[0].outcome, None);
    let got =
        decide(&mut browser, &number, &card, &[("verdict", "reject"), ("motivo", "No hace falta este trimestre.")])
            .await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert_eq!(seen(&instance, &number).await.approvals[0].outcome, Some(ApprovalOutcome::Denied));
}

#[tokio::test]
async fn a_decision_on_something_else_than_what_is_shown_is_refused_and_shows_it_anew() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let mut browser = signed_in(&instance, APPROVER).await;
    let card = browser.get(&format!("/approvals/{number}")).await;
    let (csrf, visit) = (card_hidden(&card, "csrf"), card_hidden(&card, "visit"));
    let fields = [("csrf", csrf.as_str()), ("visit", &visit), ("binds", "0123"), ("verdict", "approve")];
    let got = browser.post(&format!("/approvals/{number}/decide"), &fields).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("summary-err"));
    assert_eq!(card_hidden(&got, "binds"), card_hidden(&card, "binds"), "the new form binds to what is shown now");
    assert_eq!(seen(&instance, &number).await.approvals[0].outcome, None);
}

#[tokio::test]
async fn who_is_not_the_approver_hands_the_decision_back_with_a_reason() {
    let instance = Instance::new();
    let number = waiting(&instance).await;
    let mut browser = signed_in(&instance, APPROVER).await;
    let card = browser.get(&format!("/approvals/{number}?step=not-mine")).await;
    let fields: Vec<(&str, String)> = ["csrf", "command_id", "visit", "answer"]
        .into_iter()
        .map(|name| {
            let (_, form) = card.text.split_once("/answer\"").expect("the form that hands back");
            let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a hidden field");
            (name, rest.split('"').next().expect("a value").to_owned())
        })
        .collect();
    let with = |reason: &'static str| {
        fields.iter().map(|(name, value)| (*name, value.as_str())).chain([("razon", reason)]).collect::<Vec<_>>()
    };
    let got = browser.post(&format!("/approvals/{number}/answer"), &with("")).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got = browser.post(&format!("/approvals/{number}/answer"), &with("Decide la directora.")).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let case = seen(&instance, &number).await;
    assert_eq!(case.approvals[0].outcome, Some(ApprovalOutcome::Recalled));
    let said: Vec<FieldId> = case.fields.iter().map(|field| field.id.clone()).collect();
    assert!(case.entries.iter().any(|entry| !entry.fields.is_empty()), "the reason is on record: {said:?}");
    assert_eq!(browser.get(&format!("/approvals/{number}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_absence_is_recorded_with_its_substitute_and_can_be_ended() {
    let instance = Instance::new();
    let mut browser = signed_in(&instance, APPROVER).await;
    let page = browser.get("/absences").await;
    let csrf = page.token();
    let found =
        browser.post("/absences", &[("csrf", &csrf), ("find", "substitute"), ("substitute.query", "quiroga")]).await;
    assert!(found.text.contains("hernan.quiroga"), "found by typing, without script");
    assert!(instance.app.absences().is_empty(), "finding records nothing");
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let (from, until) = (today.to_string(), today.saturating_add(jiff::Span::new().days(5)).to_string());
    let wrong = browser
        .post("/absences", &[("csrf", &csrf), ("from", &until), ("until", &from), ("substitute", "hernan.quiroga")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got = browser
        .post("/absences", &[("csrf", &csrf), ("from", &from), ("until", &until), ("substitute", "hernan.quiroga")])
        .await;
    assert_eq!((got.status, got.to()), (StatusCode::SEE_OTHER, "/absences"));
    assert_eq!(instance.app.absences().len(), 1);
    let other = browser.post("/absences/2020-01-01/end", &[("csrf", &csrf)]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let got = browser.post(&format!("/absences/{from}/end"), &[("csrf", &csrf)]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert!(instance.app.absences().iter().all(|absence| absence.until_on <= today));
}
