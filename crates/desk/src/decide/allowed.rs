//! What most commands ask before anything else: is the case open, may this person, was anything
//! said. The first reason for saying no is the answer.

use crate::access::{self, Sight};
use crate::names::*;
use crate::refused::Refused;
use crate::words::{ContentId, Words};

use super::Course;

/// # Errors
/// `CaseClosed`.
pub fn open(course: &Course) -> Result<(), Refused> {
    if course.case.is_closed() { Err(Refused::CaseClosed) } else { Ok(()) }
}

/// What the person may see of the case on the day of the course.
pub fn sight(course: &Course, person: &PersonId) -> Sight {
    access::sight(course.rules, &course.case, person, course.today())
}

/// The desk's own people who read the whole case and do not only audit it.
///
/// # Errors
/// `NotAllowed`.
pub fn staff(course: &Course, person: &PersonId) -> Result<(), Refused> {
    let works = course.rules.people.get(person).is_some_and(|p| access::works_here(course.rules, p));
    if works && sight(course, person) == Sight::All { Ok(()) } else { Err(Refused::NotAllowed) }
}

/// People err, and some may put it right: those of the procedure's right to correct.
///
/// # Errors
/// `NotAllowed`.
pub fn corrector(course: &Course, person: &PersonId) -> Result<(), Refused> {
    if access::may_correct(course.rules, person) { Ok(()) } else { Err(Refused::NotAllowed) }
}

/// The most characters somebody writes into a page; what is longer is a document and comes as a file.
/// Letters come as long as they are.
pub const LONGEST: usize = 20_000;
pub const TOO_LONG: &str = "pasa de 20.000 caracteres; guárdelo en un archivo y adjúntelo.";

/// # Errors
/// `NothingSaid`; `InputInvalid` where it is longer than [`LONGEST`].
pub fn said(words: &Words) -> Result<(), Refused> {
    match words.length() {
        0 => Err(Refused::NothingSaid),
        length if length > LONGEST => Err(Refused::InputInvalid { field: "mensaje".into(), why: TOO_LONG.into() }),
        _ => Ok(()),
    }
}

/// The reason somebody must give.
///
/// # Errors
/// `ReasonMissing`.
pub fn reason(words: &Words) -> Result<ContentId, Refused> {
    written(Some(words)).ok_or(Refused::ReasonMissing)
}

/// Words that may be left out, and count only when something is in them.
pub fn written(words: Option<&Words>) -> Option<ContentId> {
    words.filter(|words| words.length() > 0).map(Words::id)
}
