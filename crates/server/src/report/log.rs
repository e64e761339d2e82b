//! The event log of a period, written as it is read.

use std::io::{self, Write};

use desk::DeskId;

use super::{Period, cases};
use crate::act::Failed;
use crate::app::App;
use crate::format::cells::{self, Cells};
use crate::format::log::{Trace, trace};
use crate::format::xes::Xes;

/// The shapes of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Xes,
    Csv,
}

/// What is exported.
#[derive(Clone, Debug)]
pub struct Asked {
    pub shape: Shape,
    /// Each desk with the period in its own calendar.
    pub desks: Vec<(DeskId, Period)>,
    /// Only cases that ended: what a conformance check compares with the model.
    pub only_finished: bool,
}

/// Why a log stops before its end; what was written is then not whole.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    #[error(transparent)]
    Reading(#[from] Failed),
    #[error(transparent)]
    Writing(#[from] io::Error),
}

enum Writer<W: Write> {
    Xes(Xes<W>),
    Csv(Cells<W>),
}

/// Writes the log of a period; returns how many cases are in it.
///
/// # Errors
/// [`Stopped`].
pub fn write<W: Write>(app: &App, asked: &Asked, out: W) -> Result<u64, Stopped> {
    let mut writer = match asked.shape {
        Shape::Xes => Writer::Xes(Xes::begin(out, &app.entity().name)?),
        Shape::Csv => Writer::Csv(Cells::begin(out, cells::LOG)?),
    };
    let mut count = 0;
    for (desk, period) in &asked.desks {
        cases(app, desk, period, |replayed| {
            let trace = trace(&replayed);
            if asked.only_finished && trace.closed_at.is_none() {
                return Ok(());
            }
            count += 1;
            writer.trace(&trace).map_err(Stopped::Writing)
        })?;
    }
    writer.end()?.flush()?;
    Ok(count)
}

impl<W: Write> Writer<W> {
    fn trace(&mut self, trace: &Trace) -> io::Result<()> {
        match self {
            Writer::Xes(xes) => xes.trace(trace),
            Writer::Csv(cells) => cells::log_rows(cells, trace),
        }
    }

    fn end(self) -> io::Result<W> {
        match self {
            Writer::Xes(xes) => xes.end(),
            Writer::Csv(cells) => cells.end(),
        }
    }
}
