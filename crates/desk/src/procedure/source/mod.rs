//! From the text of a procedure file to a [`Procedure`]: every problem at once, each with its
//! place and, where a word looks like another, a suggestion.

mod graph;
mod names;
mod people;
mod problem;
mod shape;
mod time;

pub(crate) use problem::place;
pub use problem::{Problem, nearest, toml_problem};
pub use shape::RawField;
pub use time::term_length;

use super::definition::{Field, Procedure};
use names::Names;
use shape::File;

/// Reads a procedure file.
///
/// # Errors
/// Every problem found, in the order of the file. A file that is not TOML, or lacks a required
/// word, has one problem; otherwise all unknown names and unreadable guards are listed together.
pub fn read(text: &str) -> Result<Procedure, Vec<Problem>> {
    let file: File = toml::from_str(text).map_err(|e| vec![toml_problem(text, &e)])?;
    let mut names = Names::new(text);
    let procedure = names.procedure(file);
    if names.problems.is_empty() {
        Ok(procedure)
    } else {
        names.problems.sort_by_key(|p| (p.line, p.column));
        Err(names.problems)
    }
}

/// A field of a catalogue item's form.
///
/// # Errors
/// The problems of its guard.
pub fn read_field(text: &str, raw: RawField) -> Result<Field, Vec<Problem>> {
    let mut names = Names::new(text);
    let field = names.field(raw);
    if names.problems.is_empty() { Ok(field) } else { Err(names.problems) }
}
