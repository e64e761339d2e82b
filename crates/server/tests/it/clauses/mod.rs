//! Clauses of both documents whose proof is what the machine shows, lists or sends; the days at the
//! desk prove what the rules decide.

mod pages;
mod shown;

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use server::app::App;
use server::store::{Urgency, accounts};
use server::web::page::Site;
use server::web::session::{Accounts, NewSession, Token};
use server::web::{Settings, Web, router};
use tower::ServiceExt;

/// Somebody signed in, asking the running instance for pages.
pub struct Reader {
    pages: axum::Router,
    cookie: String,
    talk: tokio::runtime::Runtime,
}

impl Reader {
    pub fn of(app: &App, person: &str) -> Reader {
        let (token, now) = (Token::new(), Timestamp::now());
        let session = NewSession {
            token: token.hash(),
            person: person.to_owned(),
            csrf: "0".repeat(43),
            created_at: now,
            expires_at: now + SignedDuration::from_hours(1),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        let account = accounts::Account {
            person: person.to_owned(),
            login: person.to_owned(),
            password_hash: None,
            must_change: false,
            disabled: false,
            locale: None,
            changed_at: now,
        };
        let own = app.store.read(|reader| accounts::get(reader, person)).expect("the accounts");
        if own.is_none() {
            app.store.write(Urgency::Person, move |tx| accounts::put(tx, &account)).expect("an account");
        }
        app.open_session(session).expect("a session");
        let zone = jiff::tz::TimeZone::get("America/Bogota").expect("Bogotá is known");
        let settings = Settings { site: Site::default(), zone, address: None, tls: false, proxies: Vec::new() };
        let pages = router(Web::new(settings, std::sync::Arc::new(app.clone()), app.clone()));
        let talk = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Reader { pages, cookie: format!("session={}", token.text()), talk }
    }

    /// A page as a browser gets it; no-break spaces are spaces.
    pub fn get(&self, path: &str) -> (StatusCode, String) {
        self.ask(Request::get(path).header("cookie", &self.cookie).body(Body::empty()).expect("a request"))
    }

    /// Sends a form with the token of the page it is on.
    pub fn post(&self, path: &str, page: &str, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let token = page.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        let fields = [("csrf", token.expect("a form"))].into_iter().chain(fields.iter().copied());
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header("cookie", &self.cookie);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(body)).expect("a request"))
    }

    fn ask(&self, request: Request<Body>) -> (StatusCode, String) {
        let pages = self.pages.clone();
        self.talk.block_on(async move {
            let answer = pages.oneshot(request).await.expect("an answer");
            let status = answer.status();
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            (status, String::from_utf8_lossy(&bytes).replace('\u{a0}', " "))
        })
    }

    /// A page that must be there.
    #[track_caller]
    pub fn page(&self, path: &str) -> String {
        let (status, text) = self.get(path);
        assert_eq!(status, StatusCode::OK, "{path}");
        text
    }
}
