//! The words by which a case is found. What every reader of the case may read is kept apart from what
//! only its desk may: a search must not tell what a page would not.

use desk::procedure::Audience;
use desk::value::{Value, Values};
use desk::words::ContentId;
use desk::{Case, Event, Happened, Rulebook};

use super::text;
use crate::format;
use crate::search::kept;
use crate::store::{Reader, StoreError, Tx, events, search};

/// The field that says which service a case is about, and so which form it has.
const ITEM: &str = "item";

/// The words of new events, which begin after the fact `from`.
///
/// # Errors
/// The store's.
pub fn add(
    tx: &mut Tx<'_>,
    rules: &Rulebook,
    stream: &str,
    case: &Case,
    from: i64,
    new: &[Event],
) -> Result<(), StoreError> {
    // What was withdrawn must not be found any more; who may read what depends on whose case it is,
    // and for which service.
    let moved = |event: &Event| match &event.what {
        Happened::ContentWithdrawn { .. } | Happened::PartiesChanged { .. } => true,
        Happened::Edited { field, .. } => field.as_str() == ITEM,
        Happened::Answered { fields, .. } => fields.keys().any(|field| field.as_str() == ITEM),
        _ => false,
    };
    if new.iter().any(moved) {
        return all(tx, rules, stream, case);
    }
    for (seq, event) in (from + 1..).zip(new) {
        put(tx, rules, stream, case, seq, &event.what)?;
    }
    let changes = |event: &Event| {
        matches!(event.what, Happened::Registered(_) | Happened::Edited { .. } | Happened::Answered { .. })
    };
    if new.iter().any(changes) {
        search::forget_fact(tx, stream, 0)?;
        about(tx, rules, stream, case)?;
    }
    Ok(())
}

/// Every word of a case, anew.
///
/// # Errors
/// The store's.
pub fn all(tx: &mut Tx<'_>, rules: &Rulebook, stream: &str, case: &Case) -> Result<(), StoreError> {
    search::forget(tx, stream)?;
    for row in events::load(tx, stream)? {
        // A case of a newer program is not found by what this one cannot read.
        if let Ok(event) = format::event::read(&row) {
            put(tx, rules, stream, case, row.seq, &event.what)?;
        }
    }
    about(tx, rules, stream, case)
}

/// What the case is about: its number, its subject, its people, its service.
fn about(tx: &mut Tx<'_>, rules: &Rulebook, stream: &str, case: &Case) -> Result<(), StoreError> {
    let mut words = vec![case.number.to_string()];
    words.extend(text(tx, stream, case.subject.as_str())?);
    for id in [&case.requester, &case.beneficiary] {
        words.push(rules.people.name(id));
        if case.requester == case.beneficiary {
            break;
        }
    }
    words.extend(case.item().and_then(|item| rules.catalogue.item(&item).map(|item| item.name.clone())));
    search::put(tx, stream, 0, &kept(&words.join(" ")), "")
}

fn put(
    tx: &mut Tx<'_>,
    rules: &Rulebook,
    stream: &str,
    case: &Case,
    seq: i64,
    what: &Happened,
) -> Result<(), StoreError> {
    let mut said = Said { tx, rules, case, stream, open: String::new(), inside: String::new() };
    match what {
        Happened::Registered(registration) => {
            said.words(&registration.description, true)?;
            said.fields(&registration.fields)?;
        }
        Happened::Commented { text } | Happened::ChangeAssociated { number: text } => said.words(text, true)?,
        Happened::Surveyed { comment: Some(comment), .. } => said.words(comment, true)?,
        Happened::MessageReceived { from, text, .. } => said.words(text, case.is_party(from))?,
        Happened::Noted { text } => said.words(text, false)?,
        Happened::Assigned { reason: Some(reason), .. }
        | Happened::PartiesChanged { reason, .. }
        | Happened::Corrected { reason, .. }
        | Happened::ContentWithdrawn { reason, .. } => said.words(reason, false)?,
        Happened::Answered { fields, .. } | Happened::Decided { fields, .. } => said.fields(fields)?,
        Happened::Edited { field, to, reason, .. } => {
            said.fields(&Values::from([(field.clone(), to.clone())]))?;
            reason.iter().try_for_each(|reason| said.words(reason, false))?;
        }
        Happened::Attached(file) => said.words(&file.name, !file.internal)?,
        _ => return Ok(()),
    }
    let Said { open, inside, .. } = said;
    if open.is_empty() && inside.is_empty() {
        return Ok(());
    }
    search::put(tx, stream, seq, &kept(&open), &kept(&inside))
}

struct Said<'a, 'c> {
    tx: &'a mut Reader<'c>,
    rules: &'a Rulebook,
    case: &'a Case,
    stream: &'a str,
    open: String,
    inside: String,
}

impl Said<'_, '_> {
    fn words(&mut self, id: &ContentId, open: bool) -> Result<(), StoreError> {
        if let Some(text) = text(self.tx, self.stream, id.as_str())? {
            let side = if open { &mut self.open } else { &mut self.inside };
            side.push(' ');
            side.push_str(&text);
        }
        Ok(())
    }

    fn fields(&mut self, values: &Values) -> Result<(), StoreError> {
        for (id, value) in values {
            if let Value::Written(text) = value {
                let field = desk::decide::field(self.rules, self.case, id);
                self.words(text, field.is_some_and(|field| field.audience == Audience::Public))?;
            }
        }
        Ok(())
    }
}
