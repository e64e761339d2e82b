//! Two clocks. Machine time runs sessions, throttles, leases and retries. Desk time runs cases,
//! terms and calendars; it can differ from machine time only in an instance marked as demo, and
//! moves only forward.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::store::whole_microseconds;

/// Desk time, in whole microseconds: machine time plus how far the demo is ahead of it. A demo that
/// stood still for days is behind it.
#[derive(Clone)]
pub struct DeskClock {
    machine: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ahead: Arc<AtomicI64>,
}

impl Default for DeskClock {
    fn default() -> DeskClock {
        DeskClock::ahead_by(0)
    }
}

impl DeskClock {
    /// A clock this many microseconds ahead of the machine's.
    pub fn ahead_by(microseconds: i64) -> DeskClock {
        DeskClock { machine: Arc::new(Timestamp::now), ahead: Arc::new(AtomicI64::new(microseconds)) }
    }

    /// A clock that stands at an instant until it is told to travel: for tests and for telling a
    /// story of days in a second.
    pub fn standing_at(at: Timestamp) -> DeskClock {
        let at = whole_microseconds(at);
        DeskClock { machine: Arc::new(move || at), ahead: Arc::new(AtomicI64::new(0)) }
    }

    pub fn ahead(&self) -> i64 {
        self.ahead.load(Ordering::Acquire)
    }

    pub fn now(&self) -> Timestamp {
        self.of((self.machine)())
    }

    /// The desk's time at an instant of the machine.
    pub fn of(&self, machine: Timestamp) -> Timestamp {
        whole_microseconds(machine.saturating_add(SignedDuration::from_micros(self.ahead())).unwrap_or(machine))
    }

    /// Travels to an instant of desk time; an instant that is past changes nothing.
    pub fn travel_to(&self, at: Timestamp) {
        let further = at.duration_since(self.now()).as_micros();
        if let Ok(further) = i64::try_from(further)
            && further > 0
        {
            self.ahead.fetch_add(further, Ordering::AcqRel);
        }
    }
}
