//! What forbids applying a folder although it can be read: promises it would break, and what the
//! linter calls an error.

use desk::procedure::diff;
use desk::procedure::lint::{Setting, Severity, lint};
use jiff::Timestamp;

use super::Plan;
use crate::app::App;
use crate::entity::{DeskBook, Entity, Wrong};
use crate::store::{StoreError, cases};

/// A published version never changes; nor does a catalogue under the same version; and a desk that
/// has cases stays. In a demo, which tries things out, only the last.
pub(super) fn promises(app: &App, before: Option<&Entity>, after: &Entity, plan: &mut Plan) -> Result<(), StoreError> {
    for book in after.desks.values().filter(|_| !app.is_demo()) {
        republished(app, after, book, plan);
        same_catalogue(before, after, book, plan);
    }
    for book in before.iter().flat_map(|entity| entity.desks.values()) {
        let id = &book.desk.id;
        if !after.desks.contains_key(id) && has_cases(app, id.as_str())? {
            let message =
                format!("La mesa «{}» ({id}) tiene casos y no se puede retirar; devuelva su carpeta.", book.desk.name);
            plan.wrongs.push(Wrong { file: book.folder.clone(), message });
        }
    }
    Ok(())
}

fn has_cases(app: &App, desk: &str) -> Result<bool, StoreError> {
    app.store.read(|reader| {
        let open = cases::queue(reader, desk, &cases::Queue::All, None, 1)?;
        let ever = (Timestamp::MIN, Timestamp::MAX);
        Ok(!open.is_empty() || !cases::closed(reader, desk, ever, None, 1)?.is_empty())
    })
}

fn republished(app: &App, after: &Entity, book: &DeskBook, plan: &mut Plan) {
    let document = &book.procedure.document;
    let Some(edition) = app.edition(&document.id, &document.version).filter(|own| own.text != book.procedure_text)
    else {
        return;
    };
    let differences = diff::differences(&edition.procedure, &book.procedure);
    let what = differences.first().map_or_else(
        || "cambió su archivo, aunque no lo que dice".to_owned(),
        |first| format!("cambió: {}", first.says.trim_end_matches('.')),
    );
    let file = format!("{}procedure.toml", book.folder);
    let message = format!(
        "{}La versión {} de «{}» ya está publicada y {what}. Una versión publicada no cambia: escriba otra en \
         [document] (version y date) y anótela en el control de cambios, o deje el archivo como estaba (ventanilla export).",
        place(after, &file, "version"),
        document.version,
        document.name,
    );
    plan.wrongs.push(Wrong { file, message });
}

fn same_catalogue(before: Option<&Entity>, after: &Entity, book: &DeskBook, plan: &mut Plan) {
    let file = format!("{}catalogue.toml", book.folder);
    let Some(former) = before.and_then(|entity| entity.desks.get(&book.desk.id)) else { return };
    let text = |entity: &Entity, folder: &str| entity.files.get(&format!("{folder}catalogue.toml")).map(str::to_owned);
    let changed = before.is_some_and(|before| text(before, &former.folder) != text(after, &book.folder));
    if changed && former.catalogue.version == book.catalogue.version {
        let message = format!(
            "{}El catálogo cambió y sigue en la versión «{}»: escriba otra en version. Cada caso guarda la versión del \
             servicio que se escogió.",
            place(after, &file, "version"),
            book.catalogue.version
        );
        plan.wrongs.push(Wrong { file, message });
    }
}

/// «línea 3, columna 1: » of the first line that sets a word; nothing where none does.
fn place(entity: &Entity, file: &str, word: &str) -> String {
    let sets = |line: &str| line.trim_start().strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with('='));
    let found = entity.files.get(file).and_then(|text| text.lines().enumerate().find(|(_, line)| sets(line)));
    found.map_or_else(String::new, |(at, line)| {
        let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
        format!("línea {}, columna {column}: ", at + 1)
    })
}

/// What the linter says of every desk: errors forbid, warnings are told.
pub(super) fn findings(after: &Entity, plan: &mut Plan) {
    for book in after.desks.values() {
        for finding in lint(&setting(after, book)) {
            match finding.severity {
                Severity::Error => plan
                    .wrongs
                    .push(Wrong { file: format!("{}procedure.toml", book.folder), message: finding.to_string() }),
                Severity::Warning => plan.warnings.push(format!("{}: {finding}", book.desk.name)),
            }
        }
    }
}

/// A desk with all that surrounds it, for the linter.
pub(crate) fn setting<'a>(entity: &'a Entity, book: &'a DeskBook) -> Setting<'a> {
    Setting {
        procedure: &book.procedure,
        catalogue: Some(&book.catalogue),
        matrix: Some(&book.matrix),
        desk: Some(&book.desk),
        people: Some(&entity.people),
        texts: Some(&book.texts),
    }
}
