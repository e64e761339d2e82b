//! Signing in and out. The page answers the same to a wrong password and to an unknown login, in the
//! same time; a session begins with a token nobody has seen before.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use jiff::Timestamp;
use serde::Deserialize;

use super::accounts::{NewSession, SecurityNote};
use super::throttle::{WINDOW, account_key, address_key, wait};
use super::{LONGEST, Token, set_cookie};
use crate::web::Web;
use crate::web::fail::{Fail, Kept};
use crate::web::guard::{Asker, masked};
use crate::web::page::{Page, Person, Visit};

#[derive(Template)]
#[template(path = "session/sign_in.html")]
struct SignInPage {
    p: Page,
    /// What was typed, or what the demo's list filled in.
    login: String,
    next: String,
    /// What to say above the fields.
    problem: Option<String>,
    /// A form that waits for the person to be back.
    kept: Option<Kept>,
}

/// The page after signing in again, with what was typed before: one click sends it.
#[derive(Template)]
#[template(path = "session/resume.html")]
struct ResumePage {
    p: Page,
    kept: Kept,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    next: String,
    login: String,
}

/// `GET /sign-in`
pub async fn show(p: Page, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if let Some(person) = &p.person {
        return Ok(Redirect::to(first_page(person, &asked.next)).into_response());
    }
    let login = asked.login.chars().take(LOGIN_LIMIT).collect();
    Page::show(&SignInPage { p, login, next: asked.next, problem: None, kept: None })
}

#[derive(Deserialize)]
pub struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
    /// A form to be resumed: where it goes and what it holds.
    #[serde(default)]
    kept_action: String,
    #[serde(default)]
    kept_body: String,
}

/// Letters of a login; nobody's is longer.
const LOGIN_LIMIT: usize = 254;

/// `POST /sign-in`
pub async fn sign_in(
    State(web): State<Web>,
    Extension(asker): Extension<Asker>,
    visit: Visit,
    Form(form): Form<Credentials>,
) -> Result<Response, Fail> {
    let now = (web.machine_clock)();
    let kept = Kept::of(own_path(&form.kept_action), form.kept_body.as_bytes());
    let login = form.login.trim().to_lowercase();
    let again = |status, problem: String| {
        let (p, next, kept) = (visit.page(&web), form.next.clone(), kept.clone());
        Page::show_as(status, &SignInPage { login: form.login.clone(), next, problem: Some(problem), kept, p })
    };
    if login.chars().count() > LOGIN_LIMIT {
        return again(StatusCode::UNAUTHORIZED, visit.lang.t("sign-in-wrong").to_string());
    }

    let (key, address) = (account_key(&login), asker.address);
    let counted = key.clone();
    let (of_account, of_address, account) = web
        .store(move |accounts| {
            let of_account = accounts.attempt(&counted, now, WINDOW)?;
            let of_address = accounts.attempt(&address_key(address), now, WINDOW)?;
            Ok((of_account, of_address, accounts.account(&login)?))
        })
        .await?;
    if let Some(minutes) = wait(of_account, of_address, now) {
        note(&web, now, "sign-in throttled", None, address).await?;
        return again(StatusCode::TOO_MANY_REQUESTS, visit.lang.t("sign-in-wait").n("minutes", minutes).to_string());
    }

    let account = account.filter(|account| !account.disabled);
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = web.passwords.right(form.password.clone(), stored).await;
    let Some(account) = account.filter(|_| right) else {
        note(&web, now, "sign-in refused", None, address).await?;
        return again(StatusCode::UNAUTHORIZED, visit.lang.t("sign-in-wrong").to_string());
    };

    let token = Token::new();
    let csrf = Token::new().text();
    let session = NewSession {
        token: token.hash(),
        person: account.person.clone(),
        csrf: csrf.clone(),
        created_at: now,
        expires_at: now + LONGEST,
        address,
    };
    let before = visit.signed.as_ref().map(|signed| signed.token);
    web.store(move |accounts| {
        accounts.open_session(session)?;
        if let Some(before) = before {
            accounts.close_session(&before)?;
        }
        accounts.forget_attempts(&key)
    })
    .await?;
    let id = account.person.clone();
    let person = web.store(move |accounts| accounts.person(&id)).await?.unwrap_or_default();
    note(&web, now, "signed in", Some(account.person), address).await?;

    let mut response = match kept {
        Some(kept) => Page::show(&ResumePage { p: Page { csrf: masked(&csrf), ..visit.page(&web) }, kept })?,
        None => Redirect::to(first_page(&person, &form.next)).into_response(),
    };
    if let Some(cookie) = set_cookie("session", &token.text(), None, visit.secure) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    if let Some(gone) = set_cookie("visitor", "", Some(0), visit.secure) {
        response.headers_mut().append(SET_COOKIE, gone);
    }
    Ok(response)
}

/// `POST /sign-out`
pub async fn sign_out(
    State(web): State<Web>,
    Extension(asker): Extension<Asker>,
    visit: Visit,
) -> Result<Response, Fail> {
    let mut response = Redirect::to("/sign-in").into_response();
    if let Some(gone) = set_cookie("session", "", Some(0), visit.secure) {
        response.headers_mut().append(SET_COOKIE, gone);
    }
    if let Some(signed) = visit.signed {
        web.store(move |accounts| accounts.close_session(&signed.token)).await?;
        let now = (web.machine_clock)();
        note(&web, now, "signed out", Some(signed.person.id), asker.address).await?;
    }
    Ok(response)
}

async fn note(
    web: &Web,
    at: Timestamp,
    kind: &'static str,
    person: Option<String>,
    address: std::net::IpAddr,
) -> Result<(), Fail> {
    let note = SecurityNote { at, kind, person, address, detail: String::new() };
    web.store(move |accounts| accounts.note(note)).await
}

/// Where somebody goes on after signing in: to where they came from; who came to the door, to their
/// own work: the audit, how the desk is doing, its queue, or the portal.
fn first_page<'a>(person: &Person, next: &'a str) -> &'a str {
    match own_path(next) {
        "/" if person.administers && person.only_reads => "/audit",
        "/" if person.coordinates => "/board",
        "/" if person.works_at_desk => "/queue",
        next => next,
    }
}

/// Where to go on after signing in or choosing: a path of ours, else the home page. Browsers take
/// `//host` and `/\host` for other sites, and drop tabs and line ends first.
pub fn own_path(next: &str) -> &str {
    let rest = next.strip_prefix('/');
    let plain = next.len() <= 2000 && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    match rest {
        Some(rest) if plain && !rest.starts_with('/') => next,
        _ => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn after_signing_in_one_stays_on_this_site() {
        for next in ["/", "/cases/REQ-2026-000123?tab=times#conversation"] {
            assert_eq!(own_path(next), next);
        }
        for next in [
            "",
            "cases",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            " //evil.example",
            "/ñ",
        ] {
            assert_eq!(own_path(next), "/", "{next:?}");
        }
    }
}
