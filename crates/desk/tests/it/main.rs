//! The rules from outside: shipped procedures, their linter, days at the desk.

mod chart;
mod clauses;
mod guide;
mod lint;
mod model;
mod names;
mod play;
mod printed;
mod properties;
mod schema;
mod scripts;
mod shipped;
mod vocabulary;
mod walk;
