use std::fmt;

/// Why a written calendar cannot be used, for the person who wrote it (in Spanish: process owners
/// write calendars).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError {
    /// Line and column, both from 1, where the text of a TOML file went wrong.
    pub at: Option<(usize, usize)>,
    pub message: String,
    /// What to write instead, when we can tell.
    pub suggestion: Option<String>,
}

impl CalendarError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            at: None,
            message: message.into(),
            suggestion: None,
        }
    }

    pub(super) fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    pub(super) fn from_toml(source: &str, error: &toml::de::Error) -> Self {
        let mut found = Self::from_serde(error.message());
        found.at = error.span().map(|span| line_and_column(source, span.start));
        found
    }

    /// Reads what serde has to say and says it in Spanish. Our own messages pass through: they carry
    /// their suggestion after [`SUGGESTION`], the only way to get two texts through serde's one.
    pub(super) fn from_serde(message: &str) -> Self {
        if let Some((message, suggestion)) = message.split_once(SUGGESTION) {
            return Self::new(message).suggest(suggestion);
        }
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match (
            message.split('`').next().unwrap_or_default().trim(),
            quoted.as_slice(),
        ) {
            ("unknown field", [written, known @ ..]) => {
                let error = Self::new(format!("la clave «{written}» no existe aquí"));
                match closest(written, known) {
                    Some(near) => error.suggest(format!("¿quiso escribir «{near}»?")),
                    None => error.suggest(format!("se admiten: {}", known.join(", "))),
                }
            }
            ("unknown variant", [written, known @ ..]) => {
                let error = Self::new(format!("«{written}» no es un valor admitido"));
                match closest(written, known) {
                    Some(near) => error.suggest(format!("¿quiso escribir «{near}»?")),
                    None => error.suggest(format!("se admiten: {}", known.join(", "))),
                }
            }
            ("missing field", [name, ..]) => Self::new(format!("falta la clave «{name}»")),
            ("duplicate field", [name, ..]) => {
                Self::new(format!("la clave «{name}» está dos veces"))
            }
            _ => Self::new(message.strip_prefix("invalid type: ").map_or_else(
                || message.to_owned(),
                |what| {
                    format!(
                        "valor de otra clase: {}",
                        what.replace(", expected", "; se esperaba")
                    )
                },
            )),
        }
    }
}

/// Separates our message from our suggestion inside a serde error.
pub(super) const SUGGESTION: &str = "\u{1f}";

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.at {
            write!(f, "línea {line}, columna {column}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, " ({suggestion})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CalendarError {}

/// The error as serde carries it to the place in the text where it belongs.
pub(super) fn through_serde<E: serde::de::Error>(error: CalendarError) -> E {
    match error.suggestion {
        Some(suggestion) => E::custom(format!("{}{SUGGESTION}{suggestion}", error.message)),
        None => E::custom(error.message),
    }
}

fn line_and_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

pub(super) fn closest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&written.to_lowercase(), name),
                *name,
            )
        })
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .min()
        .map(|(_, name)| name)
}
