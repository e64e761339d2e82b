//! Hours and weekdays in the many shapes other programs write them.

use desk::calendar::Hours;
use serde_json::Value;

use super::fields::wrong;
use super::trouble::Trouble;

/// Seconds of a civil day.
pub const DAY: u32 = 86_400;

/// Segments in seconds of the day. One that passes midnight ends beyond [`DAY`].
pub type Segments = Vec<(u32, u32)>;

/// Monday first.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `"09:00-17:00"`, several with commas, a list of them, `["09:00", "17:00"]`, a list of pairs,
/// `{"09:00": "17:00"}`, `{"from": …, "to": …}` or a list of those; null, false or nothing is closed.
/// An end of 00:00 is the end of the day.
pub fn segments(value: &Value) -> Result<Segments, Trouble> {
    let trouble = || {
        wrong(
            "week",
            value,
            "horas como \"09:00-17:00\", [\"09:00-12:00\", \"13:00-17:00\"], [\"09:00\", \"17:00\"] o {\"09:00\": \"17:00\"}",
            "hours such as \"09:00-17:00\", [\"09:00-12:00\", \"13:00-17:00\"], [\"09:00\", \"17:00\"] or {\"09:00\": \"17:00\"}",
        )
    };
    read(value).ok_or_else(trouble)
}

fn read(value: &Value) -> Option<Segments> {
    match value {
        Value::Null | Value::Bool(false) => Some(Vec::new()),
        Value::Bool(true) => Some(vec![(0, DAY)]),
        Value::String(text) => text_segments(text),
        Value::Array(list) => match list.as_slice() {
            [Value::String(from), Value::String(to)] if !from.contains('-') && clock(from).is_some() => {
                Some(vec![segment(from, to)?])
            }
            list => {
                let parts: Option<Vec<Segments>> = list.iter().map(read).collect();
                Some(parts?.concat())
            }
        },
        // A day switched on or off, with its hours beside.
        Value::Object(object) if object.contains_key("active") => {
            let hours = ["timeframes", "hours", "segments"].iter().find_map(|name| object.get(*name));
            match object.get("active")?.as_bool()? {
                true => hours.map_or(Some(vec![(0, DAY)]), read),
                false => Some(Vec::new()),
            }
        }
        Value::Object(object) => {
            let named = |names: &[&str]| names.iter().find_map(|name| object.get(*name)?.as_str());
            let from = named(&["from", "start", "open", "opens", "begin"]);
            let to = named(&["to", "end", "close", "closes", "until"]);
            match (from, to) {
                (Some(from), Some(to)) => Some(vec![segment(from, to)?]),
                _ => object.iter().map(|(from, to)| segment(from, to.as_str()?)).collect(),
            }
        }
        Value::Number(_) => None,
    }
}

fn text_segments(text: &str) -> Option<Segments> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| match part.to_lowercase().as_str() {
            "24h" | "24/7" | "all day" => Some((0, DAY)),
            "closed" | "cerrado" | "off" => Some((0, 0)),
            _ => {
                let (from, to) = part.split_once(['-', '–', '/'])?;
                segment(from, to)
            }
        })
        .collect::<Option<Segments>>()
        .map(|segments| segments.into_iter().filter(|(from, to)| from < to).collect())
}

fn segment(from: &str, to: &str) -> Option<(u32, u32)> {
    let (from, to) = (clock(from)?, clock(to)?);
    match to {
        0 => Some((from, DAY)),
        to if to <= from => Some((from, to + DAY)),
        to => Some((from, to)),
    }
}

/// Seconds of the day of `9`, `9:00`, `09:00:30`, `9:00 am`, `5pm`.
fn clock(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase().replace(['.', ' '], "");
    let (digits, afternoon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(false)),
        (_, Some(digits)) => (digits, Some(true)),
        _ => (text.as_str(), None),
    };
    let parts: Vec<u32> = digits.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [mut hour, minute, second] = match parts[..] {
        [hour] => [hour, 0, 0],
        [hour, minute] => [hour, minute, 0],
        [hour, minute, second] => [hour, minute, second],
        _ => return None,
    };
    if let Some(afternoon) = afternoon {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    if hour > 24 || minute > 59 || second > 59 {
        return None;
    }
    Some(hour * 3600 + minute * 60 + second).filter(|total| *total <= DAY)
}

/// What is left of segments once breaks are taken out.
pub fn without(segments: &[(u32, u32)], breaks: &[(u32, u32)]) -> Segments {
    let mut left = segments.to_vec();
    for &(from, to) in breaks {
        let before = left.iter().map(|&(start, end)| (start, end.min(from)));
        let after = left.iter().map(|&(start, end)| (start.max(to), end));
        left = before.chain(after).filter(|(start, end)| start < end).collect();
    }
    left.sort_unstable();
    left
}

/// A week of segments, Monday first, as the calendar's own hours: what passes midnight opens the
/// start of the next day; overlaps are joined.
pub fn week(days: &[Segments; 7]) -> Result<[Hours; 7], Trouble> {
    let mut split: [Segments; 7] = Default::default();
    for (day, segments) in days.iter().enumerate() {
        for &(from, to) in segments {
            split[day].push((from, to.min(DAY)));
            if to > DAY {
                split[(day + 1) % 7].push((0, to - DAY));
            }
        }
    }
    let mut hours: [Hours; 7] = Default::default();
    for (day, segments) in split.into_iter().enumerate() {
        hours[day] = one_day(segments)?;
    }
    Ok(hours)
}

