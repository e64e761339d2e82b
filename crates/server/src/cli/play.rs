//! `ventanilla play`: plays days at the desk and says what was not as written.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use desk::procedure::source;
use desk::script::{self, Coverage, Played};

use super::{DONE, FAILED, MISUSED};
use crate::entity::Files;
use crate::web::texts::Lang;

#[derive(Args)]
#[command(
    about = "Representa guiones: un día en la mesa sobre un reloj imaginario. ¦ Plays scripts: a day at the desk on an imaginary clock.",
    after_help = "Ejemplos:
  ventanilla play silencio.txt
  ventanilla play procedures/*/scripts --coverage
  ventanilla play --procedures mis-procedimientos --transcript caso.txt

Sale con 0 si todo ocurrió como está escrito, 1 si algo no, y 2 si no pudo comenzar.
Cómo se escribe un guion está en docs/howto/script.md. ¦ Examples:
  ventanilla play silencio.txt
  ventanilla play procedures/*/scripts --coverage
  ventanilla play --procedures my-procedures --transcript case.txt

Exits with 0 if everything happened as written, 1 if something did not, and 2 if it could not begin.
How a script is written is in docs/howto/script.md."
)]
pub struct PlayArgs {
    #[arg(
        value_name = "GUION ¦ SCRIPT",
        required = true,
        help = "Guiones, o carpetas de guiones .txt ¦ Scripts, or folders of .txt scripts"
    )]
    scripts: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "CARPETA ¦ FOLDER",
        help = "Carpeta de procedimientos; si no, los que trae el programa ¦ Folder of procedures; else those that come with the program"
    )]
    procedures: Option<PathBuf>,
    #[arg(
        long,
        help = "Muestra todo lo que ocurrió, no solo lo que falló ¦ Shows everything that happened, not only what failed"
    )]
    transcript: bool,
    #[arg(
        long,
        help = "Muestra las flechas, los términos y las negativas que ningún guion recorrió ¦ Shows arrows, terms and refusals that no script took"
    )]
    coverage: bool,
}

/// Plays what the command line names; the exit code.
pub fn run(args: PlayArgs, lang: Lang) -> u8 {
    let shipped = Files::shipped();
    let of_program =
        |path: &str| shipped.get(path).or_else(|| shipped.get(&format!("desks/{path}"))).map(str::to_string);
    let asked = |path: &str| args.procedures.as_ref().and_then(|folder| fs::read_to_string(folder.join(path)).ok());
    let scripts = match scripts(&args.scripts) {
        Ok(scripts) => scripts,
        Err(message) => {
            eprintln!("{message}");
            return MISUSED;
        }
    };
    let mut coverage = Coverage::default();
    let mut failed = 0;
    for (path, text) in &scripts {
        let name = path.display();
        // A script beside its procedure is about that one, not about the one in the program.
        let library = |wanted: &str| match &args.procedures {
            Some(_) => asked(wanted).or_else(|| calendar_of(wanted, &of_program)),
            None => beside(path, wanted).or_else(|| of_program(wanted)),
        };
        match script::play(text, &library) {
            Err(failure) => {
                failed += 1;
                println!("✗ {name}:{}: {}", failure.line, failure.message);
            }
            Ok(played) => {
                failed += usize::from(!played.failures.is_empty());
                print!("{}", told(&name.to_string(), &played, args.transcript));
                coverage.add(played.coverage);
            }
        }
    }
    let count = scripts.len();
    match lang {
        Lang::Es => println!("{count} guiones, {failed} con fallas"),
        Lang::En => println!("{count} scripts, {failed} with failures"),
    }
    if args.coverage {
        let library = |wanted: &str| {
            let near = scripts.iter().find_map(|(path, _)| beside(path, wanted));
            asked(wanted).or(near).or_else(|| of_program(wanted))
        };
        print!("{}", walked(&coverage, &library, lang));
    }
    if failed > 0 { FAILED } else { DONE }
}

/// A file of the folder of procedures the script stands in: `procedures/<id>/scripts/uno.txt`.
fn beside(script: &Path, wanted: &str) -> Option<String> {
    let script = fs::canonicalize(script).ok()?;
    script.ancestors().skip(1).take(3).find_map(|folder| fs::read_to_string(folder.join(wanted)).ok())
}

/// A folder of procedures without calendars uses those of the program.
fn calendar_of(wanted: &str, of_program: script::Library<'_>) -> Option<String> {
    wanted.starts_with("calendars/").then(|| of_program(wanted)).flatten()
}

fn told(name: &str, played: &Played, transcript: bool) -> String {
    if transcript {
        return format!("{name}\n{}\n", played.text());
    }
    let lines = played.failures.iter().map(|failure| format!("✗ {name}:{}: {}\n", failure.line, failure.message));
    if played.failures.is_empty() { format!("✓ {name}\n") } else { lines.collect() }
}

/// Scripts by name, folders by the scripts in them.
fn scripts(paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            scripts_in(path, !path.join("procedure.toml").exists(), &mut found)?;
        } else {
            found.push(path.clone());
        }
    }
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            Ok((path, text))
        })
        .collect()
}

/// The scripts of a folder; below it, only those in folders called `scripts`: other texts of a
/// procedure are no scripts.
fn scripts_in(folder: &Path, own: bool, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut inside: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            scripts_in(&path, path.ends_with("scripts"), found)?;
        } else if own && is_script(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "txt")
}

/// What was walked of every procedure that was played, and what was not.
fn walked(coverage: &Coverage, library: script::Library<'_>, lang: Lang) -> String {
    let (none, refusals) = match lang {
        Lang::Es => ("nada falta", "negativas"),
        Lang::En => ("nothing is missing", "refusals"),
    };
    let list = |missing: &[&str]| if missing.is_empty() { none.to_string() } else { missing.join(" ") };
    let mut text = String::new();
    for id in coverage.answers.keys() {
        let procedure = library(&format!("{id}/procedure.toml")).and_then(|text| source::read(&text).ok());
        let Some(procedure) = procedure else { continue };
        let missing = coverage.missing_of(&procedure);
        let all = procedure.answers.len() + procedure.terms.len() + procedure.switched_off.len();
        let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
        text.push_str(&format!("{id}: {}/{all} — {}\n", all - missing.len(), list(&missing)));
    }
    let missing = coverage.missing_refusals();
    let all = desk::Refused::CODES.len();
    text.push_str(&format!("{refusals}: {}/{all} — {}\n", all - missing.len(), list(&missing)));
    text
}
