//! `GET /letters`: mail to the desk that nobody could place. Each is read at `/letters/{id}`, and
//! registered in the name of whom it is for or set aside with a reason.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::{DeskId, PersonId, Rulebook, access};
use jiff::Timestamp;
use serde::Deserialize;

use super::nav::Nav;
use super::show_nav;
use crate::mail::triage;
use crate::store::letters::Taken;
use crate::web::Web;
use crate::web::cases::act;
use crate::web::cases::command::{Became, became};
use crate::web::cases::fields::Typed;
use crate::web::cases::find::{self, Sought};
use crate::web::cases::sent::Sent;
use crate::web::fail::Fail;
use crate::web::kit::{Field, Problem};
use crate::web::page::{Page, Person, Tab};

/// The most that are listed.
const MOST: i64 = 100;

#[derive(Template)]
#[template(path = "desk/letters.html")]
struct LettersPage {
    p: Page,
    nav: Nav,
    letters: Vec<Row>,
}

struct Row {
    href: String,
    subject: String,
    sender: String,
    arrived_at: Timestamp,
    /// Why it waits.
    why: String,
}

#[derive(Template)]
#[template(path = "desk/letter.html")]
struct LetterPage {
    p: Page,
    nav: Nav,
    letter: Row,
    text: String,
    files: Vec<String>,
    requester: Field,
    reason: String,
    problems: Vec<Problem>,
}

#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    desk: String,
}

/// `GET /letters`
///
/// # Errors
/// [`Fail::NotFound`] where the person registers for nobody at the desk.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let named = Some(DeskId::from(address.desk.as_str())).filter(|desk| !desk.as_str().is_empty());
    let rules = rules_of(&web, &me, &show_nav::desk_of(&web, &me, named.as_ref())?)?;
    let p = p.at(Tab::Letters);
    let nav = show_nav::nav(&web, &p, &me, Some(&rules.desk.id)).await?;
    let desk = rules.desk.id.clone();
    let waiting = web.read(move |app| Ok(Some(triage::waiting(app, &desk, MOST)?))).await?;
    let letters = waiting.into_iter().map(|taken| row(&p, taken)).collect();
    Page::show(&LettersPage { letters, nav, p })
}

/// `GET /letters/{id}`
///
/// # Errors
/// [`Fail::NotFound`] for a letter of another desk, and for one that was placed.
pub async fn show_one(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    page(&web, p, &me, &id, StatusCode::OK, &Typed::default(), None).await
}

/// `POST /letters/{id}/register`
///
/// # Errors
/// As [`show_one`].
pub async fn register(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let (rules, _) = open(&web, &me, &id).await?;
    let found = requester(&p, &rules, &me, &sent.typed);
    if find::searching(&sent.typed) {
        return page(&web, p, &me, &id, StatusCode::OK, &sent.typed, None).await;
    }
    let Some(chosen) = found.chosen else {
        let problem = Problem { anchor: found.field.id(), text: p.t("letter-choose-person").to_string() };
        return page(&web, p, &me, &id, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(problem)).await;
    };
    let (app, desk, asker, letter) = (web.app.clone(), rules.desk.id.clone(), me.clone(), id.clone());
    let done = tokio::task::spawn_blocking(move || triage::register(&app, &desk, &letter, &asker, &chosen)).await;
    let done = done.map_err(|problem| Fail::broken("a letter's registration ended early", problem))?;
    match done.transpose().map(became) {
        Some(Ok(Became::Done(done))) => Ok(Redirect::to(&format!("/cases/{}", done.number)).into_response()),
        Some(Ok(Became::Refused(refused))) => {
            let problem = Problem { anchor: "main".into(), text: act::said_of(&p, &refused) };
            page(&web, p, &me, &id, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(problem)).await
        }
        Some(Err(fail)) => Err(fail),
        None => Err(Fail::NotFound),
    }
}

/// `POST /letters/{id}/discard`
///
/// # Errors
/// As [`show_one`].
pub async fn discard(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let (rules, _) = open(&web, &me, &id).await?;
    let reason = sent.typed.text("reason");
    if reason.trim().is_empty() {
        let problem = Problem { anchor: "reason".into(), text: p.t("letter-why-discard").to_string() };
        return page(&web, p, &me, &id, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some(problem)).await;
    }
    let done = web.read(move |app| Ok(Some(triage::set_aside(app, &id, &me, &reason)?))).await?;
    if done {
        Ok(Redirect::to(&format!("/letters?desk={}", rules.desk.id)).into_response())
    } else {
        Err(Fail::NotFound)
    }
}

/// The rules of a desk whose agent this person is.
fn rules_of(web: &Web, me: &PersonId, desk: &DeskId) -> Result<Rulebook, Fail> {
    web.app.rulebook(desk).filter(|rules| access::is_desk(rules, me)).ok_or(Fail::NotFound)
}

/// A letter that waits at a desk of this person's.
async fn open(web: &Web, me: &PersonId, id: &str) -> Result<(Rulebook, triage::Unplaced), Fail> {
    let letter = id.to_owned();
    let unplaced = web.read(move |app| Ok(triage::one(app, &letter)?)).await?;
    let desk = DeskId::from(unplaced.taken.desk.as_deref().unwrap_or_default());
    Ok((rules_of(web, me, &desk)?, unplaced))
}

fn requester(p: &Page, rules: &Rulebook, me: &PersonId, typed: &Typed) -> find::Found {
    let sought = Sought {
        name: "requester",
        label: p.t("letter-requester").to_string(),
        help: p.t("phone-requester-help").to_string(),
        optional: false,
    };
    find::person(p, rules, me, typed, sought, |_| true)
}

fn row(p: &Page, taken: Taken) -> Row {
    let key = match taken.why.as_str() {
        "stranger" => "letter-stranger",
        "doubtful" => "letter-doubtful",
        "no_mailbox" => "letter-no-mailbox",
        _ => "letter-not-filed",
    };
    Row {
        href: format!("/letters/{}", taken.id),
        subject: if taken.subject.is_empty() { p.t("letter-no-subject").to_string() } else { taken.subject },
        sender: taken.sender,
        arrived_at: taken.arrived_at,
        why: p.t(key).to_string(),
    }
}

async fn page(
    web: &Web,
    p: Page,
    me: &PersonId,
    id: &str,
    status: StatusCode,
    typed: &Typed,
    problem: Option<Problem>,
) -> Result<Response, Fail> {
    let (rules, unplaced) = open(web, me, id).await?;
    let p = p.at(Tab::Letters);
    let nav = show_nav::nav(web, &p, me, Some(&rules.desk.id)).await?;
    let mut typed = typed.clone();
    // A sender our own server doubts has a name all the same: it is the likeliest.
    if let Some(known) = unplaced.taken.person.clone().filter(|_| typed.one("requester.query").is_none()) {
        typed.0.entry("requester".to_owned()).or_insert_with(|| vec![known]);
    }
    let page = LetterPage {
        requester: requester(&p, &rules, me, &typed).field,
        letter: row(&p, unplaced.taken),
        text: unplaced.text,
        files: unplaced.files,
        reason: typed.text("reason"),
        problems: problem.into_iter().collect(),
        nav,
        p,
    };
    Page::show_as(status, &page)
}
