//! Cases found by their number and by their words. Nothing is told of a case that its page would not
//! tell: not that it exists, not how many there are.

use std::collections::HashSet;

use desk::PersonId;
use desk::access::Sight;

use crate::act::Failed;
use crate::app::App;
use crate::store::Reader;
use crate::store::cases::{self, CaseRow};
use crate::store::search::{self, Hit, Sought};

/// Hits read at first: most searches find enough among the newest.
const FIRST_HITS: i64 = 300;
/// The most cases looked at for the rights of one search.
const MOST_LOOKED_AT: usize = 400;

/// The newest cases this person may read in which every word typed stands, a number's own case first.
///
/// # Errors
/// The store's.
pub fn search(app: &App, person: &PersonId, typed: &str, limit: usize) -> Result<Vec<CaseRow>, Failed> {
    let sought = crate::search::sought(typed);
    let inside = !super::desks_of(app, person).is_empty();
    app.store.read(|reader| {
        let mut looking = Looking { app, person, seen: HashSet::new(), found: Vec::new(), limit };
        for number in numbers(app, typed) {
            if let Some(row) = cases::by_number(reader, &number)? {
                looking.look(reader, &row.stream, Sight::Outline)?;
            }
        }
        for hits in [FIRST_HITS, search::MOST_HITS] {
            if looking.read(reader, &sought, inside, hits)? < hits {
                break;
            }
        }
        Ok(looking.found)
    })
}

struct Looking<'a> {
    app: &'a App,
    person: &'a PersonId,
    seen: HashSet<String>,
    found: Vec<CaseRow>,
    limit: usize,
}

impl Looking<'_> {
    /// Looks at the cases of the newest hits; how many hits there were.
    fn read(&mut self, reader: &mut Reader<'_>, sought: &Sought, inside: bool, most: i64) -> Result<i64, Failed> {
        let hits = search::find(reader, sought, inside, most)?;
        // Words of the desk's own count only for those who read the whole case.
        let open: Option<HashSet<String>> = match inside {
            true => Some(search::find(reader, sought, false, most)?.into_iter().map(|hit| hit.stream).collect()),
            false => None,
        };
        let count = hits.len() as i64;
        for Hit { stream, .. } in hits {
            if self.is_full() {
                return Ok(0);
            }
            let needs =
                if open.as_ref().is_none_or(|open| open.contains(&stream)) { Sight::Public } else { Sight::All };
            self.look(reader, &stream, needs)?;
        }
        Ok(count)
    }

    fn is_full(&self) -> bool {
        self.found.len() >= self.limit || self.seen.len() >= MOST_LOOKED_AT
    }

    fn look(&mut self, reader: &mut Reader<'_>, stream: &str, needs: Sight) -> Result<(), Failed> {
        if !self.seen.insert(stream.to_owned()) {
            return Ok(());
        }
        let Some(mut row) = cases::get(reader, stream)? else {
            return Ok(());
        };
        let sight = super::sight_of(self.app, reader, self.person, &row, self.app.clock.now())?;
        if sight >= needs {
            if sight < Sight::Public {
                row.subject.clear();
            }
            self.found.push(row);
        }
        Ok(())
    }
}

/// The numbers somebody may mean: as typed, or only the consecutive of this year or the last.
fn numbers(app: &App, typed: &str) -> Vec<String> {
    let typed = typed.trim().to_uppercase();
    let entity = app.entity();
    if !typed.is_empty() && typed.len() <= 9 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let consecutive: u32 = typed.parse().unwrap_or(0);
        let now = app.clock.now();
        return entity
            .desks
            .keys()
            .filter_map(|desk| app.rulebook(desk))
            .flat_map(|rules| {
                let year = rules.calendar.local(now).year();
                [year, year - 1].map(|year| format!("{}-{year}-{consecutive:06}", rules.procedure.document.prefix))
            })
            .collect();
    }
    if typed.contains('-') { vec![typed] } else { Vec::new() }
}
