//! An approval is asked: step by step, of the people found, with the substitutes of those absent.

use crate::approval;
use crate::event::*;
use crate::names::*;
use crate::refused::Refused;

use super::Course;

impl<'a> Course<'a> {
    pub(super) fn ask(&mut self, policy: ApprovalId) -> Result<(), Refused> {
        let no = self.case.approvals.iter().map(|a| a.no).max().unwrap_or(0) + 1;
        self.ask_step(no, policy, 0, 0)
    }

    /// Asks one step of a policy; `again` counts how often that step was asked already.
    ///
    /// # Errors
    /// When nobody eligible is found.
    pub fn ask_step(&mut self, approval: u32, policy: ApprovalId, step: usize, again: usize) -> Result<(), Refused> {
        let unknown = || Refused::NoApprover { why: format!("no existe la política «{policy}»") };
        let definition = self.rules.procedure.approvals.get(&policy).ok_or_else(unknown)?;
        let found = approval::find::step(self.rules, &self.case, definition, step, again, self.today())?;
        let asked = self.case.approvals.iter().find(|a| a.no == approval).map_or(0, |a| a.steps.len()) as u32;
        let binds = approval::binding::of(self.rules, &self.case);
        let today = self.today();
        let able = |substitute: &PersonId| !self.case.is_party(substitute);
        let absences = found
            .people
            .iter()
            .filter_map(|person| self.rules.absence(person, today))
            .filter(|absence| able(&absence.substitute));
        let substitutes: Vec<_> =
            absences.map(|absence| (absence.absent.clone(), absence.substitute.clone())).collect();
        self.push(Happened::Asked {
            approval,
            policy,
            step: asked + 1,
            of: step as u32,
            people: found.people,
            row: found.row,
            more: found.more,
            quorum: found.quorum,
            binds,
        });
        for (absent, substitute) in substitutes {
            self.push_as_system(Happened::SubstituteAsked { approval, step: asked + 1, absent, substitute });
        }
        Ok(())
    }

    /// Takes back the approval that still waits, if one does: nobody's decision is needed any more.
    pub fn recall(&mut self) {
        if let Some(approval) = self.case.open_approval().map(|open| open.no) {
            self.push(Happened::ApprovalEnded { approval, outcome: ApprovalOutcome::Recalled });
        }
    }
}
