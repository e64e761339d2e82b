//! One question, one answer.

use desk::calendar::{BusinessTime, Calendar, DayKind, Interval};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Answered, Outcome, amounts, instant, interval, marks, object, reason, written};
use super::day_count;
use super::fields::{Fields, Moment, missing};
use super::trouble::Trouble;
use super::{Calendars, resolve};
use crate::web::texts::Lang;

/// What a question may ask.
const OPS: [&str; 13] = [
    "add_working_time",
    "working_time_between",
    "add_working_days",
    "working_days_between",
    "is_open",
    "is_working_day",
    "is_holiday",
    "next_open",
    "next_close",
    "prev_open",
    "prev_close",
    "due",
    "explain",
];

const START: &[&str] = &[
    "start",
    "from",
    "at",
    "time",
    "instant",
    "date",
    "datetime",
    "begin",
    "when",
    "on",
    "day",
    "moment",
    "timestamp",
    "start_at",
    "start_time",
    "start_date",
    "a",
];
const END: &[&str] = &["end", "to", "until", "stop", "finish", "end_at", "end_time", "end_date", "b"];

/// Answers one question; `number` identifies it when it has no id.
pub fn answer(question: &Value, number: usize, calendars: &mut Calendars, lang: Lang) -> Answer {
    let Value::Object(object) = question else {
        let trouble = Trouble::new(
            "question",
            "una pregunta es un objeto: {\"op\": \"is_open\", \"at\": \"2026-11-20 10:15\"}",
            "a question is an object: {\"op\": \"is_open\", \"at\": \"2026-11-20 10:15\"}",
        );
        return Answer::refused(json!(number), &trouble, lang);
    };
    let fields = Fields::of(object);
    let id = fields.get(&["id"]).cloned().unwrap_or(json!(number));
    let op = fields.get(&["op", "operation"]).and_then(Value::as_str).map(str::to_owned);
    let outcome = match ask(&fields, op.as_deref(), calendars, lang) {
        Ok((result, details)) => Outcome::Answered {
            result,
            details,
            warnings: fields.unused().into_iter().map(|unused| warning(unused, lang)).collect(),
        },
        Err(trouble) => Outcome::Refused { error: trouble.told(lang) },
    };
    Answer { id, op, outcome }
}

fn warning((key, near): (String, Option<&str>), lang: Lang) -> String {
    match (lang, near) {
        (Lang::Es, Some(near)) => format!("la clave «{key}» no se usó; ¿quiso escribir «{near}»?"),
        (Lang::Es, None) => format!("la clave «{key}» no se usó"),
        (Lang::En, Some(near)) => format!("\"{key}\" was not used; did you mean \"{near}\"?"),
        (Lang::En, None) => format!("\"{key}\" was not used"),
    }
}

fn ask(fields: &Fields, op: Option<&str>, calendars: &mut Calendars, lang: Lang) -> Result<Answered, Trouble> {
    let op = op.ok_or_else(|| missing("op"))?;
    if !OPS.contains(&op) {
        let near = OPS.iter().map(|known| (strsim::damerau_levenshtein(op, known), *known)).min();
        let near = near.filter(|(distance, _)| *distance <= 4).map_or(OPS.join(", "), |(_, near)| near.to_owned());
        return Err(Trouble::new(
            "op",
            format!("no hay operación «{op}»; ¿quiso decir {near}?"),
            format!("there is no operation \"{op}\"; did you mean {near}?"),
        ));
    }
    let calendar = resolve(fields, calendars)?;
    let zone = asked_zone(fields, &calendar)?;
    let shown = shown_zone(fields, &calendar, &zone)?;
    let asked = Asked { fields, calendar: &calendar, lang, zone, shown };
    match op {
        "add_working_time" => asked.add_working_time(),
        "working_time_between" => asked.working_time_between(),
        "add_working_days" => asked.add_working_days(),
        "working_days_between" => asked.working_days_between(),
        "is_open" => asked.is_open(),
        "is_working_day" => asked.is_working_day(),
        "is_holiday" => asked.is_holiday(),
        "due" => asked.due(),
        "explain" => asked.explain(),
        event => asked.event(event),
    }
}

