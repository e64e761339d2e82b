//! The pages. Read in this order: `routes` lists every address on one page; `page` is what all pages
//! know; `guard` is what every request passes; `session` is signing in; `texts` and `words` are how
//! pages speak; `kit` are the pieces pages are made of. A page is a .rs beside its .html.

pub mod accessibility;
pub mod approvals;
pub mod assets;
pub mod audit;
pub mod cases;
pub mod demo;
pub mod desk;
pub mod drafts;
pub mod fail;
pub mod guard;
pub mod kit;
pub mod knowledge;
pub mod look;
pub mod page;
pub mod portal;
pub mod preferences;
pub mod procedure;
pub mod routes;
pub mod session;
pub mod texts;

#[cfg(test)]
mod tests;

pub use crate::words;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use ::desk::PersonId;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::act::Failed;
use crate::app::App;
use crate::view::{self, CaseView};
use fail::Fail;
use page::Site;
use session::{Accounts, Passwords, Unavailable};

/// Reads a clock.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What an instance decides about its pages.
#[derive(Clone)]
pub struct Settings {
    pub site: Site,
    /// The zone in which the desk's dates are read.
    pub zone: TimeZone,
    /// The instance's own address as browsers see it (`https://mesa.example`), without a slash at the
    /// end; `None` takes each request's Host, which is right only for trying things out.
    pub address: Option<String>,
    /// Whether browsers speak TLS to this process, or `address` begins with https.
    pub tls: bool,
    /// Proxies whose word about the client's address is believed.
    pub proxies: Vec<IpAddr>,
}

/// What every page can reach.
#[derive(Clone)]
pub struct Web {
    pub settings: Arc<Settings>,
    pub passwords: Passwords,
    /// Sessions, throttles, headers.
    pub machine_clock: Clock,
    /// Dates shown; virtual in a demo.
    pub desk_clock: Clock,
    /// The running instance.
    pub app: App,
    accounts: Arc<dyn Accounts>,
}

impl Web {
    pub fn new(settings: Settings, accounts: Arc<dyn Accounts>, app: App) -> Web {
        let clock = app.clock.clone();
        Web {
            settings: Arc::new(settings),
            passwords: Passwords::default(),
            machine_clock: Arc::new(Timestamp::now),
            desk_clock: Arc::new(move || clock.now()),
            app,
            accounts,
        }
    }

    /// What is the same on every page, as the configuration in force has it.
    pub fn site(&self) -> Site {
        let entity = self.app.entity();
        Site { entity: entity.name.clone(), look: Arc::clone(&entity.look), ..self.settings.site.clone() }
    }

    /// Reads for a page where waiting holds up nobody else.
    ///
    /// # Errors
    /// [`Fail::NotFound`] where there is nothing for this reader; [`Fail::Unavailable`] where the store does not answer.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&App) -> Result<Option<T>, Failed> + Send + 'static,
    ) -> Result<T, Fail> {
        let app = self.app.clone();
        match tokio::task::spawn_blocking(move || read(&app)).await {
            Ok(Ok(Some(found))) => Ok(found),
            Ok(Ok(None)) | Ok(Err(Failed::NotFound)) => Err(Fail::NotFound),
            Ok(Err(problem)) => Err(Fail::unavailable(problem)),
            Err(problem) => Err(Fail::broken("a page's reading ended early", problem)),
        }
    }

    /// A case as its reader may see it.
    ///
    /// # Errors
    /// As [`Web::read`]; [`Fail::NotFound`] also where the case is not theirs to see.
    pub async fn case(&self, reader: &PersonId, number: &str) -> Result<CaseView, Fail> {
        let (reader, number) = (reader.clone(), number.to_owned());
        self.read(move |app| view::case(app, &reader, &number)).await
    }

    /// Asks the store where waiting for it holds up nobody else.
    ///
    /// # Errors
    /// [`Fail::Unavailable`] where it does not answer.
    pub async fn store<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Accounts) -> Result<T, Unavailable> + Send + 'static,
    ) -> Result<T, Fail> {
        let accounts = Arc::clone(&self.accounts);
        match tokio::task::spawn_blocking(move || ask(accounts.as_ref())).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(problem)) => Err(Fail::unavailable(problem)),
            Err(problem) => Err(Fail::broken("a question to the store ended early", problem)),
        }
    }
}

/// The longest a request may take.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// Every page with everything before it, ready to be served.
pub fn router(web: Web) -> Router {
    let pages = routes::router(&web);
    behind_guards(web, pages)
}

/// Pages with everything that comes before a page.
pub fn behind_guards(web: Web, pages: Router<Web>) -> Router {
    pages
        .layer(CatchPanicLayer::custom(fail::of_panic))
        .layer(from_fn_with_state(web.clone(), guard::check_forms))
        .layer(from_fn_with_state(web.clone(), fail::dress))
        .layer(from_fn_with_state(web.clone(), session::load_visit))
        .merge(routes::assets())
        // Once more for what fails before we know who is visiting.
        .layer(from_fn_with_state(web.clone(), fail::dress))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_REQUEST))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(web.clone(), guard::add_headers))
        .layer(from_fn_with_state(web.clone(), guard::tell_asker))
        .layer(from_fn(fail::log))
        .with_state(web)
}
