//! What the tests need of the machine beside Rust and Node: said, and installed where we may.

use std::path::Path;
use std::process::Command;

/// A program the tests start, and Debian's package that brings it.
pub struct Need {
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

pub const NEEDS: &[Need] = &[
    Need { what: "PostgreSQL's server", package: "postgresql", is_there: has_postgres },
    Need { what: "the mail server Exim", package: "exim4-daemon-light", is_there: has_exim },
    Need { what: "the browser Chromium", package: "chromium", is_there: has_chromium },
    Need { what: "Python's virtual environments", package: "python3-venv", is_there: has_venv },
];

fn has_postgres() -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|version| version.path().join("bin/initdb")).any(|initdb| initdb.exists())
}

fn has_exim() -> bool {
    ["/usr/sbin/exim4", "/usr/sbin/exim", "/usr/bin/exim"].iter().any(|path| Path::new(path).exists())
}

fn has_chromium() -> bool {
    ["chromium", "chromium-browser", "google-chrome"].iter().any(|name| Path::new("/usr/bin").join(name).exists())
}

fn has_venv() -> bool {
    let asked = Command::new("python3").args(["-c", "import venv, ensurepip"]).output();
    asked.is_ok_and(|answer| answer.status.success())
}

/// Whether a program of this name is on the path.
fn on_path(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).exists()))
}

/// Says what is missing and installs it: as root, or by sudo where it asks for no password.
pub fn install() -> Result<(), String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {} (Debian package {})", need.what, need.package);
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let by_hand = format!("install by hand: apt-get install {}", packages.join(" "));
    if !on_path("apt-get") {
        return Err(format!("this machine has no apt-get; {by_hand}"));
    }
    apt(&["update", "-q"]).map_err(|problem| format!("{problem}; {by_hand}"))?;
    let mut install = vec!["install", "-y", "-q", "--no-install-recommends"];
    install.extend(packages);
    apt(&install).map_err(|problem| format!("{problem}; {by_hand}"))
}

fn apt(arguments: &[&str]) -> Result<(), String> {
    let root = std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
    let mut command = if root {
        Command::new("apt-get")
    } else if Path::new("/usr/bin/sudo").exists() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    } else {
        return Err("only root or somebody with sudo may install packages".into());
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    crate::step::step(&mut command)
}
