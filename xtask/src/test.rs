//! `cargo xtask test`: installs what is missing, runs everything, counts it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::step::cargo;
use crate::{browser, build, needs, outsider};

/// What the test binaries said.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    /// The tests of each module by engine: SQLite's, then PostgreSQL's.
    engines: BTreeMap<String, [BTreeSet<String>; 2]>,
}

/// Runs all tests; `arguments` go to cargo test, or after the word `browser` to the stories alone.
pub fn run(arguments: &[String]) -> Result<(), String> {
    needs::install()?;
    build::assets()?;
    let mut counts = Counts::default();
    let (alone, named) = match arguments.split_first() {
        Some((first, rest)) if first == "browser" => (true, rest),
        _ => (false, arguments),
    };
    let mut succeeded = true;
    if !alone {
        succeeded &= counted(cargo().args(["test", "--workspace", "--no-fail-fast"]).args(named), &mut counts)?;
    }
    // Who names some tests of the rules does not wait for a browser.
    if alone || named.is_empty() {
        browser::prepare()?;
        succeeded &= counted(&mut browser::stories(named), &mut counts)?;
    }
    let outside = if arguments.is_empty() { outsider::run() } else { Ok(()) };
    let both = counts.both();
    println!("\nboth engines: {} tests on SQLite, {} on PostgreSQL", both[0], both[1]);
    println!("{} passed, {} failed", counts.passed, counts.failed);
    match (succeeded, both[0] == both[1]) {
        (false, _) => Err("some tests failed; they are named above".into()),
        (true, false) => Err("the two engines did not run the same tests".into()),
        (true, true) => outside,
    }
}

/// Runs one program of tests, its lines shown as they come and counted.
fn counted(command: &mut Command, counts: &mut Counts) -> Result<bool, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|problem| format!("{name} could not be started: {problem}"))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            counts.read(&line);
        }
    }
    child.wait().map(|status| status.success()).map_err(|problem| format!("{name} was lost: {problem}"))
}

impl Counts {
    /// How many tests each engine ran of the modules that both run; what belongs to one engine alone
    /// (group commit, certificates) stands in modules of its own.
    fn both(&self) -> [usize; 2] {
        let shared = self.engines.values().filter(|sides| sides.iter().all(|tests| !tests.is_empty()));
        shared.fold([0, 0], |[a, b], [sqlite, postgres]| [a + sqlite.len(), b + postgres.len()])
    }

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
            for (at, engine) in ["::sqlite::", "::postgres::"].into_iter().enumerate() {
                if let Some((module, test)) = name.split_once(engine) {
                    let test = test.split_whitespace().next().unwrap_or_default().to_owned();
                    self.engines.entry(module.to_owned()).or_default()[at].insert(test);
                }
            }
        }
    }
}
