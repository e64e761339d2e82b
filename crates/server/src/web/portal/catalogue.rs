//! `GET /catalogue`: every service, and what a search finds among services and own requests.

use askama::Template;

use crate::web::kit::Link;
use crate::web::knowledge::Listed;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/catalogue.html")]
pub struct CataloguePage {
    pub p: Page,
    /// The words searched for; empty for the whole catalogue.
    pub query: String,
    /// Categories with the services that fit, none of them empty.
    pub categories: Vec<Category>,
    /// Own requests that fit.
    pub requests: Vec<Link>,
    /// Articles that fit.
    pub articles: Vec<Listed>,
}

pub struct Category {
    /// An anchor within the page.
    pub id: String,
    pub name: String,
    pub icon: String,
    pub services: Vec<Service>,
}

pub struct Service {
    pub name: String,
    pub href: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// «Requiere aprobación»; empty when nobody approves it.
    pub approval: String,
}

impl CataloguePage {
    /// The form for what fits no service.
    pub const UNKNOWN: &'static str = "/catalogue/unknown";
}
