//! Why a date is what it is: a row of strips for each day, and a table of every interval.

use desk::Rulebook;
use desk::calendar::{Calendar, DayKind, DayMark, Interval, Reason};
use desk::explain::{self, ClockExplained, DayReason, TermCount, TermDay, TermExplained};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::time::minutes_a_day;
use crate::web::kit::{Explained, ExplainedDay, IntervalRow, Stretch, StretchKind};
use crate::web::page::Page;
use crate::web::words::capital;

/// The strip of a day runs from 6 a. m. to 7 p. m.
const STRIP_FROM: i64 = 6 * 60;
const STRIP_MINUTES: i64 = 13 * 60;
/// Rows of days shown: a long life is told by its last weeks, the total still counts all of it.
const MOST_DAYS: usize = 45;

/// A clock, day by day; `more` is where every interval of it is told.
pub fn clock(
    p: &Page,
    rules: &Rulebook,
    now: Timestamp,
    told: &ClockExplained,
    title: &str,
    more: String,
) -> Explained {
    let calendar = &rules.calendar;
    let intervals: Vec<Interval> = told.intervals().cloned().collect();
    let mut days = days(p, calendar, now, &intervals);
    let hidden = days.len().saturating_sub(MOST_DAYS);
    days.drain(..hidden);
    let mut notes: Vec<String> = Vec::new();
    for interval in &intervals {
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
    notes.extend(target(p, rules, told));
    notes.push(calendar_used(p, calendar));
    let rule = match told.reading.target {
        Some(target) => p.t("why-rule").arg("target", p.w.duration(target.as_minutes(), 0)).to_string(),
        None => p.t("why-rule-free").to_string(),
    };
    Explained {
        title: title.to_owned(),
        rule,
        axis: axis(p),
        days,
        total: p.w.duration(explain::total(&intervals).as_minutes(), minutes_a_day(rules)),
        notes,
        more,
    }
}

/// What chose the target, and since when it holds.
pub fn target(p: &Page, rules: &Rulebook, told: &ClockExplained) -> Option<String> {
    let target = told.target.as_ref()?;
    let catalogue = &rules.catalogue;
    let facts = &target.facts;
    let item = facts.item.as_ref().and_then(|id| catalogue.items.get(id)).map(|item| item.name.clone());
    let category = facts.category.as_ref().and_then(|id| catalogue.categories.get(id)).map(|found| found.name.clone());
    let priority = facts.priority.as_ref().and_then(|id| catalogue.priorities.get(id)).map(|found| found.name.clone());
    let by: Vec<String> = [item, category, priority].into_iter().flatten().collect();
    let key = if by.is_empty() { "target-fixed" } else { "target-chosen" };
    let said = p
        .t(key)
        .arg("target", p.w.duration(target.time.as_minutes(), 0))
        .arg("by", by.join(", "))
        .arg("when", p.w.when_near(target.set_at))
        .arg("version", &rules.procedure.document.version);
    Some(said.to_string())
}

fn calendar_used(p: &Page, calendar: &Calendar) -> String {
    p.t("calendar-used").arg("calendar", calendar.id()).arg("edition", calendar.edition()).to_string()
}

fn axis(p: &Page) -> Vec<(u32, String)> {
    [8, 12, 17].map(|hour| (place(hour * 60), p.w.time(jiff::civil::time(hour as i8, 0, 0, 0)))).to_vec()
}

/// A term, day by day.
pub fn term(p: &Page, rules: &Rulebook, now: Timestamp, told: &TermExplained, more: String) -> Explained {
    let calendar = &rules.calendar;
    let label = rules.procedure.terms.get(&told.term).map_or("", |term| term.label.as_str());
    let from = p.w.when_near(told.base_at);
    let (rule, axis, days, total) = match &told.count {
        TermCount::Days(kind, days) => {
            let counted = days.iter().filter(|day| day.nth.is_some()).count();
            let key = if *kind == DayKind::Business { "term-rule-business" } else { "term-rule-calendar" };
            let total = p.t(if *kind == DayKind::Business { "business-days" } else { "calendar-days" });
            (
                p.t(key).n("days", counted).arg("from", from).to_string(),
                Vec::new(),
                term_days(p, calendar, now, days),
                total.n("n", counted).to_string(),
            )
        }
        TermCount::Hours(intervals) => {
            let total = p.w.duration(explain::total(intervals).as_minutes(), minutes_a_day(rules));
            let rule = p.t("term-rule-hours").arg("time", &total).arg("from", from).to_string();
            (rule, axis(p), self::days(p, calendar, now, intervals), total)
        }
        TermCount::UntilDate => (p.t("term-rule-date").to_string(), Vec::new(), Vec::new(), String::new()),
    };
    let title = p.t("term-ends").arg("term", label).arg("when", p.w.deadline(told.ends_at)).to_string();
    Explained { title, rule, axis, days, total, notes: vec![calendar_used(p, calendar)], more }
}

fn term_days(p: &Page, calendar: &Calendar, now: Timestamp, days: &[TermDay]) -> Vec<ExplainedDay> {
    let today = calendar.local(now).date();
    let mut rows: Vec<(Vec<Date>, ExplainedDay)> = Vec::new();
    for day in days {
        let off = day.why.as_ref().map(|why| day_reason(p, why));
        if let (Some(off), Some((dates, row))) = (&off, rows.last_mut())
            && row.off.as_ref() == Some(off)
        {
            dates.push(day.on);
            row.day = dates.iter().map(|date| p.w.day_row(*date)).collect::<Vec<_>>().join(", ");
            continue;
        }
        let kind = if day.on < today { StretchKind::Counted } else { StretchKind::ToCome };
        let stretches = day.nth.map(|_| Stretch { kind, from: 0, width: 1000 });
        let row = ExplainedDay {
            day: p.w.day_row(day.on),
            off,
            stretches: stretches.into_iter().collect(),
            sum: day.nth.map_or_else(String::new, |nth| p.t("nth-day").n("n", nth).to_string()),
        };
        rows.push((vec![day.on], row));
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

fn day_reason(p: &Page, why: &DayReason) -> String {
    match why {
        DayReason::Event => p.t("day-of-event").to_string(),
        DayReason::Closed(reason) => off(p, reason).unwrap_or_else(|| p.t("off-day-plain").to_string()),
        DayReason::Outage => p.t("day-of-outage").to_string(),
        DayReason::Announced => p.t("day-announced").to_string(),
    }
}

/// Every interval of a clock as rows of a table.
pub fn table(p: &Page, intervals: &[Interval]) -> Vec<IntervalRow> {
    let row = |interval: &Interval| IntervalRow {
        from: p.w.when_short(interval.starts_at),
        until: p.w.when_short(interval.ends_at),
        counted: interval.counted,
        time: if interval.counted { p.w.duration(interval.time().as_minutes(), 0) } else { String::new() },
        why: reason(p, &interval.reason),
        basis: basis(&interval.reason),
    };
    intervals.iter().map(row).collect()
}

/// Every date of a term as rows of a table.
pub fn table_of_days(p: &Page, days: &[TermDay]) -> Vec<IntervalRow> {
    let row = |day: &TermDay| IntervalRow {
        from: capital(p.w.day_near(day.on)),
        until: String::new(),
        counted: day.nth.is_some(),
        time: day.nth.map_or_else(String::new, |nth| p.t("nth-day").n("n", nth).to_string()),
        why: day.why.as_ref().map_or_else(|| p.t("off-none").to_string(), |why| day_reason(p, why)),
        basis: match &day.why {
            Some(DayReason::Closed(reason)) => basis(reason),
            _ => String::new(),
        },
    };
    days.iter().map(row).collect()
}

fn reason(p: &Page, reason: &Reason) -> String {
    match reason {
        Reason::Open => p.t("why-open").to_string(),
        Reason::OutsideHours => p.t("why-outside-hours").to_string(),
        Reason::ShortDay { marks } => p.t("why-short-day").arg("name", names(marks)).to_string(),
        Reason::Paused { reason } => p.t("why-paused").arg("reason", reason).to_string(),
        other => off(p, other).unwrap_or_default(),
    }
}

/// The norm a reason rests on; empty where the calendar cites none.
fn basis(reason: &Reason) -> String {
    match reason {
        Reason::Weekend { basis } => basis.clone().unwrap_or_default(),
        Reason::DayOff { marks } | Reason::ShortDay { marks } => {
            let mut cited: Vec<&str> = marks.iter().map(|mark| mark.basis.as_str()).filter(|b| !b.is_empty()).collect();
            cited.dedup();
            cited.join("; ")
        }
        _ => String::new(),
    }
}

fn names(marks: &[DayMark]) -> String {
    marks.iter().map(|mark| mark.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn place(minutes: i64) -> u32 {
    u32::try_from(((minutes - STRIP_FROM) * 1000 / STRIP_MINUTES).clamp(0, 1000)).unwrap_or(0)
}

/// One row per day that counted or stood still; days off in a row share one.
fn days(p: &Page, calendar: &Calendar, now: Timestamp, intervals: &[Interval]) -> Vec<ExplainedDay> {
    let now_at = now;
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
                Reason::Open if interval.starts_at >= now_at => StretchKind::ToCome,
                Reason::Open => StretchKind::Counted,
                Reason::Paused { .. } => StretchKind::Paused,
                _ => continue,
            };
            // Now lies inside a stretch that goes on counting: two parts.
            row.off = None;
            let counted = matches!(kind, StretchKind::Counted | StretchKind::ToCome);
            *sum += if counted { minutes } else { 0 };
            let now = calendar.local(now_at);
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
            let key = if marks.iter().any(|mark| mark.holiday) { "off-holiday" } else { "off-day" };
            Some(p.t(key).arg("name", names(marks)).to_string())
        }
        Reason::Suspended { basis } => Some(p.t("off-suspended").arg("basis", basis).to_string()),
        Reason::Open | Reason::OutsideHours | Reason::ShortDay { .. } | Reason::Paused { .. } => None,
    }
}
