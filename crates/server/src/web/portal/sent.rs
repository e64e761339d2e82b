//! `GET /requests/{number}/sent`: the request has a number, a beginning and a term.

use askama::Template;

use super::item::NextStep;
use crate::web::kit::Fact;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/sent.html")]
pub struct SentPage {
    pub p: Page,
    pub number: String,
    pub subject: String,
    pub case_href: String,
    /// «La atenderemos a partir del lunes 23 de noviembre, 8:00 a. m.».
    pub starts: String,
    /// Beneficiary, approver, expected term …
    pub facts: Vec<Fact>,
    pub next_steps: Vec<NextStep>,
    /// Where the acknowledgement goes; empty when this person has no mail.
    pub mail: String,
}
