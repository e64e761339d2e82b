//! The browser's part: stories told in Chromium against the program, and the pictures of the pages.

use std::process::{Command, Stdio};

use crate::build::fetched;
use crate::step::{cargo, root, step};

/// Fetches what the stories are told with and builds the program they are told against.
pub fn prepare() -> Result<(), String> {
    fetched(&root().join("browser"))?;
    step(cargo().args(["build", "--package", "server", "--bin", "ventanilla"]))
}

/// The stories, ready to run; what they say is in cargo's words on standard output.
pub fn stories(arguments: &[String]) -> Command {
    let mut stories = playwright();
    stories.arg("test").args(arguments).env("STORIES_TOLD", "lines").stdout(Stdio::piped());
    stories
}

/// `cargo xtask pictures`: takes the pictures of README and docs anew.
pub fn pictures(arguments: &[String]) -> Result<(), String> {
    crate::needs::install()?;
    crate::build::assets()?;
    prepare()?;
    step(playwright().args(["test", "--config", "pictures.config.js"]).args(arguments))
}

fn playwright() -> Command {
    let folder = root().join("browser");
    let mut command = Command::new("node");
    command.arg("node_modules/@playwright/test/cli.js").current_dir(folder);
    command
}
