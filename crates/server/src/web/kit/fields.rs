//! Fields of forms. Their labels and help come from the procedure and the catalogue.

/// One question with its answer so far.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field's own word, or `answer.field` inside an activity, where several answers ask alike.
    pub name: String,
    pub label: String,
    pub help: String,
    /// Marked as such; what is required is not marked.
    pub optional: bool,
    pub input: Input,
    /// What is wrong with it, in a sentence that says what to do.
    pub problem: Option<String>,
    /// Takes a whole row where fields stand in two columns.
    pub whole: bool,
}

impl Field {
    /// The `id` of its control, made of its name.
    pub fn id(&self) -> String {
        format!("f-{}", self.name.replace(['.', '[', ']', ' '], "-"))
    }

    /// Which descriptions a screen reader reads with it.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.help.is_empty() {
            ids.push(format!("{}-help", self.id()));
        }
        if self.problem.is_some() {
            ids.push(format!("{}-error", self.id()));
        }
        ids.join(" ")
    }
}

/// How a field is answered.
#[derive(Clone, Debug)]
pub enum Input {
    Line {
        value: String,
        short: bool,
    },
    Paragraph {
        value: String,
        rows: u8,
    },
    /// One item a line.
    Lines {
        value: String,
        rows: u8,
    },
    Number {
        value: String,
    },
    /// `2026-11-30`.
    Date {
        value: String,
    },
    /// One of few, all shown.
    Choice {
        options: Vec<Opt>,
    },
    /// One of many, in a list.
    Select {
        options: Vec<Opt>,
    },
    Many {
        options: Vec<Opt>,
        columns: bool,
    },
    /// Somebody found by typing: the search's words, who was found, who is chosen.
    Person {
        query: String,
        found: Vec<Opt>,
        chosen: Option<super::Who>,
    },
    Files {
        accept: String,
    },
}

impl Input {
    /// The options of a choice of one or of several; none of anything else.
    pub fn options(&self) -> &[Opt] {
        match self {
            Input::Choice { options } | Input::Many { options, .. } => options,
            _ => &[],
        }
    }

    /// The `type` of its options' controls.
    pub fn kind(&self) -> &'static str {
        match self {
            Input::Many { .. } => "checkbox",
            _ => "radio",
        }
    }

    pub fn in_columns(&self) -> bool {
        matches!(self, Input::Many { columns: true, .. })
    }
}

/// One option, with the fields that hang from it.
#[derive(Clone, Debug, Default)]
pub struct Opt {
    pub value: String,
    pub label: String,
    pub help: String,
    pub chosen: bool,
    /// Asked only when this option is chosen.
    pub parts: Vec<Field>,
}

/// A line of the summary above a refused form, leading to its field.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The field's `id`.
    pub anchor: String,
    pub text: String,
}
