//! What auditors read: the evidence of control points, what was beside the procedure, and whether each
//! case was attended in time.

use desk::conformance::Departure;
use desk::{Case, Event, Happened, Rulebook, compliance, evidence};

use crate::app::App;
use crate::format;
use crate::report;
use crate::store::deviations::{self, DeviationRow};
use crate::store::evidence::{self as kept, EvidenceRow};
use crate::store::measures::{self, MeasureRow};
use crate::store::{Reader, StoreError, Tx, events};

/// The rows of new events, which begin after the fact `from`.
///
/// # Errors
/// The store's.
pub fn add(
    app: &App,
    tx: &mut Tx<'_>,
    rules: &Rulebook,
    stream: &str,
    case: &Case,
    from: i64,
    new: &[Event],
) -> Result<(), StoreError> {
    // What changes where the case has been: the activities of its earlier answers are then told from
    // the beginning.
    let turned = |event: &Event| {
        matches!(
            event.what,
            Happened::Undone { .. }
                | Happened::Corrected { .. }
                | Happened::Reinstated { .. }
                | Happened::Migrated { .. }
                | Happened::Merged { .. }
        )
    };
    let turned = new.iter().any(turned);
    if turned {
        keep_evidence(app, tx, stream, case)?;
    } else {
        for (seq, event) in (from + 1..).zip(new) {
            if let Some(found) = evidence::of_event(&rules.procedure, case, event) {
                kept::put(tx, &row(stream, case, (seq, event), &case.version, found))?;
            }
        }
    }
    // A graph is not followed beside the rules that decide, so looking once more when the case ends is
    // enough to notice an error of theirs.
    if turned || new.iter().any(|event| matches!(event.what, Happened::Closed { .. })) {
        keep_deviations(app, tx, stream, case)?;
    }
    measure(tx, rules, stream, case)
}

/// Every row of a case, anew.
///
/// # Errors
/// The store's.
pub fn all(app: &App, tx: &mut Tx<'_>, rules: &Rulebook, stream: &str, case: &Case) -> Result<(), StoreError> {
    keep_evidence(app, tx, stream, case)?;
    keep_deviations(app, tx, stream, case)?;
    measure(tx, rules, stream, case)
}

fn row(
    stream: &str,
    case: &Case,
    (seq, event): (i64, &Event),
    version: &str,
    found: evidence::Evidence,
) -> EvidenceRow {
    EvidenceRow {
        stream: stream.to_owned(),
        seq,
        desk: case.desk.to_string(),
        at: event.effective_at,
        version: version.to_owned(),
        visit: found.visit.0,
        activity: found.activity.to_string(),
        answer: found.answer.to_string(),
        control_point: found.control_point,
    }
}

/// The events of a case, each with its seq; nothing where a newer program wrote some of them.
fn told(reader: &mut Reader<'_>, stream: &str) -> Result<Option<(Vec<i64>, Vec<Event>)>, StoreError> {
    let rows = events::load(reader, stream)?;
    let told: Option<Vec<Event>> = rows.iter().map(|row| format::event::read(row).ok()).collect();
    Ok(told.map(|events| (rows.iter().map(|row| row.seq).collect(), events)))
}

fn keep_evidence(app: &App, tx: &mut Tx<'_>, stream: &str, case: &Case) -> Result<(), StoreError> {
    kept::forget(tx, stream)?;
    let Some((seqs, events)) = told(tx, stream)? else { return Ok(()) };
    for (at, version, found) in evidence::of_case(|version| app.procedure(&case.procedure, version), &events) {
        kept::put(tx, &row(stream, case, (seqs[at], &events[at]), &version, found))?;
    }
    Ok(())
}

fn keep_deviations(app: &App, tx: &mut Tx<'_>, stream: &str, case: &Case) -> Result<(), StoreError> {
    let replayed = match told(tx, stream)? {
        Some((_, events)) => report::replay(app, stream, &events),
        None => return Ok(()),
    };
    let replayed = match replayed {
        Ok(Some(replayed)) => replayed,
        Ok(None) => return Ok(()),
        Err(problem) => {
            tracing::error!(stream, %problem, "a case cannot be held against its procedure");
            return Ok(());
        }
    };
    let row = |(nth, found): (i64, &desk::conformance::Deviation)| DeviationRow {
        stream: stream.to_owned(),
        nth,
        desk: case.desk.to_string(),
        at: found.at,
        version: found.version.clone(),
        visit: found.visit.0,
        activity: found.activity.as_ref().map_or_else(String::new, ToString::to_string),
        actor: found.actor.id().map_or_else(|| format::event::SYSTEM.to_owned(), ToString::to_string),
        code: found.what.code().to_owned(),
        detail: detail(&found.what),
    };
    let rows: Vec<DeviationRow> = (0..).zip(replayed.deviations()).map(row).collect();
    deviations::replace(tx, stream, &rows)
}

fn detail(what: &Departure) -> String {
    match what {
        Departure::Corrected { to, .. } | Departure::Reinstated { to } => {
            to.as_ref().map_or_else(String::new, ToString::to_string)
        }
        Departure::Merged { into } => into.to_string(),
        Departure::Migrated { from, to } => format!("{from} → {to}"),
        Departure::WrongWay { entered } => entered.to_string(),
        Departure::NotFromHere { answer, .. }
        | Departure::Shut { answer }
        | Departure::NotTheirs { answer }
        | Departure::AfterTheEnd { answer } => answer.to_string(),
    }
}

fn measure(tx: &mut Tx<'_>, rules: &Rulebook, stream: &str, case: &Case) -> Result<(), StoreError> {
    let row = |measured: compliance::Measured| MeasureRow {
        stream: stream.to_owned(),
        clock: measured.clock.to_string(),
        desk: case.desk.to_string(),
        item: measured.item.map_or_else(String::new, |item| item.to_string()),
        category: measured.category.map_or_else(String::new, |category| category.to_string()),
        target: measured.target.as_secs(),
        example: measured.example,
        counts_at: measured.at,
        resolved: measured.resolved,
        met: measured.met,
        reached: measured.reached,
    };
    let mut rows: Vec<MeasureRow> = compliance::of_case(rules, case).into_iter().map(row).collect();
    rows.sort_by(|a, b| a.clock.cmp(&b.clock));
    measures::replace(tx, stream, &rows)
}
