//! What the browser gets beside pages: embedded when `cargo xtask build` made it before the binary.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};

use super::fail::Fail;

static DIST: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/dist");

/// The addresses of the current assets. Their names carry a hash of their content.
#[derive(Default)]
pub struct Assets {
    current: HashMap<String, String>,
}

/// Those embedded in this binary.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let manifest = DIST.get_file("manifest.json").map(|file| file.contents());
    let current =
        manifest.and_then(|text| serde_json::from_slice::<HashMap<String, String>>(text).ok()).unwrap_or_default();
    Assets { current }
});

impl Assets {
    /// The address of an asset by its plain name; empty when this binary was built without assets.
    pub fn path(&self, name: &str) -> String {
        self.current.get(name).map(|hashed| format!("/assets/{hashed}")).unwrap_or_default()
    }

    /// True when the binary was built without them: pages then say so.
    pub fn missing(&self) -> bool {
        self.current.is_empty()
    }
}

/// The encodings an asset is kept in, the smallest first, with what their files end in.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// `GET /assets/{name}`: a name never changes its content, so a browser keeps it for a year. It was
/// compressed when it was made.
pub async fn show(Path(name): Path<String>, asked: HeaderMap) -> Response {
    let kind = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => return Fail::NotFound.into_response(),
    };
    let Some(file) = DIST.get_file(&name) else { return Fail::NotFound.into_response() };
    let smaller = ENCODINGS.iter().filter(|(encoding, _)| takes(&asked, encoding)).find_map(|(encoding, ending)| {
        Some((HeaderValue::from_static(encoding), DIST.get_file(format!("{name}.{ending}"))?.contents()))
    });
    let about = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (VARY, HeaderValue::from_static("accept-encoding")),
    ];
    match smaller {
        Some((encoding, bytes)) => (about, [(CONTENT_ENCODING, encoding)], bytes).into_response(),
        None => (about, file.contents()).into_response(),
    }
}

/// Whether a browser says that it reads an encoding.
fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    let said = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|said| said.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case(encoding) && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{ACCEPT_ENCODING, HeaderMap, takes};

    #[test]
    fn an_encoding_is_sent_only_to_who_reads_it() {
        let asked = |said: &str| HeaderMap::from_iter([(ACCEPT_ENCODING, said.parse().expect("a header"))]);
        for (said, br, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=0.5,BR", true, true),
            ("gzip, br;q=0", false, true),
            ("identity", false, false),
            ("brotli", false, false),
        ] {
            assert_eq!((takes(&asked(said), "br"), takes(&asked(said), "gzip")), (br, gzip), "{said}");
        }
        assert!(!takes(&HeaderMap::new(), "gzip"));
    }

    fn icons_named_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder of the pages") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                icons_named_in(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text file");
            for start in ["icon(\"", "icon: \""] {
                for (at, _) in text.match_indices(start) {
                    let name: String = text[at + start.len()..].chars().take_while(|c| *c != '"').collect();
                    if name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                        found.insert(name);
                    }
                }
            }
        }
    }

    #[test]
    fn every_icon_a_page_names_is_in_the_sprite() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let list = std::fs::read_to_string(root.join("assets/icons.txt")).expect("the list of icons");
        let drawn: BTreeSet<&str> = list.lines().filter(|line| !line.starts_with('#')).chain(["ventanilla"]).collect();
        let mut named = BTreeSet::new();
        icons_named_in(&root.join("src/web"), &mut named);
        named.remove("");
        let missing: Vec<_> = named.iter().filter(|name| !drawn.contains(name.as_str())).collect();
        assert!(missing.is_empty(), "not in assets/icons.txt: {missing:?}");
    }
}
