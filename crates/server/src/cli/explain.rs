//! `ventanilla explain`: why a case's times and terms are what they are, at any instant.

use clap::Args;
use desk::calendar::Interval;
use desk::explain::{self, ClockExplained, TermCount, TermExplained};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::instance::InstanceArgs;
use super::{DONE, FAILED, MISUSED, trouble};
use crate::act::Failed;
use crate::format::{explanation, interval};
use crate::lang::Lang;
use crate::store::Access;
use crate::view::{self, ExplainView};
use crate::web::cases::coming::Telling;
use crate::words::Words;

#[derive(Args)]
#[command(
    about = "Explica los tiempos y términos de un caso en cualquier momento. ¦ Explains the times and terms of a case at any instant.",
    after_help = "Ejemplos:
  ventanilla explain SOL-2026-000123 --data /srv/mesa
  ventanilla explain SOL-2026-000123 --clock solucion --at \"2026-11-24 16:00\"
  ventanilla explain SOL-2026-000123 --future --json

Un momento pasado muestra el caso como estaba; uno futuro, como estará si nadie actúa.
Solo lee: puede usarse mientras «ventanilla serve» trabaja. El JSON está descrito en docs/howto/explain.md.
Sale con 0 si lo explicó, 1 si no hay tal caso o tal reloj, 2 si la orden no se entiende y 3 si la instancia no está disponible. ¦ Examples:
  ventanilla explain SOL-2026-000123 --data /srv/desk
  ventanilla explain SOL-2026-000123 --clock solucion --at \"2026-11-24 16:00\"
  ventanilla explain SOL-2026-000123 --future --json

A past instant shows the case as it stood; a future one, as it will if nobody acts.
It only reads: it can be used while \"ventanilla serve\" works. docs/howto/explain.md describes the JSON.
Exits with 0 if it was explained, 1 if there is no such case or clock, 2 if the command is not understood and 3 if the instance is not available."
)]
pub struct ExplainArgs {
    #[arg(value_name = "CASO ¦ CASE", help = "Número del caso ¦ Number of the case")]
    case: String,
    #[arg(
        long,
        value_name = "RELOJ ¦ CLOCK",
        help = "Solo este reloj o término, por su identificador ¦ Only this clock or term, by its id"
    )]
    clock: Option<String>,
    #[arg(
        long,
        value_name = "MOMENTO ¦ INSTANT",
        help = "El momento; sin desfase, en la hora del calendario; si no, ahora ¦ The instant; without offset, on the calendar's wall; else now"
    )]
    at: Option<String>,
    #[arg(long, help = "Solo qué pasará si nadie actúa ¦ Only what will happen if nobody acts")]
    future: bool,
    #[arg(long, help = "Como JSON ¦ As JSON")]
    json: bool,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: ExplainArgs, lang: Lang) -> u8 {
    let (app, _) = match args.instance.open(Access::ReadOnly, lang) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let zone = app.entity().desks.values().next().map_or(TimeZone::UTC, |book| book.calendar.time_zone().clone());
    let at = match args.at.as_deref().map(|written| (written, instant(written, &zone))) {
        None => None,
        Some((_, Some(at))) => Some(at),
        Some((written, None)) => {
            eprintln!("{}", unread(written, lang));
            return MISUSED;
        }
    };
    let told = match view::explain_all(&app, &args.case, at) {
        Ok(Some(told)) => told,
        Ok(None) => {
            let (es, en) = (format!("No hay un caso {}.", args.case), format!("There is no case {}.", args.case));
            eprintln!("{}", lang.pick(&es, &en));
            return FAILED;
        }
        Err(Failed::Store(error)) => return trouble::store(&error, lang),
        Err(error) => return trouble::other("No se pudo leer el caso", "The case could not be read", &error, lang),
    };
    let zone = told.rules.calendar.time_zone().clone();
    let w = Words { lang, zone, now: told.now };
    let fits = |kind: &str, id: &str| args.clock.as_deref().is_none_or(|asked| asked == id || asked == kind);
    let found = told.clocks.iter().any(|clock| fits("", clock.clock.as_str()))
        || told.terms.iter().any(|term| fits("", term.term.as_str()));
    if args.clock.is_some() && !found && !args.future {
        eprintln!("{}", unknown(&told, args.clock.as_deref().unwrap_or_default(), lang));
        return FAILED;
    }
    if args.json {
        let mut all = explanation::json(&told, lang, &w);
        explanation::keep(&mut all, |id| {
            let mut parts = id.split('.');
            !args.future && fits(id, parts.nth(1).unwrap_or_default())
        });
        println!("{all:#}");
        return DONE;
    }
    let text = Text { told: &told, w: &w, lang };
    text.lead();
    if !args.future {
        told.clocks.iter().filter(|clock| fits("", clock.clock.as_str())).for_each(|clock| text.clock(clock));
        told.terms.iter().filter(|term| fits("", term.term.as_str())).for_each(|term| text.term(term));
    }
    if args.clock.is_none() || args.future {
        text.future();
    }
    DONE
}

/// `2026-11-24`, `2026-11-24 16:00`, or an instant with its offset.
fn instant(written: &str, zone: &TimeZone) -> Option<Timestamp> {
    let written = written.trim();
    if let Ok(at) = written.parse::<Timestamp>() {
        return Some(at);
    }
    let civil =
        written.parse::<DateTime>().or_else(|_| written.parse::<Date>().map(|on| on.to_datetime(Time::midnight())));
    Some(civil.ok()?.to_zoned(zone.clone()).ok()?.timestamp())
}

