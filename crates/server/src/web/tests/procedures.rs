//! The document as pages print it.

use axum::http::StatusCode;

use super::browser::Instance;
use super::memory::PASSWORD;

/// As a page writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

#[tokio::test]
async fn every_procedure_is_shown_with_every_cell_of_its_printed_table() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("laura.rojas", PASSWORD).await;
    let list = browser.get("/procedures").await;
    for book in instance.app.entity().desks.values() {
        let document = &book.procedure.document;
        let path = format!("/procedures/{}/{}", document.id, document.version);
        assert!(list.text.contains(&path), "{path}");
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        let table = book.procedure.table();
        assert!(!table.is_empty());
        for row in &table {
            for cell in row.cells.iter().flat_map(|cell| cell.split("\n\n")) {
                assert!(page.text.contains(&escaped(cell.trim())), "{}: {cell}", row.activity);
            }
        }
    }
    assert_eq!(browser.get("/procedures/ninguno/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_flowchart_links_every_activity_to_what_the_page_says_of_it() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("laura.rojas", PASSWORD).await;
    for book in instance.app.entity().desks.values() {
        let document = &book.procedure.document;
        let page = browser.get(&format!("/procedures/{}/{}", document.id, document.version)).await.text;
        assert!(page.contains("<svg class=\"flow-svg\" role=\"group\" aria-labelledby=\"chart-title chart-about\""));
        assert!(!page.contains("style="), "the policy of the pages refuses styles in line");
        for (id, activity) in &book.procedure.activities {
            let anchor = if activity.printed { format!("a{id}") } else { format!("in-words-{id}") };
            assert!(page.contains(&format!("href=\"#{anchor}\" aria-label")), "{id} is drawn");
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{id} is told");
            assert!(page.contains(&format!("id=\"in-words-{id}\"")), "{id} is in words");
        }
        for answer in book.procedure.answers.values() {
            assert!(page.contains(&escaped(&format!("«{}»", answer.label))), "{}", answer.label);
        }
    }
}

#[tokio::test]
async fn the_walk_of_a_case_is_shown_to_those_who_see_the_case() {
    let instance = Instance::new();
    let mut laura = instance.browser();
    laura.sign_in("laura.rojas", PASSWORD).await;
    let case = super::portal::registered(&mut laura).await;
    let walk = format!("{case}/procedure");
    let own = laura.get(&walk).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(own.text.contains("El caso está aquí") && own.text.contains("class=\"f-e w\""), "{}", own.text);
    assert!(laura.get(&case).await.text.contains(&walk), "its page leads there");
    let mut stranger = instance.browser();
    stranger.sign_in("nelson.guio", PASSWORD).await;
    assert_eq!(stranger.get(&walk).await.status, StatusCode::NOT_FOUND);
    let desk = walk.replace("/requests/", "/cases/");
    assert_eq!(laura.get(&desk).await.status, StatusCode::NOT_FOUND, "the desk's page is the desk's");
    let mut agent = instance.browser();
    agent.sign_in("diana.ospina", PASSWORD).await;
    let seen = agent.get(&desk).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(seen.text.contains("El caso está aquí"));
    assert!(agent.get(&case.replace("/requests/", "/cases/")).await.text.contains(&desk));
}

#[tokio::test]
async fn only_a_demo_shows_its_letters_and_travels() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("laura.rojas", PASSWORD).await;
    assert_eq!(browser.get("/demo/outbox").await.status, StatusCode::NOT_FOUND);
    let csrf = browser.get("/procedures").await.token();
    let got = browser.post("/demo/travel", &[("csrf", &csrf), ("to", "day")]).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
}
