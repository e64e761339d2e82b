//! How a desk is doing: who has how much, how old it is, what will be late today, who was warned.

use desk::{DeskId, Happened, PersonId, access};
use jiff::{Timestamp, ToSpan};

use crate::act::Failed;
use crate::app::App;
use crate::format;
use crate::store::cases::CaseRow;
use crate::store::events;
use crate::store::open_cases::{self, Narrow, Order};
use crate::store::workload::{self, Share};

/// Cases shown of what is late or will be today.
const MOST_DUE: i64 = 25;

/// The last day of each age but the oldest, counted from the day it was received.
pub const AGES: [i64; 4] = [1, 3, 5, 10];

/// The board of one desk.
pub struct Board {
    pub shares: Vec<Share>,
    /// Late or due today, the first due first.
    pub due: Vec<Due>,
}

/// A case that is late or will be today.
pub struct Due {
    pub row: CaseRow,
    /// The last warning: which part of the time had gone, when, and who was told.
    pub alerted: Option<(u32, Timestamp, Vec<PersonId>)>,
}

/// The board, for those who see the desk as a whole.
///
/// # Errors
/// The store's.
pub fn board(app: &App, person: &PersonId, desk: &DeskId) -> Result<Option<Board>, Failed> {
    let Some(rules) = app.rulebook(desk).filter(|rules| access::coordinates(rules, person)) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let today = rules.calendar.local(now).date();
    let begins = |days: i64| {
        let day = today.checked_add(days.days()).ok()?;
        Some(day.to_zoned(rules.calendar.time_zone().clone()).ok()?.timestamp())
    };
    let day_ends = begins(1).unwrap_or(now);
    let ages = AGES.map(|days| begins(-days).unwrap_or(Timestamp::MIN));
    app.store.read(|reader| {
        let shares = workload::spread(reader, desk.as_str(), (now, day_ends), ages)?;
        let due = Narrow { due: Some((i64::MIN, day_ends.as_microsecond())), ..Narrow::default() };
        let rows = open_cases::page(reader, desk.as_str(), &due, Order::Due, None, MOST_DUE)?;
        let mut due = Vec::new();
        for mut row in rows {
            let mut alerted = None;
            if let Some(stored) = events::last_of_kind(reader, &row.stream, "Alerted")?
                && let Happened::Alerted { percent, people, .. } = format::event::read(&stored)?.what
            {
                alerted = Some((percent, stored.recorded_at, people));
            }
            super::queue::mask(app, reader, person, &mut row, now)?;
            due.push(Due { row, alerted });
        }
        Ok(Some(Board { shares, due }))
    })
}
