//! Only in an instance marked as demo: the letters that would have been sent, and who to sign in as.

pub mod filling;
pub mod show_outbox;
pub mod show_styleguide;
pub mod show_travel;

use askama::Template;

use crate::web::kit::File;
use crate::web::page::Page;

/// `GET /demo/outbox`: every letter, latest first.
#[derive(Template)]
#[template(path = "demo/outbox.html")]
pub struct OutboxPage {
    pub p: Page,
    pub letters: Vec<LetterRow>,
    /// The address to show only one person's letters; chosen in the list.
    pub reader: String,
    pub more: String,
}

pub struct LetterRow {
    pub href: String,
    pub to: String,
    pub subject: String,
    pub case: String,
    pub when: String,
    /// «Enviada», «Pendiente», «Rechazada».
    pub status: String,
}

/// `GET /demo/outbox/{letter}`: one of them, its text as its reader gets it.
#[derive(Template)]
#[template(path = "demo/letter.html")]
pub struct LetterPage {
    pub p: Page,
    pub subject: String,
    pub from: String,
    pub to: String,
    pub reply_to: String,
    pub when: String,
    pub paragraphs: Vec<String>,
    pub files: Vec<File>,
    /// The letter's bytes, to be opened in a mail program.
    pub raw: String,
    /// Where an answer to it is written; empty where it takes none.
    pub reply: String,
    /// The case it is about.
    pub case: String,
}
