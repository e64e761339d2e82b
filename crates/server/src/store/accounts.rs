//! How people prove who they are. Who they are stands in the people file.

use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::error::Result;

sql! {
    PUT = "INSERT INTO accounts (person, login, password_hash, must_change, disabled, locale, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (person) DO UPDATE SET login = excluded.login, password_hash = excluded.password_hash,
            must_change = excluded.must_change, disabled = excluded.disabled, locale = excluded.locale,
            changed_at = excluded.changed_at";
    GET = "SELECT person, login, password_hash, must_change, disabled, locale, changed_at
        FROM accounts WHERE person = $1";
    BY_LOGIN = "SELECT person, login, password_hash, must_change, disabled, locale, changed_at
        FROM accounts WHERE login = $1";
    PASSWORD = "UPDATE accounts SET password_hash = $2, must_change = $3, changed_at = $4 WHERE person = $1";
    DISABLED = "UPDATE accounts SET disabled = $2, changed_at = $3 WHERE person = $1";
    LOCALE = "UPDATE accounts SET locale = $2 WHERE person = $1";
    PAGE = "SELECT person, login, password_hash, must_change, disabled, locale, changed_at
        FROM accounts WHERE person > $1 ORDER BY person LIMIT $2";
}

/// A person's local account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub person: String,
    /// What they type to sign in, in the form the sign-in page compares: unique.
    pub login: String,
    /// Argon2, in its own text form; without one nobody signs in by password.
    pub password_hash: Option<String>,
    pub must_change: bool,
    pub disabled: bool,
    /// The language the person chose.
    pub locale: Option<String>,
    pub changed_at: Timestamp,
}

/// Writes an account, new or changed.
pub fn put(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    let Account { person, login, password_hash, must_change, disabled, locale, changed_at } = account;
    tx.run(PUT, params![person, login, password_hash, must_change, disabled, locale, changed_at])?;
    Ok(())
}

/// The account of a person.
pub fn get(reader: &mut Reader<'_>, person: &str) -> Result<Option<Account>> {
    reader.one(GET, params![person], read)
}

/// The account somebody signs in to.
pub fn by_login(reader: &mut Reader<'_>, login: &str) -> Result<Option<Account>> {
    reader.one(BY_LOGIN, params![login], read)
}

/// A page of all accounts by person, those after `after` (begin with `""`).
pub fn all(reader: &mut Reader<'_>, after: &str, limit: i64) -> Result<Vec<Account>> {
    reader.all(PAGE, params![after, limit], read)
}

/// Changes a password. False if the person has no account.
pub fn set_password(
    tx: &mut Tx<'_>,
    person: &str,
    password_hash: &str,
    must_change: bool,
    at: Timestamp,
) -> Result<bool> {
    Ok(tx.run(PASSWORD, params![person, password_hash, must_change, at])? == 1)
}

/// Closes an account, or opens it again. False if the person has none.
pub fn set_disabled(tx: &mut Tx<'_>, person: &str, disabled: bool, at: Timestamp) -> Result<bool> {
    Ok(tx.run(DISABLED, params![person, disabled, at])? == 1)
}

/// Keeps the language a person chose. False if the person has no account.
pub fn set_locale(tx: &mut Tx<'_>, person: &str, locale: &str) -> Result<bool> {
    Ok(tx.run(LOCALE, params![person, locale])? == 1)
}

fn read(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        person: row.get(0)?,
        login: row.get(1)?,
        password_hash: row.get(2)?,
        must_change: row.get(3)?,
        disabled: row.get(4)?,
        locale: row.get(5)?,
        changed_at: row.get(6)?,
    })
}
