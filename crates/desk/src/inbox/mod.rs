//! What a letter means: an ordered list of questions, one per file.

mod thanks;

pub use thanks::is_bare_thanks;
