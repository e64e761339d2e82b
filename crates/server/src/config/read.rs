//! The values of file and environment, each with where it was written, and what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{Config, KEYS};
use crate::lang::Lang;

/// What every variable of ours begins with.
const PREFIX: &str = "VENTANILLA_";
/// Variables that configure something else than the instance.
const OTHERS: &[&str] = &["VENTANILLA_LOG", "VENTANILLA_CRASH_AT"];

/// Something wrong, said to whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file and the key, or the variable.
    pub place: String,
    pub message: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

enum Written {
    File(toml::Value),
    Variable(String),
}

pub(super) struct Values {
    file: PathBuf,
    written: BTreeMap<String, Written>,
    wrongs: Vec<Wrong>,
    lang: Lang,
}

impl Values {
    /// Reads both; a file that was named must be there.
    pub(super) fn read(file: &Path, must_exist: bool, environment: Vec<(String, String)>, lang: Lang) -> Values {
        let mut values = Values { file: file.to_path_buf(), written: BTreeMap::new(), wrongs: Vec::new(), lang };
        match std::fs::read_to_string(file) {
            Ok(text) => values.take_file(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => {}
            Err(error) => {
                let place = file.display().to_string();
                let message =
                    values.say(&format!("No se puede leer: {error}."), &format!("It cannot be read: {error}."));
                values.wrongs.push(Wrong { place, message });
            }
        }
        values.take_environment(environment);
        values
    }

    fn take_file(&mut self, text: &str) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error
                    .span()
                    .map_or(0, |span| text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1);
                let place = self.file.display().to_string();
                let message = self.say(
                    &format!("La línea {line} no es TOML: {}.", error.message()),
                    &format!("Line {line} is no TOML: {}.", error.message()),
                );
                return self.wrongs.push(Wrong { place, message });
            }
        };
        for (key, value) in flat(table) {
            if KEYS.iter().any(|(known, _)| *known == key) {
                self.written.insert(key, Written::File(value));
            } else {
                self.unknown(
                    format!("{}, {key}", self.file.display()),
                    &key,
                    KEYS.iter().map(|(known, _)| (*known).to_owned()),
                );
            }
        }
    }

    fn take_environment(&mut self, environment: Vec<(String, String)>) {
        for (name, value) in
            environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX) && !OTHERS.contains(&name.as_str()))
        {
            match KEYS.iter().find(|(key, _)| variable(key) == name) {
                Some((key, _)) => drop(self.written.insert((*key).to_owned(), Written::Variable(value))),
                None => self.unknown(name.clone(), &name, KEYS.iter().map(|(key, _)| variable(key))),
            }
        }
    }

    fn unknown(&mut self, place: String, written: &str, known: impl Iterator<Item = String>) {
        let known: Vec<String> = known.collect();
        let near = desk::procedure::source::nearest(written, known.iter().map(String::as_str));
        let message = match near {
            Some(near) => self.say(
                &format!("Esta clave no existe; ¿quiso escribir «{near}»?"),
                &format!("There is no such key; did you mean \"{near}\"?"),
            ),
            None => self.say(
                "Esta clave no existe; «ventanilla serve --help» las nombra.",
                "There is no such key; \"ventanilla serve --help\" names them.",
            ),
        };
        self.wrongs.push(Wrong { place, message });
    }

    fn say(&self, spanish: &str, english: &str) -> String {
        match self.lang {
            Lang::Es => spanish.to_owned(),
            Lang::En => english.to_owned(),
        }
    }

    pub(super) fn wrong(&mut self, key: &str, spanish: &str, english: &str) {
        let place = match self.written.get(key) {
            Some(Written::Variable(_)) => variable(key),
            _ => format!("{}, {key}", self.file.display()),
        };
        let message = self.say(spanish, english);
        self.wrongs.push(Wrong { place, message });
    }

    pub(super) fn is_set(&self, key: &str) -> bool {
        self.written.contains_key(key)
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        match self.written.get(key)? {
            Written::Variable(text) => Some(text.clone()),
            Written::File(toml::Value::String(text)) => Some(text.clone()),
            Written::File(_) => {
                self.wrong(key, "Escriba un texto entre comillas.", "Write a text in quotes.");
                None
            }
        }
    }

    /// A path; a relative one is meant from the folder of the file.
    pub(super) fn path(&mut self, key: &str, beside: &Path) -> Option<PathBuf> {
        let from_file = matches!(self.written.get(key), Some(Written::File(_)));
        let path = PathBuf::from(self.text(key)?);
        Some(if from_file { beside.join(path) } else { path })
    }

    /// The path of a file that can be read.
    pub(super) fn readable(&mut self, key: &str, beside: &Path) -> Option<PathBuf> {
        let path = self.path(key, beside)?;
        if let Err(error) = std::fs::File::open(&path) {
            let shown = path.display();
            self.wrong(
                key,
                &format!("No se puede leer {shown}: {error}."),
                &format!("{shown} cannot be read: {error}."),
            );
        }
        Some(path)
    }

    /// A secret, written itself or in a file of its own.
    pub(super) fn secret(&mut self, key: &str, file_key: &str, beside: &Path) -> Option<String> {
        let (written, file) = (self.text(key), self.path(file_key, beside));
        if written.is_some() && file.is_some() {
            self.wrong(
                file_key,
                "La clave está dos veces; deje una sola.",
                "The password is written twice; leave one.",
            );
        }
        let Some(file) = file else { return written };
        match std::fs::read_to_string(&file) {
            Ok(text) => Some(text.trim_end().to_owned()),
            Err(error) => {
                let shown = file.display();
                self.wrong(
                    file_key,
                    &format!("No se puede leer {shown}: {error}."),
                    &format!("{shown} cannot be read: {error}."),
                );
                Some(String::new())
            }
        }
    }

    pub(super) fn yes(&mut self, key: &str) -> Option<bool> {
        let said = match self.written.get(key)? {
            Written::Variable(text) => text.trim().parse().ok(),
            Written::File(value) => value.as_bool(),
        };
        if said.is_none() {
            self.wrong(key, "Escriba true o false.", "Write true or false.");
        }
        said
    }

    pub(super) fn number(&mut self, key: &str, least: u64, most: u64) -> Option<u64> {
        let number = match self.written.get(key)? {
            Written::Variable(text) => text.trim().parse().ok(),
            Written::File(toml::Value::Integer(number)) => u64::try_from(*number).ok(),
            Written::File(_) => None,
        };
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(
                key,
                &format!("Escriba un número de {least} a {most}."),
                &format!("Write a number from {least} to {most}."),
            );
        }
        number
    }

    /// Several values: a list in the file, separated by commas in the environment.
    pub(super) fn list<T>(
        &mut self,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
        wrong: impl Fn(&str, Lang) -> String,
    ) -> Vec<T> {
        let texts: Option<Vec<String>> = match self.written.get(key) {
            None => return Vec::new(),
            Some(Written::Variable(text)) => {
                Some(text.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect())
            }
            Some(Written::File(toml::Value::Array(parts))) => {
                parts.iter().map(|part| part.as_str().map(str::to_owned)).collect()
            }
            Some(Written::File(_)) => None,
        };
        let Some(texts) = texts else {
            self.wrong(
                key,
                "Escriba una lista de textos: [\"uno\", \"otro\"].",
                "Write a list of texts: [\"one\", \"other\"].",
            );
            return Vec::new();
        };
        let mut found = Vec::new();
        for text in texts {
            match read(&text) {
                Some(value) => found.push(value),
                None => self.wrong(key, &wrong(&text, Lang::Es), &wrong(&text, Lang::En)),
            }
        }
        found
    }

    pub(super) fn finish(self, config: Config) -> Result<Config, Vec<Wrong>> {
        if self.wrongs.is_empty() { Ok(config) } else { Err(self.wrongs) }
    }
}

/// The variable of a key: `VENTANILLA_SMTP_HOST`.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_uppercase())
}

/// Keys as `table.key`.
fn flat(table: toml::Table) -> Vec<(String, toml::Value)> {
    let mut keys = Vec::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) => {
                keys.extend(flat(inner).into_iter().map(|(key, value)| (format!("{name}.{key}"), value)))
            }
            value => keys.push((name, value)),
        }
    }
    keys
}
