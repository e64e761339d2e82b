//! The binary embeds what `cargo xtask build` made for the browser. Plain `cargo build` must work
//! without it, so the folder is made empty when it is missing; cargo builds again when it changes.

use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist");
    if let Err(problem) = std::fs::create_dir_all(&dist) {
        println!("cargo::error=could not make {}: {problem}", dist.display());
    }
    println!("cargo::rerun-if-changed=assets/dist");
    println!("cargo::rerun-if-changed=build.rs");
}
