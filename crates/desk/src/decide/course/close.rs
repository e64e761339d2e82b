//! The end of a case, and who closed it (docs/decisions/closing.md).

use crate::event::*;
use crate::procedure::{Giver, RoleKind};

use super::Course;

impl<'a> Course<'a> {
    /// The end of the case.
    pub(super) fn finish(&mut self) {
        let by = self.closed_by();
        self.push(Happened::Closed { by });
    }

    /// Who closed it: whoever gave the answer that led to the end.
    fn closed_by(&self) -> ClosedBy {
        let procedure = &self.rules.procedure;
        let led_here =
            self.case.visit().and_then(|visit| visit.by.as_ref()).and_then(|by| procedure.answers.get_key_value(by));
        let Some((id, answer)) = led_here else { return ClosedBy::System };
        match answer.given_by {
            Giver::Term if procedure.terms.values().any(|t| t.then.as_ref() == Some(id) && t.ends_by_silence()) => {
                ClosedBy::Silence
            }
            Giver::People if self.case.answers.last().is_some_and(|given| given.actor != Actor::System) => {
                if self.gave_as_requester() { ClosedBy::Requester } else { ClosedBy::Staff }
            }
            // A term nobody was waiting on, an approver's decision that the tool carries out, and
            // whatever only carries on.
            _ => ClosedBy::System,
        }
    }

    fn gave_as_requester(&self) -> bool {
        let role = self.events.iter().rev().find_map(|event| match &event.what {
            Happened::Answered { role: Some(role), .. } => Some(role),
            _ => None,
        });
        role.is_some_and(|role| self.rules.procedure.role_is(role, RoleKind::Requester))
    }
}
