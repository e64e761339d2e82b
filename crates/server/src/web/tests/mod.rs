//! The whole web of an instance in process, asked the way a browser asks.

mod browser;
mod memory;
mod security;
