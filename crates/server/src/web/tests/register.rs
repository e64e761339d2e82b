//! A call becomes a case.

use axum::http::StatusCode;
use desk::event::Channel;

use super::browser::Instance;
use super::memory::PASSWORD;
use crate::view;

#[tokio::test]
async fn an_agent_finds_who_calls_sees_what_the_service_asks_and_registers_it() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("diana.ospina", PASSWORD).await;
    let entity = instance.app.entity();
    let (desk, item) = entity
        .desks
        .iter()
        .find_map(|(desk, book)| {
            Some((desk, book.catalogue.items.iter().find(|(_, item)| item.active && !item.form.is_empty())?.0))
        })
        .expect("a service with questions");
    let path = format!("/register?desk={desk}");
    let csrf = browser.get(&path).await.token();
    let found =
        browser.post(&path, &[("csrf", &csrf), ("find", "requester"), ("requester.query", "laura rojas")]).await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(found.text.contains("name=\"requester\" value=\"laura.rojas\""), "the only one found is chosen");
    let call = [
        ("csrf", csrf.as_str()),
        ("channel", "phone"),
        ("requester", "laura.rojas"),
        ("subject", "No abre el visor"),
        ("description", "Desde esta mañana."),
    ];
    let mut with_item = call.to_vec();
    with_item.push(("item", item.as_str()));
    let asked = browser.post(&path, &with_item).await;
    assert_eq!(asked.status, StatusCode::OK, "the service's questions are shown before anything is registered");
    let question = entity.desks[desk].catalogue.items[item].form.keys().next().expect("a question");
    assert!(asked.text.contains(&format!("name=\"{question}\"")), "{question}");
    let got = browser.post(&format!("{path}&item={item}"), &with_item).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let number = got.to().trim_start_matches("/cases/").to_owned();
    let app = instance.app.clone();
    let case = tokio::task::spawn_blocking(move || view::case(&app, &"diana.ospina".into(), &number))
        .await
        .expect("read")
        .expect("read")
        .expect("a case");
    assert_eq!((case.channel, case.parties.requester.as_str()), (Channel::Phone, "laura.rojas"));
    assert_eq!(case.parties.registered_by.as_ref().map(|id| id.as_str()), Some("diana.ospina"));
    // The same caller's open case is there when they call again.
    let again = browser.get(&format!("{path}&requester=laura.rojas")).await;
    assert!(again.text.contains(got.to()));
}

#[tokio::test]
async fn a_call_without_a_caller_is_not_registered_and_keeps_what_was_typed() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("diana.ospina", PASSWORD).await;
    let csrf = browser.get("/register").await.token();
    let got = browser
        .post(
            "/register",
            &[("csrf", &csrf), ("requester.query", "zzzz"), ("subject", "No abre el visor"), ("description", "")],
        )
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("value=\"zzzz\"") && got.text.contains("No abre el visor"));
    // Nobody registers their own request as somebody else's call.
    let got = browser
        .post(
            "/register",
            &[("csrf", &csrf), ("requester", "diana.ospina"), ("subject", "Mío"), ("description", "Mío.")],
        )
        .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut other = instance.browser();
    other.sign_in("laura.rojas", PASSWORD).await;
    assert_eq!(other.get("/register").await.status, StatusCode::NOT_FOUND);
}
