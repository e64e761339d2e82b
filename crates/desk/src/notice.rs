//! Who is told: event → recipients, by which text, held or not.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::approval;
use crate::case::{Case, NoticeState};
use crate::clock;
use crate::event::{ApprovalOutcome, Event, Happened, MessageKind};
use crate::facts::CaseFacts;
use crate::names::*;
use crate::people::{Person, position_matches};
use crate::procedure::{Clock, Notice, Recipient, StateKind, Trigger};
use crate::rulebook::Rulebook;
use crate::term;

/// A notice about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub notice: NoticeId,
    pub to: Vec<PersonId>,
    /// Leaves no earlier than this.
    pub hold_until: Option<Timestamp>,
}

/// The notices one event makes leave, read from the case as it stands after the event.
pub fn caused_by(rules: &Rulebook, case: &Case, what: &Happened, at: Timestamp) -> Vec<Letter> {
    let facts = CaseFacts::new(rules, case, rules.calendar.local(at).date());
    let (role, by_message) = match what {
        Happened::Answered { role, message, .. } => (role.as_ref(), message.is_some()),
        _ => (None, false),
    };
    let empty = crate::value::Values::new();
    rules
        .procedure
        .notices
        .iter()
        .filter(|(_, notice)| notice.on.iter().any(|trigger| fires(rules, trigger, case, what)))
        .filter(|(_, notice)| facts.with(&empty, role).evidenced(by_message).allow(notice.guard.as_ref()))
        .filter_map(|(id, notice)| {
            let to = recipients(rules, case, notice, what, at);
            let hold_until = notice.held.then(|| rules.calendar.hold_until(at)).filter(|until| *until > at);
            (!to.is_empty()).then(|| Letter { notice: id.clone(), to, hold_until })
        })
        .collect()
}

/// Whether the case has made a letter untrue while it was held: it is dropped instead of sent.
/// What is said to the requester at once is never taken back.
pub fn is_untrue(rules: &Rulebook, case: &Case, letter: &NoticeState) -> bool {
    let Some(notice) = rules.procedure.notices.get(&letter.notice).filter(|notice| notice.held) else { return false };
    // Written in a stay that was undone, or that a silence found to be none had opened.
    let gone = letter.visit != VisitNo(0) && case.visit_numbered(letter.visit).is_none();
    gone || notice.on.iter().all(|trigger| is_over(rules, case, trigger, letter))
}

fn is_over(rules: &Rulebook, case: &Case, trigger: &Trigger, letter: &NoticeState) -> bool {
    let left = case.is_closed() || case.visit_no() != letter.visit;
    match trigger {
        Trigger::Remind(term) | Trigger::Lengthened(term) => left || !case.running_terms().any(|run| run.term == *term),
        Trigger::Ended(_) => left,
        Trigger::Alert(clock, _) => {
            rules.procedure.clocks.get(clock).is_none_or(|clock| is_finished(rules, case, clock))
        }
        Trigger::Asked => {
            let open = case.open_approval().and_then(|open| open.step());
            !open.is_some_and(|step| {
                let standing_in = step.substitutes.iter().map(|(_, substitute)| substitute);
                approval::still_asked(step).chain(standing_in).any(|person| letter.to.contains(person))
            })
        }
        Trigger::Assigned => assignee(rules, case).is_none_or(|person| !letter.to.contains(&person)),
        Trigger::ToInterpret => case.to_interpret.is_none(),
        _ => false,
    }
}

/// Nothing to hurry for any more: the clock stands still, and not because somebody is awaited.
fn is_finished(rules: &Rulebook, case: &Case, clock: &Clock) -> bool {
    let waits = |kind| matches!(kind, StateKind::PendingRequester | StateKind::PendingApproval | StateKind::Suspended);
    let state = case.activity().and_then(|activity| rules.procedure.state_of(activity));
    case.is_closed() || (!clock::is_running(rules, case, clock) && !state.is_some_and(|state| waits(state.kind)))
}

/// The fact that made a notice leave: the last of these that does. `events` end where it was written.
pub fn cause<'e>(rules: &Rulebook, notice: &Notice, case: &Case, events: &'e [Event]) -> Option<&'e Event> {
    events.iter().rev().find(|event| notice.on.iter().any(|trigger| fires(rules, trigger, case, &event.what)))
}

fn fires(rules: &Rulebook, trigger: &Trigger, case: &Case, what: &Happened) -> bool {
    match (trigger, what) {
        (Trigger::Registered, Happened::Registered(_)) => true,
        (Trigger::Enter(wanted), Happened::Entered { activity, .. }) => wanted == activity,
        (Trigger::Loop(times, wanted), Happened::Entered { activity, .. }) => {
            wanted == activity && case.stays(activity) as u32 > *times
        }
        (Trigger::Answer(wanted), Happened::Answered { answer, .. }) => wanted == answer,
        (Trigger::Asked, Happened::Asked { .. } | Happened::SubstituteAsked { .. }) => true,
        (Trigger::Recalled, Happened::ApprovalEnded { outcome, .. }) => *outcome == ApprovalOutcome::Recalled,
        (Trigger::Assigned, Happened::Assigned { .. }) => true,
        (Trigger::Alert(clock, percent), Happened::Alerted { clock: own, percent: reached, .. }) => {
            clock == own && percent == reached
        }
        (Trigger::Remind(term), Happened::Reminded { term: own, .. }) => term == own,
        (Trigger::Ended(term), Happened::TermEnded { term: own, .. }) => term == own,
        (Trigger::Lengthened(term), Happened::TermLengthened { term: own, .. }) => term == own,
        (Trigger::Closed, Happened::Closed { .. }) => true,
        (Trigger::Reinstated, Happened::Reinstated { .. }) => true,
        (Trigger::Corrected, Happened::Corrected { .. }) => true,
        (Trigger::ToInterpret, Happened::MessageReceived { to_interpret, .. }) => *to_interpret,
        // Thanks need no reply unless a silence runs that they do not end.
        (Trigger::Thanked, Happened::MessageReceived { is, .. }) => {
            *is == MessageKind::Thanks && !case.is_closed() && term::listening(rules, case).is_some()
        }
        (Trigger::Message, Happened::MessageReceived { is, to_interpret, .. }) => {
            *is == MessageKind::Human && !to_interpret && !case.is_closed()
        }
        // That the news of a failure failed too is nobody's news: it would go on for ever.
        (Trigger::Undelivered, Happened::DeliveryFailed { no, .. }) => !tells_of_failure(rules, case, *no),
        (Trigger::Commented, Happened::Commented { .. }) => true,
        _ => false,
    }
}

