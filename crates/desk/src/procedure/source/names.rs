//! The names a file uses must be declared in it; what cannot be understood is said with its place.

use indexmap::IndexMap;

use super::super::guard::{Guard, GuardError};
use super::problem::{Problem, nearest, place};
use super::shape::Text;

/// Reads names, guards and sentences of one file, and gathers what is wrong with them.
pub(super) struct Names<'t> {
    pub(super) text: &'t str,
    pub(super) problems: Vec<Problem>,
}

impl<'t> Names<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Names { text, problems: Vec::new() }
    }

    pub(super) fn wrong(&mut self, at: usize, message: String, suggestion: Option<String>) {
        let (line, column) = place(self.text, at);
        self.problems.push(Problem { line, column, message, suggestion });
    }

    /// The name, if it is declared; otherwise a problem with the nearest declared one.
    pub(super) fn declared<K, V>(&mut self, what: &str, known: &IndexMap<K, V>, name: &Text) -> K
    where
        K: for<'a> From<&'a str> + std::borrow::Borrow<str> + std::hash::Hash + Eq,
    {
        self.declared_word(what, known, name.get_ref(), name.span().start);
        K::from(name.get_ref())
    }

    pub(super) fn declared_word<K, V>(&mut self, what: &str, known: &IndexMap<K, V>, word: &str, at: usize)
    where
        K: std::borrow::Borrow<str> + std::hash::Hash + Eq,
    {
        if !known.contains_key(word) {
            let suggestion = nearest(word, known.keys().map(|k| k.borrow()));
            self.wrong(at, format!("{what} «{word}» no está en el procedimiento."), suggestion);
        }
    }

    pub(super) fn guard(&mut self, text: Option<Text>) -> Option<Guard> {
        let text = text?;
        self.parsed(Guard::parse(text.get_ref()), text.span().start)
    }

    pub(super) fn parsed<T>(&mut self, parsed: Result<T, GuardError>, at: usize) -> Option<T> {
        // The column of a guard's error counts inside the quotes.
        parsed.map_err(|e| self.wrong(at + e.column, format!("La condición no se entiende: {}.", e.message), None)).ok()
    }

    pub(super) fn said<T>(&mut self, parsed: Result<T, String>, at: usize) -> Option<T> {
        parsed.map_err(|message| self.wrong(at, format!("{message}."), None)).ok()
    }
}
