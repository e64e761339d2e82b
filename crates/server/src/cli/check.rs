//! `ventanilla check`: reads an entity or a procedure and says what is wrong before anybody works
//! with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use desk::catalogue::Catalogue;
use desk::matrix::Matrix;
use desk::procedure::lint::{Finding, Setting, Severity, Texts, lint};
use desk::procedure::{Problem, source};
use desk::rulebook::Desk;

use super::{DONE, FAILED, MISUSED};
use crate::apply::setting;
use crate::entity::{Entity, Files};
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Revisa una entidad o un procedimiento y dice qué está mal. ¦ Checks an entity or a procedure and says what is wrong.",
    after_help = "Ejemplos:
  ventanilla check datos/entity
  ventanilla check datos/entity/desks/mesa
  ventanilla check procedure.toml

No cambia nada. Sale con 0 si se puede trabajar así (puede haber avisos), 1 si hay errores y 2 si no
se pudo leer. Con --strict los avisos cuentan como errores. ¦ Examples:
  ventanilla check data/entity
  ventanilla check data/entity/desks/desk
  ventanilla check procedure.toml

It changes nothing. Findings are in Spanish, the language of the documents. Exits with 0 if one can
work so (there may be warnings), 1 if there are errors, and 2 if it could not be read. With --strict
warnings count as errors."
)]
pub struct CheckArgs {
    #[arg(
        value_name = "CARPETA ¦ FOLDER",
        default_value = ".",
        help = "Carpeta de una entidad o de un procedimiento, o un procedure.toml ¦ Folder of an entity or of a procedure, or a procedure.toml"
    )]
    path: PathBuf,
    #[arg(long, help = "También los avisos son errores ¦ Warnings are errors too")]
    strict: bool,
}

/// What was found, each with the file or folder it is in.
#[derive(Default)]
struct Found {
    errors: Vec<String>,
    warnings: Vec<String>,
}

pub(super) fn run(args: CheckArgs, lang: Lang) -> u8 {
    let path = &args.path;
    let found = if path.is_file() {
        procedure_file(path)
    } else if path.join("entity.toml").exists() {
        entity(path)
    } else if path.join("entity/entity.toml").exists() {
        entity(&path.join("entity"))
    } else if path.join("procedure.toml").exists() {
        procedure_folder(path)
    } else {
        let shown = path.display();
        eprintln!(
            "{}",
            match lang {
                Lang::Es => format!(
                    "En {shown} no hay entity.toml ni procedure.toml: diga la carpeta de una entidad o de un procedimiento."
                ),
                Lang::En => format!(
                    "There is neither entity.toml nor procedure.toml in {shown}: name the folder of an entity or of a procedure."
                ),
            }
        );
        return MISUSED;
    };
    match found {
        Ok(found) => tell(&found, args.strict, lang),
        Err(unreadable) => {
            eprintln!("{unreadable}");
            MISUSED
        }
    }
}

fn tell(found: &Found, strict: bool, lang: Lang) -> u8 {
    found.errors.iter().chain(&found.warnings).for_each(|line| println!("{line}"));
    let (errors, warnings) = (found.errors.len(), found.warnings.len());
    println!(
        "{}",
        match lang {
            Lang::Es if errors + warnings == 0 => "Todo está bien.".to_owned(),
            Lang::En if errors + warnings == 0 => "All is well.".to_owned(),
            Lang::Es => format!("{errors} errores, {warnings} avisos."),
            Lang::En => format!("{errors} errors, {warnings} warnings."),
        }
    );
    if errors > 0 || (strict && warnings > 0) { FAILED } else { DONE }
}

fn entity(folder: &Path) -> Result<Found, String> {
    let files = Files::from_folder(folder).map_err(|error| error.to_string())?;
    let mut found = Found::default();
    let entity = match Entity::read(&files) {
        Ok(entity) => entity,
        Err(wrongs) => {
            found.errors.extend(wrongs.iter().map(ToString::to_string));
            return Ok(found);
        }
    };
    for book in entity.desks.values() {
        found.add(book.desk.name.as_str(), lint(&setting(&entity, book)));
    }
    Ok(found)
}

fn procedure_file(path: &Path) -> Result<Found, String> {
    let mut found = Found::default();
    if let Some(procedure) = found.read(path, source::read)? {
        found.add(&path.display().to_string(), lint(&Setting::of(&procedure)));
    }
    Ok(found)
}

/// A folder that an entity would copy: what is there is checked together.
fn procedure_folder(folder: &Path) -> Result<Found, String> {
    let mut found = Found::default();
    let optional = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
    let procedure = found.read(&folder.join("procedure.toml"), source::read)?;
    let catalogue =
        optional("catalogue.toml").map(|path| found.read(&path, Catalogue::from_toml)).transpose()?.flatten();
    let matrix = optional("matrix.toml").map(|path| found.read(&path, Matrix::from_toml)).transpose()?.flatten();
    let desk = optional("desk.toml").map(|path| found.read(&path, Desk::from_toml)).transpose()?.flatten();
    let texts = optional("texts").map(|path| texts(&path)).transpose()?;
    if let Some(procedure) = &procedure {
        let setting = Setting {
            procedure,
            catalogue: catalogue.as_ref(),
            matrix: matrix.as_ref(),
            desk: desk.as_ref(),
            people: None,
            texts: texts.as_ref(),
        };
        found.add(&folder.display().to_string(), lint(&setting));
    }
    Ok(found)
}

pub(super) fn texts(folder: &Path) -> Result<Texts, String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        if path.extension().is_some_and(|ending| ending == "txt")
            && let Some(name) = path.file_stem()
        {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            texts.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    Ok(texts)
}

impl Found {
    /// Reads a file; what is wrong with it is found.
    fn read<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&str) -> Result<T, Vec<Problem>>,
    ) -> Result<Option<T>, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(read(&text)
            .map_err(|problems| {
                self.errors.extend(problems.iter().map(|problem| format!("{}: {problem}", path.display())))
            })
            .ok())
    }

    fn add(&mut self, place: &str, findings: Vec<Finding>) {
        for finding in findings {
            let line = format!("{place}: {finding}");
            match finding.severity {
                Severity::Error => self.errors.push(line),
                Severity::Warning => self.warnings.push(line),
            }
        }
    }
}
