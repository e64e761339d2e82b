//! A file put with the case, by whoever reads at least what it is put beside.

use crate::access::Sight;
use crate::event::{File, Happened};
use crate::refused::Refused;

use super::{Course, allowed};

pub fn decide(course: &mut Course, file: &File) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::open(course)?;
    match allowed::sight(course, &person) {
        Sight::Nothing | Sight::Outline => return Err(Refused::NotAllowed),
        Sight::Public if file.internal || !course.case.is_party(&person) => return Err(Refused::NotAllowed),
        Sight::Public | Sight::All => {}
    }
    course.push(Happened::Attached(file.clone()));
    Ok(())
}
