//! `GET /cases/{number}/explain` and `GET /requests/{number}/explain`: the time of a case at any
//! instant. With `format=json` the same as `ventanilla explain --json`.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use desk::PersonId;
use desk::access::Sight;
use desk::calendar::Interval;
use desk::explain::{self, ClockExplained, TermCount, TermExplained};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;

use super::{coming, time, why};
use crate::format::explanation;
use crate::view::{self, ExplainView};
use crate::web::Web;
use crate::web::desk::show_nav;
use crate::web::fail::Fail;
use crate::web::kit::{Explanation, Link, Measured, Opt, ThresholdRow};
use crate::web::page::{Page, Person, Tab};
use crate::web::{desk as desk_pages, portal};

/// The two areas a case is explained in: the desk's and the requester's.
const CASES: &str = "cases";
const REQUESTS: &str = "requests";

#[derive(Deserialize, Default)]
pub struct Asked {
    /// `clock.ID` or `term.ID.VISIT`; nothing for all.
    #[serde(default)]
    of: String,
    /// A clock's id alone.
    #[serde(default)]
    clock: String,
    /// An instant: of the desk's wall clock, or with its offset.
    #[serde(default)]
    at: String,
    #[serde(default)]
    format: String,
}

impl Asked {
    fn of(&self) -> String {
        if self.of.is_empty() && !self.clock.is_empty() { format!("clock.{}", self.clock) } else { self.of.clone() }
    }
}

/// `GET /cases/{number}/explain`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such case for this reader.
pub async fn of_case(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    page(&web, p.at(Tab::Queue), &person, &number, &asked, CASES).await
}

/// `GET /requests/{number}/explain`
///
/// # Errors
/// As [`of_case`].
pub async fn of_request(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    page(&web, p.at(Tab::Requests), &person, &number, &asked, REQUESTS).await
}

async fn page(web: &Web, p: Page, person: &Person, number: &str, asked: &Asked, area: &str) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let (told, problem) = load(web, &p, &me, number, asked).await?;
    if asked.format == "json" {
        return Ok(json(&p, &told, asked));
    }
    let x = explanation(&p, &told, asked, area, problem);
    let (number, subject) = (told.number.to_string(), subject(&p, &told));
    if area == CASES {
        let nav = show_nav::nav(web, &p, &me, Some(&told.desk)).await?;
        Page::show(&desk_pages::ExplainPage { nav, number, subject, x, p })
    } else {
        Page::show(&portal::ExplainPage { number, subject, x, p })
    }
}

async fn load(
    web: &Web,
    p: &Page,
    me: &PersonId,
    number: &str,
    asked: &Asked,
) -> Result<(ExplainView, Option<String>), Fail> {
    let at = instant(p, &asked.at);
    let problem = (at.is_none() && !asked.at.is_empty()).then(|| p.t("instant-unread").to_string());
    let (me, number) = (me.clone(), number.to_owned());
    let told = web.read(move |app| view::explain(app, &me, &number, at)).await?;
    // An outline tells dates, not what held the case.
    if told.sight < Sight::Public { Err(Fail::NotFound) } else { Ok((told, problem)) }
}

/// What the form or an address says: `2026-11-20T16:00` on the desk's wall, or an instant.
fn instant(p: &Page, written: &str) -> Option<Timestamp> {
    let written = written.trim();
    if let Ok(at) = written.parse::<Timestamp>() {
        return Some(at);
    }
    let civil: DateTime = written.parse().ok()?;
    Some(civil.to_zoned(p.w.zone.clone()).ok()?.timestamp())
}

fn json(p: &Page, told: &ExplainView, asked: &Asked) -> Response {
    let of = asked.of();
    let mut all = explanation::json(told, p.lang, &p.w);
    explanation::keep(&mut all, |id| of.is_empty() || of == id);
    axum::Json(all).into_response()
}

fn subject(p: &Page, told: &ExplainView) -> String {
    match &told.subject {
        Some(view::Text::Written(text)) => text.clone(),
        Some(view::Text::Withdrawn { .. }) => p.t("subject-withdrawn").to_string(),
        None => p.t("restricted-subject").to_string(),
    }
}

