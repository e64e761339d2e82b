//! What the entity configures, read from text files: who it is, its desks, people and calendars.
//!
//! ```text
//! entity.toml            name, acronym, logo, colours
//! logo.svg               a picture that entity.toml names (SVG or PNG)
//! people.csv             everybody
//! calendars/*.toml
//! desks/<folder>/        procedure.toml · desk.toml · catalogue.toml · matrix.toml · texts/*.txt
//! ```

mod colour;
mod files;
mod look;
mod palette;
mod picture;

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::calendar::Calendar;
use desk::catalogue::Catalogue;
use desk::matrix::Matrix;
use desk::people::{Absence, People};
use desk::procedure::{Procedure, source};
use desk::rulebook::Desk;
use desk::{DeskId, ProcedureId, Rulebook};
use indexmap::IndexMap;
use look::Header;
use serde::{Deserialize, Serialize};

pub use files::{Files, FolderError};
pub use look::Look;
pub use picture::Picture;

/// Everything configured, in one consistent reading.
pub struct Entity {
    pub name: String,
    pub look: Arc<Look>,
    pub desks: IndexMap<DeskId, DeskBook>,
    pub people: Arc<People>,
    /// Its files as they were read.
    pub files: Files,
    /// SHA-256 of all its files: another one means that something changed.
    pub fingerprint: [u8; 32],
}

/// A desk with what its files say.
#[derive(Clone)]
pub struct DeskBook {
    /// Where its files are: `desks/mesa/`.
    pub folder: String,
    pub desk: Arc<Desk>,
    pub procedure: Arc<Procedure>,
    /// The procedure as it is written.
    pub procedure_text: String,
    pub catalogue: Arc<Catalogue>,
    pub matrix: Arc<Matrix>,
    pub calendar: Calendar,
    /// The notices' texts by name.
    pub texts: BTreeMap<String, String>,
}

/// Something wrong in one of the files, said to whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{file}: {message}")]
pub struct Wrong {
    pub file: String,
    pub message: String,
}

impl Entity {
    /// Reads an entity's files.
    ///
    /// # Errors
    /// Everything that is wrong in any of them.
    pub fn read(files: &Files) -> Result<Entity, Vec<Wrong>> {
        let mut wrongs = Vec::new();
        let entity = Reader { files, wrongs: &mut wrongs }.entity();
        match entity {
            Some(entity) if wrongs.is_empty() => Ok(entity),
            _ => Err(wrongs),
        }
    }

    /// The text of a calendar by its id.
    pub fn calendar_file(&self, id: &str) -> Option<&str> {
        let is = |text: &str| Calendar::from_toml(text).is_ok_and(|calendar| calendar.id() == id);
        self.files.under("calendars/", ".toml").map(|(_, text)| text).find(|text| is(text))
    }

    /// The rules of a desk for a case pinned to a version; the version in force where none is named.
    pub fn rulebook(&self, desk: &DeskId, absences: Arc<[Absence]>) -> Option<Rulebook> {
        let book = self.desks.get(desk)?;
        let elsewhere: Arc<[(ProcedureId, DeskId)]> = self
            .desks
            .iter()
            .filter(|(id, _)| *id != desk)
            .map(|(id, other)| (other.procedure.document.id.clone(), id.clone()))
            .collect();
        Some(Rulebook {
            desk: book.desk.clone(),
            procedure: book.procedure.clone(),
            catalogue: book.catalogue.clone(),
            matrix: book.matrix.clone(),
            people: self.people.clone(),
            absences,
            calendar: book.calendar.clone(),
            elsewhere,
        })
    }
}

struct Reader<'f> {
    files: &'f Files,
    wrongs: &'f mut Vec<Wrong>,
}

