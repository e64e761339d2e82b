//! Where a request comes from, believing only proxies that are listed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::web::Web;

/// Who is asking, before we know the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// The browser's address: the connection's, or what a listed proxy says it is.
    pub address: IpAddr,
    /// Whether the browser speaks TLS to us or to a listed proxy.
    pub secure: bool,
}

/// Middleware: puts an [`Asker`] into the request.
pub async fn tell_asker(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([0, 0, 0, 0]), |connection| connection.0.ip());
    let asker = asker(peer.to_canonical(), request.headers(), &web.settings.proxies, web.settings.tls);
    request.extensions_mut().insert(asker);
    next.run(request).await
}

/// `tls` says that this process terminates TLS itself or is configured with an https address.
fn asker(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr], tls: bool) -> Asker {
    if !proxies.contains(&peer) {
        return Asker { address: peer, secure: tls };
    }
    let said = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The nearest proxy writes last. What stands before the first unlisted address is the client's
    // own claim and may be invented.
    let address = said("x-forwarded-for")
        .rsplit(',')
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .find(|address| !proxies.contains(address))
        .unwrap_or(peer);
    Asker { address, secure: tls || said("x-forwarded-proto") == "https" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().expect("a header"));
        headers.insert("x-forwarded-proto", "https".parse().expect("a header"));
        let proxies = ["10.0.0.1".parse().expect("an address"), "10.0.0.2".parse().expect("an address")];
        let asker = asker(peer.parse().expect("an address"), &headers, &proxies, false);
        format!("{} {}", asker.address, asker.secure)
    }

    #[test]
    fn only_a_listed_proxy_is_believed() {
        assert_eq!(from("203.0.113.9", "198.51.100.1"), "203.0.113.9 false");
        assert_eq!(from("10.0.0.1", "198.51.100.1"), "198.51.100.1 true");
    }

    #[test]
    fn what_the_client_put_before_the_proxies_own_word_is_not_believed() {
        assert_eq!(from("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2"), "198.51.100.1 true");
        assert_eq!(from("10.0.0.1", "nonsense"), "10.0.0.1 true");
    }
}
