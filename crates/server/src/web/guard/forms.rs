//! A form counts only if it comes from a page of ours, shown to this session: its origin is ours and
//! its first field is the session's token. Checked here for every method but GET and HEAD, so that a
//! page cannot forget it.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use super::FORM_LIMIT;
use crate::web::Web;
use crate::web::fail::{Fail, Kept};
use crate::web::page::Visit;

/// The hidden field that carries the token; in a form with files it must be the first part.
pub const TOKEN_FIELD: &str = "csrf";

/// Enough for the head of a multipart body with the token in its first part, in bytes.
const PEEK_LIMIT: usize = 4096;

/// Middleware: refuses what did not come from a page of ours.
pub async fn check_forms(State(web): State<Web>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match checked(&web, request).await {
        Ok(request) => next.run(request).await,
        Err(fail) => fail.into_response(),
    }
}

async fn checked(web: &Web, request: Request) -> Result<Request, Fail> {
    if !same_origin(request.headers(), web.settings.address.as_deref()) {
        return Err(Fail::ForeignForm);
    }
    let (parts, body) = request.into_parts();
    let mine = parts.extensions.get::<Visit>().map_or_else(String::new, |visit| visit.csrf.clone());
    let kind =
        parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let right = |token: &str| same_secret(&unmasked(token), &mine);
    let (token, body, kept) = if kind.starts_with("multipart/form-data") {
        let (token, body) = match peek(body).await {
            Some((head, body)) => (token_of_parts(&head), body),
            None => (None, Body::empty()),
        };
        if !token.as_deref().is_some_and(right) {
            let path = parts.uri.path().to_owned();
            return Err(Fail::StaleForm(kept_of_parts(&path, Request::from_parts(parts, body)).await));
        }
        (token, body, None)
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        let bytes = axum::body::to_bytes(body, FORM_LIMIT).await.map_err(|_| Fail::TooLarge)?;
        let kept = Kept::of(parts.uri.path(), &bytes);
        (token_of_fields(&bytes), Body::from(bytes), kept)
    } else {
        (None, Body::empty(), None)
    };
    match token {
        Some(token) if right(&token) => Ok(Request::from_parts(parts, body)),
        // Most often the session ended while somebody wrote: the text is handed back.
        _ => Err(Fail::StaleForm(kept)),
    }
}

/// What was written into a form with files, without the files: those are chosen again.
async fn kept_of_parts(path: &str, request: Request) -> Option<Kept> {
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    let mut written: Vec<(String, String)> = Vec::new();
    let mut bytes = 0;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.file_name().is_some() {
            continue;
        }
        let name = part.name().unwrap_or_default().to_owned();
        let Ok(text) = part.text().await else { break };
        bytes += text.len();
        if bytes > FORM_LIMIT {
            break;
        }
        written.push((name, text));
    }
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&written).finish();
    Kept::of(path, body.as_bytes())
}

/// Whether the browser says that the form stands on a page of ours. Browsers send `Origin` with every
/// form that is not GET; a client that sends neither header still needs the token.
fn same_origin(headers: &HeaderMap, address: Option<&str>) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if said("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let Some(origin) = said(ORIGIN.as_str()) else {
        return true;
    };
    match address {
        Some(address) => origin == address,
        None => origin.split_once("://").is_some_and(|(_, host)| Some(host) == said(HOST.as_str())),
    }
}

fn token_of_fields(body: &[u8]) -> Option<String> {
    form_urlencoded::parse(body).find(|(name, _)| name == TOKEN_FIELD).map(|(_, value)| value.into_owned())
}

/// Reads the beginning of a body without consuming it: files stay a stream.
async fn peek(body: Body) -> Option<(Vec<u8>, Body)> {
    if body.is_end_stream() {
        return None;
    }
    let mut stream = body.into_data_stream();
    let mut chunks: Vec<Result<Bytes, axum::Error>> = Vec::new();
    let mut head = Vec::new();
    while head.len() < PEEK_LIMIT && token_of_parts(&head).is_none() {
        let chunk = stream.next().await?.ok()?;
        head.extend_from_slice(&chunk);
        chunks.push(Ok(chunk));
    }
    head.truncate(PEEK_LIMIT);
    Some((head, Body::from_stream(stream::iter(chunks).chain(stream))))
}