impl<'f> Reader<'f> {
    fn entity(&mut self) -> Option<Entity> {
        let header: Header = {
            let text = self.text("entity.toml")?;
            self.parsed(
                "entity.toml",
                toml::from_str(text).map_err(|e| vec![source::toml_problem(text, &e).to_string()]),
            )?
        };
        let look = Look::read(&header, self.files).unwrap_or_else(|wrongs| {
            wrongs.iter().for_each(|(file, message)| self.wrong(file, message));
            Look::default()
        });
        let calendars = self.calendars();
        let mut books = Vec::new();
        for folder in self.files.folders("desks/") {
            books.extend(self.desk(&folder, &calendars));
        }
        if books.is_empty() && self.wrongs.is_empty() {
            self.wrong("desks", "No hay ninguna mesa: cree desks/<mesa>/ con su procedimiento.");
        }
        let groups = books.iter().flat_map(|book| book.desk.group.clone()).collect();
        let people = {
            let text = self.text("people.csv")?;
            self.parsed("people.csv", People::from_csv(text, groups).map_err(|e| vec![e.to_string()]))?
        };
        let desks = books.into_iter().map(|book| (book.desk.id.clone(), book)).collect();
        Some(Entity {
            files: self.files.clone(),
            fingerprint: self.files.fingerprint(),
            name: header.name,
            look: Arc::new(look),
            desks,
            people: Arc::new(people),
        })
    }

    fn calendars(&mut self) -> BTreeMap<String, Calendar> {
        let mut calendars = BTreeMap::new();
        for (path, text) in self.files.under("calendars/", ".toml") {
            if let Some(calendar) = self.parsed(path, Calendar::from_toml(text).map_err(|e| vec![e.to_string()])) {
                calendars.insert(calendar.id().to_string(), calendar);
            }
        }
        calendars
    }

    fn desk(&mut self, folder: &str, calendars: &BTreeMap<String, Calendar>) -> Option<DeskBook> {
        let desk = self.problems(&format!("{folder}desk.toml"), Desk::from_toml);
        let procedure = self.problems(&format!("{folder}procedure.toml"), source::read);
        let catalogue = self.problems(&format!("{folder}catalogue.toml"), Catalogue::from_toml);
        // A desk that asks nobody by matrix has none.
        let matrix_file = format!("{folder}matrix.toml");
        let matrix = match self.files.get(&matrix_file) {
            Some(_) => self.problems(&matrix_file, Matrix::from_toml),
            None => Some(Matrix::default()),
        };
        let (desk, procedure) = (desk?, procedure?);
        let Some(calendar) = calendars.get(&desk.calendar).cloned() else {
            self.wrong(
                &format!("{folder}desk.toml"),
                &format!("El calendario «{}» no está en calendars/.", desk.calendar),
            );
            return None;
        };
        if desk.procedure != procedure.document.id {
            let message = format!(
                "La mesa nombra el procedimiento «{}», y el archivo es «{}».",
                desk.procedure, procedure.document.id
            );
            self.wrong(&format!("{folder}desk.toml"), &message);
        }
        let texts = self
            .files
            .under(&format!("{folder}texts/"), ".txt")
            .filter_map(|(path, text)| {
                Some((path.rsplit('/').next()?.strip_suffix(".txt")?.to_string(), text.to_string()))
            })
            .collect();
        Some(DeskBook {
            folder: folder.to_owned(),
            desk: Arc::new(desk),
            procedure: Arc::new(procedure),
            procedure_text: self.files.get(&format!("{folder}procedure.toml")).unwrap_or_default().to_string(),
            catalogue: Arc::new(catalogue?),
            matrix: Arc::new(matrix?),
            calendar,
            texts,
        })
    }

    fn problems<T>(&mut self, path: &str, read: impl FnOnce(&str) -> Result<T, Vec<source::Problem>>) -> Option<T> {
        let text = self.text(path)?;
        self.parsed(path, read(text).map_err(|problems| problems.iter().map(ToString::to_string).collect()))
    }

    fn parsed<T>(&mut self, path: &str, parsed: Result<T, Vec<String>>) -> Option<T> {
        parsed.map_err(|messages| messages.iter().for_each(|message| self.wrong(path, message))).ok()
    }

    fn text(&mut self, path: &str) -> Option<&'f str> {
        let files: &'f Files = self.files;
        match files.get(path) {
            Some(text) => Some(text),
            None => {
                self.wrong(path, "Falta este archivo.");
                None
            }
        }
    }

    fn wrong(&mut self, file: &str, message: &str) {
        self.wrongs.push(Wrong { file: file.to_string(), message: message.to_string() });
    }
}
