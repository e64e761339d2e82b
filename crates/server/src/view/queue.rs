//! Lists: a desk's queues, a person's requests, people found by typing.

use desk::access::{self, Sight};
use desk::people::Person;
use desk::{DeskId, PersonId};
use jiff::Timestamp;

use crate::act::Failed;
use crate::app::App;
use crate::search::plain;
use crate::store::Reader;
use crate::store::cases::{self, After, Before, CaseRow, Queue};
use crate::store::open_cases::{self, Narrow, Order, Place};
use crate::store::views::{self, SavedView};

/// A queue with how many cases it holds, counted up to 100.
#[derive(Clone, Debug)]
pub struct Badge {
    pub queue: Queue,
    pub count: i64,
}

/// The desks whose queues this person may open: who works there, supervises or audits it.
pub fn desks_of(app: &App, person: &PersonId) -> Vec<DeskId> {
    let entity = app.entity();
    let open = |desk: &&DeskId| app.rulebook(desk).is_some_and(|rules| access::opens_queues(&rules, person));
    entity.desks.keys().filter(open).cloned().collect()
}

/// A page of a queue, what is due first at the top; nothing where the desk does not exist for this
/// person. What a restricted case is about is left out for those who may not read it.
///
/// # Errors
/// The store's.
pub fn queue(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    queue: &Queue,
    after: Option<&After>,
    limit: i64,
) -> Result<Option<Vec<CaseRow>>, Failed> {
    if !app.rulebook(desk).is_some_and(|rules| access::opens_queues(&rules, person)) {
        return Ok(None);
    }
    let now = app.clock.now();
    app.store.read(|reader| {
        let mut rows = cases::queue(reader, desk.as_str(), queue, after, limit)?;
        for row in &mut rows {
            mask(app, reader, person, row, now)?;
        }
        Ok(Some(rows))
    })
}

/// A page of a desk's open cases, narrowed and ordered as asked; as [`queue`] otherwise.
///
/// # Errors
/// The store's.
pub fn narrowed(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    narrow: &Narrow,
    (order, after, limit): (Order, Option<&Place>, i64),
) -> Result<Option<Vec<CaseRow>>, Failed> {
    if !app.rulebook(desk).is_some_and(|rules| access::opens_queues(&rules, person)) {
        return Ok(None);
    }
    let now = app.clock.now();
    app.store.read(|reader| {
        let mut rows = open_cases::page(reader, desk.as_str(), narrow, order, after, limit)?;
        for row in &mut rows {
            mask(app, reader, person, row, now)?;
        }
        Ok(Some(rows))
    })
}

/// How many cases each of these holds, counted up to 100.
///
/// # Errors
/// The store's.
pub fn narrowed_badges(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    narrows: &[Narrow],
) -> Result<Option<Vec<i64>>, Failed> {
    if !app.rulebook(desk).is_some_and(|rules| access::opens_queues(&rules, person)) {
        return Ok(None);
    }
    app.store.read(|reader| {
        let count = |narrow| open_cases::badge(reader, desk.as_str(), narrow).map_err(Failed::from);
        narrows.iter().map(count).collect::<Result<Vec<_>, Failed>>().map(Some)
    })
}

/// The views this person keeps of a desk, and those others share with it.
///
/// # Errors
/// The store's.
pub fn saved_views(app: &App, person: &PersonId, desk: &DeskId) -> Result<Vec<SavedView>, Failed> {
    app.store.read(|reader| Ok(views::of_person(reader, desk.as_str(), person.as_str(), MOST_VIEWS)?))
}

/// The most views of each kind that stand at the side.
const MOST_VIEWS: i64 = 12;

/// Only the few restricted cases of a page are looked at.
pub(super) fn mask(
    app: &App,
    reader: &mut Reader<'_>,
    person: &PersonId,
    row: &mut CaseRow,
    now: Timestamp,
) -> Result<(), Failed> {
    if row.restricted && super::sight_of(app, reader, person, row, now)? < Sight::Public {
        row.subject.clear();
    }
    Ok(())
}

