//! Whether cases were attended within the time promised for their service (*Cumplimiento ANS*):
//! resolved in time ÷ (resolved + still unresolved past their due date).
//!
//! A case counts for the service it was attended as: the one its target was set for, with the target
//! in force while the clock ran. Changing its category when it is resolved changes neither. A case
//! that ended without being resolved (denied, no information, a duplicate) is not an attended one.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::calendar::BusinessTime;
use crate::case::{Case, Visit};
use crate::clock;
use crate::names::*;
use crate::procedure::{Procedure, StateKind};
use crate::rulebook::Rulebook;

/// How a clock of a case counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub clock: ClockId,
    pub item: Option<ItemId>,
    pub category: Option<CategoryId>,
    pub target: BusinessTime,
    /// An invented target, marked *ejemplo*.
    pub example: bool,
    /// When it was resolved; for an unresolved case, its due instant.
    pub at: Timestamp,
    pub resolved: bool,
    /// Resolved, and exactly at the last instant at the latest.
    pub met: bool,
    /// The highest threshold it reached, in percent; 0 for none.
    pub reached: u32,
}

/// The clocks of a case that count in a report. An unresolved case whose clock stands still before
/// its end has no due date and does not count yet.
pub fn of_case(rules: &Rulebook, case: &Case) -> Vec<Measured> {
    let resolved_at = resolved_at(&rules.procedure, case);
    if case.is_closed() && resolved_at.is_none() {
        return Vec::new();
    }
    let mut measured = Vec::new();
    for (id, definition) in rules.procedure.clocks.iter().filter(|(_, clock)| !clock.anew_per_step) {
        // A clock without a target promises nothing.
        let Some(target) = case.targets.get(id) else { continue };
        let (at, met) = match resolved_at {
            Some(at) => {
                let written = case.measured.get(id).and_then(|measure| measure.target).unwrap_or(target.time);
                (at, clock::read(rules, case, id, definition, at).elapsed <= written)
            }
            None => match clock::reaches(rules, case, definition, target.time) {
                Some(at) => (at, false),
                None => continue,
            },
        };
        let facts = &target.facts;
        let reached = case.alerts.iter().filter(|(own, _, _)| own == id).map(|(_, _, percent)| *percent).max();
        measured.push(Measured {
            clock: id.clone(),
            item: facts.item.clone().or_else(|| case.item()),
            category: facts.category.clone().or_else(|| case.word("category").map(CategoryId::from)),
            target: target.time,
            example: target.example,
            at,
            resolved: resolved_at.is_some(),
            met,
            reached: reached.unwrap_or(0),
        });
    }
    measured
}

/// When the case was last resolved; nothing while it is not. A procedure without a state for what is
/// resolved resolves by closing.
fn resolved_at(procedure: &Procedure, case: &Case) -> Option<Timestamp> {
    if case.merged_into.is_some() {
        return None;
    }
    let kind = |visit: &Visit| procedure.state_of(&visit.activity).map(|state| state.kind);
    let over = |visit: &&Visit| matches!(kind(visit), Some(StateKind::Resolved | StateKind::Closed));
    let last: Vec<&Visit> = case.visits.iter().rev().take_while(over).collect();
    let knows_resolved = procedure.activities.keys().filter_map(|id| procedure.state_of(id));
    let knows_resolved = knows_resolved.into_iter().any(|state| state.kind == StateKind::Resolved);
    let resolved = last.iter().any(|visit| kind(visit) == Some(StateKind::Resolved));
    last.last().filter(|_| resolved || !knows_resolved).map(|visit| visit.entered_at)
}

/// The figures of a service in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that count.
    pub cases: u64,
    /// Those attended in time.
    pub met: u64,
    /// How many had reached each threshold, by its percent.
    pub reached: BTreeMap<u32, u64>,
}

impl Tally {
    /// Takes in cases that went the same way; `thresholds` are the clock's.
    pub fn add(&mut self, thresholds: &[u32], cases: u64, met: bool, reached: u32) {
        self.cases += cases;
        self.met += if met { cases } else { 0 };
        for percent in thresholds {
            *self.reached.entry(*percent).or_default() += if reached >= *percent { cases } else { 0 };
        }
    }

    /// Takes in another tally.
    pub fn join(&mut self, other: &Tally) {
        self.cases += other.cases;
        self.met += other.met;
        for (percent, cases) in &other.reached {
            *self.reached.entry(*percent).or_default() += cases;
        }
    }

    /// The part attended in time, in tenths of a percent, never rounded up to the whole; nothing
    /// without cases.
    pub fn per_mille(&self) -> Option<u64> {
        (self.cases > 0).then(|| self.met * 1000 / self.cases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_in_time_are_ninety_percent_and_one_of_thousands_is_not_hidden_by_rounding() {
        let mut tally = Tally::default();
        tally.add(&[50, 75, 100], 9, true, 75);
        tally.add(&[50, 75, 100], 1, false, 100);
        assert_eq!(tally.per_mille(), Some(900));
        assert_eq!(tally.reached, BTreeMap::from([(50, 10), (75, 10), (100, 1)]));
        tally.add(&[], 9990, true, 0);
        assert_eq!(tally.per_mille(), Some(999));
        assert_eq!(Tally::default().per_mille(), None);
    }
}
