//! The machine around the desk. Direction: `main → web, channel, report, task → act → store → format
//! → desk`.

pub mod crash;
pub mod store;
pub mod web;
