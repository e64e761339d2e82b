//! What happens to a desk, to the people or to the entity rather than to one case: an event in a
//! stream of its own.

use desk::{Actor, DeskHappened, PersonId};
use jiff::Timestamp;

use crate::app::App;
use crate::format;
use crate::store::events::{self, Appended, Recording};
use crate::store::{StoreError, Tx, Urgency, commands};

/// The stream an event belongs to, and what that stream is about.
#[derive(Clone, Debug)]
pub struct Stream {
    pub name: String,
    pub kind: &'static str,
}

/// Appends an event to a stream, at `now` or, where a clock went back, at the stream's last instant.
///
/// # Errors
/// The store's.
pub fn append(
    tx: &mut Tx<'_>,
    stream: &Stream,
    by: &Actor,
    command: &str,
    what: &DeskHappened,
    now: Timestamp,
) -> Result<Appended, StoreError> {
    let head = events::lock(tx, &stream.name)?;
    let (actor, acting_for) = format::event::actor(by);
    let recorded_at = head.map_or(now, |head| now.max(head.last_recorded_at));
    let recording = Recording {
        stream: &stream.name,
        stream_kind: stream.kind,
        expected_seq: head.map_or(0, |head| head.last_seq),
        recorded_at,
        actor,
        acting_for,
        command,
    };
    events::append(tx, &recording, &[format::event::write_desk(what, recorded_at)?])
}

/// Does what a person asked for under an id, once: appends the event, and with it whatever `with`
/// writes in the same transaction. `then` reads what is to be known after it, done or repeated.
///
/// # Errors
/// The store's.
pub fn once<T: Send + 'static>(
    app: &App,
    id: &str,
    by: &PersonId,
    stream: Stream,
    what: DeskHappened,
    with: impl Fn(&mut Tx<'_>, Timestamp) -> Result<(), StoreError> + Send + 'static,
    then: impl Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (id, by, now) = (id.to_owned(), Actor::person(by.clone()), app.clock.now());
    app.store.write(Urgency::Person, move |tx| {
        let (actor, _) = format::event::actor(&by);
        if commands::begin(tx, actor, &id)?.is_none() {
            with(tx, now)?;
            let appended = append(tx, &stream, &by, &id, &what, now)?;
            let outcome = commands::Outcome {
                stream: stream.name.clone(),
                first_seq: appended.first_seq,
                count: 1,
                outcome: String::new(),
                at: now,
            };
            commands::record(tx, actor, &id, &outcome)?;
        }
        then(tx)
    })
}
