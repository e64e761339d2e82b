//! Every role is somebody: used by the procedure and, where the people are known, held by one.

use std::collections::BTreeSet;

use super::{Findings, Setting};
use crate::names::RoleId;
use crate::procedure::{Finder, Recipient, RoleKind};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let acting = acting(setting);
    let mut used: BTreeSet<&RoleId> = acting.clone();
    let rights = &procedure.document.rights;
    used.extend(rights.desk.iter().chain(&rights.correct).chain(&rights.see_all).chain(&rights.owner));
    used.extend(procedure.notices.values().flat_map(|notice| &notice.to).filter_map(|to| match to {
        Recipient::Role(role) => Some(role),
        _ => None,
    }));
    if let Some(desk) = setting.desk {
        used.extend(desk.top_approver.iter().chain(&desk.auditor));
        for role in desk.top_approver.iter().filter(|role| !procedure.roles.contains_key(*role)) {
            findings.error("desk.toml", format!("top_approver es el rol «{role}», que no está en el procedimiento."));
        }
        for role in procedure.roles.keys().filter(|role| !used.contains(role)) {
            findings.warning(
                format!("role.{role}"),
                format!("El rol «{role}» no aparece en ninguna actividad, respuesta, aprobación, aviso ni derecho."),
            );
        }
    }
    for (kind, word) in [(RoleKind::Requester, "requester"), (RoleKind::Staff, "staff")] {
        if !procedure.roles.values().any(|role| role.is == kind) {
            findings.error("role", format!("Ningún rol es de tipo «{word}»."));
        }
    }
    if let (Some(people), Some(desk)) = (setting.people, setting.desk) {
        for role in acting.iter().filter(|role| procedure.role_is(role, RoleKind::Staff)) {
            let name = procedure.roles.get(*role).map_or("", |r| r.name.as_str());
            if !people.iter().any(|person| person.active && person.has_role(&desk.id, role)) {
                findings.error(format!("role.{role}"), format!("Nadie tiene el rol «{name}» ({role}): lo que le toca no lo hará nadie. Póngaselo a alguien en el archivo de personas."));
            }
        }
    }
}

/// Roles somebody waits for.
fn acting<'a>(setting: &Setting<'a>) -> BTreeSet<&'a RoleId> {
    let procedure = setting.procedure;
    let of_activities = procedure.activities.values().flat_map(|activity| &activity.by);
    let of_answers = procedure.answers.values().flat_map(|answer| &answer.by);
    let of_steps =
        procedure.approvals.values().flat_map(|policy| &policy.steps).filter_map(|step| match &step.finder {
            Finder::Role(role) => Some(role),
            _ => None,
        });
    of_activities.chain(of_answers).chain(of_steps).collect()
}
