//! `GET /absences`: when this person is away and who stands in, in two fields. Sending is
//! `POST /absences`; ending one early is `POST /absences/{id}/end`.

use askama::Template;

use crate::web::kit::{Field, FormHead, Problem};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "approvals/absence.html")]
pub struct AbsencePage {
    pub p: Page,
    pub form: FormHead,
    /// `from` and `until`: first and last day away.
    pub dates: [Field; 2],
    /// `substitute`, among those who may stand in.
    pub substitute: Field,
    pub problems: Vec<Problem>,
    /// Running and coming absences of this person.
    pub absences: Vec<Absence>,
    /// Those this person stands in for, with their dates.
    pub stands_in: Vec<String>,
}

pub struct Absence {
    /// «Del lunes 23 al viernes 27 de noviembre de 2026».
    pub dates: String,
    pub substitute: String,
    pub running: bool,
    /// `POST` address that ends it today.
    pub end: FormHead,
}
