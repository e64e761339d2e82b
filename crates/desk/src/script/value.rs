//! Values as a script writes them, read by the kind of their field.

use crate::event::File;
use crate::names::*;
use crate::procedure::{Field, FieldKind};
use crate::rulebook::Rulebook;
use crate::value::{Input, Inputs, Value};
use crate::words::{ContentId, folded};

use super::named;
use super::read::{Cursor, Said, Token, date, weekday};
use super::world::World;

/// What stands after `campo=`: words or texts between commas.
pub(super) struct Written {
    parts: Vec<String>,
    quoted: bool,
}

impl Written {
    pub fn read(cursor: &mut Cursor) -> Said<Written> {
        let mut written = Written { parts: Vec::new(), quoted: false };
        loop {
            match cursor.peek() {
                Some(Token::Quoted(_)) => {
                    written.quoted = true;
                    written.parts.extend(cursor.quoted());
                }
                // `fecha_revision=vie 27/11/2026`: the weekday is checked and not kept.
                Some(Token::Word(word)) if weekday(word).is_some() && cursor.clone().weekday_and_date().is_ok() => {
                    let day = cursor.weekday_and_date()?;
                    written.parts.push(format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()));
                }
                Some(Token::Word(_)) => written.parts.extend(cursor.next_word()),
                _ => return Err("Después de «=» va el valor.".to_string()),
            }
            // A comma before the next field only separates.
            let mut ahead = cursor.clone();
            let more = ahead.sign(',') && !ahead.names_a_field();
            if !more {
                return Ok(written);
            }
            cursor.sign(',');
        }
    }

    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// As a script writes it.
    pub fn shown(&self) -> String {
        self.parts.join(",")
    }

    fn text(text: String) -> Written {
        Written { parts: vec![text], quoted: true }
    }

    /// The value for a field of this kind. What does not fit is brought as a text: the rules say no.
    pub fn input(self, world: &mut World, rules: &Rulebook, field: Option<&Field>) -> Input {
        let first = self.parts.first().cloned().unwrap_or_default();
        let one = |word: &String| field.map_or_else(|| word.clone(), |field| named::option(rules, field, word));
        let person = |word: &String| named::person(&rules.people, word);
        let value = match field.map(|field| field.kind) {
            Some(kind) if kind.is_written() => None,
            Some(FieldKind::Choice | FieldKind::Item | FieldKind::Category | FieldKind::Priority) => {
                Some(Value::Word(one(&first)))
            }
            Some(FieldKind::Many) => Some(Value::Many(self.parts.iter().map(one).collect())),
            Some(FieldKind::Number) => first.replace(',', ".").parse().ok().map(Value::Number),
            Some(FieldKind::Date) => date(&first).map(Value::Date),
            Some(FieldKind::YesNo) => match folded(&first).as_str() {
                "si" | "s" | "x" | "true" => Some(Value::Yes(true)),
                "no" | "n" | "false" => Some(Value::Yes(false)),
                _ => None,
            },
            Some(FieldKind::Person) => Some(Value::Person(person(&first))),
            Some(FieldKind::People) => {
                Some(Value::People(self.parts.iter().filter(|p| !p.is_empty()).map(person).collect()))
            }
            Some(FieldKind::Group) => Some(Value::Group(named::group(rules, &first))),
            Some(FieldKind::Attachments) => Some(Value::Files(self.parts.iter().map(|name| file_id(name)).collect())),
            _ if !self.quoted => Some(Value::Word(first)),
            _ => None,
        };
        match value {
            Some(value) => Input::Value(value),
            None => Input::Text(world.words(&self.parts.join("\n"))),
        }
    }
}

/// Reads `campo=valor …` and texts without a field, which fill `blanks` in their order.
pub(super) fn inputs(
    world: &mut World,
    rules: &Rulebook,
    held: Option<ItemId>,
    blanks: &[FieldId],
    cursor: &mut Cursor,
) -> Said<Inputs> {
    let mut found = Vec::new();
    let mut item = held;
    let mut blanks = blanks.iter();
    loop {
        if cursor.names_a_field() {
            let word = cursor.need_word("un campo")?;
            cursor.sign('=');
            let written = Written::read(cursor)?;
            let field = named::field(rules, item.as_ref(), &word);
            let known = named::field_of(rules, None, &field).filter(|known| known.kind == FieldKind::Item);
            if let (Some(known), Some(first)) = (known, written.parts.first()) {
                item = Some(named::option(rules, known, first).as_str().into());
            }
            found.push((word, field, written));
        } else if let Some(Token::Quoted(text)) = cursor.peek() {
            let given: Vec<FieldId> =
                found.iter().map(|(_, field, _): &(String, FieldId, Written)| field.clone()).collect();
            let Some(blank) = blanks.find(|blank| !given.contains(blank)) else {
                return Err(format!("El texto «{text}» no tiene campo: escriba campo=\"…\"."));
            };
            found.push((blank.to_string(), blank.clone(), Written::text(cursor.quoted().unwrap_or_default())));
        } else {
            // «con solucion=…»: small words between fields.
            let mut ahead = cursor.clone();
            let between = ahead.sign(',') || ahead.take_any(&["con", "y"]);
            if !between || !(ahead.names_a_field() || matches!(ahead.peek(), Some(Token::Quoted(_)))) {
                break;
            }
            *cursor = ahead;
        }
    }
    let mut inputs = Inputs::new();
    for (word, _, written) in found {
        // The item may stand after a field of its form.
        let field = named::field(rules, item.as_ref(), &word);
        let known = named::field_of(rules, item.as_ref(), &field);
        inputs.insert(field, written.input(world, rules, known));
    }
    Ok(inputs)
}

/// The fingerprint of a file, which a script only names.
fn file_id(name: &str) -> ContentId {
    ContentId::of(&[0; 32], name.as_bytes())
}

/// `archivo "x.pdf" [en campo] [interno]`, after its name.
pub(super) fn file(world: &mut World, name: &str, cursor: &mut Cursor) -> (File, crate::words::Words) {
    let field = cursor.take("en").then(|| cursor.next_word()).flatten().map(|field| field.as_str().into());
    let internal = cursor.take("interno");
    let words = world.words(name);
    let id = file_id(name);
    world.said.insert(id.clone(), name.to_string());
    (
        File {
            id,
            name: words.id(),
            media_type: "application/octet-stream".to_string(),
            size: name.len() as u64,
            field,
            internal,
        },
        words,
    )
}
