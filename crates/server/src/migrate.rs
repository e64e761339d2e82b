//! Open cases of one version of a procedure go on under another, all of them or none: first every
//! one is decided without recording anything, and only when none is refused is it done.

use std::collections::BTreeMap;

use desk::{ActivityId, Actor, Case, Command, Event, Happened, ProcedureId, Refused, When, decide};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::act::{self, Failed, Order, To};
use crate::app::App;
use crate::store::{StoreError, cases};

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wish {
    pub procedure: String,
    pub from: String,
    pub to: String,
    /// Activities that have another name in the version they go to.
    pub mapping: BTreeMap<ActivityId, ActivityId>,
    pub by: String,
    pub reason: String,
}

/// Where one case lands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Landing {
    pub number: String,
    pub stream: String,
    pub from: String,
    pub to: String,
    /// Terms whose end moves, begins or is no more.
    pub terms: Vec<String>,
    /// Why it cannot.
    pub refused: Option<String>,
}

/// Cases read at a time.
const PAGE: i64 = 200;

/// Where every open case of that version would land. Changes nothing.
///
/// # Errors
/// The store's; a version that is not published refuses every case.
pub fn plan(app: &App, wish: &Wish) -> Result<Vec<Landing>, Failed> {
    let desks: Vec<_> = app.entity().desks.keys().cloned().collect();
    let of_version = format!("{}@{}", wish.procedure, wish.from);
    let mut landings = Vec::new();
    for desk in desks {
        let mut after = None;
        loop {
            let page = app.store.read(|reader| {
                let rows = cases::queue(reader, desk.as_str(), &cases::Queue::All, after.as_ref(), PAGE)?;
                let last = rows.last().map(cases::After::case);
                let mut found = Vec::new();
                for row in rows.into_iter().filter(|row| row.procedure == of_version) {
                    found.extend(act::load(reader, &row.stream)?.map(|case| (row.stream, case)));
                }
                Ok::<_, Failed>((found, last))
            })?;
            landings.extend(page.0.iter().map(|(stream, case)| landing(app, wish, stream, case)));
            match page.1 {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(landings)
}

fn landing(app: &App, wish: &Wish, stream: &str, case: &Case) -> Landing {
    let here = case.activity().map_or_else(String::new, ToString::to_string);
    let refused = |why: Refused| Landing {
        number: case.number.to_string(),
        stream: stream.to_owned(),
        from: here.clone(),
        to: here.clone(),
        terms: Vec::new(),
        refused: Some(why.to_string()),
    };
    let now = app.clock.now();
    let when = When { now, at: now, heard_until: app.heard_until().min(now), terms_until: app.terms_until(now) };
    let who = Actor::person(wish.by.as_str());
    match decided(app, case, &who, &command(wish), &wish.to, when) {
        Ok(events) => {
            let mut after = case.clone();
            events.iter().for_each(|event| after.apply(event));
            let to = after.activity().map_or_else(String::new, ToString::to_string);
            Landing { to, terms: terms(app, &events, case), ..refused(Refused::CaseOpen) }.fits()
        }
        Err(why) => refused(why),
    }
}

impl Landing {
    fn fits(self) -> Landing {
        Landing { refused: None, ..self }
    }
}

fn terms(app: &App, events: &[Event], case: &Case) -> Vec<String> {
    let shown = |at: &Timestamp| match app.rulebook(&case.desk) {
        Some(rules) => rules.calendar.local(*at).strftime("%d/%m/%Y %H:%M").to_string(),
        None => at.to_string(),
    };
    let line = |event: &Event| match &event.what {
        Happened::TermLengthened { term, ends_at, .. } => Some(format!("{term} → {}", shown(ends_at))),
        Happened::TermStarted { term, ends_at, .. } => Some(format!("+ {term} → {}", shown(ends_at))),
        Happened::TermStopped { term, .. } => Some(format!("- {term}")),
        _ => None,
    };
    events.iter().filter_map(line).collect()
}

fn command(wish: &Wish) -> Command {
    Command::Migrate {
        from: wish.from.clone(),
        to: wish.to.clone(),
        mapping: wish.mapping.clone(),
        reason: act::words(&wish.reason),
    }
}

/// Decides a migration: what is due takes effect under the version it leaves, the rest is decided by
/// the rules of the one it goes to.
///
/// # Errors
/// The rules' refusal.
pub fn decided(
    app: &App,
    case: &Case,
    who: &Actor,
    what: &Command,
    to: &str,
    when: When,
) -> Result<Vec<Event>, Refused> {
    let unknown = |version: &str| Refused::InputInvalid {
        field: "version".into(),
        why: format!("la versión {version} no está publicada aquí."),
    };
    let leaves = app.rulebook_of(case).ok_or_else(|| unknown(&case.version))?;
    let goes = app.rulebook_on(case, to).ok_or_else(|| unknown(to))?;
    let mut events = decide(&leaves, Some(case), &Actor::System, &Command::Look, when)?;
    let mut settled = case.clone();
    events.iter().for_each(|event| settled.apply(event));
    events.extend(decide(&goes, Some(&settled), who, what, when)?);
    Ok(events)
}

/// Migrates every open case of a version, unless one of them cannot be.
///
/// # Errors
/// The store's. Cases that were migrated before it failed stay so; asking again goes on with the rest.
pub fn migrate(app: &App, wish: &Wish) -> Result<Vec<Landing>, Failed> {
    let mut landings = plan(app, wish)?;
    if landings.iter().any(|landing| landing.refused.is_some()) {
        return Ok(landings);
    }
    for landing in &mut landings {
        let id = format!("migrate:{}:{}:{}", landing.stream, wish.from, wish.to);
        let order = Order::of_person(app, id, &wish.by.as_str().into(), command(wish));
        match act::act(app, &To::Case(landing.stream.clone()), order) {
            Ok(_) => {}
            // It moved on since the plan was made.
            Err(Failed::Refused(why)) => landing.refused = Some(why.to_string()),
            Err(other) => return Err(other),
        }
    }
    Ok(landings)
}

/// The versions with open cases of a procedure, as lists know them.
///
/// # Errors
/// The store's.
pub fn open_by_version(app: &App, procedure: &ProcedureId) -> Result<BTreeMap<String, usize>, StoreError> {
    let mut count = BTreeMap::new();
    for desk in app.entity().desks.keys() {
        let mut after = None;
        loop {
            let rows = app
                .store
                .read(|reader| cases::queue(reader, desk.as_str(), &cases::Queue::All, after.as_ref(), PAGE))?;
            let Some(last) = rows.last() else { break };
            after = Some(cases::After::case(last));
            for row in &rows {
                if let Some((own, version)) = row.procedure.split_once('@')
                    && own == procedure.as_str()
                {
                    *count.entry(version.to_owned()).or_default() += 1;
                }
            }
        }
    }
    Ok(count)
}
