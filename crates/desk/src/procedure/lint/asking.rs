//! Where an approval is awaited it was asked, and both its ends lead somewhere.

use super::worlds::Worlds;
use super::{Findings, Setting, arrows};
use crate::procedure::{Deed, Giver};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    for id in procedure.activities.keys() {
        let ends = |giver: Giver| procedure.answers_from(id).any(|(_, answer)| answer.given_by == giver);
        let (approved, denied) = (ends(Giver::Approved), ends(Giver::Denied));
        let called = setting.called(id);
        if approved != denied {
            let missing = if approved { "denied" } else { "approved" };
            findings.error(format!("activity.{id}"), format!("En {called} se decide una aprobación, pero falta la respuesta on = \"{missing}\"."));
        }
        for arrow in arrows.iter().filter(|arrow| arrow.to.contains(&id)) {
            let asked: Vec<_> = arrow.answer.does.iter().filter(|effect| matches!(effect.does, Deed::Ask(_) | Deed::AskItem)).collect();
            if asked.is_empty() && (approved || denied) {
                findings.error(format!("answer.{}", arrow.id), format!("Lleva a {called}, donde se espera una aprobación, y no la pide. Agregue does = [\"ask …\"]."));
            } else if !asked.is_empty() && !(approved || denied) {
                findings.error(format!("answer.{}", arrow.id), format!("Pide una aprobación y lleva a {called}, donde nadie la espera: faltan las respuestas on = \"approved\" y on = \"denied\"."));
            } else if !asked.is_empty() {
                let guards: Vec<_> = asked.iter().filter_map(|effect| effect.guard.as_ref()).collect();
                let worlds = Worlds::of(procedure, guards.iter().copied());
                let unasked = guards.len() == asked.len() && worlds.any(|facts| !guards.iter().any(|g| g.holds(facts))) == Some(true);
                if unasked {
                    findings.error(format!("answer.{}", arrow.id), format!("Lleva a {called}, donde se espera una aprobación, pero hay casos en que no la pide: ninguna condición de sus «ask» se cumple."));
                }
            }
        }
    }
}
