//! `cargo xtask check`: what the compiler's friend has to say.

use crate::step::{cargo, step};

/// Clippy over everything.
pub fn run(arguments: &[String]) -> Result<(), String> {
    step(cargo().args(["clippy", "--workspace", "--all-targets"]).args(arguments).args(["--", "-D", "warnings"]))
}
