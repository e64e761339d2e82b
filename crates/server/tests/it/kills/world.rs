//! One instance over all the lives of its program.

use std::os::unix::process::ExitStatusExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use server::app::App;
use server::clock::DeskClock;
use server::entity::Files;
use server::store::{Access, Config, Store, Urgency, commands, heartbeat};
use server::task::{self, Turn};
use server::{accounts, project, start};

use super::load::{self, Ledger, People};
use super::program::{Browser, Place, Program};
use crate::app::{DIANA, Desk, LAURA, MESA, broken_computer, entity, reported};
use crate::engine::{self, Instance};
use crate::mail::servers::Scripted;

/// How a life of the program ends.
pub enum Death {
    /// At a named place, reached for the nth time.
    At(&'static str),
    /// From outside.
    After(Duration),
}

pub struct World<'i> {
    pub instance: &'i Instance,
    pub place: Place,
    /// The mail server: it takes every letter.
    pub sink: Scripted,
    pub ledger: Ledger,
    /// Cases that wait for a silence which ended while nobody served, with the instant of its end.
    pub silences: Vec<(String, Timestamp)>,
    pub deaths: usize,
    passwords: [String; 2],
    people: Option<People>,
    _folder: tempfile::TempDir,
}

impl<'i> World<'i> {
    pub fn new(instance: &'i Instance) -> World<'i> {
        let folder = engine::folder();
        let config = Config { folder: folder.path().join("data"), ..instance.config().clone() };
        Files::demo().write_to(&config.folder.join("entity")).expect("the entity's files");
        let sink = Scripted::start();
        let place = Place { config, smtp: sink.port };
        let app = opened(&place, Timestamp::now());
        let passwords = [LAURA, DIANA].map(|who| accounts::open(&app, who, None).expect("an account").password);
        let (ledger, silences) = (Ledger::default(), Vec::new());
        World { instance, place, sink, ledger, silences, deaths: 0, passwords, people: None, _folder: folder }
    }

    pub fn store(&self) -> Store {
        Store::open(self.place.config.clone(), Access::Owner).expect("the instance opens")
    }

    /// What this process sees of the instance at an instant, while the program is dead.
    pub fn desk(&self, at: Timestamp) -> Desk<'i> {
        Desk::over(opened(&self.place, at), self.instance)
    }

    /// A life of the program under load, to its death; then whether what it acknowledged is there.
    pub fn live(&mut self, name: &str, death: Death) {
        self.leave_silences();
        let mut program = self.place.start(match death {
            Death::At(place) => Some(place),
            Death::After(_) => None,
        });
        let dead = AtomicBool::new(false);
        let begun = Instant::now();
        let mut people = program.port.and_then(|port| self.people_at(port));
        thread::scope(|scope| {
            if let Some(people) = &mut people {
                let (place, ledger, dead) = (&self.place, &self.ledger, &dead);
                scope.spawn(move || load::work(place, people, ledger, name, dead));
            }
            match death {
                Death::At(_) => wait_for_death(&mut program, name, &dead),
                Death::After(time) => {
                    while begun.elapsed() < time {
                        thread::park_timeout(time.saturating_sub(begun.elapsed()));
                    }
                    program.kill();
                }
            }
            dead.store(true, Ordering::SeqCst);
        });
        self.deaths += 1;
        self.people = people.or(self.people.take());
        self.check_acknowledged(name);
    }

    /// Everybody's browser; nothing if the program died while they signed in.
    fn people_at(&mut self, port: u16) -> Option<People> {
        if let Some(mut people) = self.people.take() {
            (people.laura.port, people.diana.port) = (port, port);
            return Some(people);
        }
        let [laura, diana] = &self.passwords;
        let laura = Browser::sign_in(port, LAURA, laura).ok()?;
        Some(People { laura, diana: Browser::sign_in(port, DIANA, diana).ok()? })
    }

    /// Two cases reported two weeks ago, whose silence has ended since; and a sign of life of now, so
    /// that those weeks are no outage.
    fn leave_silences(&mut self) {
        let now = Timestamp::now();
        let desk = self.desk(now - SignedDuration::from_hours(24 * 14));
        for _ in 0..2 {
            let case = desk.register(MESA, LAURA, "Se reinicia solo", broken_computer());
            reported(&desk, &case);
            // The answer can no longer be undone, and its letter leaves.
            desk.clock.travel_to(desk.clock.now() + SignedDuration::from_mins(1));
            while task::outbox::turn(&desk).expect("letters leave") == Turn::More {}
            let waits = desk.case(&case);
            let rules = desk.rulebook_of(&waits).expect("its rules");
            let ends_at = project::term_ends_at(&rules, &waits).expect("it waits for a silence");
            assert!(ends_at < now - SignedDuration::from_hours(24));
            self.silences.push((case, ends_at));
        }
        let beat = desk.store.write(Urgency::System, move |tx| heartbeat::beat(tx, now, SignedDuration::MAX));
        assert_eq!(beat.expect("it beats"), None);
        desk.abandon();
    }

    /// Serves once more until nothing waits, answers what was asked again, and ends in order.
    pub fn come_to_rest(mut self) {
        let program = self.place.start(None);
        let mut people = self.people_at(program.port.expect("it serves")).expect("it lives");
        load::ask_again(&mut people, &self.ledger).expect("it lives");
        let store = Store::open(self.place.config.clone(), Access::ReadOnly).expect("it opens beside the owner");
        crate::mail::servers::until("rest", || self.is_quiet(&store));
        drop(store);
        program.end();
        self.check_everything();
    }

    fn check_acknowledged(&self, name: &str) {
        let store = self.store();
        let report = store.verify(None, |_| {}).expect("it is walked");
        assert!(report.is_whole(), "{name}: {report:?}");
        for ask in self.ledger.asks.lock().unwrap().iter().filter(|ask| ask.led_to.is_some()) {
            let found = store.read(|reader| commands::find(reader, ask.person, &ask.id)).expect("it is read");
            assert!(found.is_some(), "{name}: {} was acknowledged and is not there", ask.id);
        }
    }
}

fn opened(place: &Place, at: Timestamp) -> App {
    let store = Store::open(place.config.clone(), Access::Owner).expect("nobody else has it");
    start::open_at(store, entity(), DeskClock::standing_at(at), false).expect("it opens")
}

fn wait_for_death(program: &mut Program, name: &str, dead: &AtomicBool) {
    let begun = Instant::now();
    while program.is_alive() {
        if begun.elapsed() > Duration::from_secs(60) {
            dead.store(true, Ordering::SeqCst);
            panic!("{name} was never reached");
        }
        thread::park_timeout(Duration::from_millis(2));
    }
    assert_eq!(program.status().signal(), Some(6), "{name}: it died by itself");
}