/// The zone in which the question writes its local times: its own `tz`, else the calendar's.
fn asked_zone(fields: &Fields, calendar: &Calendar) -> Result<jiff::tz::TimeZone, Trouble> {
    match fields.text(&["tz", "timezone"])? {
        Some(name) => Ok(desk::calendar::Zone::new(name)?.time_zone()?),
        None => Ok(calendar.time_zone().clone()),
    }
}

/// The zone in which instants are answered: the calendar's; `asker` is the offset or zone the first
/// instant is written in.
fn shown_zone(fields: &Fields, calendar: &Calendar, asked: &jiff::tz::TimeZone) -> Result<jiff::tz::TimeZone, Trouble> {
    match fields.text(&["output", "output_tz", "output_zone"])? {
        None | Some("calendar") => Ok(calendar.time_zone().clone()),
        Some("asker" | "question" | "same") => Ok(fields.written_zone(START).unwrap_or_else(|| asked.clone())),
        Some("utc" | "UTC") => Ok(jiff::tz::TimeZone::UTC),
        Some(name) => Ok(desk::calendar::Zone::new(name)?.time_zone()?),
    }
}

struct Asked<'a> {
    fields: &'a Fields<'a>,
    calendar: &'a Calendar,
    lang: Lang,
    zone: jiff::tz::TimeZone,
    /// In which instants are answered.
    shown: jiff::tz::TimeZone,
}

