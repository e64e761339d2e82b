//! What readers make of the articles: whether they were of use, and which were opened from a
//! suggestion. The articles themselves are streams of events.

use jiff::Timestamp;

use super::db::{Reader, Tx, params, sql};
use super::error::Result;

sql! {
    PUT_VOTE = "INSERT INTO article_votes (article, version, person, useful, said_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (article, version, person) DO UPDATE SET useful = excluded.useful, said_at = excluded.said_at";
    VOTE = "SELECT useful FROM article_votes WHERE article = $1 AND version = $2 AND person = $3";
    VOTES = "SELECT version, COUNT(*), CAST(SUM(useful) AS BIGINT) FROM article_votes WHERE article = $1
        GROUP BY version";
    PUT_OPENING = "INSERT INTO article_openings (article, version, person, form, opened_at)
        VALUES ($1, $2, $3, $4, $5)";
    OPENINGS = "SELECT o.article, o.person, o.opened_at,
            (SELECT MIN(c.registered_at) FROM case_rows AS c WHERE c.requester = o.person AND c.state IN (0, 1)
                AND c.registered_at >= o.opened_at AND c.registered_at < o.opened_at + $2)
        FROM article_openings AS o WHERE o.opened_at >= $1 ORDER BY o.opened_at, o.article, o.person LIMIT $3";
}

/// The most openings a count reads.
pub const MOST_OPENINGS: i64 = 20_000;

/// How many found a version of use, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    pub yes: u64,
    pub no: u64,
}

/// A suggested article that somebody opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub article: String,
    pub person: String,
    pub opened_at: Timestamp,
    /// The person's next request, if it came soon enough.
    pub asked_at: Option<Timestamp>,
}

/// Keeps what a person says of a version, in the place of what they said before.
pub fn put_vote(tx: &mut Tx<'_>, article: &str, version: u32, person: &str, useful: bool, at: Timestamp) -> Result<()> {
    tx.run(PUT_VOTE, params![article, i64::from(version), person, useful, at]).map(|_| ())
}

/// What a person said of a version.
pub fn vote(reader: &mut Reader<'_>, article: &str, version: u32, person: &str) -> Result<Option<bool>> {
    reader.one(VOTE, params![article, i64::from(version), person], |row| row.get(0))
}

/// The votes of an article by the number of the version.
pub fn votes(reader: &mut Reader<'_>, article: &str) -> Result<Vec<(u32, Votes)>> {
    reader.all(VOTES, params![article], |row| {
        let [version, all, yes]: [i64; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
        let count = |number| u64::try_from(number).unwrap_or(0);
        Ok((u32::try_from(version).unwrap_or(0), Votes { yes: count(yes), no: count(all - yes) }))
    })
}

/// Keeps that somebody opened an article from a suggestion beside a form.
pub fn put_opening(
    tx: &mut Tx<'_>,
    article: &str,
    version: u32,
    person: &str,
    form: &str,
    at: Timestamp,
) -> Result<()> {
    tx.run(PUT_OPENING, params![article, i64::from(version), person, form, at]).map(|_| ())
}

/// Openings since an instant, the oldest first, each with the person's next request within `soon`
/// microseconds.
pub fn openings(reader: &mut Reader<'_>, since: Timestamp, soon: i64) -> Result<Vec<Opened>> {
    reader.all(OPENINGS, params![since, soon, MOST_OPENINGS], |row| {
        Ok(Opened { article: row.get(0)?, person: row.get(1)?, opened_at: row.get(2)?, asked_at: row.get(3)? })
    })
}
