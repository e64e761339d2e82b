//! Whether a case followed its procedure, told from its recorded facts alone: each arrow is looked
//! for in the graph of the version it was taken on, without asking the rules that decided it. A case
//! that was moved to another version is so replayed over each of its versions in turn.
//!
//! Two kinds of deviation are told apart. What people did beside the procedure and the rules allow
//! (a correction, a silence undone, a duplicate) is *declared*: it was recorded with who and why.
//! Everything else the graph does not have would be an error of the program or of the data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::case::{Case, Visit};
use crate::event::*;
use crate::names::*;
use crate::procedure::{Giver, Procedure, Standing, Target};
use crate::words::ContentId;

/// One arrow as it was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The instant it counts for.
    pub at: Timestamp,
    /// The version of the procedure it was taken on, whose names these are.
    pub version: String,
    /// When the case had come to the activity that it left.
    pub entered_at: Timestamp,
    pub visit: VisitNo,
    pub from: ActivityId,
    pub answer: AnswerId,
    /// Where it led.
    pub to: Option<ActivityId>,
    pub actor: Actor,
    /// The role under which it was given; none for the tool.
    pub role: Option<RoleId>,
    pub channel: Channel,
}

/// Something that is not as the procedure says.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    pub at: Timestamp,
    /// The version of the procedure the case lived under.
    pub version: String,
    /// The visit in which it happened, and the activity of that visit.
    pub visit: VisitNo,
    pub activity: Option<ActivityId>,
    pub actor: Actor,
    pub what: Departure,
}

/// What can be beside the procedure.
#[derive(Clone, Debug, PartialEq)]
pub enum Departure {
    /// Somebody with the right to it took the case back to an earlier visit, with a reason.
    Corrected { to: Option<ActivityId>, reason: ContentId },
    /// A closing was undone: what was said in time was found later.
    Reinstated { to: Option<ActivityId> },
    /// Closed as a duplicate of another.
    Merged { into: CaseNumber },
    /// It went on under another version of the procedure.
    Migrated { from: String, to: String },
    /// The graph has no such arrow where the case stood.
    NotFromHere { answer: AnswerId, stood: Option<ActivityId> },
    /// The arrow is there, but what the graph knows shuts it.
    Shut { answer: AnswerId },
    /// Given by somebody or something the arrow does not name.
    NotTheirs { answer: AnswerId },
    /// The case went where no arrow leads.
    WrongWay { entered: ActivityId },
    /// Something moved after the end.
    AfterTheEnd { answer: AnswerId },
}

impl Departure {
    /// Its word in files and texts.
    pub fn code(&self) -> &'static str {
        match self {
            Departure::Corrected { .. } => "corrected",
            Departure::Reinstated { .. } => "reinstated",
            Departure::Merged { .. } => "merged",
            Departure::Migrated { .. } => "migrated",
            Departure::NotFromHere { .. } => "not_from_here",
            Departure::Shut { .. } => "shut",
            Departure::NotTheirs { .. } => "not_theirs",
            Departure::WrongWay { .. } => "wrong_way",
            Departure::AfterTheEnd { .. } => "after_the_end",
        }
    }

    /// The words of every departure.
    pub const CODES: [&str; 9] = [
        "corrected",
        "reinstated",
        "merged",
        "migrated",
        "not_from_here",
        "shut",
        "not_theirs",
        "wrong_way",
        "after_the_end",
    ];

    /// Recorded as what it is, by somebody with the right to it.
    pub fn is_declared(&self) -> bool {
        matches!(
            self,
            Departure::Corrected { .. }
                | Departure::Reinstated { .. }
                | Departure::Merged { .. }
                | Departure::Migrated { .. }
        )
    }
}

/// One line of a case's log: what an outsider reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    Step(Step),
    Deviation(Deviation),
}

/// How a case went, against its procedure.
#[derive(Clone, Debug)]
pub struct Conformance {
    /// The versions it went by, by their names.
    pub versions: BTreeMap<String, Arc<Procedure>>,
    /// Arrows and deviations in the order they were recorded. An answer taken back within seconds,
    /// before anybody was told, never counted and is not among them.
    pub lines: Vec<Line>,
    /// The case as it stands.
    pub case: Case,
}

