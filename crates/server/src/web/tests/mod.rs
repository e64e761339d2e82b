//! The whole web of an instance in process, asked the way a browser asks.

mod approvals;
mod audit;
mod browser;
mod desk;
mod ends;
mod icons;
mod knowledge;
mod look;
mod memory;
mod portal;
mod procedures;
mod register;
mod security;
