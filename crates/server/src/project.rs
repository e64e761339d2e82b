//! What lists and tasks read: written with the events it comes from, lost without harm.

mod proof;
mod words;

use desk::case::Case;
use desk::procedure::{RoleKind, StateKind};
use desk::{DeskId, Event, Happened, PersonId, Rulebook, agenda, clock, term};
use jiff::{SignedDuration, Timestamp};

use crate::act::Stretch;
use crate::app::{App, Changed};
use crate::hearing::ON_ITS_WAY;
use crate::store::approvals::{self, ApprovalRow};
use crate::store::cases::{self, CaseRow};
use crate::store::contents::{self, Found};
use crate::store::outbox::{self, NewNotice};
use crate::store::terms::{self, Term};
use crate::store::{Digest, Reader, StoreError, Tx};

/// Seconds a notice waits when its answer can still be undone.
const UNDO: SignedDuration = SignedDuration::from_secs(desk::decide::UNDO_SECONDS);

/// Everything that follows from a stretch of events.
///
/// # Errors
/// The store's.
pub fn case(app: &App, tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), StoreError> {
    let Stretch { stream, rules, case, events, when, .. } = stretch;
    notices(tx, stretch)?;
    rows(tx, rules, stream, case, when.now)?;
    words::add(tx, rules, stream, case, stretch.from, events)?;
    proof::add(app, tx, rules, stream, case, stretch.from, events)?;
    let changed = Changed {
        stream: stream.to_string(),
        desk: case.desk.clone(),
        by: stretch.order.who.id().cloned(),
        people: touched(case, events),
    };
    let app = app.clone();
    tx.after_commit(move || app.tell(changed));
    Ok(())
}

/// Every row of a case, from what is true: what `rebuild` writes.
///
/// # Errors
/// The store's.
pub fn again(
    app: &App,
    tx: &mut Tx<'_>,
    rules: &Rulebook,
    stream: &str,
    case: &Case,
    now: Timestamp,
) -> Result<(), StoreError> {
    rows(tx, rules, stream, case, now)?;
    words::all(tx, rules, stream, case)?;
    proof::all(app, tx, rules, stream, case)
}

/// The rows of a case, from the case alone.
///
/// # Errors
/// The store's.
fn rows(tx: &mut Tx<'_>, rules: &Rulebook, stream: &str, case: &Case, now: Timestamp) -> Result<(), StoreError> {
    let subject = text(tx, stream, case.subject.as_str())?.unwrap_or_default();
    cases::upsert(tx, &row(rules, stream, case, subject, now))?;
    terms::replace(tx, stream, &looks(rules, case))?;
    approvals::replace(tx, stream, &asked(rules, stream, case))
}

