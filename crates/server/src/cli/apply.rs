//! `ventanilla apply`: an entity's folder comes into force, after a plan in words.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::instance::InstanceArgs;
use super::{DONE, FAILED, MISUSED, UNAVAILABLE, trouble};
use crate::apply::{Mark, Plan};
use crate::control::{Answer, Order};
use crate::entity::{Files, Wrong};
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Pone en vigor la carpeta de una entidad: primero dice qué cambia. ¦ Puts an entity's folder in force: first says what changes.",
    after_help = "Ejemplos:
  ventanilla apply entidad                 muestra el plan y pregunta
  ventanilla apply entidad --yes           no pregunta
  ventanilla apply entidad --plan          solo muestra el plan
  ventanilla apply entidad --draft         guarda un borrador que se ve en la página del procedimiento

No hace falta detener «ventanilla serve». Todo se aplica junto o nada. Nadie se borra: quien falte en
people.csv queda inactivo. Una versión publicada no cambia. Dos veces seguidas: «Nada que cambiar».
Sale con 0 si quedó aplicado o no había nada, 1 si algo está mal o no se aplicó, 2 si no se pudo leer
y 3 si la instancia no está disponible. ¦ Examples:
  ventanilla apply entity                 shows the plan and asks
  ventanilla apply entity --yes           does not ask
  ventanilla apply entity --plan          only shows the plan
  ventanilla apply entity --draft         keeps a draft shown on the procedure's page

\"ventanilla serve\" need not be stopped. All of it is applied or nothing. Nobody is deleted: who is
missing in people.csv becomes inactive. A published version never changes. Twice in a row: \"Nothing
to change\". Exits with 0 if it is applied or there was nothing, 1 if something is wrong or it was not
applied, 2 if it could not be read, and 3 if the instance is not available."
)]
pub struct ApplyArgs {
    #[arg(
        value_name = "CARPETA ¦ FOLDER",
        help = "Carpeta con entity.toml, people.csv, calendars/ y desks/ ¦ Folder with entity.toml, people.csv, calendars/ and desks/"
    )]
    folder: PathBuf,
    #[arg(long, help = "Aplica sin preguntar ¦ Applies without asking")]
    yes: bool,
    #[arg(long, conflicts_with_all = ["yes", "draft"], help = "Solo muestra el plan ¦ Only shows the plan")]
    plan: bool,
    #[arg(
        long,
        conflicts_with = "yes",
        help = "Guarda un borrador de cada procedimiento que cambia, sin publicarlo ¦ Keeps a draft of each procedure that changes, without publishing it"
    )]
    draft: bool,
    #[arg(
        long,
        value_name = "QUIÉN ¦ WHO",
        help = "Quién lo publica, como queda escrito; si no, el usuario de la máquina ¦ Who publishes it, as it is written down; else the machine's user"
    )]
    by: Option<String>,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: ApplyArgs, lang: Lang) -> u8 {
    let files = match folder(&args.folder, lang) {
        Ok(files) => files,
        Err(code) => return code,
    };
    let by = args.by.clone().unwrap_or_else(user);
    if args.draft {
        return match args.instance.have_done(Order::Draft { files, by }, lang) {
            Ok(answer) => drafted(answer, lang),
            Err(code) => code,
        };
    }
    let plan = match args.instance.have_done(Order::Plan { files: files.clone() }, lang) {
        Ok(Answer::Plan(plan)) => plan,
        Ok(other) => return unexpected(&other, lang),
        Err(code) => return code,
    };
    print(&plan, lang);
    if !plan.wrongs.is_empty() {
        return FAILED;
    }
    if plan.is_empty() || args.plan {
        return DONE;
    }
    if !args.yes && !agreed(lang) {
        println!("{}", lang.pick("No se aplicó nada.", "Nothing was applied."));
        return FAILED;
    }
    match args.instance.have_done(Order::Apply { files, by, over: plan.over }, lang) {
        Ok(Answer::Applied) => {
            println!("{}", lang.pick("Aplicado.", "Applied."));
            DONE
        }
        Ok(other) => unexpected(&other, lang),
        Err(code) => code,
    }
}