impl Conformance {
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.lines.iter().filter_map(|line| match line {
            Line::Step(step) => Some(step),
            Line::Deviation(_) => None,
        })
    }

    pub fn deviations(&self) -> impl Iterator<Item = &Deviation> {
        self.lines.iter().filter_map(|line| match line {
            Line::Deviation(deviation) => Some(deviation),
            Line::Step(_) => None,
        })
    }

    /// The procedure a line's names are of.
    pub fn procedure(&self, version: &str) -> Option<&Procedure> {
        self.versions.get(version).map(Arc::as_ref)
    }

    /// Nothing is beside the procedure.
    pub fn conforms(&self) -> bool {
        self.deviations().next().is_none()
    }
}

/// Replays a case; nothing for a stream that does not begin with a registration, or that begins
/// under a version nobody knows. `version_of` knows the versions of its procedure.
pub fn of_case(version_of: impl Fn(&str) -> Option<Arc<Procedure>>, events: &[Event]) -> Option<Conformance> {
    let (first, rest) = events.split_first()?;
    let case = Case::begin(first)?;
    let procedure = version_of(&case.version)?;
    let mut versions = BTreeMap::from([(case.version.clone(), procedure.clone())]);
    let mut replay =
        Replay { procedure, case, lines: Vec::new(), before: None, answered: None, ended: BTreeSet::new() };
    for event in rest {
        replay.look(event);
        replay.case.apply(event);
        if let Happened::Migrated { to, .. } = &event.what
            && let Some(next) = version_of(to)
        {
            versions.insert(to.clone(), next.clone());
            replay.procedure = next;
        }
    }
    Some(Conformance { versions, lines: replay.lines, case: replay.case })
}

struct Replay {
    /// The version the case lives under at this point.
    procedure: Arc<Procedure>,
    case: Case,
    lines: Vec<Line>,
    /// How many lines there were before the last answer of a person: what *undo* takes back.
    before: Option<usize>,
    /// The answer given and not yet followed by where it led: where it was given, and its line.
    answered: Option<(AnswerId, Option<Visit>, usize)>,
    /// The terms that ended in a visit.
    ended: BTreeSet<(TermId, VisitNo)>,
}

impl Replay {
    fn look(&mut self, event: &Event) {
        match &event.what {
            Happened::Answered { visit, answer, role, channel, .. } => {
                self.answer(event, *visit, answer, role.as_ref(), *channel);
            }
            Happened::Entered { activity, by, came_from, .. } => self.enter(event, activity, by.as_ref(), came_from),
            Happened::TermEnded { term, visit } => drop(self.ended.insert((term.clone(), *visit))),
            Happened::Undone { .. } => {
                if let Some(before) = self.before.take() {
                    self.lines.truncate(before);
                }
            }
            Happened::Corrected { to_visit, reason } => {
                let to = self.activity_of(*to_visit);
                self.deviate(event, Departure::Corrected { to, reason: reason.clone() });
            }
            Happened::Reinstated { visit } => {
                let to = self.activity_of(*visit);
                self.deviate(event, Departure::Reinstated { to });
            }
            Happened::Merged { into } => self.deviate(event, Departure::Merged { into: into.clone() }),
            Happened::Migrated { from, to, .. } => {
                self.deviate(event, Departure::Migrated { from: from.clone(), to: to.clone() });
            }
            _ => {}
        }
    }

    fn activity_of(&self, visit: VisitNo) -> Option<ActivityId> {
        self.case.visit_numbered(visit).map(|visit| visit.activity.clone())
    }

    fn deviate(&mut self, event: &Event, what: Departure) {
        self.lines.push(Line::Deviation(Deviation {
            at: event.effective_at,
            version: self.case.version.clone(),
            visit: self.case.visit_no(),
            activity: self.case.activity().cloned(),
            actor: event.actor.clone(),
            what,
        }));
    }

