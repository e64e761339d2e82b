//! Takes a content out of the case; the event, its reason and who did it stay.

use crate::event::Happened;
use crate::refused::Refused;
use crate::words::{ContentId, Words};

use super::{Course, allowed};

pub fn decide(course: &mut Course, content: &ContentId, reason: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    allowed::corrector(course, &person)?;
    let reason = allowed::reason(reason)?;
    course.push(Happened::ContentWithdrawn { content: content.clone(), reason });
    Ok(())
}
