//! `GET /catalogue/{item}` and what its form shows again when something is missing. Sending is
//! `POST /catalogue/{item}`; `find` in it only searches people and shows the form again.

use askama::Template;
use jiff::Timestamp;

use crate::web::kit::{Field, File, FormHead, Link, Problem};
use crate::web::knowledge::suggested::Suggested;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/item.html")]
pub struct ItemPage {
    pub p: Page,
    pub category: String,
    pub name: String,
    /// What it is for and whether somebody approves it.
    pub about: String,
    pub form: FormHead,
    /// `for_whom`: me, or another person found by name, mail or extension.
    pub for_whom: Field,
    /// The service's own questions.
    pub fields: Vec<Field>,
    /// Where the service asks for an approver: `approver`.
    pub approvers: Option<Approvers>,
    /// Files kept with the draft.
    pub files: Vec<KeptFile>,
    pub files_limit: String,
    pub problems: Vec<Problem>,
    /// Articles that may spare the request.
    pub suggested: Suggested,
    /// What follows after sending, with dates as of now.
    pub next_steps: Vec<NextStep>,
    pub procedure: Link,
    /// When the draft was last kept.
    pub draft_at: Option<Timestamp>,
}

/// Who may approve: the suggestion first.
pub struct Approvers {
    /// Why the first is suggested.
    pub help: String,
    pub people: Vec<Approver>,
    /// The search for others of the list.
    pub query: String,
    pub problem: Option<String>,
}

pub struct Approver {
    pub id: String,
    pub name: String,
    pub position: String,
    pub suggested: bool,
    pub chosen: bool,
    /// «Ausente hasta el 27 de noviembre: decide su suplente, Hernán Darío Quiroga»; empty when there.
    pub absence: String,
}

pub struct KeptFile {
    pub id: String,
    pub file: File,
}

/// One of the steps that follow.
pub struct NextStep {
    pub what: String,
    pub text: String,
}
