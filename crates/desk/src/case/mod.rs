//! A case as decisions need it: where it stands, its facts, terms and approvals. Never the
//! conversation. It is folded from its events and changes only by [`Case::apply`].

mod apply;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::BusinessTime;
use crate::event::*;
use crate::names::*;
use crate::procedure::{Procedure, State, StateKind};
use crate::value::{Value, Values};
use crate::words::ContentId;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    pub number: CaseNumber,
    pub desk: DeskId,
    pub procedure: ProcedureId,
    pub version: String,
    pub channel: Channel,
    pub requester: PersonId,
    pub beneficiary: PersonId,
    pub registered_by: Option<PersonId>,
    /// When the desk received it: the instant clocks count from.
    pub received_at: Timestamp,
    pub subject: ContentId,
    pub description: ContentId,
    pub fields: Values,
    /// When each word of the catalogue was given to the case: what it is called is the catalogue's
    /// of that instant.
    pub chosen_at: BTreeMap<FieldId, Timestamp>,
    /// Every stay in an activity, oldest first; the last is where the case stands.
    pub visits: Vec<Visit>,
    pub flags: BTreeMap<FlagId, FlagSet>,
    pub assignee: Option<PersonId>,
    pub group: Option<GroupId>,
    /// Only this group of the desk reads it.
    pub restricted_to: Option<GroupId>,
    pub followers: BTreeSet<PersonId>,
    pub files: Vec<File>,
    pub approvals: Vec<Approval>,
    pub terms: Vec<TermRun>,
    pub targets: BTreeMap<ClockId, Target>,
    pub alerts: BTreeSet<(ClockId, u32, u32)>,
    pub measured: BTreeMap<ClockId, Measure>,
    pub notices: Vec<NoticeState>,
    pub messages: u32,
    /// A message of the requester that an agent has still to read.
    pub to_interpret: Option<Waiting>,
    /// The requester wrote and nobody of the desk has acted since.
    pub unread: bool,
    /// A specialist's message that offers itself as the solution.
    pub proposal: Option<u32>,
    pub result: Option<ResultId>,
    pub closed: Option<Closing>,
    pub surveyed: Option<u32>,
    pub links: Vec<(String, CaseNumber)>,
    pub merged_into: Option<CaseNumber>,
    pub change_number: Option<ContentId>,
    pub outages: Vec<(Timestamp, Timestamp)>,
    /// Who answered each visit that was left, for the rules about one's own decisions.
    pub answers: Vec<Given>,
    /// What the last answer brought.
    pub last_fields: Values,
    /// Numbers of visits already used, also by answers that were taken back.
    pub spent_visits: VisitNo,
    /// The case as it stood before the last answer of a person: what *undo* restores.
    pub before_answer: Option<Box<Case>>,
}

/// One stay in an activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    pub no: VisitNo,
    pub activity: ActivityId,
    pub came_from: Option<ActivityId>,
    pub by: Option<AnswerId>,
    pub expired: bool,
    pub entered_at: Timestamp,
    pub left_at: Option<Timestamp>,
    /// What the answer that led here brought: a clock may stop for some reasons only.
    pub brought: Values,
    /// Left behind by a correction.
    pub mistaken: bool,
    /// Where the case should have stood meanwhile, according to that correction.
    pub meant: Option<ActivityId>,
    /// The result the case had when it came here: what it has again when it comes back.
    pub result: Option<ResultId>,
}

