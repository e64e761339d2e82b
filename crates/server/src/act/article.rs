//! Articles of knowledge, written, reviewed and taken out: facts of the article's own stream.

use std::collections::BTreeMap;

use desk::knowledge::{Article, ArticleHappened, Language, Reader, Text, Unfit, Written, check};
use desk::words::ContentId;
use desk::{Actor, ArticleId, PersonId, Refused};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::App;
use crate::format;
use crate::knowledge::{KIND, folded, reader, stream_of, text};
use crate::store::contents::{self, Content};
use crate::store::events::{self, NewEvent, Recording};
use crate::store::{StoreError, Tx, Urgency, commands};
use crate::{search, start};

use super::Failed;

/// The most letters of an article's id, and the most articles of one name.
const LONGEST: usize = 60;
const MOST_ALIKE: u32 = 1_000;

/// Why an article was not written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error("{0:?}")]
    Unfit(Vec<Unfit>),
    #[error(transparent)]
    Failed(#[from] Failed),
}

impl From<StoreError> for NotWritten {
    fn from(error: StoreError) -> NotWritten {
        NotWritten::Failed(error.into())
    }
}

/// Writes a version: the first of a new article, or the one after `over`. The id of the article.
///
/// # Errors
/// Everything that is wrong with it; that the writer may not; that there is no such article; the
/// store's.
pub fn write(
    app: &App,
    id: &str,
    by: &PersonId,
    to: Option<(ArticleId, u32)>,
    written: Written,
) -> Result<ArticleId, NotWritten> {
    may(app, by)?;
    let texts = written.texts.iter();
    let prepared: Prepared = texts
        .map(|(language, (title, body))| {
            let given = |text: &str| (text.trim().to_owned(), Content::new(text.trim().as_bytes()));
            (*language, [given(title), given(body)])
        })
        .collect();
    let wanted = to.as_ref().map(|(id, _)| id.clone());
    let over = to.map_or(0, |(_, over)| over);
    let (id, by, now) = (id.to_owned(), by.clone(), app.clock.now());
    let today = start::today(app, now);
    app.store.write(Urgency::Person, move |tx| {
        if let Some(before) = commands::begin(tx, by.as_str(), &id)? {
            return Ok(ArticleId::from(before.outcome.as_str()));
        }
        let (name, before) = match &wanted {
            Some(wanted) => {
                let (article, seq) = folded(tx, &stream_of(wanted))?;
                if seq == 0 {
                    return Err(Failed::NotFound.into());
                }
                (wanted.clone(), Some(article))
            }
            None => (free_name(tx, &written)?, None),
        };
        check(before.as_ref(), over, &written, today).map_err(NotWritten::Unfit)?;
        let stream = stream_of(&name);
        let what = ArticleHappened::ArticleWritten {
            texts: keep(tx, &stream, before.as_ref(), &prepared, now)?,
            category: written.category.trim().to_owned(),
            services: written.services.clone(),
            visibility: written.visibility,
            review_on: written.review_on,
        };
        append(tx, &name, &what, &by, &id, now)?;
        Ok(name)
    })
}

/// Somebody read the version in force and found it right until a day.
///
/// # Errors
/// As [`write`].
pub fn review(app: &App, id: &str, by: &PersonId, of: &ArticleId, review_on: Date) -> Result<(), NotWritten> {
    if review_on <= start::today(app, app.clock.now()) {
        return Err(NotWritten::Unfit(vec![Unfit::ReviewPast]));
    }
    happen(app, id, by, of, ArticleHappened::ArticleReviewed { review_on }, |article| article.in_force().is_some())
}

/// Takes an article out.
///
/// # Errors
/// As [`write`].
pub fn retire(app: &App, id: &str, by: &PersonId, of: &ArticleId) -> Result<(), NotWritten> {
    happen(app, id, by, of, ArticleHappened::ArticleRetired, |article| !article.is_retired())
}

fn happen(
    app: &App,
    id: &str,
    by: &PersonId,
    of: &ArticleId,
    what: ArticleHappened,
    fits: impl Fn(&Article) -> bool + Send + 'static,
) -> Result<(), NotWritten> {
    may(app, by)?;
    let (id, by, of, now) = (id.to_owned(), by.clone(), of.clone(), app.clock.now());
    app.store.write(Urgency::Person, move |tx| {
        if commands::begin(tx, by.as_str(), &id)?.is_some() {
            return Ok(());
        }
        let (article, seq) = folded(tx, &stream_of(&of))?;
        if seq == 0 || !fits(&article) {
            return Err(Failed::NotFound.into());
        }
        append(tx, &of, &what, &by, &id, now)?;
        Ok(())
    })
}

