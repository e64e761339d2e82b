//! Stored and exchanged shapes: where compatibility lives.

pub mod bpmn;
pub mod cells;
pub mod errand;
pub mod event;
pub mod explanation;
pub mod interval;
pub mod log;
pub mod pnml;
pub mod xes;
mod xml;
