//! `ventanilla export-model`: a procedure as other tools read it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use desk::procedure::{Procedure, source};

use super::export_log::{output, told};
use super::instance::InstanceArgs;
use super::{DONE, MISUSED};
use crate::format::{bpmn, pnml};
use crate::lang::Lang;
use crate::report::log::Stopped;
use crate::store::Access;

#[derive(Args)]
#[command(
    about = "Exporta un procedimiento para otras herramientas (PNML o BPMN). ¦ Exports a procedure for other tools (PNML or BPMN).",
    after_help = "pnml: el modelo de análisis con el que se compara lo que da «export-log»; el fin de un término es un paso más.
bpmn: el diagrama BPMN 2.0 con su dibujo, para verlo y compararlo, no para ejecutarlo.
Con --file no hace falta una instancia. Sale con 0 si terminó, 2 si la orden o el archivo no se entienden y
3 si la instancia no está disponible.

Ejemplos:
  ventanilla export-model --desk cst --output cst.pnml
  ventanilla export-model --file procedure.toml --format bpmn > procedimiento.bpmn ¦ pnml: the analysis model that what \"export-log\" gives is compared with; a term's end is one more step.
bpmn: the BPMN 2.0 diagram with its drawing, to be seen and compared, not executed.
With --file no instance is needed. Exits with 0 if it ended, 2 if the command or the file cannot be understood, and
3 if the instance is not available.

Examples:
  ventanilla export-model --desk cst --output cst.pnml
  ventanilla export-model --file procedure.toml --format bpmn > procedure.bpmn"
)]
pub struct ExportModelArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(
        long,
        value_name = "MESA ¦ DESK",
        help = "La mesa de la que es; hace falta si hay varias ¦ The desk it is of; needed where there are several"
    )]
    desk: Option<String>,
    #[arg(
        long,
        value_name = "VERSIÓN ¦ VERSION",
        help = "Una versión anterior; si no, la vigente ¦ An earlier version; else the one in force"
    )]
    version: Option<String>,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        conflicts_with_all = ["desk", "version"],
        help = "Un procedure.toml, en lugar de una instancia ¦ A procedure.toml, in place of an instance"
    )]
    file: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "pnml", help = "pnml o bpmn ¦ pnml or bpmn")]
    format: ModelFormat,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        help = "Dónde escribirlo; si no, la salida ¦ Where to write it; else the output"
    )]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModelFormat {
    Pnml,
    Bpmn,
}

pub(super) fn run(args: ExportModelArgs, lang: Lang) -> u8 {
    let procedure = match args.file.as_ref() {
        Some(path) => of_file(path),
        None => of_instance(&args, lang),
    };
    let procedure = match procedure {
        Ok(procedure) => procedure,
        Err(code) => return code,
    };
    let bytes = match args.format {
        ModelFormat::Pnml => pnml::net(&procedure),
        ModelFormat::Bpmn => bpmn::diagram(&procedure),
    };
    let written = bytes.and_then(|bytes| {
        let mut out = output(args.output.as_deref())?;
        out.write_all(&bytes)?;
        out.flush()
    });
    match written {
        Ok(()) => DONE,
        Err(problem) => told(&Stopped::Writing(problem), lang),
    }
}

fn of_file(path: &PathBuf) -> Result<Arc<Procedure>, u8> {
    let text = fs::read_to_string(path).map_err(|problem| {
        eprintln!("{}: {problem}", path.display());
        MISUSED
    })?;
    source::read(&text).map(Arc::new).map_err(|problems| {
        problems.iter().for_each(|problem| eprintln!("{}: {problem}", path.display()));
        MISUSED
    })
}

fn of_instance(args: &ExportModelArgs, lang: Lang) -> Result<Arc<Procedure>, u8> {
    let (app, _) = args.instance.open(Access::ReadOnly, lang)?;
    let entity = app.entity();
    let book = match &args.desk {
        Some(desk) => entity.desks.get(desk.as_str()),
        None => entity.desks.values().next().filter(|_| entity.desks.len() == 1),
    };
    let Some(book) = book else {
        let known: Vec<&str> = entity.desks.keys().map(desk::DeskId::as_str).collect();
        eprintln!(
            "{} {}",
            lang.pick("Escriba la mesa con --desk. Hay:", "Write the desk with --desk. There are:"),
            known.join(", ")
        );
        return Err(MISUSED);
    };
    let document = &book.procedure.document;
    let version = args.version.as_deref().unwrap_or(&document.version);
    app.procedure(&document.id, version).ok_or_else(|| {
        eprintln!("{}", lang.pick("Esa versión nunca estuvo vigente aquí.", "That version was never in force here."));
        MISUSED
    })
}
