//! Fills the card of one approval, and takes the decision. Opening it, as often as one likes and
//! with whatever program, decides nothing.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::event::{ApprovalOutcome, Verdict};
use desk::offer::{Offer, Required};
use desk::procedure::{Field as Definition, Giver, RoleKind};
use desk::value::Inputs;
use desk::words::ContentId;
use desk::{AnswerId, Command, FieldId, PersonId, Refused, VisitNo};
use serde::Deserialize;

use super::card::{CardPage, CardStep, Check};
use crate::view::{self, CaseView, MyDecision};
use crate::web::Web;
use crate::web::cases::command::{self, Became};
use crate::web::cases::fields::{self, Asking, Typed};
use crate::web::cases::sent::Sent;
use crate::web::cases::{act, command_id, happened, talk, time};
use crate::web::desk::show_case;
use crate::web::fail::Fail;
use crate::web::kit::{Fact, Field, File, FormHead, Problem};
use crate::web::page::{Page, Person, Tab};

const AREA: &str = "approvals";
/// What the card calls its one text: the motive of a rejection, the reason why somebody else decides.
const MOTIVE: &str = "motivo";
const REASON: &str = "razon";
/// The control both are written in.
const REASON_ANCHOR: &str = "f-reason";

#[derive(Deserialize, Default)]
pub struct Address {
    #[serde(default)]
    step: String,
}

/// `GET /approvals/{number}`
///
/// # Errors
/// [`Fail::NotFound`] for whoever was not asked.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = load(&web, &me, &number).await?;
    page(p, &case, &me, CardStep::from_word(&address.step), &Typed::default(), None)
}

/// `POST /approvals/{number}/decide`
///
/// # Errors
/// As [`show`]; [`Fail::Unreadable`] for a form without a verdict.
pub async fn decide(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = load(&web, &me, &number).await?;
    let (verdict, step) = match sent.typed.text("verdict").as_str() {
        "approve" => (Verdict::Approved, CardStep::Read),
        "reject" => (Verdict::Rejected, CardStep::Reject),
        _ => return Err(Fail::Unreadable),
    };
    let what = decision(&case, verdict, &sent);
    send(&web, p, &me, case, step, sent, what).await
}

/// `POST /approvals/{number}/answer`: «no soy el aprobador».
///
/// # Errors
/// As [`show`].
pub async fn answer(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = load(&web, &me, &number).await?;
    let what = not_mine(&case, &sent);
    send(&web, p, &me, case, CardStep::NotMine, sent, what).await
}

async fn load(web: &Web, me: &PersonId, number: &str) -> Result<CaseView, Fail> {
    let case = web.case(me, number).await?;
    if asked(&case, me) { Ok(case) } else { Err(Fail::NotFound) }
}

/// Whether an approval of the case was ever put before this person, themself or as a substitute.
fn asked(case: &CaseView, me: &PersonId) -> bool {
    let mut steps = case.approvals.iter().flat_map(|approval| &approval.steps);
    let seat = |(person, absence): &(PersonId, Option<(PersonId, _)>)| {
        person == me || absence.as_ref().is_some_and(|(substitute, _)| substitute == me)
    };
    !case.is_mine()
        && steps.any(|step| step.people.iter().any(seat) || step.decisions.iter().any(|decision| decision.by == *me))
}

async fn send(
    web: &Web,
    p: Page,
    me: &PersonId,
    case: CaseView,
    step: CardStep,
    sent: Sent,
    what: Result<Command, Refused>,
) -> Result<Response, Fail> {
    let became = match what {
        Ok(what) => command::send(web, me, &case.stream, sent.command(), what, Vec::new()).await?,
        Err(refused) => Became::Refused(refused),
    };
    match became {
        Became::Done(_) => Ok(Redirect::to(&format!("/{AREA}/{}", case.number)).into_response()),
        Became::Refused(refused) => {
            // Shown as it is now: what changed meanwhile may be why it was refused.
            let case = load(web, me, case.number.as_str()).await?;
            page(p, &case, me, step, &sent.typed, Some(&refused))
        }
    }
}

