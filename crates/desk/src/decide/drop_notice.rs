//! A notice that reached nobody and no longer says what is true is not sent.

use crate::event::Happened;
use crate::refused::Refused;

use super::Course;

pub fn decide(course: &mut Course, no: u32) -> Result<(), Refused> {
    course
        .case
        .notice(no)
        .filter(|notice| !notice.dropped && notice.delivered.is_empty())
        .ok_or(Refused::NoticeUnknown)?;
    course.push(Happened::NoticeDropped { no });
    Ok(())
}
