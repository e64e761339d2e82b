//! Fills the page of a case's walk: the flowchart of its version with where it has been, and who
//! decided what and when.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::PersonId;

use super::chart::{Drawing, draw};
use super::show_procedure::{address, cited, visit};
use super::words::{Told, of_activity, told};
use crate::view::{CaseView, Stay};
use crate::web::Web;
use crate::web::desk::show_case::subject;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::page::{Page, Person, Tab};

/// `GET /cases/{number}/procedure` and `GET /requests/{number}/procedure`
#[derive(Template)]
#[template(path = "procedure/walk.html")]
pub struct WalkPage {
    pub p: Page,
    pub number: String,
    pub subject: String,
    /// The list the case is found in.
    pub area: Link,
    /// The case's own page.
    pub back: String,
    pub document: Link,
    /// The printed table with what happened in each row.
    pub table: String,
    pub drawing: Drawing,
    /// Every visit, oldest first.
    pub stays: Vec<StayTold>,
    pub told: Vec<Told>,
}

pub struct StayTold {
    pub activity: String,
    pub control_point: bool,
    /// What was answered, by whom and when; since when the case waits where it stands.
    pub happened: String,
    pub now: bool,
}

/// `GET /cases/{number}/procedure`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such case for this reader.
pub async fn of_case(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let area = Link { text: p.t("nav-queue").to_string(), href: "/queue".into() };
    show(web, p, person, number, area, "cases").await
}

/// `GET /requests/{number}/procedure`
///
/// # Errors
/// As [`of_case`].
pub async fn of_request(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let area = Link { text: p.t("nav-requests").to_string(), href: "/requests".into() };
    show(web, p, person, number, area, "requests").await
}

async fn show(web: Web, p: Page, person: Person, number: String, area: Link, words: &str) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = web.case(&me, &number).await?;
    let p = p.at(Tab::Procedures);
    let procedure = case.rules.procedure.clone();
    let document = &procedure.document;
    let page = WalkPage {
        number: case.number.to_string(),
        subject: subject(&p, &case),
        area,
        back: format!("/{words}/{}", case.number),
        document: Link { text: cited(&p, document), href: address(&procedure) },
        table: format!("{}?case={}#activities", address(&procedure), case.number),
        drawing: draw(&p, &procedure, Some(&case)),
        stays: case.trail.iter().map(|stay| stay_told(&p, &case, stay)).collect(),
        told: told(&p, &procedure),
        p,
    };
    Page::show(&page)
}

fn stay_told(p: &Page, case: &CaseView, stay: &Stay) -> StayTold {
    let procedure = &case.rules.procedure;
    let now = case.stay().is_some_and(|here| here.visit == stay.visit);
    let since = || p.t("walk-since").arg("when", p.w.when_short(stay.entered_at)).to_string();
    StayTold {
        activity: of_activity(procedure, &stay.activity),
        control_point: procedure.activity(&stay.activity).is_some_and(|own| own.control_point),
        happened: visit(p, case, stay).unwrap_or_else(since),
        now,
    }
}
