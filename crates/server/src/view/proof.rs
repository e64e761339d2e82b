//! What auditors and coordinators read of a period: the evidence of its control points, what was beside
//! the procedure, and whether cases were attended in time. Read page by page.

use std::collections::{BTreeMap, HashMap};

use desk::access::{self, Sight};
use desk::calendar::BusinessTime;
use desk::compliance::Tally;
use desk::{ActivityId, AnswerId, Case, DeskId, Event, Happened, PersonId, RoleId, RowId, Rulebook};
use jiff::Timestamp;

use super::fields::{FieldView, Glass, Texts};
use crate::act::Failed;
use crate::app::App;
use crate::format;
use crate::store::deviations::{self, DeviationRow, Figures};
use crate::store::evidence::{self, EvidenceRow};
use crate::store::measures::{self, Late};
use crate::store::{Reader, cases, events};

/// An answer at a control point, with all that makes it evidence.
#[derive(Clone, Debug)]
pub struct Proof {
    pub number: String,
    pub at: Timestamp,
    pub procedure: String,
    /// The version whose rule was applied.
    pub version: String,
    pub activity: String,
    pub activity_name: String,
    pub question: String,
    pub answer: String,
    pub label: String,
    /// What it says to the printed questions: «SI», «NO».
    pub says: Vec<String>,
    /// Nobody for the tool itself.
    pub who: Option<PersonId>,
    pub who_name: String,
    pub acting_for: Option<String>,
    pub role: String,
    /// The row of the matrix it was decided by.
    pub row: Option<RowId>,
    /// What was written down with it, as far as the reader may read it.
    pub motive: Vec<FieldView>,
    /// The reader sees only an outline of the case.
    pub reserved: bool,
    pub control_point: bool,
}

/// Who reads the proof of a desk: its auditor, its coordinators, and who sees all of it.
pub fn audits(app: &App, person: &PersonId, desk: &DeskId) -> bool {
    app.rulebook(desk).is_some_and(|rules| access::coordinates(&rules, person))
}

/// A page of the evidence, the earliest first, and where it ends; nothing for whom it is not.
///
/// # Errors
/// The store's, or a case of a newer program.
pub fn evidence(
    app: &App,
    person: &PersonId,
    asked: &evidence::Asked,
    after: Option<&evidence::After>,
    limit: i64,
) -> Result<Option<(Vec<Proof>, Option<evidence::After>)>, Failed> {
    if !audits(app, person, &asked.desk.as_str().into()) {
        return Ok(None);
    }
    let now = app.clock.now();
    app.store.read(|reader| {
        let rows = evidence::page(reader, asked, after, limit)?;
        let mut open: HashMap<String, Option<Opened>> = HashMap::new();
        let mut proofs = Vec::new();
        for row in &rows {
            if !open.contains_key(&row.stream) {
                let opened = open_case(app, reader, person, &row.stream, now)?;
                open.insert(row.stream.clone(), opened);
            }
            if let Some(Some(opened)) = open.get(&row.stream) {
                proofs.extend(proof(app, opened, row)?);
            }
        }
        let last = rows.last().filter(|_| rows.len() as i64 == limit);
        Ok(Some((proofs, last.map(|row| (row.at, row.stream.clone(), row.seq)))))
    })
}

/// How often each answer of a period was given; nothing for whom it is not.
///
/// # Errors
/// The store's.
pub fn answers(
    app: &App,
    person: &PersonId,
    asked: &evidence::Asked,
) -> Result<Option<Vec<(String, String, bool, i64)>>, Failed> {
    if !audits(app, person, &asked.desk.as_str().into()) {
        return Ok(None);
    }
    app.store.read(|reader| Ok(Some(evidence::tally(reader, asked)?)))
}

struct Opened {
    rules: Rulebook,
    case: Case,
    sight: Sight,
    texts: Texts,
    events: Vec<events::StoredEvent>,
}

fn open_case(
    app: &App,
    reader: &mut Reader<'_>,
    person: &PersonId,
    stream: &str,
    now: Timestamp,
) -> Result<Option<Opened>, Failed> {
    let Some((rules, case, sight)) = super::open(app, reader, person, stream, now)? else { return Ok(None) };
    let (texts, events) = (Texts::of(reader, stream)?, events::load(reader, stream)?);
    Ok(Some(Opened { rules, case, sight, texts, events }))
}

