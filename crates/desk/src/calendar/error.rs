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
        Self { at: None, message: message.into(), suggestion: None }
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

    /// Reads what serde has to say of a [`Definition`](super::Definition) in any format, and says it
    /// in Spanish. Our own messages pass through.
    pub fn from_serde(message: &str) -> Self {
        if let Some((message, suggestion)) = message.split_once(Carried::MARK) {
            return Self::new(message).suggest(suggestion);
        }
        let said = message.split('`').next().unwrap_or_default().trim();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match (said, quoted.as_slice()) {
            ("unknown field", [written, known @ ..]) => {
                Self::new(format!("la clave «{written}» no existe aquí")).near(written, known)
            }
            ("unknown variant", [written, known @ ..]) => {
                Self::new(format!("«{written}» no es un valor admitido")).near(written, known)
            }
            ("missing field", [name, ..]) => Self::new(format!("falta la clave «{name}»")),
            ("duplicate field", [name, ..]) => Self::new(format!("la clave «{name}» está dos veces")),
            _ => match message.strip_prefix("invalid type: ") {
                Some(what) => {
                    let what = what.replace(", expected", "; se esperaba");
                    Self::new(format!("valor de otra clase: {what}"))
                }
                None => Self::new(message),
            },
        }
    }

    fn near(self, written: &str, known: &[&str]) -> Self {
        match closest(written, known) {
            Some(near) => self.suggest(format!("¿quiso escribir «{near}»?")),
            None => self.suggest(format!("se admiten: {}", known.join(", "))),
        }
    }
}

/// An error on its way through serde, which carries one text only, to the place in the file where it
/// belongs: message and suggestion with a mark between them that nobody types.
pub(super) struct Carried(CalendarError);

impl Carried {
    const MARK: &str = "\u{1f}";
}

impl From<CalendarError> for Carried {
    fn from(error: CalendarError) -> Self {
        Self(error)
    }
}

impl fmt::Display for Carried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match &self.0.suggestion {
            Some(suggestion) => write!(f, "{}{suggestion}", Self::MARK),
            None => Ok(()),
        }
    }
}

pub(super) fn through_serde<E: serde::de::Error>(error: CalendarError) -> E {
    E::custom(Carried(error))
}

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

fn line_and_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

pub(super) fn closest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let written = written.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&written, &name.to_lowercase());
    let near = known.iter().map(|name| (distance(name), *name));
    near.filter(|(distance, name)| *distance <= 1 + name.len() / 4).min().map(|(_, name)| name)
}
