//! Takes a letter in: read, understood by the desk, carried out, recorded. Whatever happens on the
//! way, a letter is recorded in the transaction of what it did, and does it once.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use desk::command::{Message, Register};
use desk::event::{Channel, File, MessageKind};
use desk::inbox::{self, Lead, Letter, Meaning, Proof, Sent, Trace, Why, quoted};
use desk::value::Inputs;
use desk::words::{ContentId, Words};
use desk::{CaseNumber, Command, DeskId, PersonId};
use jiff::{SignedDuration, Timestamp};

use super::compose::{ONLY_SENDS, PoliteAnswer};
use super::read::{self, Attached, Read};
use super::{Mailroom, names, token};
use crate::act::{self, Failed, Order, To, words};
use crate::app::App;
use crate::store::attachments::StoredFile;
use crate::store::contents::Content;
use crate::store::letters::{self, State, Taken};
use crate::store::outbox::{self, NewNotice};
use crate::store::security_log::{self, Seen};
use crate::store::{Digest, StoreError, Tx, Urgency, cases, throttle};

/// One sender's letters are counted over this long.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// A mailbox that only sends answers one address once in this long …
const ANSWERED: SignedDuration = SignedDuration::from_hours(24);
/// … and everybody together so often in an hour: nobody uses us to flood others.
const ANSWERS: i64 = 30;

pub(super) const NO_SUBJECT: &str = "(sin asunto)";
pub(super) const NO_TEXT: &str = "(El mensaje no trae texto.)";

/// A message as it came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    pub raw: &'a [u8],
    /// For which mailbox, if the mail server said so.
    pub mailbox: &'a str,
    /// Its stamp of arrival, in desk time.
    pub arrived_at: Timestamp,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It belongs to this case.
    Filed(CaseNumber),
    /// It belongs to none; why, in one word.
    Kept(String),
    /// It broke a limit.
    Refused(String),
    /// It had been taken in before.
    Repeated,
}

/// Takes a letter in.
///
/// # Errors
/// The store's; nothing was done then and it can be tried again.
pub fn take_in(app: &App, room: &Mailroom, came: &Came<'_>) -> Result<Became, StoreError> {
    // Whatever a stranger sends, the program goes on: a letter that breaks the reader is put aside.
    let read = catch_unwind(AssertUnwindSafe(|| read::read(came.raw, came.mailbox, &room.settings().limits)));
    match read {
        Ok(Ok(read)) => understood(app, room, came, read),
        Ok(Err(refused)) => refuse(app, came, refused.word()),
        Err(_) => refuse(app, came, "unreadable"),
    }
}

/// A letter and everything that is known of it before anything is done.
struct Known {
    id: String,
    read: Read,
    meaning: Meaning,
    person: Option<PersonId>,
    /// It named a case that its sender has no part in.
    guessed: bool,
}

fn understood(app: &App, room: &Mailroom, came: &Came<'_>, read: Read) -> Result<Became, StoreError> {
    let id = read::identity(&read.letter, came.mailbox, came.raw).to_string();
    let known = {
        let id = id.clone();
        app.store.read(|reader| letters::find(reader, &id))?
    };
    if known.is_some() {
        return Ok(Became::Repeated);
    }
    let known = know(app, room, id, read)?;
    let done = match &known.meaning {
        Meaning::Message { case, from, is } => message(app, room, came, &known, case, from, *is),
        Meaning::Request { desk, from } => request(app, room, came, &known, desk, from),
        Meaning::Bounce(sent) => bounce(app, came, &known, sent),
        Meaning::Kept { why, desk, case } => {
            keep(app, came, &known, *why, desk.as_ref(), case.as_ref()).map_err(Failed::from)
        }
    };
    match done {
        Ok(became) => {
            app.wake();
            Ok(became)
        }
        // A letter that only this program fails at must not keep all others waiting.
        Err(Failed::Store(error)) if !matches!(error, StoreError::Panicked(_) | StoreError::Invalid(_)) => Err(error),
        // The rules did not want it, or the case cannot be read: somebody looks at it.
        Err(refused) => {
            tracing::warn!(%refused, "a letter could not be filed");
            aside(app, came, &known, State::Waiting, "not_filed", None, None)
        }
    }
}

