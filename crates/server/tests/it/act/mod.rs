//! The one path of change, exercised whole.

mod commands;
mod errands;
mod walk;
