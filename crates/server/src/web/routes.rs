//! Every address of the program on one page: method, path, who may, page.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};

use super::approvals::{show_absence, show_card, show_inbox};
use super::audit::{show_audit, show_compliance, show_evidence};
use super::cases::{download, explain};
use super::demo::{show_outbox, show_styleguide, show_travel};
use super::desk::{
    board, keep_views, keyboard, letters, live, marked, show_case, show_phone, show_queue, show_search, templates,
};
use super::fail::{Fail, Kept};
use super::guard::FORM_LIMIT;
use super::knowledge::{show_article, show_edit, show_list, show_shelf, show_version, suggested};
use super::page::Visit;
use super::portal::{show_catalogue, show_home, show_item, show_request, show_sent};
use super::procedure::{show_diff, show_migrate, show_procedure, show_readings, show_walk};
use super::session::sign_in;
use super::{Web, accessibility, assets, drafts, look, preferences};

/// Who may open an address. What may be seen or done there is asked again where it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    Anyone,
    /// Somebody signed in.
    Person,
    /// Who opens a desk's pages: agent, specialist, coordinator, auditor.
    Desk,
    /// Who also does something there: not who only audits.
    Work,
    /// Anyone, but only in an instance marked as demo.
    Demo,
}

/// One address.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub right: Right,
    page: MethodRouter<Web>,
    /// The most it takes, in bytes.
    limit: usize,
}

/// The table.
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    use Right::{Anyone, Demo, Desk, Person, Work};
    vec![
        show("/sign-in",     Anyone, get(sign_in::show)),
        take("/sign-in",     Anyone, post(sign_in::sign_in)),
        take("/sign-out",    Person, post(sign_in::sign_out)),
        take("/preferences", Anyone, post(preferences::choose)),
        take("/drafts",      Person, post(drafts::take)),

        show("/accessibility", Anyone, get(accessibility::show)),

        show("/",                                Person, get(show_home::home)),
        show("/catalogue",                       Person, get(show_catalogue::show)),
        show("/catalogue/unknown",               Person, get(show_item::show_unknown)),
        files("/catalogue/unknown",              Person, post(show_item::take_unknown)),
        show("/catalogue/{desk}/{item}",         Person, get(show_item::show)),
        files("/catalogue/{desk}/{item}",        Person, post(show_item::take)),
        show("/knowledge",                       Person, get(show_list::show)),
        take("/knowledge/suggested",             Person, post(suggested::list)),
        show("/knowledge/{id}",                  Person, get(show_article::show)),
        take("/knowledge/{id}/open",             Person, post(show_article::open)),
        take("/knowledge/{id}/useful",           Person, post(show_article::useful)),
        show("/requests",                        Person, get(show_home::requests)),
        show("/requests/{number}",               Person, get(show_request::show)),
        show("/requests/{number}/sent",          Person, get(show_sent::show)),
        show("/requests/{number}/procedure",     Person, get(show_walk::of_request)),
        show("/requests/{number}/explain",       Person, get(explain::of_request)),
        files("/requests/{number}/{word}",       Person, post(show_request::take)),
        show("/requests/{number}/files/{id}",    Person, get(download::file)),
        show("/requests/{number}/letters/{id}",  Person, get(download::letter)),

        show("/cases/{number}/files/{id}",   Desk, get(download::file)),
        show("/cases/{number}/letters/{id}", Desk, get(download::letter)),
        show("/cases/{number}/dossier", Desk, get(download::dossier)),
        show("/queue",                  Desk, get(show_queue::show)),
        show("/queue/marked",           Work, get(marked::show)),
        take("/queue/marked",           Work, post(marked::take)),
        show("/board",                  Desk, get(board::show)),
        show("/letters",                Work, get(letters::show)),
        show("/letters/{id}",           Work, get(letters::show_one)),
        take("/letters/{id}/register",  Work, post(letters::register)),
        take("/letters/{id}/discard",   Work, post(letters::discard)),
        show("/templates",              Work, get(templates::show)),
        take("/templates",              Work, post(templates::keep)),
        take("/templates/{id}/remove",  Work, post(templates::remove)),
        show("/articles",               Desk, get(show_shelf::show)),
        show("/articles/new",           Work, get(show_edit::show_new)),
        take("/articles/new",           Work, post(show_edit::take_new)),
        show("/articles/{id}",          Desk, get(show_version::show)),
        show("/articles/{id}/edit",     Work, get(show_edit::show)),
        take("/articles/{id}/edit",     Work, post(show_edit::take)),
        take("/articles/{id}/review",   Work, post(show_version::review)),
        take("/articles/{id}/retire",   Work, post(show_version::retire)),
        show("/articles/{id}/versions/{number}", Desk, get(show_version::show_one)),
        show("/keys",                   Desk, get(keyboard::show)),
        take("/keys",                   Desk, post(keyboard::choose)),
        show("/live",                   Desk, get(live::listen)),
        take("/live/writing",           Work, post(live::writing)),
        show("/search",                 Desk, get(show_search::show)),
        take("/views",                  Work, post(keep_views::keep)),
        take("/views/{id}/remove",      Work, post(keep_views::remove)),
        show("/cases/{number}",         Person, get(show_case::show)),
        show("/cases/{number}/procedure", Desk, get(show_walk::of_case)),
        show("/cases/{number}/explain", Desk, get(explain::of_case)),
        files("/cases/{number}/{word}", Work, post(show_case::take)),
        show("/register",               Work, get(show_phone::show)),
        files("/register",              Work, post(show_phone::take)),

        show("/approvals",                      Person, get(show_inbox::show)),
        show("/approvals/{number}",             Person, get(show_card::show)),
        show("/approvals/{number}/files/{id}",  Person, get(download::file)),
        take("/approvals/{number}/decide",      Person, post(show_card::decide)),
        take("/approvals/{number}/answer",      Person, post(show_card::answer)),
        show("/absences",                       Person, get(show_absence::show)),
        take("/absences",                       Person, post(show_absence::record)),
        take("/absences/{from}/end",            Person, post(show_absence::end)),

        show("/audit",                Desk, get(show_audit::show)),
        show("/audit/log.xes",        Desk, get(show_audit::xes)),
        show("/audit/log.csv",        Desk, get(show_audit::csv)),
        show("/audit/deviations.csv", Desk, get(show_audit::deviations)),
        show("/evidence",             Desk, get(show_evidence::show)),
        show("/evidence.csv",         Desk, get(show_evidence::csv)),
        show("/compliance",           Desk, get(show_compliance::show)),
        show("/compliance.csv",       Desk, get(show_compliance::csv)),

        show("/procedures",                       Person, get(show_procedure::list)),
        show("/procedures/{procedure}/{version}", Person, get(show_procedure::show)),
        show("/procedures/{procedure}/{version}/diff/{other}", Person, get(show_diff::show)),
        show("/procedures/{procedure}/{version}/file/{format}", Person, get(show_procedure::file)),
        show("/procedures/{procedure}/{version}/migrate", Desk, get(show_migrate::show)),
        take("/procedures/{procedure}/{version}/migrate", Desk, post(show_migrate::take)),
        show("/procedures/{procedure}/{version}/readings", Person, get(show_readings::show)),
        take("/procedures/{procedure}/{version}/adopt",    Person, post(show_readings::adopt)),

        show("/styleguide",               Demo, get(show_styleguide::show)),
        show("/demo/outbox",              Demo, get(show_outbox::list)),
        show("/demo/outbox/{letter}",     Demo, get(show_outbox::show)),
        show("/demo/outbox/{letter}/raw", Demo, get(show_outbox::raw)),
        take("/demo/outbox/{letter}/reply", Demo, post(show_outbox::reply)),
        take("/demo/travel",              Demo, post(show_travel::take)),
    ]
}

