//! What an answer brings: every field asked for, of the right kind, long enough.

use crate::case::Case;
use crate::facts::CaseFacts;
use crate::names::*;
use crate::procedure::{Answer, Field, FieldKind, Need, TermLength};
use crate::refused::Refused;
use crate::rulebook::Rulebook;
use crate::value::{Input, Inputs, Value, Values};

use super::{Course, allowed};

/// The values of the inputs, each checked against its field.
///
/// # Errors
/// The first input that is unasked for, too short or impossible.
pub fn check(course: &Course, asked: &[&FieldId], inputs: &Inputs) -> Result<Values, Refused> {
    let mut values = Values::new();
    for (id, input) in inputs {
        if !asked.contains(&id) {
            return Err(Refused::InputUnasked { field: id.clone() });
        }
        if input.length() == 0 {
            continue;
        }
        if let Some(field) = field(course.rules, &course.case, id) {
            fits(course, id, field, input)?;
        }
        values.insert(id.clone(), input.value());
    }
    Ok(values)
}

/// A field by its name: of the procedure, else of the form of the case's item.
pub fn field<'a>(rules: &'a Rulebook, case: &Case, id: &FieldId) -> Option<&'a Field> {
    let of_item = || rules.catalogue.items.get(&case.item()?)?.form.get(id);
    rules.procedure.fields.get(id).or_else(of_item)
}

fn fits(course: &Course, id: &FieldId, field: &Field, input: &Input) -> Result<(), Refused> {
    let wrong = |why: &str| Err(Refused::InputInvalid { field: id.clone(), why: why.to_string() });
    let rules = course.rules;
    match (field.kind, input) {
        (kind, Input::Text(words)) if kind.is_written() => {
            if words.length() < field.min {
                return Err(Refused::InputTooShort { field: id.clone(), min: field.min });
            }
            if words.length() > allowed::LONGEST {
                return wrong(allowed::TOO_LONG);
            }
        }
        // The words of a message that an agent interprets are in the case already.
        (kind, Input::Value(Value::Written(_))) if kind.is_written() => {}
        (kind, _) if kind.is_written() => return wrong("se escribe con palabras."),
        (FieldKind::Choice, Input::Value(Value::Word(word))) if field.options.contains_key(word) => {}
        (FieldKind::Many, Input::Value(Value::Many(words))) if words.iter().all(|w| field.options.contains_key(w)) => {}
        (FieldKind::Choice | FieldKind::Many, _) => return wrong("elija una de las opciones."),
        (FieldKind::Number, Input::Value(Value::Number(n))) if n.is_finite() => {}
        (FieldKind::Number, _) => return wrong("escriba un número."),
        (FieldKind::Date, Input::Value(Value::Date(date))) => {
            if !(1900..=2200).contains(&date.year()) {
                return wrong("el año no es posible.");
            }
            if ends_a_term(rules, id) && *date <= course.today() {
                return wrong("escriba una fecha posterior a hoy.");
            }
        }
        (FieldKind::Date, _) => return wrong("escriba una fecha."),
        (FieldKind::YesNo, Input::Value(Value::Yes(_))) => {}
        (FieldKind::YesNo, _) => return wrong("responda sí o no."),
        (FieldKind::Person, Input::Value(Value::Person(person))) => known_person(rules, person)?,
        (FieldKind::People, Input::Value(Value::People(people))) => {
            people.iter().try_for_each(|p| known_person(rules, p))?
        }
        (FieldKind::Person | FieldKind::People, _) => return wrong("elija una persona."),
        (FieldKind::Group, Input::Value(Value::Group(group))) => known_group(rules, group)?,
        (FieldKind::Group, _) => return wrong("elija un grupo."),
        (FieldKind::Item, Input::Value(Value::Word(item))) => known_item(rules, &item.as_str().into())?,
        (FieldKind::Category, Input::Value(Value::Word(word)))
            if rules.catalogue.categories.contains_key(word.as_str()) => {}
        (FieldKind::Priority, Input::Value(Value::Word(word)))
            if rules.catalogue.priorities.contains_key(word.as_str()) => {}
        (FieldKind::Item | FieldKind::Category | FieldKind::Priority, _) => return wrong("elija una de las opciones."),
        (FieldKind::Attachments, Input::Value(Value::Files(files)))
            if files.iter().all(|f| course.case.files.iter().any(|own| own.id == *f)) => {}
        (FieldKind::Attachments, _) => return wrong("adjunte primero el archivo al caso."),
        (FieldKind::Text | FieldKind::Paragraph | FieldKind::List, _) => {}
    }
    Ok(())
}

pub fn ends_a_term(rules: &Rulebook, field: &FieldId) -> bool {
    rules.procedure.terms.values().any(|term| matches!(&term.length, TermLength::UntilField(own) if own == field))
}

/// # Errors
/// When nobody active has that id.
pub fn known_person(rules: &Rulebook, person: &PersonId) -> Result<(), Refused> {
    match rules.people.get(person) {
        Some(p) if p.active => Ok(()),
        _ => Err(Refused::PersonUnknown { person: person.clone() }),
    }
}

/// # Errors
/// When the desk has no such group.
pub fn known_group(rules: &Rulebook, group: &GroupId) -> Result<(), Refused> {
    if rules.desk.group.contains_key(group) { Ok(()) } else { Err(Refused::GroupUnknown { group: group.clone() }) }
}

/// # Errors
/// When the catalogue does not offer it.
pub fn known_item(rules: &Rulebook, item: &ItemId) -> Result<(), Refused> {
    match rules.catalogue.item(item) {
        Some(found) if found.active => Ok(()),
        _ => Err(Refused::ItemUnknown { item: item.clone() }),
    }
}

/// Fields an answer may bring.
pub fn asked_by(answer: &Answer) -> Vec<&FieldId> {
    answer.needs.iter().map(|need| &need.field).chain(&answer.takes).collect()
}

/// The needs of an answer that nothing fills in.
///
/// A fact of the case counts once it is there; any other input is said anew each time.
pub fn missing(facts: &CaseFacts, needs: &[Need], values: &Values) -> Vec<FieldId> {
    needs
        .iter()
        .filter(|need| facts.allow(need.guard.as_ref()))
        .filter(|need| {
            let given = values.get(&need.field).is_some_and(|v| !v.is_empty());
            let kept = field(facts.rules, facts.case, &need.field).is_some_and(|f| f.keep);
            let held = kept && facts.case.fields.get(&need.field).is_some_and(|v| !v.is_empty());
            let derived = need.field == *"category" && facts.category().is_some();
            let attached = facts.case.files.iter().any(|file| file.field.as_ref() == Some(&need.field));
            !(given || held || derived || attached)
        })
        .map(|need| need.field.clone())
        .collect()
}
