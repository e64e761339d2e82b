//! Where people answer, some answer is open whatever the facts are.

use super::worlds::Worlds;
use super::{Findings, Setting, arrows};
use crate::procedure::Giver;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    for id in procedure.activities.keys().filter(|id| !procedure.is_end(id) && !procedure.is_automatic(id)) {
        let here = || arrows.iter().filter(|arrow| arrow.from == id);
        let by_itself = here().any(|arrow| !matches!(arrow.answer.given_by, Giver::People));
        let own: Vec<_> = here().filter(|arrow| arrow.is_own(procedure)).collect();
        if by_itself || own.iter().any(|arrow| arrow.answer.guard.is_none()) {
            continue;
        }
        let guards: Vec<_> = own.iter().filter_map(|arrow| arrow.answer.guard.as_ref()).collect();
        let origins = arrows::origins(procedure, id).iter().map(|o| o.to_string()).collect();
        let worlds = Worlds::of(procedure, guards.iter().copied()).with("came_from", origins);
        let shut = worlds.any(|facts| !guards.iter().any(|guard| guard.holds(facts)));
        if shut == Some(true) {
            findings.error(
                format!("activity.{id}"),
                format!("En {} puede que ninguna respuesta esté permitida: todas tienen condición y hay casos en que no se cumple ninguna. Deje una sin condición o complete las condiciones.", setting.called(id)),
            );
        }
    }
}
