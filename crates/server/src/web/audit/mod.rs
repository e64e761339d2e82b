//! The proof of a period, for auditors and coordinators: evidence of the control points, compliance of
//! the services, what was beside the procedure, and all of it as files.

pub mod show_audit;
pub mod show_compliance;
pub mod show_evidence;
mod written;

use desk::{DeskId, PersonId, Rulebook};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use super::Web;
use super::desk::show_nav;
use super::fail::Fail;
use crate::report::Period;
use crate::view;

/// Rows on a page.
const PAGE: i64 = 50;

/// What the address of a period says. Everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Address {
    desk: String,
    from: String,
    until: String,
    activity: String,
    answer: String,
    /// `all`: decisions beside the control points too.
    points: String,
    /// A deviation's word.
    code: String,
    /// The clock, service and category whose late cases are listed.
    clock: String,
    item: Option<String>,
    category: Option<String>,
    /// Where the page before ended.
    after: String,
}

/// The desk and the days an address means: its own, or the month so far.
struct Asked {
    desk: DeskId,
    rules: Rulebook,
    from: Date,
    until: Date,
    period: Period,
    /// The desks one may choose from, by the name of their procedure.
    desks: Vec<(DeskId, String)>,
}

impl Address {
    /// # Errors
    /// [`Fail::NotFound`] for who audits no desk.
    fn asked(&self, web: &Web, me: &PersonId) -> Result<Asked, Fail> {
        let audited: Vec<DeskId> =
            view::desks_of(&web.app, me).into_iter().filter(|desk| view::proof::audits(&web.app, me, desk)).collect();
        let named = Some(DeskId::from(self.desk.as_str())).filter(|desk| audited.contains(desk));
        let desk = named.or_else(|| audited.first().cloned()).ok_or(Fail::NotFound)?;
        let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
        let today = rules.calendar.local(web.app.clock.now()).date();
        let day = |text: &str| text.parse::<Date>().ok().filter(|day| (1970..=9998).contains(&day.year()));
        let until = day(&self.until).unwrap_or(today);
        let from = day(&self.from).unwrap_or_else(|| until.first_of_month());
        // Given the other way round, the same days are meant.
        let (from, until) = (from.min(until), from.max(until));
        let period = Period::new(Some(from), Some(until), rules.calendar.time_zone().clone());
        let name = |desk: &DeskId| {
            let rules = web.app.rulebook(desk)?;
            Some((desk.clone(), rules.procedure.document.name.clone()))
        };
        let desks = audited.iter().filter_map(name).collect();
        Ok(Asked { desk, rules, from, until, period, desks })
    }

    /// Where the page before ended: an instant, a place in the case and the case.
    fn after(&self) -> Option<(Timestamp, String, i64)> {
        let mut parts = self.after.splitn(3, '.');
        let at = Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
        let place = parts.next()?.parse().ok()?;
        Some((at, parts.next()?.to_owned(), place))
    }
}

/// [`Address::after`] as it stands in an address.
fn after_text((at, stream, place): &(Timestamp, String, i64)) -> String {
    format!("{}.{place}.{stream}", at.as_microsecond())
}

impl Asked {
    /// An address of the same desk and days, with more behind it; what is empty is left out.
    fn href(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("desk", self.desk.as_str());
        query.append_pair("from", &self.from.to_string()).append_pair("until", &self.until.to_string());
        for (key, value) in more.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(key, value);
        }
        format!("{path}?{}", query.finish())
    }

    fn period_form(&self) -> PeriodForm {
        let chosen = |(desk, name): &(DeskId, String)| Choice {
            value: desk.to_string(),
            label: name.clone(),
            chosen: *desk == self.desk,
        };
        PeriodForm {
            from: self.from.to_string(),
            until: self.until.to_string(),
            desks: self.desks.iter().map(chosen).collect(),
        }
    }

    /// The name of a file of this period.
    fn file(&self, what: &str, ending: &str) -> String {
        format!("{what}-{}-{}-{}.{ending}", self.desk, self.from, self.until)
    }
}

/// The part of a form that chooses the procedure and the days.
pub struct PeriodForm {
    pub from: String,
    pub until: String,
    pub desks: Vec<Choice>,
}

pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// The side of these pages.
async fn nav(web: &Web, p: &super::page::Page, me: &PersonId, asked: &Asked) -> Result<super::desk::nav::Nav, Fail> {
    let mut nav = show_nav::nav(web, p, me, Some(&asked.desk)).await?;
    // A period that is being read does not change under its reader.
    nav.live = String::new();
    Ok(nav)
}
