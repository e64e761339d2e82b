//! How often somebody may try. An account has few tries; an address has many, because a whole entity
//! stands behind one address. An unknown account is counted like a known one.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::Attempts;

pub const WINDOW: SignedDuration = SignedDuration::from_mins(15);
const TRIES_OF_AN_ACCOUNT: u32 = 10;
const TRIES_OF_AN_ADDRESS: u32 = 600;

/// Named in the messages when no better number is known.
pub const WAIT_MINUTES: i64 = 15;

/// The key of an account's tries. Hashed: what is typed as a login may be a password.
pub fn account_key(login: &str) -> String {
    format!("sign-in {}", data_encoding::HEXLOWER.encode(&Sha256::digest(login)[..16]))
}

pub fn address_key(address: IpAddr) -> String {
    format!("sign-in from {address}")
}

/// Whether this attempt is one too many, and then after how many minutes to try again.
pub fn wait(of_account: Attempts, of_address: Attempts, now: Timestamp) -> Option<i64> {
    let refused = [(of_account, TRIES_OF_AN_ACCOUNT), (of_address, TRIES_OF_AN_ADDRESS)];
    refused
        .into_iter()
        .filter(|(attempts, most)| attempts.count > *most)
        .map(|(attempts, _)| {
            let left = WINDOW.as_secs() - now.duration_since(attempts.since).as_secs();
            (left + 59).div_euclid(60).clamp(1, WAIT_MINUTES)
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_of_an_account_waits_for_its_window_to_end() {
        let since = Timestamp::UNIX_EPOCH;
        let tried = |count| Attempts { count, since };
        let after = |minutes| since + SignedDuration::from_mins(minutes);
        assert_eq!(wait(tried(10), tried(10), after(1)), None);
        assert_eq!(wait(tried(11), tried(11), after(1)), Some(14));
        assert_eq!(wait(tried(11), tried(11), after(14)), Some(1));
        assert_eq!(wait(tried(1), tried(600), after(1)), None);
        assert_eq!(wait(tried(1), tried(601), after(5)), Some(10));
    }

    #[test]
    fn a_key_does_not_show_what_was_typed() {
        assert!(!account_key("mi clave secreta").contains("secreta"));
        assert_ne!(account_key("ana"), account_key("bruno"));
    }
}
