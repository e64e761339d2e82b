//! The pieces pages are made of, as plain values. How they look stands in the macros beside
//! (`kit.html`, `fields.html`, `case.html`); what they mean stands here.

mod activity;
mod conversation;
mod fields;
mod pieces;
mod time;

pub use activity::{Act, AnswerCard, Stage, Step, Suggestion, Trail};
pub use conversation::{Entry, File, Happening, Message, Sender};
pub use fields::{Field, Input, Opt, Problem};
pub use time::{
    Clock, Due, DueKind, Explained, ExplainedDay, Explanation, Future, IntervalRow, Measured, Stretch, StretchKind,
    ThresholdRow,
};

use super::words::initials;

/// A person as other people see them.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub id: String,
    /// Nombres Apellidos.
    pub name: String,
    /// Position and dependencia, or what they are in this case.
    pub about: String,
    pub initials: String,
    /// The reader.
    pub me: bool,
}

impl Who {
    pub fn new(id: &str, name: &str, about: &str, me: bool) -> Who {
        Who { id: id.to_owned(), name: name.to_owned(), about: about.to_owned(), initials: initials(name), me }
    }
}

/// A state in the document's own word, with a glyph for its family.
#[derive(Clone, Debug)]
pub struct State {
    pub label: String,
    pub glyph: Glyph,
}

/// The families of states; the words are the procedure's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    New,
    Working,
    WaitsRequester,
    WaitsApprover,
    Suspended,
    Resolved,
    Closed,
    Refused,
}

impl Glyph {
    pub fn icon(self) -> &'static str {
        match self {
            Glyph::New => "inbox",
            Glyph::Working => "circle-dot",
            Glyph::WaitsRequester => "hourglass",
            Glyph::WaitsApprover => "stamp",
            Glyph::Suspended => "circle-pause",
            Glyph::Resolved => "circle-check",
            Glyph::Closed => "lock",
            Glyph::Refused => "circle-x",
        }
    }

    /// The word of `.state[data-s]`.
    pub fn word(self) -> &'static str {
        match self {
            Glyph::Working => "work",
            Glyph::WaitsRequester => "wait",
            Glyph::Resolved => "done",
            Glyph::Refused => "bad",
            Glyph::New | Glyph::WaitsApprover | Glyph::Suspended | Glyph::Closed => "calm",
        }
    }
}

/// A priority with its place on the scale, 1 the most urgent of four.
#[derive(Clone, Debug)]
pub struct Priority {
    pub level: u8,
    pub label: String,
}

impl Priority {
    /// The four bars, each with whether it is filled: `(x, y, height, filled)` in a box of 14.
    pub fn bars(&self) -> [(&'static str, &'static str, &'static str, bool); 4] {
        let filled = |bar: u8| self.level + bar <= 4;
        [
            ("0", "10", "4", filled(0)),
            ("3.6", "7", "7", filled(1)),
            ("7.2", "4", "10", filled(2)),
            ("10.8", "0", "14", filled(3)),
        ]
    }
}

/// A way to another page.
#[derive(Clone, Debug, Default)]
pub struct Link {
    pub text: String,
    pub href: String,
}

/// One row of a list of facts.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    pub label: String,
    pub value: String,
    /// A second, quieter line.
    pub about: String,
    pub href: String,
}

/// What a form carries besides its fields.
#[derive(Clone, Debug, Default)]
pub struct FormHead {
    /// Where it goes: an address of the route table.
    pub action: String,
    /// The command's own id, made when the page was shown: sending twice does it once.
    pub command_id: String,
    /// The visit an answer answers; empty for what belongs to no visit.
    pub visit: String,
    /// The last fact of the case its page showed: what came later was done meanwhile. 0 where no case is shown.
    pub seen: i64,
}