fn may(app: &App, by: &PersonId) -> Result<(), Failed> {
    if reader(app, by) == Reader::Author { Ok(()) } else { Err(Refused::NotAllowed.into()) }
}

/// Title and body of each language, salted before the transaction.
type Prepared = BTreeMap<Language, [(String, Content); 2]>;

/// Keeps the words of a version; what the version before said in the same words is named again.
fn keep(
    tx: &mut Tx<'_>,
    stream: &str,
    before: Option<&Article>,
    prepared: &Prepared,
    now: Timestamp,
) -> Result<BTreeMap<Language, Text>, StoreError> {
    let last = before.and_then(|article| article.versions.last());
    let mut texts = BTreeMap::new();
    for (language, [title, body]) in prepared {
        let old = last.and_then(|version| version.texts.get(language));
        let mut one = |old: Option<&ContentId>, (new, content): &(String, Content)| {
            if let Some(old) = old
                && text(tx, stream, old)? == *new
            {
                return Ok::<_, StoreError>(old.clone());
            }
            contents::put(tx, stream, content, now)?;
            Ok(ContentId::from(content.id().to_string().as_str()))
        };
        let title = one(old.map(|text| &text.title), title)?;
        let body = one(old.map(|text| &text.body), body)?;
        texts.insert(*language, Text { title, body });
    }
    Ok(texts)
}

/// An id nobody has yet, of the title's own words.
fn free_name(tx: &mut Tx<'_>, written: &Written) -> Result<ArticleId, StoreError> {
    let title = written.texts.values().map(|(title, _)| title.as_str()).find(|title| !title.trim().is_empty());
    let name = name_of(title.unwrap_or_default());
    for nth in 1..MOST_ALIKE {
        let id = ArticleId::from(if nth == 1 { name.clone() } else { format!("{name}-{nth}") }.as_str());
        // Two who write articles of one name at once get two of them.
        if events::lock(tx, &stream_of(&id))?.is_none() {
            return Ok(id);
        }
    }
    Err(StoreError::invalid(format!("there are {MOST_ALIKE} articles {name}")))
}

/// «Conectarse a la VPN» is `conectarse-a-la-vpn`.
fn name_of(title: &str) -> String {
    let plain = search::plain(title);
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = String::new();
    for word in words {
        if name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word);
    }
    // `new` is where the next one is written.
    if name.is_empty() || name == "new" { "articulo".to_owned() } else { name }
}

fn append(
    tx: &mut Tx<'_>,
    name: &ArticleId,
    what: &ArticleHappened,
    by: &PersonId,
    command: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let stream = stream_of(name);
    let head = events::lock(tx, &stream)?;
    let actor = Actor::person(by.clone());
    let (actor, _) = format::event::actor(&actor);
    let recorded_at = head.map_or(now, |head| now.max(head.last_recorded_at));
    let recording = Recording {
        stream: &stream,
        stream_kind: KIND,
        expected_seq: head.map_or(0, |head| head.last_seq),
        recorded_at,
        actor,
        acting_for: None,
        command,
    };
    let data = serde_json::to_string(what).map_err(|e| StoreError::invalid(e.to_string()))?;
    let new = [NewEvent { effective_at: recorded_at, kind: what.kind().into(), data }];
    let appended = events::append(tx, &recording, &new)?;
    let outcome = commands::Outcome {
        stream,
        first_seq: appended.first_seq,
        count: 1,
        outcome: name.to_string(),
        at: recorded_at,
    };
    commands::record(tx, actor, command, &outcome)
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn an_article_is_called_by_the_words_of_its_title() {
        assert_eq!(name_of("¿Cómo me conecto a la VPN?"), "como-me-conecto-a-la-vpn");
        assert_eq!(name_of("¡¿?!"), "articulo");
        assert_eq!(name_of("New"), "articulo");
        assert!(name_of(&"palabra ".repeat(30)).len() <= 60);
    }
}
