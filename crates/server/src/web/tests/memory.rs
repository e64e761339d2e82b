//! Accounts in memory, for tests of the pages and for looking at them.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::web::page::Person;
use crate::web::session::{Account, Accounts, Attempts, NewSession, OpenSession, SecurityNote, TokenHash, Unavailable};
use jiff::{SignedDuration, Timestamp};

/// One password for all, hashed once: Argon2 is slow on purpose.
pub const PASSWORD: &str = "cuatro caballos";

#[derive(Default)]
pub struct Memory {
    pub people: Vec<Person>,
    pub password_hash: String,
    pub sessions: Mutex<HashMap<TokenHash, (NewSession, Timestamp)>>,
    pub attempts: Mutex<HashMap<String, Attempts>>,
    pub locales: Mutex<HashMap<String, String>>,
    pub notes: Mutex<Vec<&'static str>>,
}

fn poisoned<T>(_: T) -> Unavailable {
    Unavailable("poisoned".into())
}

impl Accounts for Memory {
    fn account(&self, login: &str) -> Result<Option<Account>, Unavailable> {
        let person = self.people.iter().find(|person| person.id == login);
        Ok(person.map(|person| Account {
            person: person.id.clone(),
            password_hash: Some(self.password_hash.clone()),
            disabled: person.id == "retirada",
            locale: None,
        }))
    }

    fn open_session(&self, session: NewSession) -> Result<(), Unavailable> {
        let at = session.created_at;
        self.sessions.lock().map_err(poisoned)?.insert(session.token, (session, at));
        Ok(())
    }

    fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<OpenSession>, Unavailable> {
        let sessions = self.sessions.lock().map_err(poisoned)?;
        let locales = self.locales.lock().map_err(poisoned)?;
        let open = sessions.get(token).filter(|(session, seen)| session.expires_at > now && *seen + idle > now);
        Ok(open.map(|(session, seen)| OpenSession {
            person: session.person.clone(),
            csrf: session.csrf.clone(),
            locale: locales.get(&session.person).cloned(),
            last_seen_at: *seen,
            expires_at: session.expires_at,
        }))
    }

    fn session_seen(&self, token: &TokenHash, now: Timestamp) -> Result<(), Unavailable> {
        if let Some((_, seen)) = self.sessions.lock().map_err(poisoned)?.get_mut(token) {
            *seen = now;
        }
        Ok(())
    }

    fn close_session(&self, token: &TokenHash) -> Result<(), Unavailable> {
        self.sessions.lock().map_err(poisoned)?.remove(token);
        Ok(())
    }

    fn attempt(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<Attempts, Unavailable> {
        let mut attempts = self.attempts.lock().map_err(poisoned)?;
        let of_key = attempts.entry(key.to_owned()).or_insert(Attempts { count: 0, since: now });
        if now.duration_since(of_key.since) >= window {
            *of_key = Attempts { count: 0, since: now };
        }
        of_key.count += 1;
        Ok(*of_key)
    }

    fn forget_attempts(&self, key: &str) -> Result<(), Unavailable> {
        self.attempts.lock().map_err(poisoned)?.remove(key);
        Ok(())
    }

    fn set_locale(&self, person: &str, locale: &str) -> Result<(), Unavailable> {
        self.locales.lock().map_err(poisoned)?.insert(person.into(), locale.into());
        Ok(())
    }

    fn note(&self, note: SecurityNote) -> Result<(), Unavailable> {
        self.notes.lock().map_err(poisoned)?.push(note.kind);
        Ok(())
    }

    fn person(&self, id: &str) -> Result<Option<Person>, Unavailable> {
        Ok(self.people.iter().find(|person| person.id == id).cloned())
    }
}
