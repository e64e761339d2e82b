//! Guards: the small closed language in which a procedure says when an arrow is open.
//!
//! ```text
//! guard   = both { "or" both }
//! both    = single { "and" single }
//! single  = "not" single | "(" guard ")" | "has" fact | fact [ relation ]
//! relation= ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) word | "in" word { word }
//! ```
//! A fact alone is true when it is a flag that is set, or a value that is not empty.

use std::collections::BTreeSet;
use std::fmt;

use thiserror::Error;

/// A condition over the facts of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    Not(Box<Guard>),
    And(Box<Guard>, Box<Guard>),
    Or(Box<Guard>, Box<Guard>),
    /// The flag is set, or the value is not empty.
    Holds(String),
    Compare(String, Relation, String),
    In(String, Vec<String>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// What a fact is worth when a guard asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Known to be absent: an empty field, a flag that is not set.
    Absent,
    Yes,
    Word(String),
    Number(f64),
}

impl Fact {
    /// Yes, or absent: a guard knows no third.
    pub fn truth(yes: bool) -> Fact {
        if yes { Fact::Yes } else { Fact::Absent }
    }

    /// A fact that is compared as a word.
    pub fn word(word: impl fmt::Display) -> Fact {
        Fact::Word(word.to_string())
    }

    fn is_there(&self) -> bool {
        *self != Fact::Absent
    }

    fn same(&self, word: &str) -> bool {
        match self {
            Fact::Absent => matches!(word, "none" | "no" | "false"),
            Fact::Yes => matches!(word, "yes" | "si" | "true"),
            Fact::Word(own) => own == word,
            Fact::Number(own) => word.parse::<f64>().is_ok_and(|n| n == *own),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Fact::Number(n) => Some(*n),
            Fact::Word(word) => word.parse().ok(),
            Fact::Absent | Fact::Yes => None,
        }
    }
}

/// The source of facts a guard reads.
pub trait Facts {
    fn fact(&self, name: &str) -> Fact;
}

#[derive(Clone, Debug, Error, PartialEq)]
#[error("{message} (columna {column})")]
pub struct GuardError {
    pub message: String,
    /// Column in the guard's own text, counted from 1.
    pub column: usize,
}

impl Guard {
    /// Reads a condition as the procedure file writes it: `authorised or not needs_authorization`.
    ///
    /// # Errors
    /// The column, and what is wrong there, in Spanish.
    pub fn parse(text: &str) -> Result<Guard, GuardError> {
        let mut reader = Reader { words: split(text)?, at: 0, end: text.len() + 1 };
        let guard = reader.either()?;
        match reader.peek() {
            None => Ok(guard),
            Some(word) => Err(reader.error(format!("sobra «{word}»"))),
        }
    }

    /// Whether it is so, given these facts.
    pub fn holds(&self, facts: &dyn Facts) -> bool {
        match self {
            Guard::Not(inner) => !inner.holds(facts),
            Guard::And(a, b) => a.holds(facts) && b.holds(facts),
            Guard::Or(a, b) => a.holds(facts) || b.holds(facts),
            Guard::Holds(name) => facts.fact(name).is_there(),
            Guard::In(name, words) => {
                let fact = facts.fact(name);
                words.iter().any(|word| fact.same(word))
            }
            Guard::Compare(name, relation, word) => {
                let fact = facts.fact(name);
                match relation {
                    Relation::Equal => fact.same(word),
                    Relation::NotEqual => !fact.same(word),
                    // A comparison with something that has no size is false, never an error:
                    // an empty amount is not «more than» anything.
                    _ => match (fact.number(), word.parse::<f64>()) {
                        (Some(own), Ok(other)) => relation.orders(own, other),
                        _ => false,
                    },
                }
            }
        }
    }

    /// Every fact the guard reads, for the linter and for the words shown to people.
    pub fn facts(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.collect(&mut names);
        names
    }

    fn collect<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        match self {
            Guard::Not(inner) => inner.collect(names),
            Guard::And(a, b) | Guard::Or(a, b) => {
                a.collect(names);
                b.collect(names);
            }
            Guard::Holds(name) | Guard::Compare(name, ..) | Guard::In(name, _) => {
                names.insert(name);
            }
        }
    }
}

impl Relation {
    fn orders(self, own: f64, other: f64) -> bool {
        match self {
            Relation::Less => own < other,
            Relation::AtMost => own <= other,
            Relation::Greater => own > other,
            Relation::AtLeast => own >= other,
            Relation::Equal => own == other,
            Relation::NotEqual => own != other,
        }
    }
}

