//! The catalogue names policies and clocks that the procedure has, and targets that can be met.

use super::{Findings, Setting};
use crate::catalogue::{Catalogue, PriorityMatrix};
use crate::names::FieldId;
use crate::procedure::ClockTarget;
use crate::procedure::source::nearest;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let Some(catalogue) = setting.catalogue else { return };
    let procedure = setting.procedure;
    for (id, item) in &catalogue.items {
        for policy in item.approval.iter().filter(|policy| !procedure.approvals.contains_key(*policy)) {
            let near = nearest(policy.as_str(), procedure.approvals.keys().map(|p| p.as_str()))
                .map_or(String::new(), |p| format!(" ¿Quiso decir «{p}»?"));
            findings.error(
                format!("item.{id}"),
                format!("«{}» pide la aprobación «{policy}», que no está en el procedimiento.{near}", item.name),
            );
        }
    }
    targets(setting, catalogue, findings);
    if let Some(matrix) = &catalogue.priority_matrix {
        priority_matrix(setting, matrix, findings);
    }
}

fn targets(setting: &Setting, catalogue: &Catalogue, findings: &mut Findings) {
    let procedure = setting.procedure;
    let classes = procedure.fields.get("class").map(|field| &field.options);
    for (nth, row) in catalogue.targets.iter().enumerate() {
        let place = format!("target n.º {}", nth + 1);
        let mut unknown =
            |what: &str, word: &str| findings.error(&place, format!("La meta es de {what} «{word}», que no existe."));
        if let Some(item) = row.item.as_ref().filter(|item| !catalogue.items.contains_key(*item)) {
            unknown("el servicio", item.as_str());
        }
        if let Some(category) = row.category.as_ref().filter(|category| !catalogue.categories.contains_key(*category)) {
            unknown("la categoría", category.as_str());
        }
        if let Some(priority) = row.priority.as_ref().filter(|priority| !catalogue.priorities.contains_key(*priority)) {
            unknown("la prioridad", priority.as_str());
        }
        if let Some(class) =
            row.class.as_ref().filter(|class| classes.is_none_or(|options| !options.contains_key(*class)))
        {
            unknown("la clase", class);
        }
        match procedure.clocks.get(&row.clock).map(|clock| &clock.target) {
            Some(ClockTarget::Table) => {}
            Some(_) => findings.error(
                &place,
                format!("El tiempo «{}» no lee sus metas de la tabla: en el procedimiento dice otra cosa.", row.clock),
            ),
            None => unknown("el tiempo", row.clock.as_str()),
        }
    }
    for (id, _) in procedure.clocks.iter().filter(|(_, clock)| clock.target == ClockTarget::Table) {
        if !catalogue.targets.iter().any(|row| row.clock == *id) {
            findings.warning(
                format!("clock.{id}"),
                format!("El tiempo «{id}» lee sus metas de la tabla, y la tabla no trae ninguna."),
            );
        }
    }
}

/// Both scales are fields to choose from, and every pair has its level.
fn priority_matrix(setting: &Setting, matrix: &PriorityMatrix, findings: &mut Findings) {
    let options = |field: &FieldId| {
        setting.procedure.fields.get(field).map(|f| f.options.keys().collect::<Vec<_>>()).unwrap_or_default()
    };
    let (impacts, urgencies) = (options(&matrix.impact), options(&matrix.urgency));
    for (field, found) in [(&matrix.impact, &impacts), (&matrix.urgency, &urgencies)] {
        if found.is_empty() {
            findings.error(
                "priority_matrix",
                format!("La matriz de prioridad usa el campo «{field}», que no existe o no tiene opciones."),
            );
        }
    }
    for (impact, urgency) in impacts.iter().flat_map(|impact| urgencies.iter().map(move |urgency| (impact, urgency))) {
        if matrix.level(impact, urgency).is_none() {
            findings.error(
                "priority_matrix",
                format!("La matriz de prioridad no dice qué prioridad tiene «{impact}» con «{urgency}»."),
            );
        }
    }
}
