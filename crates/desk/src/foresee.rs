//! *Qué pasará si nadie actúa*: the rules played forward on a copy of the case. It assumes what the
//! question says: nobody writes, nobody answers, and the letters of the desk are delivered as soon as
//! they may leave.

use jiff::Timestamp;

use crate::agenda::{self, Step};
use crate::case::Case;
use crate::command::{Command, When};
use crate::decide;
use crate::event::{Actor, ClosedBy, Delivery, Event, Happened};
use crate::names::*;
use crate::procedure::TermStart;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::term;

/// One thing that happens by itself, with everything it brings about at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreseen {
    pub at: Timestamp,
    pub what: Step,
    /// What follows from it at that instant: the answer taken, activities entered, terms begun,
    /// letters written, the end.
    pub then: Vec<Happened>,
}

/// What will happen, in order, and what becomes of the case.
#[derive(Clone, Debug)]
pub struct Future {
    pub steps: Vec<Foreseen>,
    /// The case as it stands after them.
    pub case: Case,
    /// Why it cannot go on by itself: an approval that finds nobody to ask.
    pub stuck: Option<(Timestamp, Refused)>,
    /// More would follow; what was asked for is told.
    pub more: bool,
}

/// Looks at the case before the play ends: a term that begins anew for ever would never end it.
const MOST_LOOKS: usize = 64;

/// Plays the case forward from `now`, up to `until` where it is given, while something happens.
pub fn foresee(rules: &Rulebook, case: &Case, now: Timestamp, until: Option<Timestamp>) -> Future {
    let mut future = Future { steps: Vec::new(), case: case.clone(), stuck: None, more: false };
    let mut letters = waiting(rules, case, now);
    let mut last = now;
    for look in 0.. {
        letters.retain(|letter| future.case.notice(letter.no).is_some_and(|notice| !notice.dropped));
        let due = agenda::next(rules, &future.case);
        let delivery = letters.iter().min_by_key(|letter| letter.leaves_at).cloned();
        let delivery = delivery.filter(|letter| due.is_none_or(|due| letter.leaves_at < due));
        let Some(at) = delivery.as_ref().map(|letter| letter.leaves_at).or(due) else { break };
        let at = at.max(last);
        if at == Timestamp::MAX || until.is_some_and(|until| at > until) {
            break;
        }
        if look >= MOST_LOOKS {
            future.more = true;
            break;
        }
        last = at;
        let what = match &delivery {
            Some(letter) => {
                letters.retain(|other| other.no != letter.no);
                Command::Delivered { no: letter.no, to: letter.to.clone(), how: Delivery::Mail }
            }
            None => Command::Look,
        };
        match decide(rules, Some(&future.case), &Actor::System, &what, When::at(at)) {
            Ok(events) if events.is_empty() => break,
            Ok(events) => {
                letters.extend(events.iter().filter_map(|event| awaited(rules, event)));
                events.iter().for_each(|event| future.case.apply(event));
                tell(events, &mut future.steps);
            }
            Err(refused) => {
                future.stuck = Some((at, refused));
                break;
            }
        }
    }
    future
}

/// A letter some term is counted from, still to be delivered.
#[derive(Clone)]
struct Awaited {
    no: u32,
    to: PersonId,
    leaves_at: Timestamp,
}

fn waiting(rules: &Rulebook, case: &Case, now: Timestamp) -> Vec<Awaited> {
    let undelivered = case.notices.iter().filter(|letter| letter.delivered.is_empty() && !letter.dropped);
    let mine = undelivered.filter(|letter| letter.visit == case.visit_no());
    mine.filter_map(|letter| {
        let held = rules.procedure.notices.get(&letter.notice)?.held;
        let leaves_at = if held { rules.calendar.hold_until(letter.written_at) } else { letter.written_at };
        let to = counts_from(rules, &letter.notice, &letter.to)?;
        Some(Awaited { no: letter.no, to, leaves_at: leaves_at.max(now) })
    })
    .collect()
}

