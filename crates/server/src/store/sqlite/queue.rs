//! Work waiting for the writer: people's before the system's, which moves all the same.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Job;
use crate::store::Urgency;
use crate::store::error::{Result, StoreError};

/// However busy people are, the system gets a turn this often.
const SYSTEM_PATIENCE: Duration = Duration::from_millis(25);
/// More waiting work than this is refused as busy.
const QUEUE_LIMIT: usize = 10_000;

/// Work waiting for the writer.
#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Default)]
struct Waiting {
    people: VecDeque<Job>,
    system: VecDeque<(Instant, Job)>,
    system_served_at: Option<Instant>,
    closed: bool,
}

impl Waiting {
    fn next(&mut self, now: Instant) -> Option<Job> {
        let passed_over = self.system.front().is_some_and(|(arrived, _)| {
            let since = self.system_served_at.map_or(*arrived, |served| served.max(*arrived));
            now.duration_since(since) > SYSTEM_PATIENCE
        });
        if !passed_over && let Some(job) = self.people.pop_front() {
            return Some(job);
        }
        let (_, job) = self.system.pop_front()?;
        self.system_served_at = Some(now);
        Some(job)
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds work at the end of its line.
    pub fn push(&self, urgency: Urgency, job: Job) -> Result<()> {
        let mut waiting = self.lock();
        if waiting.people.len() + waiting.system.len() >= QUEUE_LIMIT {
            return Err(StoreError::Busy);
        }
        match urgency {
            Urgency::Person => waiting.people.push_back(job),
            Urgency::System => waiting.system.push_back((Instant::now(), job)),
        }
        self.arrived.notify_one();
        Ok(())
    }

    /// The next work, if any waits.
    pub fn next(&self) -> Option<Job> {
        self.lock().next(Instant::now())
    }

    /// Waits for work; `None` once the queue is closed and everything is done.
    pub fn wait(&self) -> Option<Job> {
        let idle = |waiting: &mut Waiting| waiting.people.is_empty() && waiting.system.is_empty() && !waiting.closed;
        let waiting = self.arrived.wait_while(self.lock(), idle);
        waiting.unwrap_or_else(PoisonError::into_inner).next(Instant::now())
    }

    /// Takes no more work; what waits is still done.
    pub fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::Done;

    fn job(name: &'static str, seen: &std::sync::mpsc::Sender<&'static str>) -> Job {
        let seen = seen.clone();
        Box::new(move |_| {
            seen.send(name).unwrap();
            Done { keep: false, answer: Box::new(|_| ()) }
        })
    }

    /// The order in which works are taken, one at each of these milliseconds.
    fn order(people: &[&'static str], system: &[&'static str], at: &[u64]) -> Vec<&'static str> {
        let (seen, order) = std::sync::mpsc::channel();
        let start = Instant::now();
        let mut waiting = Waiting {
            people: people.iter().map(|name| job(name, &seen)).collect(),
            system: system.iter().map(|name| (start, job(name, &seen))).collect(),
            ..Waiting::default()
        };
        for at in at {
            if let Some(job) = waiting.next(start + Duration::from_millis(*at)) {
                job(None);
            }
        }
        drop((waiting, seen));
        order.iter().collect()
    }

    #[test]
    fn peoples_work_goes_before_the_systems() {
        assert_eq!(order(&["ana", "bruno"], &["term", "mail"], &[0, 1, 2, 3, 4]), ["ana", "bruno", "term", "mail"]);
    }

    #[test]
    fn the_systems_work_is_never_passed_over_for_long() {
        let taken = order(&["ana", "bruno", "carla", "dora"], &["term", "mail"], &[0, 26, 27, 52, 53, 54]);
        assert_eq!(taken, ["ana", "term", "bruno", "mail", "carla", "dora"]);
    }
}
