//! The procedure as a graph: which arrow leads where, `came_from` resolved to where a visit can
//! have come from.

use std::collections::BTreeSet;

use super::worlds::Worlds;
use crate::names::*;
use crate::procedure::{Answer, Deed, Giver, Procedure, RoleKind, Target};

/// An answer seen from one of its activities.
#[derive(Clone)]
pub struct Arrow<'a> {
    pub id: &'a AnswerId,
    pub answer: &'a Answer,
    pub from: &'a ActivityId,
    /// One activity; several where the answer goes back to where the visit came from.
    pub to: Vec<&'a ActivityId>,
}

/// Every arrow of the procedure, in the order of the file.
pub fn all(procedure: &Procedure) -> Vec<Arrow<'_>> {
    let mut arrows = Vec::new();
    for (id, answer) in &procedure.answers {
        for from in &answer.from {
            let to = match &answer.to {
                Target::Activity(to) => vec![to],
                Target::CameFrom => {
                    origins(procedure, from).into_iter().filter(|o| can_hold_from(procedure, answer, o)).collect()
                }
            };
            arrows.push(Arrow { id, answer, from, to });
        }
    }
    arrows
}

/// The activities from which an arrow leads here by name, in the order of the file.
pub fn origins<'a>(procedure: &'a Procedure, activity: &ActivityId) -> Vec<&'a ActivityId> {
    let leads_here = |answer: &Answer| answer.to == Target::Activity(activity.clone());
    procedure
        .activities
        .keys()
        .filter(|origin| procedure.answers_from(origin).any(|(_, answer)| leads_here(answer)))
        .collect()
}

fn can_hold_from(procedure: &Procedure, answer: &Answer, origin: &ActivityId) -> bool {
    let Some(guard) = &answer.guard else { return true };
    let worlds = Worlds::of(procedure, [guard]).with("came_from", vec![origin.to_string()]);
    worlds.any(|facts| guard.holds(facts)).unwrap_or(true)
}

impl<'a> Arrow<'a> {
    /// Whether those responsible for the activity may give it; the requester's way out of an
    /// activity of the desk is not.
    pub fn is_own(&self, procedure: &Procedure) -> bool {
        let of_activity = procedure.activities.get(self.from).map_or(&[][..], |activity| activity.by.as_slice());
        self.answer.given_by == Giver::People
            && (self.answer.by.is_empty() || self.answer.by.iter().any(|role| of_activity.contains(role)))
    }

    /// The roles that may give it.
    pub fn roles(&self, procedure: &'a Procedure) -> &'a [RoleId] {
        match procedure.activities.get(self.from) {
            Some(activity) if self.answer.by.is_empty() => &activity.by,
            _ => &self.answer.by,
        }
    }

    /// Whether the desk's own people may give it.
    pub fn is_for_staff(&self, procedure: &Procedure) -> bool {
        let staff =
            |role: &RoleId| procedure.role_is(role, RoleKind::Staff) || procedure.role_is(role, RoleKind::Assignee);
        self.answer.given_by == Giver::People && self.roles(procedure).iter().any(staff)
    }

    /// It ends the case.
    pub fn closes(&self, procedure: &Procedure) -> bool {
        self.to.iter().any(|to| procedure.is_end(to))
    }

    /// The facts that giving it can change.
    pub fn changes(&self) -> BTreeSet<&'a str> {
        let mut changed = BTreeSet::from(["visits", "expired"]);
        for effect in &self.answer.does {
            match &effect.does {
                Deed::SetFlag(flag) | Deed::ClearFlag(flag) => drop(changed.insert(flag.as_str())),
                Deed::AssignGroup(_) | Deed::AssignFrom(_) => changed.extend(["assignee", "group"]),
                Deed::Ask(_) | Deed::AskItem | Deed::Recall => drop(changed.insert("approval")),
                Deed::Restrict(_) | Deed::Continue(_) => {}
            }
        }
        if matches!(self.answer.given_by, Giver::Approved | Giver::Denied) {
            changed.insert("approval");
        }
        if self.answer.result.is_some() {
            changed.insert("result");
        }
        changed.extend(self.answer.needs.iter().map(|need| need.field.as_str()));
        changed.extend(self.answer.takes.iter().map(FieldId::as_str));
        changed
    }
}
