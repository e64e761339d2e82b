//! Fills the catalogue: every service, or what a search finds among services and own requests.

use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use desk::knowledge::Reader;
use desk::procedure::Finder;
use serde::Deserialize;

use super::catalogue::{CataloguePage, Category, Service};
use super::services::{Offered, plain, shelves};
use crate::view;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::knowledge::{Listed, reading};
use crate::web::page::{Page, Person, Tab};

/// Own requests a search looks through, of the open ones and of the closed ones.
const LOOKED_THROUGH: i64 = 50;

/// Articles a search shows.
const MOST_ARTICLES: usize = 5;

/// The address of the catalogue.
#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    q: String,
}

/// `GET /catalogue`
///
/// # Errors
/// The store's.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Catalogue);
    let query = address.q.trim().to_owned();
    let requests = if query.is_empty() { Vec::new() } else { own(&web, &person, &query).await? };
    let articles = if query.is_empty() { Vec::new() } else { articles(&web, &p, &person, &query).await? };
    let entity = web.app.entity();
    let several = entity.desks.len() > 1;
    let categories = shelves(&entity, &query)
        .into_iter()
        .map(|shelf| Category {
            id: shelf.id,
            name: shelf.name.to_owned(),
            icon: shelf.icon.to_owned(),
            services: shelf.services.iter().map(|offered| service(&p, offered, several)).collect(),
        })
        .collect();
    Page::show(&CataloguePage { p, query, categories, requests, articles })
}

fn service(p: &Page, offered: &Offered<'_>, several: bool) -> Service {
    let desk = Some(offered.book.desk.name.clone()).filter(|_| several);
    let about = [Some(offered.item.help.clone()), desk].into_iter().flatten().filter(|part| !part.is_empty());
    let policy = offered.item.approval.as_ref().and_then(|id| offered.book.procedure.approvals.get(id));
    let approval = policy.map_or_else(String::new, |policy| {
        let chosen = policy.steps.iter().any(|step| matches!(step.finder, Finder::Chosen { .. }));
        p.t(if chosen { "needs-approval-chosen" } else { "needs-approval" }).to_string()
    });
    Service {
        name: offered.item.name.clone(),
        href: offered.href(),
        about: about.collect::<Vec<_>>().join(" · "),
        approval,
    }
}

async fn articles(web: &Web, p: &Page, person: &Person, query: &str) -> Result<Vec<Listed>, Fail> {
    let reading = reading(web, &PersonId::from(person.id.as_str())).await?;
    let found = crate::knowledge::found(&reading.library, Reader::Requester, query);
    Ok(found.into_iter().take(MOST_ARTICLES).map(|(shelved, version)| Listed::of(p, shelved, version)).collect())
}

async fn own(web: &Web, person: &Person, query: &str) -> Result<Vec<Link>, Fail> {
    let me = PersonId::from(person.id.as_str());
    let rows = web
        .read(move |app| {
            let mut rows = view::requests(app, &me, true, None, LOOKED_THROUGH)?;
            rows.extend(view::requests(app, &me, false, None, LOOKED_THROUGH)?);
            Ok(Some(rows))
        })
        .await?;
    let words: Vec<String> = plain(query).split_whitespace().map(str::to_owned).collect();
    let fits = |text: String| words.iter().all(|word| text.contains(word.as_str()));
    let found =
        rows.into_iter().filter(|row| fits(plain(&format!("{} {} {}", row.number, row.subject, row.item_name))));
    Ok(found
        .take(10)
        .map(|row| Link {
            text: format!("{} · {}", row.number, row.subject),
            href: format!("/requests/{}", row.number),
        })
        .collect())
}
