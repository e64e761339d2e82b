use desk::calendar::CalendarError;
use serde::Serialize;

use crate::web::texts::Lang;

/// Why a question has no answer: a code for programs, words for people, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub code: &'static str,
    spanish: String,
    english: String,
}

impl Trouble {
    pub fn new(code: &'static str, spanish: impl Into<String>, english: impl Into<String>) -> Self {
        Self { code, spanish: spanish.into(), english: english.into() }
    }

    pub fn told(&self, lang: Lang) -> Told {
        let message = match lang {
            Lang::Es => self.spanish.clone(),
            Lang::En => self.english.clone(),
        };
        Told { code: self.code, message }
    }
}

impl From<CalendarError> for Trouble {
    fn from(error: CalendarError) -> Self {
        Self::new("calendar", format!("calendario: {error}"), format!("calendar: {}", error.in_english()))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    pub code: &'static str,
    pub message: String,
}
