//! The procedure as an outsider checks a log against it: places and labelled steps, nothing else.
//!
//! A case stands in one activity, so the model is a graph in which one mark walks. What the way
//! there decides (where the case came from, whether a term brought it, which flags are set) is
//! folded into the places; what a form, a table or a person decides is left open. A term's end is
//! the step it gives. Every walk the rules permit is a walk of the model.

use std::collections::{BTreeMap, BTreeSet};

use super::ways::Standing;
use super::{Giver, Procedure, Target};
use crate::names::*;

/// Places and steps. The first place is where a case begins, the last one where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub places: Vec<Place>,
    pub steps: Vec<ModelStep>,
}

/// A place of the model: an activity, or the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// None: the end.
    pub activity: Option<ActivityId>,
    /// Where the case came from, where that decides something here.
    pub came_from: Option<ActivityId>,
    pub flags: BTreeSet<FlagId>,
}

/// An arrow of the procedure between two places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModelStep {
    pub from: usize,
    pub answer: AnswerId,
    pub to: usize,
    /// The end activity this step leads to, when it leads to the end.
    pub ends_in: Option<ActivityId>,
}

/// How far back «where it came from» is followed: deeper, every way back is left open.
const FARTHEST_BACK: usize = 6;

/// Where a case may stand, and what of its past still matters there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stand {
    activity: ActivityId,
    /// Where it came from, and where that visit came from, as far as it is ever asked.
    origins: Vec<ActivityId>,
    expired: bool,
    flags: BTreeSet<FlagId>,
}

impl Model {
    /// The model of a procedure.
    pub fn of(procedure: &Procedure) -> Model {
        Exploration::new(procedure).explored()
    }

    /// The places a mark can be in after these answers from the beginning; empty: no such walk.
    pub fn after<'a>(&self, answers: impl IntoIterator<Item = &'a AnswerId>) -> BTreeSet<usize> {
        answers.into_iter().fold(BTreeSet::from([0]), |marked, answer| {
            let steps = self.steps.iter().filter(|step| step.answer == *answer && marked.contains(&step.from));
            steps.map(|step| step.to).collect()
        })
    }

    /// Whether these answers are a whole walk, from the beginning to the end.
    pub fn accepts<'a>(&self, answers: impl IntoIterator<Item = &'a AnswerId>) -> bool {
        self.after(answers).contains(&self.end())
    }

    /// The place where every case ends.
    pub fn end(&self) -> usize {
        self.places.len() - 1
    }
}

struct Exploration<'p> {
    procedure: &'p Procedure,
    /// The facts each activity's own arrows ask for.
    reads: BTreeMap<&'p ActivityId, BTreeSet<&'p str>>,
    /// The flags any guard reads: others make no difference.
    flags: BTreeSet<&'p str>,
}

impl<'p> Exploration<'p> {
    fn new(procedure: &'p Procedure) -> Self {
        let reads: BTreeMap<_, _> = procedure.activities.keys().map(|id| (id, procedure.reads_at(id))).collect();
        let flags = reads.values().flatten().copied().collect();
        Exploration { procedure, reads, flags }
    }

    fn explored(&self) -> Model {
        let Some(first) = self.procedure.first() else {
            let end = Place { activity: None, came_from: None, flags: BTreeSet::new() };
            return Model { places: vec![end], steps: Vec::new() };
        };
        let begin = self.stand(first.clone(), Vec::new(), false, BTreeSet::new());
        let mut numbers = BTreeMap::from([(begin.clone(), 0)]);
        let mut stands = vec![begin];
        let mut steps: Vec<(usize, AnswerId, Option<usize>, Option<ActivityId>)> = Vec::new();
        let mut at = 0;
        while at < stands.len() {
            for (answer, next) in self.ways(&stands[at].clone()) {
                if self.procedure.is_end(&next.activity) {
                    steps.push((at, answer, None, Some(next.activity)));
                    continue;
                }
                let number = *numbers.entry(next.clone()).or_insert_with(|| {
                    stands.push(next);
                    stands.len() - 1
                });
                steps.push((at, answer, Some(number), None));
            }
            at += 1;
        }
        self.merged(&stands, &steps)
    }

