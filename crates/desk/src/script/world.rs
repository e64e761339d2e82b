//! The world a script happens in: a virtual clock, the cases, and a machine that does what the
//! server does around the rules. It looks when something is due, lets letters leave, reads what
//! arrived, sleeps, falls and comes back.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::agenda::{self, Step};
use crate::case::Case;
use crate::command::{Command, Message, When};
use crate::decide::{decide, other_half};
use crate::event::{Actor, Delivery, Event, Happened};
use crate::heartbeat;
use crate::names::*;
use crate::notice;
use crate::procedure::Procedure;
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::Values;
use crate::words::{ContentId, Words};

use super::coverage::Coverage;
use super::tell;

/// One line of the transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Timestamp,
    /// The line of the script it comes from, counted from 1.
    pub line: usize,
    pub text: String,
}

/// A case of the script with everything that happened to it.
#[derive(Clone)]
pub(super) struct Stand {
    pub number: CaseNumber,
    pub case: Option<Case>,
    /// The version the case is pinned to.
    pub procedure: std::sync::Arc<Procedure>,
}

/// An event, in the order in which it was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The name the script gives the case.
    pub case: String,
    pub at: Timestamp,
    pub event: Event,
}

/// A letter that waits to leave.
struct Parcel {
    case: String,
    no: u32,
    leaves_at: Timestamp,
}

/// What somebody saw when they opened a case.
#[derive(Clone)]
pub(super) struct View {
    pub visit: VisitNo,
    pub fields: Values,
    /// Approval, step and fingerprint of what was shown.
    pub approval: Option<(u32, u32, ContentId)>,
}

pub(super) struct World {
    pub rules: Rulebook,
    pub cases: IndexMap<String, Stand>,
    pub now: Timestamp,
    pub line: usize,
    pub heard: Option<Timestamp>,
    pub up: bool,
    pub asleep: bool,
    pub post_stopped: bool,
    pub doubt: bool,
    pub views: HashMap<(PersonId, String), View>,
    pub said: HashMap<ContentId, String>,
    pub journal: Vec<Recorded>,
    pub transcript: Vec<Entry>,
    pub coverage: Coverage,
    last_alive: Timestamp,
    spool: Vec<(String, Message, Timestamp)>,
    post: Vec<Parcel>,
    salt: u128,
}

impl World {
    pub fn new(rules: Rulebook, now: Timestamp) -> World {
        World {
            rules,
            cases: IndexMap::new(),
            now,
            line: 0,
            heard: None,
            up: true,
            asleep: false,
            post_stopped: false,
            doubt: false,
            views: HashMap::new(),
            said: HashMap::new(),
            journal: Vec::new(),
            transcript: Vec::new(),
            coverage: Coverage::default(),
            last_alive: now,
            spool: Vec::new(),
            post: Vec::new(),
            salt: 0,
        }
    }

    pub fn zone(&self) -> &TimeZone {
        self.rules.calendar.time_zone()
    }

    /// A text with a salt of its own: the same script always gives the same contents.
    pub fn words(&mut self, text: &str) -> Words {
        self.salt += 1;
        let mut salt = [0; 32];
        salt[16..].copy_from_slice(&self.salt.to_be_bytes());
        let words = Words::new(text, salt);
        self.said.insert(words.id(), text.to_string());
        words
    }

    /// The rules as they are for one case: its own version of the procedure.
    pub fn rules_of(&self, name: &str) -> Rulebook {
        let mut rules = self.rules.clone();
        if let Some(stand) = self.cases.get(name) {
            rules.procedure = stand.procedure.clone();
        }
        rules
    }

    pub fn case(&self, name: &str) -> Option<&Case> {
        self.cases.get(name)?.case.as_ref()
    }

    pub fn note(&mut self, text: String) {
        self.transcript.push(Entry { at: self.now, line: self.line, text });
    }

    /// Up to where every channel has been read.
    pub fn heard_until(&self) -> Timestamp {
        self.heard.map_or(self.now, |heard| heard.min(self.now))
    }

    /// The instants of a decision taken now about something that counts for `at`.
    ///
    /// A clock that stepped back never writes before what is already written.
    pub fn when(&self, name: &str, at: Option<Timestamp>) -> When {
        let last = self.journal.iter().rev().find(|r| r.case == name).map(|r| r.at);
        let now = self.now.max(last.unwrap_or(self.now));
        let terms_until = if self.doubt { self.last_alive } else { now };
        When { now, at: at.unwrap_or(now).min(now), heard_until: self.heard_until(), terms_until }
    }

