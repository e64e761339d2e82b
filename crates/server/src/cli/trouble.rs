//! What went wrong before or instead of the work, with what to do about it, in the reader's language.

use std::fmt::Display;
use std::path::Path;

use crate::config::Wrong;
use crate::lang::Lang;
use crate::start::StartError;
use crate::store::StoreError;

use super::{MISUSED, UNAVAILABLE};

/// Prints everything wrong with the configuration; the exit code.
pub(super) fn configuration(wrongs: &[Wrong], lang: Lang) -> u8 {
    eprintln!("{}", lang.pick("La configuración tiene errores:", "The configuration has errors:"));
    for wrong in wrongs {
        eprintln!("  {wrong}");
    }
    MISUSED
}

/// Prints why an instance did not start; the exit code.
pub(super) fn start(error: &StartError, lang: Lang) -> u8 {
    match error {
        StartError::Store(error) => return store(error, lang),
        StartError::NoEntity(folder) => eprintln!("{}", no_entity(folder, lang)),
        StartError::Folder(error) => eprintln!(
            "{}: {error}",
            lang.pick("No se pueden leer los archivos de la entidad", "The files of the entity cannot be read")
        ),
        StartError::Entity(wrongs) => {
            eprintln!(
                "{}",
                lang.pick("Los archivos de la entidad tienen errores:", "The files of the entity have errors:")
            );
            wrongs.iter().for_each(|wrong| eprintln!("  {wrong}"));
        }
    }
    MISUSED
}

fn no_entity(folder: &Path, lang: Lang) -> String {
    let shown = folder.display();
    match lang {
        Lang::Es => format!(
            "No hay una entidad en {shown}.\nPara comenzar una: ventanilla init CARPETA\nPara usar una que ya existe: ventanilla serve --data CARPETA"
        ),
        Lang::En => format!(
            "There is no entity in {shown}.\nTo begin one: ventanilla init FOLDER\nTo use one that exists: ventanilla serve --data FOLDER"
        ),
    }
}

/// Prints why the store did not do it; the exit code.
pub(super) fn store(error: &StoreError, lang: Lang) -> u8 {
    let said = match (error, lang) {
        (StoreError::Owned { folder, owner }, Lang::Es) => {
            format!(
                "Otro proceso ({owner}) tiene la instancia de {}. Deténgalo primero, o use la orden que solo lee.",
                folder.display()
            )
        }
        (StoreError::Owned { folder, owner }, Lang::En) => {
            format!(
                "Another process ({owner}) has the instance in {}. Stop it first, or use a command that only reads.",
                folder.display()
            )
        }
        (StoreError::NewerSchema { found, known }, Lang::Es) => {
            format!(
                "La base de datos es de una versión más nueva del programa (esquema {found}; este conoce hasta {known}). Instale esa versión."
            )
        }
        (StoreError::OlderSchema { .. }, Lang::Es) => {
            "La base de datos es de una versión anterior. Inicie el programa una vez con «ventanilla serve».".to_owned()
        }
        (StoreError::NoInstance, Lang::Es) => {
            "Todavía no hay una instancia en esa carpeta. Iníciela con «ventanilla serve».".to_owned()
        }
        (StoreError::Address(why), Lang::Es) => {
            format!("La dirección de la base de datos no sirve: {why}. Revise la clave «database».")
        }
        (StoreError::Database(why), Lang::Es) => format!("La base de datos no respondió: {why}."),
        (StoreError::File { path, source }, Lang::Es) => format!("No se puede usar {}: {source}.", path.display()),
        (other, _) => other.to_string(),
    };
    eprintln!("{said}");
    UNAVAILABLE
}

/// Prints any other trouble; the exit code.
pub(super) fn other(spanish: &str, english: &str, error: &dyn Display, lang: Lang) -> u8 {
    eprintln!("{}: {error}", lang.pick(spanish, english));
    UNAVAILABLE
}
