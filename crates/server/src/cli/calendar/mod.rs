//! `ventanilla calendar`: questions of business time, one by one or as JSON lines.

mod answer;
mod day_count;
mod fields;
mod inline;
mod inline_hours;
mod question;
mod trouble;

pub use answer::Answer;
pub use question::answer;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use desk::calendar::Calendar;
use serde_json::Value;

use super::{DONE, FAILED, MISUSED};
use crate::web::texts::Lang;
use fields::Fields;
use trouble::Trouble;

/// Calendars that come with the program, by name.
const SHIPPED: [(&str, &str); 1] =
    [("co-nacional", include_str!("../../../../../procedures/calendars/co-nacional.toml"))];

#[derive(Args)]
#[command(
    about = "Responde preguntas de tiempo hábil, de a una o por lotes. ¦ Answers questions of business time, one by one or in bulk.",
    after_help = "Ejemplos:
  ventanilla calendar '{\"op\":\"due\",\"start\":\"2026-11-20 10:00\",\"hours\":24}'
  ventanilla calendar --file preguntas.jsonl > respuestas.jsonl
  ventanilla calendar --calendar sede.toml '{\"op\":\"is_open\",\"at\":\"2026-12-24 11:00\"}'

Operaciones: add_working_time, working_time_between, add_working_days, working_days_between,
is_open, is_working_day, is_holiday, next_open, next_close, prev_open, prev_close, due, explain.
Sale con 0 si respondió todo, 1 si alguna pregunta falló y 2 si no pudo empezar.
El formato completo está en docs/howto/calendar.md. ¦ Examples:
  ventanilla calendar '{\"op\":\"due\",\"start\":\"2026-11-20 10:00\",\"hours\":24}'
  ventanilla calendar --file questions.jsonl > answers.jsonl
  ventanilla calendar --calendar site.toml '{\"op\":\"is_open\",\"at\":\"2026-12-24 11:00\"}'

Operations: add_working_time, working_time_between, add_working_days, working_days_between,
is_open, is_working_day, is_holiday, next_open, next_close, prev_open, prev_close, due, explain.
Exits with 0 if all was answered, 1 if a question failed and 2 if it could not begin.
The whole format is in docs/howto/calendar.md."
)]
pub struct CalendarArgs {
    #[arg(
        value_name = "JSON",
        help = "Preguntas; sin ellas se leen de la entrada, una por línea ¦ Questions; without them they are read from standard input, one a line"
    )]
    questions: Vec<String>,
    #[arg(
        short,
        long,
        value_name = "ARCHIVO ¦ FILE",
        conflicts_with = "questions",
        help = "Archivo de preguntas, una por línea ¦ File of questions, one a line"
    )]
    file: Option<PathBuf>,
    #[arg(
        short,
        long,
        value_name = "CALENDARIO ¦ CALENDAR",
        default_value = "co-nacional",
        hide_default_value = true,
        help = "Calendario de las preguntas que no dicen el suyo: nombre o archivo .toml o .json; si no, co-nacional ¦ Calendar of the questions that name none: name or .toml or .json file; else co-nacional"
    )]
    calendar: String,
    #[arg(long, help = "Respuestas en varias líneas, para leerlas ¦ Answers over several lines, for reading")]
    pretty: bool,
}

/// Gives the text of a calendar file.
type Reader = Box<dyn FnMut(&str) -> Result<String, Trouble>>;

/// Calendars by name, by file or written inside a question; each is read once.
pub struct Calendars {
    default: String,
    read: Reader,
    known: HashMap<String, Calendar>,
}

impl Calendars {
    /// Calendars of the program's own, with `default` for questions that name none. No file is read.
    pub fn shipped(default: &str) -> Self {
        Self::with_files(default, |name| Err(unknown(name)))
    }

    fn with_files(default: &str, read: impl FnMut(&str) -> Result<String, Trouble> + 'static) -> Self {
        Self { default: default.to_owned(), read: Box::new(read), known: HashMap::new() }
    }

    fn named(&mut self, name: &str) -> Result<Calendar, Trouble> {
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        // A name of several lines is a calendar file itself.
        if name.contains('\n') {
            return Ok(Calendar::from_toml(name)?);
        }
        let shipped = SHIPPED.iter().find(|(shipped, _)| *shipped == name);
        let source = match shipped {
            Some((_, source)) => (*source).to_owned(),
            None => (self.read)(name)?,
        };
        let calendar = if name.ends_with(".json") {
            let value: Value = serde_json::from_str(&source).map_err(|error| not_json(&error))?;
            self.written(&value, "UTC")?
        } else {
            Calendar::from_toml(&source)?
        };
        self.known.insert(name.to_owned(), calendar.clone());
        Ok(calendar)
    }

    fn written(&mut self, value: &Value, tz: &str) -> Result<Calendar, Trouble> {
        let object = match value {
            Value::String(name) => return self.named(name),
            Value::Object(object) => object,
            _ => {
                return Err(fields::wrong(
                    "calendar",
                    value,
                    "un nombre, un archivo o un objeto",
                    "a name, a file or an object",
                ));
            }
        };
        let key = format!("{tz} {value}");
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let base = match object.get("extends").and_then(Value::as_str) {
            Some(name) => Some(self.named(name)?),
            None => None,
        };
        let calendar = inline::calendar(object, base.as_ref(), tz)?;
        self.known.insert(key, calendar.clone());
        Ok(calendar)
    }
}

