//! Which page of a case is somebody's own: letters lead there, and another page sends there.

use std::fmt;

use desk::access::{self, Sight};
use desk::{Case, CaseNumber, PersonId, Rulebook, approval};
use jiff::civil::Date;

/// Where somebody reads a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The portal's page: who asked, for whom it is, who follows it or registered it.
    Requests,
    /// The card of an approval: who was asked to decide.
    Approvals,
    /// The desk's page.
    Cases,
}

/// The page of a case that is this person's on a day.
pub fn area(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> Area {
    if case.is_party(person) {
        return Area::Requests;
    }
    if approval::may_decide(rules, case, person, day).is_some() {
        return Area::Approvals;
    }
    match access::sight(rules, case, person, day) {
        Sight::All | Sight::Outline => Area::Cases,
        _ if approval::was_asked(rules, case, person, day) => Area::Approvals,
        _ => Area::Requests,
    }
}

impl Area {
    /// The page's address.
    pub fn of(self, number: &CaseNumber) -> String {
        format!("/{self}/{number}")
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Area::Requests => "requests",
            Area::Approvals => "approvals",
            Area::Cases => "cases",
        })
    }
}
