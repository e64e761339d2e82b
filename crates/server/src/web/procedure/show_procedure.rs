//! Fills the pages of the procedures: the document as it is printed and, of a case its reader may
//! see, what happened in each row.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use desk::PersonId;
use desk::procedure::{Activity, Column, Document, Procedure, Row};
use serde::Deserialize;

use super::chart::draw;
use super::words::{of_clock, of_notice, of_term, roles, told};
use super::{Cell, Change, PrintedRow, ProcedurePage, ProceduresPage, Published, Reading, Version};
use super::{show_migrate, show_readings};
use crate::app::App;
use crate::apply::draft;
use crate::apply::kept::Edition;
use crate::entity::DeskBook;
use crate::format::{bpmn, pnml};
use crate::view::{CaseView, Stay};
use crate::web::Web;
use crate::web::cases::act::paragraphs;
use crate::web::cases::download::saved_as;
use crate::web::fail::Fail;
use crate::web::kit::{Fact, Link};
use crate::web::page::{Page, Person, Tab};

/// A mark of the document, such as its «PC» of a control point, is no longer than this.
const MARK: usize = 3;

#[derive(Deserialize, Default)]
pub struct Address {
    /// The number of the case whose walk is shown.
    #[serde(default)]
    case: String,
}

/// `GET /procedures`
///
/// # Errors
/// When the page cannot be shown.
pub async fn list(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    let p = p.at(Tab::Procedures);
    let entity = web.app.entity();
    let published = |book: &DeskBook| {
        let procedure = &book.procedure;
        Published {
            name: procedure.document.name.clone(),
            href: address(procedure),
            version: p
                .t("procedure-of")
                .arg("version", &procedure.document.version)
                .arg("date", p.w.date(procedure.document.date))
                .to_string(),
            size: size(&p, procedure),
            desk: book.desk.name.clone(),
        }
    };
    let procedures = entity.desks.values().map(published).collect();
    let drafts = if person.works_at_desk {
        web.read(|app| Ok(Some(draft::all(app)?)))
            .await?
            .iter()
            .filter_map(|(desk, read)| prepared(&p, entity.desks.get(desk)?, read))
            .collect()
    } else {
        Vec::new()
    };
    Page::show(&ProceduresPage { procedures, drafts, p })
}

/// A draft as the list shows it.
fn prepared(p: &Page, now: &DeskBook, (draft, next): &draft::Read) -> Option<Published> {
    let book = next.as_ref().ok()?.desks.get(&now.desk.id)?;
    Some(Published {
        name: book.procedure.document.name.clone(),
        href: format!("{}/diff/{}", address(&now.procedure), super::show_diff::DRAFT),
        version: p
            .t("procedure-of")
            .arg("version", &book.procedure.document.version)
            .arg("date", p.w.date(book.procedure.document.date))
            .to_string(),
        size: p.t("draft-kept-by").arg("by", &draft.by).arg("when", p.w.stamp(draft.at)).to_string(),
        desk: book.desk.name.clone(),
    })
}

/// `GET /procedures/{procedure}/{version}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such version, or no such case for this reader.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version)): Path<(String, String)>,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let book = find(&web.app, &procedure, &version).ok_or(Fail::NotFound)?;
    let case = match address.case.as_str() {
        "" => None,
        number => {
            let case = web.case(&me, number).await?;
            // A walk belongs to its own document.
            let own = Arc::ptr_eq(&case.rules.procedure, &book.procedure)
                || case.rules.procedure.document.id == book.procedure.document.id;
            Some(case).filter(|_| own).map(Some).ok_or(Fail::NotFound)?
        }
    };
    let p = p.at(Tab::Procedures);
    let versions = versions(&web.app, &p, &book.procedure);
    let adopted = show_readings::status(&web, &p, book.desk.id.clone(), &book.procedure).await?;
    let may = show_migrate::may_migrate(&web, &person, &procedure, &version);
    let migrate = may.then(|| format!("{}/migrate", super::show_procedure::address(&book.procedure)));
    Page::show(&ProcedurePage { versions, migrate, ..page(p, &person, &book, case.as_ref(), adopted) })
}

