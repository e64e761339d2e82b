//! `GET /queue`: the cases of a view, grouped by when they are due, and one of them beside. The view,
//! its filters and order are all in the address.

use askama::Template;

use super::nav::Nav;
use crate::web::kit::{Act, Due, Entry, Fact, Opt, Priority, State, Who};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "desk/queue.html")]
pub struct QueuePage {
    pub p: Page,
    pub nav: Nav,
    /// «De mi grupo».
    pub title: String,
    /// «41 abiertos».
    pub count: String,
    /// Filters in force, each with the address without it.
    pub filters: Vec<Filter>,
    /// What can be filtered by.
    pub choices: Vec<FilterChoice>,
    /// Orders: the address of each; the chosen one is in force.
    pub orders: Vec<Opt>,
    /// The filter as it can be typed, and the rest of the address beside it.
    pub typed: String,
    pub kept: Vec<(&'static str, String)>,
    /// Conditions one can type, each with an example.
    pub hints: Vec<String>,
    /// Words that are no conditions: where they are searched for, and the words.
    pub elsewhere: Option<(String, String)>,
    /// Columns beside the case: what can be shown.
    pub columns: Vec<Opt>,
    pub shows: Shows,
    /// How this view is kept, or let go of.
    pub keeping: Keeping,
    pub groups: Vec<Group>,
    /// The next page of the view; empty at the end.
    pub more: String,
    /// The case beside the list.
    pub detail: Option<Detail>,
    /// What is true when nothing is here: «No hay casos sin asignar».
    pub empty: String,
    /// Whether this person may register a call.
    pub registers: bool,
}

pub struct Filter {
    pub label: String,
    pub without: String,
    /// Nobody of that name, no such state: it narrows nothing.
    pub unknown: bool,
}

/// Which of the columns are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shows {
    pub activity: bool,
    pub due: bool,
    pub assignee: bool,
}

/// The forms that keep a view or let go of it.
#[derive(Clone, Debug, Default)]
pub struct Keeping {
    pub desk: String,
    /// What is kept: the address without the desk. Empty where the view is one everybody has.
    pub query: String,
    /// The kept view shown, where it is one's own.
    pub own: Option<String>,
}

/// One field of the filter form.
pub struct FilterChoice {
    pub name: String,
    pub label: String,
    pub options: Vec<Opt>,
}

/// Cases due alike: «Vencidos», «Vencen hoy».
pub struct Group {
    pub title: String,
    pub count: String,
    pub rows: Vec<Row>,
}

pub struct Row {
    /// Whole: `REQ-2026-004719`.
    pub number: String,
    pub subject: String,
    pub requester: String,
    pub unit: String,
    pub priority: Priority,
    /// Number and name of the activity it stands in.
    pub activity: String,
    pub activity_name: String,
    /// Said below the activity where it matters: «Respondió el usuario», «Pendiente por usuario».
    pub remark: Option<(&'static str, String)>,
    pub due: Option<Due>,
    /// Nobody: still to be taken.
    pub assignee: Option<Who>,
    /// Further columns asked for.
    pub more: Vec<String>,
    /// The address that shows it beside the list.
    pub href: String,
    pub current: bool,
    /// Something new since this person last looked.
    pub unread: bool,
}

/// A case beside the list.
pub struct Detail {
    pub number: String,
    pub href: String,
    pub subject: String,
    pub requester: String,
    pub state: State,
    pub act: Act,
    pub facts: Vec<Fact>,
    pub priority: Priority,
    pub due: Option<Due>,
    /// «martes 24 de noviembre, 4:00 p. m.».
    pub due_sentence: String,
    pub responsible: Option<Who>,
    /// «Hoy a las 5:00 p. m. sale la notificación de vencimiento al 75 %».
    pub next: String,
    pub last: Vec<Entry>,
    /// `POST /cases/{number}/assign` for taking it; empty when it is mine or not for me to take.
    pub take: String,
    pub command_id: String,
    /// The reader, for the form that takes it.
    pub me: String,
}
