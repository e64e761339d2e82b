//! The document as pages print it.

use axum::http::StatusCode;

use super::browser::Instance;
use super::memory::PASSWORD;
use crate::apply::{self, Asked, draft};
use crate::entity::Files;

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

/// The file of the procedure that stands in version 03, and what it says.
fn third_version(files: &Files) -> (String, String) {
    let procedures = files.under("desks", "procedure.toml").map(|(path, text)| (path.to_owned(), text.to_owned()));
    procedures.into_iter().find(|(_, text)| text.contains("version = \"03\"")).expect("a procedure in version 03")
}

/// The demo's files with that procedure in another version, and a longer term.
fn next_version() -> Files {
    let mut files = Files::demo();
    let (path, text) = third_version(&files);
    let text = text.replacen("version = \"03\"", "version = \"04\"", 1);
    files.put(&path, text.replace("after = \"2 business_days\"", "after = \"3 business_days\""));
    files
}

#[tokio::test]
async fn a_draft_is_shown_to_the_desk_and_a_published_version_beside_the_former() {
    let instance = Instance::new();
    let (mut laura, mut diana) = (instance.browser(), instance.browser());
    laura.sign_in("laura.rojas", PASSWORD).await;
    diana.sign_in("diana.ospina", PASSWORD).await;
    let app = instance.app.clone();
    let kept = tokio::task::spawn_blocking(move || draft::keep(&app, &next_version(), "Ricardo")).await;
    kept.expect("it ends").expect("it is kept");
    let (path, _) = third_version(&Files::demo());
    let at = format!("/procedures/{}", path.split('/').nth(1).expect("a folder"));
    let address = &format!("{at}/03/diff/draft");
    assert!(!laura.get("/procedures").await.text.contains(address));
    assert_eq!(laura.get(address).await.status, StatusCode::NOT_FOUND);
    assert!(diana.get("/procedures").await.text.contains(address));
    let page = diana.get(address).await;
    let says = "La actividad 9 tiene ahora 3 días hábiles en vez de 2";
    assert!(page.text.contains("Borrador") && page.text.contains("Ricardo") && page.text.contains(says));
    assert_eq!(laura.get(&format!("{at}/04")).await.status, StatusCode::NOT_FOUND);

    let app = instance.app.clone();
    let published = move || apply::apply(&app, &next_version(), "Ricardo", None, Asked::Checked);
    tokio::task::spawn_blocking(published).await.expect("it ends").expect("it is published");
    assert_eq!(diana.get(address).await.status, StatusCode::NOT_FOUND, "no draft any more");
    let page = laura.get(&format!("{at}/04")).await;
    let compare = &format!("{at}/03/diff/04");
    assert!(page.text.contains(compare) && page.text.contains("Publicada el"));
    assert_eq!(laura.get(&format!("{at}/03")).await.status, StatusCode::OK);
    let page = laura.get(compare).await;
    assert!(page.status == StatusCode::OK && page.text.contains(says));
    assert_eq!(laura.get(&format!("{at}/03/diff/99")).await.status, StatusCode::NOT_FOUND);
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