/// A message that waits for an agent's reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub message: u32,
    pub from: PersonId,
    pub text: ContentId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagSet {
    pub at: Timestamp,
    pub by: Actor,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub visit: VisitNo,
    pub answer: AnswerId,
    pub at: Timestamp,
    pub actor: Actor,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    pub no: u32,
    pub policy: ApprovalId,
    pub visit: VisitNo,
    pub steps: Vec<AskedStep>,
    pub outcome: Option<ApprovalOutcome>,
    pub ended_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedStep {
    pub step: u32,
    /// Which step of the policy it is, counted from 0.
    pub of: u32,
    pub people: Vec<PersonId>,
    pub row: Option<RowId>,
    /// The same step of the policy asks the next person after this one.
    pub more: bool,
    pub quorum: u32,
    pub binds: ContentId,
    pub asked_at: Timestamp,
    /// Substitutes who were told, with the one they stand in for.
    pub substitutes: Vec<(PersonId, PersonId)>,
    pub decisions: Vec<Decision>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    pub by: PersonId,
    pub acting_for: Option<PersonId>,
    pub verdict: Verdict,
    pub at: Timestamp,
}

/// A term of one visit that has begun to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRun {
    pub term: TermId,
    pub visit: VisitNo,
    /// The instant it is counted from.
    pub base_at: Timestamp,
    /// The end announced to people; none for a term that waits for a date still unknown.
    pub ends_at: Timestamp,
    pub ended: bool,
    pub stopped: bool,
    /// How many reminders went out or were omitted.
    pub reminded: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub time: BusinessTime,
    pub example: bool,
    pub set_at: Timestamp,
    /// What it depended on: item, category, class, priority. It stands until one of these changes,
    /// whatever the entity does to its table of targets meanwhile.
    pub facts: TargetFacts,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    pub elapsed: BusinessTime,
    pub target: Option<BusinessTime>,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeState {
    pub no: u32,
    pub notice: NoticeId,
    pub visit: VisitNo,
    pub to: Vec<PersonId>,
    pub written_at: Timestamp,
    /// Who has it, and since when.
    pub delivered: BTreeMap<PersonId, Timestamp>,
    pub dropped: bool,
}

impl NoticeState {
    /// The first delivery that still stands, to anybody it was written to.
    pub fn delivered_at(&self) -> Option<Timestamp> {
        self.delivered.values().min().copied()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    pub at: Timestamp,
    pub by: ClosedBy,
}

impl Case {
    /// The stay the case is in. A registered case always stands somewhere.
    pub fn visit(&self) -> Option<&Visit> {
        self.visits.last()
    }

    /// Where the case stands.
    pub fn activity(&self) -> Option<&ActivityId> {
        self.visit().map(|visit| &visit.activity)
    }

    /// The number of the current stay; 0 before the first.
    pub fn visit_no(&self) -> VisitNo {
        self.visit().map_or(VisitNo(0), |visit| visit.no)
    }

    /// The number the next stay will have.
    pub fn next_visit(&self) -> VisitNo {
        VisitNo(self.visit_no().max(self.spent_visits).0 + 1)
    }

    /// A stay by its number; nothing for one that was undone.
    pub fn visit_numbered(&self, no: VisitNo) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.no == no)
    }

    /// The public state. A case closed where it stood (a duplicate) is closed whatever the state of
    /// its activity.
    pub fn state<'p>(&self, procedure: &'p Procedure) -> Option<(&'p StateId, &'p State)> {
        let here = procedure.activities.get(self.activity()?)?;
        let (id, state) = procedure.states.get_key_value(&here.state)?;
        if self.is_closed() && state.kind != StateKind::Closed {
            return procedure.states.iter().find(|(_, state)| state.kind == StateKind::Closed);
        }
        Some((id, state))
    }

    /// Whether the case has ended; it may still be surveyed, linked and reinstated.
    pub fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// How often the case has been in an activity, mistaken stays left out.
    pub fn stays(&self, activity: &ActivityId) -> usize {
        self.visits.iter().filter(|visit| visit.activity == *activity && !visit.mistaken).count()
    }

    /// A field whose value is a word: an item, a category, a class.
    pub fn word(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_word)
    }

    /// The service of the catalogue it is about, once chosen.
    pub fn item(&self) -> Option<ItemId> {
        self.word("item").map(ItemId::from)
    }

    /// The priority it has, once given.
    pub fn priority(&self) -> Option<PriorityId> {
        self.word("priority").map(PriorityId::from)
    }

    /// When the item, the category or the priority the case has was given to it: what it came with
    /// is of its registration.
    pub fn chosen_at(&self, field: &str) -> Timestamp {
        self.chosen_at.get(field).copied().unwrap_or(self.received_at)
    }

    /// The approval that waits for somebody's decision.
    pub fn open_approval(&self) -> Option<&Approval> {
        self.approvals.last().filter(|approval| approval.outcome.is_none())
    }

    /// The term runs of the current visit that still count.
    pub fn running_terms(&self) -> impl Iterator<Item = &TermRun> {
        let visit = self.visit_no();
        self.terms.iter().filter(move |run| run.visit == visit && !run.ended && !run.stopped)
    }

    /// A notice by its number within the case.
    pub fn notice(&self, no: u32) -> Option<&NoticeState> {
        self.notices.iter().find(|notice| notice.no == no)
    }

    /// Whoever asked, or for whom it was asked: both read, answer and never approve it.
    pub fn is_party(&self, person: &PersonId) -> bool {
        self.requester == *person || self.beneficiary == *person
    }
}

impl Approval {
    /// The step that was asked last.
    pub fn step(&self) -> Option<&AskedStep> {
        self.steps.last()
    }
}
