//! What stands in a procedure file, word for word as it is written.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use super::super::definition::*;
use crate::names::*;

pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) document: Document,
    #[serde(default)]
    pub(super) reading: Vec<Reading>,
    #[serde(default)]
    pub(super) definition: Vec<Definition>,
    pub(super) state: IndexMap<StateId, State>,
    pub(super) role: IndexMap<RoleId, Role>,
    #[serde(default)]
    pub(super) flag: IndexMap<FlagId, RawFlag>,
    #[serde(default)]
    pub(super) field: IndexMap<FieldId, RawField>,
    pub(super) activity: IndexMap<ActivityId, RawActivity>,
    #[serde(default)]
    pub(super) answer: IndexMap<AnswerId, RawAnswer>,
    #[serde(default)]
    pub(super) term: IndexMap<TermId, RawTerm>,
    #[serde(default)]
    pub(super) clock: IndexMap<ClockId, RawClock>,
    #[serde(default)]
    pub(super) approval: IndexMap<ApprovalId, RawPolicy>,
    #[serde(default)]
    pub(super) notice: IndexMap<NoticeId, RawNotice>,
    #[serde(default)]
    pub(super) result: IndexMap<ResultId, Outcome>,
    #[serde(default)]
    pub(super) survey: Option<RawSurvey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFlag {
    pub(super) name: String,
    #[serde(rename = "if")]
    pub(super) guard: Option<Text>,
}

/// A field as written, shared by procedure files and catalogue files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawField {
    #[serde(rename = "type")]
    pub(super) kind: FieldKind,
    pub(super) label: String,
    #[serde(default)]
    pub(super) help: String,
    #[serde(default)]
    pub(super) options: IndexMap<String, String>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(rename = "if")]
    pub(super) guard: Option<Text>,
    #[serde(default)]
    pub(super) audience: Audience,
    #[serde(default)]
    pub(super) min: usize,
    #[serde(default)]
    pub(super) keep: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawActivity {
    pub(super) name: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) responsible: String,
    #[serde(default)]
    pub(super) record: String,
    #[serde(default)]
    pub(super) question: String,
    #[serde(default)]
    pub(super) cells: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) control_point: bool,
    pub(super) control_point_on: Option<Text>,
    #[serde(default)]
    pub(super) internal_decision: bool,
    #[serde(default)]
    pub(super) by: Vec<Text>,
    pub(super) state: Text,
    pub(super) exit: Option<ProcedureId>,
    #[serde(default = "yes")]
    pub(super) printed: bool,
    #[serde(default)]
    pub(super) reading: Vec<String>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswer {
    pub(super) from: Vec<Text>,
    pub(super) to: Text,
    pub(super) label: String,
    #[serde(default)]
    pub(super) label_when: IndexMap<Text, String>,
    #[serde(default)]
    pub(super) prints: String,
    #[serde(default)]
    pub(super) says: IndexMap<String, String>,
    pub(super) on: Option<Text>,
    #[serde(default)]
    pub(super) by: Vec<Text>,
    #[serde(rename = "if")]
    pub(super) guard: Option<Text>,
    #[serde(default)]
    pub(super) else_say: String,
    pub(super) suggest: Option<Text>,
    #[serde(default)]
    pub(super) suggest_say: String,
    #[serde(default)]
    pub(super) needs: Vec<Text>,
    #[serde(default)]
    pub(super) takes: Vec<Text>,
    #[serde(default)]
    pub(super) does: Vec<Text>,
    pub(super) result: Option<Text>,
    #[serde(default)]
    pub(super) reading: Vec<String>,
    #[serde(default)]
    pub(super) off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTerm {
    pub(super) label: String,
    #[serde(rename = "in")]
    pub(super) activity: Text,
    pub(super) after: Option<Text>,
    pub(super) until: Option<Text>,
    pub(super) from: Option<Text>,
    pub(super) then: Option<Text>,
    pub(super) remind: Option<Text>,
    pub(super) reply: Option<Text>,
    #[serde(default)]
    pub(super) reading: Vec<String>,
    #[serde(default)]
    pub(super) off: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClock {
    pub(super) name: String,
    #[serde(rename = "if")]
    pub(super) guard: Option<Text>,
    pub(super) runs_in: Vec<Text>,
    pub(super) target: Option<Text>,
    #[serde(default)]
    pub(super) anew: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPolicy {
    pub(super) name: String,
    pub(super) steps: Vec<Spanned<RawStep>>,
    #[serde(default)]
    pub(super) fields: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub(super) pick: Option<Text>,
    #[serde(default)]
    pub(super) among: Vec<String>,
    pub(super) role: Option<Text>,
    #[serde(default)]
    pub(super) matrix: bool,
    #[serde(default)]
    pub(super) superior: bool,
    pub(super) quorum: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNotice {
    pub(super) label: Option<String>,
    /// One occasion or a list of them.
    pub(super) on: Spanned<toml::Value>,
    pub(super) to: Vec<Text>,
    pub(super) text: String,
    #[serde(default)]
    pub(super) hold: Option<Text>,
    #[serde(rename = "if")]
    pub(super) guard: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSurvey {
    pub(super) question: String,
    pub(super) options: Vec<String>,
    pub(super) open_days: u32,
    #[serde(rename = "unless")]
    pub(super) guard: Option<Text>,
}
