use std::fmt;

/// Why a written calendar cannot be used, for the person who wrote it: shown in Spanish, and in
/// English by [`CalendarError::in_english`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError {
    /// Line and column, both from 1, where the text of a TOML file went wrong.
    pub at: Option<(usize, usize)>,
    spanish: Said,
    english: Said,
}

/// What is wrong, and what to write instead when we can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    message: String,
    suggestion: Option<String>,
}

impl Said {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestion: None }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.suggestion {
            Some(suggestion) => write!(f, " ({suggestion})"),
            None => Ok(()),
        }
    }
}

impl CalendarError {
    pub(super) fn new(spanish: impl Into<String>, english: impl Into<String>) -> Self {
        Self { at: None, spanish: Said::new(spanish), english: Said::new(english) }
    }

    /// What a library said, in the only language it has.
    pub(super) fn same(message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(message.clone(), message)
    }

    pub(super) fn suggest(mut self, spanish: impl Into<String>, english: impl Into<String>) -> Self {
        self.spanish.suggestion = Some(spanish.into());
        self.english.suggestion = Some(english.into());
        self
    }

    /// The same in English.
    pub fn in_english(&self) -> String {
        match self.at {
            Some((line, column)) => format!("line {line}, column {column}: {}", self.english),
            None => self.english.to_string(),
        }
    }

    pub(super) fn from_toml(source: &str, error: &toml::de::Error) -> Self {
        let mut found = Self::from_serde(error.message());
        found.at = error.span().map(|span| line_and_column(source, span.start));
        found
    }

    /// Reads what serde has to say of a [`Definition`](super::Definition) in any format. Our own
    /// messages pass through.
    pub fn from_serde(message: &str) -> Self {
        if let [spanish, english, es, en] = message.split(Carried::MARK).collect::<Vec<_>>()[..] {
            let error = Self::new(spanish, english);
            return if es.is_empty() { error } else { error.suggest(es, en) };
        }
        let said = message.split('`').next().unwrap_or_default().trim();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match (said, quoted.as_slice()) {
            ("unknown field", [written, known @ ..]) => {
                Self::new(format!("la clave «{written}» no existe aquí"), format!("there is no key \"{written}\" here"))
                    .near(written, known)
            }
            ("unknown variant", [written, known @ ..]) => Self::new(
                format!("«{written}» no es un valor admitido"),
                format!("\"{written}\" is no value allowed here"),
            )
            .near(written, known),
            ("missing field", [name, ..]) => {
                Self::new(format!("falta la clave «{name}»"), format!("the key \"{name}\" is missing"))
            }
            ("duplicate field", [name, ..]) => {
                Self::new(format!("la clave «{name}» está dos veces"), format!("the key \"{name}\" is there twice"))
            }
            _ => match message.strip_prefix("invalid type: ") {
                Some(what) => Self::new(
                    format!("valor de otra clase: {}", what.replace(", expected", "; se esperaba")),
                    format!("a value of another kind: {what}"),
                ),
                None => Self::same(message),
            },
        }
    }

    fn near(self, written: &str, known: &[&str]) -> Self {
        match closest(written, known) {
            Some(near) => self.suggest(format!("¿quiso escribir «{near}»?"), format!("did you mean \"{near}\"?")),
            None => {
                let known = known.join(", ");
                self.suggest(format!("se admiten: {known}"), format!("allowed: {known}"))
            }
        }
    }
}

/// An error on its way through serde, which carries one text only, to the place in the file where it
/// belongs: messages and suggestions with a mark between them that nobody types.
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
        let CalendarError { spanish, english, .. } = &self.0;
        let suggestion = |said: &Said| said.suggestion.clone().unwrap_or_default();
        let parts = [spanish.message.clone(), english.message.clone(), suggestion(spanish), suggestion(english)];
        f.write_str(&parts.join(Self::MARK))
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
        write!(f, "{}", self.spanish)
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