fn proof(app: &App, opened: &Opened, row: &EvidenceRow) -> Result<Option<Proof>, Failed> {
    let Opened { rules, case, sight, texts, events } = opened;
    let Some(at) = events.iter().position(|event| event.seq == row.seq) else { return Ok(None) };
    let event: Event = format::event::read(&events[at])?;
    let (role, fields, decided_by): (Option<&RoleId>, _, Option<&RowId>) = match &event.what {
        Happened::Answered { role, fields, .. } => (role.as_ref(), fields, None),
        Happened::Decided { fields, row, .. } => (None, fields, row.as_ref()),
        _ => return Ok(None),
    };
    // The row an answer asked by is told by what followed it at once.
    let mut asked = None;
    for later in events[at + 1..].iter().take_while(|later| later.command == events[at].command) {
        if later.kind == "Asked"
            && let Happened::Asked { row, .. } = format::event::read(later)?.what
        {
            asked = row;
            break;
        }
    }
    let procedure = app.procedure(&case.procedure, &row.version).unwrap_or_else(|| rules.procedure.clone());
    let activity = procedure.activity(&ActivityId::from(row.activity.as_str()));
    let answer = procedure.answers.get(&AnswerId::from(row.answer.as_str()));
    let called = app.offered_at(&case.desk, event.effective_at);
    let glass = Glass { rules, case, texts, sight: *sight, called };
    let acting_for = match &event.actor {
        desk::Actor::Person { acting_for, .. } => acting_for.as_ref(),
        desk::Actor::System => None,
    };
    Ok(Some(Proof {
        number: case.number.to_string(),
        at: row.at,
        procedure: procedure.document.name.clone(),
        version: row.version.clone(),
        activity: row.activity.clone(),
        activity_name: activity.map_or_else(String::new, |activity| activity.name.clone()),
        question: activity.map_or_else(String::new, |activity| activity.question.trim().to_owned()),
        answer: row.answer.clone(),
        label: answer.map_or_else(|| row.answer.clone(), |answer| answer.label.clone()),
        says: answer.map_or_else(Vec::new, |answer| answer.says.values().cloned().collect()),
        who: event.actor.id().cloned(),
        who_name: event.actor.id().map_or_else(String::new, |id| rules.people.name(id)),
        acting_for: acting_for.map(|id| rules.people.name(id)),
        role: role.and_then(|role| procedure.roles.get(role)).map_or_else(String::new, |role| role.name.clone()),
        row: decided_by.cloned().or(asked),
        motive: glass.fields(fields),
        reserved: *sight < Sight::Public,
        control_point: row.control_point,
    }))
}

/// The compliance of one clock.
#[derive(Clone, Debug)]
pub struct ClockCompliance {
    pub clock: String,
    pub name: String,
    /// In percent, the lowest first.
    pub thresholds: Vec<u32>,
    /// A line a service, by name.
    pub services: Vec<Service>,
    pub total: Tally,
}

/// How a service was kept.
#[derive(Clone, Debug)]
pub struct Service {
    pub item: String,
    pub category: String,
    /// As the catalogue names it; empty for a case without a service.
    pub name: String,
    /// The targets in force while its cases ran, the shortest first, each with whether it is an example.
    pub targets: Vec<(BusinessTime, bool)>,
    pub tally: Tally,
}