/// A text of a case; nothing once it was withdrawn.
///
/// # Errors
/// The store's.
pub fn text(reader: &mut Reader<'_>, stream: &str, id: &str) -> Result<Option<String>, StoreError> {
    let Ok(id) = id.parse::<Digest>() else {
        return Ok(None);
    };
    Ok(match contents::get(reader, stream, id)? {
        Some(Found::Present(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Some(Found::Withdrawn { .. }) | None => None,
    })
}

fn notices(tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), StoreError> {
    let undoable = matches!(stretch.order.what, desk::Command::Answer { .. });
    for (at, event) in stretch.events.iter().enumerate() {
        match &event.what {
            Happened::NoticeWritten { no, notice, to, hold_until, .. } => {
                let free_at = undoable.then(|| stretch.when.now + UNDO);
                for person in to {
                    let Some(address) = address(stretch.rules, person) else {
                        continue;
                    };
                    outbox::put(
                        tx,
                        &NewNotice {
                            id: &notice_id(stretch.stream, *no, person),
                            stream: stretch.stream,
                            seq: stretch.from + 1 + at as i64,
                            notice: notice.as_str(),
                            to_person: Some(person.as_str()),
                            address,
                            details: &no.to_string(),
                            created_at: stretch.when.now,
                            held_until: (*hold_until).max(free_at),
                        },
                    )?;
                }
            }
            Happened::NoticeDropped { no } => {
                let dropped = stretch.case.notice(*no).map_or(&[][..], |notice| &notice.to);
                for person in dropped {
                    outbox::omit(tx, &notice_id(stretch.stream, *no, person), stretch.when.now)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// One letter to one person.
pub fn notice_id(stream: &str, no: u32, person: &PersonId) -> String {
    format!("{stream}:{no}:{person}")
}

fn address<'a>(rules: &'a Rulebook, person: &PersonId) -> Option<&'a str> {
    let email = rules.people.get(person)?.email.as_str();
    (!email.is_empty() && !rules.desk.channels.outbound.is_empty()).then_some(email)
}

fn row(rules: &Rulebook, stream: &str, case: &Case, subject: String, now: Timestamp) -> CaseRow {
    let procedure = &rules.procedure;
    let visit = case.visit();
    let activity = visit.and_then(|visit| procedure.activities.get(&visit.activity));
    let state = visit.and_then(|visit| procedure.state_of(&visit.activity));
    let item = case.item();
    let item_name =
        item.as_ref().and_then(|item| rules.catalogue.item(item)).map_or_else(String::new, |item| item.name.clone());
    let priority = case.priority();
    let order = priority.as_ref().and_then(|p| rules.catalogue.priorities.get_index_of(p));
    let due_at = due_at(rules, case, now);
    CaseRow {
        stream: stream.to_string(),
        number: case.number.to_string(),
        desk: case.desk.to_string(),
        procedure: format!("{}@{}", case.procedure, case.version),
        open: !case.is_closed(),
        state_kind: state.map_or_else(String::new, |state| kind_word(state.kind).to_string()),
        state_label: state.map_or_else(String::new, |state| state.label.clone()),
        activity: visit.map_or_else(String::new, |visit| visit.activity.to_string()),
        activity_name: activity.map_or_else(String::new, |activity| activity.name.clone()),
        requester: case.requester.to_string(),
        beneficiary: case.beneficiary.to_string(),
        assignee: case.assignee.as_ref().map(ToString::to_string),
        group: case.group.as_ref().map(ToString::to_string),
        priority: priority.map_or_else(String::new, |p| p.to_string()),
        // Without a priority: after those that have one.
        priority_order: order.map_or(99, |order| order as i64 + 1),
        item: item.map(|item| item.to_string()),
        item_name,
        subject,
        channel: format!("{:?}", case.channel).to_lowercase(),
        due_at,
        paused: stands_still(rules, case, now),
        waits_on: waits_on(rules, case).to_string(),
        answered: case.unread && !case.is_closed(),
        restricted: case.restricted_to.is_some(),
        registered_at: case.received_at,
        updated_at: now,
        closed_at: case.closed.map(|closed| closed.at),
        result: case.result.as_ref().map(ToString::to_string),
    }
}

/// The end of the running clock that runs out first; none while all stand still.
pub fn due_at(rules: &Rulebook, case: &Case, now: Timestamp) -> Option<Timestamp> {
    if case.is_closed() {
        return None;
    }
    clock::of_case(rules, case, now).filter_map(|(id, clock)| clock::read(rules, case, id, clock, now).due_at).min()
}

/// Whether a time that had begun to count stands still. One that never began, or that counts towards
/// no target yet, is not paused.
fn stands_still(rules: &Rulebook, case: &Case, now: Timestamp) -> bool {
    let running = clock::of_case(rules, case, now).any(|(_, clock)| clock::is_running(rules, case, clock));
    let begun = |clock| !clock::stretches(rules, case, clock, now).is_empty();
    !case.is_closed() && !running && clock::of_case(rules, case, now).any(|(_, clock)| begun(clock))
}

/// A state's kind as rows and style sheets write it.
pub fn kind_word(kind: StateKind) -> &'static str {
    match kind {
        StateKind::New => "new",
        StateKind::InReview => "in_review",
        StateKind::PendingRequester => "pending_requester",
        StateKind::PendingApproverCheck => "pending_approver_check",
        StateKind::PendingApproval => "pending_approval",
        StateKind::InProgress => "in_progress",
        StateKind::Escalated => "escalated",
        StateKind::Suspended => "suspended",
        StateKind::Resolved => "resolved",
        StateKind::Closed => "closed",
    }
}

fn waits_on(rules: &Rulebook, case: &Case) -> &'static str {
    let Some(visit) = case.visit().filter(|_| !case.is_closed()) else {
        return "nobody";
    };
    if case.to_interpret.is_some() {
        return "desk";
    }
    match rules.procedure.state_of(&visit.activity).map(|state| state.kind) {
        Some(StateKind::Suspended) => "third_party",
        Some(StateKind::PendingApproval) => "approver",
        Some(StateKind::PendingRequester | StateKind::Resolved) => "requester",
        Some(StateKind::Closed) => "nobody",
        _ => {
            let by = rules.procedure.activities.get(&visit.activity).map_or(&[][..], |a| &a.by);
            let only_requester =
                !by.is_empty() && by.iter().all(|role| rules.procedure.role_is(role, RoleKind::Requester));
            if only_requester { "requester" } else { "desk" }
        }
    }
}

/// When to look at the case again. Silence is looked at only once it can be known.
fn looks(rules: &Rulebook, case: &Case) -> Vec<Term> {
    let agenda = agenda::of_case(rules, case);
    let look = |due: &agenda::Due| match &due.what {
        agenda::Step::End { term } if rules.procedure.terms.get(term).is_some_and(|t| t.ends_by_silence()) => {
            due.at + ON_ITS_WAY
        }
        _ => due.at,
    };
    let next = agenda.iter().map(look).min();
    next.map(|look_at| Term { name: "agenda".into(), look_at }).into_iter().collect()
}

fn asked(rules: &Rulebook, stream: &str, case: &Case) -> Vec<ApprovalRow> {
    let Some((open, step)) = case.open_approval().and_then(|open| Some((open, open.step()?))) else {
        return Vec::new();
    };
    let measures = rules.procedure.clocks.iter().find(|(_, clock)| clock.anew_per_step);
    let due_at = measures.and_then(|(id, clock)| clock::read(rules, case, id, clock, step.asked_at).due_at);
    let mut rows: Vec<ApprovalRow> = step
        .people
        .iter()
        .filter(|person| !step.decisions.iter().any(|d| d.by == **person || d.acting_for.as_ref() == Some(*person)))
        .map(|person| ApprovalRow {
            stream: stream.to_string(),
            step: format!("{}.{}", open.no, step.step),
            approver: person.to_string(),
            acts_for: None,
            asked_at: step.asked_at,
            due_at,
        })
        .collect();
    rows.sort_by(|a, b| (&a.step, &a.approver).cmp(&(&b.step, &b.approver)));
    rows
}

/// Whose open pages show this case.
fn touched(case: &Case, events: &[Event]) -> Vec<PersonId> {
    let mut people = vec![case.requester.clone(), case.beneficiary.clone()];
    people.extend(case.assignee.clone());
    people.extend(case.open_approval().and_then(|open| open.step()).map_or_else(Vec::new, |step| step.people.clone()));
    people.extend(events.iter().filter_map(|event| event.actor.id().cloned()));
    people.sort();
    people.dedup();
    people
}

/// The end of the term that the current visit waits for, as people were told it.
pub fn term_ends_at(rules: &Rulebook, case: &Case) -> Option<Timestamp> {
    let (id, _) = term::listening(rules, case)?;
    case.running_terms().find(|run| run.term == *id).map(|run| run.ends_at)
}

/// Desks whose numbers must be ready: this year's and the next.
pub fn years(now: Timestamp, rules: &Rulebook) -> [(DeskId, i64); 2] {
    let year = i64::from(rules.calendar.local(now).year());
    [(rules.desk.id.clone(), year), (rules.desk.id.clone(), year + 1)]
}
