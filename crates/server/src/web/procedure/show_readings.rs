//! Fills the annex of a procedure's readings, for the process owner's signature, and takes its one
//! form: the readings were adopted by this act.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::procedure::Procedure;
use desk::{DeskId, PersonId, Refused};

use super::show_procedure::{address, cited, find};
use crate::act::Failed;
use crate::act::adoption::{self, Adoption};
use crate::web::Web;
use crate::web::cases::act::{problem_of, said_of};
use crate::web::cases::command_id;
use crate::web::cases::sent::Sent;
use crate::web::fail::Fail;
use crate::web::kit::{Field, FormHead, Input, Link, Problem};
use crate::web::page::{Page, Person, Tab};
use crate::web::words::capital;

/// `GET /procedures/{procedure}/{version}/readings`
#[derive(Template)]
#[template(path = "procedure/readings.html")]
pub struct ReadingsPage {
    pub p: Page,
    pub document: Link,
    /// Adopted by whom, when and by which act; or not yet.
    pub status: String,
    pub icon: &'static str,
    pub readings: Vec<ReadingRow>,
    /// Only for the process owner.
    pub form: Option<FormHead>,
    pub act: Field,
    pub problems: Vec<Problem>,
}

/// A reading as the annex prints it: the document's own words, how they are read and why.
pub struct ReadingRow {
    pub id: String,
    pub place: String,
    pub says: String,
    pub reads: String,
    pub because: String,
    /// Where the entity changes it.
    pub parameter: String,
    /// What of the procedure rests on it.
    pub rests: String,
}

/// `GET /procedures/{procedure}/{version}/readings`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such version.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version)): Path<(String, String)>,
) -> Result<Response, Fail> {
    page(&web, p, &person, &procedure, &version, "", None).await
}

/// `POST /procedures/{procedure}/{version}/adopt`
///
/// # Errors
/// As [`show`].
pub async fn adopt(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Fail> {
    let (desk, own) = {
        let book = find(&web.app, &procedure, &version).ok_or(Fail::NotFound)?;
        (book.desk.id.clone(), book.procedure.clone())
    };
    let (me, id, act) = (PersonId::from(person.id.as_str()), sent.command(), sent.typed.text("act"));
    let words = act.clone();
    let done = web
        .read(move |app| match adoption::adopt(app, &id, &me, &desk, &own, &words) {
            Ok(()) => Ok(Some(Ok(()))),
            Err(Failed::Refused(refused)) => Ok(Some(Err(refused))),
            Err(failed) => Err(failed),
        })
        .await?;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/procedures/{procedure}/{version}/readings")).into_response()),
        Err(refused) => page(&web, p, &person, &procedure, &version, &act, Some(&refused)).await,
    }
}

/// Whether and how a version's readings were adopted, in words.
///
/// # Errors
/// The store's.
pub async fn status(web: &Web, p: &Page, desk: DeskId, procedure: &Procedure) -> Result<Option<String>, Fail> {
    let own = procedure.document.clone();
    let found: Option<Adoption> =
        web.read(move |app| Ok(Some(app.store.read(|reader| adoption::adopted(reader, &desk, &own))?))).await?;
    Ok(found.map(|adoption| {
        p.t("readings-adopted-by")
            .arg("name", web.app.entity().people.name(&adoption.by))
            .arg("when", p.w.when(adoption.at))
            .arg("act", &adoption.act)
            .to_string()
    }))
}

async fn page(
    web: &Web,
    p: Page,
    person: &Person,
    procedure: &str,
    version: &str,
    typed: &str,
    refused: Option<&Refused>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Procedures);
    let (desk, own) = {
        let book = find(&web.app, procedure, version).ok_or(Fail::NotFound)?;
        (book.desk.id.clone(), book.procedure.clone())
    };
    let document = &own.document;
    let adopted = status(web, &p, desk.clone(), &own).await?;
    let mut act = Field {
        name: "act".into(),
        label: p.t("readings-act").to_string(),
        help: p.t("readings-act-help").to_string(),
        optional: false,
        input: Input::Line { value: typed.to_owned(), short: false },
        problem: None,
        whole: true,
    };
    let mut problems = Vec::new();
    if let Some(refused) = refused {
        let text = problem_of(&p, "acto", refused).unwrap_or_else(|| capital(said_of(&p, refused)));
        problems.push(Problem { anchor: act.id(), text: text.clone() });
        act.problem = Some(text);
    }
    let may = adoption::may_adopt(&web.app, &desk, &own, &PersonId::from(person.id.as_str()));
    let form = may.then(|| FormHead {
        action: format!("{}/adopt", address(&own)),
        command_id: command_id(),
        visit: String::new(),
        seen: 0,
    });
    let http = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = ReadingsPage {
        document: Link { text: cited(&p, document), href: address(&own) },
        icon: if adopted.is_some() { "badge-check" } else { "circle-alert" },
        status: adopted.unwrap_or_else(|| p.t("readings-not-adopted").to_string()),
        readings: own.readings.iter().map(|reading| row(&own, reading)).collect(),
        form,
        act,
        problems,
        p,
    };
    Page::show_as(http, &page)
}

fn row(procedure: &Procedure, reading: &desk::procedure::Reading) -> ReadingRow {
    let cites = |readings: &[String]| readings.contains(&reading.id);
    let activities = procedure.activities.iter().filter(|(_, own)| cites(&own.readings)).map(|(id, _)| id.to_string());
    let answers = procedure.answers.iter().filter(|(_, own)| cites(&own.readings)).map(|(id, _)| id.to_string());
    let terms = procedure.terms.iter().filter(|(_, own)| cites(&own.readings)).map(|(id, _)| id.to_string());
    let off = procedure.switched_off.iter().filter(|own| cites(&own.readings)).map(|own| own.name.clone());
    ReadingRow {
        id: reading.id.clone(),
        place: reading.place.clone(),
        says: reading.says.clone(),
        reads: reading.reads.clone(),
        because: reading.because.clone(),
        parameter: reading.parameter.clone(),
        rests: activities.chain(answers).chain(terms).chain(off).collect::<Vec<_>>().join(", "),
    }
}
