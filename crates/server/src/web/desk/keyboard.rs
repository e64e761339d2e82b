//! `GET /keys`, `POST /keys`: the letters of the keyboard, moved or switched off as one likes.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use desk::PersonId;

use super::nav::{KeyLine, Nav};
use super::show_nav;
use crate::store::{StoreError, Urgency, choices};
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::{Page, Person};

/// What has a key: its word and the letter it has unless moved.
const KEYS: [(&str, char); 11] = [
    ("down", 'j'),
    ("up", 'k'),
    ("mark", 'x'),
    ("take", 'a'),
    ("whole", 'o'),
    ("reply", 'r'),
    ("note", 'n'),
    ("answer", 's'),
    ("filter", 'f'),
    ("search", '/'),
    ("all", '?'),
];

/// Where a person's choice is kept.
const CHOICE: &str = "keys";
const OFF: &str = "off";

/// The keys of a person.
pub struct Keys {
    on: bool,
    /// In the order of [`KEYS`].
    letters: Vec<char>,
}

#[derive(Template)]
#[template(path = "desk/keyboard.html")]
struct KeysPage {
    p: Page,
    nav: Nav,
    on: bool,
    lines: Vec<KeyLine>,
    /// Two things would have the same key.
    twice: Option<char>,
}

impl Keys {
    fn read(kept: Option<&str>) -> Keys {
        let usual = || KEYS.iter().map(|(_, letter)| *letter).collect();
        match kept {
            Some(OFF) => Keys { on: false, letters: usual() },
            Some(kept) if kept.chars().count() == KEYS.len() => Keys { on: true, letters: kept.chars().collect() },
            _ => Keys { on: true, letters: usual() },
        }
    }

    /// What was moved: `a=t` says that what `a` did is done by `t`. Nothing where all are off.
    pub fn moved(&self) -> Option<String> {
        let moved = KEYS.iter().zip(&self.letters).filter(|((_, usual), letter)| usual != *letter);
        let pairs: Vec<String> = moved.map(|((_, usual), letter)| format!("{usual}={letter}")).collect();
        self.on.then(|| pairs.join(" "))
    }

    pub fn lines(&self, p: &Page) -> Vec<KeyLine> {
        let line = |((word, _), letter): (&(&'static str, char), &char)| KeyLine {
            word,
            key: letter.to_uppercase().collect(),
            label: p.t(&format!("keys-{word}")).to_string(),
        };
        KEYS.iter().zip(&self.letters).map(line).collect()
    }

    fn twice(&self) -> Option<char> {
        let letters = &self.letters;
        letters.iter().enumerate().find(|(at, letter)| letters[..*at].contains(letter)).map(|(_, letter)| *letter)
    }
}

/// The keys of a person.
///
/// # Errors
/// [`Fail::Unavailable`] where the store does not answer.
pub async fn of(web: &Web, me: &PersonId) -> Result<Keys, Fail> {
    let me = me.to_string();
    let kept = web.app.store.read_async(move |reader| choices::get(reader, &me, CHOICE)).await;
    let kept = kept.map_err(|error: StoreError| Fail::unavailable(error))?;
    Ok(Keys::read(kept.as_deref()))
}

/// `GET /keys`
///
/// # Errors
/// [`Fail::NotFound`] where the person works at no desk.
pub async fn show(State(web): State<Web>, p: Page, person: Person) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let keys = of(&web, &me).await?;
    page(&web, p, &me, &keys).await
}

async fn page(web: &Web, p: Page, me: &PersonId, keys: &Keys) -> Result<Response, Fail> {
    let nav = show_nav::nav(web, &p, me, None).await?;
    Page::show(&KeysPage { nav, on: keys.on, lines: keys.lines(&p), twice: keys.twice(), p })
}

/// `POST /keys`
///
/// # Errors
/// As [`show`].
pub async fn choose(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let one = |name: &str| typed.iter().find(|(own, _)| own == name).map(|(_, value)| value.trim());
    let usual = one("usual").is_some();
    let letter = |(word, letter): &(&str, char)| {
        let typed = one(word).filter(|_| !usual).and_then(|typed| typed.to_lowercase().chars().next());
        typed.filter(|typed| !typed.is_whitespace() && !typed.is_control() && *typed != '=').unwrap_or(*letter)
    };
    let keys = Keys { on: one("on").is_some() || usual, letters: KEYS.iter().map(letter).collect() };
    if keys.on && keys.twice().is_some() {
        return page(&web, p, &me, &keys).await;
    }
    let kept = if keys.on { keys.letters.iter().collect() } else { OFF.to_owned() };
    let now = web.app.clock.now();
    let store = &web.app.store;
    let put = store.write_async(Urgency::Person, move |tx| choices::put(tx, me.as_str(), CHOICE, &kept, now)).await;
    put.map_err(|error: StoreError| Fail::unavailable(error))?;
    Ok(Redirect::to("/keys").into_response())
}

/// The words of what has a key.
#[cfg(test)]
pub fn words() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_moved_or_switched_off_and_two_never_share_one() {
        assert_eq!(Keys::read(None).moved().as_deref(), Some(""));
        assert_eq!(Keys::read(Some("off")).moved(), None);
        let moved = Keys::read(Some("jkxtornsf/?"));
        assert_eq!(moved.moved().as_deref(), Some("a=t"));
        assert_eq!(moved.twice(), None);
        assert_eq!(Keys::read(Some("jkxrornsf/?")).twice(), Some('r'));
        assert_eq!(Keys::read(Some("abc")).moved().as_deref(), Some(""), "what an older program kept");
    }
}
