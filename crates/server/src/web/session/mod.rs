//! Signing in and staying so. All instants here are machine time, never the desk's.

mod accounts;
mod cookie;
pub mod passwords;
pub mod sign_in;
mod stored;
mod throttle;
mod visit;

pub use accounts::{Account, Accounts, Attempts, NewSession, OpenSession, SecurityNote, Unavailable};
pub use cookie::{cookie, set_cookie};
pub use passwords::{Passwords, hash as hash_password};
pub use throttle::WAIT_MINUTES;
pub(super) use visit::load_visit;

use sha2::{Digest, Sha256};

/// What a browser holds: 32 random bytes. Only their hash is stored, so that a copy of the database
/// opens no session.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// The stored side of a [`Token`].
pub type TokenHash = [u8; 32];

impl Token {
    pub fn new() -> Token {
        Token(rand::random())
    }

    /// Reads what [`Token::text`] wrote; anything else is no token.
    pub fn from_text(text: &str) -> Option<Token> {
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        Some(Token(bytes.try_into().ok()?))
    }

    pub fn text(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.0)
    }

    pub fn hash(&self) -> TokenHash {
        Sha256::digest(self.0).into()
    }

    /// The token of forms shown to somebody who has not signed in.
    pub fn visitor_csrf(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"form of a visitor");
        hash.update(self.0);
        data_encoding::BASE64URL_NOPAD.encode(&hash.finalize())
    }
}

/// A session is over this long after its last request.
pub const IDLE: jiff::SignedDuration = jiff::SignedDuration::from_hours(4);

/// A session is over this long after signing in, whatever happens in between.
pub const LONGEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(12);

/// `last_seen_at` is written at most this often, so that reading pages writes almost nothing.
pub const SEEN_EVERY: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);
