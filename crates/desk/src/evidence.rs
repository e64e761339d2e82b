//! What is kept as evidence of control: each answer at a control point of the document, and each
//! decision that the readings put beside them with the same evidence.

use crate::case::Case;
use crate::event::*;
use crate::names::*;
use crate::procedure::{Giver, Procedure};

/// An answer that is evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub visit: VisitNo,
    pub activity: ActivityId,
    pub answer: AnswerId,
    /// The document labels it «Punto de control»; else it is a decision beside them.
    pub control_point: bool,
}

/// What of an event is evidence; `case` as it stood when it happened, or later under the same version.
///
/// An approval is told by each approver's decision, not once more by the arrow that carries it out.
pub fn of_event(procedure: &Procedure, case: &Case, event: &Event) -> Option<Evidence> {
    let (visit, answer) = match &event.what {
        Happened::Answered { visit, answer, .. } => {
            let given_by = procedure.answers.get(answer).map(|answer| &answer.given_by);
            (*visit, Some(answer.clone()).filter(|_| !matches!(given_by, Some(Giver::Approved | Giver::Denied))))
        }
        Happened::Decided { approval, verdict, .. } => {
            let visit = case.approvals.iter().find(|own| own.no == *approval)?.visit;
            let activity = &case.visit_numbered(visit)?.activity;
            let giver = match verdict {
                Verdict::Approved => Giver::Approved,
                Verdict::Rejected => Giver::Denied,
            };
            let mut arrows = procedure.answers_from(activity);
            (visit, arrows.find(|(_, answer)| answer.given_by == giver).map(|(id, _)| id.clone()))
        }
        _ => return None,
    };
    let (activity, answer) = (case.visit_numbered(visit)?.activity.clone(), answer?);
    let control_point = is_control_point(procedure, &activity, &answer)?;
    Some(Evidence { visit, activity, answer, control_point })
}

/// Whether an answer of an activity is one to a labelled control point; nothing where the activity
/// asks for no evidence.
pub fn is_control_point(procedure: &Procedure, activity: &ActivityId, answer: &AnswerId) -> Option<bool> {
    let own = procedure.activity(activity)?;
    let says = |question: &str| procedure.answers.get(answer).is_some_and(|answer| answer.says.contains_key(question));
    let labelled = own.control_point && own.control_point_on.as_deref().is_none_or(says);
    (own.control_point || own.internal_decision).then_some(labelled)
}

/// Every piece of evidence in a case's events, each with its place among them, counted from 0. An
/// answer taken back before anybody was told never counted. `version_of` as in
/// [`crate::conformance::of_case`].
pub fn of_case<P: std::ops::Deref<Target = Procedure>>(
    version_of: impl Fn(&str) -> Option<P>,
    events: &[Event],
) -> Vec<(usize, String, Evidence)> {
    let Some(mut case) = events.first().and_then(Case::begin) else { return Vec::new() };
    let mut procedure = version_of(&case.version);
    let (mut found, mut before) = (Vec::new(), None);
    for (at, event) in events.iter().enumerate().skip(1) {
        match &event.what {
            Happened::Answered { .. } if event.actor != Actor::System => before = Some(found.len()),
            Happened::Undone { .. } => found.truncate(before.take().unwrap_or(found.len())),
            _ => {}
        }
        if let Some(evidence) = procedure.as_deref().and_then(|procedure| of_event(procedure, &case, event)) {
            found.push((at, case.version.clone(), evidence));
        }
        case.apply(event);
        if let Happened::Migrated { to, .. } = &event.what {
            procedure = version_of(to).or(procedure);
        }
    }
    found
}
