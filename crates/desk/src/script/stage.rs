//! The stage of a script: procedure, calendar and cast, with the changes a script makes to the
//! published data.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml::{Table, Value};

use crate::calendar::Calendar;
use crate::catalogue::Catalogue;
use crate::matrix::Matrix;
use crate::names::*;
use crate::people::{People, Person, PersonKind};
use crate::procedure::{Finder, Problem, Procedure, RoleKind, source};
use crate::rulebook::{Desk, Rulebook};
use crate::words::folded;

use super::named;
use super::read::{Cursor, Said, Token, nearest};

/// Gives the text of a file by its path under the procedures folder:
/// `<carpeta>/procedure.toml`, `calendars/co-nacional.toml`.
pub type Library<'l> = &'l dyn Fn(&str) -> Option<String>;

/// Everything a script sets up.
pub(super) struct Stage<'l> {
    library: Library<'l>,
    folder: String,
    calendar: Option<String>,
    elsewhere: Vec<String>,
    cast: Vec<(Person, Vec<String>)>,
    procedure: Table,
    catalogue: Table,
    matrix: Table,
    desk: Table,
    calendar_file: Table,
}

impl<'l> Stage<'l> {
    pub fn new(library: Library<'l>) -> Stage<'l> {
        let nothing = Table::new;
        Stage {
            library,
            folder: String::new(),
            calendar: None,
            elsewhere: Vec::new(),
            cast: Vec::new(),
            procedure: nothing(),
            catalogue: nothing(),
            matrix: nothing(),
            desk: nothing(),
            calendar_file: nothing(),
        }
    }

    /// Reads a line of the heading; `false` if the line is something else.
    pub fn heading(&mut self, cursor: &mut Cursor, text: &str) -> Said<bool> {
        if cursor.peek_word().is_some_and(|word| folded(word) == "cambia") {
            self.change(text)?;
            *cursor = Cursor::new(Vec::new());
            return Ok(true);
        }
        let mut any = false;
        loop {
            if cursor.take("procedimiento") {
                cursor.take(":");
                self.folder = folder(&cursor.need_word("el nombre de la carpeta del procedimiento")?);
                self.procedure = self.file(&format!("{}/procedure.toml", self.folder))?;
                self.catalogue = self.file(&format!("{}/catalogue.toml", self.folder))?;
                self.desk = self.file(&format!("{}/desk.toml", self.folder))?;
                // A procedure without matrix authorises in another way.
                self.matrix = self.file(&format!("{}/matrix.toml", self.folder)).unwrap_or_default();
                if self.calendar.is_none()
                    && let Some(calendar) = self.desk.get("calendar").and_then(Value::as_str).map(str::to_string)
                {
                    self.calendar_file = self.file(&format!("calendars/{calendar}.toml"))?;
                }
            } else if cursor.take("calendario") {
                let id = cursor.need_word("el nombre del calendario")?;
                self.calendar_file = self.file(&format!("calendars/{id}.toml"))?;
                self.calendar = Some(id);
            } else if cursor.take("ademas") {
                self.elsewhere.push(cursor.need_word("el nombre del otro procedimiento")?);
            } else if any && cursor.sign(',') {
            } else if cursor.take_any(&["reparto", "reparto:", "personas", "personas:"])
                || (any && matches!(cursor.peek(), Some(Token::Word(_))))
                || self.continues_cast(cursor)
            {
                self.people(cursor)?;
            } else {
                return if any { cursor.done().map(|()| true) } else { Ok(false) };
            }
            any = true;
            if cursor.is_done() {
                return Ok(true);
            }
        }
    }

    /// A line that goes on with the cast: `dora(autorizador …)`.
    fn continues_cast(&self, cursor: &Cursor) -> bool {
        let mut ahead = cursor.clone();
        !self.cast.is_empty() && ahead.next_word().is_some() && ahead.sign('(')
    }

    fn file(&self, path: &str) -> Said<Table> {
        let text = (self.library)(path)
            .ok_or_else(|| format!("No se encuentra «{path}»; revise el nombre y la carpeta de procedimientos."))?;
        text.parse::<Table>().map_err(|e| format!("{path}: {}", e.message()))
    }

    fn people(&mut self, cursor: &mut Cursor) -> Said<()> {
        loop {
            while cursor.sign(',') || cursor.take("y") {}
            if !matches!(cursor.peek(), Some(Token::Word(_))) {
                return Ok(());
            }
            let mut ahead = cursor.clone();
            ahead.next_word();
            if !ahead.sign('(') {
                return Ok(());
            }
            let id = cursor.need_word("una persona")?;
            cursor.sign('(');
            self.person(&id, cursor)?;
        }
    }

    fn person(&mut self, id: &str, cursor: &mut Cursor) -> Said<()> {
        let mut letters = id.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let mut person = Person {
            id: id.into(),
            name,
            email: format!("{id}@entidad.example"),
            position: String::new(),
            unit: String::new(),
            site: String::new(),
            superior: None,
            extension: String::new(),
            document: String::new(),
            kind: PersonKind::Funcionario,
            roles: BTreeSet::new(),
            groups: BTreeSet::new(),
            active: true,
        };
        let mut roles = Vec::new();
        loop {
            if cursor.sign(')') {
                break;
            }
            if cursor.sign(',') {
                continue;
            }
            let word = cursor.need_word("un rol o un dato de la persona, y al final «)»")?;
            let mut text = |what: &str| cursor.quoted().map_or_else(|| cursor.need_word(what), Ok);
            match folded(&word).as_str() {
                "cargo" => person.position = text("el cargo")?,
                "dependencia" => person.unit = text("la dependencia")?,
                "sede" => person.site = text("la sede")?,
                "nombre" => person.name = text("el nombre")?,
                "superior" => person.superior = Some(text("el superior")?.as_str().into()),
                "grupos" | "grupo" => {
                    while let Some(group) = cursor.next_word() {
                        person.groups.insert(group.as_str().into());
                    }
                }
                "contratista" => person.kind = PersonKind::Contratista,
                "funcionario" => person.kind = PersonKind::Funcionario,
                "retirada" | "retirado" => person.active = false,
                "sin" => {
                    if !cursor.take("correo") {
                        return Err("Después de «sin» va «correo».".to_string());
                    }
                    person.email = String::new();
                }
                _ => roles.push(word),
            }
        }
        self.cast.retain(|(known, _)| known.id != person.id);
        self.cast.push((person, roles));
        Ok(())
    }

    /// `cambia procedimiento answer.M-E27.off = false`
    pub fn change(&mut self, text: &str) -> Said<()> {
        let rest = text.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim_start();
        let (file, rest) = rest
            .split_once(char::is_whitespace)
            .ok_or("Después de «cambia» van el archivo, el camino, «=» y el valor.")?;
        let (path, value) = rest.split_once('=').ok_or("Falta «=» y el valor nuevo.")?;
        let (path, adds) = match path.trim().strip_suffix('+') {
            Some(path) => (path.trim(), true),
            None => (path.trim(), false),
        };
        let value = value_of(value.trim())?;
        let (table, path) = match folded(file).as_str() {
            "procedimiento" => (&mut self.procedure, path.to_string()),
            "catalogo" => (&mut self.catalogue, path.to_string()),
            "matriz" => (&mut self.matrix, format!("row.{path}")),
            "mesa" => (&mut self.desk, path.to_string()),
            "calendario" => (&mut self.calendar_file, path.to_string()),
            other => {
                return Err(format!(
                    "«{other}» no se puede cambiar; use procedimiento, catálogo, matriz, mesa o calendario."
                ));
            }
        };
        let mut whole = Value::Table(std::mem::take(table));
        put(&mut whole, &path.split('.').collect::<Vec<_>>(), value, adds);
        if let Value::Table(changed) = whole {
            *table = changed;
        }
        Ok(())
    }

    /// Publishes the procedure under another version: open cases keep theirs.
    pub fn publish(&mut self, version: &str) {
        let mut whole = Value::Table(std::mem::take(&mut self.procedure));
        put(&mut whole, &["document", "version"], Value::String(version.to_string()), false);
        if let Value::Table(changed) = whole {
            self.procedure = changed;
        }
    }

    /// Adds a line to a list of the calendar: `rule`, `suspension`, `override`.
    pub fn amend(&mut self, list: &str, line: Table) -> Said<Calendar> {
        let mut whole = Value::Table(std::mem::take(&mut self.calendar_file));
        put(&mut whole, &[list], Value::Table(line), true);
        if let Value::Table(changed) = whole {
            self.calendar_file = changed;
        }
        self.calendar()
    }

    fn calendar(&self) -> Said<Calendar> {
        Calendar::from_toml(&written(&self.calendar_file)?).map_err(|e| format!("El calendario: {e}"))
    }

    /// The rules as they stand.
    pub fn rulebook(&self) -> Said<Rulebook> {
        if self.folder.is_empty() {
            return Err("El guion comienza con «procedimiento» y el nombre de la carpeta.".to_string());
        }
        let procedure = source::read(&written(&self.procedure)?).map_err(|p| problems("procedure.toml", &p))?;
        let desk = Desk::from_toml(&written(&self.desk)?).map_err(|p| problems("desk.toml", &p))?;
        Ok(Rulebook {
            catalogue: Arc::new(
                Catalogue::from_toml(&written(&self.catalogue)?).map_err(|p| problems("catalogue.toml", &p))?,
            ),
            matrix: Arc::new(Matrix::from_toml(&written(&self.matrix)?).map_err(|p| problems("matrix.toml", &p))?),
            people: Arc::new(self.everybody(&procedure, &desk)?),
            absences: Arc::from([]),
            calendar: self.calendar()?,
            elsewhere: self.elsewhere.iter().map(|id| (id.as_str().into(), DeskId::from("otra-mesa"))).collect(),
            procedure: Arc::new(procedure),
            desk: Arc::new(desk),
        })
    }

    fn everybody(&self, procedure: &Procedure, desk: &Desk) -> Said<People> {
        let known = || procedure.roles.keys().map(RoleId::as_str).chain(desk.auditor.as_ref().map(RoleId::as_str));
        let mut people = Vec::new();
        for (person, roles) in &self.cast {
            let mut person = person.clone();
            for word in roles {
                let own = named::role(procedure, word).map(|role| role.to_string());
                let role = own.or_else(|| known().find(|own| *own == word).map(str::to_string)).ok_or_else(|| {
                    format!(
                        "«{word}» no es un rol del procedimiento, y {} lo tiene.{}",
                        person.id,
                        nearest(word, known())
                    )
                })?;
                let is = procedure.roles.get(role.as_str()).map(|role| role.is);
                // Who approves holds a position that may approve, whatever the script leaves out.
                if is == Some(RoleKind::Approver) && person.position.is_empty() {
                    person.position = first_position(procedure).unwrap_or_default();
                }
                if is.is_none_or(|is| matches!(is, RoleKind::Staff | RoleKind::Assignee | RoleKind::Approver)) {
                    person.roles.insert(role);
                }
            }
            people.push(person);
        }
        People::new(people, desk.group.clone()).map_err(|e| format!("El reparto: {}.", e.message))
    }
}

/// The first of the positions an approver is chosen from, where one is.
fn first_position(procedure: &Procedure) -> Option<String> {
    let steps = procedure.approvals.values().flat_map(|policy| &policy.steps);
    steps.into_iter().find_map(|step| match &step.finder {
        Finder::Chosen { positions, .. } => positions.first().cloned(),
        _ => None,
    })
}

fn problems(file: &str, problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|p| p.message.clone()).collect();
    format!("{file}: {}", lines.join(" "))
}

