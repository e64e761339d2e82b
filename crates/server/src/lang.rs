//! The languages people can read.

/// A language pages can be read in. Spanish of Colombia is the first and the fallback.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Es,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Es, Lang::En];

    /// The tag of `<html lang>` and of what is stored for a person.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Es => "es-CO",
            Lang::En => "en",
        }
    }

    /// The language of a stored tag or of a form's value, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// What a browser's `Accept-Language` asks for: its first wish that we speak.
    pub fn from_header(header: &str) -> Lang {
        let wanted = fluent_langneg::accepted_languages::parse(header);
        let primary = |lang: Lang| lang.tag().get(..2).unwrap_or_default();
        wanted
            .iter()
            .find_map(|wish| {
                let wish = wish.to_string();
                Lang::ALL.into_iter().find(|lang| wish.starts_with(primary(*lang)))
            })
            .unwrap_or_default()
    }

    /// One of two texts that stand beside each other in the code.
    pub fn pick<'a>(self, spanish: &'a str, english: &'a str) -> &'a str {
        match self {
            Lang::Es => spanish,
            Lang::En => english,
        }
    }

    /// The other one, for the switch.
    pub fn other(self) -> Lang {
        match self {
            Lang::Es => Lang::En,
            Lang::En => Lang::Es,
        }
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Lang::Es => "Español",
            Lang::En => "English",
        }
    }
}
