//! Everything that can have happened to a case. Events are facts in the past tense; they come
//! only from [`crate::decide`] and a case changes only by [`crate::Case::apply`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::BusinessTime;
use crate::names::*;
use crate::value::{Value, Values};
use crate::words::ContentId;

/// One fact, with the instant it counts for and who made it true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Never later than the instant of recording; earlier only for what a term did or what
    /// arrived from outside.
    pub effective_at: Timestamp,
    pub actor: Actor,
    pub what: Happened,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    Person {
        id: PersonId,
        /// The absent person in whose place a substitute decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        acting_for: Option<PersonId>,
    },
    System,
}

impl Actor {
    pub fn person(id: impl Into<PersonId>) -> Actor {
        Actor::Person { id: id.into(), acting_for: None }
    }

    pub fn id(&self) -> Option<&PersonId> {
        match self {
            Actor::Person { id, .. } => Some(id),
            Actor::System => None,
        }
    }
}

/// How something reached the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Portal,
    Mail,
    Phone,
    InPerson,
    Api,
    System,
}

/// What a message is, before anybody reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    Human,
    /// Only thanks: says nothing about the solution.
    Thanks,
    /// Written by a machine: absence notes, confirmations.
    Automatic,
}

/// A file of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Fingerprint of its bytes.
    pub id: ContentId,
    /// Its name, which a person wrote.
    pub name: ContentId,
    pub media_type: String,
    pub size: u64,
    /// The field it answers: `evidencias`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    #[serde(default)]
    pub internal: bool,
}

/// Who closed a case, in the engine's vocabulary (domain.md §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBy {
    Requester,
    /// Staff, with the evidence the procedure asks for.
    Staff,
    Silence,
    System,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Approved,
    Rejected,
}

/// The facts of a case that choose the target of a clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFacts {
    pub item: Option<ItemId>,
    pub category: Option<CategoryId>,
    pub class: Option<String>,
    pub priority: Option<PriorityId>,
}

