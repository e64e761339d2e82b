//! `ventanilla migrate`: open cases go on under another published version, with a mapping.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use desk::ActivityId;

use super::apply::unexpected;
use super::instance::InstanceArgs;
use super::{DONE, FAILED, MISUSED};
use crate::control::{Answer, Order};
use crate::lang::Lang;
use crate::migrate::{Landing, Wish};

#[derive(Args)]
#[command(
    about = "Pasa los casos abiertos a otra versión publicada de su procedimiento. ¦ Moves open cases to another published version of their procedure.",
    after_help = "Primero dice cuántos casos pasan, a qué actividad llega cada uno y qué será de sus plazos; con --yes lo
hace. Ningún plazo anunciado se acorta. La correspondencia es un archivo TOML con las actividades que
cambian de nombre; las demás siguen en la suya:
  [activity]
  \"9\" = \"10\"
Queda escrito en cada caso, como desviación, con quién y el motivo. --by es una persona que en ese
procedimiento puede corregir. Sale con 0 si todos pueden pasar o pasaron, 1 si alguno no y 2 si la
correspondencia no se pudo leer. ¦ First it says how many cases move, in which activity each lands and what becomes of its terms; with
--yes it does so. No announced term gets shorter. The mapping is a TOML file with the activities that
have another name; the others stay in theirs:
  [activity]
  \"9\" = \"10\"
It is recorded on each case, as a deviation, with who and why. --by is a person who may correct in that
procedure. Exits with 0 if all can move or have moved, 1 if one cannot, and 2 if the mapping could not
be read."
)]
pub struct MigrateArgs {
    #[arg(value_name = "PROCEDIMIENTO ¦ PROCEDURE", help = "Su identificador ¦ Its id")]
    procedure: String,
    #[arg(long, value_name = "VERSIÓN ¦ VERSION", help = "De esta versión ¦ From this version")]
    from: String,
    #[arg(long, value_name = "VERSIÓN ¦ VERSION", help = "A esta, ya publicada ¦ To this one, already published")]
    to: String,
    #[arg(long, value_name = "ARCHIVO ¦ FILE", help = "Correspondencia de actividades ¦ Mapping of activities")]
    mapping: Option<PathBuf>,
    #[arg(long, value_name = "PERSONA ¦ PERSON", help = "Quién lo decide ¦ Who decides it")]
    by: String,
    #[arg(long, value_name = "TEXTO ¦ TEXT", help = "Motivo, queda en cada caso ¦ Reason, recorded on each case")]
    reason: String,
    #[arg(long, help = "Lo hace; si no, solo muestra el plan ¦ Does it; else only shows the plan")]
    yes: bool,
    #[command(flatten)]
    instance: InstanceArgs,
}

pub(super) fn run(args: MigrateArgs, lang: Lang) -> u8 {
    let mapping = match args.mapping.as_deref().map(mapping).transpose() {
        Ok(mapping) => mapping.unwrap_or_default(),
        Err(problem) => {
            eprintln!("{problem}");
            return MISUSED;
        }
    };
    let MigrateArgs { procedure, from, to, by, reason, .. } = args;
    let wish = Wish { procedure, from, to, mapping, by, reason };
    match args.instance.have_done(Order::Migrate { wish, yes: args.yes }, lang) {
        Ok(Answer::Migrated(landings)) => tell(&landings, args.yes, lang),
        Ok(other) => unexpected(&other, lang),
        Err(code) => code,
    }
}

fn tell(landings: &[Landing], done: bool, lang: Lang) -> u8 {
    for landing in landings {
        match &landing.refused {
            Some(why) => println!("! {}: {why}", landing.number),
            None => {
                let terms =
                    if landing.terms.is_empty() { String::new() } else { format!("; {}", landing.terms.join("; ")) };
                println!("» {}: {} → {}{terms}", landing.number, landing.from, landing.to);
            }
        }
    }
    let refused = landings.iter().filter(|landing| landing.refused.is_some()).count();
    let fit = landings.len() - refused;
    println!(
        "{}",
        match (lang, done && refused == 0) {
            (Lang::Es, true) => format!("Pasaron {fit} casos."),
            (Lang::En, true) => format!("{fit} cases moved."),
            (Lang::Es, false) if refused > 0 =>
                format!("{fit} casos pueden pasar y {refused} no; no se pasó ninguno. Complete la correspondencia."),
            (Lang::En, false) if refused > 0 =>
                format!("{fit} cases can move and {refused} cannot; none was moved. Complete the mapping."),
            (Lang::Es, false) => format!("{fit} casos pueden pasar. Para hacerlo: --yes."),
            (Lang::En, false) => format!("{fit} cases can move. To do so: --yes."),
        }
    );
    if refused > 0 { FAILED } else { DONE }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    activity: BTreeMap<ActivityId, ActivityId>,
}

fn mapping(path: &Path) -> Result<BTreeMap<ActivityId, ActivityId>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let file: File = toml::from_str(&text)
        .map_err(|error| format!("{}: {}", path.display(), desk::procedure::source::toml_problem(&text, &error)))?;
    Ok(file.activity)
}
