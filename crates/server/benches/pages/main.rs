//! How long the machine takes for each page with a hundred thousand cases:
//! `cargo xtask bench pages` (or `cargo bench -p server --bench pages -- WORD…` for those whose address
//! or role has a word).
//!
//! The demo is filled once and each of its cases told again, under its own number and at another time,
//! until there are a hundred thousand, one in twenty of them open; `target/bench` keeps them for the
//! next time. Then each role opens every address it can reach, thirty times each, through the same
//! router that serves: from the request to the last byte, compressed.

mod copies;
mod filled;
mod forms;
mod statements;
mod table;
mod visitor;
mod walk;

use std::path::Path;
use std::time::Instant;

use server::serve;

/// Every page is asked for this often.
const TIMES: usize = 30;
/// Milliseconds a page may take, half of the times.
const LIMIT: f64 = 10.0;

fn main() {
    statements::listen();
    let only: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/pages");
    let began = Instant::now();
    let (app, config) = filled::open(&folder);
    println!("ready after {:.0} s", began.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let router = serve::pages(&app, &config);
    let measured = runtime.block_on(async {
        let (mut measured, unseen) = walk::every_page(&router, &only).await;
        measured.extend(forms::every_form(&router, &only).await);
        if only.is_empty() {
            walk::first_views(&router).await;
        }
        if !unseen.is_empty() && only.is_empty() {
            println!("nobody found: {}", unseen.join(" "));
        }
        measured
    });
    table::print(measured, LIMIT);
}
