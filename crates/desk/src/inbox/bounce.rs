//! Does it say that a letter of ours could not be delivered? Only a mail server's report in the
//! standard form counts (RFC 3464), only for good, and only about a letter that proves to be ours.

use super::Meaning;
use super::trail::{Lead, Proof};

/// A mail server's report about another letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The fields of its delivery status, one per line.
    pub status: String,
    /// The Message-ID of the letter it is about, without brackets; empty when it brings none back.
    pub about: String,
}

/// The notice that could not be delivered, if this is what the report says.
pub(super) fn of(report: &Report, leads: &[Lead]) -> Option<Meaning> {
    let lead = leads.iter().find(|lead| lead.proof != Proof::Number)?;
    let sent = lead.sent.clone()?;
    failed(report).then_some(Meaning::Bounce(sent))
}

/// A delay is no failure, nor is a delivery that somebody wanted to be told of.
fn failed(report: &Report) -> bool {
    let value = |name: &str| {
        report.status.lines().find_map(|line| {
            let (field, value) = line.split_once(':')?;
            field.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
        })
    };
    match value("action") {
        Some(action) => action == "failed",
        None => value("status").is_some_and(|status| status.starts_with("5.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::Sent;

    fn lead(proof: Proof, notice: Option<u32>) -> Lead {
        Lead { case: "SOL-2026-000002".into(), proof, sent: notice.map(sent), participates: false }
    }

    fn sent(notice: u32) -> Sent {
        Sent { case: "SOL-2026-000001".into(), notice, to: "carla".into() }
    }

    #[track_caller]
    fn check(status: &str, leads: &[Lead], expected: bool) {
        let report = Report { status: status.into(), about: String::new() };
        assert_eq!(of(&report, leads), expected.then(|| Meaning::Bounce(sent(2))), "{status}");
    }

    #[test]
    fn only_a_final_failure_is_a_bounce() {
        let ours = [lead(Proof::Token, Some(2))];
        check("Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x@y\nAction: failed\nStatus: 5.1.1", &ours, true);
        check("action:FAILED", &ours, true);
        check("Status: 5.2.2", &ours, true);
        check("Action: delayed\nStatus: 4.4.1", &ours, false);
        check("Action: delivered\nStatus: 2.0.0", &ours, false);
        check("Status: 4.2.2", &ours, false);
        check("", &ours, false);
    }

    #[test]
    fn a_report_that_does_not_prove_which_letter_it_means_is_no_bounce() {
        check("Action: failed", &[], false);
        check("Action: failed", &[lead(Proof::Number, None)], false);
        check("Action: failed", &[lead(Proof::Number, None), lead(Proof::Reference, Some(2))], true);
    }
}
