//! `GET /knowledge`: every article for everybody, by category, and what a search finds of them.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::PersonId;
use desk::knowledge::Reader;
use serde::Deserialize;

use super::{Listed, reading};
use crate::knowledge::found;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "knowledge/list.html")]
struct ListPage {
    p: Page,
    query: String,
    categories: Vec<Category>,
}

struct Category {
    /// An anchor within the page.
    id: String,
    name: String,
    articles: Vec<Listed>,
}

#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    q: String,
}

/// `GET /knowledge`
///
/// # Errors
/// The store's.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Knowledge);
    let reading = reading(&web, &PersonId::from(person.id.as_str())).await?;
    let query: String = address.q.trim().chars().take(200).collect();
    let mut categories: Vec<Category> = Vec::new();
    for (shelved, version) in found(&reading.library, Reader::Requester, &query) {
        let listed = Listed::of(&p, shelved, version);
        match categories.iter_mut().find(|category| category.name == listed.category) {
            Some(category) => category.articles.push(listed),
            None => {
                categories.push(Category { id: String::new(), name: listed.category.clone(), articles: vec![listed] })
            }
        }
    }
    if query.is_empty() {
        // A search keeps the likeliest first; who looks around finds the alphabet.
        categories.sort_by_cached_key(|category| crate::search::plain(&category.name));
        for category in &mut categories {
            category.articles.sort_by_cached_key(|article| crate::search::plain(&article.title));
        }
    }
    for (nth, category) in categories.iter_mut().enumerate() {
        category.id = format!("c{}", nth + 1);
    }
    Page::show(&ListPage { p, query, categories })
}
