//! Reading what a question says: each thing under any of the names people give it.

use std::cell::RefCell;

use desk::calendar::{BusinessTime, Calendar};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::{Map, Value};

use super::trouble::Trouble;

/// The keys of one JSON object, and which of them were of use.
pub struct Fields<'a> {
    object: &'a Map<String, Value>,
    known: RefCell<Vec<&'static str>>,
}

/// An instant, and whether it was written as a date alone.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub at: Timestamp,
    pub date: Option<Date>,
}

impl Moment {
    /// Its civil date in the calendar.
    pub fn on(&self, calendar: &Calendar) -> Date {
        self.date.unwrap_or_else(|| calendar.local(self.at).date())
    }
}

pub type Pause = (Timestamp, Timestamp, String);

/// Keys that say something to people only.
const REMARKS: [&str; 10] =
    ["comment", "description", "expect", "expected", "name", "note", "source", "suite", "tags", "title"];

impl<'a> Fields<'a> {
    pub fn of(object: &'a Map<String, Value>) -> Self {
        Self { object, known: RefCell::new(Vec::new()) }
    }

    /// The value under the first of these names that is written; null is as good as nothing.
    pub fn get(&self, names: &[&'static str]) -> Option<&'a Value> {
        self.found(names).map(|(_, value)| value)
    }

    /// As [`Fields::get`], with the name it was written under.
    fn found(&self, names: &[&'static str]) -> Option<(&'static str, &'a Value)> {
        self.known.borrow_mut().extend(names);
        let written = names.iter().filter_map(|name| Some((*name, self.object.get(*name)?)));
        written.into_iter().find(|(_, value)| !value.is_null())
    }

    pub fn text(&self, names: &[&'static str]) -> Result<Option<&'a str>, Trouble> {
        let Some((name, value)) = self.found(names) else {
            return Ok(None);
        };
        let text = value.as_str().ok_or_else(|| wrong(name, value, "un texto", "a text"))?;
        Ok(Some(text))
    }

    pub fn flag(&self, names: &[&'static str]) -> Result<bool, Trouble> {
        match self.found(names) {
            None => Ok(false),
            Some((_, Value::Bool(flag))) => Ok(*flag),
            Some((name, value)) => Err(wrong(name, value, "true o false", "true or false")),
        }
    }

    /// One of a list of words, the first of each group being its name.
    pub fn choice(&self, names: &[&'static str], words: &[&[&'static str]]) -> Result<&'static str, Trouble> {
        let Some(written) = self.text(names)? else {
            return Ok(words[0][0]);
        };
        let group = words.iter().find(|group| group.contains(&written));
        group.map(|group| group[0]).ok_or_else(|| {
            let allowed: Vec<&str> = words.iter().map(|group| group[0]).collect();
            let allowed = allowed.join(", ");
            Trouble::new(
                "value",
                format!("«{written}» no sirve para «{}»; se admiten: {allowed}", names[0]),
                format!("\"{written}\" is not a value of \"{}\"; allowed: {allowed}", names[0]),
            )
        })
    }

    pub fn whole(&self, names: &[&'static str]) -> Result<Option<i64>, Trouble> {
        let Some((name, value)) = self.found(names) else {
            return Ok(None);
        };
        let text = value.as_str().map(str::trim);
        let iso = |text: &str| {
            let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
            let days = digits.strip_prefix('P')?.strip_suffix('D')?;
            days.parse::<i64>().ok().map(|days| sign * days)
        };
        let number = match (value, text) {
            (Value::Number(number), _) => number.as_i64().or_else(|| {
                number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15).map(|value| value as i64)
            }),
            (_, Some(text)) => text.parse().ok().or_else(|| iso(text)),
            _ => None,
        };
        number.map(Some).ok_or_else(|| wrong(name, value, "un número entero", "a whole number"))
    }

    /// An instant under one of these names.
    pub fn moment(&self, names: &[&'static str], tz: &TimeZone) -> Result<Moment, Trouble> {
        let (name, value) = self.found(names).ok_or_else(|| missing(names[0]))?;
        moment(value, tz).ok_or_else(|| {
            wrong(
                name,
                value,
                "un instante: \"2026-11-20T10:15:00-05:00\", \"2026-11-20 10:15\" (hora del calendario) o \"2026-11-20\"",
                "an instant: \"2026-11-20T10:15:00-05:00\", \"2026-11-20 10:15\" (the calendar's time) or \"2026-11-20\"",
            )
        })
    }

    /// The offset or zone an instant is written with; nothing for a local time.
    pub fn written_zone(&self, names: &[&'static str]) -> Option<TimeZone> {
        let text = self.get(names)?.as_str()?.trim();
        if let Ok(zoned) = text.parse::<Zoned>() {
            return Some(zoned.time_zone().clone());
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        pieces.to_numeric_offset().map(TimeZone::fixed)
    }

    /// An amount of business time: one text or number of seconds, or units of their own.
    pub fn duration(&self) -> Result<Option<BusinessTime>, Trouble> {
        let day = self.get(&["day_hours", "hours_per_day"]).map(|value| {
            number(value).map(|hours| hours * 3600.0).ok_or_else(|| wrong("day_hours", value, "horas", "hours"))
        });
        let day = day.transpose()?;
        let names = ["duration", "business_time", "working_time", "delta", "by", "length", "target", "period"];
        let mut total = self.get(&names).map(|value| duration(value, day)).transpose()?;
        if let Some(amount) = self.get(&["amount", "value"]) {
            let more = match self.text(&["unit", "units"])? {
                Some(unit) => {
                    let wrong = || wrong("amount", amount, "un número", "a number");
                    units(number(amount).ok_or_else(wrong)?, unit, day)?
                }
                None => duration(amount, day)?,
            };
            total = Some(total.unwrap_or_default() + more);
        }
        const UNITS: [&[&str]; 4] = [
            &["milliseconds", "millisecond"],
            &["seconds", "second", "business_seconds", "working_seconds"],
            &["minutes", "minute", "business_minutes", "working_minutes"],
            &["hours", "hour", "business_hours", "working_hours"],
        ];
        for names in UNITS {
            let unit = names[0];
            if let Some(value) = self.get(names) {
                let amount = number(value).ok_or_else(|| wrong(unit, value, "un número", "a number"))?;
                total = Some(total.unwrap_or_default() + units(amount, unit, day)?);
            }
        }
        Ok(total)
    }

    /// Pauses in any order; one without an end lasts to `open_until`.
    pub fn pauses(&self, tz: &TimeZone, open_until: Timestamp) -> Result<Vec<Pause>, Trouble> {
        let list = match self.get(&["pauses", "pause", "paused"]) {
            None => return Ok(Vec::new()),
            Some(Value::Array(list)) => list.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        list.iter().map(|value| pause(value, tz, open_until)).collect()
    }

    /// Keys nobody asked for: a misspelt option must not be silent, a remark may.
    pub fn unused(&self) -> Vec<(String, Option<&'static str>)> {
        let known = self.known.borrow();
        let is_remark = |key: &&String| REMARKS.contains(&key.as_str()) || key.starts_with(['_', '$']);
        let unused = self.object.keys().filter(|key| !known.contains(&key.as_str()) && !is_remark(key));
        unused.map(|key| (key.clone(), near(key, &known))).collect()
    }
}

fn near(written: &str, known: &[&'static str]) -> Option<&'static str> {
    let distances = known.iter().map(|name| (strsim::damerau_levenshtein(written, name), *name));
    distances.filter(|(distance, _)| *distance <= 2).min().map(|(_, name)| name)
}

fn pause(value: &Value, tz: &TimeZone, open_until: Timestamp) -> Result<Pause, Trouble> {
    let trouble = || {
        wrong(
            "pauses",
            value,
            "una pausa: {\"from\": …, \"to\": …, \"reason\": …} o [desde, hasta]",
            "a pause: {\"from\": …, \"to\": …, \"reason\": …} or [from, to]",
        )
    };
    let (from, to, reason) = match value {
        Value::Array(parts) => (parts.first(), parts.get(1), parts.get(2)),
        Value::Object(object) => {
            let fields = Fields::of(object);
            let from = fields.get(&["from", "start", "paused_at", "starts_at"]);
            let to = fields.get(&["to", "until", "end", "resumed_at", "ends_at"]);
            (from, to, fields.get(&["reason", "name"]))
        }
        _ => return Err(trouble()),
    };
    let from = from.and_then(|from| moment(from, tz)).ok_or_else(trouble)?.at;
    let to = match to {
        None | Some(Value::Null) => open_until.max(from),
        Some(to) => moment(to, tz).ok_or_else(trouble)?.at,
    };
    if to < from {
        return Err(trouble());
    }
    let reason = reason.and_then(Value::as_str).unwrap_or_default();
    Ok((from, to, reason.to_owned()))
}

/// Numbers are Unix time, in seconds or (from 1e11 on) in milliseconds. A local time that a clock
/// change skips or repeats is read as RFC 5545 reads it.
pub fn moment(value: &Value, tz: &TimeZone) -> Option<Moment> {
    let instant = |at| Some(Moment { at, date: None });
    let text = match value {
        Value::Number(number) => {
            let seconds = number.as_f64()?;
            let seconds = if seconds.abs() < 1e11 { seconds } else { seconds / 1000.0 };
            let since = SignedDuration::try_from_secs_f64(seconds).ok()?;
            return instant(Timestamp::from_duration(since).ok()?);
        }
        Value::Object(object) => {
            let fields = Fields::of(object);
            let local = fields.get(&["local", "civil", "at", "datetime"])?;
            let zone = fields.get(&["tz", "timezone", "zone"])?.as_str()?;
            return moment(local, &desk::calendar::Zone::new(zone).ok()?.time_zone().ok()?);
        }
        Value::String(text) => text.trim(),
        _ => return None,
    };
    if let Some(date) = date(text) {
        return Some(Moment { at: date.to_zoned(tz.clone()).ok()?.timestamp(), date: Some(date) });
    }
    if let Ok(zoned) = text.parse::<Zoned>() {
        return instant(zoned.timestamp());
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return instant(at);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return instant(zoned.timestamp());
    }
    for format in ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M %z", "%Y-%m-%d %H:%M:%S UTC"] {
        if let Ok(broken) = jiff::fmt::strtime::parse(format, text) {
            let at = match broken.offset() {
                Some(_) => broken.to_timestamp().ok()?,
                None => broken.to_datetime().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp(),
            };
            return instant(at);
        }
    }
    let slashed = text.replace('/', "-");
    let local = slashed.parse::<DateTime>().ok().or_else(|| twelve_hours(&slashed))?;
    instant(local.to_zoned(tz.clone()).ok()?.timestamp())
}

fn twelve_hours(text: &str) -> Option<DateTime> {
    let formats = ["%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p"];
    formats.iter().find_map(|format| DateTime::strptime(format, text).ok())
}

/// `2026-11-20` or `2026/11/20`, alone.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() != 10 {
        return None;
    }
    text.replace('/', "-").parse().ok()
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn duration(value: &Value, day: Option<f64>) -> Result<BusinessTime, Trouble> {
    let trouble = || {
        wrong(
            "duration",
            value,
            "una duración: segundos, \"PT4H30M\", \"4h 30min\" o \"04:30\"",
            "a duration: seconds, \"PT4H30M\", \"4h 30min\" or \"04:30\"",
        )
    };
    if let Value::Object(object) = value {
        let mut total = BusinessTime::ZERO;
        for (unit, amount) in object {
            let amount = number(amount).ok_or_else(trouble)?;
            total += units(amount, unit, day)?;
        }
        return Ok(total);
    }
    if let Some(seconds) = number(value) {
        return units(seconds, "seconds", day);
    }
    let text = value.as_str().ok_or_else(trouble)?.trim();
    if let Some(clock) = clock(text) {
        return Ok(clock);
    }
    match text.parse::<BusinessTime>() {
        Ok(time) => Ok(time),
        Err(_) => {
            let span: jiff::Span = text.parse().map_err(|_| trouble())?;
            let days = f64::from(span.get_weeks()) * 7.0 + f64::from(span.get_days());
            if span.get_months() != 0 || span.get_years() != 0 {
                return Err(trouble());
            }
            let clock = span.days(0).weeks(0);
            let clock = SignedDuration::try_from(clock).map_err(|_| trouble())?;
            Ok(units(days, "days", day)? + BusinessTime::from_duration(clock))
        }
    }
}

/// `04:30` or `-4:30:15`, hours first.
fn clock(text: &str) -> Option<BusinessTime> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let parts: Vec<u32> = digits.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = match parts[..] {
        [hours, minutes] => [hours, minutes, 0],
        [hours, minutes, seconds] => [hours, minutes, seconds],
        _ => return None,
    };
    let total = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds);
    (minutes < 60 && seconds < 60).then(|| BusinessTime::from_secs(sign * total))
}

fn units(amount: f64, unit: &str, day: Option<f64>) -> Result<BusinessTime, Trouble> {
    let seconds = match unit {
        "millisecond" | "milliseconds" | "ms" => 0.001,
        "second" | "seconds" | "sec" | "secs" | "s" => 1.0,
        "minute" | "minutes" | "min" | "mins" | "m" => 60.0,
        "hour" | "hours" | "h" => 3600.0,
        "day" | "days" | "d" => day.ok_or_else(|| {
            Trouble::new(
                "duration",
                "un día no es una cantidad de tiempo hábil: use add_working_days, o diga cuántas horas tiene con «day_hours»",
                "a day is no amount of business time: use add_working_days, or say how many hours it has with \"day_hours\"",
            )
        })?,
        _ => {
            return Err(Trouble::new(
                "duration",
                format!("«{unit}» no es una unidad de tiempo hábil: use seconds, minutes u hours"),
                format!("\"{unit}\" is no unit of business time: use seconds, minutes or hours"),
            ));
        }
    };
    // Rounded to the nanosecond: 0.1 h is 360 s exactly, whatever binary fractions make of it.
    Ok(BusinessTime::from_nanos((amount * seconds * 1e9).round() as i128))
}

pub fn missing(name: &str) -> Trouble {
    Trouble::new("missing", format!("falta «{name}»"), format!("\"{name}\" is missing"))
}

pub fn wrong(name: &str, value: &Value, spanish: &str, english: &str) -> Trouble {
    Trouble::new(
        "value",
        format!("«{name}» dice {value}, y debe ser {spanish}"),
        format!("\"{name}\" says {value}, and must be {english}"),
    )
}
