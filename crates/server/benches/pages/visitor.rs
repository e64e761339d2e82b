//! Somebody with a browser, in this process.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use server::demo::PASSWORD;
use tower::ServiceExt;

/// Somebody signed in.
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// An answer, and what it took.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    pub took: Duration,
}

impl Got {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where a redirect leads; empty when it is none.
    pub fn to(&self) -> &str {
        self.headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Visitor {
    pub fn nobody(router: &Router) -> Visitor {
        Visitor { router: router.clone(), cookies: BTreeMap::new() }
    }

    /// Signs in through the form, as a person does.
    pub async fn sign_in(router: &Router, login: &str) -> Visitor {
        let mut visitor = Visitor::nobody(router);
        let page = visitor.get("/sign-in").await.text();
        let fields = [("csrf", hidden(&page, "csrf")), ("login", login.into()), ("password", PASSWORD.into())];
        let got = visitor.post("/sign-in", &fields.map(|(name, value)| (name.to_owned(), value))).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{login} cannot sign in");
        visitor
    }

    /// As it stands, uncompressed.
    pub async fn get(&mut self, address: &str) -> Got {
        self.send(Request::get(address).body(Body::empty()).expect("a request")).await
    }

    /// As a browser gets it.
    pub async fn get_compressed(&mut self, address: &str) -> Got {
        let request = Request::get(address).header(ACCEPT_ENCODING, "gzip, deflate, br, zstd");
        self.send(request.body(Body::empty()).expect("a request")).await
    }

    /// Sends a form.
    pub async fn post(&mut self, address: &str, fields: &[(String, String)]) -> Got {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(address).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Asks for what does not end; how long until the first of it comes.
    pub async fn first_of(&mut self, address: &str) -> Duration {
        let request = self.ready(Request::get(address).body(Body::empty()).expect("a request"));
        let began = Instant::now();
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let mut body = response.into_body().into_data_stream();
        drop(futures_util::StreamExt::next(&mut body).await);
        began.elapsed()
    }

    fn ready(&self, mut request: Request<Body>) -> Request<Body> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.headers_mut().insert(COOKIE, cookies.join("; ").parse().expect("cookies"));
        request
    }

    async fn send(&mut self, request: Request<Body>) -> Got {
        let request = self.ready(request);
        let router = self.router.clone();
        let began = Instant::now();
        let response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        let took = began.elapsed();
        for header in parts.headers.get_all(SET_COOKIE) {
            let (pair, _) = header.to_str().expect("text").split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("a pair");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Got { status: parts.status, headers: parts.headers, bytes, took }
    }
}

/// What the first control of a name carries; empty where there is none.
pub fn hidden(page: &str, name: &str) -> String {
    let found = page.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest);
    found.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}
