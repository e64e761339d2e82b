//! Registering: the first fact of every case.

use crate::access;
use crate::command::{Register, When};
use crate::event::{Actor, Event, Happened, Registration};
use crate::names::*;
use crate::procedure::{FieldKind, Giver};
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::{Input, Value, Values};

use super::course::Given;
use super::{Course, allowed, answer, follow, input};

pub fn decide(rules: &Rulebook, who: &Actor, register: &Register, when: When) -> Result<Vec<Event>, Refused> {
    let actor = who.id().ok_or(Refused::NotAllowed)?;
    for person in [actor, &register.requester, &register.beneficiary] {
        input::known_person(rules, person)?;
    }
    if *actor != register.requester && !access::is_desk(rules, actor) {
        return Err(Refused::NotAllowed);
    }
    if register.subject.length() == 0 || register.description.length() == 0 {
        return Err(Refused::NothingSaid);
    }
    if register.letter.is_none() {
        allowed::said(&register.description)?;
    }
    asked_again_with_reason(rules, register)?;
    let registration = Registration {
        number: register.number.clone(),
        desk: rules.desk.id.clone(),
        procedure: rules.procedure.document.id.clone(),
        version: rules.procedure.document.version.clone(),
        channel: register.channel,
        requester: register.requester.clone(),
        beneficiary: register.beneficiary.clone(),
        registered_by: Some(actor.clone()).filter(|actor| *actor != register.requester),
        subject: register.subject.id(),
        description: register.description.id(),
        fields: Values::new(),
        catalogue: rules.catalogue.version.clone(),
        group: rules.desk.first_group.clone(),
        link: register.link.clone(),
        letter: register.letter.clone(),
    };
    // The form is read against a case that already knows its item.
    let fields = form(rules, who, &registration, register, when)?;
    let registered = Event {
        effective_at: when.at,
        actor: who.clone(),
        what: Happened::Registered(Box::new(Registration { fields, ..registration })),
    };
    let mut course = Course::begin(rules, registered.clone(), when).ok_or(Refused::NotRegistered)?;
    for (file, _) in &register.files {
        course.push(Happened::Attached(file.clone()));
    }
    for person in &register.followers {
        follow::decide(&mut course, person, true)?;
    }
    course.announce(&registered.what);
    let first = rules.procedure.first().ok_or(Refused::NotRegistered)?;
    course.enter(first.clone(), None, None, false)?;
    by_registering(&mut course)?;
    Ok(course.into_events())
}

/// «Volver a solicitar» brings the argument the document asks for.
fn asked_again_with_reason(rules: &Rulebook, register: &Register) -> Result<(), Refused> {
    let Some(again) = rules.procedure.document.again.as_ref() else { return Ok(()) };
    let is_again = register.link.as_ref().is_some_and(|(kind, _)| *kind == again.link);
    match again.needs.as_ref().filter(|_| is_again) {
        Some(field) if register.inputs.get(field).is_none_or(|input| input.length() == 0) => {
            Err(Refused::InputMissing { fields: vec![field.clone()] })
        }
        _ => Ok(()),
    }
}

fn form(
    rules: &Rulebook,
    who: &Actor,
    registration: &Registration,
    register: &Register,
    when: When,
) -> Result<Values, Refused> {
    let mut known = Values::new();
    if let Some(Input::Value(Value::Word(item))) = register.inputs.get("item") {
        let id = ItemId::from(item.as_str());
        input::known_item(rules, &id)?;
        known.insert("item".into(), Value::Word(item.clone()));
        if let Some(priority) = rules.catalogue.item(&id).and_then(|item| item.priority.as_ref()) {
            known.insert("priority".into(), Value::Word(priority.to_string()));
        }
    }
    let draft = Registration { fields: known.clone(), ..registration.clone() };
    let draft = Event { effective_at: when.at, actor: who.clone(), what: Happened::Registered(Box::new(draft)) };
    let course = Course::begin(rules, draft, when).ok_or(Refused::NotRegistered)?;
    let form = course.facts().item().map(|item| item.form.keys().collect::<Vec<_>>()).unwrap_or_default();
    let mut asked: Vec<&FieldId> = rules.procedure.fields.keys().collect();
    asked.extend(form);
    let mut values = input::check(&course, &asked, &register.inputs)?;
    for (field, value) in &values {
        if let Value::Person(person) = value
            && input::field(rules, &course.case, field).is_some_and(|f| f.kind == FieldKind::Person)
        {
            answer::fit_to_approve(&course, field, person)?;
        }
    }
    for (field, value) in known {
        values.entry(field).or_insert(value);
    }
    Ok(values)
}

/// The activity that consists in registering is answered by it.
fn by_registering(course: &mut Course) -> Result<(), Refused> {
    let rules = course.rules;
    let Some(here) = course.case.activity().cloned() else { return Ok(()) };
    let found =
        rules.procedure.answers.iter().find(|(_, a)| a.given_by == Giver::Registration && a.from.contains(&here));
    let Some((id, answer)) = found else { return Ok(()) };
    course.as_system(|course| course.take(Given::by_itself(id, answer), false))
}
