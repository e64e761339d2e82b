//! What changes between the configuration in force and another one, file by file.

use std::collections::{BTreeMap, BTreeSet};

use desk::procedure::diff;

use super::{Line, Mark, Plan};
use crate::app::App;
use crate::entity::{DeskBook, Entity};
use crate::store::{StoreError, cases};

/// Lines of detail a reader still reads.
const MOST: usize = 15;

pub(super) fn lines(app: &App, before: Option<&Entity>, after: &Entity, plan: &mut Plan) -> Result<(), StoreError> {
    let mut told = BTreeSet::new();
    for book in after.desks.values() {
        let former = before.and_then(|entity| entity.desks.get(&book.desk.id));
        of_desk(app, former, book, plan)?;
        told.insert(format!("{}procedure.toml", book.folder));
    }
    for book in before.iter().flat_map(|entity| entity.desks.values()) {
        if !after.desks.contains_key(&book.desk.id) {
            let name = &book.desk.name;
            plan.line(
                Mark::Retired,
                format!("Se retira la mesa «{name}»"),
                format!("Desk \"{name}\" is retired"),
                vec![],
            );
        }
    }
    let text =
        |entity: Option<&Entity>, path: &str| entity.and_then(|entity| entity.files.get(path)).map(str::to_owned);
    let paths: BTreeSet<&str> =
        before.iter().flat_map(|entity| entity.files.paths()).chain(after.files.paths()).collect();
    for path in paths.into_iter().filter(|path| !told.contains(*path)) {
        of_file(path, text(before, path).as_deref(), text(Some(after), path).as_deref(), plan);
    }
    Ok(())
}

impl Plan {
    pub(super) fn line(&mut self, mark: Mark, es: String, en: String, more: Vec<String>) {
        self.lines.push(Line { mark, es, en, more });
    }
}

fn of_desk(app: &App, former: Option<&DeskBook>, book: &DeskBook, plan: &mut Plan) -> Result<(), StoreError> {
    let (document, name) = (&book.procedure.document, &book.desk.name);
    let (procedure, version) = (&document.name, &document.version);
    let Some(former) = former else {
        plan.line(
            Mark::Published,
            format!("Mesa nueva «{name}»: publica la versión {version} de «{procedure}»"),
            format!("New desk \"{name}\": publishes version {version} of \"{procedure}\""),
            vec![],
        );
        return Ok(());
    };
    if former.procedure_text == book.procedure_text {
        return Ok(());
    }
    let old = &former.procedure.document;
    let again = app.edition(&document.id, version).is_some();
    let staying = open_cases(app, former)?;
    let (es, en) = if again {
        (format!("Vuelve a regir la versión {version}"), format!("Version {version} applies again"))
    } else {
        (format!("Publica la versión {version}"), format!("Publishes version {version}"))
    };
    let mut more: Vec<String> =
        diff::differences(&former.procedure, &book.procedure).iter().map(ToString::to_string).collect();
    more.extend(diff::texts(&former.texts, &book.texts).iter().map(ToString::to_string));
    plan.line(
        Mark::Published,
        format!(
            "{es} de «{procedure}» en «{name}», en vez de la {}; {staying} casos abiertos siguen en su versión",
            old.version
        ),
        format!(
            "{en} of \"{procedure}\" at \"{name}\", instead of {}; {staying} open cases stay on their version",
            old.version
        ),
        more,
    );
    Ok(())
}

fn open_cases(app: &App, book: &DeskBook) -> Result<usize, StoreError> {
    app.store.read(|reader| {
        let (mut count, mut after) = (0, None);
        loop {
            let page = cases::queue(reader, book.desk.id.as_str(), &cases::Queue::All, after.as_ref(), 500)?;
            let Some(last) = page.last() else { return Ok(count) };
            after = Some(cases::After::case(last));
            count += page.len();
        }
    })
}

fn of_file(path: &str, before: Option<&str>, after: Option<&str>, plan: &mut Plan) {
    if before == after {
        return;
    }
    let (es, en) = called(path);
    match (before, after) {
        (None, Some(text)) => {
            let more = if path == "people.csv" { vec![format!("+ {}", people(text).len())] } else { vec![] };
            plan.line(Mark::Added, format!("Nuevo: {es}"), format!("New: {en}"), more);
        }
        (Some(_), None) => plan.line(Mark::Retired, format!("Se retira: {es}"), format!("Retired: {en}"), vec![]),
        (Some(before), Some(after)) => {
            let mut more = if path == "people.csv" {
                of_people(&people(before), &people(after))
            } else if path.ends_with(".toml") {
                of_entries(&entries(before), &entries(after))
            } else {
                vec![]
            };
            if more.len() > MOST {
                let rest = more.len() - (MOST - 1);
                more.truncate(MOST - 1);
                more.push(format!("… +{rest}"));
            }
            plan.line(Mark::Changed, format!("Cambia: {es}"), format!("Changes: {en}"), more);
        }
        (None, None) => {}
    }
}

