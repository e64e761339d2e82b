//! Human case numbers, one series per desk and year: 1, 2, 3, …, each given once.
//!
//! On SQLite the number is part of the transaction and no number goes unused. On PostgreSQL a
//! counter row would make all writers wait for each other, so numbers come from sequences made
//! ahead ([`Store::prepare_numbers`], this year and the next); the ones whose transaction did not
//! come to be are listed with the reason.

use jiff::Timestamp;

use super::db::{Reader, Sql, Tx, params, sql};
use super::error::{Result, StoreError};
use super::{Engine, Store, Urgency, dialect};

sql! {
    PREPARE = "INSERT INTO number_series (series, desk, year, last) VALUES ($1, $2, $3, 0)
        ON CONFLICT (series) DO NOTHING";
    TAKE = "INSERT INTO numbers (desk, year, number, stream, taken_at) VALUES ($1, $2, $3, $4, $5)";
    UNUSED = "INSERT INTO numbers (desk, year, number, reason, taken_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (desk, year, number) DO NOTHING";
    LISTED = "SELECT number, reason FROM numbers WHERE desk = $1 AND year = $2 AND stream IS NULL ORDER BY number";
    GAPS = "SELECT previous, number FROM (
            SELECT number, LAG(number, 1, CAST(0 AS BIGINT)) OVER (ORDER BY number) AS previous
            FROM numbers WHERE desk = $1 AND year = $2
        ) AS pairs WHERE number > previous + 1 ORDER BY number";
    HIGHEST = "SELECT COALESCE(MAX(number), 0) FROM numbers WHERE desk = $1 AND year = $2";
    STREAM = "SELECT stream FROM numbers WHERE desk = $1 AND year = $2 AND number = $3";
}

/// A number this transaction took; on PostgreSQL it is gone even if the transaction is undone.
pub(super) struct Taken {
    desk: String,
    year: i64,
    number: i64,
    at: Timestamp,
}

/// Why a number stands for no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The registration was refused after the number was taken.
    Refused,
    /// Two registrations clashed; the second took a new number when it was repeated.
    Clashed,
    /// The program failed while registering.
    Failed,
    /// The program or the database stopped before the registration was complete, or it is going
    /// on right now.
    Interrupted,
}

impl Why {
    const WORDS: [(Why, &str); 4] = [
        (Why::Refused, "refused"),
        (Why::Clashed, "clashed"),
        (Why::Failed, "failed"),
        (Why::Interrupted, "interrupted"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(why, _)| *why == self).map_or("interrupted", |(_, word)| word)
    }

    fn of(word: &str) -> Why {
        Self::WORDS.iter().find(|(_, it)| *it == word).map_or(Why::Interrupted, |(why, _)| *why)
    }
}

impl Store {
    /// Makes a year's series of a desk, if it is not there: at start and before the year turns.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when the desk's id is not 1 to 40 of `a-z 0-9 _ -`.
    pub fn prepare_numbers(&self, desk: &str, year: i64) -> Result<()> {
        let series = series(desk, year)?;
        if let Engine::Postgres(postgres) = &self.open.engine {
            // `series` holds nothing but letters, digits, `_` and `-` between its quotes.
            postgres.execute(&format!(
                "SELECT pg_advisory_xact_lock(7265747222);
                 CREATE SEQUENCE IF NOT EXISTS {series} AS BIGINT NO CYCLE CACHE 1"
            ))?;
        }
        let desk = desk.to_owned();
        self.write(Urgency::System, move |tx| tx.run(PREPARE, params![series, desk, year]).map(|_| ()))
    }
}

/// Takes the next number of a desk's year for the case of `stream`.
///
/// # Errors
/// [`StoreError::Database`] or [`StoreError::Invalid`] when the series was not made ahead.
pub fn take(tx: &mut Tx<'_>, desk: &str, year: i64, stream: &str, at: Timestamp) -> Result<i64> {
    let number: i64 = tx
        .one(dialect::NEXT_NUMBER, params![series(desk, year)?], |row| row.get(0))?
        .ok_or_else(|| StoreError::invalid(format!("the numbers of desk {desk} for {year} were not made ahead")))?;
    tx.numbers.push(Taken { desk: desk.to_owned(), year, number, at });
    tx.run(TAKE, params![desk, year, number, stream, at])?;
    Ok(number)
}

/// The stream of the case with this number.
pub fn stream(reader: &mut Reader<'_>, desk: &str, year: i64, number: i64) -> Result<Option<String>> {
    Ok(reader.one(STREAM, params![desk, year, number], |row| row.get(0))?.flatten())
}

/// The numbers of a desk's year given out that stand for no case, in order, with the reason.
pub fn unused(reader: &mut Reader<'_>, desk: &str, year: i64) -> Result<Vec<(i64, Why)>> {
    let mut unused = reader.all(LISTED, params![desk, year], |row| {
        Ok((row.get(0)?, Why::of(&row.get::<Option<String>>(1)?.unwrap_or_default())))
    })?;
    let mut gaps: Vec<(i64, i64)> = reader.all(GAPS, params![desk, year], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let highest: i64 = reader.one(HIGHEST, params![desk, year], |row| row.get(0))?.unwrap_or(0);
    let last: i64 = reader.one(dialect::LAST_NUMBER, params![series(desk, year)?], |row| row.get(0))?.unwrap_or(0);
    gaps.push((highest, last + 1));
    unused.extend(gaps.into_iter().flat_map(|(from, to)| from + 1..to).map(|number| (number, Why::Interrupted)));
    unused.sort_by_key(|(number, _)| *number);
    Ok(unused)
}

/// After PostgreSQL undid a transaction: its numbers are gone, and the list says why.
pub(super) fn note_unused(client: &mut postgres::Client, taken: &[Taken], why: Why) {
    let Sql { postgres: sql, .. } = UNUSED;
    for Taken { desk, year, number, at } in taken {
        let word = why.word();
        let params = params![desk, year, number, word, at];
        if let Err(error) = dialect::with_params(params, |params| client.execute(sql, params)) {
            // The gap itself stays visible; only its reason is the general one.
            tracing::warn!(error = %StoreError::from(error), desk, year, number, "an unused number was not noted");
        }
    }
}

fn series(desk: &str, year: i64) -> Result<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if desk.is_empty() || desk.len() > 40 || !desk.chars().all(plain) {
        return Err(StoreError::invalid(format!("{desk:?} cannot be the id of a desk")));
    }
    Ok(format!("\"number_{desk}_{year}\""))
}
