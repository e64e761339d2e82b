//! No circle is made only of activities that nobody answers: it would turn without anyone.

use std::collections::BTreeSet;

use super::{Findings, Setting, arrows};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    let automatic = |id| procedure.is_automatic(id);
    for start in procedure.activities.keys().filter(|id| automatic(id)) {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![start];
        while let Some(here) = waiting.pop() {
            let next = arrows.iter().filter(|arrow| arrow.from == here).flat_map(|arrow| &arrow.to);
            waiting.extend(next.filter(|to| automatic(to) && seen.insert(**to)));
        }
        if seen.contains(start) {
            findings.error(
                format!("activity.{start}"),
                format!("Desde {} se vuelve a ella pasando solo por actividades sin responsable: el caso daría vueltas solo. Ponga una persona en alguna.", setting.called(start)),
            );
        }
    }
}
