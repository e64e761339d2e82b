//! What threats.md says of sessions and forms.

use axum::Router;
use axum::body::Body;
use axum::extract::Multipart;
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use jiff::SignedDuration;

use super::browser::Instance;
use super::memory::PASSWORD;

#[tokio::test]
async fn signing_in_begins_a_session_with_a_new_token_and_signing_out_ends_it() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.cookies.insert("session".into(), "a".repeat(43));
    let got = browser.sign_in("ana", PASSWORD).await;
    assert_eq!((got.status, got.to()), (StatusCode::SEE_OTHER, "/queue"));
    let token = browser.cookies["session"].clone();
    assert_ne!(token, "a".repeat(43));
    assert_eq!(browser.get("/sign-in").await.to(), "/queue");

    let csrf = instance.form_token();
    let got = browser.post("/sign-out", &[("csrf", &csrf)]).await;
    assert_eq!(got.to(), "/sign-in");
    assert!(!browser.cookies.contains_key("session"));
    browser.cookies.insert("session".into(), token);
    assert_eq!(browser.get("/sign-in").await.status, StatusCode::OK, "the old token opens nothing");
    assert_eq!(*instance.memory.notes.lock().expect("notes"), ["signed in", "signed out"]);
}

#[tokio::test]
async fn only_the_hash_of_a_token_is_stored() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("ana", PASSWORD).await;
    let sent = data_encoding::BASE64URL_NOPAD.decode(browser.cookies["session"].as_bytes()).expect("a token");
    let sessions = instance.memory.sessions.lock().expect("sessions");
    assert!(sessions.keys().all(|stored| stored.as_slice() != sent));
}

#[tokio::test]
async fn an_unknown_login_a_wrong_password_and_a_disabled_account_are_answered_alike() {
    let instance = Instance::new();
    let mut answers = Vec::new();
    for (login, password) in [("nadie", "x"), ("ana", "x"), ("retirada", PASSWORD), ("ana", "")] {
        let got = instance.browser().sign_in(login, password).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED);
        let page = got.text.replace(&format!("value=\"{login}\""), "");
        answers.push(page.replace(&got.token(), ""));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn an_account_is_throttled_whether_it_exists_or_not_and_opens_again_after_its_window() {
    let instance = Instance::new();
    for login in ["ana", "nadie"] {
        let mut browser = instance.browser();
        for _ in 0..10 {
            assert_eq!(browser.sign_in(login, "x").await.status, StatusCode::UNAUTHORIZED);
        }
        let got = browser.sign_in(login, PASSWORD).await;
        assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(got.text.contains("15 minutos"));
    }
    assert_eq!(instance.browser().sign_in("carla", PASSWORD).await.to(), "/", "others are not held up");
    instance.pass(SignedDuration::from_mins(15));
    assert_eq!(instance.browser().sign_in("ana", PASSWORD).await.to(), "/queue");
}

#[tokio::test]
async fn a_session_ends_when_it_is_left_alone_and_after_its_longest_time() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("ana", PASSWORD).await;
    for _ in 0..5 {
        instance.pass(SignedDuration::from_hours(2));
        assert_eq!(browser.get("/sign-in").await.to(), "/queue");
    }
    instance.pass(SignedDuration::from_hours(2));
    assert_eq!(browser.get("/sign-in").await.status, StatusCode::OK, "twelve hours are over");
    browser.sign_in("ana", PASSWORD).await;
    instance.pass(SignedDuration::from_hours(4));
    assert_eq!(browser.get("/sign-in").await.status, StatusCode::OK, "four hours alone");
}

