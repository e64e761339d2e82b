//! An activity that only an approver can leave has a withdrawal or a term: a case never hangs on
//! one person.

use super::{Findings, Setting, arrows};
use crate::procedure::{Giver, RoleKind};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    for (id, activity) in &procedure.activities {
        let here = || arrows.iter().filter(|arrow| arrow.from == id);
        let of_approver = activity.by.iter().all(|role| procedure.role_is(role, RoleKind::Approver));
        let waits = here().any(|arrow| matches!(arrow.answer.given_by, Giver::Approved | Giver::Denied))
            || (!activity.by.is_empty() && of_approver);
        let has_way_out = here().any(|arrow| arrow.answer.given_by == Giver::Term || arrow.is_for_staff(procedure));
        if waits && !has_way_out && !procedure.is_end(id) {
            findings.error(
                format!("activity.{id}"),
                format!("De {} solo puede sacar el caso quien aprueba: si no contesta, el caso queda colgado. Agregue una respuesta con la que la mesa retire la solicitud (does = [\"recall\"]), o un término.", setting.called(id)),
            );
        }
    }
}
