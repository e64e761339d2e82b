//! `GET /audit`: what was beside the procedure in a period, and its event log as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::conformance::Departure;
use desk::procedure::Procedure;
use desk::{ActivityId, AnswerId, PersonId};

use super::{Address, Choice, PAGE, PeriodForm, after_text, nav, written};
use crate::format::event::SYSTEM;
use crate::report::log::{Asked as AskedLog, Shape};
use crate::report::{conformance, log};
use crate::store::deviations::DeviationRow;
use crate::view::proof;
use crate::web::Web;
use crate::web::desk::nav::Nav;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "audit/audit.html")]
struct AuditPage {
    p: Page,
    nav: Nav,
    document: String,
    period: PeriodForm,
    days: String,
    closed: String,
    deviating: String,
    /// Nothing was beside the procedure.
    clean: bool,
    codes: Vec<CodeLine>,
    chosen: Vec<Choice>,
    rows: Vec<DeviationLine>,
    next: Option<String>,
    first: String,
    evidence: String,
    compliance: String,
    xes: String,
    csv: String,
    deviations_csv: String,
}

struct CodeLine {
    name: String,
    declared: bool,
    count: String,
    href: String,
}

struct DeviationLine {
    number: String,
    when: String,
    what: String,
    declared: bool,
    activity: String,
    detail: String,
    who: String,
    version: String,
}

/// `GET /audit`
///
/// # Errors
/// [`Fail::NotFound`] for who audits no desk.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let p = p.at(Tab::Audit);
    let asked = address.asked(&web, &me)?;
    let code = Some(address.code.clone()).filter(|code| Departure::CODES.contains(&code.as_str())).unwrap_or_default();
    let (reader, desk, bounds) = (me.clone(), asked.desk.clone(), asked.period.bounds());
    let (after, wanted) = (address.after(), code.clone());
    let beside =
        web.read(move |app| proof::deviations(app, &reader, &desk, bounds, &wanted, after.as_ref(), PAGE)).await?;
    let nav = nav(&web, &p, &me, &asked).await?;
    let after = beside.after.as_ref().map(after_text);
    let count = |count: i64| p.w.count(u64::try_from(count).unwrap_or(0));
    let codes = beside.figures.codes.iter().map(|(code, n)| CodeLine {
        name: name(&p, code),
        declared: is_declared(code),
        count: count(*n),
        href: asked.href("/audit", &[("code", code)]),
    });
    let choice = |own: &str| Choice { value: own.to_owned(), label: name(&p, own), chosen: own == code };
    let line = |(number, row): (String, DeviationRow)| {
        let procedure = web.app.procedure(&asked.rules.procedure.document.id, &row.version);
        line(&p, &web, procedure.as_deref(), number, row)
    };
    let page = AuditPage {
        document: asked.rules.procedure.document.name.clone(),
        period: asked.period_form(),
        days: format!("{} – {}", p.w.date(asked.from), p.w.date(asked.until)),
        closed: count(beside.figures.closed),
        deviating: count(beside.figures.deviating),
        clean: beside.figures.deviating == 0,
        codes: codes.collect(),
        chosen: Departure::CODES.iter().map(|own| choice(own)).collect(),
        next: after.map(|after| asked.href("/audit", &[("code", &code), ("after", &after)])),
        first: asked.href("/audit", &[("code", &code)]),
        evidence: asked.href("/evidence", &[]),
        compliance: asked.href("/compliance", &[]),
        xes: asked.href("/audit/log.xes", &[]),
        csv: asked.href("/audit/log.csv", &[]),
        deviations_csv: asked.href("/audit/deviations.csv", &[]),
        rows: beside.rows.into_iter().map(line).collect(),
        nav,
        p,
    };
    Page::show(&page)
}

/// A departure by its word.
pub fn name(p: &Page, code: &str) -> String {
    p.t(&format!("departure-{}", code.replace('_', "-"))).to_string()
}

fn is_declared(code: &str) -> bool {
    ["corrected", "reinstated", "merged", "migrated"].contains(&code)
}

fn line(p: &Page, web: &Web, procedure: Option<&Procedure>, number: String, row: DeviationRow) -> DeviationLine {
    let place = |id: &str| {
        let found = procedure.and_then(|procedure| procedure.activity(&ActivityId::from(id)));
        found.map(|own| format!("{id}. {}", own.name))
    };
    let arrow = |id: &str| {
        let found = procedure.and_then(|procedure| procedure.answers.get(&AnswerId::from(id)));
        found.map(|own| format!("{id} {}", own.label))
    };
    DeviationLine {
        number,
        when: p.w.stamp(row.at),
        what: name(p, &row.code),
        declared: is_declared(&row.code),
        activity: place(&row.activity).unwrap_or(row.activity),
        detail: match row.code.as_str() {
            "corrected" | "reinstated" | "wrong_way" => place(&row.detail).map(|to| format!("→ {to}")),
            "not_from_here" | "shut" | "not_theirs" | "after_the_end" => arrow(&row.detail),
            _ => None,
        }
        .unwrap_or(row.detail),
        who: if row.actor == SYSTEM {
            p.t("the-tool").to_string()
        } else {
            web.app.entity().people.name(&PersonId::from(row.actor.as_str()))
        },
        version: row.version,
    }
}

/// `GET /audit/log.xes`
///
/// # Errors
/// As [`show`].
pub async fn xes(web: State<Web>, person: Person, address: Query<Address>) -> Result<Response, Fail> {
    event_log(web, person, address, Shape::Xes).await
}

/// `GET /audit/log.csv`
///
/// # Errors
/// As [`show`].
pub async fn csv(web: State<Web>, person: Person, address: Query<Address>) -> Result<Response, Fail> {
    event_log(web, person, address, Shape::Csv).await
}

async fn event_log(
    State(web): State<Web>,
    person: Person,
    Query(address): Query<Address>,
    shape: Shape,
) -> Result<Response, Fail> {
    let asked = address.asked(&web, &PersonId::from(person.id.as_str()))?;
    let (ending, kind) = match shape {
        Shape::Xes => ("xes", "application/xml"),
        Shape::Csv => ("csv", "text/csv; charset=utf-8"),
    };
    let name = asked.file("registro-de-eventos", ending);
    let app = web.app.clone();
    let wanted = AskedLog { shape, desks: vec![(asked.desk, asked.period)], only_finished: false };
    Ok(written::file(&name, kind, move |out| log::write(&app, &wanted, out).map(|_| ())))
}

/// `GET /audit/deviations.csv`: every case received in the period is held against its procedure again.
///
/// # Errors
/// As [`show`].
pub async fn deviations(
    State(web): State<Web>,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let asked = address.asked(&web, &PersonId::from(person.id.as_str()))?;
    let name = asked.file("desviaciones", "csv");
    let (app, desks) = (web.app.clone(), vec![(asked.desk, asked.period)]);
    let kind = "text/csv; charset=utf-8";
    Ok(written::file(&name, kind, move |out| conformance::write_csv(&app, &desks, out).map(|_| ())))
}
