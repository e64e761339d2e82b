//! The shipped procedures are read from the folders an entity would copy.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use desk::catalogue::{Catalogue, TargetKey};
use desk::matrix::Matrix;
use desk::procedure::{Problem, Procedure, Wording, source};
use desk::rulebook::Desk;

/// The documents of real entities: the folders that keep the text they were received as. The one
/// that prints a code comes first.
pub static SHIPPED: LazyLock<[&'static str; 2]> = LazyLock::new(|| {
    let root = folder("");
    let mut found: Vec<&str> = std::fs::read_dir(&root)
        .unwrap_or_else(|e| panic!("{}: {e}", root.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("documento.txt").exists())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_string().leak() as &str)
        .filter(|id| *id != INVENTED)
        .collect();
    found.sort_by_key(|id| procedure(id).document.code.is_empty());
    found.try_into().unwrap()
});
/// An invented one, different on purpose.
pub const INVENTED: &str = "ejemplo-municipio";

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

pub fn catalogue(id: &str) -> Catalogue {
    readable(id, Catalogue::from_toml(&file(id, "catalogue.toml")))
}

pub fn desk(id: &str) -> Desk {
    readable(id, Desk::from_toml(&file(id, "desk.toml")))
}

pub fn matrix(id: &str) -> Matrix {
    readable(id, Matrix::from_toml(&file(id, "matrix.toml")))
}

#[test]
fn every_shipped_folder_is_readable() {
    for id in *SHIPPED {
        assert_eq!(procedure(id).document.id.as_str(), id);
        assert_eq!(desk(id).procedure.as_str(), id);
        assert!(catalogue(id).items.len() > 20);
        matrix(id);
    }
}

#[test]
fn the_matrix_of_the_first_document_names_who_authorises() {
    assert!(matrix(SHIPPED[0]).row.iter().any(|row| !row.authorisers.is_empty()));
}

#[test]
fn no_form_asks_for_more_than_seven_things() {
    for id in *SHIPPED {
        for (item, found) in catalogue(id).items {
            assert!(found.form.len() <= 7, "{item} pide {}", found.form.len());
        }
    }
}

#[test]
fn a_target_that_the_document_does_not_give_is_marked_as_an_example() {
    for id in *SHIPPED {
        assert!(catalogue(id).targets.iter().all(|row| row.example));
    }
}

#[test]
fn the_nearest_target_wins() {
    let catalogue = catalogue(SHIPPED[1]);
    let hours = |item: &str, category: &str, priority: &str| {
        let (item, category, priority) = (item.into(), category.into(), priority.into());
        let key = TargetKey { item: Some(&item), category: Some(&category), class: None, priority: Some(&priority) };
        catalogue.target(&"solucion".into(), key).unwrap().time.as_minutes() / 60
    };
    assert_eq!(hours("software_libre", "software", "p4"), 16);
    assert_eq!(hours("anillado", "publicaciones", "p4"), 9);
    assert_eq!(hours("vpn", "red", "p3"), 32);
}

#[test]
fn impact_and_urgency_propose_a_priority() {
    let matrix = catalogue(SHIPPED[1]).priority_matrix.unwrap();
    let level = |impact, urgency| matrix.level(impact, urgency).unwrap().to_string();
    assert_eq!(
        (level("alto", "alta"), level("medio", "media"), level("bajo", "baja")),
        ("p1".into(), "p3".into(), "p5".into())
    );
    assert_eq!(matrix.level("enorme", "alta"), None);
}

#[test]
fn every_notice_has_its_text() {
    for id in *SHIPPED {
        for (notice, found) in procedure(id).notices {
            let text = file(id, &format!("texts/{}.txt", found.text));
            readable(&format!("{id}, aviso {notice}"), Wording::read(&text));
        }
    }
}
