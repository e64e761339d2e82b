//! What pages show, read in one consistent state and without a word of HTML. Nothing here changes
//! anything. Who may see what is asked once, where the case is loaded; a part somebody may not see
//! is not in the answer at all.

mod approvals;
mod area;
mod board;
mod case;
mod dry;
mod entries;
mod explain;
mod fields;
pub mod proof;
mod queue;
mod search;
mod times;

pub use approvals::{ApprovalView, DecisionView, MyDecision, Pending, StepView, approvals_badge, pending};
pub use area::{Area, area};
pub use board::{AGES, Board, Due, board};
pub use case::{Actions, CaseView, LinkView, Outcome, Parties, Stay, Survey, case, whole};
pub use dry::{MOST as MOST_TRIED, Tried, dry};
pub use entries::{Entry, Letter, Said, Voice};
pub use explain::{ExplainView, explain, explain_all};
pub use fields::{FieldView, FileView, Shown, Text};
pub(crate) use fields::{Glass, Texts};
pub use queue::{
    Badge, desks_of, find_people, narrowed, narrowed_badges, others_of, queue, queue_badges, requests, saved_views,
};
pub use search::search;
pub use times::{ClockView, TermView};

use desk::access::{Sight, sight_unopened};
use desk::{Case, PersonId, Rulebook, When};
use jiff::Timestamp;

use crate::act::{self, Failed};
use crate::app::App;
use crate::store::Reader;
use crate::store::cases::CaseRow;

/// The instants of a question: now, and up to when every channel has been read.
pub fn when(app: &App) -> When {
    let now = app.clock.now();
    When { now, at: now, heard_until: app.heard_until().min(now), terms_until: app.terms_until(now) }
}

/// How much of a listed case this person sees. Most are never opened for it: the row says enough.
fn sight_of(
    app: &App,
    reader: &mut Reader<'_>,
    person: &PersonId,
    row: &CaseRow,
    now: Timestamp,
) -> Result<Sight, Failed> {
    let party = row.requester == person.as_str() || row.beneficiary == person.as_str();
    let in_force = app.rulebook(&row.desk.as_str().into()).filter(|rules| {
        let document = &rules.procedure.document;
        row.procedure.split_once('@') == Some((document.id.as_str(), document.version.as_str()))
    });
    let told = in_force.and_then(|rules| sight_unopened(&rules, person, party, row.restricted));
    match told {
        Some(sight) => Ok(sight),
        None => Ok(open(app, reader, person, &row.stream, now)?.map_or(Sight::Nothing, |(_, _, sight)| sight)),
    }
}

/// A case with the rules it lives under, if this person may know of it.
fn open(
    app: &App,
    reader: &mut Reader<'_>,
    person: &PersonId,
    stream: &str,
    now: Timestamp,
) -> Result<Option<(Rulebook, Case, Sight)>, Failed> {
    let Some(case) = act::load(reader, stream)? else {
        return Ok(None);
    };
    let Some(rules) = app.rulebook_of(&case) else {
        return Ok(None);
    };
    let day = rules.calendar.local(now).date();
    let sight = desk::access::sight(&rules, &case, person, day);
    Ok((sight > Sight::Nothing).then_some((rules, case, sight)))
}