/// Words with the column where each begins.
fn split(text: &str) -> Result<Vec<(usize, String)>, GuardError> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(at, c)) = chars.peek() {
        if c.is_whitespace() || c == ',' {
            chars.next();
        } else if c == '"' {
            chars.next();
            let mut word = String::from("\"");
            loop {
                match chars.next() {
                    Some((_, '"')) => break,
                    Some((_, c)) => word.push(c),
                    None => return Err(GuardError { message: "falta cerrar las comillas".into(), column: at + 1 }),
                }
            }
            words.push((at + 1, word));
        } else if is_word(c) {
            let mut word = String::new();
            while let Some(&(_, c)) = chars.peek().filter(|(_, c)| is_word(*c)) {
                word.push(c);
                chars.next();
            }
            words.push((at + 1, word));
        } else {
            chars.next();
            let pair = matches!((c, chars.peek()), ('!' | '<' | '>' | '=', Some((_, '='))));
            let mut sign = String::from(c);
            if pair {
                chars.next();
                sign.push('=');
            }
            if !["=", "==", "!=", "<", "<=", ">", ">=", "≠", "≤", "≥", "(", ")"].contains(&sign.as_str()) {
                return Err(GuardError { message: format!("no se entiende «{sign}»"), column: at + 1 });
            }
            words.push((at + 1, sign));
        }
    }
    Ok(words)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/')
}

struct Reader {
    words: Vec<(usize, String)>,
    at: usize,
    end: usize,
}

impl Reader {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(|(_, word)| word.as_str())
    }

    fn take(&mut self, expected: &str) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn error(&self, message: String) -> GuardError {
        let column = self.words.get(self.at).map_or(self.end, |(column, _)| *column);
        GuardError { message, column }
    }

    fn either(&mut self) -> Result<Guard, GuardError> {
        let mut guard = self.both()?;
        while self.take("or") {
            guard = Guard::Or(Box::new(guard), Box::new(self.both()?));
        }
        Ok(guard)
    }

    fn both(&mut self) -> Result<Guard, GuardError> {
        let mut guard = self.single()?;
        while self.take("and") {
            guard = Guard::And(Box::new(guard), Box::new(self.single()?));
        }
        Ok(guard)
    }

    fn single(&mut self) -> Result<Guard, GuardError> {
        if self.take("not") {
            return Ok(Guard::Not(Box::new(self.single()?)));
        }
        if self.take("(") {
            let guard = self.either()?;
            return if self.take(")") { Ok(guard) } else { Err(self.error("falta «)»".into())) };
        }
        if self.take("has") {
            return Ok(Guard::Holds(self.word("el nombre de un dato")?));
        }
        let name = self.word("un dato")?;
        if self.take("in") {
            let mut words = vec![self.word("un valor")?];
            while self.peek().is_some_and(|word| is_value(word) && !matches!(word, "and" | "or" | "not" | "in")) {
                words.push(self.word("un valor")?);
            }
            return Ok(Guard::In(name, words));
        }
        let relation = match self.peek() {
            Some("=" | "==") => Relation::Equal,
            Some("!=" | "≠") => Relation::NotEqual,
            Some("<") => Relation::Less,
            Some("<=" | "≤") => Relation::AtMost,
            Some(">") => Relation::Greater,
            Some(">=" | "≥") => Relation::AtLeast,
            _ => return Ok(Guard::Holds(name)),
        };
        self.at += 1;
        Ok(Guard::Compare(name, relation, self.word("un valor")?))
    }

    fn word(&mut self, what: &str) -> Result<String, GuardError> {
        match self.peek() {
            Some(word) if is_value(word) => {
                let word = word.strip_prefix('"').unwrap_or(word).to_string();
                self.at += 1;
                Ok(word)
            }
            Some(word) => Err(self.error(format!("aquí va {what}, no «{word}»"))),
            None => Err(self.error(format!("falta {what}"))),
        }
    }
}

fn is_value(word: &str) -> bool {
    word.starts_with(|c: char| c == '"' || is_word(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    impl Facts for HashMap<&str, Fact> {
        fn fact(&self, name: &str) -> Fact {
            self.get(name).cloned().unwrap_or(Fact::Absent)
        }
    }

    #[track_caller]
    fn check(guard: &str, expected: bool) {
        let facts = HashMap::from([
            ("authorised", Fact::Yes),
            ("came_from", Fact::word("4")),
            ("monto", Fact::Number(120.0)),
            ("razon", Fact::word("sin_inventario")),
        ]);
        assert_eq!(Guard::parse(guard).unwrap().holds(&facts), expected, "{guard}");
    }

    #[test]
    fn guards_read_the_facts_of_a_case() {
        check("authorised", true);
        check("not authorised", false);
        check("authorised or not needs_authorization", true);
        check("came_from in 2 4", true);
        check("came_from in 2 4 and security", false);
        check("not (came_from = 4 and authorised)", false);
        check("monto >= 120 and monto < 121", true);
        check("monto > 120", false);
        check("razon != sin_inventario", false);
        check("razon = \"sin_inventario\"", true);
        check("has monto and not has otro", true);
        check("otro > 1", false);
        check("otro = none", true);
    }

    #[track_caller]
    fn refuses(guard: &str, message: &str, column: usize) {
        let error = Guard::parse(guard).unwrap_err();
        assert_eq!((error.message.as_str(), error.column), (message, column));
    }

    #[test]
    fn a_guard_that_cannot_be_read_says_where() {
        refuses("authorised or", "falta un dato", 14);
        refuses("(authorised", "falta «)»", 12);
        refuses("a = )", "aquí va un valor, no «)»", 5);
        refuses("a b", "sobra «b»", 3);
        refuses("a % b", "no se entiende «%»", 3);
        refuses("a = \"b", "falta cerrar las comillas", 5);
    }
}
