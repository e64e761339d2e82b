//! Accounts as the instance keeps them; people as its files name them.

use desk::{PersonId, access};
use jiff::{SignedDuration, Timestamp};

use super::{Account, Accounts, Attempts, NewSession, OpenSession, SecurityNote, TokenHash, Unavailable};
use crate::app::App;
use crate::store::{Digest, StoreError, Urgency, accounts, security_log, sessions, throttle};
use crate::view;
use crate::web::page::Person;

impl From<StoreError> for Unavailable {
    fn from(error: StoreError) -> Unavailable {
        Unavailable(error.to_string())
    }
}

impl Accounts for App {
    fn account(&self, login: &str) -> Result<Option<Account>, Unavailable> {
        // A person may sign in by login or by institutional mail.
        let entity = self.entity();
        let by_mail = entity.people.by_email(login).map(|who| who.id.to_string());
        let found = self.store.read(|reader| {
            let by_login = accounts::by_login(reader, login)?;
            match (by_login, by_mail) {
                (None, Some(person)) => accounts::get(reader, &person),
                (found, _) => Ok(found),
            }
        })?;
        Ok(found.map(|account| Account {
            disabled: account.disabled || !is_here(self, &account.person),
            person: account.person,
            password_hash: account.password_hash,
            locale: account.locale,
        }))
    }

    fn open_session(&self, session: NewSession) -> Result<(), Unavailable> {
        let session = sessions::Session {
            token_hash: Digest(session.token),
            person: session.person,
            csrf: session.csrf,
            created_at: session.created_at,
            last_seen_at: session.created_at,
            expires_at: session.expires_at,
            address: session.address.to_string(),
        };
        Ok(self.store.write(Urgency::Person, move |tx| sessions::begin(tx, &session))?)
    }

    fn session(
        &self,
        token: &TokenHash,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<Option<OpenSession>, Unavailable> {
        let token = Digest(*token);
        let found = self.store.read(|reader| {
            let Some(session) = sessions::find(reader, token, now)? else {
                return Ok(None);
            };
            Ok::<_, StoreError>(accounts::get(reader, &session.person)?.map(|account| (session, account)))
        })?;
        let open = found.filter(|(session, account)| session.last_seen_at + idle > now && !account.disabled);
        Ok(open.map(|(session, account)| OpenSession {
            person: session.person,
            csrf: session.csrf,
            locale: account.locale,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
        }))
    }

    fn session_seen(&self, token: &TokenHash, now: Timestamp) -> Result<(), Unavailable> {
        let token = Digest(*token);
        let seen = self.store.write(Urgency::Person, move |tx| match sessions::find(tx, token, now)? {
            Some(session) => sessions::touch(tx, token, now, session.expires_at).map(|_| ()),
            None => Ok(()),
        });
        Ok(seen?)
    }

    fn close_session(&self, token: &TokenHash) -> Result<(), Unavailable> {
        let token = Digest(*token);
        Ok(self.store.write(Urgency::Person, move |tx| sessions::end(tx, token))?)
    }

    fn attempt(&self, key: &str, now: Timestamp, window: SignedDuration) -> Result<Attempts, Unavailable> {
        let key = key.to_owned();
        let attempts = self.store.write(Urgency::Person, move |tx| {
            let count = throttle::count(tx, &key, now, window)?;
            let since = throttle::seen(tx, &key, now, window)?.map_or(now, |(_, since)| since);
            Ok::<_, StoreError>(Attempts { count: u32::try_from(count).unwrap_or(u32::MAX), since })
        });
        Ok(attempts?)
    }

    fn forget_attempts(&self, key: &str) -> Result<(), Unavailable> {
        let key = key.to_owned();
        Ok(self.store.write(Urgency::Person, move |tx| throttle::clear(tx, &key))?)
    }

    fn set_locale(&self, person: &str, locale: &str) -> Result<(), Unavailable> {
        let (person, locale) = (person.to_owned(), locale.to_owned());
        Ok(self.store.write(Urgency::Person, move |tx| accounts::set_locale(tx, &person, &locale)).map(|_| ())?)
    }

    fn note(&self, note: SecurityNote) -> Result<(), Unavailable> {
        let seen = security_log::Seen {
            at: note.at,
            kind: note.kind.to_owned(),
            person: note.person,
            address: note.address.to_string(),
            detail: note.detail,
        };
        Ok(self.store.write(Urgency::System, move |tx| security_log::note(tx, &seen))?)
    }

    fn person(&self, id: &str) -> Result<Option<Person>, Unavailable> {
        let entity = self.entity();
        let person = PersonId::from(id);
        let Some(who) = entity.people.get(&person).filter(|who| who.active) else {
            return Ok(None);
        };
        let administers =
            entity.desks.keys().filter_map(|desk| self.rulebook(desk)).any(|rules| access::is_auditor(&rules, &person));
        let desks: Vec<_> = view::desks_of(self, &person).iter().filter_map(|desk| self.rulebook(desk)).collect();
        Ok(Some(Person {
            id: id.to_owned(),
            name: who.name.clone(),
            first_name: who.name.split_whitespace().next().unwrap_or_default().to_owned(),
            position: who.position.clone(),
            works_at_desk: !desks.is_empty(),
            only_reads: !desks.iter().any(|rules| access::changes_things(rules, &person)),
            coordinates: desks.first().is_some_and(|rules| access::coordinates(rules, &person)),
            administers,
        }))
    }
}

fn is_here(app: &App, person: &str) -> bool {
    app.entity().people.get(&PersonId::from(person)).is_some_and(|who| who.active)
}
