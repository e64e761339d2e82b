//! A command one case leaves for another, as it waits in the outbox of commands.

use desk::CaseNumber;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// The other end of a link.
    Link { kind: String, other: CaseNumber },
    /// Another desk's procedure goes on from this case.
    Continue { desk: String, from: CaseNumber },
}
