//! Named places where a test may kill the program, to show that what was acknowledged is there and
//! nothing is half done. They exist only with the feature `crash-points`; otherwise
//! `crash_point!` is nothing.

/// Dies here if the environment variable `VENTANILLA_CRASH_AT` names this place. `name:3` dies
/// the third time the place is reached.
#[macro_export]
macro_rules! crash_point {
    ($name:literal) => {
        #[cfg(feature = "crash-points")]
        $crate::crash::reach($name);
    };
}

/// Every place there is; a test kills the program at each of them.
#[cfg(feature = "crash-points")]
pub const POINTS: &[&str] = &[
    "command-received",
    "before-commit",
    "after-commit-before-answer",
    "after-attachment-write-before-rename",
    "after-attachment-rename-before-transaction",
    "after-lease-before-send",
    "after-send-before-outcome",
    "before-command-outbox-settled",
    "after-letter-before-removal",
    "before-term",
    "after-term",
    "between-seal-slices",
];

/// See [`crash_point!`].
#[cfg(feature = "crash-points")]
pub fn reach(name: &'static str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static TIMES: AtomicU64 = AtomicU64::new(0);

    assert!(POINTS.contains(&name), "{name} is not in the list of crash points");
    let Ok(wanted) = std::env::var("VENTANILLA_CRASH_AT") else {
        return;
    };
    let (place, nth) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if place == name && TIMES.fetch_add(1, Ordering::SeqCst) + 1 == nth.parse().unwrap_or(1) {
        // Not a panic: nothing may be cleaned up, as when the power goes.
        std::process::abort();
    }
}
