//! Terms and clocks.

use super::super::definition::*;
use super::super::effect::conditional;
use super::super::guard::Guard;
use super::names::Names;
use super::shape::*;
use crate::calendar::{BusinessTime, DayKind};

impl Names<'_> {
    pub(super) fn term(&mut self, raw: &RawTerm, file: &File) -> Option<Term> {
        let activity = self.declared("La actividad", &file.activity, &raw.activity);
        let length = match (&raw.after, &raw.until) {
            (Some(after), None) => {
                let at = after.span().start;
                self.said(term_length(after.get_ref()), at)?
            }
            (None, Some(until)) => TermLength::UntilField(self.declared("El campo", &file.field, until)),
            _ => {
                let at = raw.activity.span().start;
                self.wrong(
                    at,
                    "Un término dice «after» (cuánto dura) o «until» (hasta qué campo de fecha), uno de los dos."
                        .into(),
                    None,
                );
                return None;
            }
        };
        let from = match raw.from.as_ref().map(|from| (from.get_ref().as_str(), from.span().start)) {
            None | Some(("entered", _)) => TermStart::Entered,
            Some((text, at)) => match text.strip_prefix("delivered ") {
                Some(notice) => {
                    self.declared_word("El aviso", &file.notice, notice, at);
                    TermStart::Delivered(notice.into())
                }
                None => {
                    self.wrong(at, format!("«{text}» no es un comienzo; use «entered» o «delivered AVISO»."), None);
                    return None;
                }
            },
        };
        let then = raw.then.as_ref().map(|then| self.declared("La respuesta", &file.answer, then));
        let remind = match raw.remind.as_ref().map(|r| (r.get_ref().as_str(), r.span().start)) {
            None => None,
            Some(("last day", _)) => Some(Remind::LastDay),
            Some(("each day", _)) => Some(Remind::EachDay),
            Some((other, at)) => {
                self.wrong(at, format!("«{other}» no es un recordatorio; use «last day» o «each day»."), None);
                None
            }
        };
        let reply = match raw.reply.as_ref() {
            None => Reply::Nothing,
            Some(text) if text.get_ref() == "interpret" => Reply::Interpret,
            Some(text) => Reply::Answer(self.declared("La respuesta", &file.answer, text)),
        };
        Some(Term {
            label: raw.label.clone(),
            activity,
            length,
            from,
            then,
            remind,
            reply,
            readings: raw.reading.clone(),
        })
    }

    pub(super) fn clock(&mut self, raw: &RawClock, file: &File) -> Clock {
        let mut runs_in = Vec::new();
        for text in &raw.runs_in {
            let at = text.span().start;
            if let Some((activity, guard)) = self.parsed(conditional(text.get_ref()), at) {
                self.declared_word("La actividad", &file.activity, activity, at);
                // `x unless g` was read as «only if not g»; a clock keeps what stops it.
                let unless = guard.map(|g| match g {
                    Guard::Not(inner) => *inner,
                    other => Guard::Not(Box::new(other)),
                });
                runs_in.push(RunsIn { activity: activity.into(), unless });
            }
        }
        let target = match raw.target.as_ref() {
            None => ClockTarget::None,
            Some(text) if text.get_ref() == "table" => ClockTarget::Table,
            Some(text) => match term_length(text.get_ref()) {
                Ok(TermLength::Hours(time)) => ClockTarget::Fixed(time),
                _ => {
                    let message = format!(
                        "«{}» no es una meta; use «table» o horas hábiles, como «24 business_hours».",
                        text.get_ref()
                    );
                    self.wrong(text.span().start, message, None);
                    ClockTarget::None
                }
            },
        };
        let anew_per_step = match raw.anew.as_ref() {
            None => false,
            Some(text) if text.get_ref() == "approval step" => true,
            Some(text) => {
                self.wrong(
                    text.span().start,
                    format!("«{}» no dice cuándo comienza de nuevo; use «approval step».", text.get_ref()),
                    None,
                );
                false
            }
        };
        Clock { name: raw.name.clone(), applies: self.guard(raw.guard.clone()), runs_in, target, anew_per_step }
    }
}

/// `2 business_days`, `5 calendar_days`, `24 business_hours`.
///
/// # Errors
/// A sentence that says which units exist.
pub fn term_length(text: &str) -> Result<TermLength, String> {
    let wrong = || {
        format!(
            "«{text}» no es una duración; use, por ejemplo, «2 business_days», «5 calendar_days» o «24 business_hours»"
        )
    };
    let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
    let n: u32 = number.parse().map_err(|_| wrong())?;
    match unit.trim() {
        "business_day" | "business_days" => Ok(TermLength::Days(n, DayKind::Business)),
        "calendar_day" | "calendar_days" => Ok(TermLength::Days(n, DayKind::Calendar)),
        "business_hour" | "business_hours" => Ok(TermLength::Hours(BusinessTime::from_hours(i64::from(n)))),
        "business_minute" | "business_minutes" => Ok(TermLength::Hours(BusinessTime::from_minutes(i64::from(n)))),
        _ => Err(wrong()),
    }
}
