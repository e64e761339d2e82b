//! The activity table, printed back as the document prints it.

use super::definition::{Activity, Column, Procedure};
use crate::names::ActivityId;

/// One row of the printed table: a cell for each heading of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub activity: &'a ActivityId,
    pub cells: Vec<&'a str>,
}

impl Procedure {
    /// Every activity the document prints, in its order, under [`super::Document::columns`].
    pub fn table(&self) -> Vec<Row<'_>> {
        self.activities
            .iter()
            .filter(|(_, activity)| activity.printed)
            .map(|(id, activity)| Row { activity: id, cells: self.cells(id, activity) })
            .collect()
    }

    fn cells<'a>(&'a self, id: &'a ActivityId, activity: &'a Activity) -> Vec<&'a str> {
        self.document
            .columns
            .iter()
            .map(|(heading, column)| match column {
                Column::Number => id.as_str(),
                Column::Name => &activity.name,
                Column::Text => &activity.text,
                Column::Responsible => &activity.responsible,
                Column::Record => &activity.record,
                Column::Cell => activity.cells.get(heading).map_or("", String::as_str),
            })
            .map(str::trim)
            .collect()
    }
}
