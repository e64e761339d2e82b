//! The page on which open cases go on under another version of their procedure: what would happen
//! to each of them first, and then, all of them or none.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::procedure::Procedure;
use desk::{ActivityId, PersonId, access};

use super::show_procedure::{address, cited, find};
use crate::migrate::{self, Landing, Wish};
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::kit::{Link, Opt};
use crate::web::page::{Page, Person, Tab};

type Pairs = Vec<(String, String)>;

/// Cases told one by one; the number of the rest is said.
const MOST_TOLD: usize = 200;

/// An activity's place in the mapping is a field of this name, followed by the activity.
const TO: &str = "at.";

/// `GET /procedures/{procedure}/{version}/migrate`
#[derive(Template)]
#[template(path = "procedure/migrate.html")]
pub struct MigratePage {
    pub p: Page,
    pub document: Link,
    pub action: String,
    /// The versions they can go to.
    pub versions: Vec<Opt>,
    /// Where cases of this version stand that the other does not have: where they go on.
    pub places: Vec<Place>,
    pub reason: String,
    /// What each case would do; nothing while nothing was asked.
    pub landings: Vec<LandingRow>,
    /// Cases that are not told one by one.
    pub more: usize,
    pub open: usize,
    pub refused: usize,
    /// What was asked, as it is sent when it is confirmed.
    pub asked: Pairs,
    pub planned: bool,
    /// It was done, to so many.
    pub done: Option<usize>,
    pub reason_missing: bool,
}

/// An activity and where its cases go on.
pub struct Place {
    pub name: String,
    pub label: String,
    pub to: Vec<Opt>,
}

/// What one case would do.
pub struct LandingRow {
    pub case: Link,
    pub from: String,
    pub to: String,
    pub terms: Vec<String>,
    pub refused: Option<String>,
}

/// `GET /procedures/{procedure}/{version}/migrate?to=…&at.9=…&reason=…`: changes nothing.
///
/// # Errors
/// [`Fail::NotFound`] where there is no such version, and for whoever may not move its cases.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Fail> {
    page(&web, p, &person, (&procedure, &version), pairs, None).await
}

/// `POST /procedures/{procedure}/{version}/migrate`: does what was shown, unless one case could not.
///
/// # Errors
/// As [`show`].
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version)): Path<(String, String)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fail> {
    may(&web, &person, &procedure, &version)?;
    let wish = wish(&person, &procedure, &version, &pairs);
    if wish.to.is_empty() || wish.reason.is_empty() {
        return page(&web, p, &person, (&procedure, &version), pairs, None).await;
    }
    let landings = web.read(move |app| migrate::migrate(app, &wish).map(Some)).await?;
    page(&web, p, &person, (&procedure, &version), pairs, Some(landings)).await
}

/// Whether this person may move the cases of a version: who may correct them.
pub fn may_migrate(web: &Web, person: &Person, procedure: &str, version: &str) -> bool {
    may(web, person, procedure, version).is_ok()
}

fn may(web: &Web, person: &Person, procedure: &str, version: &str) -> Result<(), Fail> {
    let book = find(&web.app, procedure, version).ok_or(Fail::NotFound)?;
    let rules = web.app.rulebook(&book.desk.id).ok_or(Fail::NotFound)?;
    access::may_correct(&rules, &PersonId::from(person.id.as_str())).then_some(()).ok_or(Fail::NotFound)
}

fn one<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().rev().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
}

fn wish(person: &Person, procedure: &str, version: &str, pairs: &Pairs) -> Wish {
    let mapping = pairs.iter().filter_map(|(name, now)| Some((name.strip_prefix(TO)?, now.trim())));
    Wish {
        procedure: procedure.to_owned(),
        from: version.to_owned(),
        to: one(pairs, "to").to_owned(),
        mapping: mapping.filter(|(_, now)| !now.is_empty()).map(|(was, now)| (was.into(), now.into())).collect(),
        by: person.id.clone(),
        reason: one(pairs, "reason").to_owned(),
    }
}

