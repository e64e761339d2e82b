//! Every address of the route table, as each role finds it: from the pages everybody begins with, along
//! the links.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use axum::Router;
use axum::http::{Method, StatusCode};
use server::demo;
use server::web::routes;

use super::TIMES;
use super::statements;
use super::table::{Measured, processors};
use super::visitor::Visitor;

/// Of one address of the table, a role looks at so many.
const MOST: usize = 4;
/// Of a list with filters, more.
const MOST_LISTS: usize = 10;

/// What no link leads to: as it is typed.
const TYPED: &[&str] = &[
    "/catalogue?q=vpn",
    "/queue?view=all",
    "/queue?view=all&q=vence:semana&sort=priority&cols=due,service",
    "/queue?view=all&q=servicio:vpn&sort=updated",
    "/queue?view=all&q=estado:pendiente",
    "/queue?view=unassigned&sort=registered",
    "/queue?desk=mesa-de-servicio&view=all",
    "/queue?desk=cst&view=all",
    "/search?q=impresora",
    "/search?q=solicitud+equipo",
    "/search?part=list&q=a",
    "/search?part=list&q=vp",
    "/search?part=list&q=impresora",
    "/search?part=list&q=2024-000123",
    "/register?requester=laura.rojas",
    "/cases/{number}",
];

/// What each role is measured with, and the paths of the table nobody came to.
pub async fn every_page(router: &Router, only: &[String]) -> (Vec<Measured>, Vec<&'static str>) {
    let paths: Vec<&'static str> =
        routes::table().into_iter().filter(|route| route.method == Method::GET).map(|route| route.path).collect();
    let mut measured = Vec::new();
    let mut seen = BTreeSet::from(["/live"]);
    let mut roles = vec![("nobody".to_owned(), Visitor::nobody(router))];
    for member in demo::cast() {
        roles.push((member.login.to_owned(), Visitor::sign_in(router, member.login).await));
    }
    for (role, mut visitor) in roles {
        let found = addresses(&mut visitor, &paths).await;
        for (path, addresses) in found {
            seen.insert(path);
            for address in addresses {
                let wanted = only.iter().all(|word| address.contains(word.as_str()) || role.contains(word.as_str()));
                if wanted {
                    measured.push(measure(&mut visitor, &role, &address).await);
                }
            }
        }
        if only.is_empty() && visitor.get("/queue").await.status == StatusCode::OK {
            measured.push(listened(&mut visitor, &role).await);
        }
    }
    (measured, paths.into_iter().filter(|path| !seen.contains(path)).collect())
}

/// Every address this visitor can open, by the path of the table it is of.
async fn addresses(visitor: &mut Visitor, paths: &[&'static str]) -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let begun = paths.iter().copied().filter(|path| !path.contains('{')).chain(TYPED.iter().copied());
    let mut ahead: VecDeque<String> = begun.map(str::to_owned).collect();
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    while let Some(address) = ahead.pop_front() {
        let Some(path) = path_of(&address, paths).filter(|path| *path != "/live") else { continue };
        let own = found.entry(path).or_default();
        if own.len() >= if matches!(path, "/queue" | "/search") { MOST_LISTS } else { MOST } {
            continue;
        }
        let got = visitor.get(&address).await;
        if got.status != StatusCode::OK {
            continue;
        }
        own.push(address);
        let kind = got.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("text/html") {
            for link in links(&got.text()) {
                if known.insert(link.clone()) {
                    ahead.push_back(link);
                }
            }
        }
    }
    found.retain(|_, addresses| !addresses.is_empty());
    found
}

/// The addresses a page leads to, without what scrolls it.
fn links(page: &str) -> Vec<String> {
    let attributes = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = attributes.filter(|address| address.starts_with('/') && !address.starts_with("/assets/"));
    own.map(|address| address.split('#').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// The path of the table an address is of; one without a name in braces first.
fn path_of(address: &str, paths: &[&'static str]) -> Option<&'static str> {
    let parts: Vec<&str> = address.split('?').next().unwrap_or_default().split('/').collect();
    let is_of = |path: &&&'static str| {
        let own: Vec<&str> = path.split('/').collect();
        own.len() == parts.len()
            && own.iter().zip(&parts).all(|(own, part)| own == part || own.starts_with('{') && !part.starts_with('{'))
    };
    paths.iter().filter(is_of).min_by_key(|path| path.matches('{').count()).copied()
}

async fn measure(visitor: &mut Visitor, role: &str, address: &str) -> Measured {
    // The first time warms the caches; the second is counted.
    visitor.get_compressed(address).await;
    statements::count();
    let bytes = visitor.get_compressed(address).await.bytes.len();
    let (ran, most) = statements::counted();
    let before = processors();
    let mut took = Vec::new();
    for _ in 0..TIMES {
        took.push(visitor.get_compressed(address).await.took);
    }
    let used = (processors() - before) / TIMES as u32;
    Measured { what: address.to_owned(), role: role.to_owned(), took, processors: used, bytes, statements: ran, most }
}

/// An open page that begins to listen.
async fn listened(visitor: &mut Visitor, role: &str) -> Measured {
    let mut took = Vec::new();
    for _ in 0..TIMES {
        took.push(visitor.first_of("/live").await);
    }
    Measured {
        what: "/live, until it says hello".into(),
        role: role.to_owned(),
        took,
        processors: Duration::ZERO,
        bytes: 0,
        statements: 0,
        most: None,
    }
}

/// Bytes of a first view: the page with everything it brings, as a browser gets it.
pub async fn first_views(router: &Router) {
    for (role, address) in [("laura.rojas", "/"), ("diana.ospina", "/queue"), ("diana.ospina", "/queue?case")] {
        let mut visitor = Visitor::sign_in(router, role).await;
        let mut address = address.to_owned();
        if address.ends_with("?case") {
            let queue = visitor.get("/queue?view=all").await.text();
            let number = links(&queue).into_iter().find_map(|link| Some(link.split_once("case=")?.1.to_owned()));
            address = format!("/cases/{}", number.unwrap_or_default().split('&').next().unwrap_or_default());
        }
        let page = visitor.get(&address).await.text();
        let mut whole = visitor.get_compressed(&address).await.bytes.len();
        let mut parts = vec![format!("page {whole}")];
        for asset in assets(&page) {
            let bytes = visitor.get_compressed(&asset).await.bytes.len();
            parts.push(format!("{} {bytes}", asset.trim_start_matches("/assets/")));
            whole += bytes;
        }
        println!("first view of {address} by {role}: {whole} bytes ({})", parts.join(", "));
    }
}

/// Everything of ours that a page asks for by itself, each once.
fn assets(page: &str) -> BTreeSet<String> {
    let named = page.split("\"/assets/").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    named.map(|name| format!("/assets/{name}")).collect()
}