    /// Decides one command and records what it makes happen.
    pub fn act(&mut self, name: &str, who: &Actor, what: &Command, when: When) -> Result<(), Refused> {
        let rules = self.rules_of(name);
        let decided = decide(&rules, self.case(name), who, what, when);
        let events = match decided {
            Ok(events) => events,
            Err(refused) => {
                self.coverage.refused(&refused);
                return Err(refused);
            }
        };
        let mut halves = Vec::new();
        for event in events {
            let Some(stand) = self.cases.get_mut(name) else { continue };
            match &mut stand.case {
                Some(case) => case.apply(&event),
                none => *none = Case::begin(&event),
            }
            halves.extend(other_half(&stand.number, &event));
            if let Happened::NoticeWritten { no, hold_until, .. } = &event.what {
                self.post.push(Parcel { case: name.to_string(), no: *no, leaves_at: hold_until.unwrap_or(when.now) });
            }
            self.coverage.happened(&rules.procedure.document.id, &event.what);
            let several = self.cases.len() > 1;
            if let Some(text) = tell::event(&rules, &self.said, &event) {
                let at = if event.effective_at < when.now { event.effective_at } else { when.now };
                let text = if several { format!("[{name}] {text}") } else { text };
                self.transcript.push(Entry { at, line: self.line, text });
            }
            self.journal.push(Recorded { case: name.to_string(), at: when.now, event });
        }
        for (number, command) in halves {
            let other = self.cases.iter().find(|(_, stand)| stand.number == number).map(|(name, _)| name.clone());
            if let Some(other) = other {
                let when = self.when(&other, None);
                self.act(&other, &Actor::System, &command, when)?;
            }
        }
        Ok(())
    }

    /// Lets time pass up to an instant: everything due happens on the way, each at its own.
    pub fn run_to(&mut self, until: Timestamp) -> Result<(), String> {
        // Each step takes at least one due thing away; a script with more has a circle.
        for _ in 0..100_000 {
            let Some(next) = self.next_step().filter(|next| *next <= until) else {
                self.now = self.now.max(until);
                if self.up {
                    self.breathe();
                }
                return Ok(());
            };
            self.now = self.now.max(next);
            self.settle()?;
        }
        Err("Algo vence una y otra vez sin fin: revise los términos del procedimiento.".to_string())
    }

    /// Everything that is due now: terms and alerts, then the letters that may leave.
    pub fn settle(&mut self) -> Result<(), String> {
        for _ in 0..1000 {
            let due = self.due_cases();
            for name in &due {
                self.look(name)?;
            }
            if self.deliver()? == 0 && due.is_empty() {
                return Ok(());
            }
        }
        Err("La herramienta no llega a un punto de reposo: revise los términos del procedimiento.".to_string())
    }

    /// A sign of life, which a machine that doubts its clock cannot give.
    fn breathe(&mut self) {
        if !self.doubt {
            self.last_alive = self.now;
        }
    }

    fn ticks(&self) -> bool {
        self.up && !self.asleep && !self.doubt
    }

    fn next_step(&self) -> Option<Timestamp> {
        let looks = self.cases.keys().filter_map(|name| self.next_look(name));
        let letters = self.post.iter().filter(|_| self.up && !self.post_stopped).map(|parcel| parcel.leaves_at);
        looks.chain(letters).min()
    }

    /// When the machine has to look at a case next; never while it cannot hear the answer.
    fn next_look(&self, name: &str) -> Option<Timestamp> {
        let case = self.case(name).filter(|_| self.ticks())?;
        let rules = self.rules_of(name);
        let first = agenda::of_case(&rules, case).into_iter().next()?;
        let silence = match &first.what {
            Step::End { term } => rules.procedure.is_silence(term),
            _ => false,
        };
        let deaf = silence && self.heard.is_some_and(|heard| heard < first.at);
        (!deaf).then_some(first.at)
    }

    fn due_cases(&self) -> Vec<String> {
        let due = |name: &&String| self.next_look(name).is_some_and(|at| at <= self.now);
        self.cases.keys().filter(due).cloned().collect()
    }

