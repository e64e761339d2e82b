//! `GET /articles/new` and `GET /articles/{id}/edit`: an article is written, looked at and published.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::knowledge::{Reader, Unfit, Version, Written};
use desk::{ArticleId, PersonId};
use jiff::{Timestamp, ToSpan};

use super::show_version::MONTHS;
use super::{Reading, done, edit, lang_of, reading};
use crate::act::article;
use crate::knowledge::{Shelved, markdown};
use crate::web::Web;
use crate::web::cases::command_id;
use crate::web::cases::fields::Typed;
use crate::web::cases::sent::Sent;
use crate::web::desk::nav::Nav;
use crate::web::desk::show_nav;
use crate::web::drafts;
use crate::web::fail::Fail;
use crate::web::kit::{Field, FormHead, Opt, Problem};
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "knowledge/edit.html")]
struct EditPage {
    p: Page,
    nav: Nav,
    /// What is being changed; empty for a new one.
    title: String,
    /// The version it follows.
    over: u32,
    form: FormHead,
    fields: Vec<Field>,
    services: Vec<(String, Vec<Opt>)>,
    /// How many services are chosen.
    chosen: usize,
    problems: Vec<Problem>,
    /// What it looks like, in each language.
    preview: Vec<Preview>,
    draft_at: Option<Timestamp>,
    /// Where one goes without keeping anything.
    back: String,
}

struct Preview {
    lang: &'static str,
    title: String,
    body: markdown::Rendered,
}

/// `GET /articles/new`
///
/// # Errors
/// [`Fail::NotFound`] for who does not write articles.
pub async fn show_new(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    fresh(&web, p, &person, None).await
}

/// `GET /articles/{id}/edit`
///
/// # Errors
/// As [`show_new`], and where there is no such article.
pub async fn show(State(web): State<Web>, p: Page, person: Person, Path(id): Path<String>) -> Result<Response, Fail> {
    fresh(&web, p, &person, Some(id)).await
}

/// `POST /articles/new`
///
/// # Errors
/// As [`show_new`]; what is wrong with the article is said on its form.
pub async fn take_new(State(web): State<Web>, p: Page, person: Person, sent: Sent) -> Result<Response, Fail> {
    take_form(&web, p, &person, None, sent).await
}

/// `POST /articles/{id}/edit`
///
/// # Errors
/// As [`take_new`].
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    take_form(&web, p, &person, Some(id), sent).await
}

/// Where the form is and is sent to.
fn address(id: Option<&str>) -> String {
    id.map_or_else(|| "/articles/new".to_owned(), |id| format!("/articles/{id}/edit"))
}

async fn authors(web: &Web, me: &PersonId) -> Result<Reading, Fail> {
    let reading = reading(web, me).await?;
    if reading.who == Reader::Author { Ok(reading) } else { Err(Fail::NotFound) }
}

fn last(shelved: &Shelved) -> Result<&Version, Fail> {
    shelved.article.versions.last().ok_or(Fail::NotFound)
}

async fn fresh(web: &Web, p: Page, person: &Person, id: Option<String>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let reading = authors(web, &me).await?;
    let draft = drafts::get(web, &me, &address(id.as_deref())).await?;
    let next = reading.today.saturating_add(MONTHS.months());
    let (typed, draft_at) = match (draft, &id) {
        (Some((typed, at)), _) => (typed, Some(at)),
        (None, None) => {
            let mut typed = Typed::default();
            typed.0.insert("review_on".into(), vec![next.to_string()]);
            (typed, None)
        }
        (None, Some(id)) => {
            let (shelved, _) = reading.article(id)?;
            let last = last(shelved)?;
            let read = |language| shelved.read(last, language).filter(|read| read.language == language);
            let texts = last.texts.keys().filter_map(|language| read(*language));
            let written = Written {
                texts: texts.map(|read| (read.language, (read.title.to_owned(), read.body.to_owned()))).collect(),
                category: last.category.clone(),
                services: last.services.clone(),
                visibility: last.visibility,
                // Who writes it anew has read it: it is right for as long as any other.
                review_on: shelved.article.review_on.max(next),
            };
            (edit::typed(&written, last.number), None)
        }
    };
    let shown = Shown { status: StatusCode::OK, typed, wrong: BTreeMap::new(), preview: false, draft_at };
    page(web, p, &me, &reading, id, shown).await
}

