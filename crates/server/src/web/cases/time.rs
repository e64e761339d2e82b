//! Clocks and terms of a case in words and pictures.

use desk::agenda::Step;
use desk::calendar::{BusinessTime, Interval, Reason};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::view::{CaseView, ClockView, Coming};
use crate::web::kit::{Clock, Due, DueKind, Explained, ExplainedDay, Future, Stretch, StretchKind};
use crate::web::page::Page;
use crate::web::words::capital;

/// The strip of a day runs from 6 a. m. to 7 p. m.
const STRIP_FROM: i64 = 6 * 60;
const STRIP_MINUTES: i64 = 13 * 60;

/// Minutes of a full day of the calendar, for «2 d 6 h».
pub fn minutes_a_day(case: &CaseView) -> i64 {
    let calendar = &case.rules.calendar;
    let full = calendar
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

pub fn clocks(p: &Page, case: &CaseView) -> Vec<Clock> {
    let day = minutes_a_day(case);
    case.clocks.iter().map(|clock| one(p, case, clock, day)).collect()
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
    Clock {
        name: clock.name.clone(),
        due: due(p, calendar, day, reading.due_at, left, case.now),
        ran: reading.target.map(thousandths),
        marks: clock.marks.iter().map(|percent| percent * 10).filter(|mark| *mark < 1000).collect(),
        progress,
        explained: (!due_sentence.is_empty()).then(|| explained(p, case, clock, day, &due_sentence)),
        due_sentence,
        example: reading.example,
    }
}

fn explained(p: &Page, case: &CaseView, clock: &ClockView, day: i64, title: &str) -> Explained {
    let mut days = days(p, case, &clock.intervals);
    // A long life is told by its last weeks; the total still counts all of it.
    let hidden = days.len().saturating_sub(45);
    days.drain(..hidden);
    let total: BusinessTime = clock.intervals.iter().map(Interval::time).sum();
    let mut notes: Vec<String> = Vec::new();
    for interval in &clock.intervals {
        if let Reason::Paused { reason } = &interval.reason {
            let note = p
                .t("paused-between")
                .arg("from", p.w.when_near(interval.starts_at))
                .arg("until", p.w.when_near(interval.ends_at))
                .arg("reason", reason)
                .to_string();
            if notes.len() < 6 && !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes.push(
        p.t("calendar-used")
            .arg("calendar", case.rules.calendar.id())
            .arg("edition", case.rules.calendar.edition())
            .to_string(),
    );
    let rule = match clock.reading.target {
        Some(target) => p.t("why-rule").arg("target", p.w.duration(target.as_minutes(), 0)).to_string(),
        None => p.t("why-rule-free").to_string(),
    };
    Explained {
        title: title.to_owned(),
        rule,
        axis: [8, 12, 17].map(|hour| (place(hour * 60), p.w.time(jiff::civil::time(hour as i8, 0, 0, 0)))).to_vec(),
        days,
        total: p.w.duration(total.as_minutes(), day),
        notes,
    }
}

fn place(minutes: i64) -> u32 {
    u32::try_from(((minutes - STRIP_FROM) * 1000 / STRIP_MINUTES).clamp(0, 1000)).unwrap_or(0)
}

/// One row per day that counted or stood still; days off in a row share one.
fn days(p: &Page, case: &CaseView, intervals: &[Interval]) -> Vec<ExplainedDay> {
    let calendar = &case.rules.calendar;
    let mut rows: Vec<(Vec<Date>, ExplainedDay, i64)> = Vec::new();
    for interval in intervals {
        for (start, end) in by_day(calendar.local(interval.starts_at), calendar.local(interval.ends_at)) {
            let date = start.date();
            let off = off(p, &interval.reason);
            let minutes = (end.duration_since(start).as_secs() / 60).max(0);
            if rows.last().is_none_or(|(dates, ..)| dates.last() != Some(&date)) {
                if let (Some(reason), Some((dates, row, _))) = (&off, rows.last_mut())
                    && row.off.as_ref() == Some(reason)
                {
                    dates.push(date);
                    row.day = dates.iter().map(|date| p.w.day_row(*date)).collect::<Vec<_>>().join(", ");
                    continue;
                }
                let row = ExplainedDay {
                    day: p.w.day_row(date),
                    off: off.clone(),
                    stretches: Vec::new(),
                    sum: String::new(),
                };
                rows.push((vec![date], row, 0));
            }
            let Some((_, row, sum)) = rows.last_mut() else { continue };
            let kind = match &interval.reason {
                Reason::Open if interval.starts_at >= case.now => StretchKind::ToCome,
                Reason::Open => StretchKind::Counted,
                Reason::Paused { .. } => StretchKind::Paused,
                _ => continue,
            };
            // Now lies inside a stretch that goes on counting: two parts.
            row.off = None;
            let counted = matches!(kind, StretchKind::Counted | StretchKind::ToCome);
            *sum += if counted { minutes } else { 0 };
            let now = calendar.local(case.now);
            let parts = if kind == StretchKind::Counted && start < now && now < end {
                vec![(start, now, StretchKind::Counted), (now, end, StretchKind::ToCome)]
            } else {
                vec![(start, end, kind)]
            };
            row.stretches.extend(parts.into_iter().map(|(a, b, kind)| stretch(a, b, kind)));
        }
    }
    let done = |(_, row, sum): (Vec<Date>, ExplainedDay, i64)| ExplainedDay {
        sum: if row.off.is_some() { String::new() } else { p.w.duration(sum, 0) },
        ..row
    };
    rows.into_iter().filter(|(_, row, _)| row.off.is_some() || !row.stretches.is_empty()).map(done).collect()
}

fn stretch(from: DateTime, until: DateTime, kind: StretchKind) -> Stretch {
    let minutes = |at: DateTime| i64::from(at.hour()) * 60 + i64::from(at.minute());
    // The end of a stretch at midnight is the end of its day.
    let end = if until.date() > from.date() { 24 * 60 } else { minutes(until) };
    let (from, end) = (place(minutes(from)), place(end));
    Stretch { kind, from, width: end.saturating_sub(from) }
}

/// A stretch of local time cut at each midnight.
fn by_day(start: DateTime, end: DateTime) -> Vec<(DateTime, DateTime)> {
    let mut parts = Vec::new();
    let mut from = start;
    while from < end {
        let next = from.date().tomorrow().map_or(end, |day| day.to_datetime(jiff::civil::Time::midnight()));
        let until = next.min(end);
        parts.push((from, until));
        if until <= from {
            break;
        }
        from = until;
    }
    parts
}

/// Why a whole day does not count; nothing for hours that are merely outside of it.
fn off(p: &Page, reason: &Reason) -> Option<String> {
    match reason {
        Reason::Weekend { .. } => Some(p.t("off-weekend").to_string()),
        Reason::DayOff { marks } => {
            let names: Vec<&str> = marks.iter().map(|mark| mark.name.as_str()).collect();
            let key = if marks.iter().any(|mark| mark.holiday) { "off-holiday" } else { "off-day" };
            Some(p.t(key).arg("name", names.join(", ")).to_string())
        }
        Reason::Suspended { basis } => Some(p.t("off-suspended").arg("basis", basis).to_string()),
        Reason::Open | Reason::OutsideHours | Reason::ShortDay { .. } | Reason::Paused { .. } => None,
    }
}

/// What happens by itself; the last line says what does not.
pub fn future(p: &Page, case: &CaseView) -> Vec<Future> {
    if case.closed.is_some() {
        return Vec::new();
    }
    let mut list: Vec<Future> = case.coming.iter().filter_map(|coming| coming_one(p, case, coming)).take(5).collect();
    if !case.coming.iter().any(|coming| matches!(coming.what, Step::End { .. })) {
        list.push(Future {
            icon: "lock",
            when: p.t("afterwards").to_string(),
            what: p.t("nothing-by-itself").to_string(),
        });
    }
    list
}

fn coming_one(p: &Page, case: &CaseView, coming: &Coming) -> Option<Future> {
    let names: Vec<String> = coming.people.iter().map(|id| case.rules.people.name(id)).collect();
    let people = p.w.list(&names);
    let procedure = &case.rules.procedure;
    let (icon, what) = match &coming.what {
        Step::Alert { clock, percent, .. } => {
            let name = procedure.clocks.get(clock).map_or_else(String::new, |clock| clock.name.clone());
            let text = p
                .t("future-alert")
                .arg("percent", p.w.percent(f64::from(*percent)))
                .arg("clock", name)
                .arg("people", people)
                .to_string();
            (if *percent >= 100 { "circle-alert" } else { "bell" }, text)
        }
        Step::Remind { .. } => ("bell", p.t("future-reminder").arg("people", people).to_string()),
        Step::End { term } => {
            let term = procedure.terms.get(term)?;
            let then = term.then.as_ref().and_then(|then| procedure.answers.get(then));
            match then {
                Some(answer) => ("hourglass", p.t("future-end").arg("answer", &answer.label).to_string()),
                None => ("hourglass", p.t("future-date").arg("term", &term.label).to_string()),
            }
        }
        Step::AskSubstitute { absent, substitute } => {
            let name = |id| case.rules.people.name(id);
            (
                "user-check",
                p.t("future-substitute").arg("substitute", name(substitute)).arg("absent", name(absent)).to_string(),
            )
        }
        Step::Start { .. } | Step::Lengthen { .. } => return None,
    };
    let when = match &coming.what {
        Step::End { .. } => p.w.deadline_near(coming.at),
        _ => p.w.when_near(coming.at),
    };
    Some(Future { icon, when: capital(when), what })
}

/// The term this case waits for, if somebody's silence would end it.
pub fn deadline(case: &CaseView) -> Option<Timestamp> {
    case.terms.iter().find(|term| term.running && term.leads_to.is_some()).map(|term| term.ends_at)
}
