//! A flag that is read is set or derived, and derives from others without a circle.

use std::collections::BTreeSet;

use super::{Findings, Setting, facts};
use crate::procedure::{Deed, Procedure};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let read: BTreeSet<&str> = facts::guards(setting).iter().flat_map(|(_, guard)| guard.facts()).collect();
    for (id, flag) in &procedure.flags {
        let place = format!("flag.{id}");
        let sets = |deed: &Deed| matches!(deed, Deed::SetFlag(own) if own == id);
        let is_set = procedure.answers.values().flat_map(|answer| &answer.does).any(|effect| sets(&effect.does));
        match (&flag.derived, is_set) {
            (Some(_), true) => findings.error(&place, format!("La marca «{id}» se deriva de una condición y además la pone una respuesta: es una cosa o la otra.")),
            (None, false) => findings.error(&place, format!("Ninguna respuesta pone la marca «{id}»: nunca se cumplirá. Agregue does = [\"flag {id}\"] donde corresponda.")),
            _ => {}
        }
        if !read.contains(id.as_str()) {
            findings.warning(&place, format!("Ninguna condición mira la marca «{id}»."));
        }
        if in_circle(procedure, id.as_str()) {
            findings.error(&place, format!("La marca «{id}» se deriva de sí misma."));
        }
    }
}

fn in_circle(procedure: &Procedure, start: &str) -> bool {
    let derives = |name: &str| procedure.flags.get(name).and_then(|flag| flag.derived.as_ref());
    let mut seen = BTreeSet::new();
    let mut waiting = vec![start.to_string()];
    while let Some(name) = waiting.pop() {
        for fact in derives(&name).map(|guard| guard.facts()).unwrap_or_default() {
            if fact == start {
                return true;
            }
            if seen.insert(fact.to_string()) {
                waiting.push(fact.to_string());
            }
        }
    }
    false
}
