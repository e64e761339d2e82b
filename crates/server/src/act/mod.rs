//! The one path of change: load, decide, record, wake. Every change, whoever asks for it, comes
//! through here.

pub mod absence;
pub mod adoption;
pub mod article;
pub mod beside;

use desk::access::{self, Sight};
use desk::command::Register;
use desk::words::Words;
use desk::{Actor, Case, CaseNumber, Command, DeskId, Event, Happened, Refused, When, decide};
use jiff::Timestamp;

use crate::app::App;
use crate::crash_point;
use crate::format::{self, errand::Errand};
use crate::migrate;
use crate::project;
use crate::store::attachments::{self, StoredFile};
use crate::store::contents::{self, Content};
use crate::store::events::{self, Recording};
use crate::store::{Digest, StoreError, Tx, Urgency, cases, command_outbox, commands, numbers};

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct Order {
    /// Given by the asker; the same id asks for the same thing, once.
    pub id: String,
    pub who: Actor,
    pub what: Command,
    /// The trusted stamp of arrival, in desk time: a request's acceptance, a letter's receipt.
    pub arrived_at: Timestamp,
    /// Bytes that are no words of the command: a letter as it came.
    pub raw: Vec<Content>,
    /// Files already on disk that the command attaches.
    pub files: Vec<StoredFile>,
}