/// A procedure is also found by its name with dots.
fn folder(word: &str) -> String {
    folded(word).replace(['.', '_'], "-")
}

fn written(table: &Table) -> Said<String> {
    toml::to_string(table).map_err(|e| e.to_string())
}

fn value_of(text: &str) -> Said<Value> {
    let mut table = format!("valor = {text}")
        .parse::<Table>()
        .map_err(|e| format!("El valor «{text}» no se puede leer: {}", e.message()))?;
    table.remove("valor").ok_or_else(|| "Falta el valor.".to_string())
}

/// Puts a value at a path, making the tables on the way; a step into a list finds the entry with
/// that `id`, or makes one.
fn put(into: &mut Value, path: &[&str], value: Value, adds: bool) {
    let Some((first, rest)) = path.split_first() else {
        match into {
            Value::Array(list) if adds => list.push(value),
            other => *other = if adds { Value::Array(vec![value]) } else { value },
        }
        return;
    };
    if let Value::Array(list) = into {
        let found = list.iter().position(|entry| entry.get("id").and_then(Value::as_str) == Some(first));
        let at = found.unwrap_or_else(|| {
            list.push(Value::Table(Table::from_iter([("id".to_string(), Value::String((*first).to_string()))])));
            list.len() - 1
        });
        return put(&mut list[at], rest, value, adds);
    }
    if !into.is_table() {
        *into = Value::Table(Table::new());
    }
    if let Value::Table(table) = into {
        let missing = match (*first, rest.is_empty()) {
            ("row", false) => Value::Array(Vec::new()),
            (_, true) if adds => Value::Array(Vec::new()),
            _ => Value::Table(Table::new()),
        };
        put(table.entry((*first).to_string()).or_insert(missing), rest, value, adds);
    }
}