fn know(app: &App, room: &Mailroom, id: String, read: Read) -> Result<Known, StoreError> {
    let entity = app.entity();
    let sender = entity.people.by_email(&read.letter.from);
    let person = sender.map(|person| person.id.clone());
    let traces = room.with_ours(&entity, |ours| inbox::traces(&read.letter, ours));
    let now = app.clock.now();
    let leads = app.store.read(|reader| token::leads(app, room.key(), reader, &traces, person.as_ref(), now));
    let leads = match leads {
        Ok(leads) => leads,
        Err(Failed::Store(error)) => return Err(error),
        Err(error) => {
            tracing::warn!(%error, "the case a letter names cannot be read");
            Vec::new()
        }
    };
    let meaning = room.with_ours(&entity, |ours| inbox::read(&read.letter, ours, sender, &leads));
    let guessed = named_without_part(&traces, &leads);
    Ok(Known { id, read, meaning, person, guessed })
}

fn named_without_part(traces: &[Trace], leads: &[Lead]) -> bool {
    let numbered = traces.iter().any(|trace| matches!(trace, Trace::Number(_)));
    numbered && !leads.iter().any(|lead| lead.participates || lead.proof == Proof::Token)
}

fn message(
    app: &App,
    room: &Mailroom,
    came: &Came<'_>,
    known: &Known,
    case: &CaseNumber,
    from: &PersonId,
    is: MessageKind,
) -> Result<Became, Failed> {
    let number = case.to_string();
    let row = app.store.read(|reader| cases::by_number(reader, &number))?.ok_or(Failed::NotFound)?;
    let text = said(&quoted::written(&known.read.letter.text), NO_TEXT, known.read.left_out);
    let brought = Brought::store(app, came.raw, &known.read)?;
    let what = Command::Receive(Message {
        from: from.clone(),
        channel: Channel::Mail,
        is,
        text,
        files: brought.files(),
        raw: Some(brought.raw_id()),
    });
    file(app, room, came, known, &To::Case(row.stream), brought.order(app, &known.id, from, what, came.arrived_at))
}

fn request(
    app: &App,
    room: &Mailroom,
    came: &Came<'_>,
    known: &Known,
    desk: &DeskId,
    from: &PersonId,
) -> Result<Became, Failed> {
    let letter = &known.read.letter;
    let brought = Brought::store(app, came.raw, &known.read)?;
    let register = Register {
        number: CaseNumber::from(""),
        channel: Channel::Mail,
        requester: from.clone(),
        beneficiary: from.clone(),
        subject: said(&letter.subject, NO_SUBJECT, 0),
        // A letter that asks for something may be somebody else's, passed on: all of it counts.
        description: said(&letter.text, NO_TEXT, known.read.left_out),
        inputs: Inputs::new(),
        files: brought.files(),
        followers: Vec::new(),
        link: None,
        letter: Some(brought.raw_id()),
    };
    let order = brought.order(app, &known.id, from, Command::Register(Box::new(register)), came.arrived_at);
    file(app, room, came, known, &To::NewCase(desk.clone()), order)
}

pub(super) fn said(text: &str, otherwise: &str, left_out: usize) -> Words {
    let text = if text.trim().is_empty() { otherwise } else { text.trim() };
    match left_out {
        0 => words(text),
        more => words(format!("{text}\n\n[El mensaje trae {more} archivos más; están en el mensaje original.]")),
    }
}

/// What a letter brings besides its words: its own bytes and its files, on disk before anything
/// refers to them.
pub(super) struct Brought {
    raw: Content,
    stored: Vec<StoredFile>,
    files: Vec<(File, Words)>,
}

impl Brought {
    pub(super) fn store(app: &App, raw: &[u8], read: &Read) -> Result<Brought, StoreError> {
        let mut brought = Brought { raw: Content::new(raw), stored: Vec::new(), files: Vec::new() };
        for attached in &read.files {
            brought.attach(app, attached)?;
        }
        Ok(brought)
    }

    fn attach(&mut self, app: &App, attached: &Attached) -> Result<(), StoreError> {
        let mut incoming = app.store.incoming()?;
        incoming
            .write_all(&attached.bytes)
            .map_err(|error| StoreError::invalid(format!("a file could not be written: {error}")))?;
        let stored = incoming.finish()?;
        let name = words(attached.name.clone());
        let file = File {
            id: content_id(stored.id()),
            name: name.id(),
            media_type: attached.media_type.clone(),
            size: stored.size(),
            field: None,
            internal: false,
        };
        self.stored.push(stored);
        self.files.push((file, name));
        Ok(())
    }

