//! Absences and substitutes: facts of the people, not of one case.

use desk::people::Absence;
use desk::{Actor, DeskHappened, PersonId, Refused};
use jiff::civil::Date;

use crate::app::App;
use crate::format;
use crate::start::{self, PEOPLE_STREAM};
use crate::store::events::{self, NewEvent, Recording};
use crate::store::{StoreError, Urgency, commands};

use super::Failed;

/// Records that somebody is away and who stands in. The absent person says it, or the desk on
/// their notice.
///
/// # Errors
/// When the substitute is the absent person, is away or substituted in turn, or the dates end
/// before they begin or are past.
pub fn record(app: &App, id: &str, by: &PersonId, absence: Absence) -> Result<(), Failed> {
    check(app, by, &absence)?;
    let what = DeskHappened::AbsenceRecorded {
        absent: absence.absent,
        substitute: absence.substitute,
        from_on: absence.from_on,
        until_on: absence.until_on,
        evidence: None,
    };
    append(app, id, by, what)
}

/// Ends an absence: from the day after this date the absent person is back.
///
/// # Errors
/// When the asker is neither the absent person nor of a desk.
pub fn end(app: &App, id: &str, by: &PersonId, absent: &PersonId, until_on: Date) -> Result<(), Failed> {
    may(app, by, absent)?;
    append(app, id, by, DeskHappened::AbsenceEnded { absent: absent.clone(), until_on })
}

fn may(app: &App, by: &PersonId, absent: &PersonId) -> Result<(), Refused> {
    let of_desk =
        app.entity().desks.keys().any(|id| app.rulebook(id).is_some_and(|rules| desk::access::is_desk(&rules, by)));
    if by == absent || of_desk { Ok(()) } else { Err(Refused::NotAllowed) }
}

fn check(app: &App, by: &PersonId, absence: &Absence) -> Result<(), Refused> {
    may(app, by, &absence.absent)?;
    let entity = app.entity();
    for person in [&absence.absent, &absence.substitute] {
        if entity.people.get(person).is_none_or(|p| !p.active) {
            return Err(Refused::PersonUnknown { person: person.clone() });
        }
    }
    let wrong = |field: &str, why: &str| Err(Refused::InputInvalid { field: field.into(), why: why.into() });
    let today = entity.desks.values().next().map(|book| book.calendar.local(app.clock.now()).date());
    if absence.until_on < absence.from_on {
        return wrong("hasta", "la ausencia termina antes de comenzar.");
    }
    if today.is_some_and(|today| absence.until_on < today || absence.until_on.year() > today.year() + 2) {
        return wrong("hasta", "la fecha ya pasó o está demasiado lejos.");
    }
    if absence.substitute == absence.absent {
        return wrong("suplente", "nadie se suple a sí mismo.");
    }
    let overlap = |a: &Absence| a.from_on <= absence.until_on && absence.from_on <= a.until_on;
    if app.absences().iter().any(|a| a.absent == absence.substitute && overlap(a)) {
        return wrong("suplente", "también estará ausente esos días.");
    }
    Ok(())
}

fn append(app: &App, id: &str, by: &PersonId, what: DeskHappened) -> Result<(), Failed> {
    let (id, actor, now) = (id.to_string(), Actor::person(by.clone()), app.clock.now());
    let data = serde_json::to_string(&what).map_err(|e| StoreError::invalid(e.to_string()))?;
    let kind = match &what {
        DeskHappened::AbsenceRecorded { .. } => "AbsenceRecorded",
        DeskHappened::AbsenceEnded { .. } => "AbsenceEnded",
        DeskHappened::Configured { .. } | DeskHappened::Published { .. } => return Err(Refused::NotAllowed.into()),
        DeskHappened::ReadingsAdopted { .. } => "ReadingsAdopted",
    };
    let absences = app.store.write(Urgency::Person, move |tx| {
        let (actor, _) = format::event::actor(&actor);
        if commands::begin(tx, actor, &id)?.is_none() {
            let head = events::lock(tx, PEOPLE_STREAM)?;
            let recording = Recording {
                stream: PEOPLE_STREAM,
                stream_kind: "people",
                expected_seq: head.map_or(0, |head| head.last_seq),
                recorded_at: head.map_or(now, |head| now.max(head.last_recorded_at)),
                actor,
                acting_for: None,
                command: &id,
            };
            let appended = events::append(
                tx,
                &recording,
                &[NewEvent { effective_at: now, kind: kind.into(), data: data.clone() }],
            )?;
            let outcome = commands::Outcome {
                stream: PEOPLE_STREAM.into(),
                first_seq: appended.first_seq,
                count: 1,
                outcome: String::new(),
                at: now,
            };
            commands::record(tx, actor, &id, &outcome)?;
        }
        start::absences(tx)
    })?;
    app.set_absences(absences);
    Ok(())
}
