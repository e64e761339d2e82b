//! The demo: an invented entity, its people to sign in as, and weeks of work at its two desks.
//!
//! What is asked for and how it goes is told in `demo/stories/`, the entity stands in
//! `demo/entity/`. [`seed`] lets the stories happen one after the other on the desk's own clock.

mod accounts;
mod dice;
mod doing;
pub mod empty;
pub mod letter;
mod reading;
mod sample;
mod seed;
mod story;
mod telling;
pub mod travel;

pub use accounts::{Member, PASSWORD, cast};
pub use dice::Dice;
pub use seed::{BEGINS_BEFORE, SeedError, Seeded, seed};