async fn take_form(web: &Web, p: Page, person: &Person, id: Option<String>, sent: Sent) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let reading = authors(web, &me).await?;
    let form = address(id.as_deref());
    let written = edit::written(&sent.typed, reading.today);
    if sent.typed.one("preview").is_some() {
        let at = drafts::keep(web, &me, &form, &sent.typed).await?;
        let shown = Shown {
            status: StatusCode::OK,
            typed: sent.typed,
            wrong: BTreeMap::new(),
            preview: true,
            draft_at: Some(at),
        };
        return page(web, p, &me, &reading, id, shown).await;
    }
    let over = sent.typed.text("over").parse().unwrap_or(0);
    let to = id.as_deref().map(|id| (ArticleId::from(id), over));
    let (command, writer) = (sent.command(), me.clone());
    match done(web, move |app| article::write(app, &command, &writer, to, written)).await? {
        Ok(id) => {
            drafts::forget(web, &me, &form).await?;
            Ok(Redirect::to(&format!("/articles/{id}")).into_response())
        }
        Err(unfit) => {
            let reading = authors(web, &me).await?;
            let wrong = wrong(web, &p, &reading, id.as_deref(), &unfit);
            let mut typed = sent.typed;
            // Sending it again then follows the version that came between.
            if let Some(Unfit::ChangedMeanwhile(number)) = unfit.first() {
                typed.0.insert("over".into(), vec![number.to_string()]);
            }
            let at = drafts::keep(web, &me, &form, &typed).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let shown = Shown { status, typed, wrong, preview: false, draft_at: Some(at) };
            page(web, p, &me, &reading, id, shown).await
        }
    }
}

fn wrong(web: &Web, p: &Page, reading: &Reading, id: Option<&str>, unfit: &[Unfit]) -> BTreeMap<String, String> {
    edit::wrong(p, unfit, |number| {
        let version = id.and_then(|id| reading.library.get(&id.into())?.article.version(number));
        let by = version.map_or_else(String::new, |version| web.app.entity().people.name(&version.by));
        p.t("art-changed").arg("by", by).arg("number", number).to_string()
    })
}

/// The form as it is shown.
struct Shown {
    status: StatusCode,
    typed: Typed,
    wrong: BTreeMap<String, String>,
    preview: bool,
    draft_at: Option<Timestamp>,
}

async fn page(
    web: &Web,
    p: Page,
    me: &PersonId,
    reading: &Reading,
    id: Option<String>,
    shown: Shown,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Knowledge);
    let entity = web.app.entity();
    let nav = show_nav::nav(web, &p, me, None).await?;
    let fields = edit::fields(&p, &entity, &reading.library, &shown.typed, &shown.wrong);
    let whole = shown.wrong.get("").map(|text| Problem { anchor: "main".into(), text: text.clone() });
    let marked = fields.iter().filter_map(|field| {
        Some(Problem { anchor: field.id(), text: format!("{}: {}", field.label, field.problem.as_ref()?) })
    });
    let problems = whole.into_iter().chain(marked).collect();
    let title = match &id {
        None => String::new(),
        Some(id) => {
            let (shelved, _) = reading.article(id)?;
            shelved.title(last(shelved)?, super::language(p.lang)).to_owned()
        }
    };
    let written = edit::written(&shown.typed, reading.today);
    let preview = written.texts.into_iter().filter(|_| shown.preview).map(|(language, (title, body))| Preview {
        lang: lang_of(language).tag(),
        body: markdown::rendered(&body, &lang_of(language).t("art-table").to_string()),
        title,
    });
    let page = EditPage {
        title,
        over: shown.typed.text("over").parse().unwrap_or(0),
        form: FormHead { action: address(id.as_deref()), command_id: command_id(), visit: String::new(), seen: 0 },
        services: edit::services(&entity, &shown.typed),
        chosen: shown.typed.all("services").len(),
        preview: preview.collect(),
        draft_at: shown.draft_at,
        back: id.map_or_else(|| "/articles".to_owned(), |id| format!("/articles/{id}")),
        fields,
        problems,
        nav,
        p,
    };
    Page::show_as(shown.status, &page)
}
