//! A field is asked for by something, and fields that offer a choice offer one.

use std::collections::BTreeSet;

use super::{Findings, Setting};
use crate::procedure::{Field, FieldKind, Finder};

/// Attributes every case may have, brought by the registration and the desk.
const ATTRIBUTES: [&str; 4] = ["class", "item", "category", "priority"];

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let mut asked: BTreeSet<&str> = ATTRIBUTES.into();
    for answer in procedure.answers.values() {
        asked.extend(answer.needs.iter().map(|need| need.field.as_str()));
        asked.extend(answer.takes.iter().map(|field| field.as_str()));
    }
    for policy in procedure.approvals.values() {
        asked.extend(policy.fields.iter().map(|field| field.as_str()));
        asked.extend(policy.steps.iter().filter_map(|step| match &step.finder {
            Finder::Chosen { field, .. } => Some(field.as_str()),
            _ => None,
        }));
    }
    if let Some(again) = &procedure.document.again
        && let Some(field) = &again.needs
    {
        asked.insert(field.as_str());
        if !procedure.fields.contains_key(field) {
            findings.error("document.again", format!("Pide el campo «{field}», que no existe."));
        }
    }
    if let Some(matrix) = setting.catalogue.and_then(|catalogue| catalogue.priority_matrix.as_ref()) {
        asked.extend([matrix.impact.as_str(), matrix.urgency.as_str()]);
    }
    for (id, field) in &procedure.fields {
        let place = format!("field.{id}");
        choice_offers(findings, &place, field);
        if setting.catalogue.is_some() && !asked.contains(id.as_str()) {
            findings.warning(&place, format!("Nada pide el campo «{id}»."));
        }
    }
    for (item, found) in setting.catalogue.iter().flat_map(|catalogue| &catalogue.items) {
        for (id, field) in &found.form {
            let place = format!("item.{item}.field.{id}");
            choice_offers(findings, &place, field);
            if procedure.fields.contains_key(id)
                || procedure.flags.contains_key(id.as_str())
                || crate::facts::FACTS.contains(&id.as_str())
            {
                findings.error(&place, format!("El nombre «{id}» ya es de otro dato del procedimiento; póngale otro."));
            }
        }
    }
}

fn choice_offers(findings: &mut Findings, place: &str, field: &Field) {
    let choice = matches!(field.kind, FieldKind::Choice | FieldKind::Many);
    if choice && field.options.len() < 2 {
        findings.error(place, "Es para escoger y no trae por lo menos dos opciones (options).".into());
    }
    if !choice && !field.options.is_empty() {
        findings.warning(place, "Trae opciones, pero no es de escoger (type = \"choice\" o \"many\").".into());
    }
}
