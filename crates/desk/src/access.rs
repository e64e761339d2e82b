//! Who may see and do. One rule per object, asked wherever the object is loaded.

use jiff::civil::Date;

use crate::case::Case;
use crate::names::*;
use crate::people::Person;
use crate::procedure::RoleKind;
use crate::rulebook::Rulebook;

/// How much of a case somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// For them it does not exist.
    Nothing,
    /// A restricted case seen by the desk: number, service, state, dates and the public solution.
    Outline,
    /// What the requester sees: everything public.
    Public,
    /// Everything, internal notes included.
    All,
}

/// The roles a person fills for a case on a day, in the order of the procedure.
pub fn roles<'a>(rules: &'a Rulebook, case: &Case, person: &PersonId, day: Date) -> Vec<&'a RoleId> {
    rules.procedure.roles.keys().filter(|role| fills(rules, case, person, role, day)).collect()
}

/// Whether a person fills a role for a case on a day.
pub fn fills(rules: &Rulebook, case: &Case, person: &PersonId, role: &RoleId, day: Date) -> bool {
    let Some(who) = rules.people.get(person).filter(|p| p.active) else { return false };
    match rules.procedure.roles.get(role).map(|r| r.is) {
        Some(RoleKind::Requester) => case.is_party(person),
        Some(RoleKind::Approver) => crate::approval::may_decide(rules, case, person, day).is_some(),
        Some(RoleKind::Staff) => who.has_role(&rules.desk.id, role),
        Some(RoleKind::Assignee) => match &case.assignee {
            Some(assignee) => assignee == person,
            None => case.group.as_ref().is_some_and(|group| who.groups.contains(group)) && works_here(rules, who),
        },
        Some(RoleKind::System) | None => false,
    }
}

/// Holds any role of this desk that belongs to its staff.
pub fn works_here(rules: &Rulebook, person: &Person) -> bool {
    let staff = |kind| matches!(kind, RoleKind::Staff | RoleKind::Assignee);
    rules.procedure.roles.iter().any(|(role, r)| staff(r.is) && person.has_role(&rules.desk.id, role))
}

fn holds_any(rules: &Rulebook, person: &Person, roles: &[RoleId]) -> bool {
    roles.iter().any(|role| person.has_role(&rules.desk.id, role))
}

/// Registers for others and works the queue.
pub fn is_desk(rules: &Rulebook, person: &PersonId) -> bool {
    active(rules, person).is_some_and(|p| holds_any(rules, p, &rules.procedure.document.rights.desk))
}

/// May correct a mistaken step and reassign anything.
pub fn may_correct(rules: &Rulebook, person: &PersonId) -> bool {
    active(rules, person).is_some_and(|p| holds_any(rules, p, &rules.procedure.document.rights.correct))
}

/// Reads everything of the desk and changes nothing.
pub fn is_auditor(rules: &Rulebook, person: &PersonId) -> bool {
    let auditor = rules.desk.auditor.as_ref();
    active(rules, person).is_some_and(|p| auditor.is_some_and(|role| p.has_role(&rules.desk.id, role)))
}

/// Is at the desk to do something there, and not only to read it as its auditor.
pub fn changes_things(rules: &Rulebook, person: &PersonId) -> bool {
    active(rules, person).is_some_and(|who| on_the_desk(rules, who))
}

/// Opens the desk's queues: who works there, supervises or audits it.
pub fn opens_queues(rules: &Rulebook, person: &PersonId) -> bool {
    is_auditor(rules, person) || active(rules, person).is_some_and(|who| on_the_desk(rules, who))
}

/// Sees how the desk is doing as a whole: who may correct, and who sees everything.
pub fn coordinates(rules: &Rulebook, person: &PersonId) -> bool {
    let sees_all = |who: &Person| holds_any(rules, who, &rules.procedure.document.rights.see_all);
    may_correct(rules, person) || is_auditor(rules, person) || active(rules, person).is_some_and(sees_all)
}

fn on_the_desk(rules: &Rulebook, who: &Person) -> bool {
    let rights = &rules.procedure.document.rights;
    works_here(rules, who) || holds_any(rules, who, &rights.desk) || holds_any(rules, who, &rights.see_all)
}

/// Writes articles: whoever works the queue, and who corrects it.
pub fn writes_articles(rules: &Rulebook, person: &PersonId) -> bool {
    is_desk(rules, person) || may_correct(rules, person)
}

fn active<'a>(rules: &'a Rulebook, person: &PersonId) -> Option<&'a Person> {
    rules.people.get(person).filter(|p| p.active)
}

/// How much of a case a person sees, as far as that can be told without opening it: knowing only
/// whether they asked for it or it is for them, and whether it is restricted. Nothing where the case
/// itself has to say.
pub fn sight_unopened(rules: &Rulebook, person: &PersonId, is_party: bool, restricted: bool) -> Option<Sight> {
    let Some(who) = active(rules, person) else { return Some(Sight::Nothing) };
    if is_auditor(rules, person) {
        return Some(Sight::All);
    }
    // One's own request is read as its requester, never with the desk's internal notes.
    if is_party {
        return Some(Sight::Public);
    }
    (!restricted && on_the_desk(rules, who)).then_some(Sight::All)
}

/// How much of this case a person sees.
pub fn sight(rules: &Rulebook, case: &Case, person: &PersonId, day: Date) -> Sight {
    if let Some(sight) = sight_unopened(rules, person, case.is_party(person), case.restricted_to.is_some()) {
        return sight;
    }
    let Some(who) = active(rules, person) else { return Sight::Nothing };
    if on_the_desk(rules, who) {
        // Only of a restricted case: of any other the desk sees everything.
        let chosen = case.restricted_to.as_ref().is_none_or(|group| who.groups.contains(group));
        return if chosen || case.assignee.as_ref() == Some(person) { Sight::All } else { Sight::Outline };
    }
    let public = crate::approval::was_asked(rules, case, person, day)
        || case.registered_by.as_ref() == Some(person)
        || case.followers.contains(person);
    if public { Sight::Public } else { Sight::Nothing }
}
