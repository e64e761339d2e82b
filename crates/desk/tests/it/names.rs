//! A procedure is data: no source file names an entity or its document.

use std::fs;
use std::path::Path;

#[test]
fn no_source_file_names_an_entity() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut read = 0;
    for krate in fs::read_dir(crates).unwrap() {
        walk(&krate.unwrap().path().join("src"), &mut |path, text| {
            read += 1;
            let text = text.to_lowercase();
            for name in ["upme", "mhcp", "minhacienda"] {
                assert!(!text.contains(name), "{} names {name}", path.display());
            }
        });
    }
    assert!(read > 300, "{read} files were read");
}

fn walk(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, look);
        } else if let Ok(text) = fs::read_to_string(&path) {
            look(&path, &text);
        }
    }
}
