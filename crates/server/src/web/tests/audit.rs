//! The proof of a period as auditors and coordinators meet it.

use axum::http::StatusCode;

use super::browser::Instance;
use super::memory::PASSWORD;

const PAGES: [&str; 3] = ["/audit", "/evidence", "/compliance"];
const FILES: [&str; 5] =
    ["/audit/log.xes", "/audit/log.csv", "/audit/deviations.csv", "/evidence.csv", "/compliance.csv"];

#[tokio::test]
async fn an_auditor_begins_at_the_audit_and_finds_every_proof_from_there() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    assert_eq!(browser.sign_in("wilson.ariza", PASSWORD).await.to(), "/audit");
    let audit = browser.get("/audit").await;
    for page in PAGES {
        assert!(audit.text.contains(&format!("href=\"{page}")), "{page}");
        let got = browser.get(&format!("{page}?desk=cst&from=2026-11-01&until=2026-11-30&points=all")).await;
        assert_eq!(got.status, StatusCode::OK, "{page}");
        assert!(got.text.contains("value=\"2026-11-30\""), "{page}: the period stays in the form");
    }
    for file in FILES {
        let got = browser.get(&format!("{file}?desk=cst&from=2026-11-01&until=2026-11-30")).await;
        assert_eq!(got.status, StatusCode::OK, "{file}");
        assert!(got.headers["content-disposition"].to_str().unwrap().starts_with("attachment"), "{file}");
        assert!(!got.text.is_empty(), "{file}");
    }
    // Days the wrong way round, and what no address of ours holds, are read as well as they can be.
    let got = browser.get("/audit?from=2026-11-30&until=2026-11-01&code=nada&after=x").await;
    assert!(got.text.contains("name=\"from\" type=\"date\" value=\"2026-11-01\""));
}

#[tokio::test]
async fn a_coordinator_reads_the_proof_and_others_do_not_learn_of_it() {
    let instance = Instance::new();
    for (person, status) in [
        ("ricardo.salcedo", StatusCode::OK),
        ("diana.ospina", StatusCode::NOT_FOUND),
        ("laura.rojas", StatusCode::NOT_FOUND),
    ] {
        let mut browser = instance.browser();
        assert_ne!(browser.sign_in(person, PASSWORD).await.to(), "/audit");
        for address in PAGES.into_iter().chain(FILES) {
            assert_eq!(browser.get(address).await.status, status, "{person} {address}");
        }
    }
}

#[tokio::test]
async fn a_procedure_is_handed_out_in_open_formats_and_as_it_is_written() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("laura.rojas", PASSWORD).await;
    let entity = instance.app.entity();
    let book = entity.desks.values().next().unwrap();
    let address = format!("/procedures/{}/{}", book.procedure.document.id, book.procedure.document.version);
    let page = browser.get(&address).await;
    for (format, holds) in [("bpmn", "<bpmn:definitions"), ("pnml", "<pnml"), ("toml", "[document]")] {
        assert!(page.text.contains(&format!("{address}/file/{format}")), "{format}");
        let got = browser.get(&format!("{address}/file/{format}")).await;
        assert!(got.text.contains(holds), "{format}: {}", &got.text[..200.min(got.text.len())]);
    }
    assert_eq!(browser.get(&format!("{address}/file/exe")).await.status, StatusCode::NOT_FOUND);
}
