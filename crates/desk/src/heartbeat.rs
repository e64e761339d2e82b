//! What the machine's own life means for terms: an outage of ours is not the requester's
//! silence, and a clock that jumped proves nothing until somebody confirms the date.

use jiff::{SignedDuration, Timestamp};

/// An outage shorter than this on the last day of a term is nobody's excuse.
pub const OUTAGE: SignedDuration = SignedDuration::from_hours(2);

/// A machine that slept longer than this may just have a wrong date.
pub const LONGEST_SLEEP: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why the time of the machine is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Before something that is already recorded.
    Backwards,
    /// Too long after the last sign of life.
    Jumped,
}

/// Whether the time at a start can be believed. While it cannot, terms do not run.
pub fn doubt(now: Timestamp, last_recorded_at: Option<Timestamp>, last_alive_at: Option<Timestamp>) -> Option<Doubt> {
    if last_recorded_at.is_some_and(|last| now < last) || last_alive_at.is_some_and(|last| now < last) {
        return Some(Doubt::Backwards);
    }
    last_alive_at.filter(|last| now.duration_since(*last) > LONGEST_SLEEP).map(|_| Doubt::Jumped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_believed_unless_it_went_back_or_jumped_a_week() {
        let at = |hours: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1000 + hours);
        assert_eq!(doubt(at(0), None, None), None);
        assert_eq!(doubt(at(7 * 24), Some(at(0)), Some(at(0))), None);
        assert_eq!(doubt(at(7 * 24 + 1), Some(at(0)), Some(at(0))), Some(Doubt::Jumped));
        assert_eq!(doubt(at(-1), Some(at(0)), None), Some(Doubt::Backwards));
    }
}
