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
async fn only_a_demo_shows_its_letters_and_travels() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("laura.rojas", PASSWORD).await;
    assert_eq!(browser.get("/demo/outbox").await.status, StatusCode::NOT_FOUND);
    let csrf = browser.get("/procedures").await.token();
    let got = browser.post("/demo/travel", &[("csrf", &csrf), ("to", "day")]).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
}