    fn answer(&mut self, event: &Event, visit: VisitNo, answer: &AnswerId, role: Option<&RoleId>, channel: Channel) {
        if event.actor != Actor::System {
            self.before = Some(self.lines.len());
        }
        let here = self.case.visit().cloned();
        if let Some(wrong) = self.departure(event, here.as_ref(), visit, answer, role) {
            self.deviate(event, wrong);
        }
        self.answered = Some((answer.clone(), here.clone(), self.lines.len()));
        self.lines.push(Line::Step(Step {
            at: event.effective_at,
            version: self.case.version.clone(),
            entered_at: here.as_ref().map_or(event.effective_at, |here| here.entered_at),
            visit,
            from: here.map_or_else(|| ActivityId::from(""), |here| here.activity),
            answer: answer.clone(),
            to: None,
            actor: event.actor.clone(),
            role: role.cloned(),
            channel,
        }));
    }

    /// What is wrong with an answer, as far as the graph can tell.
    fn departure(
        &self,
        event: &Event,
        here: Option<&Visit>,
        visit: VisitNo,
        id: &AnswerId,
        role: Option<&RoleId>,
    ) -> Option<Departure> {
        let not_from_here =
            || Departure::NotFromHere { answer: id.clone(), stood: here.map(|here| here.activity.clone()) };
        let (Some(here), Some(answer)) = (here, self.procedure.answers.get(id)) else { return Some(not_from_here()) };
        if self.case.is_closed() {
            return Some(Departure::AfterTheEnd { answer: id.clone() });
        }
        if here.no != visit || !answer.from.contains(&here.activity) {
            return Some(not_from_here());
        }
        let flags = self.case.flags.keys().cloned().collect();
        let standing = Standing {
            activity: &here.activity,
            came_from: here.came_from.as_ref(),
            expired: here.expired,
            flags: &flags,
        };
        if !self.procedure.ways_on(&standing).iter().any(|(open, _)| *open == id) {
            return Some(Departure::Shut { answer: id.clone() });
        }
        let by = if answer.by.is_empty() {
            self.procedure.activity(&here.activity).map_or(&[][..], |activity| &activity.by)
        } else {
            &answer.by
        };
        let theirs = match &answer.given_by {
            Giver::Registration => self.case.answers.is_empty(),
            Giver::People if self.procedure.is_automatic(&here.activity) => event.actor == Actor::System,
            Giver::People => event.actor != Actor::System && role.is_some_and(|role| by.contains(role)),
            Giver::Term => self.procedure.terms_of(&here.activity).any(|(term, definition)| {
                definition.then.as_ref() == Some(id) && self.ended.contains(&(term.clone(), visit))
            }),
            Giver::Approved => self.approval_ended(visit, ApprovalOutcome::Approved),
            Giver::Denied => self.approval_ended(visit, ApprovalOutcome::Denied),
        };
        (!theirs).then(|| Departure::NotTheirs { answer: id.clone() })
    }

    /// The last approval came to this outcome, and since the case stands here.
    fn approval_ended(&self, visit: VisitNo, outcome: ApprovalOutcome) -> bool {
        let entered_at = self.case.visit_numbered(visit).map(|visit| visit.entered_at);
        let ended = self.case.approvals.last().filter(|approval| approval.outcome == Some(outcome));
        ended.is_some_and(|approval| approval.ended_at >= entered_at)
    }

    fn enter(&mut self, event: &Event, activity: &ActivityId, by: Option<&AnswerId>, came_from: &Option<ActivityId>) {
        let Some((answer, from, line)) = self.answered.take() else {
            // Only the beginning has nothing before it.
            let begins = self.case.visits.is_empty() && by.is_none() && self.procedure.first() == Some(activity);
            if !begins {
                self.deviate(event, Departure::WrongWay { entered: activity.clone() });
            }
            return;
        };
        let leads = self.procedure.answers.get(&answer).is_some_and(|definition| match &definition.to {
            Target::Activity(to) => to == activity && *came_from == from.as_ref().map(|visit| visit.activity.clone()),
            Target::CameFrom => from.and_then(|visit| visit.came_from).as_ref() == Some(activity),
        });
        if let Some(Line::Step(step)) = self.lines.get_mut(line) {
            step.to = Some(activity.clone());
        }
        if !leads || by != Some(&answer) {
            self.deviate(event, Departure::WrongWay { entered: activity.clone() });
        }
    }
}
