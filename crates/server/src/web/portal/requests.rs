//! `GET /requests`: mis solicitudes, what is expected of me first.

use askama::Template;
use jiff::Timestamp;

use crate::web::kit::State;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/requests.html")]
pub struct RequestsPage {
    pub p: Page,
    pub my_turn: Vec<RequestRow>,
    pub open: Vec<RequestRow>,
    /// A page of the closed ones, last closed first.
    pub closed: Vec<RequestRow>,
    /// The next page of the closed ones; empty at the end.
    pub more: String,
}

pub struct RequestRow {
    pub number: String,
    pub subject: String,
    pub href: String,
    pub state: State,
    /// Who has it, or what is expected of the reader.
    pub sentence: String,
    /// The next date, if there is one: the end of a term or the expected solution.
    pub until: Option<Timestamp>,
    /// That date is past, and it was the desk's.
    pub late: bool,
    pub registered_at: Timestamp,
    /// «A nombre de Camilo Restrepo»; empty when it is the reader's own.
    pub for_whom: String,
}
