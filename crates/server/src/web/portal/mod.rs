//! The portal: pages for who asks. One purpose a page; everything works without script.

pub mod case;
pub mod catalogue;
mod form;
pub mod home;
pub mod item;
pub mod requests;
pub mod sent;
pub(in crate::web) mod services;
pub mod show_catalogue;
pub mod show_home;
pub mod show_item;
pub mod show_request;
pub mod show_sent;

use askama::Template;

use crate::web::kit::Explanation;
use crate::web::page::Page;

/// `GET /requests/{number}/explain`
#[derive(Template)]
#[template(path = "portal/explain.html")]
pub struct ExplainPage {
    pub p: Page,
    pub number: String,
    pub subject: String,
    pub x: Explanation,
}
