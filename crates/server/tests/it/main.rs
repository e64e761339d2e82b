//! One test binary for the whole machine. Everything that touches data runs on both engines.

#[macro_use]
mod engine;
mod calendar;
mod store;
