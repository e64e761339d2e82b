//! Finding the approver: one way per function.

use jiff::civil::Date;

use crate::case::Case;
use crate::event::ApprovalOutcome;
use crate::matrix::Mode;
use crate::names::*;
use crate::people::Person;
use crate::procedure::{Finder, Policy, Quorum};
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::Value;

/// Whom the next step asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub people: Vec<PersonId>,
    pub quorum: u32,
    pub row: Option<RowId>,
    /// The same step of the policy asks again after this one: a matrix row *en orden*.
    pub more: bool,
}

/// The people of a step.
///
/// `asked_before` counts how often this step of the policy was already asked in this approval.
///
/// # Errors
/// `NoApprover` when nobody eligible is left, `ApproverNotEligible` when the person chosen may not approve.
pub fn step(
    rules: &Rulebook,
    case: &Case,
    policy: &Policy,
    step: usize,
    asked_before: usize,
    day: Date,
) -> Result<Found, Refused> {
    let Some(step) = policy.steps.get(step) else { return Err(no_approver("la política no tiene más pasos")) };
    match &step.finder {
        Finder::Matrix => by_matrix(rules, case, asked_before, day),
        Finder::Chosen { field, positions } => chosen(rules, case, field, positions, day),
        Finder::Role(role) => by_role(rules, case, role, step.quorum),
        Finder::Superior => superior(rules, case),
    }
}

fn no_approver(why: &str) -> Refused {
    Refused::NoApprover { why: why.to_string() }
}

fn eligible(case: &Case, person: &Person) -> bool {
    person.active && !case.is_party(&person.id)
}

/// People whose request was withdrawn in an earlier approval: the next one is asked.
fn recalled(case: &Case) -> Vec<&PersonId> {
    case.approvals
        .iter()
        .filter(|approval| approval.outcome == Some(ApprovalOutcome::Recalled))
        .filter_map(|approval| approval.step())
        .flat_map(|step| &step.people)
        .collect()
}

fn by_matrix(rules: &Rulebook, case: &Case, asked_before: usize, day: Date) -> Result<Found, Refused> {
    let facts = crate::facts::CaseFacts::new(rules, case, day);
    let own = facts.row().filter(|row| !row.authorisers.is_empty());
    let row = own
        .or_else(|| rules.matrix.any_other(day))
        .ok_or_else(|| no_approver("ninguna fila de la matriz cubre el servicio"))?;
    let named = row.people(&rules.desk.id, &rules.people, &case.beneficiary);
    let fit: Vec<PersonId> = named.iter().filter(|p| eligible(case, p)).map(|p| p.id.clone()).collect();
    let found = |people: Vec<PersonId>, quorum, more| Found { people, quorum, row: Some(row.id.clone()), more };
    let in_order = |at: usize| fit.get(at).cloned();
    match row.mode {
        Mode::All if !fit.is_empty() => {
            let quorum = fit.len() as u32;
            return Ok(found(fit, quorum, false));
        }
        Mode::InOrder => {
            if let Some(person) = in_order(asked_before) {
                return Ok(found(vec![person], 1, asked_before + 1 < fit.len()));
            }
        }
        Mode::One => {
            let withdrawn = recalled(case);
            if let Some(person) = fit.iter().find(|p| !withdrawn.contains(p)) {
                return Ok(found(vec![person.clone()], 1, false));
            }
        }
        Mode::All => {}
    }
    // Everybody of the row asks, benefits or was recalled: the substitute on record stands in.
    let substitute = named
        .iter()
        .filter_map(|person| rules.absence(&person.id, day))
        .filter_map(|absence| rules.people.get(&absence.substitute))
        .find(|person| eligible(case, person));
    // Everybody was recalled already: better the same person again than a case that hangs.
    let again = || fit.first().and_then(|person| rules.people.get(person));
    match substitute.or_else(again) {
        Some(person) => Ok(found(vec![person.id.clone()], 1, false)),
        None => Err(no_approver(&format!("la fila «{}» no deja a nadie que no sea parte del caso", row.id))),
    }
}

