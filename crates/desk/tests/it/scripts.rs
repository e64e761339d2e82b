//! Plays every day at the desk that is shipped with the procedures.

use std::path::{Path, PathBuf};

use desk::script::{Played, play};

use crate::shipped::SHIPPED;

fn procedures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../procedures")
}

pub fn library(path: &str) -> Option<String> {
    std::fs::read_to_string(procedures().join(path)).ok()
}

/// Every script, in the order of its name.
pub fn scripts() -> Vec<PathBuf> {
    let mut scripts: Vec<PathBuf> = SHIPPED
        .iter()
        .flat_map(|id| std::fs::read_dir(procedures().join(id).join("scripts")).expect("a folder of scripts"))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    scripts.sort();
    scripts
}

pub fn played(path: &Path) -> Played {
    let text = std::fs::read_to_string(path).expect("a readable script");
    play(&text, &library).unwrap_or_else(|failure| panic!("{}:{}: {}", path.display(), failure.line, failure.message))
}

#[test]
fn every_day_at_the_desk_happens_as_written() {
    let mut failed = Vec::new();
    for path in scripts() {
        let played = played(&path);
        if !played.failures.is_empty() {
            failed.push(format!("{}\n{}", path.display(), played.text()));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}
