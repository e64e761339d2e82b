//! `ventanilla export-log`: how the cases of a period went, for process-mining tools.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::instance::InstanceArgs;
use super::{DONE, FAILED, MISUSED, UNAVAILABLE, trouble};
use crate::act::Failed;
use crate::app::App;
use crate::lang::Lang;
use crate::report::Period;
use crate::report::log::{Asked, Shape, Stopped, write};
use crate::store::Access;

#[derive(Args)]
#[command(
    about = "Exporta cómo anduvieron los casos de un período (XES o CSV). ¦ Exports how the cases of a period went (XES or CSV).",
    after_help = "Cada caso recibido en el período sale completo: una línea por cada flecha que tomó. No lleva textos ni nombres.
Solo lee: puede usarse mientras «ventanilla serve» trabaja. Sale con 0 si terminó, 1 si quedó incompleto,
2 si la orden no se entiende y 3 si la instancia no está disponible. Para qué sirve: docs/howto/formats.md.

Ejemplos:
  ventanilla export-log --format xes --from 2026-11-01 --until 2026-11-30 --output noviembre.xes
  ventanilla export-log --format csv --desk cst > todo.csv ¦ Each case received in the period comes whole: a line for each arrow it took. It holds no texts and no names.
It only reads: it can be used while \"ventanilla serve\" works. Exits with 0 if it ended, 1 if it is not whole,
2 if the command cannot be understood, and 3 if the instance is not available. What it is for: docs/howto/formats.md.

Examples:
  ventanilla export-log --format xes --from 2026-11-01 --until 2026-11-30 --output november.xes
  ventanilla export-log --format csv --desk cst > all.csv"
)]
pub struct ExportLogArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(long, value_enum, help = "xes (IEEE 1849) o csv ¦ xes (IEEE 1849) or csv")]
    format: LogFormat,
    #[command(flatten)]
    period: PeriodArgs,
    #[arg(long, help = "Solo los casos terminados ¦ Only cases that ended")]
    finished: bool,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        help = "Dónde escribirlo; si no, la salida ¦ Where to write it; else the output"
    )]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    Xes,
    Csv,
}

/// A period of a desk, or of all.
#[derive(Args)]
pub(super) struct PeriodArgs {
    #[arg(
        long,
        value_name = "AAAA-MM-DD ¦ YYYY-MM-DD",
        help = "Primer día en que se recibieron; si no, desde siempre ¦ First day of reception; else from the beginning"
    )]
    from: Option<Date>,
    #[arg(
        long,
        value_name = "AAAA-MM-DD ¦ YYYY-MM-DD",
        help = "Último día, incluido; si no, hasta hoy ¦ Last day, included; else until today"
    )]
    until: Option<Date>,
    #[arg(long, value_name = "MESA ¦ DESK", help = "Solo esta mesa; si no, todas ¦ Only this desk; else all")]
    desk: Option<String>,
}

impl PeriodArgs {
    /// The desks asked for, each with the period in its own calendar; or the exit code.
    pub(super) fn desks(&self, app: &App, lang: Lang) -> Result<Vec<(desk::DeskId, Period)>, u8> {
        let entity = app.entity();
        let wanted = |id: &str| self.desk.as_deref().is_none_or(|only| only == id);
        let desks: Vec<_> = entity
            .desks
            .iter()
            .filter(|(id, _)| wanted(id.as_str()))
            .map(|(id, book)| (id.clone(), Period::new(self.from, self.until, book.calendar.time_zone().clone())))
            .collect();
        if desks.is_empty() {
            let known: Vec<&str> = entity.desks.keys().map(desk::DeskId::as_str).collect();
            let (spanish, english) =
                ("No hay una mesa con ese nombre. Hay:", "There is no desk of that name. There are:");
            eprintln!("{} {}", lang.pick(spanish, english), known.join(", "));
            return Err(MISUSED);
        }
        if self.from.zip(self.until).is_some_and(|(from, until)| from > until) {
            eprintln!(
                "{}",
                lang.pick("--from es posterior a --until: cámbielos.", "--from is after --until: swap them.")
            );
            return Err(MISUSED);
        }
        Ok(desks)
    }
}

pub(super) fn run(args: ExportLogArgs, lang: Lang) -> u8 {
    let (app, _) = match args.instance.open(Access::ReadOnly, lang) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let desks = match args.period.desks(&app, lang) {
        Ok(desks) => desks,
        Err(code) => return code,
    };
    let shape = match args.format {
        LogFormat::Xes => Shape::Xes,
        LogFormat::Csv => Shape::Csv,
    };
    let asked = Asked { shape, desks, only_finished: args.finished };
    let written = match output(args.output.as_deref()) {
        Ok(out) => write(&app, &asked, out),
        Err(problem) => Err(Stopped::Writing(problem)),
    };
    match written {
        Ok(count) => {
            eprintln!(
                "{}",
                match lang {
                    Lang::Es => format!("{count} casos."),
                    Lang::En => format!("{count} cases."),
                }
            );
            DONE
        }
        Err(stopped) => told(&stopped, lang),
    }
}

/// Where the result goes: a file, or the output.
pub(super) fn output(path: Option<&Path>) -> io::Result<Box<dyn Write>> {
    Ok(match path {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    })
}

/// Says why something stopped before its end.
pub(super) fn told(stopped: &Stopped, lang: Lang) -> u8 {
    match stopped {
        // Whoever read the output has seen enough.
        Stopped::Writing(problem) if problem.kind() == io::ErrorKind::BrokenPipe => FAILED,
        Stopped::Writing(problem) => {
            trouble::other("No se pudo escribir", "It could not be written", problem, lang);
            FAILED
        }
        Stopped::Reading(Failed::Store(error)) => trouble::store(error, lang),
        Stopped::Reading(problem) => {
            trouble::other("Un caso no se puede leer", "A case cannot be read", problem, lang);
            UNAVAILABLE
        }
    }
}
