//! Fills the home page and «Mis solicitudes»: what is expected of a person, and what is under way.

use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use jiff::Timestamp;
use serde::Deserialize;

use super::home::{Category, HomePage, OpenRequest, Service, Turn};
use super::requests::{RequestRow, RequestsPage};
use super::services::{Offered, Shelf, shelves};
use super::show_request;
use crate::app::App;
use crate::store::cases::CaseRow;
use crate::view::{self, CaseView};
use crate::web::Web;
use crate::web::cases::{glyph_of, time};
use crate::web::fail::Fail;
use crate::web::kit::{Link, State as StateChip};
use crate::web::page::{Page, Person, Tab};

/// Open requests of one person that are read; nobody has more.
const MOST: i64 = 100;
/// What the home page shows of a list.
const FEW: usize = 5;
/// Closed requests of a page.
const PAGE: i64 = 25;
/// Requests looked into for what is expected of the person.
const LOOKED_INTO: usize = 20;

/// An open request, with what is expected of the person in it.
struct Mine {
    row: CaseRow,
    /// Whether it is their turn.
    turn: bool,
    until: Option<Timestamp>,
    /// What it becomes by itself then.
    otherwise: Option<String>,
}

/// `GET /`
///
/// # Errors
/// The store's.
pub async fn home(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    let p = p.at(Tab::Home);
    let me = PersonId::from(person.id.as_str());
    let reader = me.clone();
    let decides = p.approvals_pending > 0;
    let (open, closed, to_decide) = web
        .read(move |app| {
            let closed = view::requests(app, &reader, false, None, MOST)?.len();
            let to_decide = if decides { view::pending(app, &reader, FEW as i64)? } else { Vec::new() };
            Ok(Some((mine(app, &reader)?, closed, to_decide)))
        })
        .await?;
    let entity = web.app.entity();
    let all = shelves(&entity, "");
    let requests = (open.len() + closed) as u64;
    let (turns, others): (Vec<Mine>, Vec<Mine>) = open.into_iter().partition(|mine| mine.turn);
    let decision = |pending: view::Pending| Turn {
        what: p.t("turn-decide").arg("who", entity.people.name(&pending.case.requester.as_str().into())).to_string(),
        href: format!("/approvals/{}", pending.case.number),
        subject: pending.case.subject,
        until: pending.due_at.filter(|at| *at > web.app.clock.now()),
        otherwise: String::new(),
    };
    let page = HomePage {
        to_decide: to_decide.into_iter().take(FEW).map(decision).collect(),
        my_turn: turns.into_iter().map(|mine| turn(&p, mine)).collect(),
        open: others
            .into_iter()
            .take(FEW)
            .map(|mine| OpenRequest {
                href: href(&mine.row),
                sentence: sentence(&p, &web.app, &mine.row),
                subject: mine.row.subject,
            })
            .collect(),
        requests,
        services: all.iter().map(|shelf| shelf.services.len() as u64).sum(),
        examples: all
            .iter()
            .filter_map(|shelf| shelf.services.iter().find_map(|offered| offered.item.also.first()))
            .take(3)
            .map(|word| Link { text: word.clone(), href: format!("/catalogue?q={}", query(word)) })
            .collect(),
        categories: all
            .iter()
            .map(|shelf| Category {
                name: shelf.name.to_owned(),
                icon: shelf.icon.to_owned(),
                href: format!("/catalogue#{}", shelf.id),
                services: shelf.services.len() as u64,
                first: shelf.services.iter().take(3).map(|offered| named(shelf, offered)).collect(),
            })
            .collect(),
        p,
    };
    Page::show(&page)
}

/// A service of a shelf, with its desk where the shelf holds those of several.
fn named(shelf: &Shelf<'_>, offered: &Offered<'_>) -> Service {
    let mixed = shelf.services.iter().any(|other| other.book.desk.id != offered.book.desk.id);
    let desk = if mixed { offered.book.desk.name.clone() } else { String::new() };
    Service { name: offered.item.name.clone(), href: offered.href(), desk }
}

/// A word in an address.
pub fn query(word: &str) -> String {
    form_urlencoded::byte_serialize(word.as_bytes()).collect()
}

/// The address of «Mis solicitudes».
#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    after: String,
}

