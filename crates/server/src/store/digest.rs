//! SHA-256 digests as the store keeps them: 32 bytes in a column, 64 hexadecimal letters in text.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What comes before the first link of a chain.
    pub const ZERO: Digest = Digest([0; 32]);

    /// The digest of the parts, one after the other.
    pub fn of(parts: &[&[u8]]) -> Digest {
        let mut sha = Sha256::new();
        parts.iter().for_each(|part| sha.update(part));
        Digest(sha.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The text was not 64 lower-case hexadecimal letters.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest in hexadecimal")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NotADigest)?;
        bytes.try_into().map(Digest).map_err(|_| NotADigest)
    }
}
