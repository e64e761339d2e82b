//! Values of fields: what a form or an answer brings, and what the case then holds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::names::{FieldId, GroupId, PersonId};
use crate::procedure::Fact;
use crate::words::{ContentId, Words};

/// A value as events keep it: texts by their fingerprint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// An option, an item, a category, a level of priority.
    Word(String),
    Many(Vec<String>),
    Number(f64),
    Date(Date),
    Yes(bool),
    Person(PersonId),
    People(Vec<PersonId>),
    Group(GroupId),
    Written(ContentId),
    /// Files of the case, by the fingerprint of their bytes.
    Files(Vec<ContentId>),
}

/// A value as a command brings it.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Text(Words),
    Value(Value),
}

pub type Inputs = BTreeMap<FieldId, Input>;
pub type Values = BTreeMap<FieldId, Value>;

impl Value {
    /// Nothing was chosen. What is written is never empty: it would not have been kept.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Word(word) => word.is_empty(),
            Value::Many(words) => words.is_empty(),
            Value::People(people) => people.is_empty(),
            Value::Files(files) => files.is_empty(),
            Value::Yes(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Person(_)
            | Value::Group(_)
            | Value::Written(_) => false,
        }
    }

    /// How a guard reads it: several people or files count as how many they are, words as being there.
    pub fn fact(&self) -> Fact {
        match self {
            _ if self.is_empty() => Fact::Absent,
            Value::Word(word) => Fact::Word(word.clone()),
            Value::Number(n) => Fact::Number(*n),
            Value::Date(date) => Fact::word(date),
            Value::Yes(yes) => Fact::truth(*yes),
            Value::Person(person) => Fact::word(person),
            Value::Group(group) => Fact::word(group),
            Value::Many(words) => Fact::Word(words.join(" ")),
            Value::People(people) => Fact::Number(people.len() as f64),
            Value::Files(files) => Fact::Number(files.len() as f64),
            Value::Written(_) => Fact::Yes,
        }
    }

    /// The chosen word of a choice, an item, a category or a priority.
    pub fn as_word(&self) -> Option<&str> {
        match self {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }
}

impl Input {
    /// A chosen word.
    pub fn word(word: &str) -> Input {
        Input::Value(Value::Word(word.to_string()))
    }

    /// How much was said: characters of a text, 1 for any other value that is there.
    pub fn length(&self) -> usize {
        match self {
            Input::Text(words) => words.length(),
            Input::Value(value) => usize::from(!value.is_empty()),
        }
    }

    /// As it is kept: a text by the id of its content.
    pub fn value(&self) -> Value {
        match self {
            Input::Text(words) => Value::Written(words.id()),
            Input::Value(value) => value.clone(),
        }
    }
}
