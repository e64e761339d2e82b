//! Articles of knowledge: in the portal, where they answer before anything is asked; at the desk,
//! where they are written; and beside a form or a case, where they are suggested.

pub mod beside_case;
mod edit;
mod said;
pub mod show_article;
pub mod show_edit;
pub mod show_list;
pub mod show_shelf;
pub mod show_version;
pub mod suggested;

use std::collections::BTreeSet;
use std::sync::Arc;

use desk::knowledge::{Language, Reader, Service, Unfit, Version};
use desk::{ArticleId, PersonId};
use jiff::civil::Date;

use crate::act::Failed;
use crate::act::article::NotWritten;
use crate::app::App;
use crate::knowledge::{self, Library, Shelved, markdown};
use crate::start;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::kit::Link;
use crate::web::page::Page;
use crate::web::portal::services;
use crate::web::texts::Lang;

/// Letters shown of how an article begins.
const BEGINNING: usize = 170;

/// Everything a page of articles is made of.
pub struct Reading {
    pub library: Arc<Library>,
    pub who: Reader,
    pub today: Date,
}

/// Reads the articles for somebody.
///
/// # Errors
/// The store's.
pub async fn reading(web: &Web, me: &PersonId) -> Result<Reading, Fail> {
    let me = me.clone();
    web.read(move |app| {
        let library = app.store.read(|reader| knowledge::library(app, reader))?;
        Ok(Some(Reading { library, who: knowledge::reader(app, &me), today: start::today(app, app.clock.now()) }))
    })
    .await
}

impl Reading {
    /// An article of this id with the version this person finds of it.
    ///
    /// # Errors
    /// [`Fail::NotFound`] where there is none for them.
    pub fn article(&self, id: &str) -> Result<(&Arc<Shelved>, &Version), Fail> {
        let shelved = self.library.get(&ArticleId::from(id)).ok_or(Fail::NotFound)?;
        let version = shelved.article.read_by(self.who).ok_or(Fail::NotFound)?;
        Ok((shelved, version))
    }
}

/// An article in a list.
pub struct Listed {
    pub id: String,
    pub title: String,
    pub about: String,
    pub category: String,
    /// Only for the desk.
    pub inside: bool,
    /// The language it is in, where that is not the page's; else empty.
    pub lang: &'static str,
}

impl Listed {
    pub fn of(p: &Page, shelved: &Shelved, version: &Version) -> Listed {
        let read = shelved.read(version, language(p.lang));
        let (title, body) = read.map_or((shelved.id.as_str(), ""), |read| (read.title, read.body));
        Listed {
            id: shelved.id.to_string(),
            title: title.to_owned(),
            about: markdown::beginning(body, BEGINNING),
            category: version.category.clone(),
            inside: version.visibility != desk::knowledge::Visibility::Requesters,
            lang: read.map_or("", |read| foreign(p, read.language)),
        }
    }
}

/// The language of articles a page is read in.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::Es => Language::Es,
        Lang::En => Language::En,
    }
}

pub fn lang_of(language: Language) -> Lang {
    match language {
        Language::Es => Lang::Es,
        Language::En => Lang::En,
    }
}

/// The tag of a text that is not in the page's language; else empty.
fn foreign(p: &Page, language: Language) -> &'static str {
    if lang_of(language) == p.lang { "" } else { lang_of(language).tag() }
}

/// The same article in its other language, where it has one.
fn other_language(shown: Language, version: &Version, href: &str) -> Option<Link> {
    let other = shown.other();
    version
        .texts
        .contains_key(&other)
        .then(|| Link { text: lang_of(other).name().to_owned(), href: format!("{href}lang={}", lang_of(other).tag()) })
}

/// The services an article is about, as they are asked for now.
fn services_of(app: &App, of: &BTreeSet<Service>) -> Vec<Link> {
    let entity = app.entity();
    let offered = of.iter().filter_map(|service| {
        let item = entity.desks.get(&service.desk)?.catalogue.items.get(&service.item).filter(|item| item.active)?;
        let text = item.name.clone();
        Some(Link { text, href: services::href(&service.desk, Some(&service.item)) })
    });
    let mut links: Vec<Link> = offered.collect();
    // Two desks may call a service alike; one link is enough.
    links.dedup_by(|a, b| a.text == b.text);
    links
}

/// Does something to an article where waiting holds up nobody else.
///
/// # Errors
/// The store's, and [`Fail::NotFound`] for who may not; what is wrong with the article is the answer.
async fn done<T: Send + 'static>(
    web: &Web,
    act: impl FnOnce(&App) -> Result<T, NotWritten> + Send + 'static,
) -> Result<Result<T, Vec<Unfit>>, Fail> {
    web.read(move |app| match act(app) {
        Ok(done) => Ok(Some(Ok(done))),
        Err(NotWritten::Unfit(unfit)) => Ok(Some(Err(unfit))),
        Err(NotWritten::Failed(Failed::Refused(_))) => Ok(None),
        Err(NotWritten::Failed(failed)) => Err(failed),
    })
    .await
}
