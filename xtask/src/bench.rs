//! `cargo xtask bench`: the benchmarks, one after the other, printed as they come.

use crate::step::{cargo, step};

/// Runs every benchmark of the workspace.
pub fn run(arguments: &[String]) -> Result<(), String> {
    step(cargo().args(["bench", "--package", "desk", "--bench", "calendar"]).args(arguments))?;
    step(cargo().args(["bench", "--package", "server", "--bench", "store"]).args(arguments))
}