fn chosen(rules: &Rulebook, case: &Case, field: &FieldId, positions: &[String], day: Date) -> Result<Found, Refused> {
    let person = match case.fields.get(field) {
        Some(Value::Person(person)) => person.clone(),
        _ => return Err(Refused::InputMissing { fields: vec![field.clone()] }),
    };
    check_chosen(rules, case, &person, positions, day)?;
    Ok(Found { people: vec![person], quorum: 1, row: None, more: false })
}

/// Whether the person picked from the list may approve this case.
///
/// # Errors
/// Says why not.
pub fn check_chosen(
    rules: &Rulebook,
    case: &Case,
    person: &PersonId,
    positions: &[String],
    day: Date,
) -> Result<(), Refused> {
    let not = |why: &str| Err(Refused::ApproverNotEligible { person: person.clone(), why: why.to_string() });
    let Some(found) = rules.people.get(person).filter(|p| p.active) else {
        return Err(Refused::PersonUnknown { person: person.clone() });
    };
    if case.is_party(person) {
        return Err(Refused::SelfApproval);
    }
    if [&case.requester, &case.beneficiary]
        .iter()
        .any(|party| rules.absence(party, day).is_some_and(|a| a.substitute == *person))
    {
        return not("sustituye a quien solicita");
    }
    let is_top = rules.desk.top_approver.as_ref().is_some_and(|role| found.has_role(&rules.desk.id, role));
    if !positions.is_empty() && !found.holds_position(positions) && !is_top {
        return not("su cargo no está en la lista de aprobadores");
    }
    Ok(())
}

/// Everybody a requester may pick, the suggestion first: the nearest superior who holds a listed
/// position, else the role above everybody.
pub fn candidates<'a>(
    rules: &'a Rulebook,
    case_parties: [&PersonId; 2],
    positions: &[String],
    day: Date,
) -> Vec<&'a Person> {
    let stands_in = |person: &Person| {
        case_parties.iter().any(|party| rules.absence(party, day).is_some_and(|a| a.substitute == person.id))
    };
    let fit = |person: &&Person| person.active && !case_parties.contains(&&person.id) && !stands_in(person);
    let top =
        |person: &Person| rules.desk.top_approver.as_ref().is_some_and(|role| person.has_role(&rules.desk.id, role));
    let suggestion = rules
        .people
        .above(case_parties[1])
        .filter(fit)
        .find(|p| p.holds_position(positions))
        .or_else(|| rules.people.iter().filter(fit).find(|p| top(p)));
    let listed = rules.people.iter().filter(fit).filter(|p| p.holds_position(positions) || top(p));
    suggestion.into_iter().chain(listed.filter(|p| suggestion.is_none_or(|s| s.id != p.id))).collect()
}

fn by_role(rules: &Rulebook, case: &Case, role: &RoleId, quorum: Quorum) -> Result<Found, Refused> {
    let people: Vec<PersonId> =
        rules.people.with_role(&rules.desk.id, role).filter(|p| eligible(case, p)).map(|p| p.id.clone()).collect();
    let wanted = match quorum {
        Quorum::One => 1,
        Quorum::All => people.len() as u32,
        Quorum::AtLeast(n) => n,
    };
    if people.is_empty() || (people.len() as u32) < wanted {
        return Err(no_approver(&format!("el rol «{role}» no tiene bastantes personas que no sean parte del caso")));
    }
    Ok(Found { people, quorum: wanted, row: None, more: false })
}

fn superior(rules: &Rulebook, case: &Case) -> Result<Found, Refused> {
    let above = rules.people.above(&case.beneficiary).find(|p| eligible(case, p));
    let top = || {
        let role = rules.desk.top_approver.as_ref()?;
        rules.people.with_role(&rules.desk.id, role).find(|p| eligible(case, p))
    };
    let person = above.or_else(top).ok_or_else(|| no_approver("nadie está por encima de quien solicita"))?;
    Ok(Found { people: vec![person.id.clone()], quorum: 1, row: None, more: false })
}
