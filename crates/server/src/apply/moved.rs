//! Which open cases an amended calendar moves: shown before, and never to an earlier end than one
//! already announced.

use desk::calendar::Calendar;
use desk::{Case, Rulebook, term};
use jiff::Timestamp;

use super::{Mark, Plan};
use crate::act::{self, Failed};
use crate::app::App;
use crate::entity::Entity;
use crate::project;
use crate::store::{StoreError, cases};

/// Cases named one by one.
const MOST: usize = 20;
/// Cases read at a time.
const PAGE: i64 = 200;

pub(super) fn lines(app: &App, before: Option<&Entity>, after: &Entity, plan: &mut Plan) -> Result<(), StoreError> {
    let Some(before) = before else { return Ok(()) };
    for book in after.desks.values() {
        let Some(former) = before.desks.get(&book.desk.id) else { continue };
        let path = |entity: &Entity, id: &str| entity.calendar_file(id).map(str::to_owned);
        if path(before, &former.desk.calendar) == path(after, &book.desk.calendar) {
            continue;
        }
        let moved = of_desk(app, book.desk.id.as_str(), &book.calendar)?;
        let (count, name) = (moved.len(), &book.desk.name);
        let mut more: Vec<String> = moved.into_iter().take(MOST).collect();
        if count > MOST {
            more.push(format!("… +{}", count - MOST));
        }
        plan.line(
            Mark::Moved,
            format!("El calendario cambia plazos de {count} casos abiertos de «{name}»; ninguno anunciado se acorta"),
            format!("The calendar moves dates of {count} open cases of \"{name}\"; none announced gets shorter"),
            more,
        );
    }
    Ok(())
}

fn of_desk(app: &App, desk: &str, calendar: &Calendar) -> Result<Vec<String>, StoreError> {
    let now = app.clock.now();
    app.store.read(|reader| {
        let (mut moved, mut after) = (Vec::new(), None);
        loop {
            let page = cases::queue(reader, desk, &cases::Queue::All, after.as_ref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(moved) };
            after = Some(cases::After::case(last));
            for row in &page {
                let case = match act::load(reader, &row.stream) {
                    Ok(Some(case)) => case,
                    Err(Failed::Store(error)) => return Err(error),
                    // Of a newer program: it is shown and not changed.
                    _ => continue,
                };
                let Some(rules) = app.rulebook_of(&case) else { continue };
                moved.extend(of_case(&rules, calendar, &case, now));
            }
        }
    })
}

/// One line for a case whose next term or target moves.
fn of_case(rules: &Rulebook, calendar: &Calendar, case: &Case, now: Timestamp) -> Option<String> {
    let amended = Rulebook { calendar: calendar.clone(), ..rules.clone() };
    let shown = |at: Timestamp| calendar.local(at).strftime("%d/%m/%Y %H:%M").to_string();
    let mut parts = Vec::new();
    for run in case.running_terms() {
        let Some(term) = rules.procedure.terms.get(&run.term) else { continue };
        if let Some(ends_at) = term::ends_at(calendar, case, term, run.base_at).filter(|end| *end > run.ends_at) {
            parts.push(format!("{} {} → {}", run.term, shown(run.ends_at), shown(ends_at)));
        }
    }
    let (was, will) = (project::due_at(rules, case, now), project::due_at(&amended, case, now));
    if let (Some(was), Some(will)) = (was, will)
        && was != will
    {
        parts.push(format!("meta {} → {}", shown(was), shown(will)));
    }
    (!parts.is_empty()).then(|| format!("{}: {}", case.number, parts.join("; ")))
}
