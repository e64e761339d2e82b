//! The articles of knowledge as pages need them: folded from their streams and kept in memory, since
//! an entity has hundreds of them and not millions. Whether one changed is asked of the store each
//! time, so every node shows what any of them wrote.

pub mod counts;
pub mod file;
pub mod markdown;
mod search;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use desk::knowledge::{Article, ArticleHappened, Language, Reader as Who, Text, Version};
use desk::words::ContentId;
use desk::{ArticleId, PersonId, access};

use crate::app::App;
use crate::store::contents::{self, Found};
use crate::store::events::{self, StoredEvent};
use crate::store::{Reader, StoreError};

pub use search::{found, suggested};

/// The kind of the streams of articles.
pub const KIND: &str = "article";
/// Streams looked at in one question.
const PAGE: i64 = 500;

/// The stream of an article.
pub fn stream_of(id: &ArticleId) -> String {
    format!("{KIND}:{id}")
}

/// Every article.
#[derive(Default)]
pub struct Library {
    articles: BTreeMap<ArticleId, Arc<Shelved>>,
}

/// An article with the words of its last versions.
pub struct Shelved {
    pub id: ArticleId,
    pub article: Article,
    /// Of its last event.
    seq: i64,
    /// What the version in force and the last one say.
    texts: HashMap<ContentId, String>,
    /// What it is found by.
    words: search::Words,
}

/// A version in one language, as somebody reads it.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    pub language: Language,
    pub title: &'a str,
    /// Markdown.
    pub body: &'a str,
}

impl Library {
    pub fn get(&self, id: &ArticleId) -> Option<&Arc<Shelved>> {
        self.articles.get(id)
    }

    /// Whether another one holds exactly the same.
    fn is(&self, other: &Library) -> bool {
        self.articles.len() == other.articles.len()
            && self.articles.values().zip(other.articles.values()).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    /// Every article with the version a reader finds of it.
    pub fn read_by(&self, reader: Who) -> impl Iterator<Item = (&Arc<Shelved>, &Version)> {
        self.articles.values().filter_map(move |it| Some((it, it.article.read_by(reader)?)))
    }
}

impl Shelved {
    /// A version in the language wished for, or in the other one where it has only that.
    pub fn read(&self, version: &Version, wished: Language) -> Option<Read<'_>> {
        [wished, wished.other()].into_iter().find_map(|language| {
            let Text { title, body } = version.texts.get(&language)?;
            Some(Read { language, title: self.texts.get(title)?, body: self.texts.get(body)? })
        })
    }

    /// What it is called for somebody who reads this version.
    pub fn title(&self, version: &Version, wished: Language) -> &str {
        self.read(version, wished).map_or(self.id.as_str(), |read| read.title)
    }
}

/// What this person may read of the articles, and whether they write them: by their roles at any desk.
pub fn reader(app: &App, person: &PersonId) -> Who {
    let entity = app.entity();
    let rules = entity.desks.keys().filter_map(|desk| app.rulebook(desk));
    let at = |rules: desk::Rulebook| {
        if access::writes_articles(&rules, person) {
            Who::Author
        } else if access::opens_queues(&rules, person) {
            Who::Desk
        } else {
            Who::Requester
        }
    };
    rules.map(at).max().unwrap_or(Who::Requester)
}

/// Every article as it is now, kept for the next who asks.
///
/// # Errors
/// As [`read`].
pub fn library(app: &App, reader: &mut Reader<'_>) -> Result<Arc<Library>, StoreError> {
    let known = app.library();
    let now = Arc::new(read(reader, &known)?);
    if !now.is(&known) {
        app.set_library(now.clone());
    }
    Ok(now)
}

/// Every article as it is now; those that did not change are taken from what is known.
///
/// # Errors
/// The store's, or an article written by a newer version of the program.
pub fn read(reader: &mut Reader<'_>, known: &Library) -> Result<Library, StoreError> {
    let mut library = Library::default();
    let mut after = String::new();
    loop {
        let page = events::streams_of_kind(reader, KIND, &after, PAGE)?;
        let Some(last) = page.last() else { return Ok(library) };
        after = last.stream.clone();
        for stream in page {
            let id = ArticleId::from(stream.stream.trim_start_matches("article:"));
            let shelved = match known.get(&id).filter(|known| known.seq == stream.head.last_seq) {
                Some(known) => known.clone(),
                None => Arc::new(shelved(reader, id.clone())?),
            };
            library.articles.insert(id, shelved);
        }
    }
}

fn shelved(reader: &mut Reader<'_>, id: ArticleId) -> Result<Shelved, StoreError> {
    let stream = stream_of(&id);
    let (article, seq) = folded(reader, &stream)?;
    let mut texts = HashMap::new();
    for version in article.in_force().into_iter().chain(article.versions.last()) {
        for content in version.texts.values().flat_map(|text| [&text.title, &text.body]) {
            texts.insert(content.clone(), text(reader, &stream, content)?);
        }
    }
    let mut shelved = Shelved { id, article, seq, texts, words: search::Words::default() };
    shelved.words = search::Words::of(&shelved);
    Ok(shelved)
}

/// An article folded from its events, with the number of the last; 0 where it never began.
///
/// # Errors
/// The store's, or an event of a newer version of the program.
pub fn folded(reader: &mut Reader<'_>, stream: &str) -> Result<(Article, i64), StoreError> {
    let (mut article, mut seq) = (Article::default(), 0);
    for row in events::load(reader, stream)? {
        seq = row.seq;
        let what = happened(&row)?;
        article.apply(what, PersonId::from(row.actor.as_str()), row.effective_at);
    }
    Ok((article, seq))
}

fn happened(row: &StoredEvent) -> Result<ArticleHappened, StoreError> {
    serde_json::from_str(&row.data).map_err(|e| StoreError::invalid(format!("{} {}: {e}", row.stream, row.seq)))
}

/// A text of an article; empty once it was withdrawn.
///
/// # Errors
/// The store's.
pub fn text(reader: &mut Reader<'_>, stream: &str, id: &ContentId) -> Result<String, StoreError> {
    let Ok(digest) = id.as_str().parse() else { return Ok(String::new()) };
    Ok(match contents::get(reader, stream, digest)? {
        Some(Found::Present(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    })
}
