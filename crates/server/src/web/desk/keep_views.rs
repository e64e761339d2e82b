//! `POST /views`: keeps the view one looks at, for oneself or for the desk; `POST /views/{id}/remove`.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{DeskId, PersonId};
use serde::Deserialize;

use super::address::Address;
use super::show_nav;
use crate::store::views::{self, SavedView};
use crate::store::{StoreError, Urgency};
use crate::web::Web;
use crate::web::cases::command_id;
use crate::web::fail::Fail;
use crate::web::page::Person;

/// The longest name of a view, in letters.
const LONGEST_NAME: usize = 60;

#[derive(Deserialize)]
pub struct Kept {
    desk: String,
    query: String,
    name: String,
    shared: Option<String>,
}

/// `POST /views`
///
/// # Errors
/// [`Fail::NotFound`] where the desk is not this person's.
pub async fn keep(State(web): State<Web>, person: Person, Form(kept): Form<Kept>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let named = DeskId::from(kept.desk.as_str());
    show_nav::works_at(&web, &me, &named)?;
    let desk = named;
    let pairs: Vec<(String, String)> = form_urlencoded::parse(kept.query.as_bytes()).into_owned().collect();
    let address = Address { desk: desk.to_string(), ..Address::read(&pairs) }.list();
    let name: String = kept.name.trim().chars().take(LONGEST_NAME).collect();
    if name.is_empty() {
        return Ok(Redirect::to(&address.href()).into_response());
    }
    let view = SavedView {
        id: command_id(),
        desk: desk.to_string(),
        owner: me.to_string(),
        shared: kept.shared.is_some(),
        name,
        query: address.kept(),
        kept_at: web.app.clock.now(),
    };
    let shown = Address { saved: view.id.clone(), ..address };
    web.app.store.write_async(Urgency::Person, move |tx| views::put(tx, &view)).await.map_err(Fail::unavailable)?;
    Ok(Redirect::to(&shown.href()).into_response())
}

/// `POST /views/{id}/remove`
///
/// # Errors
/// [`Fail::NotFound`] where it is not this person's.
pub async fn remove(State(web): State<Web>, person: Person, Path(id): Path<String>) -> Result<Response, Fail> {
    let removed = web
        .app
        .store
        .write_async(Urgency::Person, move |tx| views::remove(tx, &id, &person.id))
        .await
        .map_err(|error: StoreError| Fail::unavailable(error))?;
    if removed { Ok(Redirect::to("/queue").into_response()) } else { Err(Fail::NotFound) }
}
