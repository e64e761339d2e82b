//! The authorisation matrix («Matriz de Autorizadores»): per service, who may ask and who
//! authorises, with validity. Read at the instant of the act; the event records the row.

use jiff::civil::Date;
use serde::Deserialize;

use crate::names::*;
use crate::people::{People, Person};
use crate::procedure::Problem;
use crate::procedure::source::toml_problem;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub row: Vec<Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub id: RowId,
    /// One of both; an item's own row comes before its category's. Neither: any other service,
    /// asked only when something else says that an authorisation is needed.
    #[serde(default)]
    pub item: Option<ItemId>,
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// Who may ask: `unit …`, `position …`, `kind funcionario`; empty: everybody.
    #[serde(default)]
    pub may_ask: Vec<String>,
    /// Who authorises: `person …`, `role …`, `position …`, `superior`; empty: nobody needs to.
    #[serde(default)]
    pub authorisers: Vec<String>,
    #[serde(default)]
    pub mode: Mode,
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day in force.
    #[serde(default)]
    pub until: Option<Date>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Mode {
    /// One of them is enough; they are asked one after another only when the first is recalled.
    #[default]
    #[serde(rename = "uno")]
    One,
    #[serde(rename = "todos")]
    All,
    #[serde(rename = "en orden")]
    InOrder,
}

impl Matrix {
    /// # Errors
    /// The place and what is wrong.
    pub fn from_toml(text: &str) -> Result<Matrix, Vec<Problem>> {
        toml::from_str(text).map_err(|e| vec![toml_problem(text, &e)])
    }

    /// The row in force for a service on a day.
    pub fn row(&self, item: Option<&ItemId>, category: Option<&CategoryId>, day: Date) -> Option<&Row> {
        let in_force = |row: &&Row| row.in_force(day);
        let of_item = |row: &&Row| row.item.is_some() && row.item.as_ref() == item;
        let of_category =
            |row: &&Row| row.item.is_none() && row.category.is_some() && row.category.as_ref() == category;
        self.row.iter().filter(in_force).find(of_item).or_else(|| self.row.iter().filter(in_force).find(of_category))
    }

    /// The row in force on a day for a service that no row of its own gives an authoriser.
    pub fn any_other(&self, day: Date) -> Option<&Row> {
        self.row.iter().find(|row| row.in_force(day) && row.item.is_none() && row.category.is_none())
    }
}

impl Row {
    fn in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether this person may ask for the service.
    pub fn allows(&self, person: &Person) -> bool {
        self.may_ask.is_empty() || self.may_ask.iter().any(|who| fits(who, person))
    }

    /// The people the row names as authorisers, in its order.
    pub fn people<'a>(&'a self, desk: &'a DeskId, people: &'a People, beneficiary: &'a PersonId) -> Vec<&'a Person> {
        let mut found: Vec<&Person> = Vec::new();
        for who in &self.authorisers {
            let named: Vec<&Person> = match who.split_once(' ') {
                Some(("person", id)) => people.get(&id.into()).into_iter().collect(),
                Some(("role", role)) => {
                    let role = RoleId::from(role);
                    people.iter().filter(|p| p.has_role(desk, &role)).collect()
                }
                Some(("position", _)) => people.iter().filter(|p| fits(who, p)).collect(),
                _ if who == "superior" => people.above(beneficiary).take(1).collect(),
                _ => Vec::new(),
            };
            for person in named {
                if person.active && !found.iter().any(|p| p.id == person.id) {
                    found.push(person);
                }
            }
        }
        found
    }
}

fn fits(who: &str, person: &Person) -> bool {
    match who.split_once(' ') {
        Some(("unit", unit)) => person.unit.eq_ignore_ascii_case(unit),
        Some(("position", position)) => person.holds_position(&[position.to_string()]),
        Some(("person", id)) => person.id == *id,
        Some(("kind", "funcionario")) => person.kind == crate::people::PersonKind::Funcionario,
        Some(("kind", "contratista")) => person.kind == crate::people::PersonKind::Contratista,
        _ => false,
    }
}