fn tells_of_failure(rules: &Rulebook, case: &Case, no: u32) -> bool {
    let notice = case.notice(no).and_then(|written| rules.procedure.notices.get(&written.notice));
    notice.is_some_and(|notice| notice.on.iter().any(|trigger| matches!(trigger, Trigger::Undelivered)))
}

/// The people a notice goes to, each once, in the order of the procedure.
fn recipients(rules: &Rulebook, case: &Case, notice: &Notice, what: &Happened, at: Timestamp) -> Vec<PersonId> {
    let mut told = BTreeSet::new();
    notice
        .to
        .iter()
        .flat_map(|recipient| one(rules, case, recipient, what, at))
        .filter(|person| rules.people.get(person).is_some_and(|p| p.active))
        // Nobody is told of the message they wrote.
        .filter(
            |person| !matches!(what, Happened::MessageReceived { from, is: MessageKind::Human, .. } if from == person),
        )
        .filter(|person| told.insert(person.clone()))
        .collect()
}

fn one(rules: &Rulebook, case: &Case, recipient: &Recipient, what: &Happened, at: Timestamp) -> Vec<PersonId> {
    let day = rules.calendar.local(at).date();
    let ids = |people: &mut dyn Iterator<Item = &Person>| people.map(|p| p.id.clone()).collect::<Vec<_>>();
    match recipient {
        Recipient::Requester => vec![case.requester.clone()],
        Recipient::Beneficiary => vec![case.beneficiary.clone()],
        Recipient::Registrar => case.registered_by.iter().cloned().collect(),
        Recipient::Assignee => assignee(rules, case).into_iter().collect(),
        Recipient::Group => case.group.iter().flat_map(|group| ids(&mut rules.people.members(group))).collect(),
        Recipient::Approver => match what {
            Happened::SubstituteAsked { substitute, .. } => vec![substitute.clone()],
            // The substitute is told by an event of its own.
            Happened::Asked { people, .. } => people.clone(),
            _ => asked(case, what).map_or_else(Vec::new, |step| approval::to_tell(rules, step, day)),
        },
        Recipient::Role(role) => ids(&mut rules.people.with_role(&rules.desk.id, role)),
        Recipient::Line(position) => line(rules, case, position).into_iter().collect(),
        Recipient::Followers => case.followers.iter().cloned().collect(),
        Recipient::Told => told(case, what),
    }
}

fn told(case: &Case, what: &Happened) -> Vec<PersonId> {
    let Happened::Corrected { to_visit, .. } = what else { return Vec::new() };
    let since = case.notices.iter().filter(|letter| letter.visit >= *to_visit && !letter.dropped);
    since.flat_map(|letter| letter.to.iter().cloned()).collect()
}

/// The step an approval notice is about: the one just ended, or the one that waits.
fn asked<'a>(case: &'a Case, what: &Happened) -> Option<&'a crate::case::AskedStep> {
    match what {
        Happened::ApprovalEnded { approval, .. } => case.approvals.iter().find(|a| a.no == *approval)?.step(),
        _ => case.open_approval()?.step(),
    }
}

/// The specialist; nobody yet: the coordinator of the group that holds the case.
pub fn assignee(rules: &Rulebook, case: &Case) -> Option<PersonId> {
    case.assignee.clone().or_else(|| rules.desk.group.get(case.group.as_ref()?)?.coordinator.clone())
}

/// The holder of a position in the solver's own line; a missing level is the next one up.
pub fn line(rules: &Rulebook, case: &Case, position: &str) -> Option<PersonId> {
    let solver = assignee(rules, case)?;
    let own = rules.people.get(&solver);
    let in_line = |wanted: &str| {
        own.into_iter().chain(rules.people.above(&solver)).find(|p| position_matches(&p.position, wanted))
    };
    // The levels of the procedure's own alert table, lowest first.
    let levels = levels(rules);
    let from = levels.iter().position(|level| *level == position).unwrap_or(levels.len());
    in_line(position)
        .or_else(|| levels[from..].iter().find_map(|level| in_line(level)))
        .or_else(|| rules.people.above(&solver).next())
        .map(|p| p.id.clone())
}

fn levels(rules: &Rulebook) -> Vec<&str> {
    let mut levels = Vec::new();
    for recipient in rules.procedure.notices.values().flat_map(|notice| &notice.to) {
        if let Recipient::Line(level) = recipient
            && !levels.contains(&level.as_str())
        {
            levels.push(level.as_str());
        }
    }
    levels
}
