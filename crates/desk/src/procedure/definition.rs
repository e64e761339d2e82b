//! The parts of a procedure, as the rules use them: every name resolved, every guard parsed.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;

use super::effect::{Effect, Need, Recipient, Trigger};
use super::guard::{Facts, Guard};
use crate::calendar::{BusinessTime, DayKind};
use crate::names::*;

/// One published version of a procedure. Never changes after publication.
#[derive(Clone, Debug)]
pub struct Procedure {
    pub document: Document,
    pub states: IndexMap<StateId, State>,
    pub roles: IndexMap<RoleId, Role>,
    pub fields: IndexMap<FieldId, Field>,
    pub flags: IndexMap<FlagId, Flag>,
    /// In the order of the file, which decides between things due at the same instant.
    pub activities: IndexMap<ActivityId, Activity>,
    pub answers: IndexMap<AnswerId, Answer>,
    pub terms: IndexMap<TermId, Term>,
    pub clocks: IndexMap<ClockId, Clock>,
    pub approvals: IndexMap<ApprovalId, Policy>,
    pub notices: IndexMap<NoticeId, Notice>,
    pub results: IndexMap<ResultId, Outcome>,
    pub survey: Option<Survey>,
    /// The readings adopted where the document is silent, ambiguous or wrong.
    pub readings: Vec<Reading>,
    pub glossary: Vec<Definition>,
    /// Arrows and terms kept in the file but switched off, with the reading that explains them.
    pub switched_off: Vec<SwitchedOff>,
    pub(super) drawn: OnceLock<super::chart::Chart>,
}

/// The header of the document, printed back as the entity published it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub id: ProcedureId,
    /// The code printed on the document, empty when it prints none.
    #[serde(default)]
    pub code: String,
    pub version: String,
    pub date: Date,
    pub name: String,
    /// What the entity calls a case: «Solicitud», «Requerimiento».
    pub case_label: String,
    /// Prefix of case numbers: `SOL` gives SOL-2026-000123.
    pub prefix: String,
    #[serde(default)]
    pub objective: String,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub products: String,
    /// Conditions or policies of operation, paragraph by paragraph, word for word.
    #[serde(default)]
    pub conditions: Vec<String>,
    #[serde(default)]
    pub responsible: Vec<String>,
    #[serde(default)]
    pub references: Vec<String>,
    /// Headings of the activity table, as printed and in their order, with what stands below.
    #[serde(default)]
    pub columns: IndexMap<String, Column>,
    #[serde(default)]
    pub change: Vec<Change>,
    pub rights: Rights,
    #[serde(default)]
    pub again: Option<Again>,
}

/// What a column of the printed activity table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Number,
    Name,
    Text,
    Responsible,
    Record,
    /// The activity's cell of this heading in `cells`; empty where it has none.
    Cell,
}

/// Rights that no activity gives.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Roles that register for others and work the queue.
    pub desk: Vec<RoleId>,
    /// Roles that may correct a mistaken step and reassign anything.
    pub correct: Vec<RoleId>,
    /// Roles that see every case of the desk.
    pub see_all: Vec<RoleId>,
    /// Roles that answer for the procedure: they adopt its readings.
    #[serde(default)]
    pub owner: Vec<RoleId>,
}

/// «Volver a solicitar»: how a finished case may be asked for anew.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    pub label: String,
    /// The word of the link to the first case: `continua_a`, `reintento_de`.
    pub link: String,
    /// A field that the new request must bring filled in.
    #[serde(default)]
    pub needs: Option<FieldId>,
}

/// A line of the document's change log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// As printed: documents write it in words or in figures.
    pub date: String,
    pub version: String,
    pub description: String,
    #[serde(default)]
    pub author: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub id: String,
    #[serde(rename = "where")]
    pub place: String,
    pub says: String,
    pub reads: String,
    pub because: String,
    #[serde(default)]
    pub parameter: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub term: String,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct SwitchedOff {
    pub name: String,
    pub label: String,
    pub readings: Vec<String>,
}

/// What the engine knows about a public state; the label is the document's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StateKind {
    New,
    InReview,
    PendingRequester,
    PendingApproverCheck,
    PendingApproval,
    InProgress,
    Escalated,
    Suspended,
    Resolved,
    Closed,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub kind: StateKind,
    pub label: String,
    /// How the requester's page says it, in plain words.
    #[serde(default)]
    pub portal: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Whoever asked or for whom it was asked.
    Requester,
    /// Whoever an approval asks, and the substitute inside an absence.
    Approver,
    /// People the entity binds to the role.
    Staff,
    /// The person or the group the case is assigned to, whatever else they are.
    Assignee,
    /// The tool itself.
    System,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub is: RoleKind,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line a person writes.
    Text,
    /// Several lines a person writes.
    Paragraph,
    /// A list of lines a person writes: what is missing.
    List,
    /// One of the options.
    Choice,
    /// Several of the options.
    Many,
    Number,
    Date,
    YesNo,
    Person,
    People,
    Group,
    Item,
    Category,
    Priority,
    /// Files of the case chosen as answer to this field.
    Attachments,
}

