//! From every activity an end can be reached.

use std::collections::BTreeSet;

use super::{Findings, Setting, arrows};
use crate::procedure::StateKind;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    let is_closed = |id| procedure.state_of(id).is_some_and(|state| state.kind == StateKind::Closed);
    let mut ending: BTreeSet<_> =
        procedure.activities.keys().filter(|id| procedure.is_end(id) && is_closed(id)).collect();
    loop {
        let more: Vec<_> =
            arrows.iter().filter(|a| !ending.contains(a.from) && a.to.iter().any(|to| ending.contains(to))).collect();
        if more.is_empty() {
            break;
        }
        ending.extend(more.into_iter().map(|arrow| arrow.from));
    }
    // Those that nothing leaves are told by `dead_end`.
    let lost: Vec<&str> = procedure
        .activities
        .keys()
        .filter(|id| !ending.contains(id) && !procedure.is_end(id))
        .map(|id| id.as_str())
        .collect();
    if let [first, ..] = lost[..] {
        findings.error(
            format!("activity.{first}"),
            format!("Desde {} un caso no puede terminar: ningún camino llega a una actividad de cierre.", list(&lost)),
        );
    }
}

/// «la actividad 5», «las actividades 5, 6 y 7».
fn list(ids: &[&str]) -> String {
    match ids {
        [one] => format!("la actividad {one}"),
        [before @ .., last] => format!("las actividades {} y {last}", before.join(", ")),
        [] => String::new(),
    }
}
