//! The project's own commands, in plain Rust: `cargo xtask` lists them.

mod bench;
mod browser;
mod build;
mod check;
mod demo;
mod mutate;
mod needs;
mod outsider;
mod step;
mod test;

use std::process::ExitCode;

/// One command: its name, what it does, and how it is run with the arguments after its name.
struct Task {
    name: &'static str,
    does: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "demo",
        does: "build everything and serve an invented entity with weeks of work (arguments go to ventanilla demo)",
        run: demo::run,
    },
    Task { name: "test", does: "install what the tests need and run all of them", run: test::run },
    Task {
        name: "build",
        does: "make what the browser gets, then the program (arguments go to cargo build)",
        run: build::run,
    },
    Task { name: "pictures", does: "take the pictures of README and docs anew", run: browser::pictures },
    Task {
        name: "lighthouse",
        does: "judge portal, queue and case with Lighthouse, signed in, on a release build",
        run: browser::lighthouse,
    },
    Task { name: "check", does: "clippy, with every warning an error", run: check::run },
    Task {
        name: "mutate",
        does: "change the shipped procedures one thing at a time; a day at the desk must notice each",
        run: mutate::run,
    },
    Task { name: "bench", does: "run the committed benchmarks", run: bench::run },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(task) = arguments.first().and_then(|name| TASKS.iter().find(|task| task.name == name)) else {
        eprintln!("usage: cargo xtask <command>\n");
        for task in TASKS {
            eprintln!("  {:<10} {}", task.name, task.does);
        }
        return ExitCode::from(2);
    };
    match (task.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