/// What a browser may keep, outside sessions and pages.
pub(super) fn assets() -> Router<Web> {
    Router::new()
        .route("/assets/{name}", get(assets::show))
        .route("/entity/{name}", get(look::show))
        .route("/manifest.webmanifest", get(look::manifest))
}

fn show(path: &'static str, right: Right, page: MethodRouter<Web>) -> Route {
    Route { method: Method::GET, path, right, page, limit: 0 }
}

fn take(path: &'static str, right: Right, page: MethodRouter<Web>) -> Route {
    Route { method: Method::POST, path, right, page, limit: FORM_LIMIT }
}

/// A form that may bring files.
fn files(path: &'static str, right: Right, page: MethodRouter<Web>) -> Route {
    Route { limit: FILES_LIMIT, ..take(path, right, page) }
}

/// The most a form with files may hold, in bytes.
const FILES_LIMIT: usize = 100 * 1024 * 1024;

/// Every page of the table behind its right.
pub fn router(web: &Web) -> Router<Web> {
    let gate = |right| from_fn_with_state((web.clone(), right), only);
    table()
        .into_iter()
        .fold(Router::new(), |router, route| {
            let limit = DefaultBodyLimit::max(route.limit);
            router.route(route.path, route.page.layer(limit).layer(gate(route.right)))
        })
        .fallback(|| async { Fail::NotFound })
}

/// Middleware of one address: lets those in who may. Others learn only that there is nothing here;
/// somebody not signed in is asked to, and comes back.
async fn only(State((web, right)): State<(Web, Right)>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Visit>();
    let person = visit.and_then(|visit| visit.signed.as_ref()).map(|signed| &signed.person);
    let may = match (right, person) {
        (Right::Anyone, _) => true,
        (Right::Demo, _) => web.settings.site.demo,
        (Right::Person, Some(_)) => true,
        (Right::Desk, Some(person)) => person.works_at_desk,
        (Right::Work, Some(person)) => person.works_at_desk && !person.only_reads,
        (Right::Person | Right::Desk | Right::Work, None) => return sign_in_first(request),
    };
    if may { next.run(request).await } else { Fail::NotFound.into_response() }
}

fn sign_in_first(request: Request) -> Response {
    let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
    if request.method() == Method::GET {
        let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    Fail::StaleForm(None::<Kept>).into_response()
}
