//! The whole program in process: the demo's entity and its people, both desks, a clock that stands
//! until a test moves it. A desk that is dropped must have left nothing undone.

use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use desk::command::Register;
use desk::event::Channel;
use desk::value::{Input, Inputs};
use desk::words::Words;
use desk::{Case, CaseNumber, Command, Happened, VisitNo};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use server::act::{self, Done, Failed, Order, To, words};
use server::app::App;
use server::clock::DeskClock;
use server::demo::travel;
use server::entity::{Entity, Files};
use server::mail::{Limits, Mailroom, Settings};
use server::start;
use server::store::outbox::{self, State};
use server::store::verify::Report;
use server::store::{events, projections, terms};
use server::task;

use crate::engine::Instance;
use crate::log;

/// The desk of each document, by what it is in the demo.
pub const MESA: &str = "mesa-de-servicio";
pub const CST: &str = "cst";

pub const LAURA: &str = "laura.rojas";
pub const DIANA: &str = "diana.ospina";
pub const RICARDO: &str = "ricardo.salcedo";

/// A running desk of a test.
pub struct Desk<'i> {
    pub app: App,
    /// Outlives the desk.
    _instance: &'i Instance,
    abandoned: bool,
}

impl Deref for Desk<'_> {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

/// An instant on the clocks of Bogotá: `2026-11-20T10:15`.
pub fn bogota(local: &str) -> Timestamp {
    let local: DateTime = local.parse().expect("a date and a time");
    let zone = TimeZone::get("America/Bogota").expect("Bogotá is known");
    local.to_zoned(zone).expect("an instant").timestamp()
}

pub fn entity() -> Entity {
    Entity::read(&Files::demo()).unwrap_or_else(|wrongs| panic!("{wrongs:?}"))
}

/// The mail of a test: nothing leaves, and one mail server is ours.
pub fn post() -> Settings {
    Settings {
        address: "https://mesa.ipt.example".into(),
        smtp: None,
        own_hosts: vec!["mx.ipt.example".into()],
        plus_addresses: true,
        limits: Limits::default(),
    }
}

/// Texts given for fields, as a form would bring them.
pub fn texts(given: &[(&str, &str)]) -> Inputs {
    let text = |text: &str| Input::Text(words(text));
    given.iter().map(|(field, said)| ((*field).into(), text(said))).collect()
}

/// Options given for fields.
pub fn options(given: &[(&str, &str)]) -> Inputs {
    given.iter().map(|(field, word)| ((*field).into(), Input::word(word))).collect()
}

