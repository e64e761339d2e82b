//! The people of the demo one can sign in as.

use jiff::Timestamp;

use crate::store::{Store, StoreError, Urgency, accounts};
use crate::web::session::passwords;

/// The one password of everybody in the cast: printed where the demo starts and on its sign-in
/// page, so it keeps nothing from anybody.
pub const PASSWORD: &str = "ventanilla";

/// Somebody to sign in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The login, which is also the person of the people file.
    pub login: &'static str,
    /// What they are in the demo, in Spanish.
    pub does: &'static str,
    /// The same in English.
    pub does_en: &'static str,
}

/// Everybody to sign in as, in the order in which a request meets them.
pub fn cast() -> &'static [Member] {
    const fn member(login: &'static str, does: &'static str, does_en: &'static str) -> Member {
        Member { login, does, does_en }
    }
    const CAST: [Member; 9] = [
        member("laura.rojas", "Solicitante", "Requester"),
        member("diana.ospina", "Agente de soporte de las dos mesas", "Agent of both desks"),
        member("viviana.sotelo", "Especialista de redes", "Network specialist"),
        member("beatriz.noguera", "Aprobadora y autorizadora", "Approver and authoriser"),
        member(
            "hernan.quiroga",
            "Aprobador, y suplente de una directora ausente",
            "Approver, and substitute of an absent director",
        ),
        member("ricardo.salcedo", "Coordinador de las dos mesas", "Coordinator of both desks"),
        member("natalia.pardo", "Administradora de seguridad", "Security administrator"),
        member("german.ulloa", "Director de tecnología", "Director of technology"),
        member("wilson.ariza", "Auditor: todo lo lee, nada cambia", "Auditor: reads everything, changes nothing"),
    ];
    &CAST
}

/// Gives everybody of the cast an account.
///
/// # Errors
/// The store's.
pub fn open(store: &Store) -> Result<(), StoreError> {
    let hash = passwords::hash(PASSWORD).map_err(|error| StoreError::invalid(error.to_string()))?;
    store.write(Urgency::Person, move |tx| {
        for member in cast() {
            let account = accounts::Account {
                person: member.login.into(),
                login: member.login.into(),
                // One hash for one public password: nine would only make the start slower.
                password_hash: Some(hash.clone()),
                must_change: false,
                disabled: false,
                locale: None,
                changed_at: Timestamp::now(),
            };
            accounts::put(tx, &account)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Entity, Files};

    #[test]
    fn everybody_of_the_cast_is_an_active_person_of_the_demo() {
        let entity = Entity::read(&Files::demo()).expect("the demo's files are right");
        for member in cast() {
            let person = entity.people.get(&member.login.into());
            assert!(person.is_some_and(|person| person.active), "{}", member.login);
        }
    }
}
