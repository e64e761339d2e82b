//! The shipped procedures are read from the folders an entity would copy.

use std::path::{Path, PathBuf};

use desk::procedure::{Problem, Procedure, source};

pub const SHIPPED: [&str; 2] = ["upme-p-ti-03", "mhcp-requerimientos-tic"];

pub fn folder(procedure: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures").join(procedure)
}

pub fn file(procedure: &str, name: &str) -> String {
    let path = folder(procedure).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What was read, or every problem, one a line.
#[track_caller]
pub fn readable<T>(what: &str, read: Result<T, Vec<Problem>>) -> T {
    read.unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(|p| format!("{what}: {p}")).collect();
        panic!("\n{}", lines.join("\n"))
    })
}

pub fn procedure(id: &str) -> Procedure {
    readable(id, source::read(&file(id, "procedure.toml")))
}

#[test]
fn every_shipped_procedure_is_readable() {
    for id in SHIPPED {
        assert_eq!(procedure(id).document.id.as_str(), id);
    }
}
