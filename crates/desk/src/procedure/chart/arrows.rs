//! What has to be drawn: each answer once for each box it leaves.

use crate::names::*;
use crate::procedure::definition::{Procedure, Target};
use crate::procedure::guard::Guard;

/// An answer that leaves from more boxes than this is drawn where it arrives, under a letter.
const MANY: usize = 2;

pub(super) struct Arrows {
    pub plain: Vec<Plain>,
    pub returns: Vec<Return>,
    pub letters: Vec<Letter>,
}

/// Answers between the same two boxes share one arrow.
pub(super) struct Plain {
    pub from: ActivityId,
    pub to: ActivityId,
    pub answers: Vec<AnswerId>,
}

pub(super) struct Return {
    pub answer: AnswerId,
    pub from: ActivityId,
    pub to: Vec<ActivityId>,
}

pub(super) struct Letter {
    pub letter: char,
    pub answer: AnswerId,
    pub from: Vec<ActivityId>,
    pub to: ActivityId,
}

pub(super) fn of(procedure: &Procedure) -> Arrows {
    let mut arrows = Arrows { plain: Vec::new(), returns: Vec::new(), letters: Vec::new() };
    for (id, answer) in &procedure.answers {
        let to = match &answer.to {
            Target::CameFrom => {
                for from in &answer.from {
                    let to = origins(procedure, from, answer.guard.as_ref());
                    arrows.returns.push(Return { answer: id.clone(), from: from.clone(), to });
                }
                continue;
            }
            Target::Activity(to) => to,
        };
        if answer.from.len() > MANY {
            let letter = char::from(b'A' + (arrows.letters.len() % 26) as u8);
            let from = answer.from.clone();
            arrows.letters.push(Letter { letter, answer: id.clone(), from, to: to.clone() });
            continue;
        }
        for from in &answer.from {
            match arrows.plain.iter_mut().find(|arrow| arrow.from == *from && arrow.to == *to) {
                Some(arrow) => arrow.answers.push(id.clone()),
                None => {
                    let answers = vec![id.clone()];
                    arrows.plain.push(Plain { from: from.clone(), to: to.clone(), answers });
                }
            }
        }
    }
    arrows
}

/// Where a visit to this activity may have come from, among those the answer's guard names.
fn origins(procedure: &Procedure, activity: &ActivityId, guard: Option<&Guard>) -> Vec<ActivityId> {
    let named = guard.and_then(came_from);
    let leads_here = |from: &ActivityId| {
        procedure.answers_from(from).any(|(_, answer)| answer.to == Target::Activity(activity.clone()))
    };
    let may = |from: &&ActivityId| match &named {
        Some(named) => named.iter().any(|word| *word == from.as_str()),
        None => leads_here(from),
    };
    procedure.activities.keys().filter(|from| *from != activity).filter(may).cloned().collect()
}

fn came_from(guard: &Guard) -> Option<Vec<&str>> {
    match guard {
        Guard::In(fact, words) if fact == "came_from" => Some(words.iter().map(String::as_str).collect()),
        Guard::Compare(fact, crate::procedure::guard::Relation::Equal, word) if fact == "came_from" => Some(vec![word]),
        Guard::And(one, other) => came_from(one).or_else(|| came_from(other)),
        _ => None,
    }
}