/// `GET /procedures/{procedure}/{version}/file/{format}`: the version in an open format, for other
/// tools, or as it is written.
///
/// # Errors
/// [`Fail::NotFound`] where there is no such version or format.
pub async fn file(
    State(web): State<Web>,
    Path((procedure, version, format)): Path<(String, String, String)>,
) -> Result<Response, Fail> {
    let book = find(&web.app, &procedure, &version).ok_or(Fail::NotFound)?;
    let broken = |problem| Fail::broken("a procedure could not be drawn for other tools", problem);
    let (bytes, kind) = match format.as_str() {
        "bpmn" => (bpmn::diagram(&book.procedure).map_err(broken)?, "application/xml"),
        "pnml" => (pnml::net(&book.procedure).map_err(broken)?, "application/xml"),
        "toml" => (book.procedure_text.into_bytes(), "application/toml"),
        _ => return Err(Fail::NotFound),
    };
    Ok((saved_as(&format!("{procedure}-{version}.{format}"), kind), bytes).into_response())
}

/// A desk with a version it runs or once published.
pub fn find(app: &App, procedure: &str, version: &str) -> Option<DeskBook> {
    let entity = app.entity();
    let is = |book: &&DeskBook| {
        book.procedure.document.id.as_str() == procedure && book.procedure.document.version == version
    };
    if let Some(book) = entity.desks.values().find(is) {
        return Some(book.clone());
    }
    let edition = app.edition(&procedure.into(), version)?;
    let book = entity.desks.get(&edition.desk)?.clone();
    Some(DeskBook { procedure: edition.procedure.clone(), procedure_text: edition.text.clone(), ..book })
}

fn versions(app: &App, p: &Page, procedure: &Procedure) -> Vec<Version> {
    let own = &procedure.document;
    let others = app.editions(&own.id).into_iter().filter(|edition| edition.procedure.document.version != own.version);
    let version = |edition: Arc<Edition>| {
        let document = &edition.procedure.document;
        let text = p.t("procedure-of").arg("version", &document.version).arg("date", p.w.date(document.date));
        Version {
            link: Link { text: text.to_string(), href: address(&edition.procedure) },
            published: p.t("published-by").arg("by", &edition.by).arg("when", p.w.stamp(edition.at)).to_string(),
            compare: format!("{}/diff/{}", address(&edition.procedure), own.version),
        }
    };
    others.map(version).collect()
}

/// The document as it is cited: by its code where it has one, with its version.
pub fn cited(p: &Page, document: &Document) -> String {
    match document.code.as_str() {
        "" => p.t("procedure-version").arg("name", &document.name).arg("version", &document.version).to_string(),
        code => p
            .t("procedure-code-version")
            .arg("code", code)
            .arg("version", &document.version)
            .arg("name", &document.name)
            .to_string(),
    }
}

pub fn address(procedure: &Procedure) -> String {
    format!("/procedures/{}/{}", procedure.document.id, procedure.document.version)
}

fn size(p: &Page, procedure: &Procedure) -> String {
    let printed = procedure.activities.values().filter(|activity| activity.printed);
    let points = printed.clone().filter(|activity| activity.control_point).count();
    p.t("procedure-size").n("activities", printed.count()).n("points", points).to_string()
}

fn page(p: Page, person: &Person, book: &DeskBook, case: Option<&CaseView>, adopted: Option<String>) -> ProcedurePage {
    let procedure = &*book.procedure;
    let document = &procedure.document;
    let columns: Vec<_> = document.columns.iter().filter(|(_, column)| **column != Column::Number).collect();
    let area = if person.works_at_desk { "cases" } else { "requests" };
    ProcedurePage {
        name: document.name.clone(),
        about: about(&p, book),
        case: case.map(|case| Link { text: case.number.to_string(), href: format!("/{area}/{}", case.number) }),
        objective: document.objective.clone(),
        scope: document.scope.clone(),
        conditions: document.conditions.clone(),
        definitions: procedure
            .glossary
            .iter()
            .map(|entry| Fact { label: entry.term.clone(), value: entry.text.clone(), ..Fact::default() })
            .collect(),
        columns: columns.iter().map(|(heading, _)| (*heading).clone()).collect(),
        rows: procedure.table().iter().map(|row| printed(&p, procedure, row, case)).collect(),
        drawing: draw(&p, procedure, case),
        told: told(&p, procedure),
        terms: procedure.terms.values().map(|term| of_term(&p, procedure, term)).collect(),
        clocks: procedure.clocks.values().map(|clock| of_clock(&p, procedure, clock)).collect(),
        roles: roles(&p, procedure),
        notices: procedure.notices.values().map(|notice| of_notice(&p, procedure, notice)).collect(),
        readings: procedure.readings.iter().map(reading).collect(),
        annex: format!("{}/readings", address(procedure)),
        files: format!("{}/file", address(procedure)),
        migrate: None,
        adopted,
        changes: document
            .change
            .iter()
            .map(|change| Change {
                date: change.date.clone(),
                version: change.version.clone(),
                description: change.description.clone(),
                author: change.author.clone(),
            })
            .collect(),
        versions: Vec::new(),
        p,
    }
}

