//! Closes this case as a duplicate of another; terms and approvals end with it.

use crate::event::{ClosedBy, Happened};
use crate::names::*;
use crate::refused::Refused;

use super::{Course, allowed};

/// The result a duplicate ends with, where the procedure declares it.
const DUPLICATE: &str = "duplicada";

pub fn decide(course: &mut Course, into: &CaseNumber) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::open(course)?;
    allowed::staff(course, &person)?;
    if course.case.number == *into {
        return Err(Refused::SameCase);
    }
    course.recall();
    course.push(Happened::Merged { into: into.clone() });
    course.measure();
    if let Some((result, _)) = course.rules.procedure.results.get_key_value(DUPLICATE) {
        course.push(Happened::ResultSet { result: result.clone() });
    }
    course.push(Happened::Closed { by: ClosedBy::Staff });
    Ok(())
}
