//! Every address of the program on one page: method, path, who may, page.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};

use super::fail::{Fail, Kept};
use super::guard::FORM_LIMIT;
use super::page::Visit;
use super::session::sign_in;
use super::{Web, assets, preferences};

/// Who may open an address. What may be seen or done there is asked again where it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    Anyone,
    /// Somebody signed in.
    Person,
    /// Who works at a desk: agent, specialist, coordinator.
    Desk,
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
    use Right::{Anyone, Person};
    vec![
        show("/sign-in",     Anyone, get(sign_in::show)),
        take("/sign-in",     Anyone, post(sign_in::sign_in)),
        take("/sign-out",    Person, post(sign_in::sign_out)),
        take("/preferences", Anyone, post(preferences::choose)),
    ]
}

/// What a browser may keep, outside sessions and pages.
pub(super) fn assets() -> Router<Web> {
    Router::new().route("/assets/{name}", get(assets::show))
}

fn show(path: &'static str, right: Right, page: MethodRouter<Web>) -> Route {
    Route {
        method: Method::GET,
        path,
        right,
        page,
        limit: 0,
    }
}

fn take(path: &'static str, right: Right, page: MethodRouter<Web>) -> Route {
    Route {
        method: Method::POST,
        path,
        right,
        page,
        limit: FORM_LIMIT,
    }
}

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
    let person = visit
        .and_then(|visit| visit.signed.as_ref())
        .map(|signed| &signed.person);
    let may = match (right, person) {
        (Right::Anyone, _) => true,
        (Right::Demo, _) => web.settings.site.demo,
        (Right::Person, Some(_)) => true,
        (Right::Desk, Some(person)) => person.works_at_desk,
        (Right::Person | Right::Desk, None) => return sign_in_first(request),
    };
    if may {
        next.run(request).await
    } else {
        Fail::NotFound.into_response()
    }
}

fn sign_in_first(request: Request) -> Response {
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |here| here.as_str());
    if request.method() == Method::GET {
        let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    Fail::StaleForm(None::<Kept>).into_response()
}
