//! A calendar written inside a question: the keys of a calendar file, and the shapes in which other
//! programs keep theirs.

use desk::calendar::{Calendar, CalendarError, Definition, Hours};
use serde_json::{Map, Value, json};

use super::fields::{date, wrong};
use super::inline_hours::{DAY, DAYS, DayNumbers, Segments, by_day, days, days_of, one_day, segments, week, without};
use super::trouble::Trouble;

/// Every key an inline calendar may have, with its other names.
const KEYS: [&[&str]; 16] = [
    &["week", "hours", "working_hours", "work_hours", "business_hours", "opening_hours", "workinghours", "segments"],
    &["days", "weekmask", "work_week", "workweek", "working_days", "workdays"],
    &["weekend", "weekends"],
    &["open", "start", "day_start", "beginning_of_workday", "workday_start"],
    &["close", "end", "day_end", "end_of_workday", "workday_end"],
    &["tz", "timezone", "time_zone", "zone"],
    &["holidays", "holiday"],
    &["breaks", "break"],
    &["override", "overrides", "shifts", "exceptions", "special_hours", "hours_by_date"],
    &["rule", "rules"],
    &["suspension", "suspensions"],
    &["id"],
    &["name", "description", "comment"],
    &["edition", "version"],
    &["saturday_basis"],
    &["day_numbers"],
];

/// Builds the calendar. `base` is the one it `extends`, if any; `tz` serves when it names no zone.
pub fn calendar(written: &Map<String, Value>, base: Option<&Calendar>, tz: &str) -> Result<Calendar, Trouble> {
    let known = |key: &str| KEYS.iter().any(|names| names.contains(&key)) || ["day_terms", "extends"].contains(&key);
    if let Some(key) = written.keys().find(|key| !known(key)) {
        let names = KEYS.iter().map(|names| names[0]).collect::<Vec<_>>().join(", ");
        return Err(Trouble::new(
            "calendar",
            format!("calendario: la clave «{key}» no existe; se admiten: {names}, day_terms, extends"),
            format!("calendar: there is no key \"{key}\"; allowed: {names}, day_terms, extends"),
        ));
    }
    let get = |name: &str| {
        let names = KEYS.iter().find(|names| names[0] == name).copied().unwrap_or_default();
        names.iter().find_map(|name| written.get(*name)).filter(|value| !value.is_null())
    };
    let mut result = match base {
        Some(base) => as_object(serde_json::to_value(base.definition()))?,
        None => as_object(Ok(json!({ "id": "inline", "tz": tz })))?,
    };
    for key in ["id", "name", "edition", "tz", "saturday_basis"] {
        if let Some(value) = get(key) {
            result.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(value) = written.get("day_terms") {
        result.insert("day_terms".to_owned(), value.clone());
    }
    if base.is_none() || ["week", "days", "weekend", "open", "close"].iter().any(|key| get(key).is_some()) {
        let numbers = get("day_numbers").map(day_numbers).transpose()?;
        let named = |key: &str| {
            let value = get(key)?;
            let value = numbers.map_or_else(|| value.clone(), |numbers| numbers.spelled(value));
            Some(by_day(&value).unwrap_or(value))
        };
        let (days, weekend) = (named("days"), named("weekend"));
        let week = week_of(named("week").as_ref(), days.as_ref(), weekend.as_ref(), get("open").zip(get("close")))?;
        result.insert("week".to_owned(), spelled(&self::week(&week)?));
    }
    let mut lists = Lists::taken_from(&mut result);
    if let Some(breaks) = get("breaks") {
        take_breaks(breaks, &mut result, &mut lists)?;
    }
    for (key, list) in [("rule", &mut lists.rules), ("suspension", &mut lists.suspensions)] {
        list.extend(get(key).map(in_a_list).unwrap_or_default());
    }
    if let Some(holidays) = get("holidays") {
        lists.rules.extend(holidays_of(holidays)?);
    }
    if let Some(exact) = get("override") {
        take_overrides(exact, &mut lists)?;
    }
    lists.given_to(&mut result);
    let definition: Definition =
        serde_json::from_value(Value::Object(result)).map_err(|error| CalendarError::from_serde(&error.to_string()))?;
    Ok(Calendar::new(definition)?)
}

fn day_numbers(value: &Value) -> Result<DayNumbers, Trouble> {
    let words = "\"iso\" (1 = mon … 7 = sun), \"sunday\" (0 = sun … 6 = sat), \"monday\" (0 = mon … 6 = sun)";
    value.as_str().and_then(DayNumbers::named).ok_or_else(|| wrong("day_numbers", value, words, words))
}

struct Lists {
    rules: Vec<Value>,
    overrides: Vec<Value>,
    suspensions: Vec<Value>,
}

impl Lists {
    fn taken_from(object: &mut Map<String, Value>) -> Self {
        let mut take = |key| object.remove(key).map(|list| in_a_list(&list)).unwrap_or_default();
        Self { rules: take("rule"), overrides: take("override"), suspensions: take("suspension") }
    }

    fn given_to(self, object: &mut Map<String, Value>) {
        object.insert("rule".to_owned(), Value::Array(self.rules));
        object.insert("override".to_owned(), Value::Array(self.overrides));
        object.insert("suspension".to_owned(), Value::Array(self.suspensions));
    }
}

fn as_object(value: serde_json::Result<Value>) -> Result<Map<String, Value>, Trouble> {
    match value {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => Err(Trouble::new("calendar", "el calendario no es un objeto", "the calendar is no object")),
    }
}

fn in_a_list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    }
}

