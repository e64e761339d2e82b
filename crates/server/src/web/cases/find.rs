//! Somebody found by typing. Works without script: «Buscar» sends the form, which then only finds.

use desk::people::Person;
use desk::{PersonId, Rulebook};

use super::fields::Typed;
use super::who;
use crate::view;
use crate::web::kit::{Field, Input, Opt};
use crate::web::page::Page;

/// The most people offered.
const MOST: usize = 8;

/// A field for one person, with who is chosen in it.
pub struct Found {
    pub field: Field,
    pub chosen: Option<PersonId>,
}

/// The words of the field.
pub struct Sought<'a> {
    pub name: &'a str,
    pub label: String,
    pub help: String,
    pub optional: bool,
}

/// Whether the form was sent only to find somebody.
pub fn searching(typed: &Typed) -> bool {
    typed.one("find").is_some()
}

/// What was typed into the field, found among those who fit.
pub fn person(
    p: &Page,
    rules: &Rulebook,
    me: &PersonId,
    typed: &Typed,
    sought: Sought<'_>,
    fits: impl Fn(&Person) -> bool,
) -> Found {
    let Sought { name, label, help, optional } = sought;
    let query = typed.text(&format!("{name}.query"));
    let asked = typed.one("find") == Some(name);
    let given = PersonId::from(typed.text(name).as_str());
    let may = |person: &&Person| person.active && fits(person);
    let kept = rules.people.get(&given).filter(|_| !asked).filter(may);
    let found =
        if kept.is_none() { view::find_people(rules.people.iter().filter(may), &query, MOST) } else { Vec::new() };
    let chosen = kept.or(match found[..] {
        [only] => Some(only),
        _ => None,
    });
    let problem = (chosen.is_none() && found.is_empty() && !query.is_empty()).then(|| p.t("nobody-found").to_string());
    let option = |person: &Person| {
        let shown = who(rules, &person.id, me);
        Opt { value: shown.id, label: shown.name, help: shown.about, ..Opt::default() }
    };
    let options = if chosen.is_some() { Vec::new() } else { found.iter().map(|person| option(person)).collect() };
    let chosen = chosen.map(|person| person.id.clone());
    let shown = chosen.as_ref().map(|id| who(rules, id, me));
    let input = Input::Person { query, found: options, chosen: shown };
    Found { field: Field { name: name.to_owned(), label, help, optional, input, problem, whole: true }, chosen }
}
