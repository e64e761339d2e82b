//! Conformance checked by somebody who knows nothing of this program: pm4py, in a virtual
//! environment of its own, over thousands of generated cases.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{cargo, root, step};

/// Generates the cases, and has them checked.
pub fn run() -> Result<(), String> {
    let python = environment()?;
    let folder = root().join("target/outsider/logs");
    // Nothing of an earlier run is checked again.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    }
    step(cargo().args(["run", "-q", "-p", "server", "--example", "lives", "--"]).arg(&folder))?;
    println!("\nconformance by pm4py:");
    let check = root().join("crates/server/tests/outsider/check.py");
    step(
        Command::new(python)
            .arg(check)
            .arg(&folder)
            .env("PM4PY_SHOW_PROGRESS_BAR", "false")
            .env("PM4PY_SHOW_INTERNAL_WARNINGS", "false")
            .env("PYTHONWARNINGS", "ignore"),
    )
}

/// The Python of the virtual environment, made when the list of packages changed since.
fn environment() -> Result<PathBuf, String> {
    let folder = root().join("target/outsider/python");
    let (python, mark) = (folder.join("bin/python"), folder.join("installed.txt"));
    let wanted = root().join("crates/server/tests/outsider/requirements.txt");
    let list = std::fs::read_to_string(&wanted).map_err(|problem| format!("{}: {problem}", wanted.display()))?;
    if std::fs::read_to_string(&mark).is_ok_and(|installed| installed == list) {
        return Ok(python);
    }
    make(&folder)?;
    step(Command::new(&python).args(["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"]).arg(&wanted))?;
    std::fs::write(&mark, list).map_err(|problem| format!("{}: {problem}", mark.display()))?;
    Ok(python)
}

fn make(folder: &Path) -> Result<(), String> {
    step(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))
        .map_err(|problem| format!("{problem}; install by hand: apt-get install python3 python3-venv"))
}
