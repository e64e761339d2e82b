//! What every page knows: who reads it, in which language, theme and time zone, and where it stands.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};

use super::Web;
use super::assets::ASSETS;
use super::fail::Fail;
use super::guard::masked;
use super::session::TokenHash;
use super::texts::{Lang, Said};
use super::words::{Words, initials};
use crate::entity::Look;

/// A signed-in person as pages need them. What they may do with a case is asked where the case is
/// loaded; these flags only open areas.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// As the people file names them.
    pub id: String,
    /// Nombres Apellidos.
    pub name: String,
    /// What they are greeted by.
    pub first_name: String,
    /// The position, or what they do at the desk: «Agente, Mesa nivel 1».
    pub position: String,
    /// May open the desk's pages (agent, specialist, coordinator, auditor).
    pub works_at_desk: bool,
    /// Opens those pages only to read: an auditor, who changes nothing.
    pub only_reads: bool,
    /// Sees how their first desk is doing as a whole.
    pub coordinates: bool,
    /// May open the auditor's and administrator's pages.
    pub administers: bool,
}

impl Person {
    pub fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::System];

    pub fn from_word(word: &str) -> Theme {
        Theme::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    /// Its word in cookies, forms and styles.
    pub fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// Who is signed in, and with which session.
#[derive(Clone)]
pub struct Signed {
    pub person: Person,
    pub csrf: String,
    pub lang: Option<Lang>,
    pub token: TokenHash,
}

/// What is known of a request before its page.
#[derive(Clone, Default)]
pub struct Visit {
    pub signed: Option<Signed>,
    /// The token every form of this visit carries.
    pub csrf: String,
    pub lang: Lang,
    pub theme: Theme,
    /// Path and query, to come back here.
    pub here: String,
    /// Whether the browser speaks TLS.
    pub secure: bool,
    /// Decisions that wait for who is signed in.
    pub approvals_pending: u32,
}

impl Visit {
    pub fn page(&self, web: &Web) -> Page {
        Page {
            lang: self.lang,
            theme: self.theme,
            w: Words { lang: self.lang, zone: web.settings.zone.clone(), now: (web.desk_clock)() },
            csrf: masked(&self.csrf),
            person: self.signed.as_ref().map(|signed| signed.person.clone()),
            here: self.here.clone(),
            tab: Tab::default(),
            approvals_pending: self.approvals_pending,
            site: web.site(),
        }
    }
}

/// The entry of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    None,
    Home,
    Catalogue,
    Requests,
    Approvals,
    Queue,
    Search,
    Board,
    Audit,
    Evidence,
    Compliance,
    Letters,
    Procedures,
    Knowledge,
    Outbox,
}

impl Tab {
    pub fn word(self) -> &'static str {
        match self {
            Tab::None => "",
            Tab::Home => "home",
            Tab::Catalogue => "catalogue",
            Tab::Requests => "requests",
            Tab::Approvals => "approvals",
            Tab::Queue => "queue",
            Tab::Search => "search",
            Tab::Board => "board",
            Tab::Audit => "audit",
            Tab::Evidence => "evidence",
            Tab::Compliance => "compliance",
            Tab::Letters => "letters",
            Tab::Procedures => "procedures",
            Tab::Knowledge => "knowledge",
            Tab::Outbox => "outbox",
        }
    }
}

/// What is the same on every page of an instance.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The entity: «Instituto de Planeación Territorial».
    pub entity: String,
    /// Its logo and colours.
    pub look: Arc<Look>,
    /// How to reach the desk, as its procedure prints it.
    pub contact: Contact,
    /// True in an instance marked as demo.
    pub demo: bool,
}

/// How to reach a desk.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    pub desk: String,
    pub phone: String,
    pub mail: String,
    pub hours: String,
}

impl Contact {
    pub fn of(desk: &desk::rulebook::Desk) -> Contact {
        Contact {
            desk: desk.name.clone(),
            phone: desk.channels.phone.clone(),
            mail: desk.channels.inbound.first().cloned().unwrap_or_default(),
            hours: String::new(),
        }
    }
}

/// The frame of a page; every template has one as `p`.
#[derive(Clone)]
pub struct Page {
    pub lang: Lang,
    pub theme: Theme,
    pub w: Words,
    pub csrf: String,
    pub person: Option<Person>,
    pub here: String,
    pub tab: Tab,
    /// Decisions that wait for this person; shown in the navigation when there are any.
    pub approvals_pending: u32,
    pub site: Site,
}

impl Page {
    /// The page, standing at this entry of the navigation.
    pub fn at(mut self, tab: Tab) -> Page {
        self.tab = tab;
        self
    }

    /// The page of something of this desk: it says how to reach that desk, not the first one.
    pub fn of_desk(mut self, desk: &desk::rulebook::Desk) -> Page {
        self.site.contact = Contact::of(desk);
        self
    }

    /// Whether the reader may open the desk's pages.
    pub fn works_at_desk(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.works_at_desk)
    }

    /// Whether the desk's pages offer the reader anything that changes something.
    pub fn may_change(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.works_at_desk && !person.only_reads)
    }

    /// The marks of a flowchart with their words; the last only where a case's walk is shown.
    pub fn chart_legend(&self, walk: &bool) -> Vec<(&'static str, String)> {
        let marks = ["activity", "decision", "point", "term", "letter", "exit", "end", "walk"];
        let shown = marks.into_iter().filter(|mark| *walk || *mark != "walk");
        shown.map(|mark| (mark, self.t(&format!("legend-{mark}")).to_string())).collect()
    }

    pub fn t<'a>(&self, key: &'a str) -> Said<'a> {
        self.lang.t(key)
    }

    /// Whether this page stands at an entry, by the word of [`Tab::word`].
    pub fn is(&self, word: &str) -> bool {
        self.tab.word() == word
    }

    /// The address of an asset.
    pub fn asset(&self, name: &str) -> String {
        ASSETS.path(name)
    }

    pub fn assets_missing(&self) -> bool {
        ASSETS.missing()
    }

    /// Works with or without the path of the sprite; without assets the icons are just not drawn.
    pub fn icons(&self) -> IconsPath {
        IconsPath
    }

    /// Renders a template as the answer to a request.
    pub fn show(template: &impl Template) -> Result<Response, Fail> {
        Page::show_as(StatusCode::OK, template)
    }

    pub fn show_as(status: StatusCode, template: &impl Template) -> Result<Response, Fail> {
        match template.render() {
            Ok(html) => Ok((status, Html(html)).into_response()),
            Err(problem) => Err(Fail::broken("a page could not be rendered", problem)),
        }
    }
}

/// The sprite's address, written without building a string for each of a page's hundred icons.
pub struct IconsPath;

impl fmt::Display for IconsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        static PATH: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| ASSETS.path("icons.svg"));
        f.write_str(&PATH)
    }
}

impl FromRequestParts<Web> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Visit, Infallible> {
        Ok(parts.extensions.get::<Visit>().cloned().unwrap_or_default())
    }
}

impl FromRequestParts<Web> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Page, Infallible> {
        let visit = Visit::from_request_parts(parts, web).await?;
        Ok(visit.page(web))
    }
}

/// The person who is signed in; pages behind [`super::routes::Right::Person`] always have one.
impl FromRequestParts<Web> for Person {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Person, Fail> {
        let visit = parts.extensions.get::<Visit>();
        visit.and_then(|visit| visit.signed.as_ref()).map(|signed| signed.person.clone()).ok_or(Fail::NotFound)
    }
}
