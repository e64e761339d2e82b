//! The articles of the demo, and who reads them: written on the first day, opened and judged as the
//! weeks go by.

use desk::knowledge::Visibility;
use desk::{ArticleId, PersonId};
use include_dir::{Dir, include_dir};
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::dice::Dice;
use super::story::StoriesWrong;
use crate::act::article;
use crate::app::App;
use crate::knowledge::file;
use crate::start;
use crate::store::{StoreError, Urgency, articles};

static ARTICLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo/knowledge");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelf {
    article: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    file: String,
    by: PersonId,
    /// Days after the visitor's.
    review: i32,
    /// How many people open it.
    read: usize,
    /// How many in ten find it of use.
    useful: u32,
}

/// Somebody who opens an article beside a form, and what they say of it.
#[derive(Clone)]
pub struct Visit {
    article: ArticleId,
    person: PersonId,
    form: String,
    /// Nothing from those who say nothing.
    useful: Option<bool>,
}

fn wrong(file: &str, why: impl std::fmt::Display) -> StoriesWrong {
    StoriesWrong { file: file.to_owned(), message: why.to_string() }
}

/// Writes the articles; who will open each.
///
/// # Errors
/// An article's file that is wrong, or that was refused.
pub fn begin(app: &App, until: Timestamp, dice: &mut Dice) -> Result<Vec<Visit>, StoriesWrong> {
    const LIST: &str = "articles.toml";
    let text = |name: &str| {
        ARTICLES.get_file(name).and_then(|file| file.contents_utf8()).ok_or_else(|| wrong(name, "it is not there"))
    };
    let shelf: Shelf = toml::from_str(text(LIST)?).map_err(|error| wrong(LIST, error))?;
    let last_day = start::today(app, until);
    let entity = app.entity();
    let people: Vec<&PersonId> = entity.people.iter().filter(|who| who.active).map(|who| &who.id).collect();
    let mut visits = Vec::new();
    for (nth, told) in shelf.article.iter().enumerate() {
        let review_on = last_day.saturating_add(told.review.days());
        let written = file::read(text(&told.file)?, review_on).map_err(|why| wrong(&told.file, why))?;
        for service in &written.services {
            let known =
                entity.desks.get(&service.desk).is_some_and(|book| book.catalogue.items.contains_key(&service.item));
            if !known {
                return Err(wrong(&told.file, format!("there is no service {}/{}", service.desk, service.item)));
            }
        }
        let form = written.services.first().map(|service| format!("/catalogue/{}/{}", service.desk, service.item));
        let open = written.visibility == Visibility::Requesters;
        let article = article::write(app, &format!("demo:article:{nth}"), &told.by, None, written)
            .map_err(|error| wrong(&told.file, error))?;
        let Some(form) = form.filter(|_| open) else { continue };
        for _ in 0..told.read {
            let Some(person) = dice.any(people.iter().copied()) else { continue };
            let useful = dice.falls(0.7).then(|| dice.falls(f64::from(told.useful) / 10.0));
            visits.push(Visit { article: article.clone(), person: person.clone(), form: form.clone(), useful });
        }
    }
    Ok(visits)
}

/// Somebody opens an article now.
///
/// # Errors
/// The store's.
pub fn open(app: &App, visit: &Visit) -> Result<(), StoreError> {
    let (now, Visit { article, person, form, useful }) = (app.clock.now(), visit.clone());
    app.store.write(Urgency::Person, move |tx| {
        articles::put_opening(tx, article.as_str(), 1, person.as_str(), &form, now)?;
        match useful {
            Some(useful) => articles::put_vote(tx, article.as_str(), 1, person.as_str(), useful, now),
            None => Ok(()),
        }
    })
}
