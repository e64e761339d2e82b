//! Approvals: steps in order, each asked of some people with a quorum. Who may decide is judged
//! at the instant of the decision; nobody approves their own.

pub mod binding;
pub mod find;

use jiff::civil::Date;

use crate::case::{AskedStep, Case};
use crate::event::Verdict;
use crate::names::*;
use crate::rulebook::Rulebook;

/// In whose place somebody may decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Asked in person.
    Own,
    /// The substitute of this absent person.
    For(PersonId),
}

/// Whether this person may decide the open step on this day, and in whose place.
pub fn may_decide(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> Option<Standing> {
    let step = case.open_approval()?.step()?;
    if case.is_party(person) || rules.people.get(person).is_none_or(|p| !p.active) {
        return None;
    }
    if step.people.contains(person) {
        return Some(Standing::Own);
    }
    // A substitute stands in for the absent one and never for another substitute.
    let absent = rules.stands_in_for(person, day).find(|absent| step.people.contains(absent))?;
    Some(Standing::For(absent.clone()))
}

/// Whether an approval of this case was ever put before this person: they keep reading what
/// they decided.
pub fn was_asked(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> bool {
    let steps = || case.approvals.iter().flat_map(|approval| &approval.steps);
    steps().any(|step| step.people.contains(person) || step.decisions.iter().any(|d| d.by == *person))
        || may_decide(rules, case, person, day).is_some()
}

/// Everybody who should know that a step waits: those asked and, inside an absence, the substitute too.
pub fn to_tell(rules: &Rulebook, step: &AskedStep, day: Date) -> Vec<PersonId> {
    let mut people = Vec::new();
    for asked in &step.people {
        if let Some(absence) = rules.absence(asked, day) {
            people.push(absence.substitute.clone());
        }
        people.push(asked.clone());
    }
    people
}

/// Those asked who have not decided, in person or by a substitute.
pub fn still_asked(step: &AskedStep) -> impl Iterator<Item = &PersonId> {
    step.people.iter().filter(|asked| !step.decisions.iter().any(|d| d.acting_for.as_ref().unwrap_or(&d.by) == *asked))
}

/// How a step stands after its decisions.
pub fn verdict(step: &AskedStep) -> Option<Verdict> {
    if step.decisions.iter().any(|decision| decision.verdict == Verdict::Rejected) {
        return Some(Verdict::Rejected);
    }
    let approved = step.decisions.iter().filter(|decision| decision.verdict == Verdict::Approved).count();
    (approved >= step.quorum as usize).then_some(Verdict::Approved)
}

/// Whether this person, or the one they stand in for, has decided the step already.
pub fn has_decided(step: &AskedStep, person: &PersonId, standing: &Standing) -> bool {
    let seat = match standing {
        Standing::Own => person,
        Standing::For(absent) => absent,
    };
    step.decisions
        .iter()
        .any(|decision| decision.acting_for.as_ref().unwrap_or(&decision.by) == seat || decision.by == *person)
}
