//! `cargo xtask demo`: from a fresh clone to a running desk.

use std::process::Command;

use crate::build;
use crate::step::{cargo, root, step};

/// Builds the browser's files and the program, then runs its demo; `arguments` go to `ventanilla demo`.
pub fn run(arguments: &[String]) -> Result<(), String> {
    build::assets()?;
    step(cargo().args(["build", "--package", "server", "--bin", "ventanilla"]))?;
    let mut demo = Command::new(root().join("target/debug/ventanilla"));
    demo.arg("demo").current_dir(root());
    if !arguments.iter().any(|argument| argument.starts_with("--data")) {
        demo.arg("--data").arg(root().join("target/demo"));
    }
    step(demo.args(arguments))
}
