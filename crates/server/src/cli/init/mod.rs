//! `ventanilla init`: a data folder to begin with, from the shipped procedures.

use std::path::PathBuf;

use clap::Args;

use super::{DONE, FAILED, MISUSED};
use crate::config::KEYS;
use crate::entity::Files;
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Escribe una carpeta de datos para comenzar, con los procedimientos que se entregan. ¦ Writes a data folder to begin with, from the shipped procedures.",
    after_help = "Después: complete entity/people.csv con su gente, revise con «ventanilla check», abra cuentas con
«ventanilla account» e inicie con «ventanilla serve». No toca una carpeta que ya tenga una entidad.
Sale con 0 si la escribió, 1 si no pudo y 2 si la carpeta ya tiene una. ¦ Then: fill entity/people.csv with your people, check with \"ventanilla check\", open accounts with
\"ventanilla account\" and begin with \"ventanilla serve\". It touches no folder that has an entity.
Exits with 0 if it was written, 1 if it could not be, and 2 if the folder has one already."
)]
pub struct InitArgs {
    #[arg(value_name = "CARPETA ¦ FOLDER", help = "Carpeta que se escribe ¦ Folder to write")]
    folder: PathBuf,
    #[arg(
        long,
        value_name = "PROCEDIMIENTO ¦ PROCEDURE",
        help = "Solo este procedimiento (puede repetirse); si no, todos ¦ Only this procedure (may be repeated); else all"
    )]
    procedure: Vec<String>,
}

pub(super) fn run(args: InitArgs, lang: Lang) -> u8 {
    let entity = args.folder.join("entity");
    if entity.exists() || args.folder.join("ventanilla.toml").exists() {
        let shown = args.folder.display();
        eprintln!(
            "{}",
            match lang {
                Lang::Es => format!("{shown} ya tiene una entidad o una configuración; escoja otra carpeta."),
                Lang::En => format!("{shown} has an entity or a configuration already; choose another folder."),
            }
        );
        return MISUSED;
    }
    let shipped = Files::shipped();
    let names: Vec<String> = shipped
        .folders("desks/")
        .iter()
        .filter_map(|folder| Some(folder.strip_prefix("desks/")?.trim_end_matches('/').to_owned()))
        .collect();
    if let Some(unknown) = args.procedure.iter().find(|wanted| !names.contains(wanted)) {
        let known = names.join(", ");
        eprintln!(
            "{}",
            match lang {
                Lang::Es => format!("El procedimiento «{unknown}» no se entrega; hay: {known}."),
                Lang::En => format!("The procedure \"{unknown}\" is not shipped; there are: {known}."),
            }
        );
        return MISUSED;
    }
    let mut files = starter(&shipped, &names, &args.procedure);
    files.put("ventanilla.toml", configuration(lang));
    match files.write_to(&args.folder) {
        Ok(()) => {
            let shown = args.folder.display();
            println!(
                "{}",
                match lang {
                    Lang::Es => format!(
                        "Escrita en {shown}. Siga con:\n  ventanilla check {shown}\n  ventanilla account agente --data {shown}\n  ventanilla serve --data {shown}"
                    ),
                    Lang::En => format!(
                        "Written in {shown}. Go on with:\n  ventanilla check {shown}\n  ventanilla account agente --data {shown}\n  ventanilla serve --data {shown}"
                    ),
                }
            );
            DONE
        }
        Err(error) => {
            eprintln!("{error}");
            FAILED
        }
    }
}

/// The shipped desks below entity/, with a few invented people in every role.
pub(super) fn starter(shipped: &Files, names: &[String], wanted: &[String]) -> Files {
    let mut files = Files::default();
    for (path, text) in shipped.under("", "") {
        let of_desk = names.iter().find(|name| path.starts_with(&format!("desks/{name}/")));
        // Scripts are tests of the procedure, not part of an entity.
        let left_out =
            path.contains("/scripts/") || of_desk.is_some_and(|name| !wanted.is_empty() && !wanted.contains(name));
        if !left_out {
            files.put(&format!("entity/{path}"), text.to_owned());
        }
    }
    files.put("entity/entity.toml", include_str!("entity.toml").to_owned());
    files.put("entity/people.csv", include_str!("people.csv").to_owned());
    files
}

/// Every key, as a comment.
fn configuration(lang: Lang) -> String {
    let mut text = lang
        .pick(
            "# Configuración de Ventanilla. Quite el # de lo que quiera cambiar.\n",
            "# Configuration of Ventanilla. Remove the # of what you want to change.\n",
        )
        .to_owned();
    let mut table = "";
    for (key, about) in KEYS.iter().filter(|(key, _)| *key != "data") {
        let (above, name) = key.split_once('.').unwrap_or(("", key));
        if above != table {
            table = above;
            text += &format!("\n# [{table}]\n");
        }
        let (spanish, english) = about.split_once(" ¦ ").unwrap_or((about, about));
        text += &format!("# {name} =   # {}\n", lang.pick(spanish, english));
    }
    text
}
