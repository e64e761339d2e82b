//! Of which case does it speak, and what proves it?
//!
//! Every letter we send bears a *token*, in its Reply-To address and in its Message-ID: the case,
//! the notice, the recipient, and a mark that only this instance can make. An answer brings it
//! back, in the address or in its references. Without one there is only the number in the
//! subject, which anybody can write.

use std::fmt;

use super::{Letter, Ours};
use crate::names::*;

/// What names a letter of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub case: CaseNumber,
    /// Number of the notice within the case.
    pub notice: u32,
    /// Which of the notice's recipients, counted from 0.
    pub recipient: u32,
    /// What only this instance can make.
    pub mac: String,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.case.as_str().to_lowercase(), self.notice, self.recipient, self.mac)
    }
}

impl Token {
    /// Reads a token; mail servers may have changed the case of its letters.
    pub fn parse<'p>(text: &str, prefixes: impl Iterator<Item = &'p str>) -> Option<Token> {
        let mut parts = text.split('.');
        let (number, notice, recipient, mac) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let case =
            numbers_in(number, prefixes).into_iter().next().filter(|case| case.as_str().len() == number.len())?;
        let token =
            Token { case, notice: notice.parse().ok()?, recipient: recipient.parse().ok()?, mac: mac.to_lowercase() };
        parts.next().is_none().then_some(token)
    }
}

/// Something in a letter that may lead to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// A token in an address the letter was written to.
    Token(Token),
    /// A token in the Message-ID of a letter it answers, or that a report is about.
    Reference(Token),
    /// A number in the subject.
    Number(CaseNumber),
}

/// What the letter's word for its case is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Token,
    Reference,
    Number,
}

/// A trace that leads to a case of ours: its mark was found to be genuine, its number exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Where the letter belongs: for a merged case, the one that took it over.
    pub case: CaseNumber,
    pub proof: Proof,
    /// The letter of ours that a token names.
    pub sent: Option<Sent>,
    /// The sender has a part in the case ([`super::participates`]).
    pub participates: bool,
}

/// A letter of ours to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The case that wrote it, whatever took it over since.
    pub case: CaseNumber,
    pub notice: u32,
    pub to: PersonId,
}

/// The most traces of a letter that are followed.
const MOST: usize = 16;

/// Everything in a letter that may lead to a case, the best proof first.
pub fn traces(letter: &Letter, ours: &Ours<'_>) -> Vec<Trace> {
    let tokens = letter.to.iter().filter_map(|address| ours.token_in_address(address)).map(Trace::Token);
    let about = letter.report.iter().map(|report| &report.about);
    let references = about.chain(&letter.answers).filter_map(|id| ours.token_in_id(id)).map(Trace::Reference);
    let numbers = numbers_in(&letter.subject, ours.prefixes()).into_iter().map(Trace::Number);
    let mut traces: Vec<Trace> = Vec::new();
    for trace in tokens.chain(references).chain(numbers) {
        if traces.len() < MOST && !traces.contains(&trace) {
            traces.push(trace);
        }
    }
    traces
}

/// The case a known sender writes to. The address we gave them is proof enough; anything else
/// counts only for those who have a part in the case.
pub(super) fn case(leads: &[Lead]) -> Option<CaseNumber> {
    leads.iter().find(|lead| lead.proof == Proof::Token || lead.participates).map(|lead| lead.case.clone())
}

/// The case a token names, told to the agent who looks at a stranger's letter. A number alone
/// says nothing: strangers guess.
pub(super) fn named(leads: &[Lead]) -> Option<CaseNumber> {
    leads.iter().find(|lead| lead.proof != Proof::Number).map(|lead| lead.case.clone())
}

