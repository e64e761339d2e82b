//! Small stand-ins for what the rules would hand to the store.

use jiff::{SignedDuration, Timestamp};
use server::store::events::{self, Appended, NewEvent, Recording};
use server::store::{Result, Store, Tx, Urgency};

/// Friday 20 November 2026, 10:15 in Bogotá, and some minutes.
pub fn at(minutes: i64) -> Timestamp {
    "2026-11-20T15:15:00Z".parse::<Timestamp>().expect("an instant") + SignedDuration::from_mins(minutes)
}

pub fn recording(stream: &str, expected_seq: i64) -> Recording<'_> {
    Recording {
        stream,
        stream_kind: "case",
        expected_seq,
        recorded_at: at(expected_seq),
        actor: "ana",
        acting_for: None,
        command: "c-1",
    }
}

pub fn commented(text: &str, effective_at: Timestamp) -> NewEvent {
    NewEvent { effective_at, kind: "Commented".into(), data: format!("{{\"text\":\"{text}\"}}") }
}

/// Appends one comment after whatever the stream holds.
pub fn comment(tx: &mut Tx<'_>, stream: &str, text: &str) -> Result<Appended> {
    let seq = events::lock(tx, stream)?.map_or(0, |head| head.last_seq);
    let recording = recording(stream, seq);
    events::append(tx, &recording, &[commented(text, recording.recorded_at)])
}

/// A stream of `count` comments.
pub fn stream_of(store: &Store, stream: &str, count: i64) {
    let stream = stream.to_owned();
    store
        .write(Urgency::Person, move |tx| {
            for n in 1..=count {
                comment(tx, &stream, &format!("comment {n}"))?;
            }
            Ok::<_, server::store::StoreError>(())
        })
        .expect("the stream is written");
}