/// Where to.
#[derive(Clone, Debug)]
pub enum To {
    /// A case by its stream.
    Case(String),
    /// A new case of a desk.
    NewCase(DeskId),
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Done {
    pub stream: String,
    pub number: CaseNumber,
    /// Empty when nothing changed, and when the command had been done before.
    pub events: Vec<Event>,
    pub repeated: bool,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Refused(#[from] Refused),
    /// No such case, or no such desk: for the asker it does not exist.
    #[error("no existe")]
    NotFound,
    /// Written by a newer version of the program: the case can be read, not changed.
    #[error(transparent)]
    Unreadable(#[from] format::event::Unreadable),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Carries out an order.
///
/// # Errors
/// The rules' refusal, or that the case does not exist, or that the store failed; nothing is
/// recorded then.
pub fn act(app: &App, to: &To, order: Order) -> Result<Done, Failed> {
    crash_point!("command-received");
    let (app_in, to) = (app.clone(), to.clone());
    let urgency = if order.who == Actor::System { Urgency::System } else { Urgency::Person };
    let done = app.store.write(urgency, move |tx| in_transaction(&app_in, tx, &to, &order))?;
    if !done.events.is_empty() {
        app.wake();
    }
    Ok(done)
}

/// [`act`] for asynchronous code.
///
/// # Errors
/// As [`act`].
pub async fn act_async(app: &App, to: To, order: Order) -> Result<Done, Failed> {
    crash_point!("command-received");
    let app_in = app.clone();
    let urgency = if order.who == Actor::System { Urgency::System } else { Urgency::Person };
    let done = app.store.write_async(urgency, move |tx| in_transaction(&app_in, tx, &to, &order)).await?;
    if !done.events.is_empty() {
        app.wake();
    }
    Ok(done)
}

/// [`act`] inside a transaction of the caller's, for what must be recorded together with it.
///
/// # Errors
/// As [`act`].
pub fn in_transaction(app: &App, tx: &mut Tx<'_>, to: &To, order: &Order) -> Result<Done, Failed> {
    let (actor, _) = format::event::actor(&order.who);
    if let Some(before) = commands::begin(tx, actor, &order.id)? {
        let number = CaseNumber::from(before.outcome.as_str());
        return Ok(Done { stream: before.stream, number, events: Vec::new(), repeated: true });
    }
    match to {
        To::Case(stream) => change(app, tx, stream, order),
        To::NewCase(desk) => register(app, tx, desk, order),
    }
}

fn change(app: &App, tx: &mut Tx<'_>, stream: &str, order: &Order) -> Result<Done, Failed> {
    let head = events::lock(tx, stream)?.ok_or(Failed::NotFound)?;
    let case = load(tx, stream)?.ok_or(Failed::NotFound)?;
    other_case(app, tx, order)?;
    let when = when(app, order, head.last_recorded_at);
    let decided = match &order.what {
        Command::Migrate { to, .. } => migrate::decided(app, &case, &order.who, &order.what, to, when)?,
        what => decide(&app.rulebook_of(&case).ok_or(Failed::NotFound)?, Some(&case), &order.who, what, when)?,
    };
    let number = case.number.clone();
    let mut after = case;
    decided.iter().for_each(|event| after.apply(event));
    // A migrated case is listed by the rules it goes on under.
    let rules = app.rulebook_of(&after).ok_or(Failed::NotFound)?;
    record(
        app,
        tx,
        &Stretch { stream, from: head.last_seq, order, when, rules: &rules, case: &after, events: &decided },
    )?;
    Ok(Done { stream: stream.to_string(), number, events: decided, repeated: false })
}

/// A case is tied only to one its asker may read; to them no other exists.
fn other_case(app: &App, tx: &mut Tx<'_>, order: &Order) -> Result<(), Failed> {
    let (Actor::Person { id, .. }, Command::Link { other, .. } | Command::Merge { into: other }) =
        (&order.who, &order.what)
    else {
        return Ok(());
    };
    let row = cases::by_number(tx, other.as_str())?.ok_or(Failed::NotFound)?;
    let case = load(tx, &row.stream)?.ok_or(Failed::NotFound)?;
    let rules = app.rulebook_of(&case).ok_or(Failed::NotFound)?;
    let day = rules.calendar.local(app.clock.now()).date();
    match access::sight(&rules, &case, id, day) {
        Sight::Nothing => Err(Failed::NotFound),
        _ => Ok(()),
    }
}

fn register(app: &App, tx: &mut Tx<'_>, desk: &DeskId, order: &Order) -> Result<Done, Failed> {
    let Command::Register(register) = &order.what else {
        return Err(Refused::NotRegistered.into());
    };
    let rules = app.rulebook(desk).ok_or(Failed::NotFound)?;
    let when = when(app, order, Timestamp::MIN);
    let stream = new_stream();
    let year = rules.calendar.local(when.now).year();
    let taken = numbers::take(tx, desk.as_str(), i64::from(year), &stream, when.now)?;
    let number = CaseNumber::from(format!("{}-{year}-{taken:06}", rules.procedure.document.prefix).as_str());
    let what = Command::Register(Box::new(Register { number: number.clone(), ..(**register).clone() }));
    let decided = decide(&rules, None, &order.who, &what, when)?;
    let case = Case::fold(&decided).ok_or(Refused::NotRegistered)?;
    record(app, tx, &Stretch { stream: &stream, from: 0, order, when, rules: &rules, case: &case, events: &decided })?;
    Ok(Done { stream, number, events: decided, repeated: false })
}

/// Sortable by time, so that neighbours in time are neighbours on disk, and not to be guessed.
fn new_stream() -> String {
    format!("{:012x}{:016x}", Timestamp::now().as_millisecond(), rand::random::<u64>())
}

/// The instants of a decision. Time never runs back within a stream: where the clock did, the
/// last record's instant stands for now.
fn when(app: &App, order: &Order, last_recorded_at: Timestamp) -> When {
    let now = app.clock.now().max(last_recorded_at);
    When {
        now,
        at: order.arrived_at.min(now),
        heard_until: app.heard_until().min(now),
        terms_until: app.terms_until(now),
    }
}

/// The case of a stream, folded.
///
/// # Errors
/// An event this version does not understand.
pub fn load(reader: &mut crate::store::Reader<'_>, stream: &str) -> Result<Option<Case>, Failed> {
    let rows = events::load(reader, stream)?;
    let events: Vec<Event> = rows.iter().map(format::event::read).collect::<Result<_, _>>()?;
    Ok(Case::fold(&events))
}

/// What one transaction records of one case.
pub struct Stretch<'a> {
    pub stream: &'a str,
    /// The seq before the first of these events.
    pub from: i64,
    pub order: &'a Order,
    pub when: When,
    pub rules: &'a desk::Rulebook,
    pub case: &'a Case,
    pub events: &'a [Event],
}

fn record(app: &App, tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), Failed> {
    let Stretch { stream, from, order, when, case, events, .. } = stretch;
    keep_words(tx, stream, &order.what, events, when.now)?;
    order.raw.iter().try_for_each(|content| contents::put(tx, stream, content, when.now))?;
    order.files.iter().try_for_each(|file| attachments::record(tx, stream, file, when.now))?;
    append(tx, stretch)?;
    withdraw(app, tx, stretch)?;
    if !events.is_empty() {
        project::case(app, tx, stretch)?;
        leave_errands(tx, stretch)?;
    }
    let (actor, _) = format::event::actor(&order.who);
    let outcome = commands::Outcome {
        stream: stream.to_string(),
        first_seq: from + 1,
        count: events.len() as i64,
        outcome: case.number.to_string(),
        at: when.now,
    };
    commands::record(tx, actor, &order.id, &outcome)?;
    Ok(())
}

/// Events of one actor in a row share an append.
fn append(tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), Failed> {
    let mut seq = stretch.from;
    for run in stretch.events.chunk_by(|a, b| a.actor == b.actor) {
        let (actor, acting_for) =
            run.first().map_or((format::event::SYSTEM, None), |event| format::event::actor(&event.actor));
        let recording = Recording {
            stream: stretch.stream,
            stream_kind: "case",
            expected_seq: seq,
            recorded_at: stretch.when.now,
            actor,
            acting_for,
            command: &stretch.order.id,
        };
        let rows = run.iter().map(format::event::write).collect::<Result<Vec<_>, _>>()?;
        seq = events::append(tx, &recording, &rows)?.last_seq;
    }
    Ok(())
}

/// What was withdrawn is gone with the event that says so: a text, a letter or a file of this case.
fn withdraw(app: &App, tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), Failed> {
    for event in stretch.events {
        let Happened::ContentWithdrawn { content, .. } = &event.what else {
            continue;
        };
        let id: Digest = content.as_str().parse().map_err(|_| Failed::NotFound)?;
        let (stream, at) = (stretch.stream, stretch.when.now);
        if !contents::withdraw(tx, stream, id, at)? && !app.store.withdraw_attachment(tx, stream, id, at)? {
            return Err(Failed::NotFound);
        }
    }
    Ok(())
}

/// Keeps the words that an event names; what was refused or not used is not kept.
fn keep_words(tx: &mut Tx<'_>, stream: &str, what: &Command, events: &[Event], at: Timestamp) -> Result<(), Failed> {
    if events.is_empty() {
        return Ok(());
    }
    for words in what.words().into_iter().filter(|words| words.length() > 0) {
        contents::put(tx, stream, &Content::salted(words.salt, words.text.as_bytes()), at)?;
    }
    Ok(())
}

/// A command that touches two cases decides one and leaves the other's for later, in the same transaction.
fn leave_errands(tx: &mut Tx<'_>, stretch: &Stretch<'_>) -> Result<(), Failed> {
    let number = &stretch.case.number;
    for (at, event) in stretch.events.iter().enumerate() {
        let (to, errand) = match &event.what {
            Happened::Linked { kind, other } if stretch.order.who != Actor::System => {
                (other.to_string(), Errand::Link { kind: kind.clone(), other: number.clone() })
            }
            Happened::Merged { into } => {
                (into.to_string(), Errand::Link { kind: "duplicado".into(), other: number.clone() })
            }
            Happened::Registered(registration) => match &registration.link {
                Some((kind, other)) => (other.to_string(), Errand::Link { kind: kind.clone(), other: number.clone() }),
                None => continue,
            },
            Happened::Continued { desk, .. } => {
                (String::new(), Errand::Continue { desk: desk.to_string(), from: number.clone() })
            }
            _ => continue,
        };
        let id = format!("{}:{}:{at}", stretch.order.id, stretch.stream);
        let json = serde_json::to_string(&errand).map_err(|e| StoreError::invalid(e.to_string()))?;
        command_outbox::put(tx, &id, stretch.stream, &to, &json, stretch.when.now)?;
    }
    Ok(())
}

impl Order {
    /// An order of a person who waits for the answer, accepted now.
    pub fn of_person(app: &App, id: impl Into<String>, person: &desk::PersonId, what: Command) -> Order {
        Order {
            id: id.into(),
            who: Actor::person(person.clone()),
            what,
            arrived_at: app.clock.now(),
            raw: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The tool's own order.
    pub fn of_system(app: &App, id: impl Into<String>, what: Command) -> Order {
        Order {
            id: id.into(),
            who: Actor::System,
            what,
            arrived_at: app.clock.now(),
            raw: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The order counts for an earlier instant: the stamp of its arrival.
    pub fn arrived(self, at: Timestamp) -> Order {
        Order { arrived_at: crate::store::whole_microseconds(at), ..self }
    }
}

/// Words with a fresh salt.
pub fn words(text: impl Into<String>) -> Words {
    Words::new(text, rand::random())
}
