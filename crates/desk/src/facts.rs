//! The closed list of facts a guard may ask for, read from a case.

use jiff::civil::Date;

use crate::case::Case;
use crate::catalogue::Item;
use crate::event::ApprovalOutcome;
use crate::matrix::Row;
use crate::names::*;
use crate::procedure::{Fact, Facts, Field, Guard};
use crate::rulebook::Rulebook;
use crate::value::{Value, Values};

/// A case seen by a guard: with the inputs of the answer being given, and the role it is given under.
#[derive(Clone, Copy)]
pub struct CaseFacts<'a> {
    pub rules: &'a Rulebook,
    pub case: &'a Case,
    /// What the answer brings, before the case holds it.
    pub inputs: Option<&'a Values>,
    pub role: Option<&'a RoleId>,
    /// Somebody of the desk gives the answer a message of the requester stands for.
    pub by_message: bool,
    /// The day on which matrix and absences are looked up.
    pub day: Date,
    depth: u8,
}

/// Facts every case has, beside flags and fields.
pub const FACTS: [&str; 15] = [
    "came_from",
    "expired",
    "visits",
    "by",
    "by_message",
    "result",
    "channel",
    "form_complete",
    "row.authorises",
    "row.allows",
    "approval",
    "assignee",
    "group",
    "proposal",
    "beneficiary_is_requester",
];

/// Derived flags may read derived flags, but not for ever; the linter finds circles.
const DEEPEST: u8 = 8;

impl<'a> CaseFacts<'a> {
    /// The facts of a case as it stands on a day.
    pub fn new(rules: &'a Rulebook, case: &'a Case, day: Date) -> Self {
        CaseFacts { rules, case, inputs: None, role: None, by_message: false, day, depth: 0 }
    }

    /// The same facts as an answer would find them: with what it brings, and under a role.
    pub fn with(self, inputs: &'a Values, role: Option<&'a RoleId>) -> Self {
        CaseFacts { inputs: Some(inputs), role, ..self }
    }

    /// Whether the answer's evidence is a message.
    pub fn evidenced(self, by_message: bool) -> Self {
        CaseFacts { by_message, ..self }
    }

    /// A guard that is not there holds.
    pub fn allow(&self, guard: Option<&Guard>) -> bool {
        guard.is_none_or(|guard| guard.holds(self))
    }

    /// What an answer brings for a field, else what the case holds.
    pub fn value(&self, field: &str) -> Option<&'a Value> {
        self.inputs.and_then(|inputs| inputs.get(field)).or_else(|| self.case.fields.get(field))
    }

    /// The service chosen, be it in the catalogue or not.
    pub fn item_id(&self) -> Option<ItemId> {
        self.value("item").and_then(Value::as_word).map(ItemId::from)
    }

    /// The service chosen, as the catalogue describes it.
    pub fn item(&self) -> Option<&'a Item> {
        self.rules.catalogue.items.get(self.value("item")?.as_word()?)
    }

    /// The category written down, else the one of the item.
    pub fn category(&self) -> Option<CategoryId> {
        let written = self.value("category").and_then(Value::as_word).map(CategoryId::from);
        written.or_else(|| self.item().map(|item| item.category.clone()))
    }

    /// The row of the matrix in force for the service.
    pub fn row(&self) -> Option<&'a Row> {
        self.rules.matrix.row(self.item_id().as_ref(), self.category().as_ref(), self.day)
    }

    /// The fields of the item's form that are required here and still empty.
    pub fn missing_in_form(&self) -> Vec<(&'a FieldId, &'a Field)> {
        let Some(item) = self.item() else { return Vec::new() };
        item.form
            .iter()
            .filter(|(id, field)| {
                field.required
                    && self.allow(field.asked_if.as_ref())
                    && self.value(id.as_str()).is_none_or(Value::is_empty)
                    && !self.case.files.iter().any(|file| file.field.as_ref() == Some(id))
            })
            .collect()
    }

    fn allowed_by_row(&self) -> bool {
        match (self.row(), self.rules.people.get(&self.case.requester)) {
            (Some(row), Some(requester)) => row.allows(requester),
            (None, _) => true,
            (Some(_), None) => false,
        }
    }

    fn flag(&self, name: &str) -> Option<Fact> {
        let flag = self.rules.procedure.flags.get(name)?;
        Some(match &flag.derived {
            Some(guard) if self.depth < DEEPEST => {
                Fact::truth(guard.holds(&CaseFacts { depth: self.depth + 1, ..*self }))
            }
            Some(_) => Fact::Absent,
            None => Fact::truth(self.case.flags.contains_key(name)),
        })
    }
}

impl Facts for CaseFacts<'_> {
    fn fact(&self, name: &str) -> Fact {
        let case = self.case;
        let optional = |word: Option<String>| word.map_or(Fact::Absent, Fact::Word);
        if let Some(flag) = self.flag(name) {
            return flag;
        }
        if name == "category" {
            return optional(self.category().map(|c| c.to_string()));
        }
        if let Some(value) = self.value(name) {
            return value.fact();
        }
        match name {
            "came_from" => optional(case.visit().and_then(|v| v.came_from.as_ref()).map(ActivityId::to_string)),
            "expired" => Fact::truth(case.visit().is_some_and(|v| v.expired)),
            "visits" => Fact::Number(case.activity().map_or(0, |a| case.stays(a)) as f64),
            "by" => optional(self.role.map(RoleId::to_string)),
            "by_message" => Fact::truth(self.by_message),
            "result" => optional(case.result.as_ref().map(ResultId::to_string)),
            "channel" => Fact::Word(format!("{:?}", case.channel).to_lowercase()),
            "form_complete" => Fact::truth(self.missing_in_form().is_empty()),
            "row.authorises" => Fact::truth(self.row().is_some_and(|row| !row.authorisers.is_empty())),
            "row.allows" => Fact::truth(self.allowed_by_row()),
            "approval" => match case.approvals.last().map(|a| a.outcome) {
                None => Fact::Absent,
                Some(None) => Fact::word("pending"),
                Some(Some(ApprovalOutcome::Approved)) => Fact::word("approved"),
                Some(Some(ApprovalOutcome::Denied)) => Fact::word("denied"),
                Some(Some(ApprovalOutcome::Recalled)) => Fact::word("recalled"),
            },
            "assignee" => optional(case.assignee.as_ref().map(PersonId::to_string)),
            "group" => optional(case.group.as_ref().map(GroupId::to_string)),
            "proposal" => Fact::truth(case.proposal.is_some()),
            "beneficiary_is_requester" => Fact::truth(case.beneficiary == case.requester),
            "item.approval" => optional(self.item().and_then(|i| i.approval.as_ref()).map(ApprovalId::to_string)),
            _ => match name.strip_prefix("item.") {
                Some(word) => Fact::truth(self.item().is_some_and(|item| item.is.contains(word))),
                // A file given as answer to a field fills it in.
                None => Fact::truth(case.files.iter().any(|file| file.field.as_ref().is_some_and(|f| *f == *name))),
            },
        }
    }
}
