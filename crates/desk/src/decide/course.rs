//! The course a decision takes: facts are appended one by one, each applied to a working copy
//! of the case at once, so that what follows reads the case as it then stands.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::approval;
use crate::case::Case;
use crate::clock;
use crate::command::When;
use crate::event::*;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::notice;
use crate::procedure::{Answer, Deed, Giver, RoleKind, StateKind, Target, TermLength};
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::term;
use crate::value::{Value, Values};

/// Automatic steps in a row before the course gives up; the linter allows no circle of them.
const LONGEST_RIDE: usize = 64;

/// An answer about to be taken, with all that was said with it.
pub struct Given<'g> {
    pub id: &'g AnswerId,
    pub answer: &'g Answer,
    /// The role under which it is given; none for the tool and for approvers.
    pub role: Option<RoleId>,
    pub fields: Values,
    pub channel: Channel,
    /// The message that is the evidence.
    pub message: Option<u32>,
}

impl<'g> Given<'g> {
    /// An answer nobody gives in person.
    pub fn by_itself(id: &'g AnswerId, answer: &'g Answer) -> Self {
        Given { id, answer, role: None, fields: Values::new(), channel: Channel::System, message: None }
    }
}

pub struct Course<'a> {
    pub rules: &'a Rulebook,
    pub case: Case,
    pub when: When,
    /// The instant the next facts count for.
    pub at: Timestamp,
    pub actor: Actor,
    events: Vec<Event>,
}

impl<'a> Course<'a> {
    pub fn new(rules: &'a Rulebook, case: Case, actor: Actor, when: When) -> Self {
        Course { rules, at: when.at, case, when, actor, events: Vec::new() }
    }

    /// A course that begins with a registration.
    pub fn begin(rules: &'a Rulebook, registered: Event, when: When) -> Option<Self> {
        let mut course = Course::new(rules, Case::begin(&registered)?, registered.actor.clone(), when);
        course.events.push(registered);
        Some(course)
    }

    pub fn into_events(self) -> Vec<Event> {
        self.events
    }

    pub fn today(&self) -> Date {
        self.rules.calendar.local(self.at).date()
    }

