//! Who has a case open now, and who is writing in it. Kept in memory: it is nobody's record.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use desk::PersonId;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast;

/// Writing is over this long after the last key.
const WRITING: SignedDuration = SignedDuration::from_secs(8);

/// Cheap to clone.
#[derive(Clone)]
pub struct Presence {
    shared: Arc<Shared>,
}

struct Shared {
    here: Mutex<HashMap<String, Vec<Reading>>>,
    told: broadcast::Sender<String>,
}

struct Reading {
    /// One open page.
    page: u64,
    person: PersonId,
    wrote_at: Option<Timestamp>,
}

/// Somebody else at a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    pub person: PersonId,
    pub writing: bool,
}

impl Default for Presence {
    fn default() -> Presence {
        Presence { shared: Arc::new(Shared { here: Mutex::default(), told: broadcast::channel(64).0 }) }
    }
}

impl Presence {
    fn here(&self) -> MutexGuard<'_, HashMap<String, Vec<Reading>>> {
        self.shared.here.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Somebody opens a case; they leave when the answer is dropped.
    pub fn enter(&self, stream: &str, person: &PersonId) -> Visit {
        let page = rand::random();
        let reading = Reading { page, person: person.clone(), wrote_at: None };
        self.here().entry(stream.to_owned()).or_default().push(reading);
        self.tell(stream);
        Visit { presence: self.clone(), stream: stream.to_owned(), page }
    }

    /// Somebody is typing in a case they have open.
    pub fn writes(&self, stream: &str, person: &PersonId, now: Timestamp) {
        let mut here = self.here();
        let pages = here.get_mut(stream).into_iter().flatten().filter(|reading| reading.person == *person);
        pages.for_each(|reading| reading.wrote_at = Some(now));
        drop(here);
        self.tell(stream);
    }

    /// Who else has it open, each once.
    pub fn others(&self, stream: &str, me: &PersonId, now: Timestamp) -> Vec<Present> {
        let here = self.here();
        let mut others: Vec<Present> = Vec::new();
        for reading in here.get(stream).into_iter().flatten().filter(|reading| reading.person != *me) {
            let writing = reading.wrote_at.is_some_and(|at| now.duration_since(at) < WRITING);
            match others.iter_mut().find(|present| present.person == reading.person) {
                Some(present) => present.writing |= writing,
                None => others.push(Present { person: reading.person.clone(), writing }),
            }
        }
        others
    }

    /// Hears in which cases somebody came, left or wrote.
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.shared.told.subscribe()
    }

    fn tell(&self, stream: &str) {
        // Nobody may be looking.
        drop(self.shared.told.send(stream.to_owned()));
    }
}

/// One open page of a case.
pub struct Visit {
    presence: Presence,
    stream: String,
    page: u64,
}

impl Drop for Visit {
    fn drop(&mut self) {
        let mut here = self.presence.here();
        if let Some(pages) = here.get_mut(&self.stream) {
            pages.retain(|reading| reading.page != self.page);
            if pages.is_empty() {
                here.remove(&self.stream);
            }
        }
        drop(here);
        self.presence.tell(&self.stream);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_seen_while_their_page_is_open_and_writing_ends_by_itself() {
        let presence = Presence::default();
        let (ana, luis) = (PersonId::from("ana"), PersonId::from("luis"));
        let now = Timestamp::UNIX_EPOCH;
        let own = presence.enter("c", &ana);
        let (one, two) = (presence.enter("c", &luis), presence.enter("c", &luis));
        presence.writes("c", &luis, now);
        let writing = |writing| vec![Present { person: luis.clone(), writing }];
        assert_eq!(presence.others("c", &ana, now), writing(true));
        assert_eq!(presence.others("c", &ana, now + WRITING), writing(false));
        assert_eq!(presence.others("otro", &ana, now), []);
        drop((one, own));
        assert_eq!(presence.others("c", &ana, now).len(), 1, "the other page is still open");
        drop(two);
        assert_eq!(presence.others("c", &ana, now), []);
        assert!(presence.here().is_empty(), "nothing is kept of who left");
    }
}