/// How an approval ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalOutcome {
    Approved,
    Denied,
    /// Withdrawn, or left behind when the case moved on.
    Recalled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lengthening {
    /// An amendment of the calendar.
    Calendar,
    /// The desk could not be reached on the last day.
    Outage,
    /// Another version of the procedure, to which the case was migrated.
    Migration,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    pub number: CaseNumber,
    pub desk: DeskId,
    pub procedure: ProcedureId,
    pub version: String,
    pub channel: Channel,
    pub requester: PersonId,
    pub beneficiary: PersonId,
    /// Who typed it in, when not the requester.
    pub registered_by: Option<PersonId>,
    pub subject: ContentId,
    pub description: ContentId,
    pub fields: Values,
    /// Version of the catalogue the item was chosen from.
    pub catalogue: String,
    pub group: GroupId,
    /// The case this one goes on from, and the word of the link.
    pub link: Option<(String, CaseNumber)>,
    /// The letter as it arrived.
    pub letter: Option<ContentId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Happened {
    Registered(Box<Registration>),
    Entered {
        visit: VisitNo,
        activity: ActivityId,
        came_from: Option<ActivityId>,
        /// The answer that led here.
        by: Option<AnswerId>,
        /// A term ended, nobody answered.
        expired: bool,
    },
    Answered {
        visit: VisitNo,
        answer: AnswerId,
        /// The role under which it was given; none for the system.
        role: Option<RoleId>,
        fields: Values,
        channel: Channel,
        /// The message that is the evidence of an answer given for somebody.
        message: Option<u32>,
    },
    FlagSet {
        flag: FlagId,
    },
    FlagCleared {
        flag: FlagId,
    },
    Restricted {
        group: GroupId,
    },
    Assigned {
        person: Option<PersonId>,
        group: Option<GroupId>,
        reason: Option<ContentId>,
    },
    /// A fact of the case was changed: category, priority, a field of the form.
    Edited {
        field: FieldId,
        from: Option<Value>,
        to: Value,
        reason: Option<ContentId>,
    },
    PartiesChanged {
        requester: PersonId,
        beneficiary: PersonId,
        reason: ContentId,
    },

    Commented {
        text: ContentId,
    },
    Noted {
        text: ContentId,
    },
    /// A message of a participant; numbered within the case.
    MessageReceived {
        message: u32,
        from: PersonId,
        channel: Channel,
        is: MessageKind,
        text: ContentId,
        /// The bytes as they arrived.
        raw: Option<ContentId>,
        /// An agent must say what it means.
        to_interpret: bool,
        /// A specialist's letter that offers itself as the solution.
        proposes: bool,
    },
    Interpreted {
        message: u32,
        answer: Option<AnswerId>,
    },
    Attached(File),
    Followed {
        person: PersonId,
    },
    Unfollowed {
        person: PersonId,
    },

    /// A step of an approval was asked. `binds` is the fingerprint of exactly what is shown.
    Asked {
        approval: u32,
        policy: ApprovalId,
        step: u32,
        /// Which step of the policy this is, counted from 0.
        of: u32,
        people: Vec<PersonId>,
        row: Option<RowId>,
        /// The same step of the policy asks the next person after this one.
        more: bool,
        /// How many of them must approve.
        quorum: u32,
        binds: ContentId,
    },
    Decided {
        approval: u32,
        step: u32,
        verdict: Verdict,
        fields: Values,
        binds: ContentId,
        /// Matrix row in force at the decision.
        row: Option<RowId>,
    },
    /// An absence began while this approval waited: the substitute is asked too.
    SubstituteAsked {
        approval: u32,
        step: u32,
        absent: PersonId,
        substitute: PersonId,
    },
    ApprovalEnded {
        approval: u32,
        outcome: ApprovalOutcome,
    },

    TermStarted {
        term: TermId,
        visit: VisitNo,
        base_at: Timestamp,
        ends_at: Timestamp,
    },
    TermLengthened {
        term: TermId,
        visit: VisitNo,
        ends_at: Timestamp,
        why: Lengthening,
    },
    /// Voided: a message came, a delivery failed.
    TermStopped {
        term: TermId,
        visit: VisitNo,
    },
    TermEnded {
        term: TermId,
        visit: VisitNo,
    },
    Reminded {
        term: TermId,
        visit: VisitNo,
        nth: u32,
    },
    /// After downtime: its term had ended, or a later reminder was due too.
    ReminderOmitted {
        term: TermId,
        visit: VisitNo,
        nth: u32,
    },

    TargetSet {
        clock: ClockId,
        time: BusinessTime,
        example: bool,
        facts: TargetFacts,
    },
    /// `run` tells apart the steps of approvals on clocks that start anew.
    Alerted {
        clock: ClockId,
        run: u32,
        percent: u32,
        people: Vec<PersonId>,
    },
    AlertOmitted {
        clock: ClockId,
        run: u32,
        percent: u32,
    },
    /// What a clock showed when the case was resolved or closed: the verdict that later
    /// calendars do not change.
    Measured {
        clock: ClockId,
        elapsed: BusinessTime,
        target: Option<BusinessTime>,
    },

    NoticeWritten {
        no: u32,
        notice: NoticeId,
        to: Vec<PersonId>,
        visit: VisitNo,
        hold_until: Option<Timestamp>,
    },
    Delivered {
        no: u32,
        to: PersonId,
        how: Delivery,
    },
    DeliveryFailed {
        no: u32,
        to: PersonId,
    },
    /// The case had made it untrue before it could leave, or its answer was undone.
    NoticeDropped {
        no: u32,
    },

    ResultSet {
        result: ResultId,
    },
    Closed {
        by: ClosedBy,
    },
    Surveyed {
        score: u32,
        comment: Option<ContentId>,
    },
    /// A timely answer was found after the silence had been written: the case stands again in
    /// this visit, where it waited.
    Reinstated {
        visit: VisitNo,
    },
    /// A mistaken stretch is left behind; it counts as running time.
    Corrected {
        to_visit: VisitNo,
        reason: ContentId,
    },
    /// The case goes on under another version of its procedure; where it stands is mapped.
    Migrated {
        from: String,
        to: String,
        /// Every activity of the case that has another name there.
        mapping: BTreeMap<ActivityId, ActivityId>,
        reason: ContentId,
    },
    /// The last answer was taken back before its notices left.
    Undone {
        visit: VisitNo,
    },

    Linked {
        kind: String,
        other: CaseNumber,
    },
    Merged {
        into: CaseNumber,
    },
    ChangeAssociated {
        number: ContentId,
    },
    /// Another procedure goes on from here.
    Continued {
        procedure: ProcedureId,
        desk: DeskId,
    },
    ContentWithdrawn {
        content: ContentId,
        reason: ContentId,
    },
    Outage {
        from: Timestamp,
        until: Timestamp,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Accepted by the mail server.
    Mail,
    /// An agent told the person.
    Phone,
}

/// Facts of the entity, of a desk or of its people rather than of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeskHappened {
    AbsenceRecorded {
        absent: PersonId,
        substitute: PersonId,
        from_on: Date,
        until_on: Date,
        evidence: Option<ContentId>,
    },
    AbsenceEnded {
        absent: PersonId,
        until_on: Date,
    },
    /// Files of the entity were put in force or taken out, all at one instant.
    Configured {
        by: String,
        /// Their texts, kept as contents, by path.
        put: BTreeMap<String, ContentId>,
        removed: BTreeSet<String>,
    },
    /// A version of a procedure was published: from here on it never changes.
    Published {
        procedure: ProcedureId,
        version: String,
        by: String,
        text: ContentId,
        /// The texts of its notices, by name.
        texts: BTreeMap<String, ContentId>,
    },
    /// The process owner adopted the readings of a published version by an act.
    ReadingsAdopted {
        procedure: ProcedureId,
        version: String,
        act: ContentId,
    },
}
