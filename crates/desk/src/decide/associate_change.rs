//! The number of the change that carries out what the case asks for.

use crate::event::Happened;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed};

pub fn decide(course: &mut Course, number: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::open(course)?;
    allowed::said(number)?;
    allowed::staff(course, &person)?;
    course.push(Happened::ChangeAssociated { number: number.id() });
    Ok(())
}