fn resolve(fields: &Fields, calendars: &mut Calendars) -> Result<Calendar, Trouble> {
    let tz = fields.text(&["tz", "timezone"])?.unwrap_or("UTC").to_owned();
    match fields.get(&["calendar", "cal"]) {
        Some(value) => calendars.written(value, &tz),
        None => calendars.named(&calendars.default.clone()),
    }
}

fn unknown(name: &str) -> Trouble {
    let names = SHIPPED.map(|(name, _)| name).join(", ");
    Trouble::new(
        "calendar",
        format!("no hay calendario «{name}»; los del programa son: {names}; un archivo se escribe con su ruta"),
        format!("there is no calendar \"{name}\"; the program's own are: {names}; a file is written with its path"),
    )
}

fn not_json(error: &serde_json::Error) -> Trouble {
    Trouble::new("json", format!("no es JSON: {error}"), format!("this is no JSON: {error}"))
}

fn read_file(name: &str) -> Result<String, Trouble> {
    if !name.contains(['.', '/']) {
        return Err(unknown(name));
    }
    std::fs::read_to_string(name).map_err(|error| {
        Trouble::new(
            "calendar",
            format!("no se pudo leer el calendario «{name}»: {error}"),
            format!("the calendar \"{name}\" could not be read: {error}"),
        )
    })
}

/// Answers what the command line asks; the exit code.
pub fn run(args: CalendarArgs, lang: Lang) -> u8 {
    let mut calendars = Calendars::with_files(&args.calendar, read_file);
    if let Err(trouble) = calendars.named(&args.calendar) {
        eprintln!("{}", trouble.told(lang).message);
        return MISUSED;
    }
    let mut desk = Desk { calendars, lang, pretty: args.pretty, asked: 0, refused: 0 };
    let done = if !args.questions.is_empty() {
        args.questions.iter().try_for_each(|question| desk.take(question))
    } else if let Some(path) = &args.file {
        match File::open(path) {
            Ok(file) => desk.take_lines(BufReader::new(file)),
            Err(error) => {
                let path = path.display();
                eprintln!(
                    "{}",
                    said(
                        lang,
                        format!("no se pudo leer {path}: {error}"),
                        format!("{path} could not be read: {error}")
                    )
                );
                return MISUSED;
            }
        }
    } else {
        if io::stdin().is_terminal() {
            eprintln!(
                "{}",
                said(
                    lang,
                    "Escriba una pregunta JSON por línea; Ctrl-D termina.".to_owned(),
                    "Write one JSON question a line; Ctrl-D ends.".to_owned()
                )
            );
        }
        desk.take_lines(io::stdin().lock())
    };
    match done {
        // Whoever read our answers has had enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => DONE,
        Err(error) => {
            eprintln!("{error}");
            MISUSED
        }
        Ok(()) if desk.refused > 0 => FAILED,
        Ok(()) => DONE,
    }
}

fn said(lang: Lang, spanish: String, english: String) -> String {
    if lang == Lang::Es { spanish } else { english }
}

struct Desk {
    calendars: Calendars,
    lang: Lang,
    pretty: bool,
    asked: usize,
    refused: usize,
}

impl Desk {
    /// One question a line, each answered as soon as it is read. A text that does not begin with a
    /// whole question on its first line is read as one JSON text: a list, or questions spread over
    /// several lines.
    fn take_lines(&mut self, mut input: impl BufRead) -> io::Result<()> {
        let mut first = String::new();
        while input.read_line(&mut first)? > 0 && is_blank(&first) {
            first.clear();
        }
        if serde_json::from_str::<Value>(&first).is_ok_and(|value| !value.is_array()) {
            self.take(&first)?;
            return self.take_each(input.lines());
        }
        let mut text = first;
        input.read_to_string(&mut text)?;
        let whole: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&text).into_iter().collect();
        match whole {
            Ok(values) => {
                let questions = values.into_iter().flat_map(|value| match value {
                    Value::Array(list) => list,
                    one => vec![one],
                });
                questions.into_iter().try_for_each(|question| self.ask(&question))
            }
            Err(_) => self.take_each(text.lines().map(|line| Ok(line.to_owned()))),
        }
    }

    fn take_each(&mut self, lines: impl Iterator<Item = io::Result<String>>) -> io::Result<()> {
        let watched = io::stderr().is_terminal() && !io::stdout().is_terminal();
        for line in lines {
            let line = line?;
            if is_blank(&line) {
                continue;
            }
            self.take(&line)?;
            if watched && self.asked.is_multiple_of(1000) {
                eprint!("\r{}", self.asked);
            }
        }
        if watched && self.asked >= 1000 {
            eprintln!("\r{}", self.asked);
        }
        Ok(())
    }

    fn take(&mut self, text: &str) -> io::Result<()> {
        match serde_json::from_str(text) {
            Ok(question) => self.ask(&question),
            Err(error) => {
                self.asked += 1;
                let id = Value::from(self.asked);
                self.tell(&Answer::refused(id, &not_json(&error), self.lang))
            }
        }
    }

    fn ask(&mut self, question: &Value) -> io::Result<()> {
        self.asked += 1;
        let answer = answer(question, self.asked, &mut self.calendars, self.lang);
        self.tell(&answer)
    }

    fn tell(&mut self, answer: &Answer) -> io::Result<()> {
        self.refused += usize::from(answer.is_refused());
        let mut out = io::stdout().lock();
        match self.pretty {
            true => serde_json::to_writer_pretty(&mut out, answer)?,
            false => serde_json::to_writer(&mut out, answer)?,
        }
        writeln!(out)
    }
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
