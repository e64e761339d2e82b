//! Up to when everything said to the desk has been heard. We cannot hear silence while deaf: a term
//! that ends because nobody spoke is written only once every way in has been read past its instant.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use jiff::{SignedDuration, Timestamp};

/// A request accepted before an instant may still be on its way for this long after it.
pub const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(60);

/// A way in that must be read: a mailbox, the spool.
pub struct Ear {
    name: String,
    until: AtomicI64,
}

impl Ear {
    /// Everything that came this way before this instant of desk time has been taken in. Never
    /// moves back.
    pub fn heard(&self, until: Timestamp) {
        self.until.fetch_max(until.as_microsecond(), Ordering::AcqRel);
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Every way in of this process.
pub struct Hearing {
    ears: RwLock<Vec<Arc<Ear>>>,
    /// The last sign of life of this process, in microseconds: who sleeps hears nothing.
    alive: AtomicI64,
    /// Another node reads the ways in, or the date is in doubt: this one knows of no silence.
    deaf: AtomicBool,
}

impl Default for Hearing {
    fn default() -> Hearing {
        Hearing { ears: RwLock::default(), alive: AtomicI64::new(i64::MIN), deaf: AtomicBool::new(false) }
    }
}

impl Hearing {
    /// A sign of life.
    pub fn alive(&self, at: Timestamp) {
        self.alive.fetch_max(at.as_microsecond(), Ordering::AcqRel);
    }

    /// Adds a way in, unheard so far.
    pub fn ear(&self, name: &str) -> Arc<Ear> {
        let ear = Arc::new(Ear { name: name.to_owned(), until: AtomicI64::new(i64::MIN) });
        self.ears.write().unwrap_or_else(|e| e.into_inner()).push(Arc::clone(&ear));
        ear
    }

    pub fn set_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::Release);
    }

    pub fn is_deaf(&self) -> bool {
        self.deaf.load(Ordering::Acquire)
    }

    /// Up to when silence is known: a minute before now at most, and never past the last sign of life
    /// nor past what the slowest ear heard.
    pub fn until(&self, now: Timestamp) -> Timestamp {
        if self.is_deaf() {
            return Timestamp::MIN;
        }
        let ears = self.ears.read().unwrap_or_else(|e| e.into_inner());
        let slowest =
            ears.iter().map(|ear| &ear.until).chain([&self.alive]).map(|until| until.load(Ordering::Acquire)).min();
        let heard = slowest.and_then(|until| Timestamp::from_microsecond(until).ok()).unwrap_or(Timestamp::MIN);
        heard.min(now.saturating_sub(ON_ITS_WAY).unwrap_or(Timestamp::MIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_known_as_far_as_the_slowest_ear_heard_and_never_to_the_last_minute() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let hearing = Hearing::default();
        hearing.alive(at(8));
        assert_eq!(hearing.until(at(10)), at(8), "who sleeps hears nothing");
        hearing.alive(at(50));
        assert_eq!(hearing.until(at(10)), at(9));
        let (spool, mailbox) = (hearing.ear("spool"), hearing.ear("mailbox"));
        assert!(hearing.until(at(10)) < at(0), "nothing was read yet");
        spool.heard(at(30));
        mailbox.heard(at(5));
        mailbox.heard(at(3));
        assert_eq!(hearing.until(at(10)), at(5));
        mailbox.heard(at(40));
        assert_eq!(hearing.until(at(10)), at(9));
        hearing.set_deaf(true);
        assert_eq!(hearing.until(at(10)), Timestamp::MIN);
    }
}
