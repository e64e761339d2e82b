//! Our cookies. Over TLS their names begin with `__Host-`, which binds them to this host.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

fn name(short: &str, secure: bool) -> String {
    if secure { format!("__Host-{short}") } else { short.to_owned() }
}

/// The value of one of our cookies.
pub fn cookie<'a>(headers: &'a HeaderMap, short: &str, secure: bool) -> Option<&'a str> {
    let name = name(short, secure);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A `Set-Cookie` value; `seconds` is how long it lives: none for as long as the browser runs, zero to
/// remove it. A value with anything but token characters is refused as `None`.
pub fn set_cookie(short: &str, value: &str, seconds: Option<u32>, secure: bool) -> Option<HeaderValue> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if !value.chars().all(plain) {
        return None;
    }
    let age = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let only_tls = if secure { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{age}{only_tls}", name(short, secure)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("xsession=1; __Host-session=2; session=3"));
        assert_eq!(cookie(&headers, "session", true), Some("2"));
        assert_eq!(cookie(&headers, "session", false), Some("3"));
        assert_eq!(cookie(&headers, "theme", false), None);
    }

    #[test]
    fn a_value_cannot_add_attributes_or_headers() {
        for value in ["a; Domain=evil", "a\r\nSet-Cookie: b=c", "a b"] {
            assert_eq!(set_cookie("session", value, None, true), None);
        }
        let whole = set_cookie("session", "abc", Some(60), true).expect("a header");
        assert_eq!(whole, "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
    }
}
