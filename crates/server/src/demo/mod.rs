//! The demo: an invented entity, its people to sign in as, and weeks of work at its two desks.

mod accounts;
pub mod sample;
mod seed;
pub mod travel;

pub use accounts::{Member, PASSWORD, cast};
pub use seed::{SeedError, seed};
