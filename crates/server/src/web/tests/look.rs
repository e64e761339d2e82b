//! The entity's logo, colours and manifest, as a browser that nobody signed in at gets them.

use axum::http::StatusCode;

use super::browser::Instance;

#[tokio::test]
async fn a_page_names_the_manifest_and_both_lead_to_what_they_name() {
    let mut browser = Instance::new().browser();
    let page = browser.get("/sign-in").await.text;
    assert!(page.contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">"), "{page}");
    let got = browser.get("/manifest.webmanifest").await;
    assert_eq!(got.headers["content-type"], "application/manifest+json");
    let manifest: serde_json::Value = serde_json::from_str(&got.text).expect("a manifest is JSON");
    assert_eq!((&manifest["short_name"], &manifest["display"]), (&"IPT".into(), &"standalone".into()));
    assert!(manifest["name"].as_str().is_some_and(|name| name.contains("Instituto")), "{manifest}");
    let icons = manifest["icons"].as_array().expect("icons");
    assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"), "{manifest}");
}

#[tokio::test]
async fn a_logo_is_kept_for_ever_and_can_do_nothing() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    let logo = instance.app.entity().look.logo_path();
    assert!(browser.get("/sign-in").await.text.contains(&format!("src=\"{logo}\"")), "{logo}");
    let got = browser.get(&logo).await;
    assert_eq!(got.headers["content-type"], "image/svg+xml");
    assert_eq!(got.headers["cache-control"], "public, max-age=31536000, immutable");
    assert_eq!(got.headers["x-content-type-options"], "nosniff");
    let policy = got.headers["content-security-policy"].to_str().expect("text");
    assert!(policy.starts_with("default-src 'none'") && policy.ends_with("sandbox"), "{policy}");
    for other in ["/entity/logo-000000000000.svg", "/entity/style-.css", "/entity/entity.toml"] {
        assert_eq!(browser.get(other).await.status, StatusCode::NOT_FOUND, "{other}");
    }
}
