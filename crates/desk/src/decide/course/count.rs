//! What is counted: the targets of clocks, the beginnings of terms, what a clock showed at the end.

use crate::clock;
use crate::event::*;
use crate::names::*;
use crate::procedure::{StateKind, TermLength};
use crate::term;

use super::Course;

impl<'a> Course<'a> {
    /// Sets the target of every clock whose facts give another one while the work still goes on:
    /// recategorising at the resolution does not touch the target that counted.
    pub fn set_targets(&mut self) {
        let settled = self.case.activity().and_then(|a| self.rules.procedure.state_of(a)).map(|state| state.kind);
        if matches!(settled, Some(StateKind::Resolved | StateKind::Closed)) {
            return;
        }
        let rules = self.rules;
        let mut changed = Vec::new();
        for (id, clock) in clock::of_case(rules, &self.case, self.at) {
            let facts = clock::target_facts(rules, &self.case, clock, self.at);
            if self.case.targets.get(id).is_none_or(|held| held.facts != facts)
                && let Some((time, example)) = clock::target(rules, &self.case, id, clock, self.at)
            {
                changed.push(Happened::TargetSet { clock: id.clone(), time, example, facts });
            }
        }
        changed.into_iter().for_each(|what| self.push_as_system(what));
    }

    /// Starts the terms of this visit that know what they are counted from.
    pub fn start_terms(&mut self) {
        let rules = self.rules;
        let Some(visit) = self.case.visit().cloned().filter(|_| !self.case.is_closed()) else { return };
        let mut started = Vec::new();
        for (id, term) in rules.procedure.terms_of(&visit.activity) {
            if let Some((base_at, ends_at)) = term::startable(rules, &self.case, id, term, &visit) {
                started.push(Happened::TermStarted { term: id.clone(), visit: visit.no, base_at, ends_at });
            }
        }
        started.into_iter().for_each(|what| self.push_as_system(what));
    }

    /// A term that runs until the date in a field follows the field, be it nearer or further.
    pub fn move_terms_until(&mut self, field: &FieldId) {
        let rules = self.rules;
        let Some(visit) = self.case.visit().cloned() else { return };
        let mut moved = Vec::new();
        for (id, term) in rules.procedure.terms_of(&visit.activity) {
            if matches!(&term.length, TermLength::UntilField(own) if own == field)
                && let Some(ends_at) = term::ends_at(&rules.calendar, &self.case, term, self.at)
            {
                moved.push(Happened::TermStarted { term: id.clone(), visit: visit.no, base_at: self.at, ends_at });
            }
        }
        moved.into_iter().for_each(|what| self.push_as_system(what));
    }

    pub(super) fn measure_if_settled(&mut self) {
        let kind = self.case.activity().and_then(|a| self.rules.procedure.state_of(a)).map(|state| state.kind);
        if matches!(kind, Some(StateKind::Resolved | StateKind::Closed)) {
            self.measure();
        }
    }

    /// Writes down what each clock showed when the desk's work was done.
    pub fn measure(&mut self) {
        let rules = self.rules;
        let mut measured = Vec::new();
        for (id, clock) in clock::of_case(rules, &self.case, self.at) {
            let elapsed = clock::read(rules, &self.case, id, clock, self.at).elapsed;
            let target = self.case.targets.get(id).map(|t| t.time);
            if self.case.measured.get(id).is_none_or(|m| m.elapsed != elapsed || m.target != target) {
                measured.push(Happened::Measured { clock: id.clone(), elapsed, target });
            }
        }
        measured.into_iter().for_each(|what| self.push_as_system(what));
    }
}
