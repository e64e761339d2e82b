use std::collections::BTreeMap;

use super::{differences, texts};
use crate::procedure::{Procedure, source};

const TEXT: &str = include_str!("../../../../../procedures/ejemplo-municipio/procedure.toml");

fn read(text: &str) -> Procedure {
    source::read(text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn says(before: &str, after: &str) -> Vec<String> {
    differences(&read(before), &read(after)).iter().map(ToString::to_string).collect()
}

#[test]
fn a_version_does_not_differ_from_itself() {
    assert_eq!(says(TEXT, TEXT), Vec::<String>::new());
}

#[test]
fn another_length_of_a_term_is_said_in_days() {
    let before = read(TEXT);
    for (id, term) in &before.terms {
        let mut after = before.clone();
        let own = after.terms.get_mut(id).expect("the same term");
        own.length = crate::procedure::TermLength::Days(77, crate::calendar::DayKind::Business);
        let found = differences(&before, &after);
        let said = &found[0].says;
        assert!(
            said.starts_with(&format!("La actividad {} tiene ahora 77 días hábiles en vez de", term.activity)),
            "{said}"
        );
        assert_eq!(found.len(), 1);
    }
}

#[test]
fn what_comes_and_what_goes_is_named() {
    let before = read(TEXT);
    let mut after = before.clone();
    let (gone, activity) = after.activities.shift_remove_index(1).expect("a second activity");
    let found = differences(&before, &after);
    assert_eq!(found[0].says, format!("Desaparece la actividad {gone} ({}).", activity.name));
    assert_eq!(found[0].place, format!("activity.{gone}"));
    let found = differences(&after, &before);
    assert_eq!(found[0].says, format!("Aparece la actividad {gone} ({}).", activity.name));
}

/// Whatever is changed in a file is found: no part of the language is forgotten.
#[test]
fn every_part_of_a_procedure_that_changes_is_found() {
    let before = read(TEXT);
    let changes: [fn(&mut Procedure); 14] = [
        |p| p.document.name.push('x'),
        |p| p.document.conditions.push("Otra condición.".into()),
        |p| p.roles[0].name.push('x'),
        |p| p.states[0].label.push('x'),
        |p| p.fields[0].required ^= true,
        |p| p.activities[0].name.push('x'),
        |p| p.activities[0].by.clear(),
        |p| p.answers[0].to = crate::procedure::Target::CameFrom,
        |p| p.answers[0].does.clear(),
        |p| p.answers[0].needs.clear(),
        |p| p.clocks[0].target = crate::procedure::ClockTarget::None,
        |p| p.notices[0].to.clear(),
        |p| p.results[0].label.push('x'),
        |p| p.survey = None,
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut after = before.clone();
        change(&mut after);
        let equal = format!("{before:?}") == format!("{after:?}");
        assert_eq!(differences(&before, &after).is_empty(), equal, "change {at}");
    }
}

#[test]
fn texts_that_came_went_and_changed_are_named() {
    let of = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect::<BTreeMap<_, _>>()
    };
    let found = texts(&of(&[("acuse", "uno"), ("cierre", "x")]), &of(&[("acuse", "dos"), ("reporte", "y")]));
    let said: Vec<&str> = found.iter().map(|difference| difference.says.as_str()).collect();
    assert_eq!(said, ["El texto «acuse» cambia.", "Desaparece el texto «cierre».", "Aparece el texto «reporte»."]);
}
