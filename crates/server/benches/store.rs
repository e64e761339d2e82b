//! How many durable changes SQLite takes from 64 people at once, each waiting for its answer:
//! `cargo bench -p server --bench store`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use server::store::cases::{self, CaseRow};
use server::store::commands::{self, Outcome};
use server::store::events::{self, Appended, NewEvent, Recording};
use server::store::outbox::{self, NewNotice};
use server::store::terms::{self, Term};
use server::store::{Access, Config, Database, Result, Store, Tx, Urgency, whole_microseconds};

const PEOPLE: usize = 64;
const MEASURED: Duration = Duration::from_secs(5);

fn main() {
    let folder = tempfile::tempdir_in(".").expect("a folder on the disk that is measured");
    let config = Config { folder: folder.path().into(), database: Database::Sqlite, attachments: None, connections: 2 };
    let store = Store::open(config, Access::Owner).expect("a fresh store");
    measure("appends", &store, |tx, stream, _| append(tx, stream).map(|_| ()));
    measure("whole changes (command, event, term, notice, list row)", &store, change);
}

fn append(tx: &mut Tx<'_>, stream: &str) -> Result<Appended> {
    let head = events::lock(tx, stream)?;
    let now = whole_microseconds(Timestamp::now());
    let recording = Recording {
        stream,
        stream_kind: "case",
        expected_seq: head.map_or(0, |head| head.last_seq),
        recorded_at: head.map_or(now, |head| now.max(head.last_recorded_at)),
        actor: "ana",
        acting_for: None,
        command: "0192f0c1-7c1e-7e2a-9d5e-0123456789ab",
    };
    let data = r#"{"visit":3,"answer":"reportar","content":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}"#;
    let event = NewEvent { effective_at: recording.recorded_at, kind: "Answered".into(), data: data.into() };
    events::append(tx, &recording, &[event])
}

fn change(tx: &mut Tx<'_>, stream: &str, id: &str) -> Result<()> {
    let at = whole_microseconds(Timestamp::now());
    assert!(commands::begin(tx, "ana", id)?.is_none());
    let appended = append(tx, stream)?;
    let outcome = Outcome { stream: stream.into(), first_seq: appended.first_seq, count: 1, outcome: "{}".into(), at };
    commands::record(tx, "ana", id, &outcome)?;
    terms::replace(tx, stream, &[Term { name: "silence".into(), look_at: at }])?;
    let seq = appended.last_seq;
    let (notice, address, details) = ("report", "carla@entidad.example", "{}");
    let notice =
        NewNotice { id, stream, seq, notice, to_person: None, address, details, created_at: at, held_until: None };
    outbox::put(tx, &notice)?;
    cases::upsert(tx, &row(stream, at))
}

fn row(stream: &str, at: Timestamp) -> CaseRow {
    CaseRow {
        stream: stream.into(),
        number: stream.into(),
        desk: "ti".into(),
        procedure: "ejemplo/3".into(),
        open: true,
        state_kind: "in_progress".into(),
        state_label: "En gestión".into(),
        activity: "8".into(),
        activity_name: "Atender".into(),
        requester: "carla".into(),
        beneficiary: "carla".into(),
        assignee: Some("bruno".into()),
        group: Some("soporte".into()),
        priority: "media".into(),
        priority_order: 3,
        item: Some("vpn".into()),
        item_name: "VPN".into(),
        subject: "No abre la VPN desde la casa".into(),
        channel: "portal".into(),
        due_at: Some(at),
        paused: false,
        waits_on: "desk".into(),
        answered: false,
        restricted: false,
        registered_at: at,
        updated_at: at,
        closed_at: None,
        result: None,
    }
}

/// Everybody changes cases of their own, one change after the other, until time is up.
fn measure(what: &str, store: &Store, work: fn(&mut Tx<'_>, &str, &str) -> Result<()>) {
    let over = AtomicBool::new(false);
    let mut waits: Vec<Duration> = thread::scope(|scope| {
        let person = |person: usize| {
            let over = &over;
            move || {
                let mut waits = Vec::new();
                for n in 0.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    // A case gets some ten events.
                    let (stream, id) = (format!("{what}:{person}:{}", n / 10), format!("{what}:{person}:{n}"));
                    let asked = Instant::now();
                    store.write(Urgency::Person, move |tx| work(tx, &stream, &id)).expect("it is written");
                    waits.push(asked.elapsed());
                }
                waits
            }
        };
        let people: Vec<_> = (0..PEOPLE).map(|n| scope.spawn(person(n))).collect();
        thread::sleep(MEASURED);
        over.store(true, Ordering::Relaxed);
        people.into_iter().flat_map(|it| it.join().expect("nobody failed")).collect()
    });
    waits.sort();
    let part = |percent: usize| waits[(waits.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    println!(
        "{what}: {:.0} a second from {PEOPLE} at once; wait {:.1} ms (half), {:.1} ms (99 of 100)",
        waits.len() as f64 / MEASURED.as_secs_f64(),
        part(50),
        part(99)
    );
}
