//! What is wrong with a procedure before anybody works with it: one static check per file.
//!
//! A finding is said to the process owner, in the words of the document: which activity, what
//! will happen to a case there, what to write instead.

mod approver;
mod arrows;
mod asking;
mod automatic;
mod automatic_circle;
mod catalogue;
mod dead_end;
mod endless_decision;
mod facts;
mod farewell;
mod fields;
mod flags;
mod groups;
mod matrix;
mod never_ends;
mod readings;
mod result;
mod roles;
mod stuck;
mod terms;
mod texts;
mod unreachable;
mod worlds;

use std::collections::BTreeMap;
use std::fmt;

use super::Procedure;
use crate::catalogue::Catalogue;
use crate::matrix::Matrix;
use crate::names::ActivityId;
use crate::people::People;
use crate::rulebook::Desk;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Cases would run well, but something is not what it seems.
    Warning,
    /// Some case would go wrong: the procedure must not be published so.
    Error,
}

/// Something a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check, by the name of its file.
    pub check: &'static str,
    pub severity: Severity,
    /// Where in the procedure: `activity.8`, `term.silencio`.
    pub place: String,
    /// In Spanish, for a process owner.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Warning => "aviso",
            Severity::Error => "error",
        };
        write!(f, "{severity} en {} ({}): {}", self.place, self.check, self.message)
    }
}

/// The texts of the notices by name, as their files hold them.
pub type Texts = BTreeMap<String, String>;

/// A procedure with what surrounds it. What is not given is not checked.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub procedure: &'a Procedure,
    pub catalogue: Option<&'a Catalogue>,
    pub matrix: Option<&'a Matrix>,
    pub desk: Option<&'a Desk>,
    pub people: Option<&'a People>,
    pub texts: Option<&'a Texts>,
}

impl<'a> Setting<'a> {
    /// The procedure alone.
    pub fn of(procedure: &'a Procedure) -> Self {
        Setting { procedure, catalogue: None, matrix: None, desk: None, people: None, texts: None }
    }

    /// An activity as the owner knows it: «la actividad 8 (Atender solicitud)».
    fn called(&self, id: &ActivityId) -> String {
        let name = self.procedure.activities.get(id).map_or("", |activity| activity.name.as_str());
        format!("la actividad {id} ({name})")
    }
}

type Check = fn(&Setting, &mut Findings);

/// The names of the checks, in the order in which findings are told.
pub const CHECKS: [&str; RUN.len()] = {
    let mut names = [""; RUN.len()];
    let mut n = 0;
    while n < names.len() {
        names[n] = RUN[n].0;
        n += 1;
    }
    names
};

const RUN: [(&str, Check); 21] = [
    ("unreachable", unreachable::check),
    ("dead_end", dead_end::check),
    ("never_ends", never_ends::check),
    ("automatic", automatic::check),
    ("automatic_circle", automatic_circle::check),
    ("stuck", stuck::check),
    ("approver", approver::check),
    ("asking", asking::check),
    ("endless_decision", endless_decision::check),
    ("result", result::check),
    ("farewell", farewell::check),
    ("terms", terms::check),
    ("roles", roles::check),
    ("flags", flags::check),
    ("fields", fields::check),
    ("facts", facts::check),
    ("groups", groups::check),
    ("catalogue", catalogue::check),
    ("matrix", matrix::check),
    ("texts", texts::check),
    ("readings", readings::check),
];

/// The findings of one check while it runs.
struct Findings {
    check: &'static str,
    found: Vec<Finding>,
}

impl Findings {
    fn error(&mut self, place: impl fmt::Display, message: String) {
        self.add(Severity::Error, place, message);
    }

    fn warning(&mut self, place: impl fmt::Display, message: String) {
        self.add(Severity::Warning, place, message);
    }

    fn add(&mut self, severity: Severity, place: impl fmt::Display, message: String) {
        self.found.push(Finding { check: self.check, severity, place: place.to_string(), message });
    }
}

/// Everything the checks find, in the order of [`CHECKS`] and, inside one, of the file.
pub fn lint(setting: &Setting) -> Vec<Finding> {
    let mut findings = Findings { check: "", found: Vec::new() };
    for (name, check) in RUN {
        findings.check = name;
        check(setting, &mut findings);
    }
    findings.found
}
