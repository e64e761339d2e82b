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

/// `cargo xtask lighthouse`: by hand, because its figures are those of a machine that does nothing else.
pub fn lighthouse(arguments: &[String]) -> Result<(), String> {
    crate::needs::install()?;
    crate::build::assets()?;
    fetched(&root().join("browser"))?;
    fetched(&root().join("browser/lighthouse"))?;
    let mut judged = Command::new("node");
    judged.arg("lighthouse/run.js").args(arguments).current_dir(root().join("browser"));
    // VENTANILLA names another program than the one built here.
    if std::env::var_os("VENTANILLA").is_none() {
        step(cargo().args(["build", "--release", "--package", "server", "--bin", "ventanilla"]))?;
        judged.env("VENTANILLA", root().join("target/release/ventanilla"));
    }
    step(&mut judged)
}

fn playwright() -> Command {
    let folder = root().join("browser");
    let mut command = Command::new("node");
    command.arg("node_modules/@playwright/test/cli.js").current_dir(folder);
    command
}
