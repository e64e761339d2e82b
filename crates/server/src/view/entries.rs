//! The life of a case in order: what was said and what happened, as this reader may read it.

use std::collections::BTreeMap;

use desk::access::Sight;
use desk::event::{Channel, MessageKind};
use desk::value::{Value, Values};
use desk::words::ContentId;
use desk::{Actor, Event, FieldId, Happened, NoticeId, PersonId};
use jiff::Timestamp;

use crate::act::Failed;
use crate::app::App;
use crate::format;
use crate::store::events::StoredEvent;
use crate::store::{Reader, outbox};

use super::fields::{FieldView, FileView, Glass, Text};

/// One entry of the timeline, oldest first.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the chain; also its anchor in the page.
    pub seq: i64,
    /// The instant it counts for.
    pub at: Timestamp,
    /// When it was written down; later than `at` for what a term did and for what arrived from outside.
    pub recorded_at: Timestamp,
    /// Who; nobody for the tool itself.
    pub by: Option<PersonId>,
    /// The absent person in whose place a substitute acted.
    pub acting_for: Option<PersonId>,
    /// The fact. What it names by identifier is found in the view's rules; its texts stand beside.
    pub what: Happened,
    /// What somebody said with it.
    pub said: Option<Said>,
    /// What was filled in with it.
    pub fields: Vec<FieldView>,
    /// What a changed fact was before.
    pub before: Option<FieldView>,
    /// What was attached with it.
    pub files: Vec<FileView>,
}

/// Words of a person.
#[derive(Clone, Debug)]
pub struct Said {
    pub voice: Voice,
    pub text: Text,
    pub channel: Option<Channel>,
    pub is: MessageKind,
    /// The letter as it came can be shown: `/cases/{number}/letters/{id}`.
    pub original: Option<ContentId>,
    /// It waits for an agent's reading.
    pub to_interpret: bool,
    /// It offers itself as the solution.
    pub proposes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The request itself.
    Request,
    /// The requester, the beneficiary or somebody else who wrote to the case.
    Participant,
    /// The desk, to the requester.
    Desk,
    /// Among the desk.
    Note,
    /// Why somebody did it.
    Reason,
}

/// A notice of the case: what left, to whom, what became of it.
#[derive(Clone, Debug)]
pub struct Letter {
    pub id: String,
    pub notice: NoticeId,
    pub to: Option<PersonId>,
    pub address: String,
    /// The event it tells of.
    pub seq: i64,
    pub created_at: Timestamp,
    pub state: outbox::State,
    pub attempts: i64,
    pub settled_at: Option<Timestamp>,
}

/// The entries of a stream that this reader may read.
pub(super) fn entries(
    app: &App,
    glass: &Glass<'_>,
    rows: &[StoredEvent],
    reader: &PersonId,
) -> Result<Vec<Entry>, Failed> {
    let events = rows.iter().map(format::event::read).collect::<Result<Vec<Event>, _>>()?;
    let mut entries: Vec<Entry> = Vec::new();
    let mut given_at = BTreeMap::new();
    for (row, event) in rows.iter().zip(events) {
        let former = former(app, glass, &event, &given_at);
        given_at.extend(given(&event.what).into_iter().map(|(field, _)| (field.clone(), event.effective_at)));
        if !seen(glass, &event, reader) {
            continue;
        }
        if let Happened::Attached(file) = &event.what
            && let Some(with) = came_with(&mut entries, row, rows)
        {
            with.files.extend(glass.file(file));
            continue;
        }
        // What the catalogue renamed later is told as it was called then.
        let called = app.offered_at(&glass.case.desk, event.effective_at);
        let own = entry(&Glass { called, ..*glass }, row, event);
        entries.push(Entry { before: former, ..own });
    }
    Ok(entries)
}

/// The words a file came with: those of its own command.
fn came_with<'e>(entries: &'e mut [Entry], row: &StoredEvent, rows: &[StoredEvent]) -> Option<&'e mut Entry> {
    let same = |entry: &&mut Entry| {
        let own = usize::try_from(entry.seq - 1).ok().and_then(|at| rows.get(at));
        own.is_some_and(|own| own.command == row.command && own.actor == row.actor)
    };
    entries.iter_mut().rev().take_while(same).find(|entry| entry.said.is_some())
}

fn entry(glass: &Glass<'_>, row: &StoredEvent, event: Event) -> Entry {
    let (by, acting_for) = match event.actor {
        Actor::Person { id, acting_for } => (Some(id), acting_for),
        Actor::System => (None, None),
    };
    let files = match &event.what {
        Happened::Attached(file) => glass.file(file).into_iter().collect(),
        _ => Vec::new(),
    };
    let (said, fields) = (said(glass, &event.what), fields(glass, &event.what));
    let what = without_values(event.what);
    Entry {
        seq: row.seq,
        at: event.effective_at,
        recorded_at: row.recorded_at,
        by,
        acting_for,
        what,
        said,
        fields,
        before: None,
        files,
    }
}

/// Values are read through the glass only; the fact itself carries none further.
fn without_values(mut what: Happened) -> Happened {
    match &mut what {
        Happened::Registered(registration) => registration.fields.clear(),
        Happened::Answered { fields, .. } | Happened::Decided { fields, .. } => fields.clear(),
        _ => {}
    }
    what
}

