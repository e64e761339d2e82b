//! Fills the pages that lay two versions of a procedure side by side: two published ones, or a
//! draft beside what is in force.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use desk::procedure::lint::{Severity, lint};
use desk::procedure::{Procedure, diff};
use desk::{ActivityId, DeskId};

use super::show_procedure::address;
use super::words::of_term;
use super::{DiffPage, DraftMark, SideRow};
use crate::apply::draft::{self, Draft};
use crate::entity::Entity;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::page::{Page, Person, Tab};

/// What stands in the address in place of a version that is only being prepared.
pub const DRAFT: &str = "draft";

/// `GET /procedures/{procedure}/{version}/diff/{other}`; `other` may be [`DRAFT`].
///
/// # Errors
/// [`Fail::NotFound`] where one of them was never published; for whoever works at no desk, also
/// where it is a draft.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((procedure, version, other)): Path<(String, String, String)>,
) -> Result<Response, Fail> {
    let edition = |version: &str| web.app.edition(&procedure.as_str().into(), version);
    let before = edition(&version).ok_or(Fail::NotFound)?;
    let p = p.at(Tab::Procedures);
    let was = (&*before.procedure, &before.texts);
    match edition(&other) {
        Some(after) => {
            let href = address(&after.procedure);
            Page::show(&page(p, was, (&after.procedure, &after.texts), Some(href), None))
        }
        None if other == DRAFT && person.works_at_desk => {
            let (draft, next, desk) = prepared(&web, &procedure).await?;
            let mark = mark(&p, &draft, &next, &desk);
            let book = next.desks.get(&desk).ok_or(Fail::NotFound)?;
            Page::show(&page(p, was, (&book.procedure, &book.texts), None, Some(mark)))
        }
        None => Err(Fail::NotFound),
    }
}

/// The draft of a procedure, with the entity as it would be.
async fn prepared(web: &Web, procedure: &str) -> Result<(Draft, Entity, DeskId), Fail> {
    let drafts = web.read(|app| Ok(Some(draft::all(app)?))).await?;
    for (desk, (draft, read)) in drafts {
        if let Ok(next) = read
            && next.desks.get(&desk).is_some_and(|book| book.procedure.document.id.as_str() == procedure)
        {
            return Ok((draft, next, desk));
        }
    }
    Err(Fail::NotFound)
}

/// Who prepared it, and what the linter says of it, the errors first.
fn mark(p: &Page, draft: &Draft, next: &Entity, desk: &DeskId) -> DraftMark {
    let mut findings: Vec<_> =
        next.desks.get(desk).map_or_else(Vec::new, |book| lint(&crate::apply::setting(next, book)));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    DraftMark {
        kept: p.t("draft-kept-by").arg("by", &draft.by).arg("when", p.w.stamp(draft.at)).to_string(),
        errors: findings.iter().filter(|finding| finding.severity == Severity::Error).count(),
        findings: findings.iter().map(ToString::to_string).collect(),
    }
}

type Side<'s> = (&'s Procedure, &'s BTreeMap<String, String>);

fn page(p: Page, before: Side<'_>, after: Side<'_>, href: Option<String>, draft: Option<DraftMark>) -> DiffPage {
    let mut differences = diff::differences(before.0, after.0);
    differences.extend(diff::texts(before.1, after.1));
    let of = |procedure: &Procedure| {
        let document = &procedure.document;
        p.t("procedure-of").arg("version", &document.version).arg("date", p.w.date(document.date)).to_string()
    };
    let (was, now) = (before.0, after.0);
    let gone = was.activities.keys().filter(|id| !now.activities.contains_key(*id));
    let rows = now.activities.keys().chain(gone).map(|id| row(&p, was, now, id)).collect();
    DiffPage {
        name: now.document.name.clone(),
        before: Link { text: of(was), href: address(was) },
        after: of(now),
        after_href: href,
        draft,
        differences: differences.iter().map(ToString::to_string).collect(),
        rows,
        p,
    }
}

fn row(p: &Page, was: &Procedure, now: &Procedure, id: &ActivityId) -> SideRow {
    let (before, after) = (cell(p, was, id), cell(p, now, id));
    SideRow { number: id.to_string(), differs: before != after, before, after }
}

/// What a version says of an activity: the row as printed, its deadlines, where its answers lead.
fn cell(p: &Page, procedure: &Procedure, id: &ActivityId) -> Vec<String> {
    let Some(activity) = procedure.activity(id) else { return Vec::new() };
    let mut lines = vec![activity.name.clone()];
    lines.extend([&activity.text, &activity.responsible, &activity.record, &activity.question].map(String::clone));
    lines.extend(procedure.terms_of(id).map(|(_, term)| {
        let fact = of_term(p, procedure, term);
        format!("{}: {}", fact.label, fact.value)
    }));
    lines.extend(procedure.answers_from(id).map(|(name, answer)| match &answer.to {
        desk::procedure::Target::Activity(to) => format!("{} ({name}) → {to}", answer.label),
        desk::procedure::Target::CameFrom => format!("{} ({name}) ←", answer.label),
    }));
    lines.retain(|line| !line.is_empty());
    lines
}
