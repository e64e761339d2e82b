//! Theme and language: chosen by a form that works without script, kept in cookies, and the language
//! also with the person.

use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Web;
use super::fail::Fail;
use super::page::{Theme, Visit};
use super::session::set_cookie;
use super::session::sign_in::own_path;
use super::texts::Lang;

/// A choice lives in the browser for a year, in seconds.
const A_YEAR: u32 = 365 * 24 * 60 * 60;

#[derive(Deserialize)]
pub struct Choice {
    theme: Option<String>,
    lang: Option<String>,
    #[serde(default)]
    next: String,
}

/// `POST /preferences`
pub async fn choose(State(web): State<Web>, visit: Visit, Form(choice): Form<Choice>) -> Result<Response, Fail> {
    let mut response = Redirect::to(own_path(&choice.next)).into_response();
    let mut keep = |name, value: &str| {
        if let Some(cookie) = set_cookie(name, value, Some(A_YEAR), visit.secure) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    };
    if let Some(theme) = choice.theme.as_deref() {
        keep("theme", Theme::from_word(theme).word());
    }
    if let Some(lang) = choice.lang.as_deref().and_then(Lang::from_tag) {
        keep("lang", lang.tag());
        if let Some(signed) = visit.signed {
            web.store(move |accounts| accounts.set_locale(&signed.person.id, lang.tag())).await?;
        }
    }
    Ok(response)
}