    pub fn facts(&self) -> CaseFacts<'_> {
        CaseFacts::new(self.rules, &self.case, self.today())
    }

    /// Who acts; a command of the machine has nobody.
    pub fn person(&self) -> Result<PersonId, Refused> {
        self.actor.id().cloned().ok_or(Refused::NotAllowed)
    }

    /// A visit is never left before it was entered, whatever a stamp says.
    pub fn not_before_entry(&mut self) {
        if let Some(visit) = self.case.visit() {
            self.at = self.at.max(visit.entered_at);
        }
    }

    /// Appends a fact and writes the notices it causes.
    pub fn push(&mut self, what: Happened) {
        self.fact(what.clone());
        self.announce(&what);
    }

    /// Writes the notices of a fact that is already appended.
    pub fn announce(&mut self, what: &Happened) {
        // What a term did at its own instant is told now: a letter found late at night waits too.
        for letter in notice::caused_by(self.rules, &self.case, what, self.at.max(self.when.now)) {
            let no = self.case.notices.iter().map(|n| n.no).max().unwrap_or(0) + 1;
            let visit = self.case.visit_no();
            self.fact(Happened::NoticeWritten {
                no,
                notice: letter.notice,
                to: letter.to,
                visit,
                hold_until: letter.hold_until,
            });
        }
    }

    fn fact(&mut self, what: Happened) {
        let event = Event { effective_at: self.at, actor: self.actor.clone(), what };
        self.case.apply(&event);
        self.events.push(event);
    }

    /// Appends a fact the tool itself makes true.
    pub fn push_as_system(&mut self, what: Happened) {
        let person = std::mem::replace(&mut self.actor, Actor::System);
        self.push(what);
        self.actor = person;
    }

    /// Takes an arrow: what it does, then where it leads, then on through whatever nobody answers.
    ///
    /// # Errors
    /// When an approval finds nobody to ask, or an automatic activity has no open answer.
    pub fn take(&mut self, given: Given<'_>, expired: bool) -> Result<(), Refused> {
        let Given { id, answer, role, fields, channel, message } = given;
        let left_open = self.case.open_approval().map(|open| open.no);
        self.answered(id, answer, role, fields, channel, message)?;
        let (activity, came_from) = self.destination(answer)?;
        // An approval that this arrow neither gave nor asked is left behind, and so recalled.
        if let Some(approval) = left_open.filter(|no| self.case.open_approval().is_some_and(|open| open.no == *no)) {
            self.push(Happened::ApprovalEnded { approval, outcome: ApprovalOutcome::Recalled });
        }
        self.enter(activity, came_from, Some(id.clone()), expired)
    }

    /// The answer and what it does; those it concerns are told when it is done, so that a case
    /// escalated is told to the group it was escalated to.
    fn answered(
        &mut self,
        id: &AnswerId,
        answer: &Answer,
        role: Option<RoleId>,
        fields: Values,
        channel: Channel,
        message: Option<u32>,
    ) -> Result<(), Refused> {
        let answered =
            Happened::Answered { visit: self.case.visit_no(), answer: id.clone(), role, fields, channel, message };
        self.fact(answered.clone());
        self.carry_out(answer)?;
        self.announce(&answered);
        Ok(())
    }

    fn carry_out(&mut self, answer: &Answer) -> Result<(), Refused> {
        for effect in &answer.does {
            if self.facts().allow(effect.guard.as_ref()) {
                self.does(&effect.does)?;
            }
        }
        if let Some(result) = &answer.result {
            self.push(Happened::ResultSet { result: result.clone() });
        }
        Ok(())
    }

    /// Where an arrow leads, and what the new visit will say it came from.
    fn destination(&self, answer: &Answer) -> Result<(ActivityId, Option<ActivityId>), Refused> {
        let here = self.case.visit().ok_or(Refused::NotRegistered)?;
        match &answer.to {
            Target::Activity(activity) => Ok((activity.clone(), Some(here.activity.clone()))),
            Target::CameFrom => {
                let back =
                    here.came_from.clone().ok_or_else(|| Refused::NoWayOn { activity: here.activity.clone() })?;
                // Coming back, the earlier visit's own origin holds again.
                let earlier = self.case.visits.iter().rev().skip(1).find(|visit| visit.activity == back);
                Ok((back, earlier.and_then(|visit| visit.came_from.clone())))
            }
        }
    }

    /// Enters an activity and rides on through those nobody is responsible for.
    ///
    /// # Errors
    /// As [`Course::take`].
    pub fn enter(
        &mut self,
        activity: ActivityId,
        came_from: Option<ActivityId>,
        by: Option<AnswerId>,
        expired: bool,
    ) -> Result<(), Refused> {
        let rules = self.rules;
        let mut next = (activity, came_from, by, expired);
        for _ in 0..LONGEST_RIDE {
            let (activity, came_from, by, expired) = next;
            let visit = self.case.next_visit();
            self.push(Happened::Entered { visit, activity: activity.clone(), came_from, by, expired });
            self.measure_if_settled();
            self.set_targets();
            self.start_terms();
            if rules.procedure.is_end(&activity) {
                self.finish();
                return Ok(());
            }
            if !rules.procedure.is_automatic(&activity) {
                return Ok(());
            }
            let (id, answer) = self.automatic_answer(&activity)?;
            let person = std::mem::replace(&mut self.actor, Actor::System);
            self.answered(id, answer, None, Values::new(), Channel::System, None)?;
            self.actor = person;
            let (activity, came_from) = self.destination(answer)?;
            next = (activity, came_from, Some(id.clone()), false);
        }
        Err(Refused::NoWayOn { activity: next.0 })
    }

    fn automatic_answer(&self, activity: &ActivityId) -> Result<(&'a AnswerId, &'a Answer), Refused> {
        let facts = self.facts();
        let mut answers = self.rules.procedure.answers.iter().filter(|(_, answer)| answer.from.contains(activity));
        answers
            .find(|(_, answer)| answer.given_by == Giver::People && facts.allow(answer.guard.as_ref()))
            .ok_or_else(|| Refused::NoWayOn { activity: activity.clone() })
    }

    fn does(&mut self, deed: &Deed) -> Result<(), Refused> {
        match deed {
            Deed::SetFlag(flag) => self.push(Happened::FlagSet { flag: flag.clone() }),
            Deed::ClearFlag(flag) => self.push(Happened::FlagCleared { flag: flag.clone() }),
            Deed::AssignGroup(group) => {
                self.push(Happened::Assigned { person: None, group: Some(group.clone()), reason: None })
            }
            Deed::AssignFrom(field) => {
                let to = match self.case.last_fields.get(field) {
                    Some(Value::Person(person)) => Some((Some(person.clone()), self.case.group.clone())),
                    Some(Value::Group(group)) => Some((None, Some(group.clone()))),
                    _ => None,
                };
                if let Some((person, group)) = to {
                    self.push(Happened::Assigned { person, group, reason: None });
                }
            }
            Deed::Ask(policy) => self.ask(policy.clone())?,
            Deed::AskItem => {
                let policy = self.facts().item().and_then(|item| item.approval.clone());
                self.ask(policy.ok_or_else(|| Refused::NoApprover { why: "el ítem no pide aprobación".into() })?)?;
            }
            Deed::Recall => {
                if let Some(approval) = self.case.open_approval().map(|open| open.no) {
                    self.push(Happened::ApprovalEnded { approval, outcome: ApprovalOutcome::Recalled });
                }
            }
            Deed::Restrict(group) => self.push(Happened::Restricted { group: group.clone() }),
            Deed::Continue(procedure) => {
                if let Some((procedure, desk)) =
                    self.rules.elsewhere.iter().find(|(known, _)| known == procedure).cloned()
                {
                    self.push(Happened::Continued { procedure, desk });
                }
            }
        }
        Ok(())
    }

    fn ask(&mut self, policy: ApprovalId) -> Result<(), Refused> {
        let no = self.case.approvals.iter().map(|a| a.no).max().unwrap_or(0) + 1;
        self.ask_step(no, policy, 0, 0)
    }

    /// Asks one step of a policy; `again` counts how often that step was asked already.
    ///
    /// # Errors
    /// When nobody eligible is found.
    pub fn ask_step(&mut self, approval: u32, policy: ApprovalId, step: usize, again: usize) -> Result<(), Refused> {
        let unknown = || Refused::NoApprover { why: format!("no existe la política «{policy}»") };
        let definition = self.rules.procedure.approvals.get(&policy).ok_or_else(unknown)?;
        let found = approval::find::step(self.rules, &self.case, definition, step, again, self.today())?;
        let asked = self.case.approvals.iter().find(|a| a.no == approval).map_or(0, |a| a.steps.len()) as u32;
        let binds = approval::binding::of(self.rules, &self.case);
        let today = self.today();
        let able = |substitute: &PersonId| !self.case.is_party(substitute);
        let absences = found
            .people
            .iter()
            .filter_map(|person| self.rules.absence(person, today))
            .filter(|absence| able(&absence.substitute));
        let substitutes: Vec<_> =
            absences.map(|absence| (absence.absent.clone(), absence.substitute.clone())).collect();
        self.push(Happened::Asked {
            approval,
            policy,
            step: asked + 1,
            of: step as u32,
            people: found.people,
            row: found.row,
            more: found.more,
            quorum: found.quorum,
            binds,
        });
        for (absent, substitute) in substitutes {
            self.push_as_system(Happened::SubstituteAsked { approval, step: asked + 1, absent, substitute });
        }
        Ok(())
    }

    /// Sets the target of every clock whose facts give another one while the work still goes on:
    /// recategorising at the resolution does not touch the target that counted.
    pub fn set_targets(&mut self) {
        let settled = self.case.activity().and_then(|a| self.rules.procedure.state_of(a)).map(|state| state.kind);
        if matches!(settled, Some(StateKind::Resolved | StateKind::Closed)) {
            return;
        }
        let rules = self.rules;
        let mut changed = Vec::new();
        for (id, clock) in clock::of_case(rules, &self.case, self.at) {
            let facts = clock::target_facts(rules, &self.case, clock, self.at);
            if self.case.targets.get(id).is_none_or(|held| held.facts != facts)
                && let Some((time, example)) = clock::target(rules, &self.case, id, clock, self.at)
            {
                changed.push(Happened::TargetSet { clock: id.clone(), time, example, facts });
            }
        }
        changed.into_iter().for_each(|what| self.push_as_system(what));
    }

    /// Starts the terms of this visit that know what they are counted from.
    pub fn start_terms(&mut self) {
        let rules = self.rules;
        let Some(visit) = self.case.visit().cloned().filter(|_| !self.case.is_closed()) else { return };
        let mut started = Vec::new();
        for (id, term) in rules.procedure.terms_of(&visit.activity) {
            if let Some((base_at, ends_at)) = term::startable(rules, &self.case, id, term, &visit) {
                started.push(Happened::TermStarted { term: id.clone(), visit: visit.no, base_at, ends_at });
            }
        }
        started.into_iter().for_each(|what| self.push_as_system(what));
    }

    /// A term that runs until the date in a field follows the field, be it nearer or further.
    pub fn move_terms_until(&mut self, field: &FieldId) {
        let rules = self.rules;
        let Some(visit) = self.case.visit().cloned() else { return };
        let mut moved = Vec::new();
        for (id, term) in rules.procedure.terms_of(&visit.activity) {
            if matches!(&term.length, TermLength::UntilField(own) if own == field)
                && let Some(ends_at) = term::ends_at(&rules.calendar, &self.case, term, self.at)
            {
                moved.push(Happened::TermStarted { term: id.clone(), visit: visit.no, base_at: self.at, ends_at });
            }
        }
        moved.into_iter().for_each(|what| self.push_as_system(what));
    }

    fn measure_if_settled(&mut self) {
        let kind = self.case.activity().and_then(|a| self.rules.procedure.state_of(a)).map(|state| state.kind);
        if matches!(kind, Some(StateKind::Resolved | StateKind::Closed)) {
            self.measure();
        }
    }

    /// Writes down what each clock showed when the desk's work was done.
    pub fn measure(&mut self) {
        let rules = self.rules;
        let mut measured = Vec::new();
        for (id, clock) in clock::of_case(rules, &self.case, self.at) {
            let elapsed = clock::read(rules, &self.case, id, clock, self.at).elapsed;
            let target = self.case.targets.get(id).map(|t| t.time);
            if self.case.measured.get(id).is_none_or(|m| m.elapsed != elapsed || m.target != target) {
                measured.push(Happened::Measured { clock: id.clone(), elapsed, target });
            }
        }
        measured.into_iter().for_each(|what| self.push_as_system(what));
    }

    /// The end of the case.
    fn finish(&mut self) {
        let by = self.closed_by();
        self.push(Happened::Closed { by });
    }

    /// Who closed it: whoever gave the answer that led to the end.
    fn closed_by(&self) -> ClosedBy {
        let procedure = &self.rules.procedure;
        let led_here =
            self.case.visit().and_then(|visit| visit.by.as_ref()).and_then(|by| procedure.answers.get_key_value(by));
        let Some((id, answer)) = led_here else { return ClosedBy::System };
        match answer.given_by {
            Giver::Term if procedure.terms.values().any(|t| t.then.as_ref() == Some(id) && t.ends_by_silence()) => {
                ClosedBy::Silence
            }
            Giver::People if self.case.answers.last().is_some_and(|given| given.actor != Actor::System) => {
                if self.gave_as_requester() { ClosedBy::Requester } else { ClosedBy::Staff }
            }
            // A term nobody was waiting on, an approver's decision that the tool carries out, and
            // whatever only carries on.
            _ => ClosedBy::System,
        }
    }

    fn gave_as_requester(&self) -> bool {
        let role = self.events.iter().rev().find_map(|event| match &event.what {
            Happened::Answered { role: Some(role), .. } => Some(role),
            _ => None,
        });
        role.is_some_and(|role| self.rules.procedure.role_is(role, RoleKind::Requester))
    }
}
