//! Approvals: of one case, and what waits for one person.

use desk::access::Sight;
use desk::approval::{self, Standing, binding};
use desk::case::AskedStep;
use desk::event::{ApprovalOutcome, Verdict};
use desk::procedure::{Field, Giver};
use desk::words::ContentId;
use desk::{ApprovalId, Case, FieldId, PersonId, RowId, Rulebook, clock};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::act::Failed;
use crate::app::App;
use crate::store::approvals::{self, ApprovalRow};
use crate::store::cases::{self, CaseRow};

/// An approval of a case.
#[derive(Clone, Debug)]
pub struct ApprovalView {
    pub no: u32,
    pub policy: ApprovalId,
    pub name: String,
    pub steps: Vec<StepView>,
    pub outcome: Option<ApprovalOutcome>,
    pub ended_at: Option<Timestamp>,
}

/// One step of it.
#[derive(Clone, Debug)]
pub struct StepView {
    pub step: u32,
    /// Each asked person with the substitute inside an absence of today.
    pub people: Vec<(PersonId, Option<(PersonId, Date)>)>,
    pub quorum: u32,
    /// The row of the matrix that names them.
    pub row: Option<RowId>,
    pub asked_at: Timestamp,
    /// When the clock of approvals reaches its target; nothing is decided by it.
    pub due_at: Option<Timestamp>,
    pub decisions: Vec<DecisionView>,
}

#[derive(Clone, Debug)]
pub struct DecisionView {
    pub by: PersonId,
    pub acting_for: Option<PersonId>,
    pub verdict: Verdict,
    pub at: Timestamp,
}

/// What the reader may decide now: all a `Decide` names.
#[derive(Clone, Debug)]
pub struct MyDecision {
    pub approval: u32,
    pub step: u32,
    /// The fingerprint of exactly what is shown.
    pub binds: ContentId,
    /// The absent person in whose place.
    pub acting_for: Option<PersonId>,
    /// Until when that person is away.
    pub absent_until: Option<Date>,
    /// What is written down with any decision.
    pub analysis: Vec<(FieldId, Field)>,
    /// What else an approval, and what else a rejection, needs.
    pub to_approve: Vec<(FieldId, Field)>,
    pub to_reject: Vec<(FieldId, Field)>,
}

/// An approval that waits for a person.
#[derive(Clone, Debug)]
pub struct Pending {
    pub case: CaseRow,
    pub asked_at: Timestamp,
    pub due_at: Option<Timestamp>,
    /// The absent person in whose place.
    pub acting_for: Option<PersonId>,
}

pub(super) fn of_case(rules: &Rulebook, case: &Case, sight: Sight, day: Date) -> Vec<ApprovalView> {
    if sight < Sight::Public {
        return Vec::new();
    }
    let measures = rules.procedure.clocks.iter().find(|(_, clock)| clock.anew_per_step);
    let open = case.open_approval().map(|open| open.no);
    let step = |no: u32, last: bool, step: &AskedStep| StepView {
        step: step.step,
        people: step
            .people
            .iter()
            .map(|person| (person.clone(), rules.absence(person, day).map(|a| (a.substitute.clone(), a.until_on))))
            .collect(),
        quorum: step.quorum,
        row: step.row.clone(),
        asked_at: step.asked_at,
        due_at: measures
            .filter(|_| last && open == Some(no))
            .and_then(|(id, clock)| clock::read(rules, case, id, clock, step.asked_at).due_at),
        decisions: step
            .decisions
            .iter()
            .map(|d| DecisionView { by: d.by.clone(), acting_for: d.acting_for.clone(), verdict: d.verdict, at: d.at })
            .collect(),
    };
    let view = |approval: &desk::case::Approval| ApprovalView {
        no: approval.no,
        policy: approval.policy.clone(),
        name: rules.procedure.approvals.get(&approval.policy).map_or_else(String::new, |policy| policy.name.clone()),
        steps: approval
            .steps
            .iter()
            .enumerate()
            .map(|(at, s)| step(approval.no, at + 1 == approval.steps.len(), s))
            .collect(),
        outcome: approval.outcome,
        ended_at: approval.ended_at,
    };
    case.approvals.iter().map(view).collect()
}

