//! What the graph alone says of a case: which arrows can be open where it stands. Forms, matrix
//! and people are not known here, so a guard that asks for them may hold or not; where the case
//! came from, whether a term brought it and which flags were set is known.

use std::collections::BTreeSet;

use super::{Answer, Effect, Fact, Facts, Giver, Guard, Procedure};
use crate::names::*;

/// A place in the graph, with what the way there left behind.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub activity: &'a ActivityId,
    pub came_from: Option<&'a ActivityId>,
    pub expired: bool,
    /// Flags set by answers; derived ones are worked out.
    pub flags: &'a BTreeSet<FlagId>,
}

/// What a guard may turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maybe {
    pub yes: bool,
    pub no: bool,
}

const EITHER: Maybe = Maybe { yes: true, no: true };
/// Derived flags may read derived flags, but not for ever; the linter finds circles.
const DEEPEST: u8 = 8;

impl Maybe {
    fn certainly(yes: bool) -> Maybe {
        Maybe { yes, no: !yes }
    }
}

/// One known fact, for the relation that asks for it.
struct Only<'f>(&'f Fact);

impl Facts for Only<'_> {
    fn fact(&self, _: &str) -> Fact {
        self.0.clone()
    }
}

impl Standing<'_> {
    /// What a guard may be here; one that is not there holds.
    pub fn allows(&self, procedure: &Procedure, guard: Option<&Guard>) -> Maybe {
        guard.map_or(Maybe::certainly(true), |guard| self.guard(procedure, guard, 0))
    }

    fn guard(&self, procedure: &Procedure, guard: &Guard, depth: u8) -> Maybe {
        match guard {
            Guard::Not(inner) => {
                let inner = self.guard(procedure, inner, depth);
                Maybe { yes: inner.no, no: inner.yes }
            }
            Guard::And(a, b) => {
                let (a, b) = (self.guard(procedure, a, depth), self.guard(procedure, b, depth));
                Maybe { yes: a.yes && b.yes, no: a.no || b.no }
            }
            Guard::Or(a, b) => {
                let (a, b) = (self.guard(procedure, a, depth), self.guard(procedure, b, depth));
                Maybe { yes: a.yes || b.yes, no: a.no && b.no }
            }
            Guard::Holds(name) | Guard::Compare(name, ..) | Guard::In(name, _) => {
                let known = self.known(procedure, name, depth);
                known.map_or(EITHER, |fact| Maybe::certainly(guard.holds(&Only(&fact))))
            }
        }
    }

    fn known(&self, procedure: &Procedure, name: &str, depth: u8) -> Option<Fact> {
        if let Some(flag) = procedure.flags.get(name) {
            return match &flag.derived {
                None => Some(Fact::truth(self.flags.contains(name))),
                Some(_) if depth >= DEEPEST => None,
                Some(guard) => match self.guard(procedure, guard, depth + 1) {
                    Maybe { yes, no } if yes != no => Some(Fact::truth(yes)),
                    _ => None,
                },
            };
        }
        // A field of that name would hide the fact.
        if procedure.fields.contains_key(name) {
            return None;
        }
        match name {
            "came_from" => Some(self.came_from.map_or(Fact::Absent, Fact::word)),
            "expired" => Some(Fact::truth(self.expired)),
            _ => None,
        }
    }
}

impl Procedure {
    /// The arrows that can be open here, in the order of the file. An activity nobody answers is
    /// left by the first whose guard holds; terms and approvals ask no guard.
    pub fn ways_on<'p>(&'p self, here: &Standing<'p>) -> Vec<(&'p AnswerId, &'p Answer)> {
        let automatic = self.is_automatic(here.activity);
        let mut ways = Vec::new();
        for (id, answer) in self.answers_from(here.activity) {
            let by_guard = answer.given_by == Giver::People;
            if automatic && !by_guard {
                continue;
            }
            let open = if by_guard { here.allows(self, answer.guard.as_ref()) } else { Maybe::certainly(true) };
            if open.yes {
                ways.push((id, answer));
            }
            if automatic && !open.no {
                break;
            }
        }
        ways
    }

    /// The flags there can be after an answer given here: more than one set where an effect's
    /// guard asks for what the graph does not know.
    pub fn flags_after(&self, here: &Standing<'_>, answer: &Answer) -> BTreeSet<BTreeSet<FlagId>> {
        let mut sets = BTreeSet::from([here.flags.clone()]);
        for Effect { does, guard } in &answer.does {
            let (flag, set) = match does {
                super::Deed::SetFlag(flag) => (flag, true),
                super::Deed::ClearFlag(flag) => (flag, false),
                _ => continue,
            };
            let mut after = BTreeSet::new();
            for flags in sets {
                let does = Standing { flags: &flags, ..*here }.allows(self, guard.as_ref());
                if does.yes {
                    let mut changed = flags.clone();
                    if set {
                        changed.insert(flag.clone())
                    } else {
                        changed.remove(flag)
                    };
                    after.insert(changed);
                }
                if does.no {
                    after.insert(flags);
                }
            }
            sets = after;
        }
        sets
    }

    /// The facts that guards of this activity's own arrows, effects and derived flags read.
    pub(super) fn reads_at<'a>(&'a self, activity: &'a ActivityId) -> BTreeSet<&'a str> {
        let arrows = self.answers_from(activity);
        let guards = arrows.flat_map(|(_, answer)| {
            let effects = answer.does.iter().filter_map(|effect| effect.guard.as_ref());
            answer.guard.iter().chain(effects)
        });
        let mut waiting: Vec<&str> = guards.flat_map(Guard::facts).collect();
        let mut read = BTreeSet::new();
        while let Some(fact) = waiting.pop() {
            if read.insert(fact) {
                let derived = self.flags.get(fact).and_then(|flag| flag.derived.as_ref());
                waiting.extend(derived.into_iter().flat_map(Guard::facts));
            }
        }
        read
    }
}
