//! When there is no page to show: every reason, its status and its words. A page says what to do, in
//! the reader's language, and shows no cause from inside.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Web;
use super::page::{Page, Visit};

/// Why there is no page.
#[derive(Clone, Debug)]
pub enum Fail {
    /// There is none here, or none this person may see: the two look the same.
    NotFound,
    /// The form stands on somebody else's page.
    ForeignForm,
    /// The form was shown to an older session, or is not one of ours; what was typed is handed back.
    StaleForm(Option<Kept>),
    /// The form cannot be read: something in it is missing or is not what the field takes.
    Unreadable,
    /// More was sent than this address takes.
    TooLarge,
    /// The case moved on meanwhile. Holds what was typed.
    MovedOn { case: String, kept: Option<Kept> },
    /// The store does not answer just now.
    Unavailable,
    /// Our mistake; the log of the process has the cause.
    Broken,
}

/// What somebody typed into a form that could not be taken, so that sending it again costs one click.
#[derive(Clone, Debug)]
pub struct Kept {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// A longer form is not handed back: its page would be as long as the form, in bytes.
const KEPT_LIMIT: usize = 128 * 1024;

/// Fields never shown again.
const NOT_KEPT: [&str; 3] = ["csrf", "password", "new_password"];

impl Kept {
    /// What a form body holds, but for secrets; nothing for a form that is empty or too long.
    pub fn of(action: &str, body: &[u8]) -> Option<Kept> {
        if body.len() > KEPT_LIMIT || action == "/sign-in" || action == "/sign-out" {
            return None;
        }
        let fields: Vec<_> = form_urlencoded::parse(body)
            .filter(|(name, _)| !NOT_KEPT.contains(&name.as_ref()))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        (!fields.is_empty()).then(|| Kept { action: action.to_owned(), fields })
    }

    /// What the person wrote, to be shown: the rest of a form is for the program.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(_, value)| value.trim()).filter(|value| value.contains(char::is_whitespace))
    }

    /// As one field of the sign-in form; [`Kept::of`] reads it back.
    pub fn body(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

impl Fail {
    /// Logs the cause, which pages do not show.
    pub fn broken(what: &str, cause: impl std::fmt::Display) -> Fail {
        tracing::error!(%cause, "{what}");
        Fail::Broken
    }

    /// Logs the cause, which pages do not show.
    pub fn unavailable(cause: impl std::fmt::Display) -> Fail {
        tracing::error!(%cause, "the store is unavailable");
        Fail::Unavailable
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Fail::NotFound => StatusCode::NOT_FOUND,
            Fail::ForeignForm | Fail::StaleForm(_) => StatusCode::FORBIDDEN,
            Fail::Unreadable => StatusCode::BAD_REQUEST,
            Fail::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Fail::MovedOn { .. } => StatusCode::CONFLICT,
            Fail::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Fail::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What another part of the machinery (a router, an extractor) meant by a status.
    fn of_status(status: StatusCode) -> Option<Fail> {
        Some(match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Fail::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Fail::TooLarge,
            StatusCode::SERVICE_UNAVAILABLE => Fail::Unavailable,
            status if status.is_server_error() => Fail::Broken,
            status if status.is_client_error() => Fail::Unreadable,
            _ => return None,
        })
    }
}

impl IntoResponse for Fail {
    /// Only says what happened; [`dress`] makes the page, because it knows the reader.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page for a failure.
#[derive(Template)]
#[template(path = "fail.html")]
struct FailPage {
    p: Page,
    status: u16,
    title: String,
    text: String,
    kept: Option<Kept>,
    /// Where one more click leads; the home page when there is nothing nearer.
    onward: (String, String),
}

/// Middleware: a refused request gets a page in the reader's language.
pub async fn dress(State(web): State<Web>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>().cloned().unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let fail = match response.extensions().get::<Fail>() {
        Some(fail) => fail.clone(),
        // A page that carries its own words, such as a form with its errors.
        None if is_page(&response) => return response,
        None => match Fail::of_status(status) {
            Some(fail) => fail,
            None => return response,
        },
    };
    page_of(fail, visit.page(&web))
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn page_of(fail: Fail, p: Page) -> Response {
    let signed_in = p.person.is_some();
    let (title, text) = match &fail {
        Fail::NotFound => (p.t("fail-not-found"), p.t("fail-not-found-text")),
        Fail::ForeignForm => (p.t("fail-foreign-form"), p.t("fail-foreign-form-text")),
        Fail::StaleForm(Some(_)) if signed_in => (p.t("fail-stale-form"), p.t("fail-stale-form-kept")),
        Fail::StaleForm(Some(_)) => (p.t("fail-signed-out"), p.t("fail-signed-out-kept")),
        Fail::StaleForm(None) => (p.t("fail-stale-form"), p.t("fail-stale-form-text")),
        Fail::Unreadable => (p.t("fail-unreadable"), p.t("fail-unreadable-text")),
        Fail::TooLarge => (p.t("fail-too-large"), p.t("fail-too-large-text")),
        Fail::MovedOn { .. } => (p.t("fail-moved-on"), p.t("fail-moved-on-text")),
        Fail::Unavailable => (p.t("fail-unavailable"), p.t("fail-unavailable-text")),
        Fail::Broken => (p.t("fail-broken"), p.t("fail-broken-text")),
    };
    let (title, text) = (title.to_string(), text.to_string());
    let status = fail.status();
    let home = ("/".to_owned(), p.t("to-home").to_string());
    let (kept, onward) = match fail {
        Fail::StaleForm(kept) => (kept, home),
        Fail::MovedOn { case, kept } => (kept, (case, p.t("fail-see-case").to_string())),
        _ => (None, home),
    };
    let page = FailPage { status: status.as_u16(), title, text, kept, onward, p };
    let mut response = Page::show_as(status, &page).unwrap_or_else(|_| status.into_response());
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
    }
    response
}

/// A page that panicked is our mistake, told like any other; the panic itself is on standard error.
pub fn of_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    Fail::Broken.into_response()
}

/// Middleware: one line in the log for what we could not do. Addresses of pages only, no queries.
pub async fn log(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    if response.status().is_server_error() {
        tracing::error!(%method, path, status = response.status().as_u16(), "answered with a failure");
    }
    response
}
