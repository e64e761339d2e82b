//! `GET /`: what do you need, what is expected of you, what is under way.

use askama::Template;
use jiff::Timestamp;

use crate::web::kit::Link;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/home.html")]
pub struct HomePage {
    pub p: Page,
    /// Decisions that wait for this person, first to end first; a handful.
    pub to_decide: Vec<Turn>,
    /// Requests that wait for this person, first to end first.
    pub my_turn: Vec<Turn>,
    /// The others that are open, newest first; a handful.
    pub open: Vec<OpenRequest>,
    /// All of this person's requests, closed ones too.
    pub requests: u64,
    pub categories: Vec<Category>,
    /// All services that can be asked for.
    pub services: u64,
    /// Words people often search for, each leading to its search.
    pub examples: Vec<Link>,
}

/// Something this person is asked to do.
pub struct Turn {
    /// What to do, in the imperative: «Confirme si la solución le sirvió».
    pub what: String,
    pub href: String,
    pub subject: String,
    /// The end of the term; `None` where the procedure sets none.
    pub until: Option<Timestamp>,
    /// What happens by itself then: «Si no responde, se da por aceptada.».
    pub otherwise: String,
}

pub struct OpenRequest {
    pub subject: String,
    pub href: String,
    /// Who has it and what comes next, with its date: «La atiende Julián. Respuesta prevista: hoy, 4:00 p. m.».
    pub sentence: String,
}

/// A category of the catalogue.
pub struct Category {
    pub name: String,
    /// A name of the interface's icons.
    pub icon: String,
    pub href: String,
    /// All its services.
    pub services: u64,
    /// The most asked for; three.
    pub first: Vec<Service>,
}

/// A service of a category.
pub struct Service {
    pub name: String,
    pub href: String,
    /// Who attends it, where several desks offer services of the category.
    pub desk: String,
}
