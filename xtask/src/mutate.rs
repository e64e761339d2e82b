//! `cargo xtask mutate`: would any day at the desk notice a change to a shipped procedure?

use crate::step::{cargo, step};

/// Runs that suite alone, with its counts and its list of what nobody noticed; `arguments` go to
/// the test binary. `cargo xtask test` runs it with everything else.
pub fn run(arguments: &[String]) -> Result<(), String> {
    step(cargo().args(["test", "--package", "desk", "--test", "mutate", "--", "--nocapture"]).args(arguments))
}
