//! Travelling in time: the desk's clock moves forward step by step through every instant at which
//! something is due, so that terms end, reminders leave and cases close just as they would have.

use desk::agenda::{self, Step};
use desk::{Case, Rulebook};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::act::{self, Failed};
use crate::app::App;
use crate::hearing::ON_ITS_WAY;
use crate::project;
use crate::start;
use crate::store::terms::{self, Place};
use crate::store::{StoreError, Urgency, command_outbox, outbox, settings};
use crate::task::{self, Turn, heartbeat};

/// The furthest one journey goes: a term of years is a mistake of the finger.
pub const FURTHEST: SignedDuration = SignedDuration::from_hours(24 * 400);

/// Cases looked into at once for the next deadline.
const AT_ONCE: i64 = 50;

/// Turns of the tasks at one instant before the journey gives up.
const MOST_TURNS: usize = 10_000;

/// Why the clock stayed where it was, or stopped on the way.
#[derive(Debug, thiserror::Error)]
pub enum TravelError {
    #[error("solo una muestra viaja en el tiempo")]
    NotADemo,
    #[error("el reloj solo avanza")]
    Past,
    #[error("es demasiado lejos")]
    TooFar,
    #[error("alguien más está viajando; intente de nuevo en un momento")]
    SomebodyTravels,
    #[error("en este instante siempre queda algo por hacer")]
    Endless,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes the desk to an instant; everything due on the way happens at its own instant.
///
/// # Errors
/// When this is no demo, the instant is past or too far, or the store fails: the journey then ends
/// at the last instant it reached.
pub fn to(app: &App, at: Timestamp) -> Result<(), TravelError> {
    if !app.is_demo() {
        return Err(TravelError::NotADemo);
    }
    let from = app.clock.now();
    if at < from {
        return Err(TravelError::Past);
    }
    if at.duration_since(from) > FURTHEST {
        return Err(TravelError::TooFar);
    }
    let _alone = app.store.hold("travel")?.ok_or(TravelError::SomebodyTravels)?;
    settle(app)?;
    while let Some(next) = next_step(app)?.filter(|next| *next < at) {
        step(app, next)?;
    }
    step(app, at)
}

/// The next morning on which the first desk opens.
pub fn next_business_morning(app: &App) -> Option<Timestamp> {
    let (entity, now) = (app.entity(), app.clock.now());
    let calendar = &entity.desks.values().next()?.calendar;
    let mut day = calendar.local(now).date();
    // Longer than any holiday.
    for _ in 0..60 {
        if let Some(opening) =
            calendar.opening_of(day).filter(|opening| *opening > now && calendar.is_business_day(day))
        {
            return Some(opening);
        }
        day = day.saturating_add(1.day());
    }
    None
}

/// When next a term ends or a target is over in any case; alerts and reminders before it are none.
///
/// # Errors
/// The store's, or that a case was written by a newer version of the program.
pub fn next_deadline(app: &App) -> Result<Option<Timestamp>, TravelError> {
    let now = app.clock.now();
    let found = app.store.read(|reader| {
        let (mut first, mut after) = (None::<Timestamp>, None::<Place>);
        // No case has a deadline before anybody has to look at it.
        loop {
            let page = terms::page(reader, now + FURTHEST, after.as_ref(), AT_ONCE)?;
            for place in &page {
                if first.is_some_and(|first| first <= place.look_at) {
                    return Ok(first);
                }
                let Some(case) = act::load(reader, &place.stream)? else { continue };
                let Some(rules) = app.rulebook_of(&case) else { continue };
                first = first.into_iter().chain(deadline(&rules, &case, now)).min();
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => return Ok::<_, Failed>(first),
            }
        }
    });
    found.map_err(|failed| match failed {
        Failed::Store(error) => TravelError::Store(error),
        other => TravelError::Store(StoreError::invalid(other.to_string())),
    })
}

/// When a term of this case ends, or a target is over, after now.
fn deadline(rules: &Rulebook, case: &Case, now: Timestamp) -> Option<Timestamp> {
    let agenda = agenda::of_case(rules, case).into_iter().filter_map(|due| match &due.what {
        // Silence takes effect once everything said in time has been heard.
        Step::End { term } if rules.procedure.terms.get(term).is_some_and(|term| term.ends_by_silence()) => {
            Some(due.at + ON_ITS_WAY)
        }
        Step::End { .. } => Some(due.at),
        _ => None,
    });
    agenda.chain(project::due_at(rules, case, now)).filter(|at| *at > now).min()
}

/// Everything that waits now is done.
///
/// # Errors
/// As [`to`].
pub fn settle(app: &App) -> Result<(), TravelError> {
    for _ in 0..MOST_TURNS {
        let mut more = false;
        for task in task::ALL.iter().filter(|task| task.travels) {
            more |= (task.turn)(app)? == Turn::More;
        }
        if !more {
            return Ok(());
        }
    }
    Err(TravelError::Endless)
}

fn next_step(app: &App) -> Result<Option<Timestamp>, StoreError> {
    let now = app.clock.now();
    app.store.read(|reader| {
        let steps = [
            terms::next(reader, now)?,
            outbox::next_after(reader, now)?,
            command_outbox::next(reader)?.filter(|at| *at > now),
        ];
        Ok(steps.into_iter().flatten().min())
    })
}

/// As [`to`], for whoever fills a new demo: where the clock stands is not kept on the way, because
/// a filling that was cut short begins anew.
///
/// # Errors
/// As [`to`].
pub(super) fn through(app: &App, at: Timestamp) -> Result<(), TravelError> {
    work(app)?;
    while let Some(next) = next_step(app)?.filter(|next| *next < at) {
        advance(app, next)?;
        work(app)?;
    }
    advance(app, at)?;
    work(app)
}

/// The cases' own work that waits now, and none of the housekeeping.
fn work(app: &App) -> Result<(), TravelError> {
    for _ in 0..MOST_TURNS {
        // Silence counts only where every way in was read.
        let mut more = task::spool::turn(app)? == Turn::More;
        more |= task::terms::turn(app)? == Turn::More;
        more |= task::errands::turn(app)? == Turn::More;
        let now = app.clock.now();
        let letters = app.store.read(outbox::next)?.is_some_and(|next| next <= now);
        more |= letters && task::outbox::turn(app)? == Turn::More;
        if !more {
            return Ok(());
        }
    }
    Err(TravelError::Endless)
}

fn step(app: &App, at: Timestamp) -> Result<(), TravelError> {
    // Alive before the clock moves: the journey is no outage.
    heartbeat::travel(app, at)?;
    advance(app, at)?;
    let ahead = app.clock.ahead().to_string();
    app.store.write(Urgency::System, move |tx| settings::put(tx, start::AHEAD, &ahead, at))?;
    settle(app)
}

fn advance(app: &App, at: Timestamp) -> Result<(), StoreError> {
    let year = |at| start::today(app, at).year();
    let turns = year(app.clock.now()) != year(at);
    app.alive(at);
    app.clock.travel_to(at);
    if turns {
        start::prepare_numbers(app)?;
    }
    Ok(())
}
