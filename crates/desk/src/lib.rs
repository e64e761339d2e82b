//! The service desk itself.

pub mod calendar;
