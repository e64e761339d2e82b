//! A field of the procedure or of an item's form as a question of a page, and its answer back.

use std::collections::BTreeMap;

use desk::procedure::{Field as Definition, FieldKind, Finder};
use desk::value::{Input as Answer, Inputs, Value};
use desk::words::ContentId;
use desk::{FieldId, PersonId, Refused, Rulebook, approval};
use jiff::civil::Date;

use crate::act::words;
use crate::view;
use crate::web::kit::{Field, Input, Opt};

/// What was typed into a form, by the names of its fields.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub BTreeMap<String, Vec<String>>);

impl Typed {
    pub fn one(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn text(&self, name: &str) -> String {
        self.one(name).unwrap_or_default().trim().to_owned()
    }
}

/// What a field is asked with.
pub struct Asking<'a> {
    pub rules: &'a Rulebook,
    /// Requester and beneficiary: whoever they are may not approve.
    pub parties: [&'a PersonId; 2],
    pub today: Date,
    pub typed: &'a Typed,
    /// What the case already holds.
    pub held: Option<&'a Value>,
}

/// A field under a name of its form.
pub fn field(ask: &Asking<'_>, id: &FieldId, definition: &Definition, name: &str, required: bool) -> Field {
    Field {
        name: name.to_owned(),
        label: definition.label.clone(),
        help: definition.help.clone(),
        optional: !required,
        input: input(ask, id, definition, name),
        problem: None,
        whole: matches!(
            definition.kind,
            FieldKind::Paragraph | FieldKind::List | FieldKind::Many | FieldKind::Attachments
        ),
    }
}

fn input(ask: &Asking<'_>, id: &FieldId, definition: &Definition, name: &str) -> Input {
    let typed = ask.typed.one(name);
    let chosen =
        |value: &str| typed.map_or_else(|| ask.held.is_some_and(|held| holds(held, value)), |typed| typed == value);
    let options = |list: Vec<(String, String, String)>| -> Vec<Opt> {
        let opt = |(value, label, help): (String, String, String)| Opt {
            chosen: chosen(&value),
            value,
            label,
            help,
            parts: Vec::new(),
        };
        list.into_iter().map(opt).collect()
    };
    let plain = || typed.map(str::to_owned).unwrap_or_else(|| ask.held.map_or_else(String::new, shown));
    let two = |(value, label): (&String, &String)| (value.clone(), label.clone(), String::new());
    match definition.kind {
        FieldKind::Text => Input::Line { value: plain(), short: false },
        FieldKind::Paragraph => Input::Paragraph { value: plain(), rows: 4 },
        FieldKind::List => Input::Lines { value: plain(), rows: 4 },
        FieldKind::Number => Input::Number { value: plain() },
        FieldKind::Date => Input::Date { value: plain() },
        FieldKind::Choice if definition.options.len() <= 6 => {
            Input::Choice { options: options(definition.options.iter().map(two).collect()) }
        }
        FieldKind::Choice => Input::Select { options: options(definition.options.iter().map(two).collect()) },
        FieldKind::Many => Input::Many {
            options: definition
                .options
                .iter()
                .map(|(value, label)| Opt {
                    chosen: ask.typed.all(name).contains(value),
                    value: value.clone(),
                    label: label.clone(),
                    ..Opt::default()
                })
                .collect(),
            columns: definition.options.len() > 5,
        },
        FieldKind::YesNo => Input::Choice {
            options: options(vec![
                ("si".into(), "Sí".into(), String::new()),
                ("no".into(), "No".into(), String::new()),
            ]),
        },
        FieldKind::Person => Input::Select { options: options(people(ask, id)) },
        // Several people: names, mails or extensions, found when the form is sent.
        FieldKind::People => Input::Lines { value: plain(), rows: 3 },
        FieldKind::Group => Input::Select {
            options: options(
                ask.rules
                    .desk
                    .group
                    .iter()
                    .map(|(id, group)| (id.to_string(), group.name.clone(), String::new()))
                    .collect(),
            ),
        },
        FieldKind::Item => Input::Select {
            options: options(
                ask.rules
                    .catalogue
                    .items
                    .iter()
                    .filter(|(_, item)| item.active)
                    .map(|(id, item)| (id.to_string(), item.name.clone(), String::new()))
                    .collect(),
            ),
        },
        FieldKind::Category => Input::Select {
            options: options(
                ask.rules
                    .catalogue
                    .categories
                    .iter()
                    .map(|(id, c)| (id.to_string(), c.name.clone(), String::new()))
                    .collect(),
            ),
        },
        FieldKind::Priority => Input::Select {
            options: options(
                ask.rules
                    .catalogue
                    .priorities
                    .iter()
                    .map(|(id, p)| (id.to_string(), p.name.clone(), String::new()))
                    .collect(),
            ),
        },
        FieldKind::Attachments => Input::Files { accept: String::new() },
    }
}

/// Who may stand in a field of one person: approvers where an approval is picked from it, else the desk's people.
fn people(ask: &Asking<'_>, id: &FieldId) -> Vec<(String, String, String)> {
    let named = |person: &desk::people::Person| {
        let about = if person.position.is_empty() { String::new() } else { format!(" — {}", person.position) };
        (person.id.to_string(), format!("{}{about}", person.name), String::new())
    };
    match positions(ask.rules, id) {
        Some(positions) => {
            approval::find::candidates(ask.rules, ask.parties, &positions, ask.today).into_iter().map(named).collect()
        }
        None => {
            let mut staff: Vec<_> =
                ask.rules.people.iter().filter(|p| p.active && desk::access::works_here(ask.rules, p)).collect();
            staff.sort_by(|a, b| a.name.cmp(&b.name));
            staff.into_iter().map(named).collect()
        }
    }
}

/// The positions from which an approver is picked in this field, if an approval is.
pub fn positions(rules: &Rulebook, id: &FieldId) -> Option<Vec<String>> {
    rules.procedure.approvals.values().flat_map(|policy| &policy.steps).find_map(|step| match &step.finder {
        Finder::Chosen { field, positions } if field == id => Some(positions.clone()),
        _ => None,
    })
}

fn holds(held: &Value, value: &str) -> bool {
    match held {
        Value::Word(word) => word == value,
        Value::Many(words) => words.iter().any(|word| word == value),
        Value::Yes(yes) => value == if *yes { "si" } else { "no" },
        Value::Person(person) => *person == *value,
        Value::Group(group) => *group == *value,
        _ => false,
    }
}

/// A value that can stand in a text box; written texts are not repeated.
fn shown(held: &Value) -> String {
    match held {
        Value::Word(word) => word.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::People(people) => people.iter().map(PersonId::to_string).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}

/// The answer to a field, as the rules take it; nothing when it was left empty.
///
/// # Errors
/// When what was typed cannot be such a value.
pub fn answer(
    rules: &Rulebook,
    id: &FieldId,
    kind: FieldKind,
    given: &[String],
    files: &[ContentId],
) -> Result<Option<Answer>, Refused> {
    let text = given.first().map_or("", |text| text.trim());
    let wrong = |why: &str| Refused::InputInvalid { field: id.clone(), why: why.to_owned() };
    if kind == FieldKind::Attachments {
        return Ok((!files.is_empty()).then(|| Answer::Value(Value::Files(files.to_vec()))));
    }
    if given.iter().all(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    Ok(Some(match kind {
        kind if kind.is_written() => Answer::Text(words(text)),
        FieldKind::Many => Answer::Value(Value::Many(given.to_vec())),
        FieldKind::Number => {
            let plain = text.replace('.', "").replace(',', ".");
            Answer::Value(Value::Number(plain.parse().map_err(|_| wrong("escriba un número."))?))
        }
        FieldKind::Date => Answer::Value(Value::Date(text.parse().map_err(|_| wrong("escriba una fecha."))?)),
        FieldKind::YesNo => Answer::Value(Value::Yes(text == "si")),
        FieldKind::Person => Answer::Value(Value::Person(text.into())),
        FieldKind::Group => Answer::Value(Value::Group(text.into())),
        FieldKind::People => Answer::Value(Value::People(
            everybody(rules, text).map_err(|who| wrong(&format!("no se encontró a «{who}».")))?,
        )),
        _ => Answer::word(text),
    }))
}

/// The people named in a text, one a line or separated by commas.
fn everybody(rules: &Rulebook, text: &str) -> Result<Vec<PersonId>, String> {
    let named = text.split(['\n', ',', ';']).map(str::trim).filter(|who| !who.is_empty());
    named.map(|who| person(rules, who).ok_or_else(|| who.to_owned())).collect()
}

/// The one person somebody typed: an id, a mail, an extension, a document number, or a name that fits nobody else.
pub fn person(rules: &Rulebook, typed: &str) -> Option<PersonId> {
    let typed = typed.trim();
    if let Some(known) = rules.people.get(&typed.into()).filter(|p| p.active) {
        return Some(known.id.clone());
    }
    match view::find_people(rules.people.iter(), typed, 2)[..] {
        [only] => Some(only.id.clone()),
        _ => None,
    }
}

/// The inputs of a set of fields, each under its name in the form.
///
/// # Errors
/// The first that cannot be.
pub fn inputs<'a>(
    rules: &Rulebook,
    asked: impl Iterator<Item = (&'a FieldId, FieldKind, String)>,
    typed: &Typed,
    files: &BTreeMap<String, Vec<ContentId>>,
) -> Result<Inputs, Refused> {
    let mut inputs = Inputs::new();
    for (id, kind, name) in asked {
        let attached = files.get(&name).map_or(&[][..], Vec::as_slice);
        if let Some(given) = answer(rules, id, kind, typed.all(&name), attached)? {
            inputs.insert(id.clone(), given);
        }
    }
    Ok(inputs)
}
