//! Who is visiting: read once for every request, before its page.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{IDLE, SEEN_EVERY, Token, Unavailable, cookie, set_cookie};
use crate::view;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::guard::Asker;
use crate::web::page::{Signed, Theme, Visit};
use crate::web::texts::Lang;

/// Middleware: puts a [`Visit`] into the request. A visitor without a session gets a token of their
/// own, so that the sign-in form too is known to be ours (login CSRF).
pub async fn load_visit(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let secure = request.extensions().get::<Asker>().is_some_and(|asker| asker.secure);
    let headers = request.headers();
    let token = cookie(headers, "session", secure).and_then(Token::from_text);
    let signed = match token {
        Some(token) => match signed(&web, token).await {
            Ok(signed) => signed,
            Err(fail) => return fail.into_response(),
        },
        None => None,
    };
    let (signed, approvals_pending) = signed.map_or((None, 0), |(signed, pending)| (Some(signed), pending));
    let visitor = cookie(headers, "visitor", secure).and_then(Token::from_text);
    let newcomer = (signed.is_none() && visitor.is_none()).then(Token::new);
    let csrf = match (&signed, visitor.as_ref().or(newcomer.as_ref())) {
        (Some(signed), _) => signed.csrf.clone(),
        (None, Some(visitor)) => visitor.visitor_csrf(),
        (None, None) => String::new(),
    };
    let visit = Visit {
        csrf,
        lang: language(headers, secure, signed.as_ref()),
        theme: cookie(headers, "theme", secure).map(Theme::from_word).unwrap_or_default(),
        here: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        secure,
        approvals_pending,
        signed,
    };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if let Some(cookie) = newcomer.and_then(|token| set_cookie("visitor", &token.text(), None, secure)) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Who holds this session, if it is one and the person is still among the people; and how many
/// decisions wait for them, which every page says.
async fn signed(web: &Web, token: Token) -> Result<Option<(Signed, u32)>, Fail> {
    let now = (web.machine_clock)();
    let hash = token.hash();
    let app = web.app.clone();
    web.store(move |accounts| {
        let Some(session) = accounts.session(&hash, now, IDLE)? else {
            return Ok(None);
        };
        if now.duration_since(session.last_seen_at) >= SEEN_EVERY {
            accounts.session_seen(&hash, now)?;
        }
        let lang = session.locale.as_deref().and_then(Lang::from_tag);
        let Some(person) = accounts.person(&session.person)? else {
            return Ok(None);
        };
        let pending = view::approvals_badge(&app, &person.id.as_str().into());
        let pending = pending.map_err(|error| Unavailable(error.to_string()))?;
        let signed = Signed { person, csrf: session.csrf, lang, token: hash };
        Ok(Some((signed, u32::try_from(pending).unwrap_or(0))))
    })
    .await
}

/// The person's choice, else the browser's choice here, else what the browser asks for.
fn language(headers: &HeaderMap, secure: bool, signed: Option<&Signed>) -> Lang {
    signed
        .and_then(|signed| signed.lang)
        .or_else(|| cookie(headers, "lang", secure).and_then(Lang::from_tag))
        .unwrap_or_else(|| {
            let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Lang::from_header(asked.unwrap_or_default())
        })
}
