//! One thing of a story, done the way its people do it: a command through [`act`].

use std::io::Write as _;

use desk::case::Case;
use desk::command::Register;
use desk::event::{Channel, File, Verdict};
use desk::value::{Input, Value};
use desk::words::{ContentId, Words};
use desk::{Actor, AnswerId, CaseNumber, Command, FieldId, Happened, PersonId, Rulebook};
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};

use crate::act::{self, Failed, Order, To, words};
use crate::app::App;
use crate::format;
use crate::mail::intake::{self, Became, Came};
use crate::store::attachments::StoredFile;
use crate::store::{StoreError, cases, events};

use super::letter;
use super::sample::Sample;
use super::story::{Deed, Does, Step, Way, Who};
use super::telling::{Life, specialist};

/// What came of it.
pub enum Outcome {
    Done,
    /// It was left out, or there was nothing to do.
    Skipped,
    /// The same is asked once more.
    Once {
        walk: String,
        twice: bool,
    },
    Refused(String),
}

/// Does the next thing of a life.
///
/// # Errors
/// The store's.
pub fn next(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    nth: usize,
    parent: Option<&str>,
) -> Result<Outcome, StoreError> {
    let told = |life: &Life<'_>, why: String| Outcome::Refused(format!("{} {}: {why}", life.story.id, life.number));
    let done = match life.stream.clone() {
        None => register(app, rules, life, nth, parent),
        Some(stream) => step(app, rules, life, nth, &stream, parent),
    };
    match done {
        Ok(outcome) => Ok(outcome),
        Err(Undone::Failed(Failed::Store(error))) => Err(error),
        Err(Undone::Failed(failed)) => Ok(told(life, failed.to_string())),
        Err(Undone::Told(why)) => Ok(told(life, why)),
    }
}

/// Why a thing could not be done.
enum Undone {
    Failed(Failed),
    /// The story itself is wrong.
    Told(String),
}

impl<E: Into<Failed>> From<E> for Undone {
    fn from(error: E) -> Undone {
        Undone::Failed(error.into())
    }
}

fn told(why: impl Into<String>) -> Undone {
    Undone::Told(why.into())
}

/// A command of a life, with the bytes it brings.
struct Doing {
    what: Command,
    files: Vec<StoredFile>,
}

impl From<Command> for Doing {
    fn from(what: Command) -> Doing {
        Doing { what, files: Vec::new() }
    }
}

fn send(
    app: &App,
    life: &mut Life<'_>,
    nth: usize,
    who: &PersonId,
    to: &To,
    doing: Doing,
) -> Result<act::Done, Failed> {
    life.given += 1;
    let order = Order {
        id: format!("demo:{nth}:{}", life.given),
        who: Actor::person(who.clone()),
        what: doing.what,
        arrived_at: app.clock.now(),
        raw: Vec::new(),
        files: doing.files,
    };
    act::act(app, to, order)
}

