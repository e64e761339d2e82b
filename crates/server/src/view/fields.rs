//! Values of fields as people read them.

use std::collections::HashMap;
use std::sync::Arc;

use desk::access::Sight;
use desk::catalogue::Catalogue;
use desk::event::File;
use desk::procedure::{Audience, Field};
use desk::value::{Value, Values};
use desk::words::ContentId;
use desk::{Case, FieldId, GroupId, PersonId, Rulebook};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::store::contents::{self, Found};
use crate::store::{Digest, Reader, StoreError};

/// What a person wrote, as it can be read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    Written(String),
    /// Taken out of the case; who and why stands in the timeline.
    Withdrawn {
        at: Timestamp,
    },
}

impl Text {
    pub fn written(&self) -> Option<&str> {
        match self {
            Text::Written(text) => Some(text),
            Text::Withdrawn { .. } => None,
        }
    }
}

/// One field with its value.
#[derive(Clone, Debug)]
pub struct FieldView {
    pub id: FieldId,
    pub label: String,
    pub value: Shown,
    /// The requester never sees it.
    pub internal: bool,
}

/// A value, with names in place of identifiers.
#[derive(Clone, Debug)]
pub enum Shown {
    /// One or several options, an item, a category, a priority: as their lists name them.
    Words(Vec<String>),
    Number(f64),
    Date(Date),
    Yes(bool),
    People(Vec<PersonId>),
    Group(GroupId, String),
    Text(Text),
    Files(Vec<FileView>),
}

/// A file of a case.
#[derive(Clone, Debug)]
pub struct FileView {
    /// Part of its address: `/cases/{number}/files/{id}`.
    pub id: ContentId,
    pub name: Text,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    pub field: Option<FieldId>,
    pub internal: bool,
}

/// The texts of a case, read at once; letters as they came stay where they are.
pub(crate) struct Texts(HashMap<Digest, Found>);

impl Texts {
    pub(crate) fn of(reader: &mut Reader<'_>, stream: &str) -> Result<Texts, StoreError> {
        Ok(Texts(contents::texts(reader, stream)?.into_iter().collect()))
    }

    pub(crate) fn get(&self, id: &ContentId) -> Text {
        match id.as_str().parse().ok().and_then(|id: Digest| self.0.get(&id)) {
            Some(Found::Present(bytes)) => Text::Written(String::from_utf8_lossy(bytes).into_owned()),
            Some(Found::Withdrawn { at }) => Text::Withdrawn { at: *at },
            // Nothing but blanks is not kept.
            None => Text::Written(String::new()),
        }
    }
}

/// How this reader reads fields and files of this case.
pub(crate) struct Glass<'a> {
    pub rules: &'a Rulebook,
    pub case: &'a Case,
    pub texts: &'a Texts,
    pub sight: Sight,
    /// What words of the catalogue were called at the instant looked at; the rules' own otherwise.
    pub called: Option<Arc<Catalogue>>,
}

impl Glass<'_> {
    pub fn sees_internal(&self) -> bool {
        self.sight == Sight::All
    }

    pub fn file(&self, file: &File) -> Option<FileView> {
        let seen = self.sight >= Sight::Public && (!file.internal || self.sees_internal());
        seen.then(|| FileView {
            id: file.id.clone(),
            name: self.texts.get(&file.name),
            media_type: file.media_type.clone(),
            size: file.size,
            field: file.field.clone(),
            internal: file.internal,
        })
    }

    /// The values this reader may read, in the order of the procedure and then of the form.
    pub fn fields(&self, values: &Values) -> Vec<FieldView> {
        let item = self.case.item().and_then(|item| self.rules.catalogue.item(&item));
        let form = item.map(|item| item.form.keys()).into_iter().flatten();
        let order = self.rules.procedure.fields.keys().chain(form);
        let mut views: Vec<FieldView> = Vec::new();
        for id in order {
            if let Some(value) = values.get(id).filter(|_| views.iter().all(|view| view.id != *id)) {
                views.extend(self.field(id, value));
            }
        }
        views
    }

    /// One value; nothing where this reader may not read it.
    pub fn field(&self, id: &FieldId, value: &Value) -> Option<FieldView> {
        let field = desk::decide::field(self.rules, self.case, id)?;
        let internal = field.audience == Audience::Internal;
        let seen = self.sight >= Sight::Public && (!internal || self.sees_internal());
        seen.then(|| FieldView {
            id: id.clone(),
            label: field.label.clone(),
            value: self.shown(id, field, value),
            internal,
        })
    }

    fn shown(&self, id: &FieldId, field: &Field, value: &Value) -> Shown {
        match value {
            Value::Word(word) => Shown::Words(vec![self.word(id, field, word)]),
            Value::Many(words) => Shown::Words(words.iter().map(|word| self.word(id, field, word)).collect()),
            Value::Number(number) => Shown::Number(*number),
            Value::Date(date) => Shown::Date(*date),
            Value::Yes(yes) => Shown::Yes(*yes),
            Value::Person(person) => Shown::People(vec![person.clone()]),
            Value::People(people) => Shown::People(people.clone()),
            Value::Group(group) => {
                let name = self.rules.desk.group.get(group).map_or_else(|| group.to_string(), |g| g.name.clone());
                Shown::Group(group.clone(), name)
            }
            Value::Written(text) => Shown::Text(self.texts.get(text)),
            Value::Files(files) => {
                let found = files.iter().filter_map(|id| self.case.files.iter().find(|file| file.id == *id));
                Shown::Files(found.filter_map(|file| self.file(file)).collect())
            }
        }
    }

    fn word(&self, id: &FieldId, field: &Field, word: &str) -> String {
        let own = &self.rules.catalogue;
        let called = self.called.as_ref().and_then(|then| called_in(then, id, word));
        let named = called.or_else(|| called_in(own, id, word)).or_else(|| field.options.get(word));
        named.cloned().unwrap_or_else(|| word.to_string())
    }
}

fn called_in<'c>(catalogue: &'c Catalogue, id: &FieldId, word: &str) -> Option<&'c String> {
    match id.as_str() {
        "item" => catalogue.items.get(word).map(|item| &item.name),
        "category" => catalogue.categories.get(word).map(|category| &category.name),
        "priority" => catalogue.priorities.get(word).map(|priority| &priority.name),
        _ => None,
    }
}
