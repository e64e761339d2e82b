//! An icon that is not in the sprite is an empty place on a page.

use std::collections::BTreeSet;
use std::path::Path;

use crate::entity::{Entity, Files};

fn sprite() -> BTreeSet<&'static str> {
    include_str!("../../../assets/icons.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .chain(["ventanilla"])
        .collect()
}

#[test]
fn every_category_that_is_shipped_has_its_icon() {
    let entity = Entity::read(&Files::demo()).unwrap();
    let sprite = sprite();
    for desk in entity.desks.values() {
        for category in desk.catalogue.categories.values() {
            assert!(sprite.contains(category.icon.as_str()), "«{}» of {}", category.icon, category.name);
        }
    }
}

#[test]
fn every_icon_a_template_names_is_in_the_sprite() {
    let mut named = BTreeSet::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut |text| {
        let calls = text.split("icon(\"").skip(1).filter_map(|rest| rest.split_once('"'));
        named.extend(calls.map(|(name, _)| name.to_owned()));
    });
    let sprite = sprite();
    assert!(named.len() > 20, "templates were read");
    let missing: Vec<&String> = named.iter().filter(|name| !sprite.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn templates(folder: &Path, read: &mut impl FnMut(&str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, read);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            read(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