impl Asked<'_> {
    fn wall(&self, at: Option<Timestamp>) -> Answered {
        instant(self.calendar, &self.shown, at)
    }

    fn start(&self) -> Result<Moment, Trouble> {
        self.fields.moment(START, &self.zone)
    }

    fn end(&self) -> Result<Moment, Trouble> {
        self.fields.moment(END, &self.zone)
    }

    fn add_working_time(&self) -> Result<Answered, Trouble> {
        let start = self.start()?.at;
        let time = self.fields.duration()?.ok_or_else(|| missing("duration"))?;
        let before = self.fields.choice(&["direction"], &[&["after", "forward"], &["before", "backward"]])? == "before";
        let far = self.fields.choice(&["edge"], &[&["near"], &["far"]])? == "far";
        let time = if before { -time } else { time };
        let backwards = time.is_negative() || (time.is_zero() && before);
        let found = match backwards {
            true => self.calendar.before(start, -time),
            false => self.calendar.checked_after(start, time),
        };
        // While the desk is closed business time stands still: the far edge is the other end of that.
        let found = match (found, far, backwards) {
            (Some(found), true, true) => day_count::last_open(self.calendar, found),
            (Some(found), true, false) => Some(self.calendar.next_opening(found)),
            (found, _, _) => found,
        };
        Ok(self.wall(found))
    }

    fn working_time_between(&self) -> Result<Answered, Trouble> {
        let (start, end) = (self.start()?.at, self.end()?.at);
        let zero = self.fields.choice(&["reversed"], &[&["negative"], &["zero"]])? == "zero";
        let (from, to) = (start.min(end), start.max(end));
        let pauses = self.fields.pauses(&self.zone, to)?;
        let mut time = match pauses.is_empty() {
            true => self.calendar.elapsed(from, to),
            false => self.calendar.explain(from, to, &pauses).iter().map(Interval::time).sum(),
        };
        if end < start {
            time = if zero { BusinessTime::ZERO } else { -time };
        }
        Ok((json!(time.to_string()), amounts(time)))
    }

    fn add_working_days(&self) -> Result<Answered, Trouble> {
        let start = self.start()?;
        let found = day_count::add(self.fields, self.calendar, start)?;
        let Some((date, at)) = found else {
            return Ok(self.wall(None));
        };
        if start.date.is_some() {
            return Ok((json!(date), Map::new()));
        }
        let (result, mut details) = self.wall(Some(at));
        details.insert("date".to_owned(), json!(date));
        Ok((result, details))
    }

    fn working_days_between(&self) -> Result<Answered, Trouble> {
        let (a, b) = (self.start()?.on(self.calendar), self.end()?.on(self.calendar));
        let counted = self.counted_ends()?;
        let mirrored = self.fields.choice(&["reversed"], &[&["directed"], &["mirror"]])? == "mirror";
        let counts = if mirrored && b < a {
            day_count::between(self.calendar, b, a).map(|(name, days)| (name, -days))
        } else {
            day_count::between(self.calendar, a, b)
        };
        let result = counts.iter().find(|(name, _)| *name == counted).map(|(_, days)| *days);
        let all: Map<String, Value> = counts.iter().map(|(name, days)| ((*name).to_owned(), json!(days))).collect();
        Ok((json!(result), object(json!({ "counts": all }))))
    }

    /// Which of the two dates count, in one word or end by end.
    fn counted_ends(&self) -> Result<&'static str, Trouble> {
        const WORDS: [&[&str]; 4] = [&["end", "(]"], &["start", "[)"], &["both", "[]"], &["neither", "()"]];
        let (start, end) = (&["include_start"], &["include_end"]);
        if self.fields.get(&["inclusive"]).is_some() {
            return Ok(if self.fields.flag(&["inclusive"])? { "both" } else { "end" });
        }
        if self.fields.get(start).or(self.fields.get(end)).is_none() {
            return self.fields.choice(&["counted", "bounds"], &WORDS);
        }
        let end = self.fields.get(end).is_none() || self.fields.flag(end)?;
        Ok(match (self.fields.flag(start)?, end) {
            (true, true) => "both",
            (true, false) => "start",
            (false, true) => "end",
            (false, false) => "neither",
        })
    }

    fn is_open(&self) -> Result<Answered, Trouble> {
        let at = self.start()?.at;
        let at_end = self.fields.flag(&["end_inclusive", "inclusive", "closing_is_open"])?
            && self.calendar.closed_before(at) == Some(at);
        let open = self.calendar.is_open(at) || at_end;
        let now = at.checked_add(SignedDuration::from_nanos(1)).unwrap_or(at);
        let told = self.calendar.explain(at, now, &[]);
        let details = told.first().filter(|_| !open).map(|interval| reason(&interval.reason, self.lang));
        Ok((json!(open), details.unwrap_or_default()))
    }

    fn is_working_day(&self) -> Result<Answered, Trouble> {
        let date = self.start()?.on(self.calendar);
        Ok((json!(self.calendar.is_business_day(date)), marks(&self.calendar.marks_on(date))))
    }

    fn is_holiday(&self) -> Result<Answered, Trouble> {
        let date = self.start()?.on(self.calendar);
        let holidays = self.calendar.holidays_on(date);
        Ok((json!(!holidays.is_empty()), marks(&holidays)))
    }

    /// Openings and closings. `next` means strictly later, `prev` means at the instant or before;
    /// `inclusive` says otherwise. With `if_open: same`, an open instant is its own answer.
    fn event(&self, op: &str) -> Result<Answered, Trouble> {
        let at = self.start()?.at;
        let next = op.starts_with("next");
        let inclusive = match self.fields.get(&["inclusive"]) {
            Some(_) => self.fields.flag(&["inclusive"])?,
            None => !next,
        };
        let same = self.fields.choice(&["if_open"], &[&["event"], &["same"]])? == "same";
        let just_before = at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
        let from = if next == inclusive { just_before } else { at };
        let inside = if next { self.calendar.is_open(at) } else { self.calendar.is_open(just_before) };
        let found = match op {
            "next_open" | "prev_close" if same && inside => Some(at),
            "next_open" => self.calendar.opens_after(from),
            "next_close" => self.calendar.closes_after(from),
            "prev_open" => self.calendar.opened_before(from),
            _ => self.calendar.closed_before(from),
        };
        let (result, mut details) = self.wall(found);
        details.insert("open".to_owned(), json!(self.calendar.is_open(at)));
        Ok((result, details))
    }

    fn due(&self) -> Result<Answered, Trouble> {
        let start = self.start()?.at;
        if let Some(days) = self.fields.whole(&["days", "n", "working_days", "business_days"])? {
            return self.due_in_days(start, days);
        }
        let time = self.fields.duration()?.ok_or_else(|| missing("duration"))?;
        let pauses = self.fields.pauses(&self.zone, Timestamp::MAX)?;
        let found = self.due_at(start, time, &pauses);
        let (result, mut details) = self.wall(found);
        if found.is_none() && pauses.iter().any(|(_, to, _)| *to == Timestamp::MAX) {
            details.insert("paused".to_owned(), json!(true));
        }
        Ok((result, details))
    }

    fn due_at(&self, start: Timestamp, time: BusinessTime, pauses: &[super::fields::Pause]) -> Option<Timestamp> {
        let pauses: Vec<(Timestamp, Timestamp)> = pauses.iter().map(|(from, to, _)| (*from, *to)).collect();
        self.calendar.due(start, time, &pauses).filter(|due| *due < Timestamp::MAX)
    }

    fn due_in_days(&self, start: Timestamp, days: i64) -> Result<Answered, Trouble> {
        let kind = self.fields.choice(&["kind"], &[&["business", "working"], &["calendar"]])?;
        let kind = if kind == "business" { DayKind::Business } else { DayKind::Calendar };
        let days = u32::try_from(days)
            .ok()
            .filter(|days| *days <= 100_000)
            .ok_or_else(|| Trouble::new("value", "un término va de 0 a 100000 días", "a term has 0 to 100000 days"))?;
        if self.fields.get(&["pauses", "pause", "paused"]).is_some() {
            return Err(Trouble::new(
                "value",
                "un término en días no se pausa: empieza otro",
                "a term in days is not paused: another one begins",
            ));
        }
        let term = self.calendar.day_term(start, days, kind);
        let (result, mut details) = self.wall(Some(term.ends_at).filter(|ends_at| *ends_at < Timestamp::MAX));
        details.insert("counted".to_owned(), json!(term.counted));
        details.insert("last_on".to_owned(), json!(term.last_on));
        Ok((result, details))
    }

    fn explain(&self) -> Result<Answered, Trouble> {
        let start = self.start()?.at;
        let (end, pauses) = match self.fields.duration()? {
            Some(time) => {
                let pauses = self.fields.pauses(&self.zone, Timestamp::MAX)?;
                let due = self
                    .due_at(start, time, &pauses)
                    .ok_or_else(|| Trouble::new("never", "ese instante no llega nunca", "that instant never comes"))?;
                (due, pauses)
            }
            None => {
                let end = self.end()?.at;
                (end, self.fields.pauses(&self.zone, end)?)
            }
        };
        let years = end.duration_since(start).as_hours() / 8766;
        if years > 100 {
            return Err(Trouble::new("value", "se explican hasta cien años", "a hundred years at most are explained"));
        }
        let told = self.calendar.explain(start, end, &pauses);
        let total: BusinessTime = told.iter().map(Interval::time).sum();
        let intervals: Vec<Value> = told.iter().map(|told| interval(self.calendar, told, self.lang)).collect();
        let mut details = amounts(total);
        details.insert("total".to_owned(), json!(total.to_string()));
        details.insert("end".to_owned(), json!(written(self.calendar, end)));
        Ok((Value::Array(intervals), details))
    }
}
