//! A small desk that the tests kill. It registers cases from several threads, sends their notices
//! into a file, carries out commands for other cases and seals; it tells of each registration on
//! standard output only after the store acknowledged it.
//!
//! Arguments: data folder, `sqlite` or the address of PostgreSQL, the name of this run, the hour.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use server::crash_point;
use server::store::commands::{self, Outcome};
use server::store::events::{self, NewEvent, Recording};
use server::store::outbox::{self, Ended, NewNotice};
use server::store::terms::{self, Term};
use server::store::{Access, Config, Database, Result, SealKey, Store, Tx, Urgency};
use server::store::{attachments, command_outbox, numbers};

const PEOPLE: usize = 3;
const CASES_EACH: usize = 24;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, database, run, hour] = arguments.as_slice() else { panic!("folder, database, run, hour") };
    let folder = PathBuf::from(folder);
    let database = match database.as_str() {
        "sqlite" => Database::Sqlite,
        url => Database::Postgres { url: url.into() },
    };
    let config = Config { folder: folder.clone(), database, attachments: None, connections: 8 };
    let store = Store::open(config, Access::Owner).expect("the store opens");
    store.prepare_numbers("ti", 2026).expect("numbers are made ahead");
    let key_path = folder.join("seal.pem");
    let key = SealKey::read(&key_path).or_else(|_| SealKey::create(&key_path)).expect("a key");
    let now = "2026-11-20T15:00:00Z".parse::<Timestamp>().expect("an instant")
        + SignedDuration::from_hours(hour.parse().expect("an hour"));

    let sent = folder.join("sent");
    thread::scope(|scope| {
        let people: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let store = &store;
                scope.spawn(move || {
                    (0..CASES_EACH).for_each(|n| register(store, &format!("{run}-{person}-{n}"), n, now))
                })
            })
            .collect();
        while !people.iter().all(|it| it.is_finished()) {
            serve(&store, &sent, now);
            store.seal(&key, "2026-11-20", now).expect("it seals");
        }
    });
    while serve(&store, &sent, now) > 0 {}
    store.seal(&key, "2026-11-20", now).expect("it seals");
}

fn recording<'a>(stream: &'a str, command: &'a str, expected_seq: i64, now: Timestamp) -> Recording<'a> {
    Recording { stream, stream_kind: "case", expected_seq, recorded_at: now, actor: "ana", acting_for: None, command }
}

fn event(kind: &str, data: String, effective_at: Timestamp) -> NewEvent {
    NewEvent { effective_at, kind: kind.into(), data }
}

/// Registers one case with everything that belongs to it, in one transaction.
fn register(store: &Store, id: &str, n: usize, now: Timestamp) {
    let mut incoming = store.incoming().expect("a file begins");
    incoming.write_all(format!("the picture of {id}").as_bytes()).expect("it is written");
    let file = incoming.finish().expect("it is on disk");
    let command = id.to_owned();
    store
        .write(Urgency::Person, move |tx| {
            let id = command.as_str();
            if commands::begin(tx, "ana", id)?.is_some() {
                return Ok(());
            }
            let stream = format!("case:{id}");
            let number = numbers::take(tx, "ti", 2026, &stream, now)?;
            let registered = event("Registered", format!("{{\"number\":{number}}}"), now);
            events::append(tx, &recording(&stream, id, 0, now), &[registered, event("Moved", "{}".into(), now)])?;
            attachments::record(tx, &stream, &file, now)?;
            terms::replace(tx, &stream, &[Term { name: "silence".into(), look_at: now }])?;
            let (notice, to_person, address) = ("receipt", Some("carla"), "carla@entidad.example");
            let (created_at, held_until, details, seq) = (now, None, "{}", 1);
            let stream_of = stream.as_str();
            outbox::put(
                tx,
                &NewNotice { id, stream: stream_of, seq, notice, to_person, address, details, created_at, held_until },
            )?;
            if n.is_multiple_of(3) {
                command_outbox::put(tx, &format!("{id}-link"), &stream, "case:target", "{}", now)?;
            }
            let outcome = Outcome { stream, first_seq: 1, count: 2, outcome: number.to_string(), at: now };
            commands::record(tx, "ana", id, &outcome)
        })
        .expect("the case is registered");
    let mut out = std::io::stdout().lock();
    writeln!(out, "{id}").and_then(|()| out.flush()).expect("the tests listen");
}

/// Sends what waits and carries out commands for other cases; how many there were.
fn serve(store: &Store, sent: &Path, now: Timestamp) -> usize {
    let until = now + SignedDuration::from_mins(10);
    let leased = store.write(Urgency::System, move |tx| outbox::lease(tx, now, until, 8)).expect("a lease");
    for notice in &leased {
        crash_point!("after-lease-before-send");
        let message = notice.message.clone().unwrap_or_else(|| {
            // Every rendering is another one, as with a date or a random boundary.
            let message = format!("{} {:x}", notice.id, rand::random::<u64>()).into_bytes();
            let (id, attempt, kept) = (notice.id.clone(), notice.attempt, message.clone());
            store.write(Urgency::System, move |tx| outbox::keep_message(tx, &id, attempt, &kept)).expect("it is kept");
            message
        });
        let mut file = OpenOptions::new().append(true).create(true).open(sent).expect("the mail server");
        file.write_all(&[&message[..], b"\n"].concat()).and_then(|()| file.sync_all()).expect("it takes the message");
        crash_point!("after-send-before-outcome");
        let (id, attempt) = (notice.id.clone(), notice.attempt);
        let ended = Ended::Sent { answer: "250 queued" };
        store.write(Urgency::System, move |tx| outbox::settle(tx, &id, attempt, &ended, now)).expect("it is settled");
    }
    let due = store.read(|reader| command_outbox::due(reader, now, 8)).expect("commands");
    for waiting in &due {
        let (id, target) = (waiting.id.clone(), waiting.to_stream.clone());
        store.write(Urgency::System, move |tx| carry_out(tx, &id, &target, now)).expect("it is carried out");
    }
    leased.len() + due.len()
}

fn carry_out(tx: &mut Tx<'_>, id: &str, target: &str, now: Timestamp) -> Result<()> {
    let seq = events::lock(tx, target)?.map_or(0, |head| head.last_seq);
    events::append(tx, &recording(target, id, seq, now), &[event("Linked", format!("{{\"by\":\"{id}\"}}"), now)])?;
    crash_point!("before-command-outbox-settled");
    command_outbox::settle(tx, id, "done", now)
}