    pub(super) fn files(&self) -> Vec<(File, Words)> {
        self.files.clone()
    }

    pub(super) fn raw_id(&self) -> ContentId {
        content_id(self.raw.id())
    }

    /// The order of whoever acts on a letter, once for each letter.
    pub(super) fn order(self, app: &App, id: &str, by: &PersonId, what: Command, arrived_at: Timestamp) -> Order {
        let order = Order::of_person(app, format!("letter:{id}"), by, what).arrived(arrived_at);
        Order { raw: vec![self.raw], files: self.stored, ..order }
    }
}

fn content_id(id: Digest) -> ContentId {
    ContentId::from(id.to_string().as_str())
}

/// Does what a person's letter asks for, unless the same sender has written too often.
fn file(app: &App, room: &Mailroom, came: &Came<'_>, known: &Known, to: &To, order: Order) -> Result<Became, Failed> {
    let most = room.settings().limits.per_sender;
    let key = format!("letters:{}", known.read.letter.from.to_lowercase());
    let (app_in, to, record) = (app.clone(), to.clone(), known.record(app, came));
    let seen = known.guessed.then(|| known.seen("letter_guess"));
    let many = known.seen("letter_flood");
    let raw = came.raw.to_vec();
    let done = app.store.write(Urgency::Person, move |tx| {
        if throttle::count(tx, &key, Timestamp::now(), WINDOW)? > most {
            security_log::note(tx, &many)?;
            letters::record(tx, &Taken { state: State::Kept, why: "too_many".into(), ..record.clone() }, Some(&raw))?;
            return Ok(Became::Kept("too_many".into()));
        }
        let done = act::in_transaction(&app_in, tx, &to, &order)?;
        if done.repeated {
            return Ok(Became::Repeated);
        }
        seen.iter().try_for_each(|seen| security_log::note(tx, seen))?;
        let filed = Taken {
            state: State::Filed,
            stream: Some(done.stream.clone()),
            // What the person wrote lies in the case, where it can be withdrawn.
            sender: String::new(),
            subject: String::new(),
            ..record.clone()
        };
        letters::record(tx, &filed, None)?;
        Ok::<_, Failed>(Became::Filed(done.number))
    })?;
    Ok(done)
}

/// A letter of ours came back: its delivery is void.
fn bounce(app: &App, came: &Came<'_>, known: &Known, sent: &Sent) -> Result<Became, Failed> {
    let number = sent.case.to_string();
    let row = app.store.read(|reader| cases::by_number(reader, &number))?.ok_or(Failed::NotFound)?;
    let what = Command::DeliveryFailed { no: sent.notice, to: sent.to.clone() };
    let order = Order::of_system(app, format!("letter:{}", known.id), what).arrived(came.arrived_at);
    let (app_in, raw) = (app.clone(), came.raw.to_vec());
    let record = Taken {
        state: State::Filed,
        why: "bounce".into(),
        stream: Some(row.stream.clone()),
        ..known.record(app, came)
    };
    let to = To::Case(row.stream);
    let done = app.store.write(Urgency::System, move |tx| {
        let done = act::in_transaction(&app_in, tx, &to, &order)?;
        letters::record(tx, &record, Some(&raw))?;
        Ok::<_, Failed>(done.number)
    })?;
    Ok(Became::Filed(done))
}

fn keep(
    app: &App,
    came: &Came<'_>,
    known: &Known,
    why: Why,
    desk: Option<&DeskId>,
    case: Option<&CaseNumber>,
) -> Result<Became, StoreError> {
    let state = if why.needs_somebody() { State::Waiting } else { State::Kept };
    let entity = app.entity();
    // What came to no mailbox of ours is shown to the first desk: somebody must look at it.
    let desk = desk.or_else(|| entity.desks.keys().next());
    aside(app, came, known, state, word(why), desk, case)
}

