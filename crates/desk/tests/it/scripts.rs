//! Plays every day at the desk that is shipped with the procedures, and keeps the golden lists:
//! arrows, terms and refusals no script takes, clauses no test bears.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use desk::script::{Coverage, Played, play};
use desk::{Case, Event};

use crate::shipped::{INVENTED, SHIPPED, procedure};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn library(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join("procedures").join(path)).ok()
}

/// Every script of every procedure that has some, in the order of its name.
pub fn scripts() -> Vec<PathBuf> {
    let procedures = std::fs::read_dir(root().join("procedures")).expect("the folder of procedures");
    let folders = procedures
        .map(|entry| entry.expect("a readable folder").path().join("scripts"))
        .filter(|folder| folder.is_dir());
    let mut scripts: Vec<PathBuf> = folders
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder of scripts"))
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

#[test]
fn every_shipped_procedure_has_scripts() {
    for id in SHIPPED.iter() {
        assert!(scripts().iter().any(|path| path.to_string_lossy().contains(id)), "{id}");
    }
}

/// A golden list as it is kept: one entry a line, `#` begins a comment.
fn golden(name: &str) -> BTreeSet<String> {
    let path = root().join("crates/desk/tests/golden").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .map(|line| line.split('#').next().unwrap_or("").trim())
        .filter(|line| !line.is_empty())
        .map(str::to_string)
        .collect()
}

#[track_caller]
fn same(name: &str, found: BTreeSet<String>) {
    let kept = golden(name);
    let new: Vec<_> = found.difference(&kept).collect();
    let gone: Vec<_> = kept.difference(&found).collect();
    assert!(new.is_empty() && gone.is_empty(), "tests/golden/{name}: falta anotar {new:?}, sobra {gone:?}");
}

#[test]
fn what_no_script_takes_is_listed() {
    let mut coverage = Coverage::default();
    scripts().iter().for_each(|path| coverage.add(played(path).coverage));
    let missing = SHIPPED.iter().chain([&INVENTED]).flat_map(|id| {
        let procedure = procedure(id);
        coverage.missing_of(&procedure).into_iter().map(move |name| format!("{id} {name}"))
    });
    let refusals = coverage.missing_refusals().into_iter().map(str::to_string);
    same("not-walked.txt", missing.chain(refusals).collect());
}

/// Whether a text names a clause, and not only a longer one that begins like it.
fn names(text: &str, clause: &str) -> bool {
    text.match_indices(clause).any(|(at, _)| {
        let mut after = text[at + clause.len()..].chars();
        match after.next() {
            Some(c) if c.is_alphanumeric() => false,
            Some('-' | '.') => !after.next().is_some_and(char::is_alphanumeric),
            _ => true,
        }
    })
}

#[test]
fn every_clause_has_a_test_that_bears_it_or_is_listed() {
    let mut texts: Vec<String> =
        scripts().iter().map(|path| std::fs::read_to_string(path).expect("a readable script")).collect();
    let mut folders = vec![root().join("crates/desk/tests"), root().join("crates/server/tests")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                texts.push(std::fs::read_to_string(path).expect("a readable test"));
            }
        }
    }
    let without = golden("clauses.txt").into_iter().filter(|clause| !texts.iter().any(|text| names(text, clause)));
    same("clauses-without-test.txt", without.collect());
}

#[test]
fn a_case_folded_from_its_events_is_the_case_that_was_decided_on() {
    for path in scripts() {
        let played = played(&path);
        for (name, case, _) in &played.cases {
            let events: Vec<&Event> = played.events(name).collect();
            assert_eq!(Case::fold(events).as_ref(), Some(case), "{} {name}", path.display());
        }
    }
}
