//! Running other programs: their output shown as it comes, their absence said in words.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo, the one that runs us. What it told us about ourselves is not passed on: build scripts that
/// look at it would run anew each time somebody changes between `cargo xtask` and `cargo`.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    command.current_dir(root());
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
    {
        command.env_remove(name);
    }
    command
}

/// Runs one command to its end, its output shown as it comes.
pub fn step(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} failed ({status}); its own words are above")),
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("{name} was not found: install it (Node.js 20 or newer brings npm) and try again"))
        }
        Err(problem) => Err(format!("{name} could not be started: {problem}")),
    }
}