/// A file as people call it.
fn called(path: &str) -> (String, String) {
    let (es, en) = match path.rsplit('/').next().unwrap_or(path) {
        "entity.toml" => ("los datos de la entidad", "the entity's own data"),
        "people.csv" => ("las personas", "the people"),
        "desk.toml" => ("los datos de la mesa", "the desk's own data"),
        "catalogue.toml" => ("el catálogo", "the catalogue"),
        "matrix.toml" => ("la matriz de autorizadores", "the matrix of authorisers"),
        _ if path.starts_with("calendars/") => ("un calendario", "a calendar"),
        _ if path.contains("/texts/") => ("el texto de un aviso", "the text of a notice"),
        name if name.ends_with(".svg") || name.ends_with(".png") => ("una imagen", "a picture"),
        _ => ("un archivo", "a file"),
    };
    (format!("{es} ({path})"), format!("{en} ({path})"))
}

/// The named parts of a TOML file: `item.vpn`, `row.r1`, `first_group`.
fn entries(text: &str) -> BTreeMap<String, toml::Value> {
    let mut entries = BTreeMap::new();
    let Ok(table) = text.parse::<toml::Table>() else { return entries };
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) if inner.values().all(toml::Value::is_table) => {
                entries.extend(inner.into_iter().map(|(name, value)| (format!("{key}.{name}"), value)))
            }
            toml::Value::Array(rows) if !rows.is_empty() && rows.iter().all(toml::Value::is_table) => {
                for (at, row) in rows.into_iter().enumerate() {
                    let id = ["id", "date", "name"].iter().find_map(|name| Some(row.get(*name)?.to_string()));
                    let id = id.map_or_else(|| (at + 1).to_string(), |id| id.trim_matches('"').to_owned());
                    entries.insert(format!("{key}.{id}"), row);
                }
            }
            value => drop(entries.insert(key, value)),
        }
    }
    entries
}

fn of_entries(before: &BTreeMap<String, toml::Value>, after: &BTreeMap<String, toml::Value>) -> Vec<String> {
    let named = |key: &str, value: &toml::Value| match value.get("name").and_then(toml::Value::as_str) {
        Some(name) => format!("{key} «{name}»"),
        None => key.to_owned(),
    };
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let line = |key: &String| match (before.get(key), after.get(key)) {
        (None, Some(now)) => Some(format!("+ {}", named(key, now))),
        (Some(was), None) => Some(format!("- {}", named(key, was))),
        (Some(toml::Value::Table(was)), Some(now @ toml::Value::Table(own))) if was != own => {
            let keys: BTreeSet<&String> = was.keys().chain(own.keys()).collect();
            let parts: Vec<String> = keys
                .into_iter()
                .filter(|part| was.get(*part) != own.get(*part))
                .map(|part| match (was.get(part), own.get(part)) {
                    (Some(was), Some(now)) if is_short(was) && is_short(now) => format!("{part} {was} → {now}"),
                    _ => part.clone(),
                })
                .collect();
            Some(format!("~ {}: {}", named(key, now), parts.join(", ")))
        }
        (Some(was), Some(now)) if was != now => {
            Some(if is_short(was) && is_short(now) { format!("~ {key}: {was} → {now}") } else { format!("~ {key}") })
        }
        _ => None,
    };
    keys.into_iter().filter_map(line).collect()
}

fn is_short(value: &toml::Value) -> bool {
    !matches!(value, toml::Value::Table(_)) && value.to_string().chars().count() <= 60
}

/// Every row of the people file by its id, as its headings call the cells.
fn people(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().filter_map(Result::ok);
    rows.filter_map(|row| Some((row.get("id")?.clone(), row))).collect()
}

type Rows = BTreeMap<String, BTreeMap<String, String>>;

fn of_people(before: &Rows, after: &Rows) -> Vec<String> {
    let cell = |row: &BTreeMap<String, String>, name: &str| row.get(name).cloned().unwrap_or_default();
    let is_active = |row: &BTreeMap<String, String>| matches!(cell(row, "active").as_str(), "" | "si" | "sí" | "true");
    let mut lines = Vec::new();
    for (id, now) in after {
        let name = cell(now, "name");
        let Some(was) = before.get(id) else {
            lines.push(format!("+ {id} «{name}»"));
            continue;
        };
        match (is_active(was), is_active(now)) {
            (true, false) => lines.push(format!("- {id} «{name}»: active si → no")),
            (false, true) => lines.push(format!("+ {id} «{name}»: active no → si")),
            _ => {}
        }
        let cells: BTreeSet<&String> = was.keys().chain(now.keys()).filter(|name| *name != "active").collect();
        let changed: Vec<String> = cells
            .into_iter()
            .filter(|name| cell(was, name) != cell(now, name))
            .map(|name| format!("{name} «{}» → «{}»", cell(was, name), cell(now, name)))
            .collect();
        if !changed.is_empty() {
            lines.push(format!("~ {id}: {}", changed.join(", ")));
        }
    }
    lines
}
