//! The demo's cases told again: the same events, words and letters under another number and with fresh
//! salts, whole weeks earlier where the case is closed. They go through the store's own functions, so that chains verify;
//! lists, terms and words are made by a rebuild. That a command was done is not written again: it is
//! forgotten after some weeks anyway.

use std::collections::HashMap;
use std::sync::Arc;

use desk::DeskId;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::Value;
use server::act;
use server::app::App;
use server::store::attachments::{self, StoredFile};
use server::store::contents::{self, Content, Salted};
use server::store::events::{self, NewEvent, Recording, StoredEvent};
use server::store::outbox::{self, Ended, NewNotice, Notice, State};
use server::store::{StoreError, Tx, Urgency, numbers};

/// Cases in all, and those of them that are open.
const CASES: usize = 100_000;
const OPEN: usize = 5_000;
/// The closed ones reach so far back, in weeks.
const WEEKS: i64 = 208;
/// Cases in one transaction: in a large one SQLite walks its growing journal of the savepoint after
/// each statement.
const SLICE: usize = 16;
/// Longer than a slice takes.
const LEASE: SignedDuration = SignedDuration::from_hours(1);

/// A case of the demo.
struct Told {
    desk: DeskId,
    number: String,
    open: bool,
    events: Vec<StoredEvent>,
    words: Vec<Salted>,
    files: Vec<StoredFile>,
    notices: Vec<Notice>,
}

/// Tells the cases of the demo again until there are [`CASES`].
pub fn tell_again(app: &App) -> Result<(), StoreError> {
    let told = all(app)?;
    let (open, closed): (Vec<usize>, Vec<usize>) = (0..told.len()).partition(|at| told[*at].open);
    let (more_open, more_closed) = (OPEN - open.len(), CASES - OPEN - closed.len());
    let of_closed = (0..more_closed).map(|n| (closed[n % closed.len()], 1 + n as i64 * WEEKS / more_closed as i64));
    let of_open = (0..more_open).map(|n| (open[n % open.len()], 0));
    let mut planned: Vec<(usize, i64)> = of_closed.chain(of_open).collect();
    // The oldest get the first numbers.
    planned.sort_by_key(|(_, weeks)| -weeks);
    for desk in app.entity().desks.keys() {
        for year in 2015..=2040 {
            app.store.prepare_numbers(desk.as_str(), year)?;
        }
    }
    let told = Arc::new(told);
    for (nth, slice) in planned.chunks(SLICE).enumerate() {
        let (told, slice, now) = (told.clone(), slice.to_vec(), app.clock.now());
        app.store.write(Urgency::System, move |tx| {
            for (at, (of, weeks)) in slice.iter().enumerate() {
                write(tx, &told[*of], *weeks, nth * SLICE + at)?;
            }
            send(tx, now)
        })?;
    }
    Ok(())
}

fn all(app: &App) -> Result<Vec<Told>, StoreError> {
    app.store.read(|reader| {
        let mut told = Vec::new();
        for stream in events::streams_of_kind(reader, "case", "", i64::MAX)? {
            let stream = stream.stream;
            let Ok(Some(case)) = act::load(reader, &stream) else { continue };
            let mut files = Vec::new();
            for file in attachments::of_stream(reader, &stream)? {
                files.extend(attachments::stored(reader, &stream, file.id)?);
            }
            told.push(Told {
                desk: case.desk.clone(),
                number: case.number.to_string(),
                open: !case.is_closed(),
                events: events::load(reader, &stream)?,
                words: contents::salted(reader, &stream)?,
                files,
                notices: outbox::of_stream(reader, &stream)?,
            });
        }
        Ok(told)
    })
}