fn spelled(week: &[Hours; 7]) -> Value {
    let days = DAYS.iter().zip(week).map(|(name, hours)| ((*name).to_owned(), json!(hours.to_string())));
    Value::Object(days.collect())
}

/// Without hours a working day is the whole day, and without days the week is Monday to Friday:
/// what a calendar of dates means.
fn week_of(
    week: Option<&Value>,
    which: Option<&Value>,
    weekend: Option<&Value>,
    open: Option<(&Value, &Value)>,
) -> Result<[Segments; 7], Trouble> {
    let named = |value: &Value| {
        days(value).ok_or_else(|| {
            wrong(
                "days",
                value,
                "días por su nombre: [\"mon\", \"tue\"], \"mon-fri\" o \"1111100\" desde el lunes",
                "days by name: [\"mon\", \"tue\"], \"mon-fri\" or \"1111100\" from Monday",
            )
        })
    };
    let worked: Vec<usize> = match (which, weekend) {
        (Some(days), _) => named(days)?,
        (None, Some(weekend)) => {
            let weekend = named(weekend)?;
            (0..7).filter(|day| !weekend.contains(day)).collect()
        }
        (None, None) => (0..5).collect(),
    };
    let mut result: [Segments; 7] = Default::default();
    let mut by_day = false;
    if let Some(Value::Object(object)) = week {
        for (name, hours) in object {
            let Some(days) = days_of(name) else { continue };
            by_day = true;
            for day in days {
                result[day] = segments(hours)?;
            }
        }
        // Hours are told by hours: a key of letters alone can only be meant as a day.
        let letters = |name: &&String| {
            let words = ["from", "start", "open", "opens", "begin", "to", "end", "close", "closes", "until", "active"];
            name.chars().all(char::is_alphabetic) && !words.contains(&name.as_str()) && !object.contains_key("active")
        };
        let stray = object.keys().find(|name| days_of(name).is_none() && (by_day || letters(name)));
        if let Some(name) = stray.or_else(|| object.keys().find(|name| name.parse::<u8>().is_ok())) {
            return Err(Trouble::new(
                "calendar",
                format!(
                    "calendario: «{name}» no es un día; escriba mon, tue, wed, thu, fri, sat, sun, o diga cómo numera los días con «day_numbers»"
                ),
                format!(
                    "calendar: \"{name}\" is no day; write mon, tue, wed, thu, fri, sat, sun, or say how days are numbered with \"day_numbers\""
                ),
            ));
        }
        by_day |= object.is_empty();
    }
    if !by_day {
        let hours = match (week, open) {
            (Some(hours), _) => segments(hours)?,
            (None, Some((from, to))) => segments(&json!([from, to]))?,
            (None, None) => vec![(0, DAY)],
        };
        for day in worked {
            result[day] = hours.clone();
        }
    } else if which.is_some() || weekend.is_some() {
        for (day, hours) in result.iter_mut().enumerate() {
            if !worked.contains(&day) {
                hours.clear();
            }
        }
    }
    Ok(result)
}

/// Breaks of every day, of a weekday, or of one date.
fn take_breaks(breaks: &Value, result: &mut Map<String, Value>, lists: &mut Lists) -> Result<(), Trouble> {
    let mut each_day: [Segments; 7] = Default::default();
    match breaks {
        Value::Object(object) if object.keys().any(|key| date(key).is_some() || days_of(key).is_some()) => {
            for (key, value) in object {
                let away = segments(value)?;
                if let Some(date) = date(key) {
                    let left = one_day(without(&[(0, DAY)], &away))?;
                    lists.rules.push(json!({
                        "kind": "single", "date": date.to_string(), "hours": left.to_string(),
                        "name": "pausa", "holiday": false,
                    }));
                } else {
                    for day in days_of(key).unwrap_or_default() {
                        each_day[day].extend(&away);
                    }
                }
            }
        }
        all => {
            let away = segments(all)?;
            each_day = std::array::from_fn(|_| away.clone());
        }
    }
    let Some(Value::Object(week)) = result.get_mut("week") else {
        return Ok(());
    };
    for (name, away) in DAYS.iter().zip(&each_day) {
        let Some(hours) = week.get(*name) else {
            continue;
        };
        let left = one_day(without(&segments(hours)?, away))?;
        week.insert((*name).to_owned(), json!(left.to_string()));
    }
    Ok(())
}