/// How a desk kept the times it promised, from the first instant until before the second.
///
/// # Errors
/// The store's.
pub fn compliance(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    bounds: (Timestamp, Timestamp),
) -> Result<Option<Vec<ClockCompliance>>, Failed> {
    let Some(rules) = app.rulebook(desk).filter(|rules| access::coordinates(rules, person)) else { return Ok(None) };
    let now = app.clock.now();
    let shares = app.store.read(|reader| measures::tally(reader, desk.as_str(), bounds, now))?;
    let mut clocks: BTreeMap<String, BTreeMap<(String, String), Service>> = BTreeMap::new();
    for share in shares {
        let thresholds = rules.procedure.thresholds(&share.clock.as_str().into());
        let service =
            clocks.entry(share.clock).or_default().entry((share.item.clone(), share.category.clone())).or_insert_with(
                || Service {
                    name: service_name(&rules, &share.item, &share.category),
                    item: share.item,
                    category: share.category,
                    targets: Vec::new(),
                    tally: Tally::default(),
                },
            );
        let target = (BusinessTime::from_secs(share.target), share.example);
        if !service.targets.contains(&target) {
            service.targets.push(target);
        }
        service.tally.add(&thresholds, u64::try_from(share.cases).unwrap_or(0), share.met, share.reached);
    }
    let clock = |(clock, services): (String, BTreeMap<(String, String), Service>)| {
        let mut services: Vec<Service> = services.into_values().collect();
        services.iter_mut().for_each(|service| service.targets.sort());
        services.sort_by(|a, b| (&a.name, &a.item, &a.category).cmp(&(&b.name, &b.item, &b.category)));
        let mut total = Tally::default();
        services.iter().for_each(|service| total.join(&service.tally));
        let own = rules.procedure.clocks.get(clock.as_str());
        ClockCompliance {
            name: own.map_or_else(|| clock.clone(), |own| own.name.clone()),
            thresholds: rules.procedure.thresholds(&clock.as_str().into()),
            clock,
            services,
            total,
        }
    };
    Ok(Some(clocks.into_iter().map(clock).collect()))
}

fn service_name(rules: &Rulebook, item: &str, category: &str) -> String {
    let named = rules.catalogue.items.get(item).map(|item| item.name.clone());
    named.unwrap_or_else(|| match (item, rules.catalogue.categories.get(category)) {
        ("", Some(category)) => category.name.clone(),
        ("", None) => category.to_owned(),
        (item, _) => item.to_owned(),
    })
}

/// A case that was not attended in time.
#[derive(Clone, Debug)]
pub struct LateCase {
    pub number: String,
    pub stream: String,
    /// When it was resolved, or was due.
    pub at: Timestamp,
    pub resolved: bool,
    pub target: BusinessTime,
}

/// A page of the cases that were not attended in time, the earliest first.
///
/// # Errors
/// The store's.
pub fn late(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    bounds: (Timestamp, Timestamp),
    which: &Late,
    after: Option<(Timestamp, &str)>,
    limit: i64,
) -> Result<Option<Vec<LateCase>>, Failed> {
    if !audits(app, person, desk) {
        return Ok(None);
    }
    let now = app.clock.now();
    app.store.read(|reader| {
        let mut late = Vec::new();
        for row in measures::late(reader, desk.as_str(), bounds, now, which, after, limit)? {
            let number = cases::get(reader, &row.stream)?.map_or_else(String::new, |case| case.number);
            late.push(LateCase {
                number,
                at: row.counts_at,
                resolved: row.resolved,
                target: BusinessTime::from_secs(row.target),
                stream: row.stream,
            });
        }
        Ok(Some(late))
    })
}

/// What was beside the procedure in a period: its figures, a page of it with the numbers of its cases,
/// and where the page ends.
pub struct Beside {
    pub figures: Figures,
    pub rows: Vec<(String, DeviationRow)>,
    pub after: Option<deviations::After>,
}

/// A page of what was beside the procedure, the earliest first, of one code or any where it is empty.
///
/// # Errors
/// The store's.
pub fn deviations(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    bounds: (Timestamp, Timestamp),
    code: &str,
    after: Option<&deviations::After>,
    limit: i64,
) -> Result<Option<Beside>, Failed> {
    if !audits(app, person, desk) {
        return Ok(None);
    }
    app.store.read(|reader| {
        let figures = deviations::figures(reader, desk.as_str(), bounds)?;
        let page = deviations::page(reader, desk.as_str(), bounds, code, after, limit)?;
        let last = page.last().filter(|_| page.len() as i64 == limit);
        let after = last.map(|row| (row.at, row.stream.clone(), row.nth));
        let mut rows = Vec::new();
        for row in page {
            let number = cases::get(reader, &row.stream)?.map_or_else(String::new, |case| case.number);
            rows.push((number, row));
        }
        Ok(Some(Beside { figures, rows, after }))
    })
}
