//! How far long work is: one line that rewrites itself, only where somebody is watching.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

pub(super) struct Progress {
    watched: bool,
    shown_at: Option<Instant>,
}

impl Progress {
    pub(super) fn new() -> Progress {
        Progress { watched: std::io::stderr().is_terminal(), shown_at: None }
    }

    /// Shows `text`, at most ten times a second.
    pub(super) fn tell(&mut self, text: impl FnOnce() -> String) {
        if !self.watched || self.shown_at.is_some_and(|at| at.elapsed() < Duration::from_millis(100)) {
            return;
        }
        eprint!("\r\x1b[2K{}", text());
        drop(std::io::stderr().flush());
        self.shown_at = Some(Instant::now());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown_at.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}