/// Holidays: dates, dates with names, ranges, dates of every year (`12-25`), or rules.
fn holidays_of(value: &Value) -> Result<Vec<Value>, Trouble> {
    let trouble = |value: &Value| {
        wrong(
            "holidays",
            value,
            "fechas: [\"2026-12-25\", {\"date\": \"2026-12-25\", \"name\": \"Navidad\"}]",
            "dates: [\"2026-12-25\", {\"date\": \"2026-12-25\", \"name\": \"Christmas\"}]",
        )
    };
    let entries: Vec<(Value, Option<&str>)> = match value {
        Value::Array(list) => list.iter().map(|entry| (entry.clone(), None)).collect(),
        Value::Object(by_date) if by_date.keys().all(|key| one_date(key).is_some()) => {
            by_date.iter().map(|(date, name)| (json!(date), name.as_str())).collect()
        }
        one => vec![(one.clone(), None)],
    };
    let mut rules = Vec::new();
    for (entry, name) in entries {
        let object = match &entry {
            Value::String(_) => Map::from_iter([("date".to_owned(), entry.clone())]),
            Value::Object(object) => object.clone(),
            _ => return Err(trouble(&entry)),
        };
        if object.contains_key("kind") {
            rules.push(entry);
            continue;
        }
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        let name = name.or_else(|| text("name")).unwrap_or("festivo");
        let basis = text("basis").unwrap_or_default();
        let (from, to) =
            match (text("date"), text("from").or_else(|| text("start")), text("to").or_else(|| text("end"))) {
                (Some(day), _, _) => (day, day),
                (None, Some(from), Some(to)) => (from, to),
                _ => return Err(trouble(&entry)),
            };
        rules.extend(closed(from, to, name, basis).ok_or_else(|| trouble(&entry))?);
    }
    Ok(rules)
}

/// Longer than any holiday: a range of dates beyond it is a mistake.
const MANY_DAYS: i64 = 3660;

/// A rule for each date of a range, or for one date of every year.
fn closed(from: &str, to: &str, name: &str, basis: &str) -> Option<Vec<Value>> {
    let dates = match (one_date(from)?, one_date(to)?) {
        (OneDate::Yearly(mut rule), OneDate::Yearly(_)) if from == to => {
            rule.extend([("name".to_owned(), json!(name)), ("basis".to_owned(), json!(basis))]);
            return Some(vec![Value::Object(rule)]);
        }
        (OneDate::On(from), OneDate::On(to)) if to.duration_since(from).as_hours() <= MANY_DAYS * 24 => {
            from.series(jiff::ToSpan::day(1)).take_while(move |day| *day <= to)
        }
        _ => return None,
    };
    let rule =
        |day: jiff::civil::Date| json!({ "kind": "single", "date": day.to_string(), "name": name, "basis": basis });
    Some(dates.map(rule).collect())
}

enum OneDate {
    On(jiff::civil::Date),
    /// Kind, month and day of a rule.
    Yearly(Map<String, Value>),
}

/// `2026-12-25`, with an hour that does not matter, or `12-25` and `*-12-25` for every year.
fn one_date(text: &str) -> Option<OneDate> {
    let text = text.trim();
    if let Some(date) = date(text.get(..10).unwrap_or(text)) {
        return Some(OneDate::On(date));
    }
    let (month, day) = text.strip_prefix("*-").unwrap_or(text).split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    jiff::civil::Date::new(2024, month, day).ok()?;
    let rule = json!({ "kind": "fixed", "month": month, "day": day });
    as_object(Ok(rule)).ok().map(OneDate::Yearly)
}

/// Exact hours of a date: a list of overrides, or hours by date. Hours of a date of every year can
/// only shorten it.
fn take_overrides(value: &Value, lists: &mut Lists) -> Result<(), Trouble> {
    let by_date = match value {
        Value::Object(object) if !object.contains_key("date") => object.clone(),
        list => {
            for entry in in_a_list(list) {
                let Value::Object(mut entry) = entry else {
                    return Err(wrong(
                        "override",
                        &entry,
                        "{\"date\": …, \"hours\": …}",
                        "{\"date\": …, \"hours\": …}",
                    ));
                };
                let hours = entry.get("hours").map(segments).transpose()?.unwrap_or_default();
                entry.insert("hours".to_owned(), json!(one_day(hours)?.to_string()));
                lists.overrides.push(Value::Object(entry));
            }
            return Ok(());
        }
    };
    for (day, hours) in by_date {
        let hours = one_day(segments(&hours)?)?;
        match one_date(&day) {
            Some(OneDate::On(date)) => {
                lists.overrides.push(json!({ "date": date.to_string(), "hours": hours.to_string() }));
            }
            Some(OneDate::Yearly(mut rule)) => {
                rule.insert("name".to_owned(), json!("jornada especial"));
                rule.insert("holiday".to_owned(), json!(false));
                if !hours.is_closed() {
                    rule.insert("hours".to_owned(), json!(hours.to_string()));
                }
                lists.rules.push(Value::Object(rule));
            }
            None => {
                return Err(wrong("override", &json!(day), "una fecha: \"2026-12-31\"", "a date: \"2026-12-31\""));
            }
        }
    }
    Ok(())
}
