//! `GET /compliance`: how the times promised for each service were kept in a period.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use desk::compliance::Tally;

use super::{Address, Asked, PAGE, PeriodForm, after_text, nav, written};
use crate::report::evidence as report;
use crate::store::measures::Late;
use crate::view::proof::{self, ClockCompliance, LateCase, Service};
use crate::web::Web;
use crate::web::desk::nav::Nav;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "audit/compliance.html")]
struct CompliancePage {
    p: Page,
    nav: Nav,
    document: String,
    period: PeriodForm,
    days: String,
    clocks: Vec<ClockTable>,
    late: Option<LateList>,
    csv: String,
}

struct ClockTable {
    id: String,
    name: String,
    thresholds: Vec<u32>,
    lines: Vec<ServiceLine>,
    total: Figures,
}

struct ServiceLine {
    name: String,
    /// «16 h», more than one where priorities differ.
    targets: String,
    example: bool,
    figures: Figures,
    /// Its cases that were late; empty where there are none.
    late: String,
}

struct Figures {
    cases: String,
    met: String,
    missed: String,
    percent: String,
    reached: Vec<String>,
}

/// The cases behind a figure.
struct LateList {
    title: String,
    rows: Vec<LateLine>,
    next: Option<String>,
    back: String,
}

struct LateLine {
    number: String,
    when: String,
    target: String,
    resolved: bool,
}

/// `GET /compliance`
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
    let p = p.at(Tab::Compliance);
    let asked = address.asked(&web, &me)?;
    let which = (!address.clock.is_empty()).then(|| Late {
        clock: address.clock.clone(),
        item: address.item.clone(),
        category: address.category.clone(),
    });
    let (reader, desk, bounds, after) = (me.clone(), asked.desk.clone(), asked.period.bounds(), address.after());
    let (clocks, late) = web
        .read(move |app| {
            let clocks = proof::compliance(app, &reader, &desk, bounds)?;
            let after = after.as_ref().map(|(at, stream, _)| (*at, stream.as_str()));
            let late = match &which {
                Some(which) => proof::late(app, &reader, &desk, bounds, which, after, PAGE)?,
                None => None,
            };
            Ok(clocks.map(|clocks| (clocks, late)))
        })
        .await?;
    let nav = nav(&web, &p, &me, &asked).await?;
    let late = late.map(|rows| late_list(&p, &asked, &address, &clocks, rows));
    let page = CompliancePage {
        document: asked.rules.procedure.document.name.clone(),
        period: asked.period_form(),
        days: format!("{} – {}", p.w.date(asked.from), p.w.date(asked.until)),
        clocks: clocks.iter().map(|clock| table(&p, &asked, clock)).collect(),
        late,
        csv: asked.href("/compliance.csv", &[]),
        nav,
        p,
    };
    Page::show(&page)
}

/// `GET /compliance.csv`
///
/// # Errors
/// As [`show`].
pub async fn csv(State(web): State<Web>, person: Person, Query(address): Query<Address>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let asked = address.asked(&web, &me)?;
    let (app, name) = (web.app.clone(), asked.file("cumplimiento", "csv"));
    let write =
        move |out: &mut dyn std::io::Write| report::write_compliance(&app, &me, &asked.desk, &asked.period, out);
    Ok(written::file(&name, "text/csv; charset=utf-8", write))
}

fn table(p: &Page, asked: &Asked, clock: &ClockCompliance) -> ClockTable {
    let line = |service: &Service| {
        let targets: Vec<String> = service.targets.iter().map(|(time, _)| p.w.duration(time.as_minutes(), 0)).collect();
        let href = asked.href("/compliance", &[("clock", &clock.clock)]);
        // An empty service is chosen too, so these are written even where they are empty.
        let which = form_urlencoded::Serializer::new(String::new())
            .append_pair("item", &service.item)
            .append_pair("category", &service.category)
            .finish();
        ServiceLine {
            name: if service.name.is_empty() { p.t("without-service").to_string() } else { service.name.clone() },
            targets: p.w.list(&targets),
            example: service.targets.iter().any(|(_, example)| *example),
            figures: figures(p, &service.tally, &clock.thresholds),
            late: if service.tally.met < service.tally.cases { format!("{href}&{which}#late") } else { String::new() },
        }
    };
    ClockTable {
        id: clock.clock.clone(),
        name: clock.name.clone(),
        thresholds: clock.thresholds.clone(),
        lines: clock.services.iter().map(line).collect(),
        total: figures(p, &clock.total, &clock.thresholds),
    }
}

fn figures(p: &Page, tally: &Tally, thresholds: &[u32]) -> Figures {
    let share = |share: u64| {
        let decimals = usize::from(share % 10 != 0);
        format!("{} %", p.w.number(share as f64 / 10.0, decimals))
    };
    Figures {
        cases: p.w.count(tally.cases),
        met: p.w.count(tally.met),
        missed: p.w.count(tally.cases - tally.met),
        percent: tally.per_mille().map_or_else(|| "—".to_owned(), share),
        reached: thresholds.iter().map(|own| p.w.count(tally.reached.get(own).copied().unwrap_or(0))).collect(),
    }
}

fn late_list(p: &Page, asked: &Asked, address: &Address, clocks: &[ClockCompliance], rows: Vec<LateCase>) -> LateList {
    let services = clocks.iter().filter(|clock| clock.clock == address.clock).flat_map(|clock| &clock.services);
    let own = |service: &&Service| {
        Some(&service.item) == address.item.as_ref() && Some(&service.category) == address.category.as_ref()
    };
    let name = services.into_iter().find(own).map_or_else(String::new, |service| service.name.clone());
    let more = rows.len() as i64 == PAGE;
    let after = rows.last().filter(|_| more).map(|row| after_text(&(row.at, row.stream.clone(), 0)));
    let next = after.map(|after| {
        let (item, category) = (address.item.as_deref(), address.category.as_deref());
        let more = [("clock", Some(address.clock.as_str())), ("item", item), ("category", category)];
        let mut query = form_urlencoded::Serializer::new(String::new());
        more.iter().filter_map(|(key, value)| Some((*key, (*value)?))).for_each(|(key, value)| {
            query.append_pair(key, value);
        });
        format!("{}&{}&after={after}#late", asked.href("/compliance", &[]), query.finish())
    });
    let line = |row: LateCase| LateLine {
        when: p.w.stamp(row.at),
        target: p.w.duration(row.target.as_minutes(), 0),
        resolved: row.resolved,
        number: row.number,
    };
    LateList {
        title: if name.is_empty() { p.t("without-service").to_string() } else { name },
        rows: rows.into_iter().map(line).collect(),
        next,
        back: asked.href("/compliance", &[]),
    }
}
