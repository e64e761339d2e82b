//! The stories of the demo, as its files tell them: what people ask for, in their words, and the
//! ways such a request can go. Activities and answers are named there and nowhere in the program.

use std::collections::BTreeMap;

use desk::{DeskId, GroupId, ItemId, PersonId};
use include_dir::{Dir, include_dir};
use indexmap::IndexMap;
use serde::Deserialize;

static STORIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/stories");

/// A stories' file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct StoriesWrong {
    pub file: String,
    pub message: String,
}

/// What happens at one desk.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    pub desk: DeskId,
    /// How many requests arrive by chance in all.
    pub cases: usize,
    /// Words for whatever a story does not say itself.
    #[serde(default)]
    pub words: BTreeMap<String, Lines>,
    /// Stretches that several ways share.
    pub part: IndexMap<String, Vec<Step>>,
    pub walk: IndexMap<String, Walk>,
    pub story: Vec<Story>,
    /// Requests that come on a day and to people chosen beforehand.
    #[serde(default)]
    pub staged: Vec<Staged>,
    #[serde(default)]
    pub absence: Vec<Away>,
}

/// One way of saying something, or several to choose from.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Lines {
    One(String),
    Many(Vec<String>),
}

impl Lines {
    pub fn all(&self) -> &[String] {
        match self {
            Lines::One(words) => std::slice::from_ref(words),
            Lines::Many(words) => words,
        }
    }
}

/// A way a request can go: parts one after the other, then one of the ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Walk {
    pub parts: Vec<String>,
    /// Parts to choose the last from, with their weights.
    #[serde(default)]
    pub ends: IndexMap<String, u32>,
    /// The requester picks an approver who is not their superior.
    #[serde(default)]
    pub mistakes_approver: bool,
}

/// What somebody asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    pub id: String,
    /// None for somebody who did not know which service it is.
    pub item: Option<ItemId>,
    /// How often it comes by chance; 0 only where it is staged.
    #[serde(default = "once")]
    pub weight: u32,
    /// The group that attends to it when the desk does not.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// Only people of this kind ask for it.
    #[serde(default)]
    pub only: Option<String>,
    /// Ways it can go, with their weights.
    pub walks: IndexMap<String, u32>,
    /// The answers of the service's form.
    #[serde(default)]
    pub form: IndexMap<String, toml::Value>,
    /// Answers left out by those who forget something.
    #[serde(default)]
    pub forgets: Vec<String>,
    /// Words that differ from case to case: `{programa}`.
    #[serde(default)]
    pub vary: BTreeMap<String, Vec<String>>,
    pub words: BTreeMap<String, Lines>,
}

fn once() -> u32 {
    1
}

/// A request prepared beforehand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staged {
    pub story: String,
    pub walk: String,
    #[serde(default)]
    pub end: Option<String>,
    /// Working days before the last day, and the hour: `-3 09:30`.
    pub starts: String,
    pub requester: PersonId,
    #[serde(default)]
    pub beneficiary: Option<PersonId>,
    #[serde(default)]
    pub agent: Option<PersonId>,
    #[serde(default)]
    pub specialist: Option<PersonId>,
    #[serde(default)]
    pub approver: Option<PersonId>,
    #[serde(default)]
    pub channel: Option<Way>,
    #[serde(default)]
    pub vary: BTreeMap<String, String>,
}

/// Somebody away, in working days before or after the last day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Away {
    pub absent: PersonId,
    pub substitute: PersonId,
    pub from: i32,
    pub until: i32,
}

/// How a request reaches the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Portal,
    Mail,
    Phone,
}

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    Requester,
    Agent,
    Specialist,
    /// Whoever is asked, or the substitute.
    Approver,
    Coordinator,
}

/// One thing somebody does.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    pub by: Who,
    /// Business time after the step before: `20m`, `3h`, `2d`.
    #[serde(default)]
    pub after: String,
    /// How often it happens at all.
    #[serde(default = "always")]
    pub chance: f64,
    /// What an answer or a decision brings; `@solution` is said in the story's words.
    #[serde(default)]
    pub with: IndexMap<String, toml::Value>,
    #[serde(flatten)]
    pub does: Does,
}

fn always() -> f64 {
    1.0
}

/// What is done. A text names a slot of the story's words.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    #[serde(rename = "does")]
    Simply(Deed),
    /// Hands the case to a specialist of the story's group.
    Hand(String),
    Answer(String),
    Comment(String),
    Note(String),
    /// Writes by mail.
    Mail(String),
    /// A timely letter that was late in reaching the desk: it had come this long before the end of the term.
    Belated(String),
    /// `approved` or `rejected`.
    Decide(String),
    /// Says that a message stands for this answer; `reply` when it stands for none.
    Interpret(String),
    /// Changes a fact of the case to this, with the reason of `@edit`.
    Edit(String),
    /// Attaches a file to the case: its name.
    Attach(String),
    /// Takes the case back to its last stay in this activity.
    Correct(String),
    /// Asks for the same again, which then goes this way.
    Again(String),
    /// Reports the same a second time, which then goes this way.
    Twice(String),
}

/// What needs no further word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Assigns the case to oneself.
    Take,
    /// Fills in what the form lacked.
    Complete,
    Survey,
    Undo,
    /// Takes the last message's words out of the case.
    Withdraw,
    /// Joins this case to the one it repeats.
    Merge,
}

/// The stories of every desk.
///
/// # Errors
/// The file that cannot be read, or names a part or a walk that is not there.
pub fn stories() -> Result<Vec<Stories>, StoriesWrong> {
    STORIES.files().map(|file| read(&file.path().to_string_lossy(), file.contents_utf8().unwrap_or_default())).collect()
}

fn read(file: &str, text: &str) -> Result<Stories, StoriesWrong> {
    let wrong = |message: String| StoriesWrong { file: file.to_string(), message };
    let stories: Stories = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let parts = stories.walk.values().flat_map(|walk| walk.parts.iter().chain(walk.ends.keys()));
    if let Some(missing) = parts.into_iter().find(|part| !stories.part.contains_key(*part)) {
        return Err(wrong(format!("there is no part {missing}")));
    }
    let walks = stories
        .story
        .iter()
        .flat_map(|story| story.walks.keys())
        .chain(stories.staged.iter().map(|staged| &staged.walk));
    if let Some(missing) = walks.into_iter().find(|walk| !stories.walk.contains_key(*walk)) {
        return Err(wrong(format!("there is no walk {missing}")));
    }
    match stories.staged.iter().find(|staged| stories.told(&staged.story).is_none()) {
        Some(staged) => Err(wrong(format!("there is no story {}", staged.story))),
        None => Ok(stories),
    }
}

impl Stories {
    pub fn told(&self, id: &str) -> Option<&Story> {
        self.story.iter().find(|story| story.id == id)
    }

    /// The steps of a walk, with one of its ends.
    pub fn steps(&self, walk: &str, end: Option<&str>) -> Vec<&Step> {
        let parts = self.walk.get(walk).into_iter().flat_map(|walk| &walk.parts);
        parts.map(String::as_str).chain(end).filter_map(|part| self.part.get(part)).flatten().collect()
    }
}