/// The decision on exactly what was shown: the form names approval, step and fingerprint.
fn decision(case: &CaseView, verdict: Verdict, sent: &Sent) -> Result<Command, Refused> {
    let shown = sent.typed.text("visit");
    let (approval, step) = shown
        .split_once('.')
        .and_then(|(no, step)| Some((no.parse().ok()?, step.parse().ok()?)))
        .ok_or(Refused::ApprovalOver)?;
    let asked = case.my_decision.as_ref().map_or_else(Vec::new, |mine| written(mine, verdict));
    let motive = motive(case);
    let named = asked.iter().map(|(id, field)| {
        let name = if verdict == Verdict::Rejected && motive.as_ref() == Some(id) {
            MOTIVE.to_owned()
        } else {
            id.to_string()
        };
        (id, field.kind, name)
    });
    let inputs = fields::inputs(&case.rules, named, &sent.typed, &sent.ids())?;
    Ok(Command::Decide { approval, step, binds: ContentId::from(sent.typed.text("binds").as_str()), verdict, inputs })
}

/// Everything a verdict writes down.
fn written(mine: &MyDecision, verdict: Verdict) -> Vec<(FieldId, Definition)> {
    let own = if verdict == Verdict::Approved { &mine.to_approve } else { &mine.to_reject };
    mine.analysis.iter().chain(own).cloned().collect()
}

/// The field that says why a request is rejected: the first text its arrow asks for.
fn motive(case: &CaseView) -> Option<FieldId> {
    let mine = case.my_decision.as_ref()?;
    mine.to_reject.iter().find(|(_, field)| field.kind.is_written()).map(|(id, _)| id.clone())
}

/// The answer of the procedure by which an approver hands the decision back, where it has one.
fn handing_back<'a>(case: &'a CaseView, offers: &'a [Offer<'a>]) -> Option<&'a Offer<'a>> {
    offers
        .iter()
        .find(|offer| offer.closed_because.is_none() && case.rules.procedure.role_is(&offer.role, RoleKind::Approver))
}

/// The field of that answer that says why.
fn reason<'a>(offer: &'a Offer<'a>) -> Option<&'a FieldId> {
    let written = |required: bool| {
        offer
            .asked
            .iter()
            .find(move |asked| asked.field.kind.is_written() && (asked.required == Required::Yes) == required)
    };
    written(true).or_else(|| written(false)).map(|asked| asked.id)
}

fn not_mine(case: &CaseView, sent: &Sent) -> Result<Command, Refused> {
    let turn = case.turn();
    let answer = AnswerId::from(sent.typed.text("answer").as_str());
    let visit =
        sent.typed.text("visit").parse().map(VisitNo).map_err(|_| Refused::VisitUnknown { visit: VisitNo(0) })?;
    let Some(offer) = handing_back(case, &turn.offers).filter(|offer| *offer.id == answer) else {
        // Named all the same: the rules say why it cannot be given.
        return Ok(Command::Answer { visit, answer, inputs: Inputs::new() });
    };
    let why = reason(offer);
    let named = offer.asked.iter().map(|asked| {
        (asked.id, asked.field.kind, if Some(asked.id) == why { REASON.to_owned() } else { asked.id.to_string() })
    });
    let inputs = fields::inputs(&case.rules, named, &sent.typed, &sent.ids())?;
    Ok(Command::Answer { visit, answer, inputs })
}

