//! The course a decision takes: facts are appended one by one, each applied to a working copy
//! of the case at once, so that what follows reads the case as it then stands.

mod ask;
mod close;
mod count;
mod take;

pub use take::Given;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::case::Case;
use crate::command::When;
use crate::event::*;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::notice;
use crate::refused::Refused;
use crate::rulebook::Rulebook;

/// One decision while it is being made.
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

    /// What the decision came to.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// The civil day of the instant the next facts count for.
    pub fn today(&self) -> Date {
        self.rules.calendar.local(self.at).date()
    }

    /// What guards may ask of the case as it now stands.
    pub fn facts(&self) -> CaseFacts<'_> {
        CaseFacts::new(self.rules, &self.case, self.today())
    }

    /// Who acts; a command of the machine has nobody.
    ///
    /// # Errors
    /// `NotAllowed` for the machine.
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

    /// Does what the tool itself does, whoever's command it follows from.
    pub fn as_system<T>(&mut self, does: impl FnOnce(&mut Self) -> T) -> T {
        let actor = std::mem::replace(&mut self.actor, Actor::System);
        let done = does(self);
        self.actor = actor;
        done
    }

    /// Appends a fact the tool itself makes true.
    pub fn push_as_system(&mut self, what: Happened) {
        self.as_system(|course| course.push(what));
    }
}
