//! A notice reached somebody: by the machine, or by an agent who told the person by phone what the
//! letter could not.

use crate::case::NoticeState;
use crate::event::{Delivery, Happened};
use crate::names::*;
use crate::refused::Refused;

use super::{Course, allowed};

pub fn decide(course: &mut Course, no: u32, to: &PersonId, how: Delivery) -> Result<(), Refused> {
    notice(course, no, to)?;
    course.push(Happened::Delivered { no, to: to.clone(), how });
    Ok(())
}

pub fn by_phone(course: &mut Course, no: u32, to: &PersonId, how: Delivery) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::staff(course, &person)?;
    if how != Delivery::Phone {
        return Err(Refused::NotAllowed);
    }
    decide(course, no, to, how)
}

/// A notice to this person that has not been dropped.
///
/// # Errors
/// `NoticeUnknown`.
pub fn notice(course: &Course, no: u32, to: &PersonId) -> Result<NoticeState, Refused> {
    let found = course.case.notice(no).filter(|notice| notice.to.contains(to) && !notice.dropped);
    found.cloned().ok_or(Refused::NoticeUnknown)
}