/// The token, if the first part of a multipart body is it, whole:
/// `--boundary CRLF Content-Disposition: form-data; name="csrf" CRLF CRLF token CRLF --boundary`.
fn token_of_parts(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&head[..head.len().min(1024)]);
    let (boundary, rest) = text.split_once("\r\n")?;
    let (heading, rest) = rest.split_once("\r\n\r\n")?;
    let (token, _) = rest.split_once(&format!("\r\n{boundary}"))?;
    let named = heading.to_ascii_lowercase().contains(&format!("name=\"{TOKEN_FIELD}\""));
    (boundary.starts_with("--") && named && !heading.contains("\r\n")).then(|| token.to_owned())
}

/// The token as a page shows it, another at each showing: pages are compressed, and what is the same
/// in each of them could be guessed from their lengths.
pub fn masked(secret: &str) -> String {
    let pad: Vec<u8> = secret.bytes().map(|_| rand::random()).collect();
    let mixed = pad.iter().zip(secret.bytes()).map(|(pad, byte)| pad ^ byte);
    let both: Vec<u8> = pad.iter().copied().chain(mixed).collect();
    data_encoding::BASE64URL_NOPAD.encode(&both)
}

/// What [`masked`] hid; empty for anything else.
fn unmasked(shown: &str) -> String {
    let both = data_encoding::BASE64URL_NOPAD.decode(shown.as_bytes()).unwrap_or_default();
    let (pad, mixed) = both.split_at(both.len() / 2);
    let secret = pad.iter().zip(mixed).map(|(pad, byte)| pad ^ byte).collect();
    String::from_utf8(secret).unwrap_or_default()
}

/// Compares secrets in a time that tells nothing of how much of them is right.
pub fn same_secret(a: &str, b: &str) -> bool {
    let different = a.bytes().zip(b.bytes()).fold(a.len() ^ b.len(), |seen, (a, b)| seen | usize::from(a ^ b));
    !a.is_empty() && different == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn a_form_of_another_site_is_foreign_whatever_host_it_names() {
        let address = Some("https://mesa.example");
        for (pairs, expected) in [
            (&[("origin", "https://mesa.example")][..], true),
            (&[("origin", "https://evil.example"), ("host", "evil.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", "http://mesa.example")], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[], true),
        ] {
            assert_eq!(same_origin(&headers(pairs), address), expected, "{pairs:?}");
        }
        let local = headers(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]);
        assert!(same_origin(&local, None));
        let other = headers(&[("origin", "http://localhost:9"), ("host", "localhost:8080")]);
        assert!(!same_origin(&other, None));
    }

    #[test]
    fn the_token_of_a_form_with_files_is_its_first_part() {
        let first = "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nsecret\r\n--x\r\n";
        assert_eq!(token_of_parts(first.as_bytes()).as_deref(), Some("secret"));
        for wrong in [
            "",
            "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nsecr",
            "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nsecret\r\n--x\r\n",
            "x\r\nname=\"csrf\"\r\n\r\nsecret\r\nx",
        ] {
            assert_eq!(token_of_parts(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_token_is_shown_differently_each_time_and_read_back() {
        let (one, two) = (masked("secret"), masked("secret"));
        assert_ne!(one, two);
        assert_eq!([unmasked(&one), unmasked(&two)], ["secret", "secret"]);
        for wrong in ["", "secret", "&", &one[1..]] {
            assert_ne!(unmasked(wrong), "secret");
        }
    }

    #[test]
    fn secrets_are_the_same_only_whole_and_never_when_empty() {
        assert!(same_secret("abc", "abc"));
        for (a, b) in [("abc", "abd"), ("abc", "ab"), ("", ""), ("ab", "abc")] {
            assert!(!same_secret(a, b));
        }
    }
}