/// The files of a folder that has an entity, in it or one below.
pub(super) fn folder(path: &Path, lang: Lang) -> Result<Files, u8> {
    let inside = path.join("entity");
    let root = if !path.join("entity.toml").exists() && inside.join("entity.toml").exists() { &inside } else { path };
    if !root.join("entity.toml").exists() {
        let shown = path.display();
        eprintln!(
            "{}",
            match lang {
                Lang::Es => format!("En {shown} no hay entity.toml: diga la carpeta de una entidad."),
                Lang::En => format!("There is no entity.toml in {shown}: name the folder of an entity."),
            }
        );
        return Err(MISUSED);
    }
    Files::from_folder(root).map_err(|error| {
        eprintln!("{error}");
        MISUSED
    })
}

/// The user of the machine, as it is called.
pub(super) fn user() -> String {
    ["LOGNAME", "USER"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty())
        .map_or_else(|| "ventanilla apply".to_owned(), |name| format!("{name} (ventanilla apply)"))
}

fn agreed(lang: Lang) -> bool {
    if !std::io::stdin().is_terminal() {
        println!("{}", lang.pick("Para aplicarlo sin preguntar: --yes.", "To apply it without being asked: --yes."));
        return false;
    }
    print!("{} ", lang.pick("¿Aplicar? [s/N]", "Apply? [y/N]"));
    drop(std::io::stdout().flush());
    let mut said = String::new();
    drop(std::io::stdin().read_line(&mut said));
    matches!(said.trim().to_lowercase().as_str(), "s" | "si" | "sí" | "y" | "yes")
}

pub(super) fn print(plan: &Plan, lang: Lang) {
    if plan.is_empty() {
        println!("{}", lang.pick("Nada que cambiar.", "Nothing to change."));
    }
    for line in &plan.lines {
        let mark = match line.mark {
            Mark::Added => "+",
            Mark::Changed => "~",
            Mark::Retired => "-",
            Mark::Published => "»",
            Mark::Moved => "!",
        };
        println!("{mark} {}", lang.pick(&line.es, &line.en));
        line.more.iter().for_each(|more| println!("    {more}"));
    }
    for warning in &plan.warnings {
        println!("{} {warning}", lang.pick("Aviso:", "Warning:"));
    }
    wrongs(&plan.wrongs, lang);
}

fn wrongs(wrongs: &[Wrong], lang: Lang) {
    if !wrongs.is_empty() {
        eprintln!("{}", lang.pick("No se puede aplicar:", "It cannot be applied:"));
        wrongs.iter().for_each(|wrong| eprintln!("  {wrong}"));
    }
}

fn drafted(answer: Answer, lang: Lang) -> u8 {
    match answer {
        Answer::Drafted(kept) if kept.is_empty() => {
            println!("{}", lang.pick("Ningún procedimiento cambia.", "No procedure changes."));
            DONE
        }
        Answer::Drafted(kept) => {
            for (desk, version) in kept {
                println!(
                    "{}",
                    match lang {
                        Lang::Es =>
                            format!("Borrador de la versión {version} guardado; se ve en /procedures ({desk})."),
                        Lang::En => format!("Draft of version {version} kept; see /procedures ({desk})."),
                    }
                );
            }
            DONE
        }
        other => unexpected(&other, lang),
    }
}

/// An answer that ends the work.
pub(super) fn unexpected(answer: &Answer, lang: Lang) -> u8 {
    match answer {
        Answer::Wrong(found) => {
            wrongs(found, lang);
            FAILED
        }
        Answer::Changed => {
            eprintln!(
                "{}",
                lang.pick(
                    "Alguien aplicó otros cambios mientras tanto; vuelva a dar la orden.",
                    "Somebody applied other changes meanwhile; give the command again."
                )
            );
            FAILED
        }
        Answer::Failed(why) => trouble::other("No se pudo", "It could not be done", why, lang),
        _ => UNAVAILABLE,
    }
}