/// The `nth` case: one of the demo's, so many weeks earlier.
fn write(tx: &mut Tx<'_>, told: &Told, weeks: i64, nth: usize) -> Result<(), StoreError> {
    let earlier = |at: Timestamp| at - SignedDuration::from_hours(weeks * 7 * 24);
    let Some(first) = told.events.first() else { return Ok(()) };
    let began = earlier(first.recorded_at);
    let stream = format!("{:012x}{nth:016x}", began.as_millisecond());
    let year = began.to_zoned(jiff::tz::TimeZone::UTC).year();
    let taken = numbers::take(tx, told.desk.as_str(), i64::from(year), &stream, began)?;
    let prefix = told.number.split('-').next().unwrap_or_default();
    let number = format!("{prefix}-{year}-{taken:06}");
    let mut other = HashMap::from([(told.number.clone(), number.clone())]);
    for (id, said) in &told.words {
        if let Some((_, bytes)) = said {
            let content = Content::new(bytes.clone());
            other.insert(id.to_string(), content.id().to_string());
            contents::put(tx, &stream, &content, began)?;
        }
    }
    let mut seq = 0;
    let same = |a: &StoredEvent, b: &StoredEvent| {
        (a.recorded_at, &a.actor, &a.acting_for, &a.command) == (b.recorded_at, &b.actor, &b.acting_for, &b.command)
    };
    for run in told.events.chunk_by(same) {
        let Some(one) = run.first() else { continue };
        let command = format!("{}:{nth}", one.command);
        let recording = Recording {
            stream: &stream,
            stream_kind: "case",
            expected_seq: seq,
            recorded_at: earlier(one.recorded_at),
            actor: &one.actor,
            acting_for: one.acting_for.as_deref(),
            command: &command,
        };
        let again = |event: &StoredEvent| NewEvent {
            effective_at: earlier(event.effective_at),
            kind: event.kind.clone(),
            data: retold(&event.data, &other, weeks),
        };
        seq = events::append(tx, &recording, &run.iter().map(again).collect::<Vec<_>>())?.last_seq;
    }
    told.files.iter().try_for_each(|file| attachments::record(tx, &stream, file, began))?;
    told.notices.iter().try_for_each(|notice| notify(tx, notice, &stream, &earlier))
}

/// What an event says: other words for the case's own number and its texts, every date so many weeks earlier.
fn retold(data: &str, other: &HashMap<String, String>, weeks: i64) -> String {
    let mut value: Value = serde_json::from_str(data).expect("events are JSON");
    retell(&mut value, other, weeks);
    value.to_string()
}

fn retell(value: &mut Value, other: &HashMap<String, String>, weeks: i64) {
    match value {
        Value::String(text) => {
            if let Some(other) = other.get(text) {
                *text = other.clone();
            } else if let Ok(at) = text.parse::<Timestamp>() {
                *text = (at - SignedDuration::from_hours(weeks * 7 * 24)).to_string();
            } else if let (10, Ok(day)) = (text.len(), text.parse::<Date>()) {
                *text = (day - weeks.weeks()).to_string();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| retell(one, other, weeks)),
        Value::Object(all) => all.values_mut().for_each(|one| retell(one, other, weeks)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn notify(
    tx: &mut Tx<'_>,
    notice: &Notice,
    stream: &str,
    earlier: &dyn Fn(Timestamp) -> Timestamp,
) -> Result<(), StoreError> {
    let (_, rest) = notice.id.split_once(':').unwrap_or_default();
    let id = format!("{stream}:{rest}");
    let waits = notice.state == State::Waiting;
    let written = NewNotice {
        id: &id,
        stream,
        seq: notice.seq,
        notice: &notice.notice,
        to_person: notice.to_person.as_deref(),
        address: &notice.address,
        details: &notice.details,
        created_at: earlier(notice.created_at),
        held_until: notice.held_until.filter(|_| waits).map(earlier),
    };
    outbox::put(tx, &written)?;
    if notice.state == State::Omitted {
        outbox::omit(tx, &id, notice.settled_at.map_or(written.created_at, earlier))?;
    }
    Ok(())
}

/// What waits leaves; its bytes are not kept again, which would only fill the disk.
fn send(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
    let ended = Ended::Sent { answer: "250 2.0.0 OK" };
    let leased = outbox::lease(tx, now, now + LEASE, i64::MAX)?;
    leased.iter().try_for_each(|notice| outbox::settle(tx, &notice.id, notice.attempt, &ended, notice.created_at))
}
