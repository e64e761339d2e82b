//! Who holds the case. Taking it from somebody needs a reason.

use crate::access;
use crate::event::Happened;
use crate::names::*;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed, input};

pub fn decide(
    course: &mut Course,
    person: Option<&PersonId>,
    group: Option<&GroupId>,
    reason: Option<&Words>,
) -> Result<(), Refused> {
    let actor = course.person()?;
    allowed::open(course)?;
    let rules = course.rules;
    if !access::may_correct(rules, &actor) {
        allowed::staff(course, &actor)?;
    }
    if let Some(person) = person {
        input::known_person(rules, person)?;
        if !rules.people.get(person).is_some_and(|p| access::works_here(rules, p)) {
            return Err(Refused::InputInvalid { field: "asignado".into(), why: "no trabaja en esta mesa.".into() });
        }
    }
    if let Some(group) = group {
        input::known_group(rules, group)?;
    }
    let taken_from_somebody = course.case.assignee.is_some() && course.case.assignee.as_ref() != person;
    let reason = allowed::written(reason);
    if taken_from_somebody && reason.is_none() {
        return Err(Refused::ReasonMissing);
    }
    let group = group.cloned().or_else(|| course.case.group.clone());
    course.push(Happened::Assigned { person: person.cloned(), group, reason });
    Ok(())
}
