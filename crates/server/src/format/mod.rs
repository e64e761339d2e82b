//! Stored and exchanged shapes: where compatibility lives.

pub mod errand;
pub mod event;
pub mod explanation;
pub mod interval;
