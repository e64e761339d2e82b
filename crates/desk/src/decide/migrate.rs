//! An open case goes on under another version of its procedure. Nothing announced gets shorter.

use std::collections::{BTreeMap, BTreeSet};

use crate::access;
use crate::case::{Case, TermRun};
use crate::event::{Actor, Happened, Lengthening};
use crate::names::*;
use crate::procedure::{Procedure, Term, TermStart};
use crate::refused::Refused;
use crate::term;
use crate::words::Words;

use super::{Course, allowed};

/// The rules of the course are those of the version the case goes to.
///
/// # Errors
/// When the asker may not, the case is closed or on another version, or it could not go on there.
pub fn decide(
    course: &mut Course,
    from: &str,
    mapping: &BTreeMap<ActivityId, ActivityId>,
    reason: &Words,
) -> Result<(), Refused> {
    if course.actor != Actor::System && !access::may_correct(course.rules, &course.person()?) {
        return Err(Refused::NotAllowed);
    }
    allowed::open(course)?;
    let reason = allowed::reason(reason)?;
    let to = course.rules.procedure.document.version.clone();
    if course.case.version != from || from == to {
        return Err(cannot(format!("el caso ya está en la versión {}.", course.case.version)));
    }
    fits(&course.rules.procedure, &course.case, mapping)?;
    let own = mapping_of(&course.case, mapping);
    course.not_before_entry();
    course.push(Happened::Migrated { from: from.to_owned(), to, mapping: own, reason });
    carry_terms(course);
    course.set_targets();
    Ok(())
}

fn cannot(why: String) -> Refused {
    Refused::InputInvalid { field: "version".into(), why }
}

/// The part of a mapping that concerns this case.
fn mapping_of(case: &Case, mapping: &BTreeMap<ActivityId, ActivityId>) -> BTreeMap<ActivityId, ActivityId> {
    let of_visit =
        |visit: &crate::case::Visit| [Some(visit.activity.clone()), visit.came_from.clone(), visit.meant.clone()];
    let named: BTreeSet<ActivityId> = case.visits.iter().flat_map(of_visit).flatten().collect();
    mapping
        .iter()
        .filter(|(was, now)| *was != *now && named.contains(*was))
        .map(|(was, now)| (was.clone(), now.clone()))
        .collect()
}

/// Whether the case can go on in that version.
fn fits(to: &Procedure, case: &Case, mapping: &BTreeMap<ActivityId, ActivityId>) -> Result<(), Refused> {
    let landed = |activity: &ActivityId| mapping.get(activity).unwrap_or(activity).clone();
    let version = &to.document.version;
    let Some(visit) = case.visit() else { return Ok(()) };
    let here = landed(&visit.activity);
    if to.activity(&here).is_none() {
        return Err(cannot(format!(
            "la versión {version} no tiene la actividad {here}; diga en la correspondencia a cuál pasan los casos de la {}.",
            visit.activity
        )));
    }
    if to.is_end(&here) || to.is_automatic(&here) {
        return Err(cannot(format!("en la actividad {here} de la versión {version} ningún caso espera; escoja otra.")));
    }
    if let Some(back) = visit.came_from.as_ref().map(landed).filter(|back| to.activity(back).is_none()) {
        return Err(cannot(format!(
            "el caso vino de la actividad {back}, que la versión {version} no tiene; inclúyala en la correspondencia."
        )));
    }
    if let Some(open) = case.open_approval()
        && to
            .approvals
            .get(&open.policy)
            .is_none_or(|policy| open.step().is_some_and(|step| step.of as usize >= policy.steps.len()))
    {
        return Err(cannot(format!(
            "la aprobación «{}» que espera no existe igual en la versión {version}.",
            open.policy
        )));
    }
    Ok(())
}

/// What was announced holds: a term of the same name goes on, and no end comes earlier.
fn carry_terms(course: &mut Course) {
    let rules = course.rules;
    let Some(visit) = course.case.visit().cloned() else { return };
    let running: Vec<TermRun> = course.case.running_terms().cloned().collect();
    let announced = running.iter().map(|run| run.ends_at).max();
    for run in &running {
        match rules.procedure.terms.get(&run.term).filter(|term| term.activity == visit.activity) {
            Some(term) => {
                let ends_at = term::ends_at(&rules.calendar, &course.case, term, run.base_at);
                if let Some(ends_at) = ends_at.filter(|ends_at| *ends_at > run.ends_at) {
                    let term = run.term.clone();
                    course.push(Happened::TermLengthened {
                        term,
                        visit: visit.no,
                        ends_at,
                        why: Lengthening::Migration,
                    });
                }
            }
            None => course.push(Happened::TermStopped { term: run.term.clone(), visit: visit.no }),
        }
    }
    let known = |id: &TermId| course.case.terms.iter().any(|run| run.visit == visit.no && run.term == *id);
    // Its letter is on the way: the term begins when it arrives.
    let awaited = |term: &Term| match &term.from {
        TermStart::Delivered(own) => {
            course.case.notices.iter().any(|n| n.notice == *own && n.visit == visit.no && !n.dropped)
        }
        TermStart::Entered => false,
    };
    let mut begun = Vec::new();
    for (id, term) in rules.procedure.terms_of(&visit.activity).filter(|(id, _)| !known(id)) {
        // What it would be counted from may have had another name before: it counts from now.
        let base_at = match term::base(rules, &course.case, term, &visit) {
            Some(base_at) => base_at,
            None if awaited(term) => continue,
            None => course.at,
        };
        if let Some(ends_at) = term::ends_at(&rules.calendar, &course.case, term, base_at) {
            let ends_at = ends_at.max(announced.unwrap_or(ends_at)).max(course.at);
            begun.push(Happened::TermStarted { term: id.clone(), visit: visit.no, base_at, ends_at });
        }
    }
    // The tool counts; the person only changed the version.
    begun.into_iter().for_each(|what| course.push_as_system(what));
}