fn register(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    nth: usize,
    parent: Option<&str>,
) -> Result<Outcome, Undone> {
    let now = app.clock.now();
    let subject = life.says("subject", rules, now).map_err(told)?.ok_or_else(|| told("no subject"))?;
    let description = life.says("says", rules, now).map_err(told)?.ok_or_else(|| told("no description"))?;
    if life.way == Way::Mail && parent.is_none() {
        return register_by_mail(app, rules, life, &subject, &description);
    }
    let mut form: IndexMap<String, toml::Value> = life.story.form.clone();
    if life.forgets {
        form.retain(|field, _| !life.story.forgets.contains(field));
    }
    let (mut inputs, names) = life.inputs(&form, rules, now).map_err(told)?;
    if let Some(item) = &life.story.item {
        inputs.insert("item".into(), Input::word(item.as_str()));
    }
    if let Some((field, person)) = life.chosen_approver(rules, rules.calendar.local(now).date()) {
        inputs.insert(field, Input::Value(Value::Person(person)));
    }
    let mut link = None;
    if let (Some((_, false)), Some(parent), Some(again)) = (life.after, parent, rules.procedure.document.again.as_ref())
    {
        link = Some((again.link.clone(), CaseNumber::from(parent)));
        if let Some(field) = &again.needs {
            let why = life.says("again", rules, now).map_err(told)?.ok_or_else(|| told("no reason to ask again"))?;
            inputs.insert(field.clone(), Input::Text(words(why)));
        }
    }
    let (mut files, mut stored) = (Vec::new(), Vec::new());
    for (field, name) in names {
        let (file, name, bytes) = upload(app, name, Some(field))?;
        files.push((file, name));
        stored.push(bytes);
    }
    let (actor, channel) = match life.way {
        Way::Portal | Way::Mail => (life.requester.clone(), Channel::Portal),
        Way::Phone => (life.agent.clone(), Channel::Phone),
    };
    let register = Register {
        number: CaseNumber::from(""),
        channel,
        requester: life.requester.clone(),
        beneficiary: life.beneficiary.clone(),
        subject: words(subject),
        description: words(description),
        inputs,
        files,
        followers: Vec::new(),
        link,
        letter: None,
    };
    let doing = Doing { files: stored, ..Command::Register(Box::new(register)).into() };
    let done = send(app, life, nth, &actor, &To::NewCase(life.told.desk.clone()), doing)?;
    life.stream = Some(done.stream);
    life.number = done.number.to_string();
    Ok(Outcome::Done)
}

/// The request arrives as a letter: in words, without a form.
fn register_by_mail(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    subject: &str,
    text: &str,
) -> Result<Outcome, Undone> {
    let file = life.story.words.get("file").and_then(|names| names.all().first());
    let file = file.map(|name| life.fill(name, rules, app.clock.now())).transpose().map_err(told)?;
    life.given += 1;
    match post(app, rules, life, subject, text, file.as_deref(), app.clock.now())? {
        Became::Filed(number) => {
            let found = app.store.read(|reader| cases::by_number(reader, number.as_str()))?;
            life.stream = found.map(|row| row.stream);
            life.number = number.to_string();
            Ok(Outcome::Done)
        }
        other => Err(told(format!("the letter became {other:?}"))),
    }
}

fn step(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    nth: usize,
    stream: &str,
    parent: Option<&str>,
) -> Result<Outcome, Undone> {
    let Some(step) = life.steps.get(life.next).copied() else { return Ok(Outcome::Skipped) };
    life.next += 1;
    if !life.dice.falls(step.chance) {
        return Ok(Outcome::Skipped);
    }
    let case = app.store.read(|reader| act::load(reader, stream))?.ok_or_else(|| told("the case is gone"))?;
    let day = rules.calendar.local(app.clock.now()).date();
    let Some(who) = life.who(step.by, rules, &case, day) else { return Err(told(format!("nobody is {:?}", step.by))) };
    match &step.does {
        Does::Again(walk) => return Ok(Outcome::Once { walk: walk.clone(), twice: false }),
        Does::Twice(walk) => return Ok(Outcome::Once { walk: walk.clone(), twice: true }),
        Does::Mail(slot) => {
            let text = said(life, slot, rules, app.clock.now())?.text;
            return answer_by_mail(app, rules, life, &case, &text, app.clock.now());
        }
        Does::Belated(slot) => {
            let ended = case.terms.iter().rev().find(|run| run.ended).ok_or_else(|| told("no term has ended"))?;
            let text = said(life, slot, rules, app.clock.now())?.text;
            return answer_by_mail(app, rules, life, &case, &text, ended.ends_at - BELATED);
        }
        _ => {}
    }
    let to = To::Case(stream.to_string());
    let doings = doings(app, rules, life, step, &case, stream, parent)?;
    let outcome = if doings.is_empty() { Outcome::Skipped } else { Outcome::Done };
    for doing in doings {
        send(app, life, nth, &who, &to, doing)?;
    }
    if matches!(step.does, Does::Decide(_)) && still_asked(app, stream)? {
        // The others of the step, or the next step of the policy.
        life.next -= 1;
    }
    Ok(outcome)
}

fn still_asked(app: &App, stream: &str) -> Result<bool, Undone> {
    let case = app.store.read(|reader| act::load(reader, stream))?;
    Ok(case.is_some_and(|case| case.open_approval().is_some()))
}

