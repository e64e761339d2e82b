//! Values as a script writes them, read by the kind of their field.

use crate::event::File;
use crate::names::*;
use crate::procedure::FieldKind;
use crate::rulebook::Rulebook;
use crate::value::{Input, Inputs, Value};
use crate::words::{ContentId, folded};

use super::read::{Cursor, Said, Token, date};
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
                Some(Token::Word(_)) => written.parts.extend(cursor.next_word()),
                _ => return Err("Después de «=» va el valor.".to_string()),
            }
            if !cursor.sign(',') {
                return Ok(written);
            }
        }
    }

    /// As a script writes it.
    pub fn shown(&self) -> String {
        self.parts.join(",")
    }

    pub fn text(text: String) -> Written {
        Written { parts: vec![text], quoted: true }
    }

    /// The value for a field of this kind. What does not fit is brought as a text: the rules say no.
    pub fn input(self, world: &mut World, kind: Option<FieldKind>) -> Input {
        let first = self.parts.first().cloned().unwrap_or_default();
        let value = match kind {
            Some(kind) if kind.is_written() => None,
            Some(FieldKind::Choice | FieldKind::Item | FieldKind::Category | FieldKind::Priority) => {
                Some(Value::Word(first))
            }
            Some(FieldKind::Many) => Some(Value::Many(self.parts.clone())),
            Some(FieldKind::Number) => first.replace(',', ".").parse().ok().map(Value::Number),
            Some(FieldKind::Date) => date(&first).map(Value::Date),
            Some(FieldKind::YesNo) => match folded(&first).as_str() {
                "si" => Some(Value::Yes(true)),
                "no" => Some(Value::Yes(false)),
                _ => None,
            },
            Some(FieldKind::Person) => Some(Value::Person(first.as_str().into())),
            Some(FieldKind::People) => {
                Some(Value::People(self.parts.iter().filter(|p| !p.is_empty()).map(|p| p.as_str().into()).collect()))
            }
            Some(FieldKind::Group) => Some(Value::Group(first.as_str().into())),
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

/// The kind of a field: of the procedure, else of the item's form.
pub(super) fn kind(rules: &Rulebook, item: Option<&ItemId>, field: &FieldId) -> Option<FieldKind> {
    let of_item = || rules.catalogue.items.get(item?)?.form.get(field);
    rules.procedure.fields.get(field).or_else(of_item).map(|field| field.kind)
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
            let field = FieldId::from(cursor.need_word("un campo")?.as_str());
            cursor.sign('=');
            let written = Written::read(cursor)?;
            if field == *"item" {
                item = written.parts.first().map(|id| id.as_str().into());
            }
            found.push((field, written));
        } else if let Some(Token::Quoted(text)) = cursor.peek() {
            let given: Vec<FieldId> = found.iter().map(|(field, _): &(FieldId, Written)| field.clone()).collect();
            let Some(blank) = blanks.find(|blank| !given.contains(blank)) else {
                return Err(format!("El texto «{text}» no tiene campo: escriba campo=\"…\"."));
            };
            found.push((blank.clone(), Written::text(cursor.quoted().unwrap_or_default())));
        } else {
            break;
        }
    }
    let mut inputs = Inputs::new();
    for (field, written) in found {
        let kind = kind(rules, item.as_ref(), &field);
        inputs.insert(field, written.input(world, kind));
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
