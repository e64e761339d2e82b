//! To which mailbox did it come, and does that one open cases?

use super::Letter;
use super::trail::Token;
use crate::names::*;
use crate::rulebook::Desk;

/// What is ours in the world of mail.
#[derive(Clone, Copy)]
pub struct Ours<'a> {
    pub desks: &'a [Mailboxes<'a>],
    /// Our mail servers: whose verdict on a sender is believed.
    pub hosts: &'a [String],
}

/// A desk with the prefix of its case numbers.
#[derive(Clone, Copy)]
pub struct Mailboxes<'a> {
    pub desk: &'a Desk,
    /// `SOL` of SOL-2026-000123.
    pub prefix: &'a str,
}

/// Where a letter came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mailbox {
    OpensCases(DeskId),
    /// The sender of notices: nobody reads it.
    OnlySends(DeskId),
    None,
}

impl Mailbox {
    pub fn desk(&self) -> Option<DeskId> {
        match self {
            Mailbox::OpensCases(desk) | Mailbox::OnlySends(desk) => Some(desk.clone()),
            Mailbox::None => None,
        }
    }
}

impl<'a> Ours<'a> {
    /// Every mailbox that opens cases.
    pub fn inbound(&self) -> impl Iterator<Item = &'a str> + 'a {
        self.desks.iter().flat_map(|own| own.desk.channels.inbound.iter().map(String::as_str))
    }

    pub fn is_mailbox(&self, address: &str) -> bool {
        let address = without_token(address);
        let outbound = self.desks.iter().map(|own| own.desk.channels.outbound.as_str());
        self.inbound().chain(outbound).any(|own| same(own, &address))
    }

    pub fn prefixes(&self) -> impl Iterator<Item = &'a str> + 'a {
        self.desks.iter().map(|own| own.prefix)
    }

    /// The token of ours in a Message-ID.
    pub fn token_in_id(&self, id: &str) -> Option<Token> {
        Token::parse(id.split('@').next()?, self.prefixes())
    }

    /// The token of ours in an address: `mesa+sol-2026-000123.4.0.…@entidad`.
    pub fn token_in_address(&self, address: &str) -> Option<Token> {
        let (_, token) = address.rsplit_once('@')?.0.split_once('+')?;
        Token::parse(token, self.prefixes()).filter(|_| self.is_mailbox(address))
    }
}

/// An address without what was added to its mailbox, in lower case.
pub fn without_token(address: &str) -> String {
    let address = address.trim().to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => address,
    }
}

fn same(own: &str, address: &str) -> bool {
    !own.is_empty() && own.to_lowercase() == *address
}

/// A mailbox that opens cases wins over one that does not.
pub(super) fn of(letter: &Letter, ours: &Ours<'_>) -> Mailbox {
    let to: Vec<String> = letter.to.iter().map(|address| without_token(address)).collect();
    let meant = |own: &str| to.iter().any(|address| same(own, address));
    if let Some(own) = ours.desks.iter().find(|own| own.desk.channels.inbound.iter().any(|own| meant(own))) {
        return Mailbox::OpensCases(own.desk.id.clone());
    }
    if let Some(own) = ours.desks.iter().find(|own| meant(&own.desk.channels.outbound)) {
        return Mailbox::OnlySends(own.desk.id.clone());
    }
    // A blind copy or an alias: where there is one desk, it can only be for that one.
    match ours.desks {
        [only] if !only.desk.channels.inbound.is_empty() => Mailbox::OpensCases(only.desk.id.clone()),
        _ => Mailbox::None,
    }
}

#[cfg(test)]
pub(super) mod sample {
    use super::*;

    pub fn desk(id: &str, inbound: &[&str], outbound: &str) -> Desk {
        let list = inbound.iter().map(|a| format!("{a:?}")).collect::<Vec<_>>().join(",");
        Desk::from_toml(&format!(
            "id='{id}'\nname='Mesa'\nprocedure='p'\ncalendar='c'\nfirst_group='g'\n[channels]\ninbound=[{list}]\noutbound='{outbound}'\n"
        ))
        .unwrap()
    }

    /// Two desks, one of which sends from a mailbox that opens no case.
    pub fn ours(test: impl FnOnce(&Ours<'_>)) {
        let mesa = desk("mesa", &["mesa@entidad.example"], "mesa@entidad.example");
        let cst = desk("cst", &["ayuda@entidad.example"], "avisos@entidad.example");
        let desks = [Mailboxes { desk: &mesa, prefix: "SOL" }, Mailboxes { desk: &cst, prefix: "REQ" }];
        test(&Ours { desks: &desks, hosts: &["mx.entidad.example".to_string()] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(to: &[&str], expected: Mailbox) {
        let letter = Letter { to: to.iter().map(ToString::to_string).collect(), ..Letter::default() };
        sample::ours(|ours| assert_eq!(of(&letter, ours), expected, "{to:?}"));
    }

    #[test]
    fn the_mailbox_decides_which_desk_a_letter_is_for() {
        check(&["mesa@entidad.example"], Mailbox::OpensCases("mesa".into()));
        check(&["Mesa@Entidad.Example"], Mailbox::OpensCases("mesa".into()));
        check(&["mesa+algo@entidad.example"], Mailbox::OpensCases("mesa".into()));
        check(&["otra@entidad.example", "ayuda@entidad.example"], Mailbox::OpensCases("cst".into()));
        check(&["avisos@entidad.example"], Mailbox::OnlySends("cst".into()));
        check(&["avisos@entidad.example", "ayuda@entidad.example"], Mailbox::OpensCases("cst".into()));
        check(&["mesa@otra.example"], Mailbox::None);
        check(&[], Mailbox::None);
    }

    #[test]
    fn where_there_is_one_desk_a_blind_copy_is_for_it() {
        let mesa = sample::desk("mesa", &["mesa@entidad.example"], "");
        let desks = [Mailboxes { desk: &mesa, prefix: "SOL" }];
        let ours = Ours { desks: &desks, hosts: &[] };
        assert_eq!(of(&Letter::default(), &ours), Mailbox::OpensCases("mesa".into()));
    }
}
