//! What moves nothing: comments, notes, files, followers, the survey, links.

use crate::access::{self, Sight};
use crate::approval;
use crate::command::Message;
use crate::event::{Channel, File, Happened, MessageKind};
use crate::inbox;
use crate::names::*;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, input, message};

/// A requester's comment is a message; the desk's goes to the requester.
pub fn comment(course: &mut Course, text: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    said(text)?;
    if course.case.is_party(&person) {
        let is = if inbox::is_bare_thanks(&text.text) { MessageKind::Thanks } else { MessageKind::Human };
        let message =
            Message { from: person, channel: Channel::Portal, is, text: text.clone(), files: Vec::new(), raw: None };
        return message::receive(course, &message);
    }
    open(course)?;
    // Whoever is asked to approve may ask back.
    let asked = approval::may_decide(course.rules, &course.case, &person, course.today()).is_some();
    if !asked {
        staff(course, &person)?;
    }
    course.push(Happened::Commented { text: text.id() });
    Ok(())
}

pub fn note(course: &mut Course, text: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    said(text)?;
    staff(course, &person)?;
    course.push(Happened::Noted { text: text.id() });
    Ok(())
}

pub fn attach(course: &mut Course, file: &File) -> Result<(), Refused> {
    let person = course.person()?;
    open(course)?;
    match sight(course, &person) {
        Sight::Nothing | Sight::Outline => return Err(Refused::NotAllowed),
        Sight::Public if file.internal || !course.case.is_party(&person) => return Err(Refused::NotAllowed),
        Sight::Public | Sight::All => {}
    }
    course.push(Happened::Attached(file.clone()));
    Ok(())
}

pub fn follow(course: &mut Course, person: &PersonId, on: bool) -> Result<(), Refused> {
    let actor = course.person()?;
    input::known_person(course.rules, person)?;
    if sight(course, &actor) < Sight::Public {
        return Err(Refused::NotAllowed);
    }
    let person = person.clone();
    course.push(if on { Happened::Followed { person } } else { Happened::Unfollowed { person } });
    Ok(())
}

/// The survey stays open for some business days after the end and is answered once.
pub fn survey(course: &mut Course, score: u32, comment: Option<&Words>) -> Result<(), Refused> {
    let person = course.person()?;
    if !course.case.is_party(&person) {
        return Err(Refused::NotAllowed);
    }
    let closed = course.case.closed.ok_or(Refused::CaseOpen)?;
    let survey = course.rules.procedure.survey.as_ref().ok_or(Refused::SurveyClosed)?;
    let suppressed = survey.unless.as_ref().is_some_and(|guard| guard.holds(&course.facts()));
    let until = course.rules.calendar.day_term(closed.at, survey.open_days, crate::calendar::DayKind::Business).ends_at;
    if suppressed || course.at >= until {
        return Err(Refused::SurveyClosed);
    }
    if course.case.surveyed.is_some() {
        return Err(Refused::SurveyAnswered);
    }
    let highest = survey.options.len() as u32;
    if !(1..=highest).contains(&score) {
        return Err(Refused::ScoreOutOfRange { highest });
    }
    course.push(Happened::Surveyed { score, comment: comment.filter(|words| words.length() > 0).map(Words::id) });
    Ok(())
}

pub fn associate_change(course: &mut Course, number: &Words) -> Result<(), Refused> {
    let person = course.person()?;
    open(course)?;
    said(number)?;
    staff(course, &person)?;
    course.push(Happened::ChangeAssociated { number: number.id() });
    Ok(())
}

pub fn link(course: &mut Course, kind: &str, other: &CaseNumber) -> Result<(), Refused> {
    let person = course.person()?;
    staff(course, &person)?;
    if course.case.number == *other {
        return Err(Refused::SameCase);
    }
    course.push(Happened::Linked { kind: kind.to_string(), other: other.clone() });
    Ok(())
}

pub fn said(words: &Words) -> Result<(), Refused> {
    if words.length() == 0 { Err(Refused::NothingSaid) } else { Ok(()) }
}

pub fn open(course: &Course) -> Result<(), Refused> {
    if course.case.is_closed() { Err(Refused::CaseClosed) } else { Ok(()) }
}

pub fn sight(course: &Course, person: &PersonId) -> Sight {
    access::sight(course.rules, &course.case, person, course.today())
}

/// The desk's own people who read the whole case and do not only audit it.
pub fn staff(course: &Course, person: &PersonId) -> Result<(), Refused> {
    let works = course.rules.people.get(person).is_some_and(|p| access::works_here(course.rules, p));
    if works && sight(course, person) == Sight::All { Ok(()) } else { Err(Refused::NotAllowed) }
}