async fn page(
    web: &Web,
    p: Page,
    person: &Person,
    (procedure, version): (&str, &str),
    pairs: Pairs,
    done: Option<Vec<Landing>>,
) -> Result<Response, Fail> {
    may(web, person, procedure, version)?;
    let p = p.at(Tab::Procedures);
    let book = find(&web.app, procedure, version).ok_or(Fail::NotFound)?;
    let wish = wish(person, procedure, version, &pairs);
    let editions = web.app.editions(&procedure.into());
    let next = editions.iter().find(|own| own.procedure.document.version == wish.to).cloned();
    let moved = done.as_ref().filter(|landings| landings.iter().all(|landing| landing.refused.is_none()));
    let moved = moved.map(Vec::len);
    let landings = match (done, next.is_some() && !wish.reason.is_empty()) {
        (Some(landings), _) => landings,
        (None, true) => {
            let wish = wish.clone();
            web.read(move |app| migrate::plan(app, &wish).map(Some)).await?
        }
        (None, false) => Vec::new(),
    };
    let counting = book.procedure.document.id.clone();
    let open = web.read(move |app| Ok(Some(migrate::open_by_version(app, &counting)?))).await?;
    let versions = editions.iter().map(|own| own.procedure.document.version.as_str()).filter(|own| *own != version);
    let page = MigratePage {
        document: Link { text: cited(&p, &book.procedure.document), href: address(&book.procedure) },
        action: format!("{}/migrate", address(&book.procedure)),
        versions: versions.map(|own| option(own, own.to_owned(), own == wish.to)).collect(),
        places: next.as_ref().map_or_else(Vec::new, |next| places(&book.procedure, &next.procedure, &wish.mapping)),
        open: open.get(version).copied().unwrap_or(0),
        refused: landings.iter().filter(|landing| landing.refused.is_some()).count(),
        more: landings.len().saturating_sub(MOST_TOLD),
        planned: next.is_some() && !wish.reason.is_empty(),
        reason_missing: next.is_some() && wish.reason.is_empty(),
        landings: landings.iter().take(MOST_TOLD).map(row).collect(),
        asked: pairs.into_iter().filter(|(name, _)| name != "csrf").collect(),
        reason: wish.reason,
        done: moved,
        p,
    };
    Page::show_as(StatusCode::OK, &page)
}

/// The activities of this version that the other does not have, each with where its cases could go
/// on there: where a case waits for somebody.
fn places(was: &Procedure, next: &Procedure, mapping: &BTreeMap<ActivityId, ActivityId>) -> Vec<Place> {
    let waits = |id: &&ActivityId| !next.is_end(id) && !next.is_automatic(id);
    let there: BTreeSet<&ActivityId> = next.activities.keys().collect();
    let gone = was.activities.iter().filter(|(id, _)| !there.contains(id) && !was.is_end(id));
    let to = |id: &ActivityId| {
        let chosen = mapping.get(id);
        let option = |own: &ActivityId| {
            let name = next.activity(own).map_or("", |activity| activity.name.as_str());
            option(own.as_str(), format!("{own}. {name}"), chosen == Some(own))
        };
        next.activities.keys().filter(waits).map(option).collect()
    };
    gone.map(|(id, own)| Place { name: format!("{TO}{id}"), label: format!("{id}. {}", own.name), to: to(id) })
        .collect()
}

fn option(value: &str, label: String, chosen: bool) -> Opt {
    Opt { value: value.to_owned(), label, chosen, ..Opt::default() }
}

fn row(landing: &Landing) -> LandingRow {
    LandingRow {
        case: Link { text: landing.number.clone(), href: format!("/cases/{}", landing.number) },
        from: landing.from.clone(),
        to: landing.to.clone(),
        terms: landing.terms.clone(),
        refused: landing.refused.clone(),
    }
}
