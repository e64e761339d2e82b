//! Fills the inbox of approvals.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use desk::{DeskId, PersonId, Rulebook};
use jiff::Timestamp;

use super::inbox::{ApprovalsPage, Pending};
use crate::view;
use crate::web::Web;
use crate::web::cases::time;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::page::{Page, Person, Tab};

/// The most shown of each seat: one's own, and those one stands in for.
const MOST: i64 = 50;

/// Minutes of a business day, for «2 d 6 h» in a row.
const DAY: i64 = 540;

/// `GET /approvals`
///
/// # Errors
/// The store's.
pub async fn show(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let asker = me.clone();
    let waiting = web.read(move |app| view::pending(app, &asker, MOST).map(Some)).await?;
    let now = web.app.clock.now();
    let mut p = p.at(Tab::Approvals);
    p.approvals_pending = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let mut books: BTreeMap<String, Option<Rulebook>> = BTreeMap::new();
    for row in &waiting {
        books.entry(row.case.desk.clone()).or_insert_with(|| web.app.rulebook(&DeskId::from(row.case.desk.as_str())));
    }
    let pending =
        waiting.into_iter().filter_map(|row| Some(one(&p, books.get(&row.case.desk)?.as_ref()?, row, now))).collect();
    let entity = web.app.entity();
    let today = p.w.today();
    let absences = web.app.absences();
    let mut own: Vec<_> = absences.iter().filter(|a| a.absent == me && a.until_on >= today).collect();
    own.sort_by_key(|absence| absence.from_on);
    let absence = match own.first() {
        Some(next) => p
            .t("absence-next")
            .arg("from", p.w.day_near(next.from_on))
            .arg("until", p.w.day_near(next.until_on))
            .arg("substitute", entity.people.name(&next.substitute))
            .to_string(),
        None => p.t("absence-none").to_string(),
    };
    let stands_in_for = absences.iter().filter(|a| a.substitute == me && a.covers(today));
    let stands_in_for =
        stands_in_for.map(|a| Link { text: entity.people.name(&a.absent), href: String::new() }).collect();
    Page::show(&ApprovalsPage { pending, decided: Vec::new(), all_decided: String::new(), absence, stands_in_for, p })
}

fn one(p: &Page, rules: &Rulebook, row: view::Pending, now: Timestamp) -> Pending {
    let requester = PersonId::from(row.case.requester.as_str());
    let unit = rules.people.get(&requester).map_or("", |person| person.unit.as_str());
    let name = rules.people.name(&requester);
    Pending {
        href: format!("/approvals/{}", row.case.number),
        subject: row.case.subject,
        number: row.case.number,
        requester: if unit.is_empty() { name } else { format!("{name} · {unit}") },
        as_substitute: row.acting_for.map_or_else(String::new, |absent| {
            p.t("decides-for").arg("absent", rules.people.name(&absent)).to_string()
        }),
        due: time::due(p, &rules.calendar, DAY, row.due_at, None, now),
    }
}
