//! An activity that nothing leaves is an end, and an end is a closed state.

use super::{Findings, Setting};
use crate::procedure::StateKind;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    for id in procedure.activities.keys().filter(|id| procedure.is_end(id)) {
        let state = procedure.state_of(id);
        if state.is_none_or(|state| state.kind != StateKind::Closed) {
            let label = state.map_or("", |state| state.label.as_str());
            let called = setting.called(id);
            findings.error(
                format!("activity.{id}"),
                format!(
                    "De {called} no sale ninguna flecha y su estado es «{label}»: el caso se quedaría ahí para siempre. Diga a qué actividad sigue, o póngale un estado de cierre si ahí termina."
                ),
            );
        }
    }
}