fn page(
    p: Page,
    case: &CaseView,
    me: &PersonId,
    step: CardStep,
    typed: &Typed,
    refused: Option<&Refused>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Approvals).of_desk(&case.rules.desk);
    let mine = case.my_decision.as_ref();
    let turn = case.turn();
    let back = handing_back(case, &turn.offers);
    let mut analysis = analysis(case, step, typed);
    let problems = refused.map_or_else(Vec::new, |refused| problems(&p, case, step, &mut analysis, refused));
    let href = format!("/{AREA}/{}", case.number);
    let due_at = case
        .approvals
        .iter()
        .flat_map(|approval| &approval.steps)
        .find_map(|step| step.due_at)
        .filter(|_| mine.is_some());
    let (stand_in, stand_in_short) = stand_in(&p, case);
    let page = CardPage {
        number: case.number.to_string(),
        subject: show_case::subject(&p, case),
        place: String::new(),
        due: time::due(&p, &case.rules.calendar, time::minutes_a_day(&case.rules), due_at, None, case.now),
        stand_in,
        stand_in_short,
        facts: facts(&p, case, due_at),
        why: why(case),
        answers: answers(&p, case),
        checks: checks(&p, case),
        files: files(&p, case),
        policy: policy(&p, case),
        binds: mine.map_or_else(String::new, |mine| mine.binds.as_str().to_owned()),
        step,
        form: FormHead {
            action: format!("{href}/decide"),
            command_id: command_id(),
            visit: mine.map_or_else(String::new, |mine| format!("{}.{}", mine.approval, mine.step)),
            seen: case.seq,
        },
        analysis,
        not_mine: back.map_or_else(FormHead::default, |_| FormHead {
            action: format!("{href}/answer"),
            command_id: command_id(),
            visit: case.stay().map_or_else(String::new, |stay| stay.visit.to_string()),
            seen: case.seq,
        }),
        not_mine_answer: back.map_or_else(String::new, |offer| offer.id.to_string()),
        problems,
        reason: typed.text(if step == CardStep::NotMine { REASON } else { MOTIVE }),
        decided: if mine.is_some() { String::new() } else { decided(&p, case, me) },
        href,
        p,
    };
    Page::show_as(if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// What is written down with the verdict of this step; the motive has its own place.
fn analysis(case: &CaseView, step: CardStep, typed: &Typed) -> Vec<Field> {
    let Some(mine) = case.my_decision.as_ref() else { return Vec::new() };
    let (verdict, giver) = match step {
        CardStep::Read => (Verdict::Approved, Giver::Approved),
        CardStep::Reject => (Verdict::Rejected, Giver::Denied),
        CardStep::NotMine => return Vec::new(),
    };
    let motive = motive(case).filter(|_| verdict == Verdict::Rejected);
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let today = case.rules.calendar.local(case.now).date();
    let arrow = case.stay().and_then(|stay| {
        case.rules.procedure.answers_from(&stay.activity).find(|(_, answer)| answer.given_by == giver)
    });
    let needed = |id: &FieldId| arrow.is_some_and(|(_, answer)| answer.needs.iter().any(|need| need.field == *id));
    let asked = written(mine, verdict).into_iter().filter(|(id, _)| motive.as_ref() != Some(id));
    asked
        .map(|(id, definition)| {
            let ask = Asking { rules: &case.rules, parties, today, typed, held: None };
            fields::field(&ask, &id, &definition, id.as_str(), definition.required || needed(&id))
        })
        .collect()
}

fn problems(p: &Page, case: &CaseView, step: CardStep, analysis: &mut [Field], refused: &Refused) -> Vec<Problem> {
    let found = act::mark(p, analysis, refused);
    if !found.is_empty() {
        return found;
    }
    let own = match step {
        CardStep::Reject => motive(case),
        CardStep::NotMine => reason_of(case),
        CardStep::Read => None,
    };
    let text =
        own.and_then(|id| act::problem_of(p, id.as_str(), refused)).unwrap_or_else(|| act::said(p, case, refused));
    vec![Problem { anchor: REASON_ANCHOR.to_owned(), text }]
}

fn reason_of(case: &CaseView) -> Option<FieldId> {
    let turn = case.turn();
    handing_back(case, &turn.offers).and_then(reason).cloned()
}

fn stand_in(p: &Page, case: &CaseView) -> (String, String) {
    let Some((absent, until)) =
        case.my_decision.as_ref().and_then(|mine| Some((mine.acting_for.as_ref()?, mine.absent_until?)))
    else {
        return Default::default();
    };
    let name = case.rules.people.name(absent);
    let long = p.t("card-stand-in").arg("absent", &name).arg("until", p.w.day_near(until)).to_string();
    (long, p.t("decides-for").arg("absent", name).to_string())
}

fn facts(p: &Page, case: &CaseView, due_at: Option<jiff::Timestamp>) -> Vec<Fact> {
    let rules = &case.rules;
    let person = |key: &str, id: &PersonId| {
        let about = rules.people.get(id).map_or_else(String::new, |person| {
            [person.position.as_str(), person.unit.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        });
        Fact { label: p.t(key).to_string(), value: rules.people.name(id), about, ..Fact::default() }
    };
    let mut facts = vec![person("card-requester", &case.parties.requester)];
    if case.parties.beneficiary != case.parties.requester {
        facts.push(person("card-beneficiary", &case.parties.beneficiary));
    }
    if let Some(item) = case.item.as_ref().and_then(|item| rules.catalogue.items.get(item)) {
        let category =
            rules.catalogue.categories.get(&item.category).map_or_else(String::new, |category| category.name.clone());
        facts.push(Fact {
            label: p.t("card-service").to_string(),
            value: item.name.clone(),
            about: category,
            ..Fact::default()
        });
    }
    facts.push(Fact { label: p.t("card-received").to_string(), value: p.w.stamp(case.received_at), ..Fact::default() });
    if let Some(at) = due_at {
        facts.push(Fact { label: p.t("card-until").to_string(), value: p.w.when_near(at), ..Fact::default() });
    }
    facts
}

/// The requester's reason: the description of the request, as typed.
fn why(case: &CaseView) -> Vec<String> {
    let request =
        case.entries.iter().filter_map(|entry| entry.said.as_ref()).find(|said| said.voice == view::Voice::Request);
    request.and_then(|said| said.text.written()).map_or_else(Vec::new, act::paragraphs)
}

/// What the requester answered in the form of the service.
fn answers(p: &Page, case: &CaseView) -> Vec<Fact> {
    let form = case.item.as_ref().and_then(|item| case.rules.catalogue.items.get(item)).map(|item| &item.form);
    let of_form = case.fields.iter().filter(|field| form.is_some_and(|form| form.contains_key(&field.id)));
    of_form
        .filter_map(|field| {
            Some(Fact { label: field.label.clone(), value: happened::shown(p, case, field)?, ..Fact::default() })
        })
        .collect()
}

/// What people of the desk answered on the way here.
fn checks(p: &Page, case: &CaseView) -> Vec<Check> {
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let asked_at = case.approvals.last().and_then(|approval| approval.steps.first()).map(|step| step.asked_at);
    let before = case
        .trail
        .iter()
        .filter(|stay| !stay.mistaken && asked_at.is_none_or(|at| stay.left_at.is_some_and(|left| left <= at)));
    before
        .filter_map(|stay| {
            let (answer, by) = stay.answer.as_ref()?;
            let by = by.as_ref().filter(|by| !parties.contains(by))?;
            let label = &case.rules.procedure.answers.get(answer)?.label;
            let activity = case.rules.procedure.activity(&stay.activity).map_or("", |activity| activity.name.as_str());
            let when = stay.left_at.map_or_else(String::new, |at| p.w.when_short(at));
            let text = p
                .t("card-verified")
                .arg("activity", activity)
                .arg("answer", label)
                .arg("by", case.rules.people.name(by))
                .arg("when", when)
                .to_string();
            Some(Check { fits: true, text })
        })
        .collect()
}

fn files(p: &Page, case: &CaseView) -> Vec<File> {
    case.files.iter().map(|file| talk::file(p, case, file, AREA)).collect()
}

/// What the decision rests on: the policy of the procedure, and the row of the matrix that named the approver.
fn policy(p: &Page, case: &CaseView) -> Vec<String> {
    let Some(last) = case.approvals.last() else { return Vec::new() };
    let row = last.steps.last().and_then(|step| step.row.as_ref());
    let row = row.map(|row| p.t("card-row").arg("row", row).to_string());
    std::iter::once(last.name.clone()).chain(row).collect()
}

/// Why there is nothing to decide any more.
fn decided(p: &Page, case: &CaseView, me: &PersonId) -> String {
    let Some(last) = case.approvals.last() else { return String::new() };
    let decisions: Vec<_> = last.steps.iter().flat_map(|step| &step.decisions).collect();
    let decision = decisions.iter().rev().find(|decision| decision.by == *me).or(decisions.last());
    match decision {
        Some(decision) if last.outcome != Some(ApprovalOutcome::Recalled) || decision.by == *me => {
            let key = match (decision.by == *me, decision.verdict) {
                (true, Verdict::Approved) => "card-you-approved",
                (true, Verdict::Rejected) => "card-you-rejected",
                (false, Verdict::Approved) => "card-they-approved",
                (false, Verdict::Rejected) => "card-they-rejected",
            };
            p.t(key)
                .arg("by", case.rules.people.name(&decision.by))
                .arg("when", p.w.when_short(decision.at))
                .to_string()
        }
        _ => p.t("card-recalled").to_string(),
    }
}