fn awaited(rules: &Rulebook, event: &Event) -> Option<Awaited> {
    let Happened::NoticeWritten { no, notice, to, hold_until, .. } = &event.what else { return None };
    let to = counts_from(rules, notice, to)?;
    Some(Awaited { no: *no, to, leaves_at: hold_until.unwrap_or(event.effective_at).max(event.effective_at) })
}

/// Who receives the letter, if a term is counted from its delivery and it can reach somebody.
fn counts_from(rules: &Rulebook, notice: &NoticeId, to: &[PersonId]) -> Option<PersonId> {
    let from = |term: &crate::procedure::Term| matches!(&term.from, TermStart::Delivered(own) if own == notice);
    let counts = rules.procedure.terms.values().any(from) && term::reachable(rules, to);
    to.first().filter(|_| counts).cloned()
}

/// Sorts facts under the step that brought them about.
fn tell(events: Vec<Event>, steps: &mut Vec<Foreseen>) {
    let before = steps.len();
    for Event { effective_at, what, .. } in events {
        let first = steps.len() == before;
        let asked = !first && steps.last().is_some_and(|step| step.then.iter().any(|then| asks(then)));
        let head = match &what {
            Happened::TermEnded { term, .. } => Some(Step::End { term: term.clone() }),
            Happened::Reminded { term, nth, .. } => Some(Step::Remind { term: term.clone(), nth: *nth }),
            Happened::Alerted { clock, run, percent, .. } => {
                Some(Step::Alert { clock: clock.clone(), run: *run, percent: *percent })
            }
            Happened::TermLengthened { term, ends_at, .. } => {
                Some(Step::Lengthen { term: term.clone(), ends_at: *ends_at })
            }
            Happened::TermStarted { term, base_at, ends_at, .. } if first => {
                Some(Step::Start { term: term.clone(), base_at: *base_at, ends_at: *ends_at })
            }
            Happened::SubstituteAsked { absent, substitute, .. } if !asked => {
                Some(Step::AskSubstitute { absent: absent.clone(), substitute: substitute.clone() })
            }
            _ => None,
        };
        if let Some(head) = head {
            steps.push(Foreseen { at: effective_at, what: head, then: Vec::new() });
        }
        if let Some(step) = steps[before..].last_mut() {
            step.then.push(what);
        }
    }
}

fn asks(what: &Happened) -> bool {
    matches!(what, Happened::Asked { .. })
}

impl Foreseen {
    /// The answer that is taken because nobody gave one.
    pub fn answer(&self) -> Option<&AnswerId> {
        self.then.iter().find_map(|what| match what {
            Happened::Answered { answer, .. } => Some(answer),
            _ => None,
        })
    }

    /// Where the case then waits; nothing when it does not move.
    pub fn enters(&self) -> Option<&ActivityId> {
        self.then.iter().rev().find_map(|what| match what {
            Happened::Entered { activity, .. } => Some(activity),
            _ => None,
        })
    }

    /// How it ends the case.
    pub fn closes(&self) -> Option<ClosedBy> {
        self.then.iter().find_map(|what| match what {
            Happened::Closed { by } => Some(*by),
            _ => None,
        })
    }

    pub fn result(&self) -> Option<&ResultId> {
        self.then.iter().rev().find_map(|what| match what {
            Happened::ResultSet { result } => Some(result),
            _ => None,
        })
    }

    /// Terms it begins, with their ends.
    pub fn begins(&self) -> impl Iterator<Item = (&TermId, Timestamp)> {
        self.then.iter().filter_map(|what| match what {
            Happened::TermStarted { term, ends_at, .. } => Some((term, *ends_at)),
            _ => None,
        })
    }

    /// Everybody who is written to, each once.
    pub fn told(&self) -> Vec<&PersonId> {
        let mut told = Vec::new();
        for what in &self.then {
            if let Happened::NoticeWritten { to, .. } = what {
                to.iter().for_each(|person| {
                    if !told.contains(&person) {
                        told.push(person);
                    }
                });
            }
        }
        told
    }
}