/// The commands of a step; none where there is nothing to do.
fn doings(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    step: &Step,
    case: &Case,
    stream: &str,
    parent: Option<&str>,
) -> Result<Vec<Doing>, Undone> {
    let now = app.clock.now();
    let visit = case.visit_no();
    let (inputs, names) = life.inputs(&step.with, rules, now).map_err(told)?;
    // A file is of the case before an answer can name it.
    let mut doings =
        names.into_iter().map(|(field, name)| attached(app, name, Some(field))).collect::<Result<Vec<_>, _>>()?;
    let command = match &step.does {
        Does::Simply(Deed::Take) => {
            let person = if step.by == Who::Agent { Some(life.agent.clone()) } else { life.specialist.clone() };
            Command::Assign { person, group: None, reason: None }
        }
        Does::Hand(slot) => {
            let group = life.story.group.clone().ok_or_else(|| told("no group to hand it to"))?;
            let other = life.specialist.clone().filter(|person| case.assignee.as_ref() != Some(person));
            let person = other.or_else(|| specialist(rules, &group, &mut life.dice));
            life.specialist = person.clone();
            Command::Assign { person, group: Some(group), reason: Some(said(life, slot, rules, now)?) }
        }
        Does::Answer(answer) => Command::Answer { visit, answer: AnswerId::from(answer.as_str()), inputs },
        Does::Comment(slot) => Command::Comment { text: said(life, slot, rules, now)? },
        Does::Note(slot) => Command::Note { text: said(life, slot, rules, now)? },
        Does::Decide(verdict) => {
            let open = case.open_approval().ok_or_else(|| told("nothing is asked"))?;
            let asked = open.step().ok_or_else(|| told("nothing is asked"))?;
            let verdict = if verdict == "approved" { Verdict::Approved } else { Verdict::Rejected };
            Command::Decide { approval: open.no, step: asked.step, binds: asked.binds.clone(), verdict, inputs }
        }
        Does::Interpret(answer) => {
            let Some(waiting) = &case.to_interpret else { return Ok(Vec::new()) };
            let stands_for = (answer != "reply").then(|| AnswerId::from(answer.as_str()));
            let reply = if stands_for.is_none() { Some(said(life, "reply", rules, now)?) } else { None };
            Command::Interpret { message: waiting.message, answer: stands_for, inputs, reply }
        }
        Does::Simply(Deed::Complete) => {
            doings.extend(completions(app, rules, life, case)?);
            return Ok(doings);
        }
        Does::Edit(field) => {
            let id = FieldId::from(field.as_str());
            let to = inputs.get(&id).cloned().ok_or_else(|| told(format!("«{field}» is not in with")))?;
            Command::Edit {
                saw: case.fields.get(&id).cloned(),
                field: id,
                to,
                reason: Some(said(life, "edit", rules, now)?),
            }
        }
        Does::Attach(name) => {
            let name = life.fill(name, rules, now).map_err(told)?;
            doings.push(attached(app, name, None)?);
            return Ok(doings);
        }
        Does::Simply(Deed::Survey) => {
            let score = life.dice.pick([(5, 11), (4, 7), (3, 2), (2, 1), (1, 1)]).unwrap_or(4);
            let slot = if score > 3 { "pleased" } else { "displeased" };
            let comment = if life.dice.falls(0.5) { Some(said(life, slot, rules, now)?) } else { None };
            Command::Survey { score, comment }
        }
        Does::Correct(activity) => {
            let there = case.visits.iter().rev().find(|visit| visit.activity == *activity.as_str());
            let to_visit = there.ok_or_else(|| told(format!("it never was in {activity}")))?.no;
            Command::Correct { to_visit, reason: said(life, "correction", rules, now)? }
        }
        Does::Simply(Deed::Undo) => {
            let last = case.answers.last().ok_or_else(|| told("nothing to undo"))?;
            Command::Undo { visit: last.visit }
        }
        Does::Simply(Deed::Withdraw) => Command::WithdrawContent {
            content: last_message(app, stream)?,
            reason: said(life, "withdrawal", rules, now)?,
        },
        Does::Simply(Deed::Merge) => {
            Command::Merge { into: CaseNumber::from(parent.ok_or_else(|| told("it repeats nothing"))?) }
        }
        Does::Mail(_) | Does::Belated(_) | Does::Again(_) | Does::Twice(_) => return Ok(doings),
    };
    doings.push(command.into());
    Ok(doings)
}

