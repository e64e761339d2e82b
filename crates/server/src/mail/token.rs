//! What names a letter of ours and only we can make: it goes out in Reply-To and Message-ID and
//! comes back with the answer.

use data_encoding::BASE32_NOPAD;
use desk::case::NoticeState;
use desk::inbox::{self, Lead, Proof, Sent, Token, Trace};
use desk::{Case, CaseNumber, PersonId};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::act::{self, Failed};
use crate::app::App;
use crate::store::{Reader, Store, StoreError, Urgency, cases, settings};

/// Where the key of an instance is kept.
const SETTING: &str = "mail_key";
/// Bytes of a mark: more than anybody can guess, short enough for an address.
const LENGTH: usize = 10;
/// Merged cases are followed this far.
const MERGED: usize = 8;

/// The secret behind the marks.
pub struct Key([u8; 32]);

impl Key {
    /// The key of an instance, made the first time.
    ///
    /// # Errors
    /// The store's.
    pub fn claim(store: &Store) -> Result<Key, StoreError> {
        let fresh = data_encoding::HEXLOWER.encode(&rand::random::<[u8; 32]>());
        let now = store.now()?;
        let kept = store.write(Urgency::System, move |tx| settings::claim(tx, SETTING, &fresh, now))?;
        let bytes = data_encoding::HEXLOWER.decode(kept.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Key).ok_or_else(|| StoreError::invalid("the key of the mail cannot be read"))
    }

    /// The token of a notice's letter to one of its recipients.
    pub fn token(&self, stream: &str, case: &CaseNumber, notice: &NoticeState, to: &PersonId) -> Option<Token> {
        let recipient = notice.to.iter().position(|person| person == to)?;
        let mac = BASE32_NOPAD.encode(&self.mac(stream, notice.no, to)[..LENGTH]).to_lowercase();
        Some(Token { case: case.clone(), notice: notice.no, recipient: u32::try_from(recipient).ok()?, mac })
    }

    /// Whom a token was made for, if we made it.
    fn made_for(&self, stream: &str, case: &Case, token: &Token) -> Option<PersonId> {
        let to = case.notice(token.notice)?.to.get(token.recipient as usize)?;
        let said = BASE32_NOPAD.decode(token.mac.to_uppercase().as_bytes()).ok().filter(|said| said.len() == LENGTH)?;
        self.signer(stream, token.notice, to).verify_truncated_left(&said).ok()?;
        Some(to.clone())
    }

    fn mac(&self, stream: &str, notice: u32, to: &PersonId) -> [u8; 32] {
        self.signer(stream, notice, to).finalize().into_bytes().into()
    }

    fn signer(&self, stream: &str, notice: u32, to: &PersonId) -> Hmac<Sha256> {
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(format!("{stream}\n{notice}\n{to}").as_bytes());
        mac
    }
}

/// What the traces of a letter lead to.
///
/// # Errors
/// The store's, or a case written by a newer version.
pub fn leads(
    app: &App,
    key: &Key,
    reader: &mut Reader<'_>,
    traces: &[Trace],
    sender: Option<&PersonId>,
    now: Timestamp,
) -> Result<Vec<Lead>, Failed> {
    let mut leads = Vec::new();
    for trace in traces {
        let (number, proof, token) = match trace {
            Trace::Token(token) => (&token.case, Proof::Token, Some(token)),
            Trace::Reference(token) => (&token.case, Proof::Reference, Some(token)),
            Trace::Number(number) => (number, Proof::Number, None),
        };
        let Some((stream, case)) = case_of(reader, number)? else { continue };
        let Some(rules) = app.rulebook_of(&case) else { continue };
        let made_for = token.and_then(|token| Some((token.notice, key.made_for(&stream, &case, token)?)));
        let sent = made_for.map(|(notice, to)| Sent { case: case.number.clone(), notice, to });
        if token.is_some() && sent.is_none() {
            continue;
        }
        let day = rules.calendar.local(now).date();
        let participates = sender.is_some_and(|person| inbox::participates(&rules, &case, person, day));
        leads.push(Lead { case: taken_over(reader, case)?, proof, sent, participates });
    }
    Ok(leads)
}

fn case_of(reader: &mut Reader<'_>, number: &CaseNumber) -> Result<Option<(String, Case)>, Failed> {
    let Some(row) = cases::by_number(reader, number.as_str())? else { return Ok(None) };
    Ok(act::load(reader, &row.stream)?.map(|case| (row.stream, case)))
}

/// The case that took over a merged one.
fn taken_over(reader: &mut Reader<'_>, case: Case) -> Result<CaseNumber, Failed> {
    let (mut number, mut next) = (case.number, case.merged_into);
    for _ in 0..MERGED {
        let Some(into) = next.take() else { break };
        let Some((_, target)) = case_of(reader, &into)? else { break };
        (number, next) = (target.number, target.merged_into);
    }
    Ok(number)
}
