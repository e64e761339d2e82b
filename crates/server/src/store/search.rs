//! What is found by its words: a projection, one row a message. The words come folded and stemmed
//! ([`crate::search`]), so both engines find the same.

use super::db::{Reader, Tx, params, sql};
use super::dialect;
use super::error::Result;

sql! {
    PUT_ROW = "INSERT INTO search_rows (stream, seq) VALUES ($1, $2) RETURNING id";
    FORGET_WORDS = "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_rows WHERE stream = $1)";
    FORGET_WORDS_OF = "DELETE FROM search_words
        WHERE rowid IN (SELECT id FROM search_rows WHERE stream = $1 AND seq = $2)";
    FORGET_ROWS = "DELETE FROM search_rows WHERE stream = $1";
    FORGET_ROW = "DELETE FROM search_rows WHERE stream = $1 AND seq = $2";
}

/// The most hits read, the newest first.
pub const MOST_HITS: i64 = 5_000;

/// Where words were found: a case and which of its facts; 0 is what the case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub stream: String,
    pub seq: i64,
}

/// Keeps the words of one fact: those every reader of the case may know, and those of the desk.
pub fn put(tx: &mut Tx<'_>, stream: &str, seq: i64, open: &str, inside: &str) -> Result<()> {
    if let Some(id) = tx.one(PUT_ROW, params![stream, seq], |row| row.get::<i64>(0))? {
        tx.run(dialect::PUT_WORDS, params![id, open, inside])?;
    }
    Ok(())
}

/// Forgets every word of a case.
pub fn forget(tx: &mut Tx<'_>, stream: &str) -> Result<()> {
    tx.run(FORGET_WORDS, params![stream])?;
    tx.run(FORGET_ROWS, params![stream]).map(|_| ())
}

/// Forgets the words of one fact.
pub fn forget_fact(tx: &mut Tx<'_>, stream: &str, seq: i64) -> Result<()> {
    tx.run(FORGET_WORDS_OF, params![stream, seq])?;
    tx.run(FORGET_ROW, params![stream, seq]).map(|_| ())
}

/// What is asked of the words: all of these, each in any of its forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(pub Vec<Word>);

/// One word in its forms. They hold only letters without accents and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub forms: Vec<String>,
    /// It is still being typed: what begins so is found too.
    pub begun: bool,
}

/// The newest rows that hold all the words, those of the desk among them where `inside`.
pub fn find(reader: &mut Reader<'_>, sought: &Sought, inside: bool, limit: i64) -> Result<Vec<Hit>> {
    if sought.0.is_empty() {
        return Ok(Vec::new());
    }
    let words = if reader.is_sqlite() { sought.for_sqlite() } else { sought.for_postgres() };
    let sql = if inside { dialect::FIND_WORDS } else { dialect::FIND_OPEN_WORDS };
    reader.all(sql, params![words, limit], |row| Ok(Hit { stream: row.get(0)?, seq: row.get(1)? }))
}

impl Sought {
    fn for_sqlite(&self) -> String {
        self.written(" AND ", " OR ", |form, begun| format!("\"{form}\"{}", if begun { "*" } else { "" }))
    }

    fn for_postgres(&self) -> String {
        self.written(" & ", " | ", |form, begun| format!("'{form}'{}", if begun { ":*" } else { "" }))
    }

    fn written(&self, and: &str, or: &str, form: impl Fn(&str, bool) -> String) -> String {
        let word = |word: &Word| {
            let forms: Vec<String> = word.forms.iter().map(|it| form(it, word.begun)).collect();
            format!("({})", forms.join(or))
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(and)
    }
}
