//! An arrow is taken: what it does, then where it leads, then on through whatever nobody answers.

use crate::event::*;
use crate::names::*;
use crate::procedure::{Answer, Deed, Giver, Target};
use crate::refused::Refused;
use crate::value::{Value, Values};

use super::Course;

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

impl<'a> Course<'a> {
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
        if left_open.is_some() && self.case.open_approval().map(|open| open.no) == left_open {
            self.recall();
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
            self.as_system(|course| course.answered(id, answer, None, Values::new(), Channel::System, None))?;
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
            Deed::Recall => self.recall(),
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
}