    fn look(&mut self, name: &str) -> Result<(), String> {
        let before = self.journal.len();
        let when = self.when(name, None);
        self.act(name, &Actor::System, &Command::Look, when)
            .map_err(|refused| format!("Lo que vencía no pudo ocurrir: {refused}"))?;
        if self.journal.len() == before {
            return Err("Algo venció y no ocurrió nada.".to_string());
        }
        Ok(())
    }

    /// Lets the letters leave whose time has come; says how many were dealt with.
    fn deliver(&mut self) -> Result<usize, String> {
        if !self.up || self.post_stopped {
            return Ok(0);
        }
        let now = self.now;
        let (due, later): (Vec<Parcel>, Vec<Parcel>) =
            std::mem::take(&mut self.post).into_iter().partition(|parcel| parcel.leaves_at <= now);
        self.post = later;
        for parcel in &due {
            self.send(parcel)?;
        }
        Ok(due.len())
    }

    fn send(&mut self, parcel: &Parcel) -> Result<(), String> {
        let name = parcel.case.clone();
        let rules = self.rules_of(&name);
        let Some(letter) =
            self.case(&name).and_then(|case| case.notice(parcel.no)).filter(|letter| !letter.dropped).cloned()
        else {
            return Ok(());
        };
        let untrue = self.case(&name).is_some_and(|case| notice::is_untrue(&rules, case, &letter));
        let commands: Vec<Command> = if untrue {
            vec![Command::DropNotice { no: parcel.no }]
        } else {
            let reached =
                letter.to.iter().filter(|person| crate::term::reachable(&rules, std::slice::from_ref(person)));
            reached.map(|to| Command::Delivered { no: parcel.no, to: to.clone(), how: Delivery::Mail }).collect()
        };
        for command in commands {
            let when = self.when(&name, None);
            self.act(&name, &Actor::System, &command, when)
                .map_err(|refused| format!("Un aviso no pudo salir: {refused}"))?;
        }
        Ok(())
    }

    /// A letter of somebody: read now, or kept by the mail server while this machine is down.
    pub fn arrives(&mut self, name: &str, message: Message, stamp: Timestamp) -> Result<(), Refused> {
        if !self.up {
            self.spool.push((name.to_string(), message, stamp));
            return Ok(());
        }
        let when = self.when(name, Some(stamp));
        let who = Actor::person(message.from.clone());
        self.act(name, &who, &Command::Receive(message), when)
    }

    pub fn falls(&mut self) {
        self.up = false;
        self.breathe();
    }

    /// Comes back: is the date believed, what was lost, what arrived, and only then what is due.
    pub fn comes_back(&mut self) -> Result<(), String> {
        self.up = true;
        let last = self.journal.iter().map(|recorded| recorded.at).max();
        self.doubt = heartbeat::doubt(self.now, last, Some(self.last_alive)).is_some();
        if self.doubt {
            self.note("La fecha de la máquina no es creíble: nada vence hasta que alguien la confirme.".to_string());
            return Ok(());
        }
        self.wakes()
    }

    /// Somebody looked at the date and it is right.
    pub fn date_is_right(&mut self) -> Result<(), String> {
        self.doubt = false;
        self.wakes()
    }

    fn wakes(&mut self) -> Result<(), String> {
        let (from, until) = (self.last_alive, self.now);
        self.last_alive = self.now;
        if until.duration_since(from) >= heartbeat::OUTAGE {
            for name in self.cases.keys().cloned().collect::<Vec<_>>() {
                let when = When { heard_until: from, ..self.when(&name, None) };
                let told = self.act(&name, &Actor::System, &Command::Outage { from, until }, when);
                told.map_err(|refused| refused.to_string())?;
            }
        }
        // Deaf until everything that waited has been read.
        let heard = self.heard.replace(from);
        for (name, message, stamp) in std::mem::take(&mut self.spool) {
            self.arrives(&name, message, stamp).map_err(|refused| refused.to_string())?;
        }
        self.heard = heard;
        self.settle()
    }

    /// The machine starts again and its clock shows something else.
    pub fn clock_shows(&mut self, at: Timestamp) -> Result<(), String> {
        self.falls();
        self.now = at;
        self.comes_back()
    }

    /// Letters of one name in the post, with the instant at which they leave.
    pub fn held(&self, name: &str) -> impl Iterator<Item = (u32, Timestamp)> {
        self.post.iter().filter(move |parcel| parcel.case == name).map(|parcel| (parcel.no, parcel.leaves_at))
    }
}
