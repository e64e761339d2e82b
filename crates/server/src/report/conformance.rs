//! Whether the cases of a period followed their procedure, and each thing that did not.

use std::collections::BTreeMap;
use std::io::{self, Write};

use desk::conformance::{Conformance, Departure, Deviation};
use desk::procedure::Procedure;
use desk::{Actor, DeskId};

use super::log::Stopped;
use super::{Period, cases};
use crate::app::App;
use crate::format::cells::{Cells, instant};
use crate::format::event::SYSTEM;
use crate::format::log::deviation_name;

/// The figures of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub cases: u64,
    pub finished: u64,
    /// Cases with nothing beside the procedure.
    pub conform: u64,
    pub steps: u64,
    /// How often each departure happened, by its code.
    pub departures: BTreeMap<&'static str, u64>,
    /// Departures that are not declared: an error of the program or of the data.
    pub undeclared: u64,
}

/// Something beside the procedure, with the case it is of.
#[derive(Clone, Debug)]
pub struct Found {
    pub number: String,
    pub desk: String,
    pub procedure: String,
    pub version: String,
    pub at: jiff::Timestamp,
    /// Who, by identifier.
    pub who: String,
    pub visit: u64,
    /// The activity it happened in.
    pub activity: String,
    pub what: Departure,
}

/// Looks at every case of a period; `each` hears every deviation as it is found.
///
/// # Errors
/// As [`cases`].
pub fn look(
    app: &App,
    desks: &[(DeskId, Period)],
    mut each: impl FnMut(&Found) -> io::Result<()>,
) -> Result<Summary, Stopped> {
    let mut summary = Summary::default();
    for (desk, period) in desks {
        cases(app, desk, period, |replayed| {
            summary.add(&replayed);
            let found = replayed.deviations().map(|deviation| found(&replayed, deviation));
            found.into_iter().try_for_each(|found| each(&found)).map_err(Stopped::Writing)
        })?;
    }
    Ok(summary)
}

impl Summary {
    fn add(&mut self, found: &Conformance) {
        self.cases += 1;
        self.finished += u64::from(found.case.is_closed());
        self.conform += u64::from(found.conforms());
        self.steps += found.steps().count() as u64;
        for deviation in found.deviations() {
            *self.departures.entry(deviation.what.code()).or_default() += 1;
            self.undeclared += u64::from(!deviation.what.is_declared());
        }
    }
}

fn found(replayed: &Conformance, deviation: &Deviation) -> Found {
    let case = &replayed.case;
    Found {
        number: case.number.to_string(),
        desk: case.desk.to_string(),
        procedure: case.procedure.to_string(),
        version: deviation.version.clone(),
        at: deviation.at,
        who: match &deviation.actor {
            Actor::Person { id, .. } => id.to_string(),
            Actor::System => SYSTEM.to_owned(),
        },
        visit: u64::from(deviation.visit.0),
        activity: deviation.activity.as_ref().map_or_else(String::new, ToString::to_string),
        what: deviation.what.clone(),
    }
}

impl Found {
    /// What exactly: the arrow, the activity it went to, the other case.
    pub fn detail(&self, procedure: Option<&Procedure>) -> String {
        detail(&self.what, procedure)
    }
}

/// What exactly a departure was: the arrow, the activity it went to, the other case.
pub fn detail(what: &Departure, procedure: Option<&Procedure>) -> String {
    let place = |id: &desk::ActivityId| {
        let name = procedure.and_then(|procedure| procedure.activity(id)).map(|activity| activity.name.as_str());
        name.map_or_else(|| id.to_string(), |name| format!("{id}. {name}"))
    };
    match what {
        Departure::Corrected { to, .. } | Departure::Reinstated { to } => {
            to.as_ref().map_or_else(String::new, |to| format!("→ {}", place(to)))
        }
        Departure::Merged { into } => format!("→ {into}"),
        Departure::Migrated { from, to } => format!("{from} → {to}"),
        Departure::WrongWay { entered } => format!("→ {}", place(entered)),
        Departure::NotFromHere { answer, .. }
        | Departure::Shut { answer }
        | Departure::NotTheirs { answer }
        | Departure::AfterTheEnd { answer } => answer.to_string(),
    }
}

/// Headings of the list of deviations.
const HEADINGS: [&str; 11] = [
    "caso",
    "mesa",
    "procedimiento",
    "version",
    "instante",
    "quien",
    "visita",
    "actividad",
    "codigo",
    "desviacion",
    "detalle",
];

/// The deviations of a period as CSV; returns its figures.
///
/// # Errors
/// As [`cases`].
pub fn write_csv<W: Write>(app: &App, desks: &[(DeskId, Period)], out: W) -> Result<Summary, Stopped> {
    let mut cells = Cells::begin(out, HEADINGS)?;
    let summary = look(app, desks, |found| {
        let procedure = app.procedure(&found.procedure.as_str().into(), &found.version);
        cells.row([
            found.number.as_str(),
            &found.desk,
            &found.procedure,
            &found.version,
            &instant(found.at),
            &found.who,
            &found.visit.to_string(),
            &found.activity,
            found.what.code(),
            deviation_name(&found.what),
            &found.detail(procedure.as_deref()),
        ])
    })?;
    cells.end()?.flush()?;
    Ok(summary)
}