    /// Every step from here with the place it leads to.
    fn ways(&self, here: &Stand) -> Vec<(AnswerId, Stand)> {
        let standing = Standing {
            activity: &here.activity,
            came_from: here.origins.first(),
            expired: here.expired,
            flags: &here.flags,
        };
        let mut ways = Vec::new();
        for (id, answer) in self.procedure.ways_on(&standing) {
            let places: Vec<(ActivityId, Vec<ActivityId>)> = match &answer.to {
                Target::Activity(to) => {
                    let origins = std::iter::once(here.activity.clone()).chain(here.origins.iter().cloned());
                    vec![(to.clone(), origins.collect())]
                }
                Target::CameFrom => match here.origins.split_first() {
                    Some((back, earlier)) => vec![(back.clone(), earlier.to_vec())],
                    None => self.origins_of(&here.activity).into_iter().map(|back| (back, Vec::new())).collect(),
                },
            };
            for (to, origins) in places {
                for flags in self.procedure.flags_after(&standing, answer) {
                    let next = self.stand(to.clone(), origins.clone(), answer.given_by == Giver::Term, flags);
                    ways.push((id.clone(), next));
                }
            }
        }
        ways
    }

    /// A stand without what makes no difference there.
    fn stand(&self, activity: ActivityId, origins: Vec<ActivityId>, expired: bool, flags: BTreeSet<FlagId>) -> Stand {
        let mut asked = 0;
        let mut here = Some(&activity);
        while let Some(activity) = here.filter(|_| asked < origins.len().min(FARTHEST_BACK)) {
            let returns = self.procedure.answers_from(activity).any(|(_, answer)| answer.to == Target::CameFrom);
            let reads = self.reads.get(activity).is_some_and(|facts| facts.contains("came_from"));
            if !returns && !reads {
                break;
            }
            asked += 1;
            here = origins.get(asked - 1).filter(|_| returns);
        }
        let expired = expired && self.reads.get(&activity).is_some_and(|facts| facts.contains("expired"));
        let flags = flags.into_iter().filter(|flag| self.flags.contains(flag.as_str())).collect();
        let origins = origins.into_iter().take(asked).collect();
        Stand { activity, origins, expired, flags }
    }

    /// The activities from which an arrow leads to this one.
    fn origins_of(&self, activity: &ActivityId) -> BTreeSet<ActivityId> {
        let into = |to: &Target| matches!(to, Target::Activity(to) if to == activity);
        let arrows = self.procedure.answers.values().filter(|answer| into(&answer.to));
        arrows.flat_map(|answer| answer.from.iter().cloned()).collect()
    }

    /// Places from which the same walks are possible are one place.
    fn merged(&self, stands: &[Stand], steps: &[(usize, AnswerId, Option<usize>, Option<ActivityId>)]) -> Model {
        let names: BTreeSet<&ActivityId> = stands.iter().map(|stand| &stand.activity).collect();
        let mut class: Vec<usize> =
            stands.iter().map(|stand| names.iter().position(|name| **name == stand.activity).unwrap_or(0)).collect();
        loop {
            let mut seen = BTreeMap::new();
            let refined: Vec<usize> = (0..stands.len())
                .map(|at| {
                    let own = steps.iter().filter(|step| step.0 == at);
                    let ways: BTreeSet<_> = own.map(|step| (&step.1, step.2.map(|to| class[to]), &step.3)).collect();
                    let fresh = seen.len();
                    *seen.entry((class[at], ways)).or_insert(fresh)
                })
                .collect();
            let settled = seen.len() == class.iter().collect::<BTreeSet<_>>().len();
            class = refined;
            if settled {
                break;
            }
        }
        // The classes are numbered in the order in which the walk first met them.
        let count = class.iter().max().map_or(0, |most| most + 1);
        let first_of = |number: usize| class.iter().position(|own| *own == number);
        let mut places: Vec<Place> = (0..count)
            .filter_map(first_of)
            .map(|at| Place {
                activity: Some(stands[at].activity.clone()),
                came_from: stands[at].origins.first().cloned(),
                flags: stands[at].flags.clone(),
            })
            .collect();
        places.push(Place { activity: None, came_from: None, flags: BTreeSet::new() });
        let step = |(from, answer, to, ends_in): &(usize, AnswerId, Option<usize>, Option<ActivityId>)| ModelStep {
            from: class[*from],
            answer: answer.clone(),
            to: to.map_or(count, |to| class[to]),
            ends_in: ends_in.clone(),
        };
        let steps: BTreeSet<ModelStep> = steps.iter().map(step).collect();
        Model { places, steps: steps.into_iter().collect() }
    }
}
