//! CSV that a spreadsheet may open: RFC 4180, UTF-8, and no cell is ever a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::Timestamp;

use super::log::Trace;

/// A table being written.
pub struct Cells<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> Cells<W> {
    /// Begins a table with these headings.
    ///
    /// # Errors
    /// Those of where it is written, here as in everything that follows.
    pub fn begin<'h>(out: W, headings: impl IntoIterator<Item = &'h str>) -> io::Result<Self> {
        let mut cells = Cells { csv: csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out) };
        cells.row(headings)?;
        Ok(cells)
    }

    /// # Errors
    /// As [`Cells::begin`].
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        for cell in cells {
            self.csv.write_field(&*safe(cell))?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// # Errors
    /// As [`Cells::begin`].
    pub fn end(self) -> io::Result<W> {
        self.csv.into_inner().map_err(|problem| io::Error::other(problem.to_string()))
    }
}

/// A spreadsheet takes what begins with one of these for a formula; an apostrophe before it makes
/// it text again.
fn safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Headings of a log, in the order of [`log_rows`]; the first three are those process-mining tools
/// look for.
pub const LOG: [&str; 23] = [
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "start_timestamp",
    "lifecycle:transition",
    "org:resource",
    "org:role",
    "acting_for",
    "activity",
    "activity_name",
    "answer",
    "to",
    "channel",
    "visit",
    "deviation",
    "case:desk",
    "case:procedure",
    "case:version",
    "case:item",
    "case:category",
    "case:priority",
    "case:result",
    "case:closed",
];

/// Adds a case to a log, a row an event.
///
/// # Errors
/// As [`Cells::begin`].
pub fn log_rows<W: Write>(cells: &mut Cells<W>, trace: &Trace) -> io::Result<()> {
    let closed = trace.closed_at.map_or_else(String::new, instant);
    for event in &trace.events {
        cells.row([
            trace.number.as_str(),
            &event.name,
            &instant(event.at),
            &instant(event.started_at),
            "complete",
            &event.resource,
            &event.role,
            &event.acting_for,
            &event.activity,
            &event.activity_name,
            &event.answer,
            &event.to,
            &event.channel,
            &event.visit.to_string(),
            &event.deviation,
            &trace.desk,
            &trace.procedure,
            &trace.version,
            &trace.item,
            &trace.category,
            &trace.priority,
            &trace.result,
            &closed,
        ])?;
    }
    Ok(())
}

/// ISO 8601 in UTC, always with microseconds: tools that guess one shape for a column read all of it.
pub fn instant(at: Timestamp) -> String {
    format!("{at:.6}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn written(cell: &str, expected: &str) {
        let mut cells = Cells::begin(Vec::new(), ["a"]).unwrap();
        cells.row([cell]).unwrap();
        let text = String::from_utf8(cells.end().unwrap()).unwrap();
        assert_eq!(text, format!("a\r\n{expected}\r\n"));
    }

    #[test]
    fn no_cell_is_a_formula() {
        written("=2+5", "'=2+5");
        written("+57 1 234", "'+57 1 234");
        written("-1", "'-1");
        written("@SUM(A1)", "'@SUM(A1)");
        written("\t=1", "'\t=1");
        written("＝1", "'＝1");
        written("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    }

    #[test]
    fn other_cells_stay_as_they_are() {
        written("U-E10 Escalar", "U-E10 Escalar");
        written("uno, dos", "\"uno, dos\"");
        written("a=b", "a=b");
    }
}
