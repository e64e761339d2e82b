//! Passwords, at most two at a time: each costs tens of milliseconds and megabytes on purpose.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;

/// No longer password is looked at, in bytes.
const LONGEST: usize = 1024;

/// Checked when there is no account, so that a stranger learns nothing from the time it takes.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash(&data_encoding::HEXLOWER.encode(&rand::random::<[u8; 16]>())).unwrap_or_default());

/// Checks passwords, two at a time.
#[derive(Clone)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords(Arc::new(Semaphore::new(2)))
    }
}

impl Passwords {
    /// Whether `password` is the one of `stored`. Takes the same time when there is nothing stored.
    pub async fn right(&self, password: String, stored: Option<String>) -> bool {
        if password.len() > LONGEST {
            return false;
        }
        let Ok(_permit) = self.0.acquire().await else {
            return false;
        };
        let check = move || {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| NOBODY.clone());
            let matches = PasswordHash::new(&stored)
                .is_ok_and(|stored| Argon2::default().verify_password(password.as_bytes(), &stored).is_ok());
            known && matches
        };
        tokio::task::spawn_blocking(check).await.unwrap_or(false)
    }
}

/// The text to store for a password: Argon2id with the crate's recommended cost.
///
/// # Errors
/// Where the password is too long to be looked at later, or Argon2 refuses it.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    if password.len() > LONGEST {
        return Err(argon2::password_hash::Error::Password);
    }
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_an_existing_account_is_right() {
        let passwords = Passwords::default();
        let stored = hash("cuatro caballos").expect("a hash");
        assert!(passwords.right("cuatro caballos".into(), Some(stored.clone())).await);
        assert!(!passwords.right("cuatro".into(), Some(stored.clone())).await);
        assert!(!passwords.right(String::new(), Some(stored)).await);
        assert!(!passwords.right("cuatro caballos".into(), None).await);
        assert!(!passwords.right("x".into(), Some("no hash".into())).await);
        assert!(!passwords.right("x".repeat(5_000_000), None).await);
    }
}
