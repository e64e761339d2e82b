//! `GET /templates`: replies written again and again. What stands in braces is filled in when one is
//! used; a macro also leads to an answer, where the procedure permits it then.

use askama::Template as Page_;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use desk::{DeskId, PersonId};
use serde::Deserialize;

use super::nav::Nav;
use super::show_nav;
use crate::store::templates::{self, Template};
use crate::store::{StoreError, Urgency};
use crate::view::CaseView;
use crate::web::Web;
use crate::web::cases::command_id;
use crate::web::fail::Fail;
use crate::web::kit::Opt;
use crate::web::page::{Page, Person};

/// The most of each kind that are offered.
const MOST: i64 = 40;
/// The longest name and text, in letters.
const LONGEST: (usize, usize) = (80, 4_000);

/// What can stand in braces.
pub const VARIABLES: [&str; 5] = ["solicitante", "numero", "servicio", "actividad", "agente"];

#[derive(Page_)]
#[template(path = "desk/templates.html")]
struct TemplatesPage {
    p: Page,
    nav: Nav,
    desk: String,
    own: Vec<Template>,
    shared: Vec<Template>,
    variables: Vec<String>,
    answers: Vec<Opt>,
}

/// A template filled in for a case.
pub struct Filled {
    pub id: String,
    pub name: String,
    pub text: String,
    /// The answer it leads to, open now: where, and its label.
    pub answer: Option<(String, String)>,
}

#[derive(Deserialize)]
pub struct Kept {
    desk: String,
    name: String,
    body: String,
    #[serde(default)]
    answer: String,
    shared: Option<String>,
}

/// `GET /templates`
///
/// # Errors
/// [`Fail::NotFound`] where the person works at no desk.
pub async fn show(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let desk = show_nav::desk_of(&web, &me, None)?;
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let nav = show_nav::nav(&web, &p, &me, Some(&desk)).await?;
    let (own, shared) = of(&web, &me, &desk).await?.into_iter().partition(|template| template.owner == person.id);
    let answers = rules.procedure.answers.iter().filter(|(_, answer)| !answer.label.is_empty());
    let page = TemplatesPage {
        desk: desk.to_string(),
        own,
        shared,
        variables: VARIABLES.iter().map(|variable| format!("{{{variable}}}")).collect(),
        answers: answers
            .map(|(id, answer)| Opt { value: id.to_string(), label: answer.label.clone(), ..Opt::default() })
            .collect(),
        nav,
        p,
    };
    Page::show(&page)
}

async fn of(web: &Web, me: &PersonId, desk: &DeskId) -> Result<Vec<Template>, Fail> {
    let (me, desk) = (me.to_string(), desk.to_string());
    let read = web.app.store.read_async(move |reader| templates::of_person(reader, &desk, &me, MOST)).await;
    read.map_err(|error: StoreError| Fail::unavailable(error))
}

/// `POST /templates`
///
/// # Errors
/// [`Fail::NotFound`] where the desk is not this person's.
pub async fn keep(State(web): State<Web>, person: Person, Form(kept): Form<Kept>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let named = DeskId::from(kept.desk.as_str());
    show_nav::works_at(&web, &me, &named)?;
    let short = |text: &str, longest| text.trim().chars().take(longest).collect::<String>();
    let template = Template {
        id: command_id(),
        desk: kept.desk,
        owner: person.id,
        shared: kept.shared.is_some(),
        name: short(&kept.name, LONGEST.0),
        body: short(&kept.body, LONGEST.1),
        answer: Some(kept.answer).filter(|answer| !answer.is_empty()),
        kept_at: web.app.clock.now(),
    };
    if !template.name.is_empty() && !template.body.is_empty() {
        let put = web.app.store.write_async(Urgency::Person, move |tx| templates::put(tx, &template)).await;
        put.map_err(|error: StoreError| Fail::unavailable(error))?;
    }
    Ok(Redirect::to("/templates").into_response())
}

/// `POST /templates/{id}/remove`
///
/// # Errors
/// [`Fail::NotFound`] where it is not this person's.
pub async fn remove(State(web): State<Web>, person: Person, Path(id): Path<String>) -> Result<Response, Fail> {
    let removed = web
        .app
        .store
        .write_async(Urgency::Person, move |tx| templates::remove(tx, &id, &person.id))
        .await
        .map_err(|error: StoreError| Fail::unavailable(error))?;
    if removed { Ok(Redirect::to("/templates").into_response()) } else { Err(Fail::NotFound) }
}

/// The templates of a person, filled in for a case.
///
/// # Errors
/// [`Fail::Unavailable`] where the store does not answer.
pub async fn filled(web: &Web, case: &CaseView, me: &PersonId) -> Result<Vec<Filled>, Fail> {
    let templates = of(web, me, case.desk()).await?;
    let turn = case.turn();
    let offered = |id: &str| turn.offers.iter().find(|offer| *offer.id == *id && offer.closed_because.is_none());
    let filled = |template: Template| Filled {
        text: fill(&template.body, case, me),
        answer: template
            .answer
            .as_deref()
            .and_then(offered)
            .map(|offer| (format!("?answer={}#activity", offer.id), offer.label.to_owned())),
        id: template.id,
        name: template.name,
    };
    Ok(templates.into_iter().map(filled).collect())
}

fn fill(body: &str, case: &CaseView, me: &PersonId) -> String {
    let rules = &case.rules;
    let item = case.item.as_ref().and_then(|item| rules.catalogue.item(item)).map_or("", |item| item.name.as_str());
    let activity = case.stay().and_then(|stay| rules.procedure.activity(&stay.activity));
    let values = [
        rules.people.name(&case.parties.requester),
        case.number.to_string(),
        item.to_owned(),
        activity.map_or_else(String::new, |activity| activity.name.clone()),
        rules.people.name(me),
    ];
    // Read once from left to right: a name with braces in it fills nothing.
    let (mut filled, mut rest) = (String::new(), body);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            let at = VARIABLES.iter().position(|variable| *variable == name)?;
            Some((values.get(at)?, after))
        });
        rest = match known {
            Some((value, after)) => {
                filled.push_str(value);
                after
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled + rest
}
