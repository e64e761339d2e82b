//! Every activity can be reached from the first.

use std::collections::BTreeSet;

use super::{Findings, Setting, arrows};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    let Some(first) = procedure.first() else { return };
    let mut reached = BTreeSet::from([first]);
    let mut waiting = vec![first];
    while let Some(here) = waiting.pop() {
        for to in arrows.iter().filter(|arrow| arrow.from == here).flat_map(|arrow| &arrow.to) {
            if reached.insert(to) {
                waiting.push(to);
            }
        }
    }
    for id in procedure.activities.keys().filter(|id| !reached.contains(id)) {
        let called = setting.called(id);
        let comes_in = arrows.iter().any(|arrow| arrow.from != id && arrow.to.contains(&id));
        let message = if comes_in {
            format!(
                "Ningún caso llega a {called}: las flechas que entran salen de actividades a las que tampoco se llega."
            )
        } else {
            format!(
                "A {called} no llega ninguna flecha: ningún caso pasará por ella. Revise qué actividad debía seguir en ella."
            )
        };
        findings.error(format!("activity.{id}"), message);
    }
}
