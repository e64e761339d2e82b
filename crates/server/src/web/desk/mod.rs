//! The desk: pages for agents, specialists and coordinators. Fast hands, two actions at most.

pub mod case;
pub mod nav;
pub mod phone;
pub mod queue;
pub mod show_case;
pub mod show_nav;
pub mod show_phone;
pub mod show_queue;

use askama::Template;

use crate::web::kit::Explanation;
use crate::web::page::Page;

/// `GET /cases/{number}/explain`
#[derive(Template)]
#[template(path = "desk/explain.html")]
pub struct ExplainPage {
    pub p: Page,
    pub nav: nav::Nav,
    pub number: String,
    pub subject: String,
    pub x: Explanation,
}
