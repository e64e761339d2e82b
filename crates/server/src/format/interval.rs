//! Stretches of time and their reasons as JSON: a word for programs, a text for people.

use desk::calendar::{BusinessTime, Calendar, DayMark, Interval, Reason};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::lang::Lang;

/// RFC 3339 with the calendar's offset.
pub fn written(calendar: &Calendar, at: Timestamp) -> String {
    at.display_with_offset(calendar.time_zone().to_offset(at)).to_string()
}

pub fn interval(calendar: &Calendar, interval: &Interval, lang: Lang) -> Value {
    let mut told = object(json!({
        "from": written(calendar, interval.starts_at),
        "to": written(calendar, interval.ends_at),
        "counted": interval.counted,
        "seconds": seconds(interval.time()),
    }));
    told.extend(reason(&interval.reason, lang));
    Value::Object(told)
}

/// A reason as a word for programs, a text for people, and what it rests on.
pub fn reason(reason: &Reason, lang: Lang) -> Map<String, Value> {
    let in_words = |spanish: &str, english: &str, what: &str| {
        let text = if lang == Lang::Es { spanish } else { english };
        if what.is_empty() { text.to_owned() } else { format!("{text}: {what}") }
    };
    let names = |marks: &[DayMark]| {
        let names: Vec<&str> = marks.iter().map(|mark| mark.name.as_str()).collect();
        names.join("; ")
    };
    let (kind, text, more) = match reason {
        Reason::Open => ("open", in_words("en horario", "open", ""), Map::new()),
        Reason::OutsideHours => ("outside_hours", in_words("fuera de horario", "outside hours", ""), Map::new()),
        Reason::Weekend { basis } => {
            let basis = basis.iter().map(|basis| ("basis".to_owned(), json!(basis))).collect();
            ("weekend", in_words("día sin jornada", "no hours on this weekday", ""), basis)
        }
        Reason::DayOff { marks: days } => {
            let text = match days.iter().any(|mark| mark.holiday) {
                true => in_words("festivo", "holiday", &names(days)),
                false => in_words("no hábil", "not worked", &names(days)),
            };
            ("day_off", text, marks(days))
        }
        Reason::ShortDay { marks: days } => {
            ("short_day", in_words("jornada reducida", "short day", &names(days)), marks(days))
        }
        Reason::Suspended { basis } => {
            let text = in_words("términos suspendidos", "terms suspended", basis);
            ("suspended", text, object(json!({ "basis": basis })))
        }
        Reason::Paused { reason } => {
            let text = in_words("en pausa", "paused", reason);
            ("paused", text, object(json!({ "pause": reason })))
        }
    };
    let mut told = object(json!({ "reason": kind, "text": text }));
    told.extend(more);
    told
}

pub fn marks(marks: &[DayMark]) -> Map<String, Value> {
    if marks.is_empty() { Map::new() } else { object(json!({ "marks": marks })) }
}

/// Whole seconds as an integer, with a fraction only when there is one.
pub fn seconds(time: BusinessTime) -> Value {
    let duration = time.as_duration();
    if duration.subsec_nanos() == 0 { json!(duration.as_secs()) } else { json!(duration.as_secs_f64()) }
}

pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
