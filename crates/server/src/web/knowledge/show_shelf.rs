//! `GET /articles`: every article as the desk has it, with what each one did.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::knowledge::{Reader, Version, Visibility};
use desk::{ArticleId, PersonId};
use serde::Deserialize;

use super::{Listed, Reading, reading};
use crate::knowledge::counts::{self, Spared};
use crate::knowledge::{Shelved, found};
use crate::store::articles::{self, Votes};
use crate::web::Web;
use crate::web::desk::nav::Nav;
use crate::web::desk::show_nav;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person, Tab};

/// The most articles of a page.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "knowledge/shelf.html")]
struct ShelfPage {
    p: Page,
    nav: Nav,
    query: String,
    author: bool,
    views: Vec<View>,
    rows: Vec<Row>,
    /// Days that are counted.
    days: i64,
}

struct View {
    label: String,
    href: String,
    count: usize,
    current: bool,
}

struct Row {
    it: Listed,
    visibility: String,
    icon: &'static str,
    /// There is a draft that is not in force.
    pending: bool,
    review: String,
    late: bool,
    votes: Votes,
    spared: Spared,
}

/// The views of the shelf, by their words.
const VIEWS: [&str; 4] = ["all", "review", "drafts", "retired"];

#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
}

/// `GET /articles`
///
/// # Errors
/// [`Fail::NotFound`] where the person works at no desk.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Knowledge);
    let me = PersonId::from(person.id.as_str());
    let reading = reading(&web, &me).await?;
    if reading.who == Reader::Requester {
        return Err(Fail::NotFound);
    }
    let author = reading.who == Reader::Author;
    let query: String = address.q.trim().chars().take(200).collect();
    let shown = VIEWS.into_iter().find(|view| *view == address.show).unwrap_or(VIEWS[0]);
    let mut all = found(&reading.library, reading.who, &query);
    if query.is_empty() {
        all.sort_by_cached_key(|(shelved, version)| {
            let listed = Listed::of(&p, shelved, version);
            (crate::search::plain(&listed.category), crate::search::plain(&listed.title))
        });
    }
    let views = VIEWS.into_iter().filter(|view| author || *view == "all").map(|view| View {
        label: p.t(&format!("art-view-{view}")).to_string(),
        href: format!("/articles?show={view}"),
        count: all.iter().filter(|(it, _)| is_in(&reading, it, view)).count(),
        current: view == shown,
    });
    let views = views.collect();
    all.retain(|(it, _)| is_in(&reading, it, shown));
    if shown == "review" {
        all.sort_by_key(|(it, _)| it.article.review_on);
    }
    all.truncate(MOST);
    let ids: Vec<(ArticleId, u32)> = all.iter().map(|(it, version)| (it.id.clone(), version.number)).collect();
    let mut counted = if author { counted(&web, ids).await? } else { vec![Default::default(); all.len()] }.into_iter();
    let rows = all.into_iter().map(|(it, version)| {
        let (votes, spared) = counted.next().unwrap_or_default();
        row(&p, &reading, it, version, votes, spared)
    });
    let rows = rows.collect();
    let nav = show_nav::nav(&web, &p, &me, None).await?;
    Page::show(&ShelfPage { nav, query, author, views, rows, days: counts::DAYS, p })
}

fn is_in(reading: &Reading, it: &Shelved, view: &str) -> bool {
    match view {
        "review" => it.article.to_review(reading.today),
        "drafts" => it.article.pending().is_some(),
        "retired" => it.article.is_retired(),
        _ => !it.article.is_retired(),
    }
}

/// What each article did, in the order given.
async fn counted(web: &Web, ids: Vec<(ArticleId, u32)>) -> Result<Vec<(Votes, Spared)>, Fail> {
    web.read(move |app| {
        let now = app.clock.now();
        let counted = app.store.read(|reader| {
            let spared = counts::spared(reader, now)?;
            let of = |(id, version): (ArticleId, u32)| {
                let votes = articles::votes(reader, id.as_str())?;
                let own = votes.into_iter().find(|(number, _)| *number == version).map(|(_, votes)| votes);
                Ok((own.unwrap_or_default(), spared.get(&id).copied().unwrap_or_default()))
            };
            ids.into_iter().map(of).collect::<Result<Vec<_>, crate::store::StoreError>>()
        })?;
        Ok(Some(counted))
    })
    .await
}

fn row(p: &Page, reading: &Reading, it: &Shelved, version: &Version, votes: Votes, spared: Spared) -> Row {
    Row {
        it: Listed::of(p, it, version),
        visibility: p.t(visibility(version.visibility)).to_string(),
        icon: icon(version.visibility),
        pending: it.article.in_force().is_some() && it.article.pending().is_some(),
        review: it.article.in_force().map_or_else(String::new, |_| p.w.date(it.article.review_on)),
        late: it.article.to_review(reading.today),
        votes,
        spared,
    }
}

/// The text that says who finds it.
pub(super) fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Draft => "art-for-draft",
        Visibility::Desk => "art-for-desk",
        Visibility::Requesters => "art-for-requesters",
    }
}

pub(super) fn icon(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Draft => "pencil",
        Visibility::Desk => "lock",
        Visibility::Requesters => "globe",
    }
}

/// Texts whose keys are put together here.
#[cfg(test)]
pub fn texts() -> Vec<String> {
    VIEWS.iter().map(|view| format!("art-view-{view}")).collect()
}
