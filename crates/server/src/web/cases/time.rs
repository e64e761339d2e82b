//! Clocks and terms of a case in words and pictures.

use desk::Rulebook;
use desk::calendar::BusinessTime;
use jiff::Timestamp;

use super::why;
use crate::view::{CaseView, ClockView, TermView};
use crate::web::kit::{Clock, Due, DueKind};
use crate::web::page::Page;

/// Minutes of a full day of the calendar, for «2 d 6 h».
pub fn minutes_a_day(rules: &Rulebook) -> i64 {
    let full = rules
        .calendar
        .definition()
        .week
        .days()
        .map(|hours| hours.segments().iter().map(|(a, b)| i64::from(b - a)).sum::<i64>() / 60)
        .max();
    full.filter(|minutes| *minutes > 0).unwrap_or(540)
}

/// A due instant in a few words, for a row or a clock.
pub fn due(
    p: &Page,
    calendar: &desk::calendar::Calendar,
    day: i64,
    due_at: Option<Timestamp>,
    paused: Option<BusinessTime>,
    now: Timestamp,
) -> Option<Due> {
    let chip = |kind, text| Some(Due { kind, text, href: String::new() });
    let Some(due_at) = due_at else {
        return paused.and_then(|left| chip(DueKind::Paused, p.w.duration(left.as_minutes().max(0), day)));
    };
    if due_at < now {
        let late = calendar.elapsed(due_at, now).as_minutes();
        return chip(DueKind::Late, p.t("late-by").arg("time", p.w.duration(late, day)).to_string());
    }
    let left = calendar.elapsed(now, due_at).as_minutes();
    let today = calendar.local(due_at).date() == calendar.local(now).date();
    chip(if today { DueKind::Soon } else { DueKind::Running }, p.w.duration(left, day))
}

/// The clocks that have begun: one of an approval nobody was asked for has nothing to say.
pub fn clocks(p: &Page, case: &CaseView) -> Vec<Clock> {
    let day = minutes_a_day(&case.rules);
    let begun = |clock: &&ClockView| clock.reading.running || clock.reading.elapsed > BusinessTime::ZERO;
    case.clocks.iter().filter(begun).map(|clock| one(p, case, clock, day)).collect()
}

fn one(p: &Page, case: &CaseView, clock: &ClockView, day: i64) -> Clock {
    let reading = &clock.reading;
    let calendar = &case.rules.calendar;
    let left = reading.left().filter(|_| !reading.running && case.closed.is_none());
    let thousandths = |target: BusinessTime| {
        let part = reading.elapsed.as_secs().saturating_mul(1000) / target.as_secs().max(1);
        u32::try_from(part.clamp(0, 1000)).unwrap_or(1000)
    };
    let ran = p.w.duration(reading.elapsed.as_minutes(), 0);
    let progress = match reading.target {
        Some(target) => {
            p.t("clock-ran-of").arg("ran", ran).arg("target", p.w.duration(target.as_minutes(), 0)).to_string()
        }
        None => p.t("clock-ran").arg("ran", ran).to_string(),
    };
    let due_sentence = match reading.due_at {
        Some(at) if at < case.now => p.t("was-due").arg("when", p.w.when_near(at)).to_string(),
        Some(at) => p.t("is-due").arg("when", p.w.when_near(at)).to_string(),
        None if case.closed.is_some() => String::new(),
        None if reading.target.is_some() => p.t("clock-stands").to_string(),
        None => String::new(),
    };
    let here = format!("/cases/{}/explain?of=clock.{}", case.number, clock.id);
    let chip = due(p, calendar, day, reading.due_at, left, case.now);
    let chip = chip.map(|chip| Due { href: here.clone(), ..chip });
    Clock {
        name: clock.name.clone(),
        due: chip,
        ran: reading.target.map(thousandths),
        marks: clock.marks.iter().map(|percent| percent * 10).filter(|mark| *mark < 1000).collect(),
        progress,
        explained: (!due_sentence.is_empty())
            .then(|| why::clock(p, &case.rules, case.now, &clock.told, &due_sentence, here)),
        due_sentence,
        example: reading.example,
    }
}

/// The term this case waits for, if somebody's silence would end it.
pub fn awaited(case: &CaseView) -> Option<&TermView> {
    case.terms.iter().find(|term| term.running && term.leads_to.is_some())
}

/// When it ends.
pub fn deadline(case: &CaseView) -> Option<Timestamp> {
    awaited(case).map(|term| term.ends_at)
}
