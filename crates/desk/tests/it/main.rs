//! The rules from outside: shipped procedures, their linter, days at the desk.

mod printed;
mod shipped;
