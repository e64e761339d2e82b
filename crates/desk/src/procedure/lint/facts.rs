//! Guards ask only for facts that exist, and compare them with values they can have.

use std::collections::BTreeSet;

use super::{Findings, Setting};
use crate::facts::FACTS;
use crate::procedure::source::nearest;
use crate::procedure::{Field, FieldKind, Guard, Relation};

/// Every guard of the procedure and of the catalogue's forms, with its place.
pub fn guards<'a>(setting: &Setting<'a>) -> Vec<(String, &'a Guard)> {
    let procedure = setting.procedure;
    let mut guards = Vec::new();
    for (id, flag) in &procedure.flags {
        guards.extend(flag.derived.as_ref().map(|g| (format!("flag.{id}"), g)));
    }
    for (id, field) in &procedure.fields {
        guards.extend(field.asked_if.as_ref().map(|g| (format!("field.{id}"), g)));
    }
    for (id, answer) in &procedure.answers {
        let mut add = |guard: Option<&'a Guard>| guards.extend(guard.map(|g| (format!("answer.{id}"), g)));
        add(answer.guard.as_ref());
        add(answer.suggested_if.as_ref());
        answer.label_when.iter().for_each(|(guard, _)| add(Some(guard)));
        answer.needs.iter().for_each(|need| add(need.guard.as_ref()));
        answer.does.iter().for_each(|effect| add(effect.guard.as_ref()));
    }
    for (id, clock) in &procedure.clocks {
        let parts = clock.applies.iter().chain(clock.runs_in.iter().filter_map(|runs| runs.unless.as_ref()));
        guards.extend(parts.map(|g| (format!("clock.{id}"), g)));
    }
    for (id, notice) in &procedure.notices {
        guards.extend(notice.guard.as_ref().map(|g| (format!("notice.{id}"), g)));
    }
    guards
        .extend(procedure.survey.iter().filter_map(|survey| survey.unless.as_ref()).map(|g| ("survey".to_string(), g)));
    for (item, found) in setting.catalogue.iter().flat_map(|catalogue| &catalogue.items) {
        for (id, field) in &found.form {
            guards.extend(field.asked_if.as_ref().map(|g| (format!("item.{item}.field.{id}"), g)));
        }
    }
    guards
}

pub fn check(setting: &Setting, findings: &mut Findings) {
    for (place, guard) in guards(setting) {
        check_guard(setting, findings, &place, guard, &[]);
    }
}

/// One guard, wherever it stands; the texts' conditions are guards too, and may ask `also` for
/// facts of their own.
pub fn check_guard(setting: &Setting, findings: &mut Findings, place: &str, guard: &Guard, also: &[&str]) {
    let mut known = known(setting);
    known.extend(also);
    for fact in guard.facts() {
        let exists = match fact.strip_prefix("item.") {
            Some("approval") => true,
            Some(word) => {
                setting.catalogue.is_none_or(|catalogue| catalogue.items.values().any(|item| item.is.contains(word)))
            }
            // Without the catalogue a word may be a field of some form.
            None => known.contains(fact) || setting.catalogue.is_none(),
        };
        if !exists && fact.starts_with("item.") {
            let word = fact.trim_start_matches("item.");
            findings.error(
                place,
                format!("La condición mira «{fact}», pero ningún servicio del catálogo dice is = [\"{word}\"]."),
            );
        } else if !exists {
            let near =
                nearest(fact, known.iter().copied()).map_or(String::new(), |word| format!(" ¿Quiso decir «{word}»?"));
            findings.error(place, format!("La condición mira «{fact}», que no es un dato del caso.{near}"));
        }
    }
    compared(guard, &mut |fact, words, relation| check_words(setting, findings, place, fact, words, relation));
}

fn known<'a>(setting: &Setting<'a>) -> BTreeSet<&'a str> {
    let procedure = setting.procedure;
    let mut known: BTreeSet<&str> = FACTS.into();
    known.extend(["class", "item", "category", "priority"]);
    known.extend(procedure.flags.keys().map(|flag| flag.as_str()));
    known.extend(procedure.fields.keys().map(|field| field.as_str()));
    let forms = setting.catalogue.iter().flat_map(|catalogue| catalogue.items.values());
    known.extend(forms.flat_map(|item| item.form.keys()).map(|field| field.as_str()));
    known
}

fn compared<'g>(guard: &'g Guard, see: &mut impl FnMut(&'g str, &'g [String], Option<Relation>)) {
    match guard {
        Guard::Not(inner) => compared(inner, see),
        Guard::And(a, b) | Guard::Or(a, b) => {
            compared(a, see);
            compared(b, see);
        }
        Guard::Holds(_) => {}
        Guard::Compare(name, relation, word) => see(name, std::slice::from_ref(word), Some(*relation)),
        Guard::In(name, words) => see(name, words, None),
    }
}

/// Words that mean «nothing» and «yes» whatever the fact is.
const ANY: [&str; 6] = ["none", "no", "false", "yes", "si", "true"];

fn check_words(
    setting: &Setting,
    findings: &mut Findings,
    place: &str,
    fact: &str,
    words: &[String],
    relation: Option<Relation>,
) {
    let Some(possible) = possible(setting, fact) else { return };
    let orders = !matches!(relation, None | Some(Relation::Equal | Relation::NotEqual));
    if orders {
        findings.error(place, format!("La condición ordena «{fact}» con <, ≤, > o ≥, pero sus valores son palabras."));
        return;
    }
    for word in words.iter().filter(|word| !possible.contains(word.as_str()) && !ANY.contains(&word.as_str())) {
        let near =
            nearest(word, possible.iter().copied()).map_or(String::new(), |word| format!(" ¿Quiso decir «{word}»?"));
        findings.error(place, format!("La condición compara «{fact}» con «{word}», un valor que nunca tiene.{near}"));
    }
}

/// The values a fact can have, where they are a closed list.
fn possible<'a>(setting: &Setting<'a>, fact: &str) -> Option<BTreeSet<&'a str>> {
    let procedure = setting.procedure;
    let catalogue = setting.catalogue;
    Some(match fact {
        "came_from" => procedure.activities.keys().map(|id| id.as_str()).collect(),
        "by" => procedure.roles.keys().map(|id| id.as_str()).collect(),
        "result" => procedure.results.keys().map(|id| id.as_str()).collect(),
        "approval" => BTreeSet::from(["approved", "denied", "recalled", "pending"]),
        "item.approval" => procedure.approvals.keys().map(|id| id.as_str()).collect(),
        "item" => catalogue?.items.keys().map(|id| id.as_str()).collect(),
        "category" => catalogue?.categories.keys().map(|id| id.as_str()).collect(),
        "priority" => catalogue?.priorities.keys().map(|id| id.as_str()).collect(),
        "group" => setting.desk?.group.keys().map(|id| id.as_str()).collect(),
        _ => {
            let own = procedure.fields.get(fact);
            let of_forms =
                || catalogue.into_iter().flat_map(|c| c.items.values()).filter_map(|item| item.form.get(fact));
            let fields: Vec<&Field> = own.into_iter().chain(of_forms()).collect();
            if fields.is_empty() || fields.iter().any(|field| !matches!(field.kind, FieldKind::Choice)) {
                return None;
            }
            fields.iter().flat_map(|field| field.options.keys()).map(String::as_str).collect()
        }
    })
}
