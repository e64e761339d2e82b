//! Counting working days in all the ways other calendars count them.

use desk::calendar::Calendar;
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use super::fields::{Fields, Moment, missing};
use super::trouble::Trouble;

/// What a closed start does to the count, the first being ours.
const FROM_CLOSED: [&[&str]; 8] = [
    &["count", "same_day", "as_is", "ignore", "default"],
    &["roll"],
    &["forward", "following", "next"],
    &["backward", "preceding", "previous"],
    &["modified_following", "modifiedfollowing"],
    &["modified_preceding", "modifiedpreceding"],
    &["opening"],
    &["error", "raise"],
];

/// The hour of the result, when the question has one.
const AT: [&[&str]; 4] = [&["same", "keep"], &["opening", "open"], &["closing", "close"], &["roll", "nearest_open"]];

/// The nth working day from a moment, and the instant on it. `None` when it never comes.
pub fn add(fields: &Fields, calendar: &Calendar, start: Moment) -> Result<Option<(Date, Timestamp)>, Trouble> {
    let names = ["days", "n", "count", "amount", "working_days", "business_days", "value", "offset", "by", "delta"];
    let days = fields.whole(&names)?;
    // Of no use but to read well: {"amount": 2, "unit": "days"}.
    fields.choice(&["unit", "units"], &[&["days", "day", "working_days", "business_days"]])?;
    let days = days.ok_or_else(|| missing("days"))?;
    let before = fields.choice(&["direction"], &[&["after", "forward"], &["before", "backward"]])? == "before";
    let days = if before { -days } else { days };
    let backwards = days < 0 || (days == 0 && before);
    let from_closed = fields.choice(&["from_closed", "roll"], &FROM_CLOSED)?;
    let include_start = fields.flag(&["include_start", "count_start"])?;
    let at = fields.choice(&["at_hour", "time_of_day"], &AT)?;
    let steps = u32::try_from(days.unsigned_abs())
        .ok()
        .filter(|days| *days < 10_000_000)
        .ok_or_else(|| Trouble::new("value", "demasiados días", "too many days"))?;

    let Some((start_on, hour)) = begin(calendar, start, from_closed, backwards)? else {
        return Ok(None);
    };
    let steps = steps - u32::from(include_start && steps > 0 && calendar.is_business_day(start_on));
    let found = match (steps, backwards) {
        (0, _) => Some(start_on),
        (steps, false) => calendar.business_day_after(start_on, steps),
        (steps, true) => calendar.business_day_before(start_on, steps),
    };
    Ok(found.and_then(|date| Some((date, instant(calendar, date, hour, at, backwards)?))))
}

/// The date the count begins from, and the hour it carries along.
fn begin(calendar: &Calendar, start: Moment, rule: &str, backwards: bool) -> Result<Option<(Date, Time)>, Trouble> {
    let (date, hour) = (start.on(calendar), calendar.local(start.at).time());
    if rule == "opening" && start.date.is_none() {
        if calendar.is_open(start.at) {
            return Ok(Some((date, hour)));
        }
        let opening =
            if backwards { last_opening(calendar, date, start.at) } else { Some(calendar.next_opening(start.at)) };
        let opening = opening.filter(|opening| *opening < Timestamp::MAX).map(|opening| calendar.local(opening));
        return Ok(opening.map(|local| (local.date(), local.time())));
    }
    if calendar.is_business_day(date) {
        return Ok(Some((date, hour)));
    }
    let next = || calendar.business_day_after(date, 1);
    let last = || calendar.business_day_before(date, 1);
    let same_month = |found: &Option<Date>| found.is_some_and(|found| found.month() == date.month());
    let begun = match rule {
        "forward" => next(),
        "backward" => last(),
        "roll" | "opening" => {
            if backwards {
                last()
            } else {
                next()
            }
        }
        "modified_following" => Some(next()).filter(same_month).unwrap_or_else(last),
        "modified_preceding" => Some(last()).filter(same_month).unwrap_or_else(next),
        "error" => {
            return Err(Trouble::new(
                "closed_day",
                format!("{date} no es día hábil"),
                format!("{date} is no working day"),
            ));
        }
        _ => Some(date),
    };
    Ok(begun.map(|date| (date, hour)))
}

/// The first opening of the last working day that had opened by then.
fn last_opening(calendar: &Calendar, date: Date, at: Timestamp) -> Option<Timestamp> {
    let today = calendar.opening_of(date).filter(|opening| *opening <= at && calendar.is_business_day(date));
    today.or_else(|| calendar.opening_of(calendar.business_day_before(date, 1)?))
}

fn instant(calendar: &Calendar, date: Date, hour: Time, at: &str, backwards: bool) -> Option<Timestamp> {
    let same = || Some(date.to_datetime(hour).to_zoned(calendar.time_zone().clone()).ok()?.timestamp());
    match at {
        "opening" => calendar.opening_of(date),
        "closing" => calendar.closing_of(date),
        "roll" if backwards => last_open(calendar, same()?),
        "roll" => Some(calendar.next_opening(same()?)),
        _ => same(),
    }
}

/// The latest instant not after `at` that the desk had been open up to.
pub fn last_open(calendar: &Calendar, at: Timestamp) -> Option<Timestamp> {
    let just_before = at.checked_sub(jiff::SignedDuration::from_nanos(1)).ok()?;
    if calendar.is_open(just_before) { Some(at) } else { calendar.closed_before(at) }
}

/// Working days between two dates by which ends count. From a later date to an earlier one they are
/// negative, and the start is still the start: what [`add`] with that number brings back.
pub fn between(calendar: &Calendar, a: Date, b: Date) -> [(&'static str, i64); 4] {
    let (sign, low, high) = if a <= b { (1, a, b) } else { (-1, b, a) };
    let counts = |date: Date| i64::from(calendar.is_business_day(date));
    let (start, end) = (counts(a), counts(b));
    if low == high {
        return [("end", 0), ("start", 0), ("both", start), ("neither", 0)];
    }
    let neither = i64::from(calendar.business_days_between(low, high)) - counts(low);
    [
        ("end", sign * (neither + end)),
        ("start", sign * (neither + start)),
        ("both", sign * (neither + start + end)),
        ("neither", sign * neither),
    ]
}
