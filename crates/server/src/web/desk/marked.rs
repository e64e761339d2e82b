//! `GET /queue/marked`: one thing for several cases, with what the rules would refuse and why, before
//! it is done. `POST` does it, case by case, each as its own command.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, http::StatusCode};
use desk::value::{Input, Value};
use desk::{Case, Command, DeskId, FieldId, PersonId, Rulebook};

use super::nav::Nav;
use super::show_nav;
use crate::act::words;
use crate::view;
use crate::web::Web;
use crate::web::cases::command::{self, Became};
use crate::web::cases::{act, command_id};
use crate::web::fail::Fail;
use crate::web::kit::Opt;
use crate::web::page::{Page, Person, Tab};

type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "desk/marked.html")]
struct MarkedPage {
    p: Page,
    nav: Nav,
    desk: String,
    numbers: Vec<String>,
    /// Assign, or the field that is given a value.
    whats: Vec<Opt>,
    people: Vec<Opt>,
    groups: Vec<Opt>,
    items: Vec<Opt>,
    priorities: Vec<Opt>,
    reason: String,
    command_id: String,
    /// What was asked, as it is sent when it is confirmed.
    asked: Pairs,
    /// Nothing asked yet: nothing tried.
    tried: Vec<Line>,
    accepted: usize,
    /// Done: how many.
    done: Option<usize>,
}

struct Line {
    number: String,
    href: String,
    subject: String,
    refused: Option<String>,
}

/// What can be done to several cases.
const WHATS: [&str; 3] = ["assign", "priority", "item"];

struct Asked<'a>(&'a Pairs);

impl Asked<'_> {
    fn one(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
    }

    fn numbers(&self) -> Vec<String> {
        let mut numbers: Vec<String> =
            self.0.iter().filter(|(own, _)| own == "case").map(|(_, number)| number.clone()).collect();
        numbers.dedup();
        numbers.truncate(view::MOST_TRIED);
        numbers
    }

    /// The command for a case; nothing while it is not said what.
    fn command(&self) -> Option<impl Fn(&Case) -> Command + Send + 'static> {
        let what = WHATS.into_iter().find(|what| *what == self.one("what"))?;
        let some = |name: &str| Some(self.one(name)).filter(|text| !text.is_empty()).map(str::to_owned);
        let (person, group, reason) = (some("person"), some("group"), some("reason"));
        let value = some(what);
        match what {
            "assign" if person.is_none() && group.is_none() => return None,
            "assign" => {}
            _ => {
                value.as_ref()?;
            }
        }
        Some(move |case: &Case| match (&value, what) {
            (Some(value), field) if field != "assign" => {
                let field = FieldId::from(field);
                Command::Edit {
                    saw: case.fields.get(&field).cloned(),
                    field,
                    to: Input::Value(Value::Word(value.clone())),
                    reason: reason.clone().map(words),
                }
            }
            _ => Command::Assign {
                person: person.as_deref().map(PersonId::from),
                group: group.as_deref().map(Into::into).or_else(|| case.group.clone()),
                reason: reason.clone().map(words),
            },
        })
    }
}

/// `GET /queue/marked?case=…&what=assign&person=…`
///
/// # Errors
/// [`Fail::NotFound`] where the desk is not this person's.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    page(&web, p, &me, pairs, None).await
}

/// `POST /queue/marked`: does what was shown, and shows what is left.
///
/// # Errors
/// As [`show`].
pub async fn take(State(web): State<Web>, p: Page, person: Person, Form(pairs): Form<Pairs>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let asked = Asked(&pairs);
    let Some(command) = asked.command() else {
        return page(&web, p, &me, pairs, None).await;
    };
    let (asker, numbers) = (me.clone(), asked.numbers());
    let tried = web.read(move |app| view::dry(app, &asker, &numbers, command).map(Some)).await?;
    let id = Some(asked.one("command_id")).filter(|id| !id.is_empty() && id.len() <= 48);
    let id = id.map_or_else(command_id, str::to_owned);
    let (mut done, mut left) = (0, Vec::new());
    for one in tried {
        let order = format!("{id}.{}", one.number);
        match command::send(&web, &me, &one.stream, order, one.what, Vec::new()).await? {
            Became::Done(_) => done += 1,
            Became::Refused(_) => left.push(("case".to_owned(), one.number)),
        }
    }
    if left.is_empty() {
        return Ok(
            Redirect::to(&format!("/queue?desk={}", show_nav_desk(&web, &me, asked.one("desk"))?)).into_response()
        );
    }
    let rest = pairs.iter().filter(|(name, _)| name != "case" && name != "csrf").cloned();
    let left = left.into_iter().chain(rest).collect();
    page(&web, p, &me, left, Some(done)).await
}

