//! What the articles did: who found them of use, and requests they spared.

use std::collections::HashMap;

use desk::ArticleId;
use desk::knowledge::{ASKED_ALL_THE_SAME, Opening, opening};
use jiff::{SignedDuration, Timestamp};

use crate::store::{Reader, StoreError, articles};

/// How far back openings are counted, in days.
pub const DAYS: i64 = 90;

/// Openings of an article from a suggestion, and how many of them left the form unsent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spared {
    pub opened: u64,
    pub spared: u64,
}

/// Counts the openings of the last [`DAYS`]. Somebody who opens an article again within half an hour
/// opened it once.
///
/// # Errors
/// The store's.
pub fn spared(reader: &mut Reader<'_>, now: Timestamp) -> Result<HashMap<ArticleId, Spared>, StoreError> {
    let since = now - SignedDuration::from_hours(24 * DAYS);
    let soon = i64::try_from(ASKED_ALL_THE_SAME.as_micros()).unwrap_or(i64::MAX);
    let mut counts: HashMap<ArticleId, Spared> = HashMap::new();
    let mut before: HashMap<(String, String), Timestamp> = HashMap::new();
    for opened in articles::openings(reader, since, soon)? {
        let who = (opened.article.clone(), opened.person);
        let again = before.get(&who).is_some_and(|at| opened.opened_at.duration_since(*at) < ASKED_ALL_THE_SAME);
        if again {
            continue;
        }
        before.insert(who, opened.opened_at);
        let count = counts.entry(ArticleId::from(opened.article.as_str())).or_default();
        count.opened += 1;
        let outcome = opening(opened.opened_at, opened.asked_at, now);
        count.spared += u64::from(outcome == Opening::LeftUnsent);
    }
    Ok(counts)
}