fn said(glass: &Glass<'_>, what: &Happened) -> Option<Said> {
    let open = glass.sight >= Sight::Public;
    let words = |voice, text: &ContentId| Said {
        voice,
        text: glass.texts.get(text),
        channel: None,
        is: MessageKind::Human,
        original: None,
        to_interpret: false,
        proposes: false,
    };
    match what {
        Happened::Registered(registration) if open => Some(Said {
            channel: Some(registration.channel),
            original: registration.letter.clone(),
            ..words(Voice::Request, &registration.description)
        }),
        Happened::Commented { text } => Some(words(Voice::Desk, text)),
        Happened::Noted { text } => Some(words(Voice::Note, text)),
        Happened::MessageReceived { channel, is, text, raw, to_interpret, proposes, .. } => Some(Said {
            channel: Some(*channel),
            is: *is,
            original: raw.clone(),
            to_interpret: *to_interpret,
            proposes: *proposes,
            ..words(Voice::Participant, text)
        }),
        Happened::Assigned { reason: Some(reason), .. } | Happened::Edited { reason: Some(reason), .. }
            if glass.sees_internal() =>
        {
            Some(words(Voice::Reason, reason))
        }
        Happened::PartiesChanged { reason, .. }
        | Happened::Corrected { reason, .. }
        | Happened::Migrated { reason, .. }
        | Happened::ContentWithdrawn { reason, .. }
            if glass.sees_internal() =>
        {
            Some(words(Voice::Reason, reason))
        }
        Happened::ChangeAssociated { number } => Some(words(Voice::Desk, number)),
        Happened::Surveyed { comment: Some(comment), .. } => Some(words(Voice::Participant, comment)),
        _ => None,
    }
}

fn fields(glass: &Glass<'_>, what: &Happened) -> Vec<FieldView> {
    match what {
        Happened::Registered(registration) => glass.fields(&registration.fields),
        Happened::Answered { fields, .. } | Happened::Decided { fields, .. } => glass.fields(fields),
        Happened::Edited { field, to, .. } => glass.fields(&Values::from([(field.clone(), to.clone())])),
        _ => Vec::new(),
    }
}

/// The values an event gives to fields of the case.
fn given(what: &Happened) -> Vec<(&FieldId, &Value)> {
    match what {
        Happened::Registered(registration) => registration.fields.iter().collect(),
        Happened::Answered { fields, .. } => fields.iter().collect(),
        Happened::Edited { field, to, .. } => vec![(field, to)],
        _ => Vec::new(),
    }
}

/// What a changed fact was before, called as it was when it was given.
fn former(app: &App, glass: &Glass<'_>, event: &Event, given_at: &BTreeMap<FieldId, Timestamp>) -> Option<FieldView> {
    let Happened::Edited { field, from: Some(from), .. } = &event.what else { return None };
    let at = given_at.get(field).copied().unwrap_or(event.effective_at);
    Glass { called: app.offered_at(&glass.case.desk, at), ..*glass }.field(field, from)
}

/// Whether this reader may know of an event.
fn seen(glass: &Glass<'_>, event: &Event, reader: &PersonId) -> bool {
    match &event.what {
        // Where a case of few stood, and nothing of what was said.
        Happened::Registered(_)
        | Happened::Entered { .. }
        | Happened::Closed { .. }
        | Happened::ResultSet { .. }
        | Happened::Restricted { .. } => true,
        _ if glass.sight < Sight::Public => false,
        _ if glass.sees_internal() => true,
        Happened::Noted { .. }
        | Happened::FlagSet { .. }
        | Happened::FlagCleared { .. }
        | Happened::TargetSet { .. }
        | Happened::Alerted { .. }
        | Happened::AlertOmitted { .. }
        | Happened::Measured { .. }
        | Happened::ReminderOmitted { .. }
        | Happened::NoticeDropped { .. } => false,
        Happened::Attached(file) => !file.internal,
        Happened::Edited { field, to, .. } => glass.field(field, to).is_some(),
        Happened::NoticeWritten { to, .. } => to.contains(reader),
        Happened::Delivered { to, .. } | Happened::DeliveryFailed { to, .. } => to == reader,
        // A message to the desk that is no party's: an authoriser's, a specialist's.
        Happened::MessageReceived { from, .. } => glass.case.is_party(from) || from == reader,
        _ => true,
    }
}

/// The notices this reader may read: all of them, or those to themself.
pub(super) fn letters(
    glass: &Glass<'_>,
    reader: &mut Reader<'_>,
    stream: &str,
    person: &PersonId,
) -> Result<Vec<Letter>, Failed> {
    let own = |to: &Option<String>| to.as_deref() == Some(person.as_str());
    let seen =
        |notice: &outbox::Notice| glass.sees_internal() || (glass.sight >= Sight::Public && own(&notice.to_person));
    let notices = outbox::of_stream(reader, stream)?;
    let letter = |notice: outbox::Notice| Letter {
        id: notice.id,
        notice: notice.notice.as_str().into(),
        to: notice.to_person.as_deref().map(PersonId::from),
        address: notice.address,
        seq: notice.seq,
        created_at: notice.created_at,
        state: notice.state,
        attempts: notice.attempts,
        settled_at: notice.settled_at,
    };
    Ok(notices.into_iter().filter(seen).map(letter).collect())
}
