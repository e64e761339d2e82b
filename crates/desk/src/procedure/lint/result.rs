//! Every case ends with a result: on each way to an end some arrow sets one.

use std::collections::BTreeSet;

use super::{Findings, Setting, arrows};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    let Some(first) = procedure.first() else { return };
    // Activities some case enters without a result, spread from the first along arrows that set none.
    let mut without = BTreeSet::from([first]);
    loop {
        let more: Vec<_> = arrows
            .iter()
            .filter(|arrow| arrow.answer.result.is_none() && without.contains(arrow.from))
            .flat_map(|arrow| arrow.to.iter().copied())
            .filter(|to| !without.contains(to))
            .collect();
        if more.is_empty() {
            break;
        }
        without.extend(more);
    }
    for arrow in &arrows {
        if arrow.closes(procedure) && arrow.answer.result.is_none() && without.contains(arrow.from) {
            findings.error(
                format!("answer.{}", arrow.id),
                format!(
                    "«{}» cierra el caso desde {} y puede que no tenga resultado. Póngale result.",
                    arrow.answer.label,
                    setting.called(arrow.from)
                ),
            );
        }
    }
}
