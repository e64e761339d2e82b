//! `cargo xtask test`: installs what is missing, runs everything, counts it.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::step::cargo;
use crate::{build, needs};

/// What the test binaries said.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    /// Tests of the suite both engines run.
    sqlite: u64,
    postgres: u64,
}

/// Runs all tests; `arguments` go to cargo test.
pub fn run(arguments: &[String]) -> Result<(), String> {
    needs::install()?;
    build::assets()?;
    let mut counts = Counts::default();
    let succeeded = cargo_test(arguments, &mut counts)?;
    println!("\nboth engines: {} tests on SQLite, {} on PostgreSQL", counts.sqlite, counts.postgres);
    println!("{} passed, {} failed", counts.passed, counts.failed);
    match (succeeded, counts.sqlite == counts.postgres) {
        (false, _) => Err("some tests failed; they are named above".into()),
        (true, false) => Err("the two engines did not run the same tests".into()),
        (true, true) => Ok(()),
    }
}

fn cargo_test(arguments: &[String], counts: &mut Counts) -> Result<bool, String> {
    let mut child = cargo()
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|problem| format!("cargo could not be started: {problem}"))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            counts.read(&line);
        }
    }
    child.wait().map(|status| status.success()).map_err(|problem| format!("cargo test was lost: {problem}"))
}

impl Counts {
    /// `test a::sqlite::b ... ok` and `test result: ok. 3 passed; 0 failed; …`.
    fn read(&mut self, line: &str) {
        if let Some(result) = line.strip_prefix("test result: ") {
            let number = |word: &str| {
                let before = result.split(word).next().unwrap_or_default();
                before.split_whitespace().last().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
            };
            self.passed += number(" passed");
            self.failed += number(" failed");
        } else if let Some(name) = line.strip_prefix("test ") {
            self.sqlite += u64::from(name.contains("::sqlite::"));
            self.postgres += u64::from(name.contains("::postgres::"));
        }
    }
}
