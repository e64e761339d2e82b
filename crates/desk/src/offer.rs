//! What a person may answer now: the questions [`crate::decide`] asks, asked beforehand, so that a
//! page shows what will be accepted and says why the rest is closed.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::case::Case;
use crate::command::{Command, When};
use crate::decide::{Course, answer, input};
use crate::event::Actor;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::procedure::{Answer, Field, Giver, Guard, Target};
use crate::rulebook::Rulebook;
use crate::value::{Value, Values};

/// The turn of a case, for one reader.
#[derive(Debug, Default)]
pub struct Turn<'a> {
    /// The answers this reader may give, in the order of the file; empty when it is not their turn.
    pub offers: Vec<Offer<'a>>,
    /// A term is over and being checked: nothing can be answered meanwhile.
    pub verifying: Option<Timestamp>,
    /// A message that must be interpreted before the desk answers.
    pub message_waits: Option<u32>,
}

/// An answer a person may give.
#[derive(Debug)]
pub struct Offer<'a> {
    pub id: &'a AnswerId,
    pub answer: &'a Answer,
    /// Under which role.
    pub role: RoleId,
    /// The words on the button, for this role.
    pub label: &'a str,
    /// Where it leads; nothing where that is decided by where the case came from and it came from nowhere.
    pub to: Option<ActivityId>,
    pub asked: Vec<Asked<'a>>,
    /// Why it is closed as the case stands.
    pub closed_because: Option<String>,
    /// Closed, but what it asks for may open it: it can be given all the same.
    pub may_open: bool,
    /// Why the tool proposes it. A person still decides.
    pub suggested_because: Option<String>,
}

/// A field an answer asks for.
#[derive(Debug)]
pub struct Asked<'a> {
    pub id: &'a FieldId,
    pub field: &'a Field,
    pub required: Required,
    /// What the case already holds.
    pub held: Option<&'a Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Yes,
    /// It may be left empty, or the case already has it.
    No,
    /// It depends on what else is filled in.
    Depends,
}

/// What a person may answer at an instant.
pub fn turn<'a>(rules: &'a Rulebook, case: &'a Case, person: &PersonId, when: When) -> Turn<'a> {
    let Some(here) = case.activity().filter(|_| !case.is_closed()) else { return Turn::default() };
    let course = Course::new(rules, case.clone(), Actor::person(person.clone()), when);
    let offers = rules
        .procedure
        .answers_from(here)
        .filter(|(_, answer)| answer.given_by == Giver::People)
        .filter_map(|(id, answer)| {
            let role = answer::role_for(&course, answer, here).ok()?;
            Some(offer(&course, case, id, answer, role))
        })
        .collect();
    Turn {
        offers,
        verifying: answer::being_verified(&course),
        message_waits: case.to_interpret.as_ref().map(|waiting| waiting.message),
    }
}

/// Until when this person, whose acceptance somebody else recorded, may say that it is not so; also
/// once that is over. Nothing where nobody did.
pub fn contradictable_until(rules: &Rulebook, case: &Case, person: &PersonId) -> Option<Timestamp> {
    crate::decide::reinstate::contradictable(rules, case).filter(|_| case.is_party(person)).map(|(_, until)| until)
}

/// Whether the rules would accept a command now: every page that offers it asks here.
pub fn accepts(rules: &Rulebook, case: &Case, person: &PersonId, what: &Command, when: When) -> bool {
    crate::decide(rules, Some(case), &Actor::person(person.clone()), what, when).is_ok()
}

fn offer<'a>(course: &Course<'a>, case: &'a Case, id: &'a AnswerId, answer: &'a Answer, role: RoleId) -> Offer<'a> {
    let rules = course.rules;
    let none = Values::new();
    let facts = CaseFacts::new(rules, case, course.today()).with(&none, Some(&role));
    let brings: BTreeSet<&str> = input::asked_by(answer).into_iter().map(FieldId::as_str).collect();
    let open = facts.allow(answer.guard.as_ref());
    let suggested = answer.suggested_if.as_ref().is_some_and(|guard| guard.holds(&facts));
    let (label, asked) = (answer.label(&facts), asked(rules, &facts, case, answer, &brings));
    Offer {
        id,
        answer,
        label,
        to: destination(case, answer),
        asked,
        closed_because: (!open).then(|| answer::fill_in(&answer.else_say, course)),
        may_open: !open && answer.guard.as_ref().is_some_and(|guard| reads_any(rules, guard, &brings)),
        suggested_because: suggested.then(|| answer::fill_in(&answer.suggest_say, course)),
        role,
    }
}

fn destination(case: &Case, answer: &Answer) -> Option<ActivityId> {
    match &answer.to {
        Target::Activity(activity) => Some(activity.clone()),
        Target::CameFrom => case.visit()?.came_from.clone(),
    }
}

/// What the answer needs and takes, but for what this role or this case is never asked.
fn asked<'a>(
    rules: &'a Rulebook,
    facts: &CaseFacts<'_>,
    case: &'a Case,
    answer: &'a Answer,
    brings: &BTreeSet<&str>,
) -> Vec<Asked<'a>> {
    let missing = input::missing(facts, &answer.needs, &Values::new());
    let needs = answer.needs.iter().filter_map(|need| {
        let depends = need.guard.as_ref().is_some_and(|guard| reads_any(rules, guard, brings));
        let required = match missing.contains(&need.field) {
            _ if depends => Required::Depends,
            true => Required::Yes,
            false if facts.allow(need.guard.as_ref()) => Required::No,
            false => return None,
        };
        Some((&need.field, required))
    });
    let takes = answer.takes.iter().map(|field| (field, Required::No));
    let mut asked: Vec<Asked<'a>> = Vec::new();
    for (id, required) in needs.chain(takes) {
        if let Some(field) = input::field(rules, case, id).filter(|_| asked.iter().all(|other| other.id != id)) {
            asked.push(Asked { id, field, required, held: case.fields.get(id).filter(|_| field.keep) });
        }
    }
    asked
}

/// Whether a guard reads one of these fields, be it by way of a flag, the item or the form.
fn reads_any(rules: &Rulebook, guard: &Guard, fields: &BTreeSet<&str>) -> bool {
    let mut unread: Vec<&str> = guard.facts().into_iter().collect();
    let mut read = BTreeSet::new();
    while let Some(fact) = unread.pop() {
        if !read.insert(fact) {
            continue;
        }
        let by_item =
            fact.starts_with("item.") || fact.starts_with("row.") || matches!(fact, "form_complete" | "category");
        if fields.contains(fact) || (by_item && fields.contains("item")) {
            return true;
        }
        let derived = rules.procedure.flags.get(fact).and_then(|flag| flag.derived.as_ref());
        unread.extend(derived.into_iter().flat_map(Guard::facts));
    }
    false
}
