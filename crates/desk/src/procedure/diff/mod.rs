//! What differs between two versions of a procedure, in the words of its owner: which activity,
//! what it was, what it is now.

mod parts;

use std::collections::BTreeMap;
use std::fmt;
use std::hash::Hash;

use indexmap::IndexMap;

use super::definition::*;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where in the procedure: `activity.9`, `term.silencio`, `document`.
    pub place: String,
    /// In Spanish, a whole sentence.
    pub says: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

/// Everything in which `after` differs from `before`, in the order of the file.
pub fn differences(before: &Procedure, after: &Procedure) -> Vec<Difference> {
    let mut found = Found { before, after, list: Vec::new() };
    parts::document(&mut found);
    parts::roles(&mut found);
    parts::states(&mut found);
    parts::fields(&mut found);
    parts::activities(&mut found);
    parts::answers(&mut found);
    parts::terms(&mut found);
    parts::clocks(&mut found);
    parts::approvals(&mut found);
    parts::notices(&mut found);
    parts::rest(&mut found);
    found.list
}

/// What differs between the texts of two versions, by name.
pub fn texts(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<Difference> {
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let says = |name: &String| match (before.get(name), after.get(name)) {
        (None, Some(_)) => Some(format!("Aparece el texto «{name}».")),
        (Some(_), None) => Some(format!("Desaparece el texto «{name}».")),
        (Some(one), Some(other)) if one != other => Some(format!("El texto «{name}» cambia.")),
        _ => None,
    };
    names.filter_map(|name| Some(Difference { place: format!("texts.{name}"), says: says(name)? })).collect()
}

/// The differences of two procedures while they are found.
struct Found<'p> {
    before: &'p Procedure,
    after: &'p Procedure,
    list: Vec<Difference>,
}

impl Found<'_> {
    fn add(&mut self, place: impl fmt::Display, says: String) {
        self.list.push(Difference { place: place.to_string(), says });
    }

    /// A word or a sentence that changed. `what` begins the sentence: «El nombre de la actividad 9».
    fn words(&mut self, place: &str, what: &str, before: &str, after: &str) {
        let says = match (before.is_empty(), after.is_empty()) {
            _ if before == after => return,
            (true, _) => format!("{what} es ahora «{}»; antes no tenía.", short(after)),
            (_, true) => format!("{what} ya no está; antes era «{}».", short(before)),
            _ => format!("{what} es ahora «{}» en vez de «{}».", short(after), short(before)),
        };
        self.add(place, says);
    }

    /// What came and what went between two named lists; what stays is in both, for a closer look.
    fn named<'v, K: Hash + Eq + fmt::Display, V>(
        &mut self,
        place: &str,
        before: &'v IndexMap<K, V>,
        after: &'v IndexMap<K, V>,
        called: impl Fn(&K, &V) -> String,
    ) -> Vec<(&'v K, &'v V, &'v V)> {
        for (id, part) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
            self.add(format_args!("{place}.{id}"), format!("Desaparece {}.", called(id, part)));
        }
        let mut both = Vec::new();
        for (id, now) in after {
            match before.get(id) {
                Some(was) => both.push((id, was, now)),
                None => self.add(format_args!("{place}.{id}"), format!("Aparece {}.", called(id, now))),
            }
        }
        both
    }
}

/// A text in few words: a difference is read at a glance.
fn short(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST - 1).chain(['…']).collect() }
}

/// Whether two parts say the same: their parsed forms are equal.
fn same<T: fmt::Debug>(before: &T, after: &T) -> bool {
    format!("{before:?}") == format!("{after:?}")
}

/// «a, b y c»; «nadie» for none.
fn listed<T: fmt::Display>(words: &[T]) -> String {
    match words {
        [] => "nadie".to_string(),
        [one] => one.to_string(),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(T::to_string).collect();
            format!("{} y {last}", most.join(", "))
        }
    }
}

#[cfg(test)]
mod tests;