/// `GET /requests`
///
/// # Errors
/// The store's.
pub async fn requests(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Requests);
    let me = PersonId::from(person.id.as_str());
    let reader = me.clone();
    let (open, mut closed) = web
        .read(move |app| {
            let before = address
                .after
                .split_once('.')
                .and_then(|(at, stream)| Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, stream)));
            let open = if before.is_some() { Vec::new() } else { mine(app, &reader)? };
            Ok(Some((open, view::requests(app, &reader, false, before, PAGE + 1)?)))
        })
        .await?;
    let mut more = String::new();
    if closed.len() as i64 > PAGE {
        closed.truncate(PAGE as usize);
        more = closed.last().map_or_else(String::new, |row| {
            format!("/requests?after={}.{}", row.registered_at.as_microsecond(), row.stream)
        });
    }
    let row = |row: CaseRow, sentence: String, until: Option<Timestamp>| RequestRow {
        href: href(&row),
        state: StateChip { label: row.state_label, glyph: glyph_of(&row.state_kind) },
        sentence,
        late: row.waits_on != "requester" && until.is_some_and(|at| at <= p.w.now),
        until,
        registered_at: row.registered_at,
        for_whom: for_whom(&p, &web.app, &me, &row.requester, &row.beneficiary),
        number: row.number,
        subject: row.subject,
    };
    let (turns, others): (Vec<Mine>, Vec<Mine>) = open.into_iter().partition(|mine| mine.turn);
    let my_turn = turns.into_iter().map(|mine| row(mine.row.clone(), expected(&p, &mine.row), mine.until)).collect();
    let open = others
        .into_iter()
        .map(|mine| row(mine.row.clone(), sentence(&p, &web.app, &mine.row), mine.row.due_at))
        .collect();
    let closed = closed.into_iter().map(|closed| row(closed.clone(), ended(&p, &closed), None)).collect();
    Page::show(&RequestsPage { my_turn, open, closed, more, p: p.clone() })
}

fn mine(app: &App, me: &PersonId) -> Result<Vec<Mine>, crate::act::Failed> {
    let mut looked_into = 0;
    let mut open = Vec::new();
    for row in view::requests(app, me, true, None, MOST)? {
        let mut mine = Mine { row, turn: false, until: None, otherwise: None };
        if mine.row.waits_on == "requester" && looked_into < LOOKED_INTO {
            looked_into += 1;
            if let Some(case) = view::case(app, me, &mine.row.number)? {
                mine.turn = !show_request::asked(&case).0.is_empty();
                mine.until = time::deadline(&case);
                mine.otherwise = silence(&case);
            }
        }
        open.push(mine);
    }
    // First to end first.
    open.sort_by_key(|mine| if mine.turn { mine.until.unwrap_or(Timestamp::MAX) } else { Timestamp::MIN });
    Ok(open)
}

/// What the end of the term in force answers in the person's place.
pub fn silence(case: &CaseView) -> Option<String> {
    let term = case.terms.iter().find(|term| term.running && term.leads_to.is_some())?;
    let then = case.rules.procedure.terms.get(&term.id)?.then.as_ref()?;
    case.rules.procedure.answers.get(then).map(|answer| answer.label.clone())
}

fn turn(p: &Page, mine: Mine) -> Turn {
    Turn {
        what: expected(p, &mine.row),
        href: href(&mine.row),
        subject: mine.row.subject,
        until: mine.until,
        otherwise: mine
            .otherwise
            .map_or_else(String::new, |answer| p.t("silence-means").arg("answer", answer).to_string()),
    }
}

/// What to do, in the imperative.
fn expected(p: &Page, row: &CaseRow) -> String {
    match row.state_kind.as_str() {
        "resolved" => p.t("turn-confirm").to_string(),
        "pending_requester" => p.t("turn-complete").to_string(),
        _ => row.activity_name.clone(),
    }
}

fn href(row: &CaseRow) -> String {
    format!("/requests/{}", row.number)
}

/// Who has it and by when.
fn sentence(p: &Page, app: &App, row: &CaseRow) -> String {
    let entity = app.entity();
    let group = || {
        let book = entity.desks.get(row.desk.as_str())?;
        let group = row.group.as_deref().and_then(|group| book.desk.group.get(group));
        Some(group.map_or_else(|| book.desk.name.clone(), |group| group.name.clone()))
    };
    let who = row.assignee.as_deref().map(|id| entity.people.name(&id.into())).or_else(group);
    let who = who.unwrap_or_else(|| row.desk.clone());
    match row.due_at.filter(|at| *at > app.clock.now()) {
        Some(at) => p.t("held-by-until").arg("who", who).arg("when", p.w.when_near(at)).to_string(),
        None => p.t("held-by").arg("who", who).to_string(),
    }
}

fn ended(p: &Page, row: &CaseRow) -> String {
    row.closed_at.map_or_else(String::new, |at| p.t("ended-on").arg("when", p.w.when_near(at)).to_string())
}

/// «A nombre de Camilo Restrepo», or who asked for it in this person's name.
fn for_whom(p: &Page, app: &App, me: &PersonId, requester: &str, beneficiary: &str) -> String {
    let name = |id: &str| app.entity().people.name(&id.into());
    match () {
        () if *me != *beneficiary => p.t("on-behalf-of").arg("name", name(beneficiary)).to_string(),
        () if *me != *requester => p.t("asked-by").arg("name", name(requester)).to_string(),
        () => String::new(),
    }
}
