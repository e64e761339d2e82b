//! What a browser gets of the entity: its colours, logo and icon, and the manifest by which a telephone
//! puts the desk among its applications. Told to anybody: the sign-in page shows them too.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Web;
use super::assets::ASSETS;
use super::fail::Fail;
use crate::entity::{Look, Picture};

/// A drawing opened by itself does nothing either.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The sizes of the product's own icon, and what each is for.
const ICONS: [(&str, &str, &str); 3] = [
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
];

impl Look {
    /// The address of the colours; empty where they are the product's own.
    pub fn style_path(&self) -> String {
        if self.style_mark.is_empty() { String::new() } else { format!("/entity/style-{}.css", self.style_mark) }
    }

    pub fn logo_path(&self) -> String {
        self.logo.as_ref().map(|logo| path_of("logo", logo)).unwrap_or_default()
    }

    /// The icon on a telephone's home screen.
    pub fn icon_path(&self) -> String {
        self.icon.as_ref().map_or_else(|| ASSETS.path("apple-touch-icon.png"), |icon| path_of("icon", icon))
    }
}

fn path_of(name: &str, picture: &Picture) -> String {
    format!("/entity/{name}-{}.{}", picture.mark, picture.kind.ending())
}

/// `GET /entity/{name}`: a name never changes its content, so a browser keeps it for a year.
pub async fn show(State(web): State<Web>, Path(name): Path<String>) -> Response {
    let entity = web.app.entity();
    let (look, asked) = (&entity.look, format!("/entity/{name}"));
    let kept = [(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"))];
    if asked == look.style_path() {
        let kind = [(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"))];
        return (kept, kind, look.style.clone()).into_response();
    }
    let pictures = [("logo", &look.logo), ("icon", &look.icon)];
    let found =
        pictures.into_iter().find_map(|(name, picture)| picture.as_ref().filter(|one| path_of(name, one) == asked));
    match found {
        Some(picture) => {
            let about = [
                (CONTENT_TYPE, HeaderValue::from_static(picture.kind.media_type())),
                (CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY)),
            ];
            (kept, about, picture.bytes.clone()).into_response()
        }
        None => Fail::NotFound.into_response(),
    }
}

/// `GET /manifest.webmanifest`: the web app, by the entity's name.
pub async fn manifest(State(web): State<Web>) -> Response {
    let entity = web.app.entity();
    let look = &entity.look;
    let icons = match &look.icon {
        Some(icon) => json!([{
            "src": path_of("icon", icon), "sizes": format!("{0}x{0}", icon.width), "type": "image/png", "purpose": "any",
        }]),
        None => ICONS
            .iter()
            .map(|(name, sizes, purpose)| {
                json!({ "src": ASSETS.path(name), "sizes": sizes, "type": "image/png", "purpose": purpose })
            })
            .collect(),
    };
    let manifest = json!({
        "id": "/",
        "name": format!("Ventanilla · {}", entity.name),
        "short_name": if look.short.is_empty() { "Ventanilla" } else { &look.short },
        "lang": "es-CO",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": look.palette.band.light.to_string(),
        "icons": icons,
    });
    let about = [
        (CONTENT_TYPE, HeaderValue::from_static("application/manifest+json")),
        // The entity may change its name any day.
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (about, manifest.to_string()).into_response()
}
