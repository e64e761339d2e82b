//! What the program writes to its log while a test runs, by the test's thread.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

thread_local! {
    static ERRORS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct Ears;

impl<S: Subscriber> Layer<S> for Ears {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::ERROR {
            let mut said = Said(String::new());
            event.record(&mut said);
            ERRORS.with_borrow_mut(|errors| errors.push(said.0));
        }
    }
}

struct Said(String);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?} ").expect("a text grows");
    }
}

/// Listens from now on.
pub fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let ears = tracing_subscriber::registry().with(Ears);
        tracing::subscriber::set_global_default(ears).expect("nobody else listens");
    });
}

/// The errors since they were last asked for.
pub fn errors() -> Vec<String> {
    ERRORS.take()
}
