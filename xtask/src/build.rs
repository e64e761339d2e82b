//! `cargo xtask build`: the browser's files first, because the binary embeds them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::step::{cargo, root, step};

/// Makes the assets when they are out of date and builds the workspace; `arguments` go to `cargo build`.
pub fn run(arguments: &[String]) -> Result<(), String> {
    assets()?;
    step(cargo().arg("build").args(arguments))
}

/// Makes `assets/dist` unless everything it is made from is older. Node.js comes in only here.
pub fn assets() -> Result<(), String> {
    let folder = root().join("crates/server/assets");
    fetched(&folder)?;
    let made = changed(&folder.join("dist/manifest.json"));
    let newest = sources(&folder).iter().map(|path| changed(path)).max();
    if made.is_none() || newest.is_some_and(|newest| newest > made) {
        step(Command::new("node").arg("build.mjs").current_dir(&folder))?;
    }
    Ok(())
}

/// Fetches the packages a folder's lock file names, unless they are there.
pub fn fetched(folder: &Path) -> Result<(), String> {
    let parts = folder.join("node_modules/.package-lock.json");
    if changed(&parts) < changed(&folder.join("package-lock.json")) {
        step(Command::new("npm").args(["ci", "--no-fund", "--no-audit"]).current_dir(folder))?;
    }
    Ok(())
}

/// Every file the assets are made from: all below `folder` but what was fetched and what was made.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if !path.is_dir() {
            found.push(path);
        } else if entry.file_name() != "node_modules" && entry.file_name() != "dist" {
            found.extend(sources(&path));
        }
    }
    found
}

/// When a file last changed; nothing for one that is not there, which counts as older than any.
fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|about| about.modified()).ok()
}