impl FieldKind {
    /// Whether the value is something a person wrote, kept as content apart from the events.
    pub fn is_written(self) -> bool {
        matches!(self, FieldKind::Text | FieldKind::Paragraph | FieldKind::List)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    Public,
    Internal,
}

/// A field of an item's form or an input of an answer.
#[derive(Clone, Debug)]
pub struct Field {
    pub kind: FieldKind,
    pub label: String,
    pub help: String,
    pub options: IndexMap<String, String>,
    pub required: bool,
    /// Shown and asked only where it holds.
    pub asked_if: Option<Guard>,
    pub audience: Audience,
    /// Shortest text accepted, in characters.
    pub min: usize,
    /// A fact of the case: an answer that needs it is content with the value the case already
    /// has. Any other input is brought anew by each answer that needs it.
    pub keep: bool,
}

#[derive(Clone, Debug)]
pub struct Flag {
    pub name: String,
    /// A derived flag holds whenever its guard does; one without a guard is set by an effect.
    pub derived: Option<Guard>,
}

#[derive(Clone, Debug)]
pub struct Activity {
    pub name: String,
    /// The activity's cell as the document prints it.
    pub text: String,
    /// The document's column «Responsable», as printed.
    pub responsible: String,
    pub record: String,
    pub question: String,
    /// Further printed cells, by heading, where the document has more columns.
    pub cells: BTreeMap<String, String>,
    /// Marked «Punto de control» in the document.
    pub control_point: bool,
    /// The printed question the mark belongs to, where the activity asks several: a word of `says`.
    /// An answer that says nothing to it is a decision beside the control point.
    pub control_point_on: Option<String>,
    /// Decided with the same evidence, though the document does not mark it.
    pub internal_decision: bool,
    /// Who may answer; nobody: passed through at once by the first answer whose guard holds.
    pub by: Vec<RoleId>,
    pub state: StateId,
    /// Another procedure that takes over here.
    pub exit: Option<ProcedureId>,
    /// In the printed table; an activity added by a reading is not.
    pub printed: bool,
    pub readings: Vec<String>,
}

/// An arrow: an answer that people, a term or an approval may give.
#[derive(Clone, Debug)]
pub struct Answer {
    pub from: Vec<ActivityId>,
    pub to: Target,
    pub label: String,
    /// Other words for the same answer; the first whose guard holds is shown.
    pub label_when: Vec<(Guard, String)>,
    /// The document's own words for this arrow.
    pub prints: String,
    /// What this answer says to the printed questions: `escalamiento = "SI"`.
    pub says: IndexMap<String, String>,
    pub given_by: Giver,
    /// Who may give it, in place of the activity's own `by`; empty: those of the activity.
    pub by: Vec<RoleId>,
    pub guard: Option<Guard>,
    /// Why the answer is not open, when the guard fails.
    pub else_say: String,
    /// The tool proposes this answer where it holds; a person still decides.
    pub suggested_if: Option<Guard>,
    /// Why it is proposed.
    pub suggest_say: String,
    pub needs: Vec<Need>,
    pub takes: Vec<FieldId>,
    pub does: Vec<Effect>,
    pub result: Option<ResultId>,
    pub readings: Vec<String>,
}

impl Answer {
    /// The words on the button, for this reader of the case.
    pub fn label(&self, facts: &dyn Facts) -> &str {
        self.label_when.iter().find(|(guard, _)| guard.holds(facts)).map_or(&self.label, |(_, words)| words)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Activity(ActivityId),
    /// Where this visit came from; restores what that visit itself came from.
    CameFrom,
}

/// Who gives an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Giver {
    People,
    /// The registration itself: the activity is done by registering.
    Registration,
    /// The approval asked in this activity ended so.
    Approved,
    Denied,
    Term,
}

#[derive(Clone, Debug)]
pub struct Term {
    pub label: String,
    pub activity: ActivityId,
    pub length: TermLength,
    pub from: TermStart,
    /// The answer it gives when it ends; without one it only reminds.
    pub then: Option<AnswerId>,
    pub remind: Option<Remind>,
    /// What a person's message inside the term does.
    pub reply: Reply,
    pub readings: Vec<String>,
}

impl Term {
    /// It ends because somebody said nothing, so everything said must have been heard first.
    pub fn ends_by_silence(&self) -> bool {
        self.then.is_some() && self.reply != Reply::Nothing
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermLength {
    Days(u32, DayKind),
    Hours(BusinessTime),
    /// Until the start of the date in this field.
    UntilField(FieldId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermStart {
    Entered,
    /// The later of entry and delivery of this notice.
    Delivered(NoticeId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remind {
    /// At the opening of the last day counted.
    LastDay,
    /// At each opening after the first day counted.
    EachDay,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Nothing,
    /// An agent says what the message means.
    Interpret,
    /// The message is this answer.
    Answer(AnswerId),
}

/// A measure of business time.
#[derive(Clone, Debug)]
pub struct Clock {
    pub name: String,
    pub applies: Option<Guard>,
    pub runs_in: Vec<RunsIn>,
    pub target: ClockTarget,
    /// Starts anew at each step of an approval.
    pub anew_per_step: bool,
}

/// One activity in which a clock runs, optionally not for some reasons.
#[derive(Clone, Debug)]
pub struct RunsIn {
    pub activity: ActivityId,
    pub unless: Option<Guard>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockTarget {
    /// None: only measured.
    None,
    Fixed(BusinessTime),
    /// The nearest row of the entity's table of targets.
    Table,
}

/// An approval policy: steps in order, each with its people.
#[derive(Clone, Debug)]
pub struct Policy {
    pub name: String,
    pub steps: Vec<Step>,
    /// What the approver writes down with the decision.
    pub fields: Vec<FieldId>,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub finder: Finder,
    /// How many of the people asked must approve.
    pub quorum: Quorum,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finder {
    /// The row of the authorisation matrix in force; its own mode decides one, all or in order.
    Matrix,
    /// The person in this field, who must hold one of the positions.
    Chosen {
        field: FieldId,
        positions: Vec<String>,
    },
    Role(RoleId),
    /// The nearest superior of the beneficiary.
    Superior,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    One,
    All,
    AtLeast(u32),
}

#[derive(Clone, Debug)]
pub struct Notice {
    /// How lists and conversations call it; its identifier in words where the file gives none.
    pub label: String,
    pub on: Vec<Trigger>,
    pub to: Vec<Recipient>,
    /// Name of the text in the desk's texts.
    pub text: String,
    /// Leaves at the next opening instead of at once.
    pub held: bool,
    pub guard: Option<Guard>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub label: String,
    /// Shown to the requester, in plain words.
    #[serde(default)]
    pub portal: String,
}

/// One question after the end.
#[derive(Clone, Debug)]
pub struct Survey {
    pub question: String,
    /// From worst to best.
    pub options: Vec<String>,
    /// Business days after closing during which it can be answered.
    pub open_days: u32,
    pub unless: Option<Guard>,
}

impl Procedure {
    pub fn activity(&self, id: &ActivityId) -> Option<&Activity> {
        self.activities.get(id)
    }

    /// The answers that leave an activity, in the order of the file.
    pub fn answers_from<'a>(
        &'a self,
        activity: &'a ActivityId,
    ) -> impl Iterator<Item = (&'a AnswerId, &'a Answer)> + 'a {
        self.answers.iter().filter(move |(_, answer)| answer.from.contains(activity))
    }

    /// Nothing leaves it: the case ends here.
    pub fn is_end(&self, activity: &ActivityId) -> bool {
        self.answers_from(activity).next().is_none()
    }

    /// Nobody is responsible and something leaves it: passed through at once.
    pub fn is_automatic(&self, activity: &ActivityId) -> bool {
        self.activities.get(activity).is_some_and(|a| a.by.is_empty()) && !self.is_end(activity)
    }

    /// The terms that run in an activity, in the order of the file.
    pub fn terms_of<'a>(&'a self, activity: &'a ActivityId) -> impl Iterator<Item = (&'a TermId, &'a Term)> + 'a {
        self.terms.iter().filter(move |(_, term)| term.activity == *activity)
    }

    /// Where every case begins: the first activity of the file.
    pub fn first(&self) -> Option<&ActivityId> {
        self.activities.keys().next()
    }

    /// The public state a case shows in an activity.
    pub fn state_of(&self, activity: &ActivityId) -> Option<&State> {
        self.states.get(&self.activities.get(activity)?.state)
    }

    /// Whether a role is of this kind.
    pub fn role_is(&self, role: &RoleId, kind: RoleKind) -> bool {
        self.roles.get(role).is_some_and(|r| r.is == kind)
    }

    /// Whether a term is one that ends by somebody's silence.
    pub fn is_silence(&self, term: &TermId) -> bool {
        self.terms.get(term).is_some_and(Term::ends_by_silence)
    }

    /// What a notice is called, also one that this version no longer has.
    pub fn notice_label(&self, notice: &NoticeId) -> String {
        self.notices.get(notice).map_or_else(|| notice.to_string(), |own| own.label.clone())
    }

    /// The alert thresholds of a clock, in percent, lowest first: those its notices name.
    pub fn thresholds(&self, clock: &ClockId) -> Vec<u32> {
        let mut percents: Vec<u32> = self
            .notices
            .values()
            .flat_map(|notice| &notice.on)
            .filter_map(|trigger| match trigger {
                Trigger::Alert(own, percent) if own == clock => Some(*percent),
                _ => None,
            })
            .collect();
        percents.sort_unstable();
        percents.dedup();
        percents
    }
}
