//! The case stands again where it waited, because what ended the wait was not true: a silence that
//! was none, or an acceptance its requester contradicts.

use jiff::Timestamp;

use crate::case::{Case, NoticeState, TermRun};
use crate::event::{Actor, ClosedBy, Happened};
use crate::names::*;
use crate::rulebook::Rulebook;

use super::Course;

/// Puts the case back where it waited, when the silence that moved it was no silence: something
/// trusted reached us before the end of the term.
pub fn undo_silence(course: &mut Course, heard_at: Timestamp) {
    let Some(run) = course.case.terms.iter().rev().find(|run| run.ended && heard_at < run.ends_at).cloned() else {
        return;
    };
    let silence = course.rules.procedure.is_silence(&run.term);
    // Only while nobody has acted on the outcome since.
    let acted = course.case.answers.iter().any(|given| given.visit > run.visit && given.actor != Actor::System);
    let waited = course.case.visit_numbered(run.visit).is_some_and(|visit| visit.entered_at <= heard_at);
    if silence && !acted && waited {
        reinstate(course, run.visit);
    }
}

/// What somebody else recorded as the requester's acceptance can be contradicted until the term
/// in which it was said ends: the case waits again, and the message is read.
pub fn contradict(course: &mut Course) {
    let Some((visit, until)) = contradictable(course.rules, &course.case) else { return };
    if course.at < until {
        let answered_at = course.case.answers.last().map_or(course.at, |last| last.at);
        course.at = course.when.at.max(answered_at);
        reinstate(course, visit);
    }
}

/// The wait that somebody else's word about the requester ended, and until when the requester may
/// contradict it; nothing where the case did not end that way.
pub fn contradictable(rules: &Rulebook, case: &Case) -> Option<(VisitNo, Timestamp)> {
    case.closed.filter(|closing| closing.by == ClosedBy::Staff)?;
    let last = case.answers.last()?;
    if case.is_party(last.actor.id().unwrap_or(&case.requester)) {
        return None;
    }
    let waited = |run: &&TermRun| run.visit == last.visit && rules.procedure.is_silence(&run.term);
    case.terms.iter().find(waited).map(|run| (run.visit, run.ends_at))
}

/// The case waits again. What was about to be told of the undone end is not true any more.
fn reinstate(course: &mut Course, visit: VisitNo) {
    let left_at = course.case.visit_numbered(visit).and_then(|visit| visit.left_at);
    let of_the_end = |letter: &&NoticeState| {
        letter.visit > visit || (letter.visit == visit && left_at.is_some_and(|left_at| letter.written_at >= left_at))
    };
    let untold = |letter: &&NoticeState| letter.delivered.is_empty() && !letter.dropped;
    let dropped: Vec<u32> =
        course.case.notices.iter().filter(of_the_end).filter(untold).map(|letter| letter.no).collect();
    course.push_as_system(Happened::Reinstated { visit });
    dropped.into_iter().for_each(|no| course.push_as_system(Happened::NoticeDropped { no }));
}
