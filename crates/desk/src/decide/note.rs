//! A note among the desk.

use crate::event::Happened;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed};

pub fn decide(course: &mut Course, text: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::said(text)?;
    allowed::staff(course, &person)?;
    course.push(Happened::Noted { text: text.id() });
    Ok(())
}
