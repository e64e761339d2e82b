//! `GET /search`: cases by number, person or words; people; services. As one types, only the list is
//! asked for.

use askama::Template;

use super::nav::Nav;
use crate::web::kit::{Link, State};
use crate::web::knowledge::Listed;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "desk/search.html")]
pub struct SearchPage {
    pub p: Page,
    pub nav: Nav,
    pub found: FoundList,
}

#[derive(Template)]
#[template(path = "desk/found.html")]
pub struct FoundList {
    pub p: Page,
    pub query: String,
    pub cases: Vec<FoundCase>,
    pub people: Vec<FoundPerson>,
    pub services: Vec<Link>,
    pub articles: Vec<Listed>,
}

impl FoundList {
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.people.is_empty() && self.services.is_empty() && self.articles.is_empty()
    }
}

impl askama::filters::HtmlSafe for FoundList {}

pub struct FoundCase {
    pub number: String,
    pub href: String,
    pub subject: String,
    pub requester: String,
    pub state: State,
    /// When it was registered, or when it closed.
    pub when: String,
}

pub struct FoundPerson {
    pub name: String,
    pub about: String,
    pub href: String,
}
