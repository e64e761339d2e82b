//! `ventanilla diff`: what differs between two versions of a procedure, in words.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use desk::procedure::{Procedure, diff, source};

use super::{DONE, FAILED, MISUSED};
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Dice con palabras qué cambia entre dos versiones de un procedimiento. ¦ Says in words what differs between two versions of a procedure.",
    after_help = "Ejemplo:
  ventanilla export antes --version mi-procedimiento@03
  ventanilla diff antes entidad/desks/mesa

Sale con 0 si dicen lo mismo, 1 si difieren y 2 si alguno no se pudo leer. ¦ Example:
  ventanilla export before --version my-procedure@03
  ventanilla diff before entity/desks/desk

Differences are told in Spanish, the language of the documents. Exits with 0 if both say the same, 1
if they differ, and 2 if one could not be read."
)]
pub struct DiffArgs {
    #[arg(value_name = "ANTES ¦ BEFORE", help = "procedure.toml o su carpeta ¦ procedure.toml or its folder")]
    before: PathBuf,
    #[arg(value_name = "AHORA ¦ AFTER", help = "procedure.toml o su carpeta ¦ procedure.toml or its folder")]
    after: PathBuf,
}

pub(super) fn run(args: DiffArgs, lang: Lang) -> u8 {
    let (before, after) = match (read(&args.before), read(&args.after)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            [before.err(), after.err()].iter().flatten().for_each(|problem| eprintln!("{problem}"));
            return MISUSED;
        }
    };
    let mut found = diff::differences(&before.0, &after.0);
    if let (Some(before), Some(after)) = (&before.1, &after.1) {
        found.extend(diff::texts(before, after));
    }
    found.iter().for_each(|difference| println!("{difference}"));
    if found.is_empty() {
        println!("{}", lang.pick("Dicen lo mismo.", "Both say the same."));
        return DONE;
    }
    FAILED
}

type Read = (Procedure, Option<BTreeMap<String, String>>);

/// A procedure and, of a folder, the texts of its notices.
fn read(path: &Path) -> Result<Read, String> {
    let file = if path.is_dir() { path.join("procedure.toml") } else { path.to_path_buf() };
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let procedure = source::read(&text).map_err(|problems| {
        problems.iter().map(|problem| format!("{}: {problem}", file.display())).collect::<Vec<_>>().join("\n")
    })?;
    let folder = path.join("texts");
    let texts = if folder.is_dir() { Some(super::check::texts(&folder)?) } else { None };
    Ok((procedure, texts))
}