fn about(p: &Page, book: &DeskBook) -> Vec<Fact> {
    let document = &book.procedure.document;
    let fact = |key: &str, value: String| {
        (!value.is_empty()).then(|| Fact { label: p.t(key).to_string(), value, ..Fact::default() })
    };
    [
        fact("procedure-code", document.code.clone()),
        fact("column-version", document.version.clone()),
        fact("column-date", p.w.date(document.date)),
        fact("procedure-activities", size(p, &book.procedure)),
        fact("procedure-desk", book.desk.name.clone()),
        fact("procedure-responsible", p.w.list(&document.responsible)),
        fact("procedure-references", p.w.list(&document.references)),
        fact("procedure-products", document.products.clone()),
        fact("procedure-calendar", format!("{} · {}", book.calendar.id(), book.calendar.edition())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn printed(p: &Page, procedure: &Procedure, row: &Row<'_>, case: Option<&CaseView>) -> PrintedRow {
    let activity = procedure.activity(row.activity);
    let cells = procedure.document.columns.values().zip(&row.cells).filter(|(column, _)| **column != Column::Number);
    let visits = case.map_or(&[][..], |case| &case.trail);
    let here = |stay: &&Stay| stay.activity == *row.activity;
    PrintedRow {
        number: row.activity.to_string(),
        id: format!("a{}", row.activity),
        cells: cells.map(|(column, text)| cell(*column, text, activity)).collect(),
        now: case.and_then(CaseView::stay).filter(here).is_some(),
        happened: visits.iter().filter(here).filter_map(|stay| visit(p, case?, stay)).collect(),
    }
}

fn cell(column: Column, text: &str, activity: Option<&Activity>) -> Cell {
    Cell {
        paragraphs: paragraphs(text),
        heads: column == Column::Name,
        control_point: column == Column::Cell
            && activity.is_some_and(|activity| activity.control_point)
            && text.chars().count() <= MARK,
    }
}

/// A visit that ended: when, how and by whom.
pub fn visit(p: &Page, case: &CaseView, stay: &Stay) -> Option<String> {
    let when = p.w.when_short(stay.left_at?);
    let label = stay
        .answer
        .as_ref()
        .and_then(|(answer, _)| case.rules.procedure.answers.get(answer))
        .map(|answer| answer.label.clone());
    let name = |id: &PersonId| case.rules.people.name(id);
    let by = stay.answer.as_ref().and_then(|(_, by)| by.as_ref()).map(name);
    let by = by.map(|by| match stay.acting_for.as_ref() {
        Some(absent) => p.t("walked-for").arg("by", by).arg("absent", name(absent)).to_string(),
        None => by,
    });
    let what = match (label, by) {
        (Some(label), Some(by)) => p.t("walked-by").arg("when", when).arg("answer", label).arg("by", by).to_string(),
        (Some(label), None) if stay.expired => p.t("walked-by-term").arg("when", when).arg("answer", label).to_string(),
        (Some(label), None) => p.t("walked-by-tool").arg("when", when).arg("answer", label).to_string(),
        (None, _) => when,
    };
    Some(if stay.mistaken { p.t("walked-by-mistake").arg("what", what).to_string() } else { what })
}

fn reading(reading: &desk::procedure::Reading) -> Reading {
    Reading {
        id: reading.id.clone(),
        at: format!("{}: {}", reading.place, reading.says),
        text: reading.reads.clone(),
        reason: reading.because.clone(),
    }
}