/// Records a letter that belongs to no case, and answers it where a polite answer is due.
fn aside(
    app: &App,
    came: &Came<'_>,
    known: &Known,
    state: State,
    why: &str,
    desk: Option<&DeskId>,
    case: Option<&CaseNumber>,
) -> Result<Became, StoreError> {
    let stream = match case {
        Some(case) => app.store.read(|reader| cases::by_number(reader, case.as_str()))?.map(|row| row.stream),
        None => None,
    };
    let record =
        Taken { state, why: why.into(), desk: desk.map(ToString::to_string), stream, ..known.record(app, came) };
    // A loop of our own letters is worth no space.
    let is_own = matches!(known.meaning, Meaning::Kept { why: Why::Own, .. });
    let raw = (!is_own).then(|| came.raw.to_vec());
    let suspicious = matches!(known.meaning, Meaning::Kept { why: Why::Doubtful, .. }) || known.guessed;
    let seen = suspicious.then(|| known.seen(if known.guessed { "letter_guess" } else { "letter_doubtful" }));
    let answer = match (&known.meaning, desk) {
        (Meaning::Kept { why: Why::OnlySends { answer: true }, .. }, Some(desk)) => Some(desk.clone()),
        _ => None,
    };
    let (id, address, message_id) =
        (known.id.clone(), known.read.letter.from.clone(), known.read.letter.message_id.clone());
    let now = app.clock.now();
    app.store.write(Urgency::System, move |tx| {
        if !letters::record(tx, &record, raw.as_deref())? {
            return Ok(());
        }
        seen.iter().try_for_each(|seen| security_log::note(tx, seen))?;
        match &answer {
            Some(desk) => answer_politely(tx, &id, desk, &address, &message_id, now),
            None => Ok(()),
        }
    })?;
    Ok(Became::Kept(why.into()))
}

fn answer_politely(
    tx: &mut Tx<'_>,
    id: &str,
    desk: &DeskId,
    address: &str,
    message_id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let machine = Timestamp::now();
    if address.is_empty()
        || throttle::count(tx, &format!("answered:{}", address.to_lowercase()), machine, ANSWERED)? > 1
        || throttle::count(tx, "answered", machine, WINDOW)? > ANSWERS
    {
        return Ok(());
    }
    let details = PoliteAnswer { desk: desk.clone(), answers: message_id.to_string() };
    let details = serde_json::to_string(&details).map_err(|e| StoreError::invalid(e.to_string()))?;
    let notice = NewNotice {
        id: &format!("letter:{id}"),
        stream: "",
        seq: 0,
        notice: ONLY_SENDS,
        to_person: None,
        address,
        details: &details,
        created_at: now,
        held_until: None,
    };
    outbox::put(tx, &notice)
}

/// A letter that breaks a limit leaves nothing behind but that it came.
fn refuse(app: &App, came: &Came<'_>, why: &str) -> Result<Became, StoreError> {
    let id = Digest::of(&[came.raw]).to_string();
    let record = Taken {
        id,
        arrived_at: came.arrived_at,
        taken_at: app.clock.now(),
        state: State::Refused,
        why: why.into(),
        desk: None,
        stream: None,
        person: None,
        message_id: String::new(),
        sender: String::new(),
        subject: String::new(),
    };
    let seen = Seen {
        at: Timestamp::now(),
        kind: "letter_refused".into(),
        person: None,
        address: String::new(),
        detail: format!("{why}, {} bytes", came.raw.len()),
    };
    app.store.write(Urgency::System, move |tx| {
        if letters::record(tx, &record, None)? {
            security_log::note(tx, &seen)?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(Became::Refused(why.into()))
}

impl Known {
    fn record(&self, app: &App, came: &Came<'_>) -> Taken {
        let letter: &Letter = &self.read.letter;
        Taken {
            id: self.id.clone(),
            arrived_at: came.arrived_at,
            taken_at: app.clock.now(),
            state: State::Kept,
            why: String::new(),
            desk: None,
            stream: None,
            person: self.person.as_ref().map(ToString::to_string),
            message_id: letter.message_id.clone(),
            sender: letter.from.clone(),
            subject: letter.subject.clone(),
        }
    }

    fn seen(&self, kind: &str) -> Seen {
        let letter = &self.read.letter;
        Seen {
            at: Timestamp::now(),
            kind: kind.into(),
            person: self.person.as_ref().map(ToString::to_string),
            address: letter.from.clone(),
            detail: names::line(&letter.subject, 200),
        }
    }
}

/// Why a letter was kept, in one word for the record.
fn word(why: Why) -> &'static str {
    match why {
        Why::Own => "own",
        Why::Report => "report",
        Why::Automatic => "automatic",
        Why::Thanks => "thanks",
        Why::OnlySends { .. } => "only_sends",
        Why::NoMailbox => "no_mailbox",
        Why::Stranger => "stranger",
        Why::Doubtful => "doubtful",
    }
}