#[tokio::test]
async fn a_form_without_the_sessions_token_changes_nothing() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.get("/sign-in").await;
    let foreign = instance.browser().get("/sign-in").await.token();
    for csrf in ["", "x", &foreign] {
        let got = browser.post("/sign-in", &[("csrf", csrf), ("login", "ana"), ("password", PASSWORD)]).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{csrf}");
    }
    let got = browser.post("/preferences", &[("theme", "dark")]).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(!browser.cookies.contains_key("theme"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_right_token() {
    let instance = Instance::at(Some("https://mesa.example"));
    let mut browser = instance.browser();
    let csrf = browser.get("/sign-in").await.token();
    for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        browser.headers = vec![(name, value.to_owned())];
        let got = browser.post("/sign-in", &[("csrf", &csrf), ("login", "ana"), ("password", PASSWORD)]).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    browser.headers = vec![("origin", "https://mesa.example".into())];
    let got = browser.post("/sign-in", &[("csrf", &csrf), ("login", "ana"), ("password", PASSWORD)]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    let csrf = browser.get("/sign-in").await.token();
    let body = format!("{{\"csrf\":\"{csrf}\"}}");
    for kind in ["application/json", "text/plain", ""] {
        let request = Request::post("/preferences").header("content-type", kind);
        let got = browser.send(request.body(Body::from(body.clone())).expect("a request")).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{kind}");
    }
}

#[tokio::test]
async fn what_was_typed_into_an_expired_session_is_handed_back_and_sent_after_signing_in() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    browser.sign_in("ana", PASSWORD).await;
    let csrf = instance.form_token();
    instance.pass(SignedDuration::from_hours(5));

    let typed = [("csrf", csrf.as_str()), ("text", "Un <b>texto</b> largo & bueno"), ("password", "nunca")];
    let got = browser.post("/cases/REQ-1/comment", &typed).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(got.text.contains("/cases/REQ-1/comment") && !got.text.contains("nunca"));

    let body = "text=Un+%3Cb%3Etexto%3C%2Fb%3E+largo+%26+bueno";
    assert!(got.text.contains(body), "{}", got.text);
    let form = [
        ("csrf", got.token()),
        ("login", "ana".into()),
        ("password", PASSWORD.into()),
        ("kept_action", "/cases/REQ-1/comment".into()),
        ("kept_body", body.into()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let got = browser.post("/sign-in", &form).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.text.contains("action=\"/cases/REQ-1/comment\""));
    assert!(got.text.contains("Un &#60;b&#62;texto&#60;/b&#62; largo &#38; bueno"), "{}", got.text);
    let sent = browser.post("/preferences", &[("csrf", &got.token()), ("theme", "dark")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "its form carries the new session's token");
}

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let instance = Instance::at(Some("https://mesa.example"));
    for path in ["/sign-in", "/nowhere", "/assets/nothing.css"] {
        let got = instance.browser().get(path).await;
        let header =
            |name: &str| got.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("referrer-policy"), "same-origin");
        assert!(header("strict-transport-security").contains("max-age"));
    }
    let plain = Instance::new().browser().get("/sign-in").await;
    assert!(!plain.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn cookies_of_a_secure_instance_are_bound_to_it() {
    let instance = Instance::at(Some("https://mesa.example"));
    let got = instance.browser().get("/sign-in").await;
    let cookie = got.headers["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.starts_with("__Host-visitor="), "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn the_page_after_signing_in_is_always_ours() {
    let instance = Instance::new();
    for (next, expected) in
        [("/requests", "/requests"), ("//evil.example", "/queue"), ("https://evil.example", "/queue")]
    {
        let mut browser = instance.browser();
        let csrf = browser.get("/sign-in").await.token();
        let form = [("csrf", csrf.as_str()), ("login", "ana"), ("password", PASSWORD), ("next", next)];
        assert_eq!(browser.post("/sign-in", &form).await.to(), expected);
    }
}

#[tokio::test]
async fn a_failure_speaks_the_readers_language() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    let got = browser.get("/nowhere").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert!(got.text.contains("Esta página no existe") && got.text.contains("lang=\"es-CO\""));
    browser.headers = vec![("accept-language", "en".into())];
    assert!(browser.get("/nowhere").await.text.contains("This page does not exist"));
}

#[tokio::test]
async fn a_chosen_language_and_theme_stay_without_script() {
    let instance = Instance::new();
    let mut browser = instance.browser();
    let csrf = browser.get("/sign-in").await.token();
    let got =
        browser.post("/preferences", &[("csrf", &csrf), ("lang", "en"), ("theme", "dark"), ("next", "/sign-in")]).await;
    assert_eq!(got.to(), "/sign-in");
    let page = browser.get("/sign-in").await.text;
    assert!(page.contains("lang=\"en\" data-theme=\"dark\""), "{page}");

    browser.sign_in("ana", PASSWORD).await;
    let csrf = instance.form_token();
    browser.post("/preferences", &[("csrf", &csrf), ("lang", "es-CO")]).await;
    assert_eq!(instance.memory.locales.lock().expect("locales")["ana"], "es-CO");
}

#[tokio::test]
async fn a_form_with_files_counts_only_with_the_token_as_its_first_part_and_arrives_whole() {
    let instance = Instance::with_pages(Router::new().route("/files", post(count_bytes)));
    let mut browser = instance.browser();
    let csrf = browser.get("/sign-in").await.token();
    let file = "x".repeat(100_000);
    let body = |token: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n{file}\r\n--b--\r\n"
        )
    };
    for (token, expected) in [(csrf.as_str(), "100000"), ("x", "")] {
        let request = Request::post("/files").header("content-type", "multipart/form-data; boundary=b");
        let got = browser.send(request.body(Body::from(body(token))).expect("a request")).await;
        if expected.is_empty() {
            assert_eq!(got.status, StatusCode::FORBIDDEN);
        } else {
            assert_eq!((got.status, got.text.as_str()), (StatusCode::OK, expected));
        }
    }
}

async fn count_bytes(mut parts: Multipart) -> String {
    let mut bytes = 0;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some("files") {
            bytes += part.bytes().await.map_or(0, |part| part.len());
        }
    }
    bytes.to_string()
}

#[tokio::test]
async fn a_page_that_panics_is_told_as_our_mistake_and_shows_nothing_of_it() {
    async fn broken() -> String {
        panic!("secret inner words")
    }
    let instance = Instance::with_pages(Router::new().route("/broken", get(broken)));
    let got = instance.browser().get("/broken").await;
    assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(got.text.contains("Algo falló de nuestro lado") && !got.text.contains("secret"));
}
