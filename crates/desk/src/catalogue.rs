//! The service catalogue: categories, items with their forms, priorities, targets.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::calendar::BusinessTime;
use crate::names::*;
use crate::procedure::source::{RawField, nearest, read_field, term_length, toml_problem};
use crate::procedure::{Field, Problem, TermLength};

/// What the entity offers, in one version.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub version: String,
    pub categories: IndexMap<CategoryId, Category>,
    pub items: IndexMap<ItemId, Item>,
    /// From the most to the least urgent.
    pub priorities: IndexMap<PriorityId, Priority>,
    pub priority_matrix: Option<PriorityMatrix>,
    pub targets: Vec<TargetRow>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub name: String,
    /// Name of an icon of the interface's set.
    #[serde(default)]
    pub icon: String,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    pub category: CategoryId,
    /// información, asesoría, cambio estándar, acceso … (the document's glossary).
    pub kind: String,
    pub help: String,
    /// Words people use for it, for the search box.
    pub also: Vec<String>,
    /// The policy that must approve it.
    pub approval: Option<ApprovalId>,
    pub priority: Option<PriorityId>,
    /// Facts the procedure's guards may ask for: `item.alistamiento_equipo`.
    pub is: BTreeSet<String>,
    pub form: IndexMap<FieldId, Field>,
    /// Not in the document: shipped as an example.
    pub example: bool,
    /// Withdrawn items keep their old cases and accept no new one.
    pub active: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    pub name: String,
}

/// Impact × urgency → the priority the desk is offered; an agent confirms it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityMatrix {
    /// The field whose options are the impacts.
    pub impact: FieldId,
    /// The field whose options are the urgencies.
    pub urgency: FieldId,
    /// Impact, then urgency.
    pub level: IndexMap<String, IndexMap<String, PriorityId>>,
}

impl PriorityMatrix {
    /// The priority of an impact and an urgency, if the matrix names both.
    pub fn level(&self, impact: &str, urgency: &str) -> Option<&PriorityId> {
        self.level.get(impact)?.get(urgency)
    }
}

/// One row of the table of targets; an empty cell fits anything, the nearest row wins.
#[derive(Clone, Debug)]
pub struct TargetRow {
    pub clock: ClockId,
    pub item: Option<ItemId>,
    pub category: Option<CategoryId>,
    pub class: Option<String>,
    pub priority: Option<PriorityId>,
    pub time: BusinessTime,
    /// An invented target, marked *ejemplo* wherever it is shown.
    pub example: bool,
}

/// What a target depends on.
#[derive(Clone, Copy, Debug, Default)]
pub struct TargetKey<'a> {
    pub item: Option<&'a ItemId>,
    pub category: Option<&'a CategoryId>,
    pub class: Option<&'a str>,
    pub priority: Option<&'a PriorityId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    version: String,
    #[serde(default)]
    category: IndexMap<CategoryId, Category>,
    #[serde(default)]
    priority: IndexMap<PriorityId, Priority>,
    priority_matrix: Option<PriorityMatrix>,
    #[serde(default)]
    item: IndexMap<ItemId, RawItem>,
    #[serde(default)]
    target: Vec<RawTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    name: String,
    category: CategoryId,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    approval: Option<ApprovalId>,
    #[serde(default)]
    priority: Option<PriorityId>,
    #[serde(default)]
    is: BTreeSet<String>,
    #[serde(default)]
    field: IndexMap<FieldId, RawField>,
    #[serde(default)]
    example: bool,
    #[serde(default = "yes")]
    active: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTarget {
    clock: ClockId,
    item: Option<ItemId>,
    category: Option<CategoryId>,
    class: Option<String>,
    priority: Option<PriorityId>,
    time: String,
    #[serde(default)]
    example: bool,
}

impl Catalogue {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// Every problem found.
    pub fn from_toml(text: &str) -> Result<Catalogue, Vec<Problem>> {
        let file: File = toml::from_str(text).map_err(|e| vec![toml_problem(text, &e)])?;
        let mut problems = Vec::new();
        let mut wrong =
            |message: String, suggestion| problems.push(Problem { line: 0, column: 0, message, suggestion });
        let levels = file.priority_matrix.iter().flat_map(|matrix| matrix.level.values()).flat_map(|row| row.values());
        for level in levels.filter(|level| !file.priority.contains_key(*level)) {
            wrong(format!("La matriz de prioridad usa «{level}», que no existe."), None);
        }
        let mut items = IndexMap::new();
        for (id, raw) in file.item {
            if !file.category.contains_key(&raw.category) {
                let suggestion = nearest(raw.category.as_str(), file.category.keys().map(|k| k.as_str()));
                wrong(format!("El ítem «{id}» está en la categoría «{}», que no existe.", raw.category), suggestion);
            }
            if let Some(priority) = raw.priority.as_ref().filter(|p| !file.priority.contains_key(*p)) {
                wrong(format!("El ítem «{id}» tiene la prioridad «{priority}», que no existe."), None);
            }
            let mut form = IndexMap::new();
            for (name, field) in raw.field {
                match read_field(text, field) {
                    Ok(field) => drop(form.insert(name, field)),
                    Err(found) => found
                        .into_iter()
                        .for_each(|p| wrong(format!("Ítem «{id}», campo «{name}»: {}", p.message), p.suggestion)),
                }
            }
            items.insert(
                id,
                Item {
                    name: raw.name,
                    category: raw.category,
                    kind: raw.kind,
                    help: raw.help,
                    also: raw.also,
                    approval: raw.approval,
                    priority: raw.priority,
                    is: raw.is,
                    form,
                    example: raw.example,
                    active: raw.active,
                },
            );
        }
        let mut targets = Vec::new();
        for raw in file.target {
            match term_length(&raw.time) {
                Ok(TermLength::Hours(time)) => targets.push(TargetRow {
                    clock: raw.clock,
                    item: raw.item,
                    category: raw.category,
                    class: raw.class,
                    priority: raw.priority,
                    time,
                    example: raw.example,
                }),
                _ => wrong(
                    format!("La meta «{}» no es un tiempo hábil; use, por ejemplo, «16 business_hours».", raw.time),
                    None,
                ),
            }
        }
        if problems.is_empty() {
            let (categories, priorities, priority_matrix) = (file.category, file.priority, file.priority_matrix);
            Ok(Catalogue { version: file.version, categories, items, priorities, priority_matrix, targets })
        } else {
            Err(problems)
        }
    }

    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.get(id)
    }

    /// The nearest row: an item is nearer than a category, a category than a class, a class than
    /// a priority; the first among equals.
    pub fn target(&self, clock: &ClockId, key: TargetKey<'_>) -> Option<&TargetRow> {
        let mut best: Option<([bool; 4], &TargetRow)> = None;
        for row in self.targets.iter().filter(|row| row.clock == *clock) {
            if let Some(cells) = row.fits(key)
                && best.is_none_or(|(nearest, _)| cells > nearest)
            {
                best = Some((cells, row));
            }
        }
        best.map(|(_, row)| row)
    }
}

impl TargetRow {
    /// Which cells match, from the most to the least telling; nothing when one does not.
    fn fits(&self, key: TargetKey<'_>) -> Option<[bool; 4]> {
        let cells = [
            self.item.as_ref().map(|own| key.item == Some(own)),
            self.category.as_ref().map(|own| key.category == Some(own)),
            self.class.as_ref().map(|own| key.class == Some(own)),
            self.priority.as_ref().map(|own| key.priority == Some(own)),
        ];
        if cells.contains(&Some(false)) { None } else { Some(cells.map(|cell| cell.is_some())) }
    }
}