fn explanation(p: &Page, told: &ExplainView, asked: &Asked, area: &str, problem: Option<String>) -> Explanation {
    let here = format!("/{area}/{}", told.number);
    let action = format!("{here}/explain");
    let of = asked.of();
    let clocks = told.clocks.iter().map(|clock| of_clock(p, told, clock, &action));
    let terms = told.terms.iter().map(|term| of_term(p, told, term));
    let all: Vec<Measured> = clocks.chain(terms).collect();
    let one = all.iter().any(|measure| measure.id == of);
    let choices = all.iter().map(|measure| Opt {
        value: measure.id.clone(),
        label: measure.name.clone(),
        chosen: measure.id == of,
        ..Opt::default()
    });
    Explanation {
        back: Link {
            text: p.t(if area == CASES { "back-to-case" } else { "back-to-request" }).to_string(),
            href: here,
        },
        at: p
            .w
            .civil(told.at)
            .round(jiff::Unit::Minute)
            .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%dT%H:%M").to_string()),
        problem,
        lead: lead(p, told),
        choices: choices.collect(),
        future: if told.closed_at.is_some() && told.at <= told.now {
            Vec::new()
        } else {
            coming::all(p, &told.rules, &told.coming, area == REQUESTS)
        },
        measures: all
            .into_iter()
            .filter(|measure| !one || measure.id == of)
            .map(|measure| Measured { chosen: one, ..measure })
            .collect(),
        action,
    }
}

/// Which instant is told, and where the case stands then.
fn lead(p: &Page, told: &ExplainView) -> String {
    let when = p.w.when(told.at);
    let Some(activity) = &told.activity else {
        return p.t("explain-before").arg("when", when).arg("received", p.w.when(told.received_at)).to_string();
    };
    let key = match told.at {
        at if at < told.now => "explain-past",
        at if at > told.now => "explain-future",
        _ => "explain-now",
    };
    let name = told.rules.procedure.activity(activity).map_or("", |activity| activity.name.as_str());
    p.t(key).arg("when", when).arg("number", activity).arg("name", name).to_string()
}

fn of_clock(p: &Page, told: &ExplainView, clock: &ClockExplained, action: &str) -> Measured {
    let name = told.rules.procedure.clocks.get(&clock.clock).map_or("", |found| found.name.as_str());
    let id = format!("clock.{}", clock.clock);
    let reading = &clock.reading;
    let ran = p.w.duration(reading.elapsed.as_minutes(), 0);
    let title = match (reading.target, reading.due_at) {
        (_, Some(at)) if reading.is_late(clock.at) => p.t("was-due").arg("when", p.w.when_near(at)).to_string(),
        (_, Some(at)) => p.t("is-due").arg("when", p.w.when_near(at)).to_string(),
        (Some(target), None) => {
            p.t("clock-ran-of").arg("ran", &ran).arg("target", p.w.duration(target.as_minutes(), 0)).to_string()
        }
        (None, None) => p.t("clock-ran").arg("ran", &ran).to_string(),
    };
    let intervals: Vec<Interval> = clock.intervals().cloned().collect();
    let row = |threshold: &explain::Threshold| ThresholdRow {
        percent: p.w.percent(f64::from(threshold.percent)),
        when: threshold.reached_at.map_or_else(|| p.t("never-while-paused").to_string(), |at| p.w.when_near(at)),
        state: match (threshold.told, threshold.reached_at.is_some_and(|at| at <= clock.at)) {
            (true, _) => p.t("threshold-told").to_string(),
            (false, true) => p.t("threshold-reached").to_string(),
            (false, false) => p.t("threshold-to-come").to_string(),
        },
        href: threshold.reached_at.map_or_else(String::new, |at| format!("{action}?of={id}&at={at}")),
    };
    let desk = told.sight == Sight::All;
    Measured {
        name: name.to_owned(),
        chosen: false,
        example: reading.example,
        explained: why::clock(p, &told.rules, clock.at, clock, &title, String::new()),
        // Alerts are the desk's own.
        thresholds: if desk { clock.thresholds.iter().map(row).collect() } else { Vec::new() },
        rows: why::table(p, &intervals),
        total: p.w.duration(explain::total(&intervals).as_minutes(), time::minutes_a_day(&told.rules)),
        id,
    }
}

fn of_term(p: &Page, told: &ExplainView, term: &TermExplained) -> Measured {
    let name = told.rules.procedure.terms.get(&term.term).map_or("", |found| found.label.as_str());
    let explained = why::term(p, &told.rules, told.at, term, String::new());
    Measured {
        id: format!("term.{}.{}", term.term, term.visit),
        name: name.to_owned(),
        chosen: false,
        example: false,
        thresholds: Vec::new(),
        rows: match &term.count {
            TermCount::Days(_, days) => why::table_of_days(p, days),
            TermCount::Hours(intervals) => why::table(p, intervals),
            TermCount::UntilDate => Vec::new(),
        },
        total: explained.total.clone(),
        explained,
    }
}