impl<'i> Desk<'i> {
    /// A desk whose clock stands at this instant of Bogotá.
    pub fn at(instance: &'i Instance, local: &str) -> Desk<'i> {
        Desk::open(instance, bogota(local), true)
    }

    /// The same, not marked as demo: its time is nobody's plaything, and an outage is one.
    pub fn earnest(instance: &'i Instance, local: &str) -> Desk<'i> {
        Desk::open(instance, bogota(local), false)
    }

    /// An earnest one that sends its letters.
    pub fn sending(instance: &'i Instance, local: &str, mail: Settings) -> Desk<'i> {
        Desk::with_mail(instance, bogota(local), false, mail)
    }

    pub fn open(instance: &'i Instance, now: Timestamp, demo: bool) -> Desk<'i> {
        Desk::with_mail(instance, now, demo, post())
    }

    fn with_mail(instance: &'i Instance, now: Timestamp, demo: bool, mail: Settings) -> Desk<'i> {
        log::listen();
        let store = (**instance).clone();
        let clock = DeskClock::standing_at(now);
        let app = start::open_at(store, entity(), clock, demo).expect("the desk opens");
        app.set_mail(Mailroom::open(&app, mail).expect("the mail opens"));
        task::heartbeat::turn(&app).expect("the heart beats");
        Desk { app, _instance: instance, abandoned: false }
    }

    pub fn over(app: App, instance: &'i Instance) -> Desk<'i> {
        log::listen();
        app.set_mail(Mailroom::open(&app, post()).expect("the mail opens"));
        Desk { app, _instance: instance, abandoned: false }
    }

    /// Ends with work undone: somebody else does it.
    pub fn abandon(mut self) {
        self.abandoned = true;
        log::errors();
    }

    /// Time passes: everything due on the way happens, letters leave and arrive.
    pub fn pass_to(&self, local: &str) {
        travel::to(&self.app, bogota(local)).expect("time passes");
    }

    /// Time passes at once, for a desk that is no demo.
    pub fn later(&self, local: &str) {
        let at = bogota(local);
        task::heartbeat::travel(&self.app, at).expect("the heart beats");
        self.clock.travel_to(at);
        self.settle();
    }

    /// Everything that waits now is done.
    pub fn settle(&self) {
        travel::settle(&self.app).expect("what waits is done");
    }

    /// What a person asks for, once.
    pub fn ask(&self, person: &str, stream: &str, what: Command) -> Result<Done, Failed> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let id = format!("ask-{}", NEXT.fetch_add(1, Ordering::SeqCst));
        let order = Order::of_person(&self.app, id, &person.into(), what);
        act::act(&self.app, &To::Case(stream.to_owned()), order)
    }

    /// Registers; the stream of the new case.
    pub fn register(&self, desk: &str, person: &str, subject: &str, inputs: Inputs) -> String {
        self.register_with(desk, person, subject, inputs).expect("the case is registered").stream
    }

    pub fn register_with(&self, desk: &str, person: &str, subject: &str, inputs: Inputs) -> Result<Done, Failed> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let id = format!("register-{}", NEXT.fetch_add(1, Ordering::SeqCst));
        let order = Order::of_person(&self.app, id, &person.into(), request(person, subject, inputs));
        act::act(&self.app, &To::NewCase(desk.into()), order)
    }

    /// Gives an answer in the visit where the case stands.
    pub fn answer(&self, person: &str, stream: &str, answer: &str, inputs: Inputs) -> Result<Done, Failed> {
        let visit = self.case(stream).visit_no();
        self.answer_in(person, stream, visit, answer, inputs)
    }

    pub fn answer_in(
        &self,
        person: &str,
        stream: &str,
        visit: VisitNo,
        answer: &str,
        inputs: Inputs,
    ) -> Result<Done, Failed> {
        let what = Command::Answer { visit, answer: answer.into(), inputs };
        self.ask(person, stream, what)
    }

    /// Several answers of one person in a row.
    pub fn answers(&self, person: &str, stream: &str, answers: &[(&str, Inputs)]) {
        for (answer, inputs) in answers {
            let done = self.answer(person, stream, answer, inputs.clone());
            assert!(done.is_ok(), "{answer}: {}", done.unwrap_err());
        }
    }

    pub fn case(&self, stream: &str) -> Case {
        self.store.read(|reader| act::load(reader, stream)).expect("the case is read").expect("the case is there")
    }

    pub fn activity(&self, stream: &str) -> String {
        self.case(stream).activity().expect("an activity").to_string()
    }

    /// The facts of a case that fit, each with the instant it counts for.
    pub fn facts<T>(&self, stream: &str, fits: impl Fn(&Happened) -> Option<T>) -> Vec<(T, Timestamp)> {
        let rows = self.store.read(|reader| events::load(reader, stream)).expect("the events");
        rows.iter()
            .filter_map(|row| {
                let event = server::format::event::read(row).expect("a known event");
                Some((fits(&event.what)?, event.effective_at))
            })
            .collect()
    }

    /// How many facts of a case fit.
    pub fn count(&self, stream: &str, fits: impl Fn(&Happened) -> bool) -> usize {
        self.facts(stream, |what| fits(what).then_some(())).len()
    }

    /// What must hold of every desk that has come to rest.
    pub fn check(&self) {
        assert_eq!(log::errors(), [""; 0], "an unexpected error in the log");
        let now = self.clock.now();
        let overdue = self.store.read(|reader| terms::due(reader, now, 10)).expect("the terms");
        assert_eq!(overdue, [""; 0], "a term is overdue");
        self.assert_no_letter_lost(now);
        self.assert_rebuilt_is_live();
        let Report { breaks, broken, events, .. } = self.store.verify(None, |_| {}).expect("the store is read");
        assert_eq!((broken, breaks), (0, vec![]), "the chains verify");
        assert!(events > 0, "the test did something");
    }

    /// Every letter left, was left out, or waits for an instant still to come.
    fn assert_no_letter_lost(&self, now: Timestamp) {
        let streams = self.store.read(|reader| events::streams_of_kind(reader, "case", "", 10_000));
        for stream in streams.expect("the streams") {
            let letters = self.store.read(|reader| outbox::of_stream(reader, &stream.stream));
            for letter in letters.expect("the letters") {
                let waits = letter.state == State::Waiting;
                assert!(
                    !waits || letter.held_until.is_some_and(|until| until > now),
                    "the letter {} still waits",
                    letter.id
                );
            }
        }
    }

    fn assert_rebuilt_is_live(&self) {
        let dump = || self.store.read(projections::dump).expect("the projections are read");
        let live = dump();
        start::rebuild(&self.app, |_| {}).expect("everything is made again");
        let rebuilt = dump();
        for (live, rebuilt) in live.iter().zip(&rebuilt) {
            assert_eq!(live, rebuilt);
        }
        assert_eq!(live.len(), rebuilt.len());
    }

    /// The code of the rules' refusal; anything else is not what a test asked for.
    pub fn refused(result: Result<Done, Failed>) -> &'static str {
        match result {
            Err(Failed::Refused(refused)) => refused.code(),
            Err(other) => panic!("not by the rules: {other}"),
            Ok(_) => panic!("it was accepted"),
        }
    }
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        if self.abandoned || std::thread::panicking() {
            return;
        }
        self.settle();
        self.check();
    }
}

/// A request of a person for themself.
pub fn request(person: &str, subject: &str, inputs: Inputs) -> Command {
    Command::Register(Box::new(Register {
        number: CaseNumber::from(""),
        channel: Channel::Portal,
        requester: person.into(),
        beneficiary: person.into(),
        subject: words(subject),
        description: words(format!("{subject}, por favor.")),
        inputs,
        files: Vec::new(),
        followers: Vec::new(),
        link: None,
        letter: None,
    }))
}

/// What an incident of the first document needs to be classified.
pub fn classified() -> Inputs {
    let mut inputs = options(&[("class", "requerimiento"), ("item", "falla_equipo"), ("priority", "p3")]);
    inputs.extend(texts(&[("componente", "Portátil IPT-0961")]));
    inputs
}

/// Takes a fresh request of the first document to where it is reported.
pub fn reported(desk: &Desk<'_>, stream: &str) {
    desk.answers(
        DIANA,
        stream,
        &[
            ("U-E03", Inputs::new()),
            ("U-E04", classified()),
            ("U-E08", Inputs::new()),
            ("U-E11", Inputs::new()),
            ("U-E15", texts(&[("solucion", "Se cambió el disco del equipo.")])),
        ],
    );
}

/// What the form of a broken computer asks for.
pub fn broken_computer() -> Inputs {
    let mut inputs = options(&[("item", "falla_equipo"), ("sintoma", "lento")]);
    inputs.extend(texts(&[("placa", "IPT-0961")]));
    inputs
}

pub fn said(text: &str) -> Words {
    words(text)
}
