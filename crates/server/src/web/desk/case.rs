//! `GET /cases/{number}`: a case as the desk sees it. Every form goes to `POST /cases/{number}/…`,
//! named as the command it asks for.

use askama::Template;

use super::nav::Nav;
use super::templates::Filled;
use crate::web::kit::{
    Act, Clock, Entry, Fact, Field, FormHead, Future, Link, Opt, Priority, Problem, State, Trail, Who,
};
use crate::web::knowledge::beside_case::Beside;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "desk/case.html")]
pub struct CasePage {
    pub p: Page,
    pub nav: Nav,
    pub number: String,
    pub subject: String,
    pub state: State,
    pub priority: Priority,
    pub category: String,
    pub procedure: Link,
    /// The queue one came from, and the cases beside this one there.
    pub queue: Link,
    pub previous: String,
    pub next: String,
    /// Who else has it open: «Paola Mejía está viendo este caso».
    pub also: Option<Who>,
    /// Seconds in which the last answer of the reader can still be taken back, with its form.
    pub undo: Option<(i64, FormHead)>,
    /// After a refusal: that it moved on; who changed it since the page was shown, when and what.
    pub meanwhile: Vec<String>,
    /// What was typed for an activity the case has left, each with the name of its field.
    pub unsent: Vec<(String, String)>,
    /// Where nobody holds it: the form that takes it, for whom.
    pub take: Option<(FormHead, String)>,
    /// Replies to start from.
    pub templates: Vec<Filled>,
    /// Articles that may answer it.
    pub articles: Vec<Beside>,
    /// Other cases of the requester the reader may open.
    pub others: Vec<OtherCase>,
    /// A restricted case says so.
    pub restricted: bool,
    pub act: Act,
    /// What else may be asked of the case now, each a form that opens.
    pub actions: Vec<Action>,
    /// The case with its proofs as one file, for who sees all of it.
    pub dossier: Option<String>,
    /// What was beside its procedure, the oldest first; nothing for who does not see all of the case.
    pub conformance: Option<Vec<Fact>>,
    pub future: Vec<Future>,
    pub trail: Vec<Trail>,
    pub chart: Link,
    /// A message that may be an answer, to be interpreted.
    pub to_interpret: Option<Interpret>,
    pub conversation: Vec<Entry>,
    pub composer: Option<Composer>,
    pub clocks: Vec<Clock>,
    /// «Tiempo total del usuario»: end to end, beside what the clocks say.
    pub end_to_end: Vec<Fact>,
    pub approvals: Vec<ApprovalRow>,
    pub people: Vec<Fact>,
    pub facts: Vec<Fact>,
    pub links: Vec<Link>,
}

/// Another case of the same requester.
pub struct OtherCase {
    pub number: String,
    pub subject: String,
    pub state: String,
}

/// One thing that can be done besides answering: reassign, suspend, link, edit …
pub struct Action {
    /// The command's word, which is its address too: `assign`.
    pub word: String,
    pub label: String,
    pub icon: &'static str,
    pub form: FormHead,
    pub fields: Vec<Field>,
    pub send: String,
    pub danger: bool,
    pub problems: Vec<Problem>,
}

/// The requester said something while a silence term ran: what does it mean?
pub struct Interpret {
    pub form: FormHead,
    /// Which message, as an anchor of the conversation.
    pub message: String,
    pub question: String,
    pub answers: Vec<Opt>,
    pub reply: Field,
}

pub struct Composer {
    /// `POST /cases/{number}/comment`; a note goes to `/note` by the button's own address.
    pub comment: FormHead,
    pub note: String,
    pub draft: String,
    /// Whether the draft was a note.
    pub is_note: bool,
    /// «Laura Rojas»: who reads what is not a note.
    pub reader: String,
}

pub struct ApprovalRow {
    pub who: Who,
    /// The glyph of where it stands and its words: «Aún no se envía: actividades 10 y 12».
    pub icon: &'static str,
    pub status: String,
    /// Absence and substitute; empty when there.
    pub absence: String,
}