pub(super) fn mine(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> Option<MyDecision> {
    let open = case.open_approval().filter(|_| !case.is_closed())?;
    let step = open.step()?;
    let standing = approval::may_decide(rules, case, person, day)?;
    if approval::has_decided(step, person, &standing) {
        return None;
    }
    let acting_for = match standing {
        Standing::Own => None,
        Standing::For(absent) => Some(absent),
    };
    let policy = rules.procedure.approvals.get(&open.policy);
    let analysis = policy.map_or(&[][..], |policy| &policy.fields);
    let fields = |ids: &mut dyn Iterator<Item = &FieldId>| -> Vec<(FieldId, Field)> {
        ids.filter_map(|id| Some((id.clone(), desk::decide::field(rules, case, id)?.clone()))).collect()
    };
    let of_arrow = |giver: Giver| {
        let here = case.activity()?;
        let (_, answer) = rules.procedure.answers_from(here).find(|(_, answer)| answer.given_by == giver)?;
        let asked = answer.needs.iter().map(|need| &need.field).chain(&answer.takes);
        Some(fields(&mut asked.filter(|id| !analysis.contains(id))))
    };
    Some(MyDecision {
        approval: open.no,
        step: step.step,
        binds: binding::of(rules, case),
        absent_until: acting_for.as_ref().and_then(|absent| rules.absence(absent, day)).map(|absence| absence.until_on),
        acting_for,
        analysis: fields(&mut analysis.iter()),
        to_approve: of_arrow(Giver::Approved).unwrap_or_default(),
        to_reject: of_arrow(Giver::Denied).unwrap_or_default(),
    })
}

/// The people for whom this one decides today: themself, then the absent ones they stand in for.
fn seats(app: &App, person: &PersonId) -> Vec<Option<PersonId>> {
    let now = app.clock.now();
    let desks = app.entity();
    let mut seats = vec![None];
    for rules in desks.desks.keys().filter_map(|desk| app.rulebook(desk)) {
        let day = rules.calendar.local(now).date();
        for absent in rules.stands_in_for(person, day) {
            if !seats.contains(&Some(absent.clone())) {
                seats.push(Some(absent.clone()));
            }
        }
    }
    seats
}

/// What waits for a person's decision, what is due first at the top: at most `limit` of each seat.
///
/// # Errors
/// The store's.
pub fn pending(app: &App, person: &PersonId, limit: i64) -> Result<Vec<Pending>, Failed> {
    let seats = seats(app, person);
    app.store.read(|reader| {
        let mut found: Vec<(ApprovalRow, Pending)> = Vec::new();
        for seat in seats {
            let approver = seat.as_ref().unwrap_or(person);
            for row in approvals::pending(reader, approver.as_str(), None, limit)? {
                // Nobody decides on their own request, in whosever place.
                let Some(case) = cases::get(reader, &row.stream)?
                    .filter(|case| case.requester != person.as_str() && case.beneficiary != person.as_str())
                else {
                    continue;
                };
                let pending = Pending { case, asked_at: row.asked_at, due_at: row.due_at, acting_for: seat.clone() };
                found.push((row, pending));
            }
        }
        found.sort_by_key(|(row, _)| (row.due_at.unwrap_or(Timestamp::MAX), row.asked_at));
        Ok(found.into_iter().map(|(_, pending)| pending).collect())
    })
}

/// How many decisions wait for a person, counting no further than 100 of each seat.
///
/// # Errors
/// The store's.
pub fn approvals_badge(app: &App, person: &PersonId) -> Result<i64, Failed> {
    let seats = seats(app, person);
    app.store.read(|reader| {
        let counts = seats.iter().map(|seat| approvals::badge(reader, seat.as_ref().unwrap_or(person).as_str()));
        Ok(counts.sum::<crate::store::Result<i64>>()?)
    })
}