/// How long before the end of its term a belated letter had reached us.
const BELATED: SignedDuration = SignedDuration::from_mins(95);

/// The requester answers a letter of the case; it reached us at this instant.
fn answer_by_mail(
    app: &App,
    rules: &Rulebook,
    life: &mut Life<'_>,
    case: &Case,
    text: &str,
    at: Timestamp,
) -> Result<Outcome, Undone> {
    let subject = format!("Re: {}", case.number);
    match post(app, rules, life, &subject, text, None, at)? {
        Became::Filed(_) => Ok(Outcome::Done),
        other => Err(told(format!("the letter became {other:?}"))),
    }
}

fn post(
    app: &App,
    rules: &Rulebook,
    life: &Life<'_>,
    subject: &str,
    text: &str,
    file: Option<&str>,
    at: Timestamp,
) -> Result<Became, Undone> {
    let room = app.mail().ok_or_else(|| told("the demo has no mail"))?;
    let raw = letter::written(life, rules, subject, text, file, at).map_err(told)?;
    Ok(intake::take_in(app, room, &Came { raw: &raw, mailbox: "", arrived_at: at })?)
}

/// What the form lacks, filled in.
fn completions(app: &App, rules: &Rulebook, life: &mut Life<'_>, case: &Case) -> Result<Vec<Doing>, Undone> {
    let now = app.clock.now();
    let has = |field: &str| {
        case.fields.contains_key(field)
            || case.files.iter().any(|file| file.field.as_ref().is_some_and(|own| *own == *field))
    };
    let lacking: IndexMap<String, toml::Value> = life
        .story
        .form
        .iter()
        .filter(|(field, _)| !has(field))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect();
    let (inputs, names) = life.inputs(&lacking, rules, now).map_err(told)?;
    let mut doings =
        names.into_iter().map(|(field, name)| attached(app, name, Some(field))).collect::<Result<Vec<_>, _>>()?;
    for (field, to) in inputs {
        doings.push(Command::Edit { saw: None, field, to, reason: None }.into());
    }
    Ok(doings)
}

/// The words of the last message a case received.
fn last_message(app: &App, stream: &str) -> Result<ContentId, Undone> {
    let rows = app.store.read(|reader| events::load(reader, stream))?;
    let found = rows.iter().rev().find_map(|row| match format::event::read(row).ok()?.what {
        Happened::MessageReceived { text, .. } => Some(text),
        _ => None,
    });
    found.ok_or_else(|| told("no message was received"))
}

fn attached(app: &App, name: String, field: Option<FieldId>) -> Result<Doing, Undone> {
    let (file, name, stored) = upload(app, name, field)?;
    Ok(Doing { files: vec![stored], ..Command::Attach { file, name }.into() })
}

/// A sample file under a name of its own.
fn upload(app: &App, name: String, field: Option<FieldId>) -> Result<(File, Words, StoredFile), StoreError> {
    let Sample { media_type, bytes } = Sample::named(&name);
    let mut incoming = app.store.incoming()?;
    incoming.write_all(bytes).map_err(|error| StoreError::invalid(error.to_string()))?;
    let stored = incoming.finish()?;
    let name = words(name);
    let id = ContentId::from(stored.id().to_string().as_str());
    let file = File { id, name: name.id(), media_type: media_type.into(), size: stored.size(), field, internal: false };
    Ok((file, name, stored))
}

fn said(life: &mut Life<'_>, slot: &str, rules: &Rulebook, now: Timestamp) -> Result<Words, Undone> {
    life.says(slot, rules, now).map_err(told)?.map(words).ok_or_else(|| told(format!("nobody wrote «{slot}»")))
}
