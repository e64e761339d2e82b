//! One test binary for the whole machine. Everything that touches data runs on both engines.

#[macro_use]
mod engine;
mod act;
mod app;
mod apply;
mod calendar;
mod clauses;
mod demo;
mod dossier;
mod kills;
mod knowledge;
mod log;
mod mail;
mod proof;
mod report;
mod search;
mod start;
mod store;
mod verify;
mod view;