/// The counts of several queues.
///
/// # Errors
/// The store's.
pub fn queue_badges(
    app: &App,
    person: &PersonId,
    desk: &DeskId,
    queues: &[Queue],
) -> Result<Option<Vec<Badge>>, Failed> {
    if !app.rulebook(desk).is_some_and(|rules| access::opens_queues(&rules, person)) {
        return Ok(None);
    }
    app.store.read(|reader| {
        let badge =
            |queue: &Queue| Ok(Badge { queue: queue.clone(), count: cases::badge(reader, desk.as_str(), queue)? });
        queues.iter().map(badge).collect::<Result<Vec<_>, Failed>>().map(Some)
    })
}

/// A page of what a person asked for or what is for them, the newest first: open or closed ones.
///
/// # Errors
/// The store's.
pub fn requests(
    app: &App,
    person: &PersonId,
    open: bool,
    before: Before<'_>,
    limit: i64,
) -> Result<Vec<CaseRow>, Failed> {
    app.store.read(|reader| {
        let rows = if open { cases::open_of_person } else { cases::closed_of_person };
        Ok(rows(reader, person.as_str(), before, limit)?)
    })
}

/// The newest cases of a requester but this one, as far as the reader may open them: open ones, then
/// closed ones.
///
/// # Errors
/// The store's.
pub fn others_of(app: &App, person: &PersonId, requester: &PersonId, own: &str) -> Result<Vec<CaseRow>, Failed> {
    let now = app.clock.now();
    app.store.read(|reader| {
        let mut rows = cases::open_of_person(reader, requester.as_str(), None, MOST_OTHERS)?;
        rows.extend(cases::closed_of_person(reader, requester.as_str(), None, MOST_OTHERS)?);
        let mut others = Vec::new();
        for row in rows.into_iter().filter(|row| row.stream != own) {
            if others.len() == MOST_OTHERS as usize {
                break;
            }
            if super::sight_of(app, reader, person, &row, now)? >= Sight::Public {
                others.push(row);
            }
        }
        Ok(others)
    })
}

/// The most other cases of a requester that are shown.
const MOST_OTHERS: i64 = 6;

/// Active people whose name, e-mail, extension or document number fits what was typed, forgiving
/// accents; the best first.
pub fn find_people<'a>(everybody: impl Iterator<Item = &'a Person>, typed: &str, limit: usize) -> Vec<&'a Person> {
    let words: Vec<String> = typed.split_whitespace().map(plain).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, &Person)> =
        everybody.filter(|who| who.active).filter_map(|who| Some((score(who, &words)?, who))).collect();
    found.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.name.cmp(&other.name)));
    found.truncate(limit);
    found.into_iter().map(|(_, who)| who).collect()
}

/// Every word must begin something of the person; a whole number or address counts most.
fn score(who: &Person, words: &[String]) -> Option<usize> {
    let exact = [plain(&who.extension), plain(&who.document), plain(&who.email), plain(who.id.as_str())];
    let names: Vec<String> = who.name.split_whitespace().map(plain).collect();
    words.iter().try_fold(0, |sum, word| {
        if exact.iter().any(|whole| whole == word) {
            return Some(sum + 10);
        }
        if names.contains(word) {
            return Some(sum + 3);
        }
        let begins = names.iter().chain(&exact).any(|part| part.starts_with(word.as_str()));
        begins.then_some(sum + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::people::People;
    use indexmap::IndexMap;

    #[test]
    fn people_are_found_by_what_one_remembers_of_them() {
        let file = "id,name,email,extension,document,active\n\
            camilo,Camilo Andrés Restrepo Álvarez,camilo@ipt.example,4127,79001,\n\
            camila,Camila Ríos,camila@ipt.example,4100,52001,\n\
            otro,Camilo Retirado,otro@ipt.example,,,no\n";
        let people = People::from_csv(file, IndexMap::new()).unwrap();
        let found =
            |typed| find_people(people.iter(), typed, 5).iter().map(|who| who.id.to_string()).collect::<Vec<_>>();
        assert_eq!(found("camil"), ["camila", "camilo"]);
        assert_eq!(found("alvarez camilo"), ["camilo"]);
        assert_eq!(found("4127"), ["camilo"]);
        assert_eq!(found("52001"), ["camila"]);
        assert_eq!(found("CAMILO@ipt.example"), ["camilo"]);
        assert!(found("restrepo ríos").is_empty());
        assert!(found("  ").is_empty());
    }
}
