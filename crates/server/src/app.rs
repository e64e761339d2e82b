//! What every part of a running instance shares.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use desk::people::Absence;
use desk::{DeskId, PersonId, Rulebook};
use jiff::Timestamp;
use tokio::sync::{Notify, broadcast};

use crate::clock::DeskClock;
use crate::entity::Entity;
use crate::store::Store;

/// One running instance. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: DeskClock,
    shared: Arc<Shared>,
}

struct Shared {
    entity: RwLock<Arc<Entity>>,
    absences: RwLock<Arc<[Absence]>>,
    /// Every inbound channel has been read up to this instant of desk time, in microseconds.
    heard_until: AtomicI64,
    tasks: Notify,
    live: broadcast::Sender<Changed>,
    /// An instance for trying things out: travel in time, the readable outbox.
    demo: bool,
}

/// Told to open pages: this case changed.
#[derive(Clone, Debug)]
pub struct Changed {
    pub stream: String,
    pub desk: DeskId,
    /// Whose own pages show it.
    pub people: Vec<PersonId>,
}

impl App {
    pub fn new(store: Store, clock: DeskClock, entity: Entity, demo: bool) -> App {
        let shared = Shared {
            entity: RwLock::new(Arc::new(entity)),
            absences: RwLock::new(Arc::from([])),
            heard_until: AtomicI64::new(i64::MIN),
            tasks: Notify::new(),
            live: broadcast::channel(256).0,
            demo,
        };
        App {
            store,
            clock,
            shared: Arc::new(shared),
        }
    }

    pub fn is_demo(&self) -> bool {
        self.shared.demo
    }

    pub fn entity(&self) -> Arc<Entity> {
        // A reader that panicked left nothing half written behind an Arc.
        self.shared
            .entity
            .read()
            .unwrap_or_else(|e| e.into_inner())
            .clone()
    }

    pub fn absences(&self) -> Arc<[Absence]> {
        self.shared
            .absences
            .read()
            .unwrap_or_else(|e| e.into_inner())
            .clone()
    }

    pub fn set_absences(&self, absences: Vec<Absence>) {
        *self
            .shared
            .absences
            .write()
            .unwrap_or_else(|e| e.into_inner()) = absences.into();
    }

    /// The rules of a desk, as they are in force now.
    pub fn rulebook(&self, desk: &DeskId) -> Option<Rulebook> {
        self.entity().rulebook(desk, self.absences())
    }

    pub fn heard_until(&self) -> Timestamp {
        Timestamp::from_microsecond(self.shared.heard_until.load(Ordering::Acquire))
            .unwrap_or(Timestamp::MIN)
    }

    /// Every inbound channel was read up to here; never moves back.
    pub fn heard(&self, until: Timestamp) {
        self.shared
            .heard_until
            .fetch_max(until.as_microsecond(), Ordering::AcqRel);
    }

    /// Background tasks look for work now.
    pub fn wake(&self) {
        self.shared.tasks.notify_waiters();
    }

    pub async fn woken(&self) {
        self.shared.tasks.notified().await;
    }

    pub fn tell(&self, changed: Changed) {
        // Nobody may be looking.
        drop(self.shared.live.send(changed));
    }

    pub fn listen(&self) -> broadcast::Receiver<Changed> {
        self.shared.live.subscribe()
    }
}
