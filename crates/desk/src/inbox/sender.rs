//! Who wrote it, as far as anybody can know? `From` is what the letter says of itself; our own mail
//! server may have found that it lies.

use jiff::civil::Date;

use super::{Letter, Ours};
use crate::access::{self, Sight};
use crate::case::Case;
use crate::names::*;
use crate::people::Person;
use crate::rulebook::Rulebook;

/// The sender, while they belong to the entity.
pub(super) fn known(sender: Option<&Person>) -> Option<&Person> {
    sender.filter(|person| person.active)
}

/// Whether a person has a part in a case: asked for it, registered it, follows it, was asked to
/// approve it, or works on it. Only they reach it by writing its number, which anybody can guess.
pub fn participates(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> bool {
    case.assignee.as_ref() == Some(person)
        || match access::sight(rules, case, person, day) {
            Sight::Public => true,
            Sight::All => rules.people.get(person).is_some_and(|p| access::works_here(rules, p)),
            Sight::Outline | Sight::Nothing => false,
        }
}

/// Whether one of our mail servers found that the sender is not who the letter says
/// (RFC 8601). What another server writes is not believed.
pub(super) fn is_doubtful(letter: &Letter, ours: &Ours<'_>) -> bool {
    letter.headers.all("authentication-results").any(|results| {
        let results = results.to_lowercase();
        let (host, verdicts) = results.split_once(';').unwrap_or((&results, ""));
        let host = host.split_whitespace().next().unwrap_or_default();
        let says = |verdict: &str| verdicts.split(';').any(|part| part.split_whitespace().next() == Some(verdict));
        let failed = says("dmarc=fail") || (!verdicts.contains("dmarc=") && says("spf=fail") && !says("dkim=pass"));
        failed && ours.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    })
}

#[cfg(test)]
mod tests {
    use crate::inbox::mailbox::sample::ours;
    use crate::inbox::{Headers, Letter};

    #[test]
    fn only_our_own_servers_doubt_counts() {
        for (results, expected) in [
            ("mx.entidad.example; dmarc=fail (p=reject) header.from=entidad.example", true),
            ("MX.entidad.example 1; spf=pass; dmarc=fail", true),
            ("mx.entidad.example; spf=fail smtp.mailfrom=x; dkim=none", true),
            ("mx.entidad.example; spf=fail; dkim=pass", false),
            ("mx.entidad.example; spf=fail; dmarc=pass", false),
            ("mx.entidad.example; dmarc=pass", false),
            ("mx.entidad.example; spf=softfail", false),
            ("otro.example; dmarc=fail", false),
            ("mx.entidad.example", false),
        ] {
            let headers: Headers = [("Authentication-Results", results)].into_iter().collect();
            let letter = Letter { headers, ..Letter::default() };
            ours(|ours| assert_eq!(super::is_doubtful(&letter, ours), expected, "{results}"));
        }
    }
}