fn unread(written: &str, lang: Lang) -> String {
    match lang {
        Lang::Es => {
            format!("--at: «{written}» no es un momento; escríbalo como 2026-11-24T16:00 o 2026-11-24T16:00-05:00.")
        }
        Lang::En => {
            format!("--at: \"{written}\" is no instant; write it as 2026-11-24T16:00 or 2026-11-24T16:00-05:00.")
        }
    }
}

fn unknown(told: &ExplainView, asked: &str, lang: Lang) -> String {
    let clocks = told.clocks.iter().map(|clock| clock.clock.to_string());
    let terms = told.terms.iter().map(|term| term.term.to_string());
    let known = clocks.chain(terms).collect::<Vec<_>>().join(", ");
    match lang {
        Lang::Es => format!("En el caso no corre «{asked}»; hay: {known}."),
        Lang::En => format!("The case has no \"{asked}\"; there is: {known}."),
    }
}

/// The explanation for a terminal.
struct Text<'a> {
    told: &'a ExplainView,
    w: &'a Words,
    lang: Lang,
}

impl Text<'_> {
    fn lead(&self) {
        let told = self.told;
        let when = self.w.when(told.at);
        let said = match &told.activity {
            None => self.lang.t("explain-before").arg("when", when).arg("received", self.w.when(told.received_at)),
            Some(activity) => {
                let key = match told.at {
                    at if at < told.now => "explain-past",
                    at if at > told.now => "explain-future",
                    _ => "explain-now",
                };
                let name = told.rules.procedure.activity(activity).map_or("", |activity| activity.name.as_str());
                self.lang.t(key).arg("when", when).arg("number", activity).arg("name", name)
            }
        };
        println!("{}: {said}", told.number);
        let calendar = &told.rules.calendar;
        println!("{}", self.lang.t("calendar-used").arg("calendar", calendar.id()).arg("edition", calendar.edition()));
    }

    fn clock(&self, clock: &ClockExplained) {
        let (reading, w) = (&clock.reading, self.w);
        let name = self.told.rules.procedure.clocks.get(&clock.clock).map_or("", |found| found.name.as_str());
        let ran = w.duration(reading.elapsed.as_minutes(), 0);
        let progress = match reading.target {
            Some(target) => self
                .lang
                .t("clock-ran-of")
                .arg("ran", ran)
                .arg("target", w.duration(target.as_minutes(), 0))
                .to_string(),
            None => self.lang.t("clock-ran").arg("ran", ran).to_string(),
        };
        println!("\n{name} ({}): {progress}", clock.clock);
        let key = if reading.is_late(clock.at) { "was-due" } else { "is-due" };
        if let Some(due_at) = reading.due_at {
            println!("  {}", self.lang.t(key).arg("when", w.when_near(due_at)));
        }
        for threshold in &clock.thresholds {
            let when = threshold.reached_at.map_or_else(|| "—".to_owned(), |at| w.when_near(at));
            let told = if threshold.told { format!(" ({})", self.lang.t("threshold-told")) } else { String::new() };
            println!("  {}: {when}{told}", w.percent(f64::from(threshold.percent)));
        }
        let intervals: Vec<Interval> = clock.intervals().cloned().collect();
        self.intervals(&intervals);
    }

    fn intervals(&self, intervals: &[Interval]) {
        for one in intervals {
            let time = if one.counted { self.w.duration(one.time().as_minutes(), 0) } else { "—".to_owned() };
            let why = interval::reason(&one.reason, self.lang);
            let why = why.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
            println!("  {} → {}  {time:>10}  {why}", self.w.stamp(one.starts_at), self.w.stamp(one.ends_at));
        }
        let total = self.w.duration(explain::total(intervals).as_minutes(), 0);
        println!("  {}: {total}", self.lang.t("why-total"));
    }

    fn term(&self, term: &TermExplained) {
        let label = self.told.rules.procedure.terms.get(&term.term).map_or("", |found| found.label.as_str());
        let ends = self.w.deadline(term.ends_at);
        println!("\n{} ({})", self.lang.t("term-ends").arg("term", label).arg("when", ends), term.term);
        match &term.count {
            TermCount::Hours(intervals) => self.intervals(intervals),
            TermCount::UntilDate => println!("  {}", self.lang.t("term-rule-date")),
            TermCount::Days(_, days) => {
                for day in days {
                    let counted =
                        day.nth.map_or_else(|| "—".to_owned(), |nth| self.lang.t("nth-day").n("n", nth).to_string());
                    let why = match &day.why {
                        None => String::new(),
                        Some(explain::DayReason::Closed(reason)) => interval::reason(reason, self.lang)
                            .get("text")
                            .and_then(serde_json::Value::as_str)
                            .unwrap_or_default()
                            .to_owned(),
                        Some(explain::DayReason::Event) => self.lang.t("day-of-event").to_string(),
                        Some(explain::DayReason::Outage) => self.lang.t("day-of-outage").to_string(),
                        Some(explain::DayReason::Announced) => self.lang.t("day-announced").to_string(),
                    };
                    println!("  {}  {counted:>8}  {why}", self.w.day(day.on));
                }
            }
        }
    }

    fn future(&self) {
        let told = self.told;
        println!("\n{}", self.lang.t("if-nobody-acts-long"));
        let words = Telling { lang: self.lang, w: self.w, rules: &told.rules, own: false };
        for step in &told.coming {
            if let Some(said) = words.step(step) {
                println!("  {}: {said}", words.when(step));
            }
        }
        if !told.coming.iter().any(|step| step.closes().is_some()) {
            println!("  {}: {}", self.lang.t("afterwards"), self.lang.t("nothing-by-itself"));
        }
    }
}
