//! `GET /accessibility`: what these pages promise to whoever reads them by other means, how it is
//! checked, what is known to be missing, and where to say that something cannot be used.

use askama::Template;
use axum::response::Response;

use super::fail::Fail;
use super::page::Page;
use super::texts::Said;

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    p: Page,
    version: &'static str,
}

impl AccessibilityPage {
    /// The texts of a list: `name-1`, `name-2` …
    fn list<'a>(&self, keys: &[&'a str]) -> Vec<Said<'a>> {
        keys.iter().map(|key| self.p.t(key)).collect()
    }

    fn by_machine(&self) -> Vec<Said<'static>> {
        self.list(&["access-axe", "access-width", "access-keys", "access-status", "access-motion", "access-colours"])
    }

    fn by_hand(&self) -> Vec<Said<'static>> {
        self.list(&["access-look", "access-no-reader"])
    }

    fn missing(&self) -> Vec<Said<'static>> {
        self.list(&["access-chart", "access-files", "access-spanish"])
    }
}

/// `GET /accessibility`
///
/// # Errors
/// None of its own.
pub async fn show(p: Page) -> Result<Response, Fail> {
    Page::show(&AccessibilityPage { p, version: env!("CARGO_PKG_VERSION") })
}
