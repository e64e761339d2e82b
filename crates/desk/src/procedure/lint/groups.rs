//! Groups that the procedure names exist at the desk.

use super::{Findings, Setting};
use crate::names::GroupId;
use crate::procedure::Deed;
use crate::procedure::source::nearest;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let Some(desk) = setting.desk else { return };
    let mut need = |place: String, group: &GroupId| {
        if !desk.group.contains_key(group) {
            let near = nearest(group.as_str(), desk.group.keys().map(|g| g.as_str()))
                .map_or(String::new(), |g| format!(" ¿Quiso decir «{g}»?"));
            findings.error(place, format!("El grupo «{group}» no está en la mesa (desk.toml).{near}"));
        }
    };
    need("desk.toml".into(), &desk.first_group);
    for (id, answer) in &setting.procedure.answers {
        for effect in &answer.does {
            if let Deed::AssignGroup(group) | Deed::Restrict(group) = &effect.does {
                need(format!("answer.{id}"), group);
            }
        }
    }
    if desk.procedure != setting.procedure.document.id {
        findings.error(
            "desk.toml",
            format!("La mesa lleva el procedimiento «{}», no «{}».", desk.procedure, setting.procedure.document.id),
        );
    }
}
