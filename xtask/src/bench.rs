//! `cargo xtask bench`: the benchmarks, one after the other, printed as they come.

use crate::build;
use crate::step::{cargo, step};

/// Runs every benchmark of the workspace, or with `pages` first only the one of the pages; what follows
/// goes to the benchmark.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(("pages", only)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return pages(only);
    }
    step(cargo().args(["bench", "--package", "desk", "--bench", "calendar"]).args(arguments))?;
    step(cargo().args(["bench", "--package", "server", "--bench", "store"]).args(arguments))?;
    pages(&[])
}

/// The pages are measured with what they bring, so that is made first.
fn pages(only: &[String]) -> Result<(), String> {
    build::assets()?;
    step(cargo().args(["bench", "--package", "server", "--bench", "pages", "--"]).args(only))
}
