//! The header fields of a letter that some question asks for.

/// Names in lower case with their values on one line, in the order of the letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Adds a field; line breaks and other controls in its value become blanks.
    pub fn add(&mut self, name: &str, value: &str) {
        let line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.0.push((name.trim().to_ascii_lowercase(), line.trim().to_string()));
    }

    /// The first field of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Every field of a name, the topmost first.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Headers {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(fields: T) -> Self {
        let mut headers = Headers::default();
        fields.into_iter().for_each(|(name, value)| headers.add(name, value));
        headers
    }
}
