//! `GET /articles/{id}` and `GET /articles/{id}/versions/{number}`: an article at the desk, with its
//! versions, its review and what it did.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::knowledge::{Language, Reader, Version};
use desk::{ArticleId, PersonId};
use jiff::ToSpan;
use serde::Deserialize;

use super::show_shelf::{icon, visibility};
use super::{Reading, done, foreign, lang_of, language, other_language, reading, services_of};
use crate::act::article;
use crate::knowledge::counts::{self, Spared};
use crate::knowledge::{Shelved, markdown, stream_of, text};
use crate::store::articles::{self, Votes};
use crate::web::Web;
use crate::web::cases::command_id;
use crate::web::cases::sent::Sent;
use crate::web::desk::nav::Nav;
use crate::web::desk::show_nav;
use crate::web::fail::Fail;
use crate::web::kit::{FormHead, Link};
use crate::web::page::{Page, Person, Tab};
use crate::web::texts::Lang;

/// How long an article is right until somebody reads it again, unless they say otherwise.
pub(super) const MONTHS: i32 = 6;

#[derive(Template)]
#[template(path = "knowledge/version.html")]
struct VersionPage {
    p: Page,
    nav: Nav,
    id: String,
    number: u32,
    title: String,
    body: markdown::Rendered,
    lang: &'static str,
    other: Option<Link>,
    category: String,
    visibility: String,
    icon: &'static str,
    services: Vec<Link>,
    /// Where everybody reads it; empty where not everybody does.
    public: String,
    standing: Standing,
    author: bool,
    review: String,
    to_review: bool,
    /// A day for the next review.
    next_review: String,
    wrong_review: bool,
    reviewing: FormHead,
    retiring: FormHead,
    versions: Vec<Row>,
    spared: Spared,
    days: i64,
}

/// What this version is among the others.
#[derive(PartialEq)]
enum Standing {
    InForce,
    /// Not published yet.
    Pending,
    Former,
    Retired,
}

struct Row {
    number: u32,
    href: String,
    current: bool,
    by: String,
    when: String,
    visibility: String,
    votes: Votes,
}

#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    lang: String,
}

/// `GET /articles/{id}`
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
    page(&web, p, &person, id, None, &address.lang, false).await
}

/// `GET /articles/{id}/versions/{number}`
///
/// # Errors
/// As [`show`].
pub async fn show_one(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((id, number)): Path<(String, u32)>,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    page(&web, p, &person, id, Some(number), &address.lang, false).await
}

/// `POST /articles/{id}/review`: it was read and is right until another day.
///
/// # Errors
/// As [`show`], and for who does not write articles.
pub async fn review(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let (me, command, of) = (PersonId::from(person.id.as_str()), sent.command(), ArticleId::from(id.as_str()));
    let Ok(on) = sent.typed.text("review_on").parse() else {
        return page(&web, p, &person, id, None, "", true).await;
    };
    match done(&web, move |app| article::review(app, &command, &me, &of, on)).await? {
        Ok(()) => Ok(Redirect::to(&format!("/articles/{id}")).into_response()),
        Err(_) => page(&web, p, &person, id, None, "", true).await,
    }
}

/// `POST /articles/{id}/retire`
///
/// # Errors
/// As [`review`].
pub async fn retire(
    State(web): State<Web>,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let (me, command, of) = (PersonId::from(person.id.as_str()), sent.command(), ArticleId::from(id.as_str()));
    match done(&web, move |app| article::retire(app, &command, &me, &of)).await? {
        Ok(()) => Ok(Redirect::to(&format!("/articles/{id}")).into_response()),
        Err(_) => Err(Fail::NotFound),
    }
}

