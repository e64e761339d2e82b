//! The files of an entity, from a folder on disk or from inside the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The procedures and calendars the program ships.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../procedures");
/// The invented entity of the demo: its people, and what it changes in the shipped desks.
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/entity");

/// Files by path, always with `/`. All that is kept of a configuration is text, so a picture that is
/// none (PNG) is held in base64.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Files(BTreeMap<String, String>);

#[derive(Debug, thiserror::Error)]
#[error("no se puede leer {path}: {source}")]
pub struct FolderError {
    path: PathBuf,
    source: std::io::Error,
}

impl Files {
    /// Every file of a configuration below a folder.
    ///
    /// # Errors
    /// The file or folder that cannot be read.
    pub fn from_folder(root: &Path) -> Result<Files, FolderError> {
        let mut files = Files::default();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let wrong = |source| FolderError { path: folder.clone(), source };
            for entry in std::fs::read_dir(&folder).map_err(wrong)? {
                let path = entry.map_err(wrong)?.path();
                if is_hidden(&path) {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else if is_text(&path) || is_picture(&path) {
                    let wrong = |source| FolderError { path: path.clone(), source };
                    let text = if is_picture(&path) {
                        BASE64.encode(&std::fs::read(&path).map_err(wrong)?)
                    } else {
                        std::fs::read_to_string(&path).map_err(wrong)?
                    };
                    let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                    files.0.insert(name, text);
                }
            }
        }
        Ok(files)
    }

    /// The invented entity of the demo: its own files over those shipped procedures that have a
    /// desk in it.
    pub fn demo() -> Files {
        let mut own = Files::default();
        own.add(&DEMO, "");
        let desks = own.folders("desks/");
        let mut files = Files::shipped();
        files.0.retain(|path, _| !path.starts_with("desks/") || desks.iter().any(|desk| path.starts_with(desk)));
        files.0.extend(own.0);
        files
    }

    /// Every shipped procedure as a desk, and the calendars; without people and name.
    pub fn shipped() -> Files {
        let mut files = Files::default();
        for folder in SHIPPED.dirs() {
            let name = folder.path().to_string_lossy();
            files.add(folder, if name == "calendars" { "" } else { "desks/" });
        }
        files
    }

    fn add(&mut self, dir: &Dir<'_>, prefix: &str) {
        for file in dir.files() {
            let text = match file.path() {
                path if is_picture(path) => Some(BASE64.encode(file.contents())),
                path if is_text(path) => file.contents_utf8().map(str::to_owned),
                _ => None,
            };
            let name = file.path().to_string_lossy().replace('\\', "/");
            self.0.extend(text.map(|text| (format!("{prefix}{name}"), text)));
        }
        dir.dirs().for_each(|folder| self.add(folder, prefix));
    }

    /// Writes them below a folder.
    ///
    /// # Errors
    /// The file that cannot be written.
    pub fn write_to(&self, root: &Path) -> Result<(), FolderError> {
        for (name, text) in &self.0 {
            let path = root.join(name);
            let wrong = |source| FolderError { path: path.clone(), source };
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(wrong)?;
            }
            let picture = is_picture(&path).then(|| BASE64.decode(text.as_bytes()).ok()).flatten();
            std::fs::write(&path, picture.as_deref().unwrap_or(text.as_bytes())).map_err(wrong)?;
        }
        Ok(())
    }

    /// SHA-256 over every path and text.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for (path, text) in &self.0 {
            for part in [path, text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().into()
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    pub fn put(&mut self, path: &str, text: String) {
        self.0.insert(path.to_string(), text);
    }

    /// Every path with its text, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn remove(&mut self, path: &str) {
        self.0.remove(path);
    }

    /// Files below a folder with an ending.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.0
            .iter()
            .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
            .map(|(p, t)| (p.as_str(), t.as_str()))
    }

    /// The folders directly below one, each with its closing `/`.
    pub fn folders(&self, below: &str) -> BTreeSet<String> {
        let inside = self.0.keys().filter_map(|path| path.strip_prefix(below)?.split_once('/'));
        inside.map(|(folder, _)| format!("{below}{folder}/")).collect()
    }
}

/// What an editor or a version control keeps beside the files.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn is_text(path: &Path) -> bool {
    ends(path, &["toml", "txt", "csv", "svg"])
}

fn is_picture(path: &Path) -> bool {
    ends(path, &["png"])
}

fn ends(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known))
}
