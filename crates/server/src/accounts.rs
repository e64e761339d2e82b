//! Local accounts, as an administrator opens them: a password that works once.

use desk::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::store::{StoreError, Urgency, accounts, sessions};
use crate::web::session::passwords;

/// A way in that its person changes at the first use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    pub login: String,
    pub password: String,
    /// There was an account: its password was replaced and its sessions ended.
    pub renewed: bool,
}

/// Why no account was opened.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("no existe la persona «{0}» o ya no trabaja en la entidad")]
    PersonUnknown(String),
    #[error("el nombre de usuario «{0}» ya es de otra persona")]
    LoginTaken(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the account of a person, or gives it a new password; `login` is the person's id unless
/// said otherwise.
///
/// # Errors
/// When nobody active has that id, the login is another person's, or the store fails.
pub fn open(app: &App, person: &str, login: Option<&str>) -> Result<WayIn, AccountError> {
    let entity = app.entity();
    let known = entity.people.get(&PersonId::from(person));
    if known.is_none_or(|who| !who.active) {
        return Err(AccountError::PersonUnknown(person.to_owned()));
    }
    let password = one_time_password();
    let hash = passwords::hash(&password).map_err(|error| StoreError::invalid(error.to_string()))?;
    let (person, wanted) = (person.to_owned(), login.map(str::to_lowercase));
    app.store.write(Urgency::Person, move |tx| {
        let before = accounts::get(tx, &person)?;
        let kept = before.as_ref().map(|account| account.login.clone());
        let login = wanted.clone().or(kept).unwrap_or_else(|| person.to_lowercase());
        if accounts::by_login(tx, &login)?.is_some_and(|other| other.person != person) {
            return Err(AccountError::LoginTaken(login));
        }
        let account = accounts::Account {
            person: person.clone(),
            login: login.clone(),
            password_hash: Some(hash.clone()),
            must_change: true,
            disabled: false,
            locale: before.as_ref().and_then(|account| account.locale.clone()),
            changed_at: Timestamp::now(),
        };
        accounts::put(tx, &account)?;
        sessions::end_others(tx, &person, None)?;
        Ok(WayIn { login, password: password.clone(), renewed: before.is_some() })
    })
}

/// Letters and digits that nobody confuses on the telephone.
fn one_time_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = |_| LETTERS.get(rand::random_range(0..LETTERS.len())).map_or('a', |letter| char::from(*letter));
    let group = |_| (0..4).map(letter).collect::<String>();
    (0..4).map(group).collect::<Vec<_>>().join("-")
}
