//! Where an approval is awaited it was asked, and both its ends lead somewhere.

use super::arrows::{self, Arrow};
use super::worlds::Worlds;
use super::{Findings, Setting};
use crate::procedure::{Deed, Giver, Procedure};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    for id in procedure.activities.keys() {
        let ends = |giver: Giver| procedure.answers_from(id).any(|(_, answer)| answer.given_by == giver);
        let (approved, denied) = (ends(Giver::Approved), ends(Giver::Denied));
        let called = setting.called(id);
        if approved != denied {
            let missing = if approved { "denied" } else { "approved" };
            findings.error(
                format!("activity.{id}"),
                format!("En {called} se decide una aprobación, pero falta la respuesta on = \"{missing}\"."),
            );
        }
        for arrow in arrows.iter().filter(|arrow| arrow.to.contains(&id)) {
            let wrong = match (approved || denied, asks(procedure, arrow)) {
                (true, Asks::Never) => format!(
                    "Lleva a {called}, donde se espera una aprobación, y no la pide. Agregue does = [\"ask …\"]."
                ),
                (true, Asks::Sometimes) => format!(
                    "Lleva a {called}, donde se espera una aprobación, pero hay casos en que no la pide: ninguna condición de sus «ask» se cumple."
                ),
                (false, Asks::Always | Asks::Sometimes) => format!(
                    "Pide una aprobación y lleva a {called}, donde nadie la espera: faltan las respuestas on = \"approved\" y on = \"denied\"."
                ),
                (true, Asks::Always) | (false, Asks::Never) => continue,
            };
            findings.error(format!("answer.{}", arrow.id), wrong);
        }
    }
}

enum Asks {
    Never,
    Sometimes,
    Always,
}

fn asks(procedure: &Procedure, arrow: &Arrow) -> Asks {
    let asked: Vec<_> =
        arrow.answer.does.iter().filter(|effect| matches!(effect.does, Deed::Ask(_) | Deed::AskItem)).collect();
    let guards: Vec<_> = asked.iter().filter_map(|effect| effect.guard.as_ref()).collect();
    let silent =
        || Worlds::of(procedure, guards.iter().copied()).any(|facts| !guards.iter().any(|guard| guard.holds(facts)));
    match asked.len() {
        0 => Asks::Never,
        n if guards.len() == n && silent() == Some(true) => Asks::Sometimes,
        _ => Asks::Always,
    }
}
