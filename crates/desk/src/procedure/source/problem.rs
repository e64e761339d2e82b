//! What is wrong in a file, where, and what its writer may have meant.

use std::fmt;

/// Something wrong in a file, said to the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Counted from 1; 0 where the file as a whole is meant.
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub suggestion: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "línea {}, columna {}: ", self.line, self.column)?;
        }
        write!(f, "{}", self.message)?;
        match &self.suggestion {
            Some(word) => write!(f, " ¿Quiso decir «{word}»?"),
            None => Ok(()),
        }
    }
}

/// The problem of a text that is not the TOML it should be, with its place.
pub fn toml_problem(text: &str, error: &toml::de::Error) -> Problem {
    let (line, column) = error.span().map_or((0, 0), |span| place(text, span.start));
    let message = error.message().to_string();
    Problem { line, column, suggestion: suggestion_for_unknown(&message), message: in_spanish(&message) }
}

/// `unknown field `x`, expected one of `a`, `b``: which of them looks like x.
fn suggestion_for_unknown(message: &str) -> Option<String> {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = quoted.next().filter(|_| message.starts_with("unknown "))?;
    nearest(unknown, quoted)
}

fn in_spanish(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted[..] {
        [unknown, ..] if message.starts_with("unknown field") => format!("La palabra «{unknown}» no existe aquí."),
        [unknown, ref allowed @ ..] if message.starts_with("unknown variant") => {
            format!("«{unknown}» no es un valor permitido; use {}.", allowed.join(", "))
        }
        [missing] if message.starts_with("missing field") => format!("Falta «{missing}»."),
        _ => format!("El archivo no se puede leer: {message}."),
    }
}

/// The known word most like a mistyped one, if any is.
pub fn nearest<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<String> {
    among
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_string())
}

pub(crate) fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
