//! `ventanilla conformance`: whether the cases of a period followed their written procedure.

use std::io;
use std::path::PathBuf;

use clap::Args;
use desk::conformance::Departure;

use super::export_log::{PeriodArgs, output, told};
use super::instance::InstanceArgs;
use super::{DONE, FAILED};
use crate::lang::Lang;
use crate::report::conformance::{Found, Summary, look, write_csv};
use crate::report::log::Stopped;
use crate::store::Access;

#[derive(Args)]
#[command(
    about = "Dice si los casos de un período siguieron el procedimiento, y qué se apartó de él. ¦ Says whether the cases of a period followed the procedure, and what departed from it.",
    after_help = "Cada caso se recorre otra vez por el grafo de su propia versión, sin preguntar a las reglas que lo decidieron.
Declarado: una corrección, un restablecimiento o un duplicado, con quién y por qué. Lo demás sería un error.
Solo lee. Sale con 0 si nada se apartó, 1 si algo, 2 si la orden no se entiende y 3 si la instancia no está disponible. ¦ Each case is walked again over the graph of its own version, without asking the rules that decided it.
Declared: a correction, a reinstatement or a duplicate, with who and why. Anything else would be an error.
It only reads. Exits with 0 if nothing departed, 1 if something did, 2 if the command cannot be understood, and
3 if the instance is not available."
)]
pub struct ConformanceArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[command(flatten)]
    period: PeriodArgs,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        help = "Escribe las desviaciones como CSV ¦ Writes the deviations as CSV"
    )]
    csv: Option<PathBuf>,
}

pub(super) fn run(args: ConformanceArgs, lang: Lang) -> u8 {
    let (app, _) = match args.instance.open(Access::ReadOnly, lang) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let desks = match args.period.desks(&app, lang) {
        Ok(desks) => desks,
        Err(code) => return code,
    };
    let looked = match &args.csv {
        Some(path) => output(Some(path)).map_err(Stopped::Writing).and_then(|out| write_csv(&app, &desks, out)),
        None => look(&app, &desks, |found| {
            let procedure = app.procedure(&found.procedure.as_str().into(), &found.version);
            line(&found.detail(procedure.as_deref()), found, lang);
            Ok::<_, io::Error>(())
        }),
    };
    match looked {
        Ok(summary) => {
            tell(&summary, lang);
            if summary.conform == summary.cases { DONE } else { FAILED }
        }
        Err(stopped) => told(&stopped, lang),
    }
}

fn line(detail: &str, found: &Found, lang: Lang) {
    let Found { number, at, who, activity, .. } = found;
    let what = words(&found.what, lang);
    println!("{number}  {at:.0}  {who}  {what} ({} {activity}) {detail}", lang.pick("actividad", "activity"));
}

/// A departure in words.
fn words(what: &Departure, lang: Lang) -> &'static str {
    match lang {
        Lang::Es => crate::format::log::deviation_name(what),
        Lang::En => match what {
            Departure::Corrected { .. } => "Correction",
            Departure::Reinstated { .. } => "Reinstatement: there was an answer in time",
            Departure::Merged { .. } => "Closed as a duplicate",
            Departure::Migrated { .. } => "Moved to another version of the procedure",
            Departure::NotFromHere { .. } => "Answer that does not leave this activity",
            Departure::Shut { .. } => "Answer that was not open",
            Departure::NotTheirs { .. } => "Answer by somebody it is not for",
            Departure::WrongWay { .. } => "Activity no arrow leads to",
            Departure::AfterTheEnd { .. } => "Answer after the end",
        },
    }
}

fn tell(summary: &Summary, lang: Lang) {
    let Summary { cases, finished, conform, steps, departures, undeclared } = summary;
    let beside: u64 = departures.values().sum();
    println!(
        "{}",
        match lang {
            Lang::Es => format!(
                "{cases} casos ({finished} terminados), {steps} flechas: {conform} casos sin nada fuera del procedimiento; \
                 {beside} desviaciones, {undeclared} sin declarar."
            ),
            Lang::En => format!(
                "{cases} cases ({finished} ended), {steps} arrows: {conform} cases with nothing beside the procedure; \
                 {beside} deviations, {undeclared} undeclared."
            ),
        }
    );
}
