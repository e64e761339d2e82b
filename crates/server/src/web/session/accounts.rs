//! What signing in needs kept, and what pages need to know of a person. The store fulfils the first;
//! the people file the second. Calls block, so they are made from [`super::super::Web::store`].

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use super::TokenHash;
use crate::web::page::Person;

/// The store did not answer; the reason is in the log of the process.
#[derive(Debug, thiserror::Error)]
#[error("the store did not answer: {0}")]
pub struct Unavailable(pub String);

/// A way in: who it is for and what proves it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Who signs in with it, as the people file names them.
    pub person: String,
    /// Argon2, in its own text form; nobody signs in with a password where there is none.
    pub password_hash: Option<String>,
    pub disabled: bool,
    /// The language the person chose, as a tag.
    pub locale: Option<String>,
}

/// A session to be opened.
pub struct NewSession {
    pub token: TokenHash,
    pub person: String,
    pub csrf: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub address: IpAddr,
}

/// A session that has not expired.
#[derive(Clone, Debug)]
pub struct OpenSession {
    pub person: String,
    pub csrf: String,
    pub locale: Option<String>,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Attempts under one key inside the window that is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Counting the one just made.
    pub count: u32,
    /// When the window began.
    pub since: Timestamp,
}

/// One line of the security log. `detail` never holds a secret nor what a person typed.
pub struct SecurityNote {
    pub at: Timestamp,
    pub kind: &'static str,
    pub person: Option<String>,
    pub address: IpAddr,
    pub detail: String,
}

/// Accounts, sessions and attempts. Every method may wait for a disk or a network.
pub trait Accounts: Send + Sync + 'static {
    /// The account of a login, lower case; `None` if there is none.
    fn account(&self, login: &str) -> Result<Option<Account>, Unavailable>;

    fn open_session(&self, session: NewSession) -> Result<(), Unavailable>;

    /// The session, if it is open at `now`, was seen within `idle` and its account is not disabled.
    fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<OpenSession>, Unavailable>;

    fn session_seen(&self, token: &TokenHash, now: Timestamp) -> Result<(), Unavailable>;

    fn close_session(&self, token: &TokenHash) -> Result<(), Unavailable>;

    /// Counts one attempt under `key` and tells how many there are in the window; a window older than
    /// `window` is replaced by a new one.
    fn attempt(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<Attempts, Unavailable>;

    fn forget_attempts(&self, key: &str) -> Result<(), Unavailable>;

    /// Keeps the language a person chose, as a tag.
    fn set_locale(&self, person: &str, locale: &str) -> Result<(), Unavailable>;

    fn note(&self, note: SecurityNote) -> Result<(), Unavailable>;

    /// Who a person is today; `None` for somebody no longer among the people.
    fn person(&self, id: &str) -> Result<Option<Person>, Unavailable>;
}
