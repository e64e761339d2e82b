//! What every part of a running instance shares.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, RwLock};

use desk::catalogue::Catalogue;
use desk::people::Absence;
use desk::procedure::Procedure;
use desk::{Case, CategoryId, DeskId, PersonId, ProcedureId, Rulebook};
use jiff::Timestamp;
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, broadcast};

use crate::apply::kept::{Edition, Kept, Offered};
use crate::clock::DeskClock;
use crate::entity::Entity;
use crate::hearing::{Ear, Hearing};
use crate::knowledge::Library;
use crate::mail::Mailroom;
use crate::presence::Presence;
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
    kept: RwLock<Editions>,
    library: RwLock<Arc<Library>>,
    hearing: Hearing,
    mail: OnceLock<Mailroom>,
    date_in_doubt: AtomicBool,
    tasks: Notify,
    live: broadcast::Sender<Changed>,
    presence: Presence,
    ending: Notify,
    /// An instance for trying things out: travel in time, the readable outbox.
    demo: bool,
}

/// What the store keeps of former configurations.
#[derive(Default)]
struct Editions {
    /// Of the last change of the configuration.
    seq: i64,
    /// Every version of a procedure ever published here: cases keep the one they began with.
    published: HashMap<(ProcedureId, String), Arc<Edition>>,
    offered: HashMap<DeskId, Offered>,
}

/// Told to open pages: this case changed.
#[derive(Clone, Debug)]
pub struct Changed {
    pub stream: String,
    pub desk: DeskId,
    /// Who changed it; nobody for the tool itself.
    pub by: Option<PersonId>,
    /// Whose own pages show it.
    pub people: Vec<PersonId>,
}

impl App {
    pub fn new(store: Store, clock: DeskClock, entity: Entity, demo: bool) -> App {
        let shared = Shared {
            entity: RwLock::new(Arc::new(entity)),
            absences: RwLock::new(Arc::from([])),
            kept: RwLock::default(),
            library: RwLock::default(),
            hearing: Hearing::default(),
            mail: OnceLock::new(),
            date_in_doubt: AtomicBool::new(false),
            tasks: Notify::new(),
            live: broadcast::channel(256).0,
            presence: Presence::default(),
            ending: Notify::new(),
            demo,
        };
        App { store, clock, shared: Arc::new(shared) }
    }

    /// The mail of the instance, in a process that sends and receives.
    pub fn mail(&self) -> Option<&Mailroom> {
        self.shared.mail.get()
    }

    /// Opens the mail, once.
    pub fn set_mail(&self, mail: Mailroom) {
        // A second one would be the same: it comes of the same configuration.
        drop(self.shared.mail.set(mail));
    }

    pub fn is_demo(&self) -> bool {
        self.shared.demo
    }

    pub fn entity(&self) -> Arc<Entity> {
        // A reader that panicked left nothing half written behind an Arc.
        self.shared.entity.read().unwrap_or_else(|e| e.into_inner()).clone()
    }

    pub fn absences(&self) -> Arc<[Absence]> {
        self.shared.absences.read().unwrap_or_else(|e| e.into_inner()).clone()
    }

    pub fn set_absences(&self, absences: Vec<Absence>) {
        *self.shared.absences.write().unwrap_or_else(|e| e.into_inner()) = absences.into();
    }

    /// The rules of a desk, as they are in force now.
    pub fn rulebook(&self, desk: &DeskId) -> Option<Rulebook> {
        self.entity().rulebook(desk, self.absences())
    }

    /// The rules a case lives under: its desk's, with the version of the procedure it is on and the
    /// service as it was when it was chosen.
    pub fn rulebook_of(&self, case: &Case) -> Option<Rulebook> {
        self.rulebook_on(case, &case.version)
    }

    /// A version of a procedure: one in force, or one that was published once.
    pub fn procedure(&self, id: &ProcedureId, version: &str) -> Option<Arc<Procedure>> {
        let entity = self.entity();
        let own = |procedure: &&Arc<Procedure>| procedure.document.id == *id && procedure.document.version == version;
        let in_force = entity.desks.values().map(|book| &book.procedure).find(own).cloned();
        in_force.or_else(|| Some(self.edition(id, version)?.procedure.clone()))
    }

    /// The rules a case would live under on another version of its procedure.
    pub fn rulebook_on(&self, case: &Case, version: &str) -> Option<Rulebook> {
        let rules = self.rulebook(&case.desk)?;
        let document = &rules.procedure.document;
        let procedure = if document.id == case.procedure && document.version == version {
            rules.procedure.clone()
        } else {
            self.edition(&case.procedure, version)?.procedure.clone()
        };
        let catalogue = self.catalogue_of(case, &rules.catalogue);
        Some(Rulebook { procedure, catalogue, ..rules })
    }

    /// The catalogue in force, with the case's own service as it was offered when it was chosen, and
    /// its category and priority called as they were when it was given them.
    fn catalogue_of(&self, case: &Case, now: &Arc<Catalogue>) -> Arc<Catalogue> {
        let then = |field: &str| self.offered_at(&case.desk, case.chosen_at(field));
        let other = |field: &str| then(field).filter(|then| then.version != now.version);
        let (item, category, priority) = (other("item"), other("category"), other("priority"));
        if item.is_none() && category.is_none() && priority.is_none() {
            return now.clone();
        }
        let mut catalogue = (**now).clone();
        let mut called = |then: &Catalogue, id: &CategoryId| {
            if let Some(own) = then.categories.get(id) {
                catalogue.categories.insert(id.clone(), own.clone());
            }
        };
        let own = item.zip(case.item()).and_then(|(then, id)| Some((then.item(&id)?.clone(), id, then)));
        if let Some((own, _, then)) = &own {
            called(then, &own.category);
        }
        if let Some((then, id)) = category.zip(case.word("category")) {
            called(&then, &id.into());
        }
        if let Some((own, id, _)) = own {
            catalogue.items.insert(id, own);
        }
        if let Some((own, id)) =
            priority.zip(case.priority()).and_then(|(then, id)| Some((then.priorities.get(&id)?.clone(), id)))
        {
            catalogue.priorities.insert(id, own);
        }
        Arc::new(catalogue)
    }

