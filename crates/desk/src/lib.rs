//! The service desk itself.

pub mod calendar;
pub mod catalogue;
pub mod matrix;
pub mod names;
pub mod people;
pub mod procedure;
pub mod rulebook;
pub mod value;
pub mod words;
