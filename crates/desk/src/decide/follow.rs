//! Following a case and no longer following it, for oneself or for somebody else.

use crate::access::Sight;
use crate::event::Happened;
use crate::names::*;
use crate::refused::Refused;

use super::{Course, allowed, input};

pub fn decide(course: &mut Course, person: &PersonId, on: bool) -> Result<(), Refused> {
    let actor = course.person()?;
    input::known_person(course.rules, person)?;
    if allowed::sight(course, &actor) < Sight::Public {
        return Err(Refused::NotAllowed);
    }
    let person = person.clone();
    course.push(if on { Happened::Followed { person } } else { Happened::Unfollowed { person } });
    Ok(())
}
