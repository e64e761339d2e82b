//! One case names another; the other learns of it by [`super::other_half`].

use crate::event::Happened;
use crate::names::*;
use crate::refused::Refused;

use super::{Course, allowed};

pub fn decide(course: &mut Course, kind: &str, other: &CaseNumber) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::staff(course, &person)?;
    if course.case.number == *other {
        return Err(Refused::SameCase);
    }
    course.push(Happened::Linked { kind: kind.to_string(), other: other.clone() });
    Ok(())
}
