//! `ventanilla export`: the configuration in force as a folder, byte for byte.

use std::path::PathBuf;

use clap::Args;

use super::instance::InstanceArgs;
use super::{DONE, FAILED, trouble};
use crate::apply::kept;
use crate::entity::Files;
use crate::lang::Lang;
use crate::store::{Access, Store};

#[derive(Args)]
#[command(
    about = "Escribe en una carpeta la configuración que está en vigor. ¦ Writes the configuration in force to a folder.",
    after_help = "La escribe byte por byte como se aplicó: «ventanilla apply» de esa carpeta no tiene nada que cambiar.
No borra nada: si en la carpeta hay archivos que no son de la configuración, los nombra y no escribe.
Con --version escribe el procedimiento de una versión publicada, con sus textos.
Sale con 0 si la escribió, 1 si no y 3 si la instancia no está disponible. ¦ It is written byte for byte as it was applied: \"ventanilla apply\" of that folder has nothing to change.
It deletes nothing: files in the folder that are not of the configuration are named, and nothing is
written. With --version it writes the procedure of a published version, with its texts.
Exits with 0 if it was written, 1 if not, and 3 if the instance is not available."
)]
pub struct ExportArgs {
    #[arg(value_name = "CARPETA ¦ FOLDER", help = "Carpeta que se escribe ¦ Folder to write")]
    folder: PathBuf,
    #[arg(
        long,
        value_name = "PROCEDIMIENTO@VERSIÓN ¦ PROCEDURE@VERSION",
        help = "Solo una versión publicada: mi-procedimiento@03 ¦ Only a published version: my-procedure@03"
    )]
    version: Option<String>,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: ExportArgs, lang: Lang) -> u8 {
    let config = match args.instance.config(lang) {
        Ok(config) => config,
        Err(code) => return code,
    };
    let kept = Store::open(config.store(), Access::ReadOnly).and_then(|store| store.read(kept::load));
    let kept = match kept {
        Ok(kept) => kept,
        Err(error) => return trouble::store(&error, lang),
    };
    let files = match &args.version {
        None => kept.files,
        Some(wanted) => {
            let named = |edition: &&kept::Edition| {
                let document = &edition.procedure.document;
                *wanted == format!("{}@{}", document.id, document.version)
            };
            let Some(edition) = kept.editions.iter().rev().find(named) else {
                let known: Vec<String> = kept
                    .editions
                    .iter()
                    .map(|edition| format!("{}@{}", edition.procedure.document.id, edition.procedure.document.version))
                    .collect();
                let known = known.join(", ");
                eprintln!(
                    "{}",
                    match lang {
                        Lang::Es => format!("«{wanted}» no está publicada; hay: {known}."),
                        Lang::En => format!("\"{wanted}\" is not published; there are: {known}."),
                    }
                );
                return FAILED;
            };
            let mut files = Files::default();
            files.put("procedure.toml", edition.text.clone());
            edition.texts.iter().for_each(|(name, text)| files.put(&format!("texts/{name}.txt"), text.clone()));
            files
        }
    };
    match surplus(&args.folder, &files) {
        Ok(surplus) if surplus.is_empty() => {}
        Ok(surplus) => {
            let (shown, names) = (args.folder.display(), surplus.join(", "));
            eprintln!(
                "{}",
                match lang {
                    Lang::Es =>
                        format!("En {shown} hay archivos que no son de la configuración: {names}. Escoja otra carpeta."),
                    Lang::En => format!(
                        "{shown} holds files that are not of the configuration: {names}. Choose another folder."
                    ),
                }
            );
            return FAILED;
        }
        Err(error) => {
            eprintln!("{error}");
            return FAILED;
        }
    }
    if let Err(error) = files.write_to(&args.folder) {
        eprintln!("{error}");
        return FAILED;
    }
    let (count, shown) = (files.paths().count(), args.folder.display());
    println!(
        "{}",
        match lang {
            Lang::Es => format!("Escritos {count} archivos en {shown}."),
            Lang::En => format!("{count} files written to {shown}."),
        }
    );
    DONE
}

/// Files there that the configuration does not have: a folder with them would say something else.
fn surplus(folder: &std::path::Path, files: &Files) -> Result<Vec<String>, crate::entity::FolderError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let there = Files::from_folder(folder)?;
    Ok(there.paths().filter(|path| files.get(path).is_none()).map(str::to_owned).collect())
}