async fn page(
    web: &Web,
    p: Page,
    person: &Person,
    id: String,
    number: Option<u32>,
    lang: &str,
    wrong_review: bool,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Knowledge);
    let me = PersonId::from(person.id.as_str());
    let reading = reading(web, &me).await?;
    if reading.who == Reader::Requester {
        return Err(Fail::NotFound);
    }
    let (shelved, found) = reading.article(&id)?;
    let version = match number {
        Some(number) => shelved.article.version(number).filter(|one| may_read(&reading, one)).ok_or(Fail::NotFound)?,
        None => found,
    };
    let wished = language(Lang::from_tag(lang).unwrap_or(p.lang));
    let (shown, title, body) = words(web, shelved, version, wished).await?;
    let article = ArticleId::from(id.as_str());
    let (votes, spared) = web
        .read(move |app| {
            let now = app.clock.now();
            let counted = app.store.read(|reader| {
                let spared = counts::spared(reader, now)?.get(&article).copied().unwrap_or_default();
                Ok::<_, crate::store::StoreError>((articles::votes(reader, article.as_str())?, spared))
            })?;
            Ok(Some(counted))
        })
        .await?;
    let nav = show_nav::nav(web, &p, &me, None).await?;
    let people = web.app.entity().people.clone();
    let here = match number {
        Some(number) => format!("/articles/{id}/versions/{number}?"),
        None => format!("/articles/{id}?"),
    };
    let versions = shelved.article.versions.iter().rev().filter(|one| may_read(&reading, one)).map(|one| Row {
        number: one.number,
        href: format!("/articles/{id}/versions/{}", one.number),
        current: one.number == version.number,
        by: people.name(&one.by),
        when: p.w.when_short(one.at),
        visibility: p.t(visibility(one.visibility)).to_string(),
        votes: votes.iter().find(|(number, _)| *number == one.number).map_or(Votes::default(), |(_, votes)| *votes),
    });
    let standing = standing(shelved, version);
    let form = |word: &str| FormHead {
        action: format!("/articles/{id}/{word}"),
        command_id: command_id(),
        visit: String::new(),
        seen: 0,
    };
    let page = VersionPage {
        number: version.number,
        lang: foreign(&p, shown),
        other: other_language(shown, version, &here),
        category: version.category.clone(),
        visibility: p.t(visibility(version.visibility)).to_string(),
        icon: icon(version.visibility),
        services: services_of(&web.app, &version.services),
        public: match version.visibility {
            desk::knowledge::Visibility::Requesters if standing == Standing::InForce => format!("/knowledge/{id}"),
            _ => String::new(),
        },
        author: reading.who == Reader::Author,
        review: p.w.date(shelved.article.review_on),
        to_review: shelved.article.to_review(reading.today),
        next_review: reading.today.saturating_add(MONTHS.months()).to_string(),
        wrong_review,
        reviewing: form("review"),
        retiring: form("retire"),
        versions: versions.collect(),
        body: markdown::rendered(&body, &lang_of(shown).t("art-table").to_string()),
        title,
        standing,
        spared,
        days: counts::DAYS,
        id,
        nav,
        p,
    };
    Page::show(&page)
}

/// Who writes articles reads every version; the others what was published.
fn may_read(reading: &Reading, version: &Version) -> bool {
    reading.who == Reader::Author || version.visibility > desk::knowledge::Visibility::Draft
}

fn standing(shelved: &Shelved, version: &Version) -> Standing {
    let is = |other: Option<&Version>| other.is_some_and(|other| other.number == version.number);
    if is(shelved.article.in_force()) {
        Standing::InForce
    } else if is(shelved.article.pending()) {
        Standing::Pending
    } else if shelved.article.is_retired() {
        Standing::Retired
    } else {
        Standing::Former
    }
}

/// The words of any version: those of former ones are read when they are asked for.
async fn words(
    web: &Web,
    shelved: &Shelved,
    version: &Version,
    wished: Language,
) -> Result<(Language, String, String), Fail> {
    if let Some(read) = shelved.read(version, wished) {
        return Ok((read.language, read.title.to_owned(), read.body.to_owned()));
    }
    let (language, own) = [wished, wished.other()]
        .into_iter()
        .find_map(|language| Some((language, version.texts.get(&language)?.clone())))
        .ok_or(Fail::NotFound)?;
    let stream = stream_of(&shelved.id);
    web.read(move |app| {
        let read = app.store.read(|reader| {
            Ok::<_, crate::store::StoreError>((text(reader, &stream, &own.title)?, text(reader, &stream, &own.body)?))
        })?;
        Ok(Some((language, read.0, read.1)))
    })
    .await
}
