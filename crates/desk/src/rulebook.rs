//! Everything the rules look up to decide: the pinned procedure, and what is in force now.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::matrix::Matrix;
use crate::names::*;
use crate::people::{Absence, Group, People};
use crate::procedure::{Problem, Procedure, source::toml_problem};

/// A desk (mesa): whose procedure, calendar, channels and groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub id: DeskId,
    /// As people call it: «Centro de Servicios Tecnológicos».
    pub name: String,
    pub procedure: ProcedureId,
    pub calendar: String,
    pub channels: Channels,
    /// The group that holds new cases.
    pub first_group: GroupId,
    #[serde(default)]
    pub group: IndexMap<GroupId, Group>,
    /// Role asked when nobody stands above a person.
    #[serde(default)]
    pub top_approver: Option<RoleId>,
    /// A role that audits: reads everything, changes nothing.
    #[serde(default)]
    pub auditor: Option<RoleId>,
}

/// The channels the document prints.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// Mailboxes that open cases.
    #[serde(default)]
    pub inbound: Vec<String>,
    /// The sender of notices; where it is no inbound mailbox, a letter to it opens no case.
    #[serde(default)]
    pub outbound: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub web: String,
}

/// What `decide` may look up. Cheap to clone: the parts are shared.
#[derive(Clone)]
pub struct Rulebook {
    pub desk: Arc<Desk>,
    /// The version the case is pinned to.
    pub procedure: Arc<Procedure>,
    pub catalogue: Arc<Catalogue>,
    pub matrix: Arc<Matrix>,
    pub people: Arc<People>,
    pub absences: Arc<[Absence]>,
    pub calendar: Calendar,
    /// Procedures other desks of this instance run: where an exit can continue.
    pub elsewhere: Arc<[(ProcedureId, DeskId)]>,
}

impl Desk {
    /// # Errors
    /// The place and what is wrong.
    pub fn from_toml(text: &str) -> Result<Desk, Vec<Problem>> {
        toml::from_str(text).map_err(|e| vec![toml_problem(text, &e)])
    }
}

impl Rulebook {
    /// The absence of this person in force on a day, if any.
    pub fn absence(&self, person: &PersonId, day: Date) -> Option<&Absence> {
        self.absences.iter().find(|absence| absence.absent == *person && absence.covers(day))
    }

    /// Whom this person stands in for on a day.
    pub fn stands_in_for<'a>(&'a self, person: &'a PersonId, day: Date) -> impl Iterator<Item = &'a PersonId> + 'a {
        self.absences.iter().filter(move |a| a.substitute == *person && a.covers(day)).map(|a| &a.absent)
    }
}