/// Segments of one day, joined where they overlap.
pub fn one_day(mut segments: Segments) -> Result<Hours, Trouble> {
    segments.sort_unstable();
    let mut joined: Segments = Vec::new();
    for (from, to) in segments {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    Ok(Hours::new(joined)?)
}

/// The days a text or a list names: `mon`, `Monday`, `lunes`, `mon-fri`, `weekdays`, `1111100` (from
/// Monday). Numbers alone are refused: half of the world begins its week on Sunday.
pub fn days(value: &Value) -> Option<Vec<usize>> {
    match value {
        Value::String(text) => days_of(text),
        Value::Array(list) if list.len() == 7 && list.iter().all(|day| day.is_boolean() || day.is_number()) => {
            let on = |day: &Value| day.as_bool().unwrap_or(day.as_i64() == Some(1));
            Some((0..7).filter(|day| on(&list[*day])).collect())
        }
        Value::Array(list) => {
            let named: Option<Vec<Vec<usize>>> = list.iter().map(|day| days_of(day.as_str()?)).collect();
            Some(named?.concat())
        }
        _ => None,
    }
}

pub fn days_of(text: &str) -> Option<Vec<usize>> {
    let text = text.trim().to_lowercase();
    if text.len() == 7 && text.bytes().all(|byte| matches!(byte, b'0' | b'1')) {
        return Some((0..7).filter(|day| text.as_bytes()[*day] == b'1').collect());
    }
    let mut found = Vec::new();
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        match part {
            "weekdays" | "weekday" | "workdays" => found.extend(0..5),
            "weekend" | "weekends" => found.extend(5..7),
            "all" | "daily" | "everyday" | "any" => found.extend(0..7),
            part => match part.split_once('-') {
                Some((from, to)) => {
                    let (from, to) = (day(from)?, day(to)?);
                    found.extend((0..=(to + 7 - from) % 7).map(|after| (from + after) % 7));
                }
                None => found.push(day(part)?),
            },
        }
    }
    Some(found)
}

fn day(name: &str) -> Option<usize> {
    const NAMES: [[&str; 2]; 7] = [
        ["monday", "lunes"],
        ["tuesday", "martes"],
        ["wednesday", "miercoles"],
        ["thursday", "jueves"],
        ["friday", "viernes"],
        ["saturday", "sabado"],
        ["sunday", "domingo"],
    ];
    let name = name.trim().replace('é', "e").replace('á', "a");
    let name = name.trim_end_matches('.');
    let matches = |full: &str| full == name || (name.len() >= 3 && full.starts_with(name));
    NAMES.iter().position(|names| names.iter().any(|full| matches(full)))
}

/// How a calendar that numbers its days counts them; by itself a number names no day.
#[derive(Clone, Copy)]
pub enum DayNumbers {
    /// 1 is Monday, 7 Sunday.
    Iso,
    /// 0 is Sunday, 6 Saturday.
    Sunday,
    /// 0 is Monday, 6 Sunday.
    Monday,
}

impl DayNumbers {
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "iso" | "1=mon" => Some(Self::Iso),
            "sunday" | "0=sun" => Some(Self::Sunday),
            "monday" | "0=mon" => Some(Self::Monday),
            _ => None,
        }
    }

    fn name(self, number: i64) -> Option<&'static str> {
        let day = match self {
            Self::Iso if (1..=7).contains(&number) => number - 1,
            // 7 is Sunday too, as in crontab.
            Self::Sunday if (0..=7).contains(&number) => (number + 6) % 7,
            Self::Monday if (0..=6).contains(&number) => number,
            _ => return None,
        };
        DAYS.get(usize::try_from(day).ok()?).copied()
    }

    /// The same value with names where it numbers days: keys of an object, items of a list.
    pub fn spelled(self, value: &Value) -> Value {
        let text = |text: &str| text.trim().parse().ok().and_then(|number| self.name(number)).map(str::to_owned);
        match value {
            Value::Object(by_day) => {
                let spelled =
                    |(day, hours): (&String, &Value)| (text(day).unwrap_or_else(|| day.clone()), hours.clone());
                Value::Object(by_day.iter().map(spelled).collect())
            }
            // Seven zeros and ones are a mask, not seven days.
            Value::Array(list) if list.len() == 7 && list.iter().all(|day| matches!(day.as_i64(), Some(0 | 1))) => {
                value.clone()
            }
            Value::Array(list) => Value::Array(list.iter().map(|day| self.item(day)).collect()),
            other => other.clone(),
        }
    }

    fn item(self, day: &Value) -> Value {
        match day {
            Value::Number(number) => {
                number.as_i64().and_then(|number| self.name(number)).map_or_else(|| day.clone(), |name| name.into())
            }
            Value::Object(segment) => {
                let mut segment = segment.clone();
                if let Some(day) = segment.get_mut("day") {
                    *day = self.item(day);
                }
                Value::Object(segment)
            }
            other => other.clone(),
        }
    }
}

/// A week written as a list of segments that each name their day, gathered by day; nothing for any
/// other list.
pub fn by_day(week: &Value) -> Option<Value> {
    let list = week.as_array().filter(|list| !list.is_empty())?;
    let mut days: serde_json::Map<String, Value> = serde_json::Map::new();
    for entry in list {
        let mut segment = entry.as_object()?.clone();
        let day = segment.remove("day").or_else(|| segment.remove("weekday"))?;
        let hours = segment.remove("hours").unwrap_or(Value::Object(segment));
        let of_day = days.entry(day.as_str()?.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
        of_day.as_array_mut()?.push(hours);
    }
    Some(Value::Object(days))
}
