//! The procedure made visible: the document as printed, and what of it a case has walked.

pub mod chart;
pub mod show_diff;
pub mod show_migrate;
pub mod show_procedure;
pub mod show_readings;
pub mod show_walk;
pub mod words;

use askama::Template;

use crate::web::kit::{Fact, Link};
use crate::web::page::Page;

/// `GET /procedures`
#[derive(Template)]
#[template(path = "procedure/list.html")]
pub struct ProceduresPage {
    pub p: Page,
    pub procedures: Vec<Published>,
    /// Versions being prepared, for who works at a desk.
    pub drafts: Vec<Published>,
}

pub struct Published {
    pub name: String,
    pub href: String,
    /// «Versión 3 del 10 de diciembre de 2020».
    pub version: String,
    /// «18 actividades, 3 puntos de control».
    pub size: String,
    pub desk: String,
}

/// `GET /procedures/{procedure}/{version}`, and with `?case=` what that case has done in it.
#[derive(Template)]
#[template(path = "procedure/page.html")]
pub struct ProcedurePage {
    pub p: Page,
    pub name: String,
    /// Version, date, activities, calendar.
    pub about: Vec<Fact>,
    /// The case whose walk is shown.
    pub case: Option<Link>,
    pub objective: String,
    pub scope: String,
    /// «Condiciones generales», as printed.
    pub conditions: Vec<String>,
    pub definitions: Vec<Fact>,
    /// Headings of the printed table after the activity's number, in the document's order.
    pub columns: Vec<String>,
    pub rows: Vec<PrintedRow>,
    pub drawing: chart::Drawing,
    /// The flowchart in words.
    pub told: Vec<words::Told>,
    pub terms: Vec<Fact>,
    pub clocks: Vec<Fact>,
    pub roles: Vec<Fact>,
    pub notices: Vec<Fact>,
    /// How the document is read where it is silent, ambiguous or wrong.
    pub readings: Vec<Reading>,
    /// Their annex, and who adopted them; nothing while they are «sin adoptar».
    pub annex: String,
    /// Where open cases of this version go on under another; for who may move them.
    pub migrate: Option<String>,
    pub adopted: Option<String>,
    /// Where the version is in open formats, without the format.
    pub files: String,
    pub changes: Vec<Change>,
    /// The other versions published here, the newest first.
    pub versions: Vec<Version>,
}

/// A row of the activity table, its cells in the order of the columns.
pub struct PrintedRow {
    pub number: String,
    /// An anchor within the page.
    pub id: String,
    pub cells: Vec<Cell>,
    /// Whether the case stands here.
    pub now: bool,
    /// What happened here in the case, a line a visit.
    pub happened: Vec<String>,
}

/// A printed cell: paragraphs, verbatim.
pub struct Cell {
    pub paragraphs: Vec<String>,
    /// The activity's name, which heads its row.
    pub heads: bool,
    pub control_point: bool,
}

pub struct Reading {
    pub id: String,
    /// Where in the document.
    pub at: String,
    pub text: String,
    pub reason: String,
}

pub struct Change {
    pub date: String,
    pub version: String,
    pub description: String,
    pub author: String,
}

/// Another published version of the procedure.
pub struct Version {
    pub link: Link,
    /// When, and by whom.
    pub published: String,
    /// The page that lays both side by side.
    pub compare: String,
}

/// `GET /procedures/{procedure}/{version}/diff/{other}`
#[derive(Template)]
#[template(path = "procedure/diff.html")]
pub struct DiffPage {
    pub p: Page,
    pub name: String,
    pub before: Link,
    pub after: String,
    /// A draft has no page of its own.
    pub after_href: Option<String>,
    pub draft: Option<DraftMark>,
    /// In words, which are the document's: Spanish.
    pub differences: Vec<String>,
    pub rows: Vec<SideRow>,
}

/// What marks a version as a draft.
pub struct DraftMark {
    pub kept: String,
    pub errors: usize,
    /// What the linter found, in Spanish.
    pub findings: Vec<String>,
}

/// An activity in both versions.
pub struct SideRow {
    pub number: String,
    pub differs: bool,
    pub before: Vec<String>,
    pub after: Vec<String>,
}
