//! The time of a case as JSON: the shape `docs/howto/explain.md` promises. Keys are only ever added.

use desk::agenda::Step;
use desk::calendar::{BusinessTime, DayKind, Interval};
use desk::explain::{ClockExplained, DayReason, TermCount, TermDay, TermExplained};
use desk::foresee::Foreseen;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::interval;
use crate::lang::Lang;
use crate::view::ExplainView;
use crate::web::cases::coming::Telling;
use crate::words::Words;

/// The number of the shape; it changes only if a key ever loses its meaning.
const SHAPE: u32 = 1;

/// Everything told of a case at an instant.
pub fn json(told: &ExplainView, lang: Lang, w: &Words) -> Value {
    let shape = Shape { told, lang };
    let calendar = &told.rules.calendar;
    let document = &told.rules.procedure.document;
    json!({
        "shape": SHAPE,
        "case": told.number,
        "now": shape.at(told.now),
        "at": shape.at(told.at),
        "received_at": shape.at(told.received_at),
        "closed_at": told.closed_at.map(|at| shape.at(at)),
        "activity": told.activity,
        "procedure": { "id": document.id, "version": document.version },
        "calendar": { "id": calendar.id(), "edition": calendar.edition() },
        "clocks": told.clocks.iter().map(|clock| shape.clock(clock)).collect::<Vec<_>>(),
        "terms": told.terms.iter().map(|term| shape.term(term)).collect::<Vec<_>>(),
        "future": told.coming.iter().map(|step| shape.future(step, w)).collect::<Vec<_>>(),
    })
}

/// Keeps the measures whose name («clock.solucion», «term.silencio.3») fits.
pub fn keep(all: &mut Value, fits: impl Fn(&str) -> bool) {
    for part in ["clocks", "terms"] {
        if let Some(list) = all.get_mut(part).and_then(Value::as_array_mut) {
            list.retain(|one| one.get("id").and_then(Value::as_str).is_some_and(&fits));
        }
    }
}

struct Shape<'a> {
    told: &'a ExplainView,
    lang: Lang,
}

impl Shape<'_> {
    /// RFC 3339 with the calendar's offset.
    fn at(&self, at: Timestamp) -> String {
        interval::written(&self.told.rules.calendar, at)
    }

    fn intervals(&self, intervals: &[Interval]) -> Vec<Value> {
        intervals.iter().map(|one| interval::interval(&self.told.rules.calendar, one, self.lang)).collect()
    }

    fn clock(&self, clock: &ClockExplained) -> Value {
        let reading = &clock.reading;
        let name = self.told.rules.procedure.clocks.get(&clock.clock).map(|found| found.name.as_str());
        let seconds = |time: BusinessTime| interval::seconds(time);
        json!({
            "id": format!("clock.{}", clock.clock),
            "clock": clock.clock,
            "name": name,
            "from": self.at(clock.starts_at),
            "elapsed_seconds": seconds(reading.elapsed),
            "target": clock.target.as_ref().map(|target| json!({
                "seconds": seconds(target.time),
                "example": target.example,
                "set_at": self.at(target.set_at),
                "chosen_by": target.facts,
            })),
            "left_seconds": reading.left().map(seconds),
            "running": reading.running,
            "due_at": reading.due_at.map(|at| self.at(at)),
            "late": reading.is_late(clock.at),
            "thresholds": clock.thresholds.iter().map(|threshold| json!({
                "percent": threshold.percent,
                "at": threshold.reached_at.map(|at| self.at(at)),
                "told": threshold.told,
            })).collect::<Vec<_>>(),
            "measured": clock.measured.as_ref().map(|measured| json!({
                "seconds": seconds(measured.elapsed),
                "target_seconds": measured.target.map(seconds),
                "at": self.at(measured.at),
            })),
            "intervals": self.intervals(&clock.so_far),
            "to_come": self.intervals(&clock.to_come),
        })
    }

    fn term(&self, term: &TermExplained) -> Value {
        let label = self.told.rules.procedure.terms.get(&term.term).map(|found| found.label.as_str());
        let (counts, days, intervals) = match &term.count {
            TermCount::Days(DayKind::Business, days) => ("business_days", self.days(days), Vec::new()),
            TermCount::Days(DayKind::Calendar, days) => ("calendar_days", self.days(days), Vec::new()),
            TermCount::Hours(intervals) => ("business_hours", Vec::new(), self.intervals(intervals)),
            TermCount::UntilDate => ("until_date", Vec::new(), Vec::new()),
        };
        json!({
            "id": format!("term.{}.{}", term.term, term.visit),
            "term": term.term,
            "name": label,
            "visit": term.visit,
            "from": self.at(term.base_at),
            "ends_at": self.at(term.ends_at),
            "stands": term.stands,
            "counts": counts,
            "days": days,
            "intervals": intervals,
        })
    }

    fn days(&self, days: &[TermDay]) -> Vec<Value> {
        let es = self.lang == Lang::Es;
        let one = |day: &TermDay| {
            let word = |reason: &str, spanish: &str, english: &str| {
                interval::object(json!({ "reason": reason, "text": if es { spanish } else { english } }))
            };
            let why = match &day.why {
                None => word("counts", "cuenta", "it counts"),
                Some(DayReason::Closed(reason)) => interval::reason(reason, self.lang),
                Some(DayReason::Event) => word("event_day", "día desde el que se cuenta", "the day it is counted from"),
                Some(DayReason::Outage) => word("outage", "la mesa no se pudo usar", "the desk could not be reached"),
                Some(DayReason::Announced) => word("announced", "plazo ya anunciado", "the end already announced"),
            };
            let mut told = interval::object(json!({ "on": day.on, "counted": day.nth.is_some(), "nth": day.nth }));
            told.extend(why);
            Value::Object(told)
        };
        days.iter().map(one).collect()
    }

    fn future(&self, step: &Foreseen, w: &Words) -> Value {
        let words = Telling { lang: self.lang, w, rules: &self.told.rules, own: false };
        let mut told: Map<String, Value> = match &step.what {
            Step::End { term } => interval::object(json!({ "kind": "end", "term": term })),
            Step::Remind { term, nth } => interval::object(json!({ "kind": "remind", "term": term, "nth": nth })),
            Step::Start { term, ends_at, .. } => {
                interval::object(json!({ "kind": "start", "term": term, "ends_at": self.at(*ends_at) }))
            }
            Step::Lengthen { term, ends_at } => {
                interval::object(json!({ "kind": "lengthen", "term": term, "ends_at": self.at(*ends_at) }))
            }
            Step::Alert { clock, percent, .. } => {
                interval::object(json!({ "kind": "alert", "clock": clock, "percent": percent }))
            }
            Step::AskSubstitute { absent, substitute } => {
                interval::object(json!({ "kind": "ask_substitute", "absent": absent, "substitute": substitute }))
            }
        };
        let begins: Vec<Value> =
            step.begins().map(|(term, ends_at)| json!({ "term": term, "ends_at": self.at(ends_at) })).collect();
        told.extend(interval::object(json!({
            "at": self.at(step.at),
            "text": words.step(step),
            "answer": step.answer(),
            "enters": step.enters(),
            "result": step.result(),
            "closes": step.closes(),
            "begins": begins,
            "told": step.told(),
        })));
        Value::Object(told)
    }
}
