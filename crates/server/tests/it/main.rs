//! One test binary for the whole machine. Everything that touches data runs on both engines.

#[macro_use]
mod engine;
mod act;
mod app;
mod calendar;
mod start;
mod demo;
mod store;
mod view;
