//! Articles beside a form, while somebody describes what they need. With script they follow what is
//! typed; without, a button looks for them. Opening one is written down: a request it spared is
//! counted.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use desk::PersonId;
use desk::knowledge::Reader;

use super::show_article::form;
use super::{Listed, reading, said};
use crate::knowledge::suggested;
use crate::web::Web;
use crate::web::cases::fields::Typed;
use crate::web::cases::sent::Sent;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person};

/// The most articles beside a form.
const MOST: usize = 3;

#[derive(Template)]
#[template(path = "knowledge/suggested.html")]
pub struct Suggested {
    p: Page,
    articles: Vec<Listed>,
    /// Somebody looked for them: that there are none is said too.
    asked: bool,
}

impl askama::filters::HtmlSafe for Suggested {}

impl Suggested {
    /// Nothing to suggest.
    pub fn none(p: &Page) -> Suggested {
        Suggested { p: p.clone(), articles: Vec::new(), asked: false }
    }
}

/// What may spare this form, by its service and by what was typed into it.
///
/// # Errors
/// The store's.
pub async fn beside(web: &Web, p: &Page, me: &PersonId, href: &str, typed: &Typed) -> Result<Suggested, Fail> {
    let reading = reading(web, me).await?;
    let found =
        suggested(&reading.library, Reader::Requester, said::service(href).as_ref(), &said::so_far(typed), MOST);
    Ok(Suggested {
        articles: found.into_iter().map(|(shelved, version)| Listed::of(p, shelved, version)).collect(),
        asked: typed.one("find") == Some("articles"),
        p: p.clone(),
    })
}

/// `POST /knowledge/suggested`: the list alone, for what is typed so far in the form at `from`.
/// Changes nothing; what somebody writes does not belong in an address.
///
/// # Errors
/// [`Fail::Unreadable`] for a form that is none of ours; the store's.
pub async fn list(State(web): State<Web>, p: Page, person: Person, sent: Sent) -> Result<Response, Fail> {
    let from = sent.typed.text("from");
    if form(&from).is_empty() {
        return Err(Fail::Unreadable);
    }
    Page::show(&beside(&web, &p, &PersonId::from(person.id.as_str()), &from, &sent.typed).await?)
}