    /// What a desk offered at an instant; nothing where it has offered the same from the beginning.
    pub fn offered_at(&self, desk: &DeskId, at: Timestamp) -> Option<Arc<Catalogue>> {
        let kept = self.kept();
        let offered = kept.offered.get(desk).filter(|offered| offered.len() > 1)?;
        let then = offered.iter().rev().find(|(from, _)| *from <= at).or(offered.first())?;
        Some(then.1.clone())
    }

    fn kept(&self) -> std::sync::RwLockReadGuard<'_, Editions> {
        // A writer that panicked left the former value whole.
        self.shared.kept.read().unwrap_or_else(|e| e.into_inner())
    }

    /// The articles as this process last read them.
    pub fn library(&self) -> Arc<Library> {
        self.shared.library.read().unwrap_or_else(|e| e.into_inner()).clone()
    }

    pub fn set_library(&self, library: Arc<Library>) {
        *self.shared.library.write().unwrap_or_else(|e| e.into_inner()) = library;
    }

    /// A version of a procedure as it was published here.
    pub fn edition(&self, procedure: &ProcedureId, version: &str) -> Option<Arc<Edition>> {
        self.kept().published.get(&(procedure.clone(), version.to_owned())).cloned()
    }

    /// Every published version of a procedure, the newest first.
    pub fn editions(&self, procedure: &ProcedureId) -> Vec<Arc<Edition>> {
        let mut own: Vec<Arc<Edition>> =
            self.kept().published.values().filter(|e| e.procedure.document.id == *procedure).cloned().collect();
        own.sort_by(|a, b| {
            b.at.cmp(&a.at).then_with(|| b.procedure.document.version.cmp(&a.procedure.document.version))
        });
        own
    }

    /// The last change of the configuration this process knows; 0 before the first.
    pub fn applied_seq(&self) -> i64 {
        self.kept().seq
    }

    /// Puts in force what the store keeps.
    pub fn keep(&self, kept: Kept) {
        if kept.seq > 0 && kept.files != self.entity().files {
            match Entity::read(&kept.files) {
                Ok(entity) => *self.shared.entity.write().unwrap_or_else(|e| e.into_inner()) = Arc::new(entity),
                // Only a program that asks more of the files than the one that kept them.
                Err(wrongs) => {
                    wrongs.iter().for_each(|wrong| tracing::error!(%wrong, "the configuration in force cannot be read"))
                }
            }
        }
        let key =
            |edition: &Edition| (edition.procedure.document.id.clone(), edition.procedure.document.version.clone());
        let published = kept.editions.into_iter().map(|edition| (key(&edition), Arc::new(edition))).collect();
        let editions = Editions { seq: kept.seq, published, offered: kept.offered };
        *self.shared.kept.write().unwrap_or_else(|e| e.into_inner()) = editions;
    }

    /// Silence is known up to here.
    pub fn heard_until(&self) -> Timestamp {
        self.shared.hearing.until(self.clock.now())
    }

    /// Terms, reminders and alerts take effect up to here: while the date is in doubt, up to the
    /// last instant that is known.
    pub fn terms_until(&self, now: Timestamp) -> Timestamp {
        if self.date_in_doubt() { self.heard_until().min(now) } else { now }
    }

    /// Adds a way in that must be read before silence is known: its reader says how far it is.
    pub fn ear(&self, name: &str) -> Arc<Ear> {
        self.shared.hearing.ear(name)
    }

    /// The program was there to hear at this instant.
    pub fn alive(&self, at: Timestamp) {
        self.shared.hearing.alive(at);
    }

    /// The date may be wrong, so no term runs until somebody confirms it.
    pub fn doubt_date(&self) {
        self.shared.date_in_doubt.store(true, Ordering::Release);
        self.set_deaf(true);
    }

    pub fn date_in_doubt(&self) -> bool {
        self.shared.date_in_doubt.load(Ordering::Acquire)
    }

    /// This node knows of no silence: another one listens, or the date is in doubt.
    pub fn set_deaf(&self, deaf: bool) {
        self.shared.hearing.set_deaf(deaf);
    }

    pub fn is_deaf(&self) -> bool {
        self.shared.hearing.is_deaf()
    }

    /// Background tasks look for work now.
    pub fn wake(&self) {
        self.shared.tasks.notify_waiters();
    }

    /// Ends when somebody wakes the tasks after it was made.
    pub fn woken(&self) -> Notified<'_> {
        self.shared.tasks.notified()
    }

    pub fn tell(&self, changed: Changed) {
        // Nobody may be looking.
        drop(self.shared.live.send(changed));
    }

    /// Who has which case open.
    pub fn presence(&self) -> &Presence {
        &self.shared.presence
    }

    /// The program is about to end: pages that listen let go.
    pub fn end(&self) {
        self.shared.ending.notify_waiters();
    }

    /// Ends when the program does.
    pub fn ending(&self) -> Notified<'_> {
        self.shared.ending.notified()
    }

    pub fn listen(&self) -> broadcast::Receiver<Changed> {
        self.shared.live.subscribe()
    }
}
