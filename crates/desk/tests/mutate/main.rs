//! Would anybody notice? Each shipped procedure is changed in one thing, and the days at the desk
//! that bear a clause are played again: at least one must not happen as written. What nobody
//! notices is listed and fails. `cargo xtask mutate` runs this alone.

mod changes;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use desk::script::play;
use toml::Table;

use changes::Change;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures")
}

/// The shipped files that scripts ask for, read once.
struct Shipped {
    files: BTreeMap<String, String>,
}

impl Shipped {
    fn read(procedure: &str) -> Shipped {
        let mut files = BTreeMap::new();
        for path in
            ["procedure.toml", "catalogue.toml", "matrix.toml", "desk.toml"].map(|name| format!("{procedure}/{name}"))
        {
            if let Ok(text) = std::fs::read_to_string(root().join(&path)) {
                files.insert(path, text);
            }
        }
        for entry in std::fs::read_dir(root().join("calendars")).expect("the calendars") {
            let path = entry.expect("a readable folder").path();
            let name = format!("calendars/{}", path.file_name().expect("a name").to_string_lossy());
            files.insert(name, std::fs::read_to_string(&path).expect("a readable calendar"));
        }
        Shipped { files }
    }

    /// Without what only a reader needs: it is read again for each script.
    fn procedure(&self, id: &str) -> Table {
        let mut procedure: Table = self.files[&format!("{id}/procedure.toml")].parse().expect("a readable procedure");
        for told in ["reading", "definition"] {
            procedure.remove(told);
        }
        if let Some(activities) = procedure.get_mut("activity").and_then(toml::Value::as_table_mut) {
            for (_, activity) in activities.iter_mut() {
                activity.as_table_mut().map(|activity| activity.remove("text"));
            }
        }
        procedure
    }
}

/// A day at the desk that bears at least one clause.
struct Script {
    name: String,
    text: String,
}

fn bearing_clauses(procedure: &str) -> Vec<Script> {
    let clauses = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/clauses.txt"))
        .expect("the list of clauses");
    let clauses: Vec<&str> = clauses.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut scripts: Vec<Script> = std::fs::read_dir(root().join(procedure).join("scripts"))
        .expect("the scripts")
        .map(|entry| entry.expect("a readable folder").path())
        .map(|path| Script {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            text: std::fs::read_to_string(&path).expect("a readable script"),
        })
        .filter(|script| clauses.iter().any(|clause| script.text.contains(clause)))
        .collect();
    scripts.sort_by_key(|script| script.text.len());
    scripts
}

/// The first script that notices the change; those that name what was changed are played first.
fn noticed_by<'s>(change: &Change, id: &str, shipped: &Shipped, scripts: &'s [Script]) -> Option<&'s Script> {
    let path = format!("{id}/procedure.toml");
    let changed = toml::to_string(&change.procedure).expect("a table can be written");
    let library = |wanted: &str| {
        if wanted == path { Some(changed.clone()) } else { shipped.files.get(wanted).cloned() }
    };
    let words: Vec<&str> = change.what.split([' ', '.', '«', '»']).filter(|word| word.len() > 3).collect();
    let mut order: Vec<&Script> = scripts.iter().collect();
    order.sort_by_key(|script| std::cmp::Reverse(words.iter().filter(|word| script.text.contains(**word)).count()));
    order.into_iter().find(|script| !play(&script.text, &library).is_ok_and(|played| played.failures.is_empty()))
}

#[track_caller]
fn every_change_is_noticed(id: &str) {
    let shipped = Shipped::read(id);
    let scripts = bearing_clauses(id);
    let original = Change { what: String::new(), procedure: shipped.procedure(id) };
    let wrong = noticed_by(&original, id, &shipped, &scripts).map(|script| script.name.as_str());
    assert_eq!(wrong, None, "a day at the desk fails before anything is changed");
    let all = changes::of(&original.procedure);
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|threads| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            threads.spawn(|| {
                while let Some(change) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if noticed_by(change, id, &shipped, &scripts).is_none() {
                        survivors.lock().expect("no thread panicked").push(change.what.clone());
                    }
                }
            });
        }
    });
    let mut survivors = survivors.into_inner().expect("no thread panicked");
    survivors.sort();
    println!("{id}: {} cambios, {} sin notar", all.len(), survivors.len());
    assert!(survivors.is_empty(), "{id}, nadie notó:\n  {}", survivors.join("\n  "));
}

/// Whether its days at the desk prove clauses: an invented procedure has none.
fn bears_clauses(folder: &Path) -> bool {
    folder.join("scripts").is_dir()
        && !bearing_clauses(&folder.file_name().expect("a name").to_string_lossy()).is_empty()
}

/// The folders of the documents of real entities.
fn documents() -> Vec<String> {
    let entries = std::fs::read_dir(root()).expect("the folder of procedures");
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    let mut found: Vec<String> = paths
        .filter(|path| path.join("documento.txt").exists() && bears_clauses(path))
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn every_change_to_the_first_document_is_noticed() {
    every_change_is_noticed(&documents()[0]);
}

#[test]
fn every_change_to_the_second_document_is_noticed() {
    every_change_is_noticed(&documents()[1]);
}
