//! A written procedure as a program.
//!
//! Nine words carry it: *role, activity, answer, term, clock, approval, notice, field, result*;
//! beside them stand the document's header, its change log, the adopted readings, public states
//! and flags. A case stands in exactly one activity; an answer moves it to the next. The text
//! format is documented for process analysts in docs/howto/procedure.md.

pub mod chart;
mod definition;
pub mod diff;
mod effect;
mod guard;
pub mod lint;
mod model;
pub mod source;
mod table;
mod ways;
pub mod wording;

pub use definition::*;
pub use effect::*;
pub use guard::{Fact, Facts, Guard, GuardError, Relation};
pub use model::{Model, ModelStep, Place};
pub use source::Problem;
pub use table::Row;
pub use ways::{Maybe, Standing};
pub use wording::Wording;
