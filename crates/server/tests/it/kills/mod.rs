//! The program is killed at every named place and at random instants, under the load of people who
//! ask by page and by mail, and started again. What it acknowledged is there and nothing is half
//! done; each term took effect once, at its own instant; each notice is kept, and left once unless
//! the program died between handing it over and knowing so.

mod load;
mod program;
mod rest;
mod world;

use std::collections::BTreeSet;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::engine::Instance;
use program::Browser;
use world::{Death, World};

on_both_engines! {
    killed_at_every_named_place_the_program_loses_nothing_and_does_nothing_twice,
    killed_at_random_instants_the_program_loses_nothing_and_does_nothing_twice,
    a_command_of_the_administrator_is_done_by_the_program_that_serves,
}

/// Where and when each life ends: the nth time a place is reached. The seal is the first thing done
/// on a day, so it comes first.
const PLACES: [&str; 13] = [
    "between-seal-slices:1",
    "command-received:9",
    "before-commit:17",
    "after-commit-before-answer:17",
    "after-attachment-write-before-rename:3",
    "after-attachment-rename-before-transaction:3",
    "after-lease-before-send:3",
    "after-send-before-outcome:2",
    "before-command-outbox-settled:2",
    "after-letter-before-removal:2",
    "before-term:2",
    "after-term:2",
    "after-send-before-outcome:5",
];

#[test]
fn the_program_is_killed_at_every_named_place() {
    let tested: BTreeSet<&str> = PLACES.iter().filter_map(|place| place.split(':').next()).collect();
    assert_eq!(tested, BTreeSet::from_iter(server::crash::POINTS.iter().copied()));
}

fn killed_at_every_named_place_the_program_loses_nothing_and_does_nothing_twice(instance: &Instance) {
    let mut world = World::new(instance);
    for place in PLACES {
        world.live(place, Death::At(place));
    }
    world.come_to_rest();
}

fn killed_at_random_instants_the_program_loses_nothing_and_does_nothing_twice(instance: &Instance) {
    let said = std::env::var("VENTANILLA_TEST_SEED").ok();
    let seed = said.map_or_else(rand::random, |seed| seed.parse().expect("a seed is a number"));
    println!("VENTANILLA_TEST_SEED={seed}");
    let mut instants = StdRng::seed_from_u64(seed);
    let mut world = World::new(instance);
    for life in 1..=5 {
        let after = Duration::from_millis(instants.random_range(1..1_500));
        println!("life {life} ends after {after:?}");
        world.live(&format!("life {life}"), Death::After(after));
    }
    world.come_to_rest();
}

fn a_command_of_the_administrator_is_done_by_the_program_that_serves(instance: &Instance) {
    let world = World::new(instance);
    let program = world.place.start(None);
    let port = program.port.expect("it serves");
    let (code, said) = world.place.run("account", &["henry.caicedo"]);
    assert_eq!(code, Some(0), "{said}");
    let password = said.lines().find_map(|line| line.strip_prefix("Password:").or(line.strip_prefix("Clave:")));
    let password = password.unwrap_or_else(|| panic!("{said}")).trim();
    Browser::sign_in(port, "henry.caicedo", password).expect("the new password opens");
    // What only one process may do says who does it; what only reads works beside it.
    for (subcommand, expected) in [("serve", 3), ("rebuild", 3), ("verify", 0)] {
        let (code, said) = world.place.run(subcommand, &[]);
        assert_eq!(code, Some(expected), "{subcommand}: {said}");
    }
    program.end();
    // Nobody serves: the command does it itself.
    let (code, said) = world.place.run("account", &["henry.caicedo"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(world.place.run("rebuild", &[]).0, Some(0));
}
