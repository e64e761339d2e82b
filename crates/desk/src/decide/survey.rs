//! The survey stays open for some business days after the end and is answered once.

use crate::calendar::DayKind;
use crate::event::Happened;
use crate::refused::Refused;
use crate::words::Words;

use super::{Course, allowed};

pub fn decide(course: &mut Course, score: u32, comment: Option<&Words>) -> Result<(), Refused> {
    let person = course.person()?;
    if !course.case.is_party(&person) {
        return Err(Refused::NotAllowed);
    }
    let closed = course.case.closed.ok_or(Refused::CaseOpen)?;
    let survey = course.rules.procedure.survey.as_ref().ok_or(Refused::SurveyClosed)?;
    let suppressed = survey.unless.as_ref().is_some_and(|guard| guard.holds(&course.facts()));
    let until = course.rules.calendar.day_term(closed.at, survey.open_days, DayKind::Business).ends_at;
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
    course.push(Happened::Surveyed { score, comment: allowed::written(comment) });
    Ok(())
}