/// The case numbers a text contains: a known prefix, a year, at least four figures.
fn numbers_in<'p>(text: &str, prefixes: impl Iterator<Item = &'p str>) -> Vec<CaseNumber> {
    // Keeps every byte in its place, so that offsets hold.
    let upper = text.to_ascii_uppercase();
    let mut found: Vec<(usize, CaseNumber)> = Vec::new();
    for prefix in prefixes {
        let wanted = format!("{}-", prefix.to_ascii_uppercase());
        for (at, _) in upper.match_indices(&wanted) {
            let alone = !upper[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            if let Some(figures) = figures(&upper[at + wanted.len()..]).filter(|_| alone) {
                found.push((at, CaseNumber::new(&format!("{prefix}-{figures}"))));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, number)| number).collect()
}

/// `2026-000123` at the beginning of a text.
fn figures(text: &str) -> Option<&str> {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = run(text);
    let rest = text.get(year + 1..).filter(|_| year == 4 && text.as_bytes().get(4) == Some(&b'-'))?;
    let count = run(rest);
    let ends = !rest[count..].chars().next().is_some_and(char::is_alphanumeric);
    (ends && (4..=9).contains(&count)).then(|| &text[..year + 1 + count])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::Report;
    use crate::inbox::mailbox::sample::ours;

    const TOKEN: &str = "sol-2026-000123.4.0.abcdefghijklmnop";

    fn token() -> Token {
        Token { case: "SOL-2026-000123".into(), notice: 4, recipient: 0, mac: "abcdefghijklmnop".into() }
    }

    #[test]
    fn a_token_survives_a_mail_server_that_changes_its_case() {
        assert_eq!(token().to_string(), TOKEN);
        for (text, expected) in [
            (TOKEN, Some(token())),
            (TOKEN.to_uppercase().as_str(), Some(token())),
            ("SOL-2026-000123.4.0", None),
            ("SOL-2026-000123.4.0.abc.def", None),
            ("SOL-2026-000123.x.0.abc", None),
            ("OTR-2026-000123.4.0.abc", None),
            ("xSOL-2026-000123.4.0.abc", None),
            ("", None),
        ] {
            assert_eq!(Token::parse(text, ["SOL", "REQ"].into_iter()), expected, "{text}");
        }
    }

    #[test]
    fn a_number_counts_only_as_it_is_written_by_us() {
        for (subject, expected) in [
            ("Re: SOL-2026-000123 Pantalla", vec!["SOL-2026-000123"]),
            ("rv: sol-2026-000123", vec!["SOL-2026-000123"]),
            ("[REQ-2026-000001] y SOL-2026-0002", vec!["REQ-2026-000001", "SOL-2026-0002"]),
            ("¿SOL-2026-000123?", vec!["SOL-2026-000123"]),
            ("CONSOL-2026-000123", vec![]),
            ("SOL-2026-12", vec![]),
            ("SOL-26-000123", vec![]),
            ("SOL-2026-000123a", vec![]),
            ("SOL-2026-0001234567890", vec![]),
            ("SOL-", vec![]),
            ("SOL-2026-ñ", vec![]),
            ("ABC-2026-000123", vec![]),
        ] {
            let found = numbers_in(subject, ["SOL", "REQ"].into_iter());
            assert_eq!(found.iter().map(CaseNumber::as_str).collect::<Vec<_>>(), expected, "{subject}");
        }
    }

    #[test]
    fn the_address_comes_before_the_references_and_the_subject_last() {
        let letter = Letter {
            to: vec!["otra@x.example".into(), format!("mesa+{TOKEN}@entidad.example")],
            subject: "Re: SOL-2026-000009".into(),
            answers: vec!["x@y.example".into(), "req-2026-000001.2.1.zzz@entidad.example".into()],
            ..Letter::default()
        };
        let other = Token { case: "REQ-2026-000001".into(), notice: 2, recipient: 1, mac: "zzz".into() };
        let expected = [Trace::Token(token()), Trace::Reference(other), Trace::Number("SOL-2026-000009".into())];
        ours(|ours| assert_eq!(traces(&letter, ours), expected));
    }

    #[test]
    fn a_token_in_an_address_that_is_not_ours_says_nothing() {
        let letter = Letter { to: vec![format!("mesa+{TOKEN}@otra.example")], ..Letter::default() };
        ours(|ours| assert_eq!(traces(&letter, ours), []));
    }

    #[test]
    fn a_report_leads_to_the_letter_it_is_about() {
        let report = Report { about: format!("{TOKEN}@entidad.example"), ..Report::default() };
        let letter = Letter { report: Some(report), ..Letter::default() };
        ours(|ours| assert_eq!(traces(&letter, ours), [Trace::Reference(token())]));
    }

    #[test]
    fn thousands_of_numbers_are_not_followed() {
        let subject = (0..5000).map(|n| format!("SOL-2026-{n:06}")).collect::<Vec<_>>().join(" ");
        ours(|ours| assert_eq!(traces(&Letter { subject, ..Letter::default() }, ours).len(), MOST));
    }
}
