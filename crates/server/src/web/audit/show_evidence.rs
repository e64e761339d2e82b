//! `GET /evidence`: what was answered at the control points of a period, by whom and why.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use desk::evidence::is_control_point;

use super::{Address, Asked, Choice, PAGE, PeriodForm, after_text, nav, written};
use crate::report::evidence as report;
use crate::store::evidence;
use crate::view::proof::{self, Proof};
use crate::web::Web;
use crate::web::desk::nav::Nav;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "audit/evidence.html")]
struct EvidencePage {
    p: Page,
    nav: Nav,
    document: String,
    period: PeriodForm,
    activities: Vec<Choice>,
    answers: Vec<Choice>,
    all: bool,
    days: String,
    /// How often each answer was given; only on the first page.
    tally: Vec<Counted>,
    rows: Vec<EvidenceLine>,
    next: Option<String>,
    first: String,
    csv: String,
}

struct Counted {
    activity: String,
    answer: String,
    control_point: bool,
    count: String,
}

struct EvidenceLine {
    number: String,
    when: String,
    control_point: bool,
    activity: String,
    question: String,
    says: String,
    label: String,
    answer: String,
    who: String,
    acting_for: String,
    role: String,
    rule: String,
    motive: Vec<(String, String)>,
}

impl Address {
    fn evidence(&self, asked: &Asked) -> evidence::Asked {
        evidence::Asked {
            desk: asked.desk.to_string(),
            bounds: asked.period.bounds(),
            activity: self.activity.clone(),
            answer: self.answer.clone(),
            only_control_points: self.points != "all",
        }
    }

    fn filters(&self) -> [(&'static str, &str); 3] {
        [("activity", &self.activity), ("answer", &self.answer), ("points", &self.points)]
    }
}

/// `GET /evidence`
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
    let p = p.at(Tab::Evidence);
    let asked = address.asked(&web, &me)?;
    let (wanted, after, reader) = (address.evidence(&asked), address.after(), me.clone());
    let first = after.is_none();
    let (counts, (rows, next)) = web
        .read(move |app| {
            let counts = if first { proof::answers(app, &reader, &wanted)? } else { Some(Vec::new()) };
            Ok(counts.zip(proof::evidence(app, &reader, &wanted, after.as_ref(), PAGE)?))
        })
        .await?;
    let nav = nav(&web, &p, &me, &asked).await?;
    let mut more = address.filters().to_vec();
    let first = asked.href("/evidence", &more);
    let csv = asked.href("/evidence.csv", &more);
    let after = next.as_ref().map(after_text);
    let next = after.as_ref().map(|after| {
        more.push(("after", after));
        asked.href("/evidence", &more)
    });
    let page = EvidencePage {
        document: asked.rules.procedure.document.name.clone(),
        period: asked.period_form(),
        activities: activities(&address, &asked),
        answers: answers(&address, &asked),
        all: address.points == "all",
        days: format!("{} – {}", p.w.date(asked.from), p.w.date(asked.until)),
        tally: tally(&p, &asked, counts),
        rows: rows.into_iter().map(|row| line(&p, &web, row)).collect(),
        next,
        first,
        csv,
        nav,
        p,
    };
    Page::show(&page)
}

/// `GET /evidence.csv`
///
/// # Errors
/// As [`show`].
pub async fn csv(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let asked = address.asked(&web, &me)?;
    let (wanted, app, name) = (address.evidence(&asked), web.app.clone(), asked.file("evidencia", "csv"));
    Ok(written::file(&name, "text/csv; charset=utf-8", move |out| report::write(&app, &me, &wanted, &p.w, out)))
}

/// The activities that ask for evidence, those of older versions among them.
fn activities(address: &Address, asked: &Asked) -> Vec<Choice> {
    let procedure = &asked.rules.procedure;
    let asks = procedure.activities.iter().filter(|(_, own)| own.control_point || own.internal_decision);
    let mut choices: Vec<Choice> = asks
        .map(|(id, own)| Choice {
            value: id.to_string(),
            label: format!("{id}. {}", own.name),
            chosen: id.as_str() == address.activity,
        })
        .collect();
    keep_chosen(&mut choices, &address.activity);
    choices
}

/// The answers of the chosen activity, or of all of them.
fn answers(address: &Address, asked: &Asked) -> Vec<Choice> {
    let procedure = &asked.rules.procedure;
    let is_evidence = |id: &desk::AnswerId, own: &desk::procedure::Answer| {
        own.from.iter().any(|from| {
            (address.activity.is_empty() || from.as_str() == address.activity)
                && is_control_point(procedure, from, id).is_some()
        })
    };
    let mut choices: Vec<Choice> = procedure
        .answers
        .iter()
        .filter(|(id, own)| is_evidence(id, own))
        .map(|(id, own)| Choice {
            value: id.to_string(),
            label: format!("{id} {}", own.label),
            chosen: id.as_str() == address.answer,
        })
        .collect();
    keep_chosen(&mut choices, &address.answer);
    choices
}

/// What an address chose and the version in force does not have stays chosen.
fn keep_chosen(choices: &mut Vec<Choice>, value: &str) {
    if !value.is_empty() && choices.iter().all(|choice| !choice.chosen) {
        choices.push(Choice { value: value.to_owned(), label: value.to_owned(), chosen: true });
    }
}

fn tally(p: &Page, asked: &Asked, counts: Vec<(String, String, bool, i64)>) -> Vec<Counted> {
    let procedure = &asked.rules.procedure;
    let place = |activity: &str, answer: &str| {
        (procedure.activities.get_index_of(activity), procedure.answers.get_index_of(answer))
    };
    let mut counts = counts;
    counts.sort_by_key(|(activity, answer, _, _)| place(activity, answer));
    let count = |(activity, answer, control_point, count): (String, String, bool, i64)| Counted {
        activity: match procedure.activities.get(activity.as_str()) {
            Some(own) => format!("{activity}. {}", own.name),
            None => activity,
        },
        answer: match procedure.answers.get(answer.as_str()) {
            Some(own) => said_with(&own.says.values().cloned().collect::<Vec<_>>(), &own.label),
            None => answer,
        },
        control_point,
        count: p.w.count(u64::try_from(count).unwrap_or(0)),
    };
    counts.into_iter().map(count).collect()
}

/// «NO: Devolver al solicitante».
fn said_with(says: &[String], label: &str) -> String {
    if says.is_empty() { label.to_owned() } else { format!("{}: {label}", says.join(", ")) }
}

fn line(p: &Page, web: &Web, row: Proof) -> EvidenceLine {
    let name = |id: &PersonId| web.app.entity().people.name(id);
    let motive = if row.reserved {
        vec![(p.t("restricted").to_string(), p.t("restricted-subject").to_string())]
    } else {
        row.motive.iter().map(|field| (field.label.clone(), report::said(&p.w, &name, field))).collect()
    };
    EvidenceLine {
        when: p.w.stamp(row.at),
        control_point: row.control_point,
        activity: format!("{}. {}", row.activity, row.activity_name),
        question: row.question,
        says: row.says.join(", "),
        label: row.label,
        answer: row.answer,
        who: if row.who.is_some() { row.who_name } else { p.t("the-tool").to_string() },
        acting_for: row.acting_for.map_or_else(String::new, |name| p.t("evidence-for").arg("name", name).to_string()),
        role: row.role,
        rule: match row.row {
            Some(matrix) => p.t("evidence-row").arg("row", matrix).arg("version", &row.version).to_string(),
            None => p.t("evidence-version").arg("version", &row.version).to_string(),
        },
        motive,
        number: row.number,
    }
}
