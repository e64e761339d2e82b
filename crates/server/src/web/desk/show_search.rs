//! Fills the search.

use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use serde::Deserialize;

use super::address::Address;
use super::filter::{Filter, Key};
use super::search::{FoundCase, FoundList, FoundPerson, SearchPage};
use super::show_nav;
use crate::knowledge::found as found_in;
use crate::store::cases::CaseRow;
use crate::view;
use crate::web::Web;
use crate::web::cases::{glyph_of, who};
use crate::web::fail::Fail;
use crate::web::kit::{Link, State as StateChip};
use crate::web::knowledge;
use crate::web::page::{Page, Person, Tab};
use crate::web::portal::services;

/// The most of each kind on the page, and while one types.
const PAGE: usize = 50;
const TYPING: usize = 8;

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// `list` for the list alone.
    #[serde(default)]
    part: String,
}

/// `GET /search`
///
/// # Errors
/// [`Fail::NotFound`] where the person works at no desk.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Search);
    let me = PersonId::from(person.id.as_str());
    let typing = asked.part == "list";
    let limit = if typing { TYPING } else { PAGE };
    let query: String = asked.q.chars().take(200).collect();
    let desk = show_nav::desk_of(&web, &me, None)?;
    let found = found(&web, &p, &me, desk.as_str(), query.clone(), limit).await?;
    if typing {
        return Page::show(&found);
    }
    let mut nav = show_nav::nav(&web, &p, &me, Some(&desk)).await?;
    nav.query = query;
    Page::show(&SearchPage { nav, found, p })
}

async fn found(web: &Web, p: &Page, me: &PersonId, desk: &str, query: String, limit: usize) -> Result<FoundList, Fail> {
    let (asker, typed) = (me.clone(), query.clone());
    let mut rows = web.read(move |app| view::search(app, &asker, &typed, limit).map(Some)).await?;
    // What is still to be done first.
    rows.sort_by_key(|row| row.closed_at.is_some());
    let entity = web.app.entity();
    let people = view::find_people(entity.people.iter(), &query, limit.min(8));
    let person = |person: &desk::people::Person| {
        let mut filter = Filter::default();
        filter.set(Key::From, person.id.as_str());
        let about = [&person.position, &person.unit, &person.extension, &person.email];
        let about: Vec<&str> = about.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        FoundPerson {
            name: person.name.clone(),
            about: about.join(" · "),
            href: Address { desk: desk.to_owned(), filter, ..Address::read(&[]) }.href(),
        }
    };
    let people = people.into_iter().map(person).collect();
    let shelves = if query.trim().is_empty() { Vec::new() } else { services::shelves(&entity, &query) };
    let offered = shelves.iter().flat_map(|shelf| &shelf.services).take(limit.min(8));
    let services = offered
        .map(|offered| {
            let mut filter = Filter::default();
            filter.set(Key::Service, offered.id.as_str());
            let address = Address { desk: offered.book.desk.id.to_string(), filter, ..Address::read(&[]) };
            Link { text: offered.item.name.clone(), href: address.href() }
        })
        .collect();
    let reading = knowledge::reading(web, me).await?;
    let articles = if query.trim().is_empty() { Vec::new() } else { found_in(&reading.library, reading.who, &query) };
    let articles =
        articles.into_iter().take(limit.min(8)).map(|(it, version)| knowledge::Listed::of(p, it, version)).collect();
    let cases = rows.into_iter().filter_map(|row| case(web, p, me, row)).collect();
    Ok(FoundList { p: p.clone(), query, cases, people, services, articles })
}

fn case(web: &Web, p: &Page, me: &PersonId, row: CaseRow) -> Option<FoundCase> {
    let rules = web.app.rulebook(&row.desk.as_str().into())?;
    Some(FoundCase {
        href: format!("/cases/{}", row.number),
        subject: if row.subject.is_empty() { p.t("restricted-subject").to_string() } else { row.subject },
        requester: who(&rules, &row.requester.as_str().into(), me).name,
        state: StateChip { label: row.state_label, glyph: glyph_of(&row.state_kind) },
        when: p.w.when_short(row.closed_at.unwrap_or(row.registered_at)),
        number: row.number,
    })
}
