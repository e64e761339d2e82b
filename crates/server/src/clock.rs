//! Two clocks. Machine time runs sessions, throttles, leases and retries. Desk time runs cases,
//! terms and calendars; it can be ahead of machine time, only in an instance marked as demo, and
//! moves only forward.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

use crate::store::whole_microseconds;

/// Desk time: machine time plus how far the demo has travelled, in whole microseconds.
#[derive(Clone, Default)]
pub struct DeskClock {
    ahead: Arc<AtomicI64>,
}

impl DeskClock {
    /// A clock that has travelled this many microseconds already.
    pub fn ahead_by(microseconds: i64) -> DeskClock {
        DeskClock {
            ahead: Arc::new(AtomicI64::new(microseconds.max(0))),
        }
    }

    pub fn ahead(&self) -> i64 {
        self.ahead.load(Ordering::Acquire)
    }

    pub fn now(&self) -> Timestamp {
        self.of(Timestamp::now())
    }

    /// The desk's time at an instant of the machine.
    pub fn of(&self, machine: Timestamp) -> Timestamp {
        whole_microseconds(
            machine
                .saturating_add(SignedDuration::from_micros(self.ahead()))
                .unwrap_or(machine),
        )
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
