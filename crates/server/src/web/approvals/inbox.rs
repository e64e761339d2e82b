//! `GET /approvals`: what waits for this person's decision, first due first.

use askama::Template;

use crate::web::kit::{Due, Link};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "approvals/inbox.html")]
pub struct ApprovalsPage {
    pub p: Page,
    pub pending: Vec<Pending>,
    /// Own decisions, latest first.
    pub decided: Vec<Decided>,
    /// All of them; empty when there are no more.
    pub all_decided: String,
    /// «Suplente: Beatriz Noguera. No tiene ausencias programadas.».
    pub absence: String,
    /// Those this person stands in for now.
    pub stands_in_for: Vec<Link>,
}

pub struct Pending {
    pub href: String,
    pub subject: String,
    pub number: String,
    /// «Daniela Pacheco Rúa · Ordenamiento Territorial».
    pub requester: String,
    /// «Como suplente de Martha Lucía Cárdenas»; empty as titular.
    pub as_substitute: String,
    pub due: Option<Due>,
}

pub struct Decided {
    pub approved: bool,
    pub sentence: String,
    pub href: String,
    pub when: String,
}
