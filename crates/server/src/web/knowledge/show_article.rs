//! `GET /knowledge/{id}`: an article as everybody reads it, and «¿Le sirvió?».

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::PersonId;
use desk::knowledge::{Reader, Version, Visibility};
use serde::Deserialize;

use super::{Reading, foreign, lang_of, language, other_language, reading, services_of};
use crate::knowledge::{Shelved, markdown};
use crate::store::{StoreError, Urgency, articles};
use crate::web::Web;
use crate::web::cases::sent::Sent;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::page::{Page, Person, Tab};
use crate::web::session::sign_in::own_path;
use crate::web::texts::Lang;

#[derive(Template)]
#[template(path = "knowledge/article.html")]
struct ArticlePage {
    p: Page,
    id: String,
    title: String,
    body: markdown::Rendered,
    category: String,
    /// The language of the article, where that is not the page's.
    lang: &'static str,
    other: Option<Link>,
    /// When this version was written.
    since: String,
    /// Its day of review has passed.
    old: bool,
    services: Vec<Link>,
    /// What this person said of this version.
    vote: Option<bool>,
    /// The form it was suggested beside; empty where it was not.
    from: String,
    /// Where its writers find it.
    desk: bool,
}

/// The address of an article.
#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    from: String,
}

/// `GET /knowledge/{id}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such article for this reader.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Knowledge);
    let me = PersonId::from(person.id.as_str());
    let reading = reading(&web, &me).await?;
    let Ok((shelved, version)) = for_everybody(&reading, &id) else {
        // Who works at the desk reads there what only the desk reads.
        reading.article(&id)?;
        return Ok(Redirect::to(&format!("/articles/{id}")).into_response());
    };
    let wished = Lang::from_tag(&address.lang).unwrap_or(p.lang);
    let read = shelved.read(version, language(wished)).ok_or(Fail::NotFound)?;
    let (number, article, reader) = (version.number, id.clone(), me.to_string());
    let vote =
        web.read(move |app| Ok(Some(app.store.read(|own| articles::vote(own, &article, number, &reader))?))).await?;
    let from = form(&address.from).to_owned();
    let before = if from.is_empty() { String::new() } else { format!("from={}&", query(&from)) };
    let page = ArticlePage {
        title: read.title.to_owned(),
        body: markdown::rendered(read.body, &lang_of(read.language).t("art-table").to_string()),
        category: version.category.clone(),
        lang: foreign(&p, read.language),
        other: other_language(read.language, version, &format!("/knowledge/{id}?{before}")),
        since: p.w.date(p.w.civil(version.at).date()),
        old: shelved.article.to_review(reading.today),
        services: services_of(&web.app, &version.services),
        vote,
        from,
        desk: reading.who > Reader::Requester,
        id,
        p,
    };
    Page::show(&page)
}

fn for_everybody<'a>(reading: &'a Reading, id: &str) -> Result<(&'a Shelved, &'a Version), Fail> {
    let (shelved, version) = reading.article(id)?;
    let published = shelved.article.in_force().is_some_and(|own| own.number == version.number);
    if published && version.visibility == Visibility::Requesters { Ok((shelved, version)) } else { Err(Fail::NotFound) }
}

/// The address of a form of ours, or nothing.
pub(super) fn form(from: &str) -> &str {
    if own_path(from).starts_with("/catalogue/") { from } else { "" }
}

pub(super) fn query(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `POST /knowledge/{id}/open`: from a suggestion beside a form, which is written down.
///
/// # Errors
/// As [`show`].
pub async fn open(
    State(web): State<Web>,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let reading = reading(&web, &me).await?;
    let (_, version) = for_everybody(&reading, &id)?;
    let (number, at) = (version.number, web.app.clock.now());
    let from = sent.typed.text("from");
    let from = form(&from).to_owned();
    let to = format!("/knowledge/{id}?from={}", query(&from));
    if !from.is_empty() {
        let kept = web
            .app
            .store
            .write_async(Urgency::Person, move |tx| articles::put_opening(tx, &id, number, me.as_str(), &from, at));
        kept.await.map_err(|error: StoreError| Fail::unavailable(error))?;
    }
    Ok(Redirect::to(&to).into_response())
}

/// `POST /knowledge/{id}/useful`: whether this version was of use to this person.
///
/// # Errors
/// As [`show`]; [`Fail::Unreadable`] for an answer that is none.
pub async fn useful(
    State(web): State<Web>,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let reading = reading(&web, &me).await?;
    let (_, version) = for_everybody(&reading, &id)?;
    let useful = match sent.typed.one("useful") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Fail::Unreadable),
    };
    let (number, at) = (version.number, web.app.clock.now());
    let from = sent.typed.text("from");
    let from = match form(&from) {
        "" => String::new(),
        from => format!("?from={}", query(from)),
    };
    let to = format!("/knowledge/{id}{from}#useful");
    let kept = web
        .app
        .store
        .write_async(Urgency::Person, move |tx| articles::put_vote(tx, &id, number, me.as_str(), useful, at));
    kept.await.map_err(|error: StoreError| Fail::unavailable(error))?;
    Ok(Redirect::to(&to).into_response())
}
