//! Which statements the store ran: it tells of each as a trace.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

static COUNTING: AtomicBool = AtomicBool::new(false);
static RAN: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// Listens from now on; nothing is counted before [`count`].
pub fn listen() {
    tracing::subscriber::set_global_default(Listener).expect("the only one");
}

/// Counts from zero.
pub fn count() {
    RAN.lock().expect("the counts").clear();
    COUNTING.store(true, Ordering::Relaxed);
}

/// What ran since: how many in all, and the one that ran most often.
pub fn counted() -> (usize, Option<(String, usize)>) {
    COUNTING.store(false, Ordering::Relaxed);
    let ran = std::mem::take(&mut *RAN.lock().expect("the counts"));
    (ran.values().sum(), ran.into_iter().max_by_key(|(_, times)| *times))
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        COUNTING.load(Ordering::Relaxed) && about.target() == "statement" || *about.level() == Level::ERROR
    }

    fn register_callsite(&self, _: &'static Metadata<'static>) -> tracing::subscriber::Interest {
        tracing::subscriber::Interest::sometimes()
    }

    fn event(&self, event: &Event<'_>) {
        if *event.metadata().level() == Level::ERROR {
            eprintln!("{}", Said::of(event).0);
        } else {
            *RAN.lock().expect("the counts").entry(Said::of(event).0).or_default() += 1;
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Said(String);

impl Said {
    fn of(event: &Event<'_>) -> Said {
        let mut said = Said::default();
        event.record(&mut said);
        said
    }
}

impl Visit for Said {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.0.push_str(value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!(" {field}={value:?}"));
    }
}