fn show_nav_desk(web: &Web, me: &PersonId, named: &str) -> Result<DeskId, Fail> {
    let named = Some(DeskId::from(named)).filter(|_| !named.is_empty());
    show_nav::desk_of(web, me, named.as_ref())
}

async fn page(web: &Web, p: Page, me: &PersonId, pairs: Pairs, done: Option<usize>) -> Result<Response, Fail> {
    let p = p.at(Tab::Queue);
    let asked = Asked(&pairs);
    let desk = show_nav_desk(web, me, asked.one("desk"))?;
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let nav = show_nav::nav(web, &p, me, Some(&desk)).await?;
    let numbers = asked.numbers();
    let (asker, of) = (me.clone(), numbers.clone());
    let tried = match asked.command() {
        Some(command) => web.read(move |app| view::dry(app, &asker, &of, command).map(Some)).await?,
        None => Vec::new(),
    };
    let tried: Vec<Line> = tried
        .into_iter()
        .map(|one| Line {
            href: format!("/cases/{}", one.number),
            number: one.number,
            subject: if one.subject.is_empty() { p.t("restricted-subject").to_string() } else { one.subject },
            refused: one.refused.map(|refused| act::said_of(&p, &refused)),
        })
        .collect();
    let option = |name: &str, value: &str, label: &str| Opt {
        chosen: asked.one(name) == value,
        value: value.to_owned(),
        label: label.to_owned(),
        ..Opt::default()
    };
    let what = |word: &'static str| Opt {
        chosen: asked.one("what") == word || (asked.one("what").is_empty() && word == "assign"),
        value: word.to_owned(),
        label: p.t(&format!("marked-{word}")).to_string(),
        ..Opt::default()
    };
    let page = MarkedPage {
        nav,
        desk: desk.to_string(),
        whats: WHATS.into_iter().map(what).collect(),
        people: staff(&rules, me).into_iter().map(|(id, name)| option("person", &id, &name)).collect(),
        groups: rules.desk.group.iter().map(|(id, group)| option("group", id.as_str(), &group.name)).collect(),
        items: rules
            .catalogue
            .items
            .iter()
            .filter(|(_, item)| item.active)
            .map(|(id, item)| option("item", id.as_str(), &item.name))
            .collect(),
        priorities: rules
            .catalogue
            .priorities
            .iter()
            .map(|(id, it)| option("priority", id.as_str(), &it.name))
            .collect(),
        reason: asked.one("reason").to_owned(),
        command_id: command_id(),
        accepted: tried.iter().filter(|line| line.refused.is_none()).count(),
        asked: pairs.iter().filter(|(name, _)| name != "csrf" && name != "command_id").cloned().collect(),
        tried,
        numbers,
        done,
        p,
    };
    Page::show_as(StatusCode::OK, &page)
}

/// Who works at the desk, oneself first.
pub fn staff(rules: &Rulebook, me: &PersonId) -> Vec<(String, String)> {
    let works = |person: &&desk::people::Person| person.active && desk::access::works_here(rules, person);
    let mut staff: Vec<_> = rules.people.iter().filter(works).collect();
    staff.sort_by_key(|person| (person.id != *me, person.name.clone()));
    staff.into_iter().map(|person| (person.id.to_string(), person.name.clone())).collect()
}

/// The words of what can be done.
#[cfg(test)]
pub fn whats() -> impl Iterator<Item = &'static str> {
    WHATS.into_iter()
}
