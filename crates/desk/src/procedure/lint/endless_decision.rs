//! A loop of decisions changes a fact that its guards read; otherwise the same decision falls the
//! same way each time and the case turns for ever.
//!
//! A circle of activities is a finding when one of them is decided by facts alone (all answers of
//! those responsible have a guard), some world leaves open only the answer that stays in the
//! circle, no arrow of the circle changes a fact those guards read, and nowhere in the circle is
//! there a way out that somebody may simply take. What an approver decides is not such a way:
//! the circle is the one of the approved case.

use std::collections::BTreeSet;

use super::arrows::{self, Arrow};
use super::worlds::{Worlds, read_by};
use super::{Findings, Setting};
use crate::names::ActivityId;
use crate::procedure::{Giver, Procedure};

/// More circles than this are not looked at; a procedure has a few dozen.
const MOST: usize = 20_000;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let arrows = arrows::all(procedure);
    let mut told = BTreeSet::new();
    let mut circles = circles(procedure, &arrows);
    // The shortest tells it best.
    circles.sort_by_key(Vec::len);
    for circle in circles {
        for (at, fork) in circle.iter().enumerate() {
            let next = circle[(at + 1) % circle.len()];
            if !told.contains(fork) && turns_for_ever(procedure, &arrows, &circle, fork, next) {
                told.insert(*fork);
                findings.error(format!("activity.{fork}"), message(setting, &arrows, &circle, fork));
            }
        }
    }
}

fn message(setting: &Setting, arrows: &[Arrow], circle: &[&ActivityId], fork: &ActivityId) -> String {
    let at = circle.iter().position(|id| *id == fork).unwrap_or(0);
    let way: Vec<&str> = (0..=circle.len()).map(|n| circle[(at + n) % circle.len()].as_str()).collect();
    let guards = own(setting.procedure, arrows, fork).into_iter().filter_map(|arrow| arrow.answer.guard.as_ref());
    let facts: Vec<&str> = read_by(setting.procedure, guards).into_iter().collect();
    format!(
        "La decisión de {} saldría igual cada vez: en la vuelta {} nada cambia lo que sus respuestas miran ({}), y el caso daría vueltas sin fin. Haga que una flecha de esa vuelta ponga una marca (does = [\"flag …\"]) y que la decisión la mire.",
        setting.called(fork),
        way.join(" → "),
        facts.join(", ")
    )
}

fn own<'a, 'b>(procedure: &Procedure, arrows: &'b [Arrow<'a>], activity: &ActivityId) -> Vec<&'b Arrow<'a>> {
    arrows.iter().filter(|arrow| arrow.from == activity && arrow.is_own(procedure)).collect()
}

fn turns_for_ever(
    procedure: &Procedure,
    arrows: &[Arrow],
    circle: &[&ActivityId],
    fork: &ActivityId,
    next: &ActivityId,
) -> bool {
    let own = own(procedure, arrows, fork);
    let (staying, others): (Vec<&Arrow>, Vec<&Arrow>) = own.into_iter().partition(|arrow| arrow.to.contains(&next));
    let guards: Vec<_> = staying.iter().chain(&others).filter_map(|arrow| arrow.answer.guard.as_ref()).collect();
    if staying.is_empty() || guards.len() < staying.len() + others.len() {
        return false;
    }
    let changed: BTreeSet<&str> = inside(arrows, circle).flat_map(Arrow::changes).collect();
    let read = read_by(procedure, guards.iter().copied());
    if read.iter().any(|fact| changed.contains(fact))
        || circle.iter().any(|id| has_way_out(procedure, arrows, circle, id, &changed))
    {
        return false;
    }
    let holds = |some: &[&Arrow], facts: &dyn crate::procedure::Facts| {
        some.iter().any(|a| a.answer.guard.as_ref().is_some_and(|g| g.holds(facts)))
    };
    let worlds = Worlds::of(procedure, guards.iter().copied());
    worlds.any(|facts| holds(&staying, facts) && !holds(&others, facts)) == Some(true)
}

/// The arrows between one activity of the circle and the next.
fn inside<'a, 'b>(arrows: &'b [Arrow<'a>], circle: &'b [&ActivityId]) -> impl Iterator<Item = &'b Arrow<'a>> {
    arrows.iter().filter(move |arrow| {
        circle
            .iter()
            .enumerate()
            .any(|(at, id)| arrow.from == *id && arrow.to.contains(&circle[(at + 1) % circle.len()]))
    })
}

/// Somebody, or a term, may simply leave the circle here.
fn has_way_out(
    procedure: &Procedure,
    arrows: &[Arrow],
    circle: &[&ActivityId],
    id: &ActivityId,
    changed: &BTreeSet<&str>,
) -> bool {
    arrows.iter().filter(|arrow| arrow.from == id && arrow.to.iter().any(|to| !circle.contains(to))).any(|arrow| {
        let free = arrow
            .answer
            .guard
            .as_ref()
            .is_none_or(|g| read_by(procedure, [g]).iter().any(|fact| changed.contains(fact)));
        arrow.answer.given_by == Giver::Term || (arrow.is_own(procedure) && free)
    })
}

/// Every circle that passes no activity twice.
fn circles<'a>(procedure: &'a Procedure, arrows: &[Arrow<'a>]) -> Vec<Vec<&'a ActivityId>> {
    let mut found = Vec::new();
    for (nth, start) in procedure.activities.keys().enumerate() {
        // A circle is told from its first activity in the file; the later ones need not start one.
        let later: BTreeSet<&ActivityId> = procedure.activities.keys().skip(nth).collect();
        let mut ways = vec![vec![start]];
        while let Some(way) = ways.pop() {
            if found.len() + ways.len() > MOST {
                return found;
            }
            let Some(here) = way.last() else { continue };
            let next: BTreeSet<&ActivityId> =
                arrows.iter().filter(|arrow| arrow.from == *here).flat_map(|arrow| arrow.to.iter().copied()).collect();
            for to in next.into_iter().filter(|to| later.contains(to)) {
                if to == start {
                    found.push(way.clone());
                } else if !way.contains(&to) {
                    ways.push([way.as_slice(), &[to]].concat());
                }
            }
        }
    }
    found
}
