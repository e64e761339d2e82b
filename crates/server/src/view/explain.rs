//! The time of one case explained at any instant of its past, now, or its future if nobody acts.

use desk::access::Sight;
use desk::explain::{self, ClockExplained, TermExplained};
use desk::foresee::Foreseen;
use desk::{ActivityId, Case, CaseNumber, DeskId, Event, PersonId, Rulebook};
use jiff::{SignedDuration, Timestamp};

use crate::act::{self, Failed};
use crate::app::App;
use crate::format::event::read;
use crate::store::{Reader, StoreError, cases, events};

use super::fields::{Text, Texts};
use super::times;

/// How far into the future a question may go.
const FURTHEST: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);

/// The time of a case at an instant.
pub struct ExplainView {
    pub number: CaseNumber,
    pub desk: DeskId,
    /// Nothing where the reader sees only an outline.
    pub subject: Option<Text>,
    pub sight: Sight,
    pub rules: Rulebook,
    pub now: Timestamp,
    /// The instant explained: as asked, but no further than three years from now.
    pub at: Timestamp,
    pub received_at: Timestamp,
    /// Where the case stands at `at`; nothing before it was received.
    pub activity: Option<ActivityId>,
    /// Since when it is closed at `at`.
    pub closed_at: Option<Timestamp>,
    pub clocks: Vec<ClockExplained>,
    pub terms: Vec<TermExplained>,
    /// What happens by itself from now on if nobody acts.
    pub coming: Vec<Foreseen>,
}

/// The time of a case as this person may see it; nothing where it does not exist for them.
///
/// # Errors
/// The store's, or that the case was written by a newer version of the program.
pub fn explain(
    app: &App,
    person: &PersonId,
    number: &str,
    at: Option<Timestamp>,
) -> Result<Option<ExplainView>, Failed> {
    let (now, app_in) = (app.clock.now(), app.clone());
    app.store.read(|reader| {
        let Some(row) = cases::by_number(reader, number)? else {
            return Ok(None);
        };
        let Some((rules, case, sight)) = super::open(&app_in, reader, person, &row.stream, now)? else {
            return Ok(None);
        };
        Seen { rules, case, sight, now, at }.told(reader, &row.stream).map(Some)
    })
}

/// As [`explain`], for who keeps the instance and its data.
///
/// # Errors
/// As [`explain`].
pub fn explain_all(app: &App, number: &str, at: Option<Timestamp>) -> Result<Option<ExplainView>, Failed> {
    let (now, app_in) = (app.clock.now(), app.clone());
    app.store.read(|reader| {
        let Some(row) = cases::by_number(reader, number)? else {
            return Ok(None);
        };
        let Some(case) = act::load(reader, &row.stream)? else {
            return Ok(None);
        };
        let Some(rules) = app_in.rulebook_of(&case) else {
            return Ok(None);
        };
        Seen { rules, case, sight: Sight::All, now, at }.told(reader, &row.stream).map(Some)
    })
}

struct Seen {
    rules: Rulebook,
    case: Case,
    sight: Sight,
    now: Timestamp,
    at: Option<Timestamp>,
}

impl Seen {
    fn told(self, reader: &mut Reader<'_>, stream: &str) -> Result<ExplainView, Failed> {
        let Seen { rules, case, sight, now, at } = self;
        let furthest = now.checked_add(FURTHEST).unwrap_or(Timestamp::MAX);
        let at = at.unwrap_or(now).min(furthest);
        let texts = Texts::of(reader, stream)?;
        let rows = events::load(reader, stream)?;
        let facts: Result<Vec<Event>, _> = rows.iter().map(read).collect();
        let facts = facts.map_err(|error| StoreError::invalid(error.to_string()))?;
        let public = sight >= Sight::Public;
        let then = explain::case_at(&rules, &facts, now, at).filter(|_| public);
        Ok(ExplainView {
            number: case.number.clone(),
            desk: case.desk.clone(),
            subject: public.then(|| texts.get(&case.subject)),
            sight,
            now,
            at,
            received_at: case.received_at,
            activity: then.as_ref().and_then(|then| then.activity().cloned()),
            closed_at: then.as_ref().and_then(|then| then.closed).map(|closing| closing.at),
            clocks: then.as_ref().map_or_else(Vec::new, |then| explain::clocks(&rules, then, at)),
            terms: then.as_ref().map_or_else(Vec::new, |then| explain::terms(&rules, then)),
            coming: times::coming(&rules, &case, now, sight),
            rules,
        })
    }
}
