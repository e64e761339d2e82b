//! What a person wrote: never inside an event, only its fingerprint.
//!
//! Texts are *contents*, kept apart so that one can be withdrawn without breaking the chain of
//! events. The salt makes the fingerprint of a short text unguessable.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The fingerprint of a content: hex of SHA-256(salt ‖ bytes).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentId(String);

impl ContentId {
    pub fn of(salt: &[u8; 32], bytes: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(salt);
        hash.update(bytes);
        ContentId(hex(&hash.finalize()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ContentId {
    fn from(hex: &str) -> Self {
        ContentId(hex.to_string())
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A text on its way in: the rules read it once, the store keeps it, the event carries its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub text: String,
    pub salt: [u8; 32],
}

impl Words {
    /// `salt` comes from outside: the rules have no randomness.
    pub fn new(text: impl Into<String>, salt: [u8; 32]) -> Self {
        Words { text: text.into(), salt }
    }

    pub fn id(&self) -> ContentId {
        ContentId::of(&self.salt, self.text.as_bytes())
    }

    /// Characters that say something: a motive of blanks is no motive.
    pub fn length(&self) -> usize {
        self.text.trim().chars().count()
    }
}

/// Lower case without accents: how words that people type are compared.
pub fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(without_accent).collect()
}

fn without_accent(c: char) -> char {
    match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}
