//! Fills the portal's page of a request, and takes its forms.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::access::Sight;
use desk::event::ClosedBy;
use desk::offer::{Offer, Required};
use desk::procedure::{FieldKind, Procedure, RoleKind, StateKind};
use desk::value::{Input as Answer, Value};
use desk::{ActivityId, AnswerId, Command, FieldId, Happened, PersonId, Refused};

use super::case::{Asked, Choice, Contradict, RequestPage, Solution, Survey};
use super::{form, services, show_home};
use crate::act::{Done, Order, To, act_async};
use crate::view::{CaseView, Outcome, Shown, Stay, Text};
use crate::web::Web;
use crate::web::cases::command::{self, Became};
use crate::web::cases::fields::{self, Asking, Typed};
use crate::web::cases::sent::Sent;
use crate::web::cases::{act, coming, command_id, form as head, happened, state_of, talk, time, who, why};
use crate::web::desk::show_case;
use crate::web::drafts;
use crate::web::fail::{Fail, Kept};
use crate::web::kit::{Explained, Fact, FormHead, Glyph, Link, Opt, Problem, Stage, State as StateChip, Step, Who};
use crate::web::page::{Page, Person, Tab};
use crate::web::procedure::show_procedure::cited;

const AREA: &str = "requests";
/// The word of the form that completes the service's own questions.
const FORM: &str = "form";

/// The word of the form that writes to the desk.
const COMMENT: &str = "comment";

/// The address of that form, which is the name of its draft.
fn comment_of(case: &CaseView) -> String {
    format!("/{AREA}/{}/{COMMENT}", case.number)
}

/// `GET /requests/{number}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such request for this reader.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = web.case(&me, &number).await?;
    // Who works on it reads the desk's page.
    if case.sight == Sight::All || case.sight == Sight::Outline {
        return Ok(Redirect::to(&format!("/cases/{}", case.number)).into_response());
    }
    let written = drafts::get(&web, &me, &comment_of(&case)).await?.map(|(typed, _)| typed).unwrap_or_default();
    page(p, &case, &me, StatusCode::OK, &written, None)
}

/// `POST /requests/{number}/{word}`
///
/// # Errors
/// As [`show`]; [`Fail::MovedOn`] where somebody else was faster.
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((number, word)): Path<(String, String)>,
    mut sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = web.case(&me, &number).await?;
    let became = if word == FORM {
        edit(&web, &me, &case, &mut sent).await?
    } else {
        command::take(&web, &me, &case, &word, &mut sent).await?
    };
    match became {
        Became::Done(_) if word == COMMENT => {
            drafts::forget(&web, &me, &comment_of(&case)).await?;
            Ok(Redirect::to(&format!("/{AREA}/{}", case.number)).into_response())
        }
        Became::Done(_) => Ok(Redirect::to(&format!("/{AREA}/{}", case.number)).into_response()),
        Became::Refused(Refused::CaseMoved { .. }) => {
            let written =
                sent.typed.0.iter().filter(|(name, _)| *name != "csrf" && *name != "visit" && *name != "command_id");
            let fields =
                written.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).collect();
            let kept = Kept { action: format!("/{AREA}/{}/{word}", case.number), fields };
            Err(Fail::MovedOn { case: format!("/{AREA}/{}", case.number), kept: Some(kept) })
        }
        Became::Refused(refused) => {
            // Its files may be in it already: it is read anew.
            let case = web.case(&me, &number).await?;
            page(p, &case, &me, StatusCode::UNPROCESSABLE_ENTITY, &sent.typed, Some((&word, &refused)))
        }
    }
}

/// What the case asks of its reader, and the way out that needs no question.
pub fn asked(case: &CaseView) -> (Vec<Offer<'_>>, Option<Offer<'_>>) {
    let mut out = None;
    let mut asked = Vec::new();
    // Who also works at the desk answers here only as who asked.
    let mine = |offer: &Offer<'_>| case.rules.procedure.role_is(&offer.role, RoleKind::Requester);
    for offer in case.turn().offers.into_iter().filter(mine) {
        // An answer of its own right stands in many activities and is no question of this one.
        if !offer.answer.by.is_empty() && out.is_none() {
            out = Some(offer);
        } else if offer.closed_because.is_none() || offer.may_open {
            asked.push(offer);
        }
    }
    (asked, out)
}

/// The service's own answers as they would stand in its form.
pub fn as_typed(case: &CaseView) -> Typed {
    let mut typed = Typed::default();
    for field in &case.fields {
        let values = match (&field.value, case.held(&field.id)) {
            (Shown::Text(Text::Written(text)), _) => vec![text.clone()],
            (_, Some(Value::Word(word))) => vec![word.clone()],
            (_, Some(Value::Many(words))) => words.clone(),
            (_, Some(Value::Number(number))) => vec![number.to_string().replace('.', ",")],
            (_, Some(Value::Date(date))) => vec![date.to_string()],
            (_, Some(Value::Yes(yes))) => vec![if *yes { "si" } else { "no" }.to_owned()],
            (_, Some(Value::Person(person))) => vec![person.to_string()],
            (_, Some(Value::People(people))) => {
                vec![people.iter().map(PersonId::to_string).collect::<Vec<_>>().join("\n")]
            }
            (_, Some(Value::Group(group))) => vec![group.to_string()],
            _ => continue,
        };
        typed.0.insert(form::name(&field.id), values);
    }
    typed
}

/// Changes the answers to the service's questions that now read otherwise; one command a field.
async fn edit(web: &Web, me: &PersonId, case: &CaseView, sent: &mut Sent) -> Result<Became, Fail> {
    let id = sent.command();
    let seen: i64 = sent.typed.text("visit").parse().unwrap_or(0);
    let before = as_typed(case);
    let item = case.item.as_ref().and_then(|id| case.rules.catalogue.items.get(id));
    let mut edits: Vec<Command> = Vec::new();
    for (field, definition) in item.map(|item| &item.form).into_iter().flatten() {
        let name = form::name(field);
        if definition.kind == FieldKind::Attachments || !sent.typed.0.contains_key(&name) || !case.may_edit(field) {
            continue;
        }
        let given = sent.typed.all(&name);
        let same = |a: &[String], b: &[String]| {
            a.iter()
                .map(|text| text.trim())
                .filter(|text| !text.is_empty())
                .eq(b.iter().map(|text| text.trim()).filter(|text| !text.is_empty()))
        };
        if same(given, before.all(&name)) {
            continue;
        }
        let newer = case.entries.iter().any(|entry| {
            entry.seq > seen && matches!(&entry.what, Happened::Edited { field: own, .. } if own == field)
        });
        if newer {
            return Ok(Became::Refused(Refused::ValueChanged { field: field.clone(), now: case.held(field).cloned() }));
        }
        let to = match fields::answer(&case.rules, field, definition.kind, given, &[]) {
            Ok(to) => to.unwrap_or_else(|| Answer::word("")),
            Err(refused) => return Ok(Became::Refused(refused)),
        };
        edits.push(Command::Edit { field: field.clone(), saw: case.held(field).cloned(), to, reason: None });
    }
    for (at, what) in edits.into_iter().enumerate() {
        let order = Order::of_person(&web.app, format!("{id}.e{at}"), me, what);
        if let refused @ Became::Refused(_) =
            command::became(act_async(&web.app, To::Case(case.stream.clone()), order).await)?
        {
            return Ok(refused);
        }
    }
    if !sent.files.is_empty() {
        return command::take(web, me, case, "attach", sent).await;
    }
    Ok(Became::Done(Done {
        stream: case.stream.clone(),
        number: case.number.clone(),
        events: Vec::new(),
        repeated: false,
    }))
}

fn page(
    p: Page,
    case: &CaseView,
    me: &PersonId,
    status: StatusCode,
    typed: &Typed,
    refused: Option<(&str, &Refused)>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Requests).of_desk(&case.rules.desk);
    let said = refused.filter(|(word, _)| *word == "comment");
    let (questions, out) = asked(case);
    let mut question = question(&p, case, me, &questions, typed, refused);
    if let Some((word, refused)) = refused
        && question.as_ref().is_none_or(|asked| asked.problems.is_empty())
    {
        let anchor = if word == "comment" { "reply-text" } else { "main" };
        let problem = Problem { anchor: anchor.into(), text: act::said(&p, case, refused) };
        question.get_or_insert_with(|| not_recorded(&p)).problems.push(problem);
    }
    let here = case.stay();
    let state = here.and_then(|stay| case.rules.procedure.state_of(&stay.activity));
    let page = RequestPage {
        number: case.number.to_string(),
        subject: show_case::subject(&p, case),
        state: here.map_or(StateChip { label: String::new(), glyph: Glyph::New }, |stay| {
            state_of(&case.rules, &stay.activity)
        }),
        meaning: ended(&p, case).or_else(|| Some(state?.portal.clone())).unwrap_or_default(),
        closed: case.closed.is_some(),
        solution: solution(&p, case, me),
        contradict: case.contradictable_until().map(|until| Contradict {
            until,
            open: case.now < until,
            form: head(AREA, &case.number, COMMENT, ""),
        }),
        asked: question,
        survey: survey(case, typed),
        again: again(case),
        withdraw: out.map(|offer| choice(&p, case, &offer, typed, refused)),
        steps: steps(&p, case),
        progress: here.map_or_else(String::new, |stay| p.t("activity").arg("number", &stay.activity).to_string()),
        chart: Link {
            text: cited(&p, &case.rules.procedure.document),
            href: format!("/requests/{}/procedure", case.number),
        },
        conversation: talk::conversation(&p, case, me, AREA),
        reply: if case.actions.comment { head(AREA, &case.number, "comment", "") } else { FormHead::default() },
        draft: if refused.is_none() || said.is_some() { typed.text("text") } else { String::new() },
        facts: facts(&p, case),
        future: if case.closed.is_some() { Vec::new() } else { coming::all(&p, &case.rules, &case.coming, true) },
        explain: format!("/{AREA}/{}/explain", case.number),
        p,
    };
    Page::show_as(status, &page)
}

/// Where a refusal is said that is about no question.
fn not_recorded(p: &Page) -> Asked {
    Asked {
        question: p.t("not-recorded").to_string(),
        missing: Vec::new(),
        until: None,
        otherwise: String::new(),
        explained: None,
        form: FormHead::default(),
        answers: Vec::new(),
        problems: Vec::new(),
        verifying: false,
    }
}

fn question(
    p: &Page,
    case: &CaseView,
    me: &PersonId,
    offers: &[Offer<'_>],
    typed: &Typed,
    refused: Option<(&str, &Refused)>,
) -> Option<Asked> {
    let missing = missing(case);
    // Where nothing was found missing, the question is another than the form's.
    let own_form = if missing.is_empty() { None } else { own_form(p, case, me, typed, refused) };
    if offers.is_empty() && own_form.is_none() {
        return None;
    }
    let here = case.stay()?;
    let activity = case.rules.procedure.activity(&here.activity)?;
    let answers: Vec<Choice> =
        own_form.into_iter().chain(offers.iter().map(|offer| choice(p, case, offer, typed, refused))).collect();
    let problems = answers.iter().flat_map(|choice| &choice.needs).filter_map(|field| {
        let text = field.problem.as_ref()?;
        Some(Problem { anchor: field.id(), text: format!("{}: {text}", field.label) })
    });
    let silence = show_home::silence(case);
    Some(Asked {
        question: if activity.question.is_empty() { activity.name.clone() } else { activity.question.clone() },
        missing,
        until: time::deadline(case),
        otherwise: silence.map_or_else(String::new, |answer| p.t("silence-means").arg("answer", answer).to_string()),
        explained: explained(p, case),
        form: head(AREA, &case.number, "answer", &here.visit.to_string()),
        problems: problems.collect(),
        answers,
        verifying: case.turn().verifying.is_some(),
    })
}

/// The term the reader's silence would end, day by day.
fn explained(p: &Page, case: &CaseView) -> Option<Explained> {
    let term = time::awaited(case)?;
    let more = format!("/{AREA}/{}/explain?of=term.{}.{}", case.number, term.id, term.visit);
    Some(why::term(p, &case.rules, case.now, &term.told, more))
}

/// What the desk last said is missing, item by item, until the person answers it.
fn missing(case: &CaseView) -> Vec<String> {
    let theirs = |by: &Option<PersonId>| {
        by.as_ref().is_some_and(|by| [&case.parties.requester, &case.parties.beneficiary].contains(&by))
    };
    let answers = case.entries.iter().rev().filter(|entry| matches!(entry.what, Happened::Answered { .. }));
    let by_the_desk = answers.take_while(|entry| !theirs(&entry.by));
    let lists = by_the_desk.map(|entry| {
        let lists = entry.fields.iter().filter(|field| case.kind(&field.id) == Some(FieldKind::List));
        let texts = lists.filter_map(|field| match &field.value {
            Shown::Text(text) => text.written(),
            _ => None,
        });
        let items = texts.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty());
        items.map(str::to_owned).collect::<Vec<_>>()
    });
    lists.into_iter().find(|items| !items.is_empty()).unwrap_or_default()
}

fn choice(p: &Page, case: &CaseView, offer: &Offer<'_>, typed: &Typed, refused: Option<(&str, &Refused)>) -> Choice {
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let today = case.rules.calendar.local(case.now).date();
    let open = typed.one("answer") == Some(offer.id.as_str());
    let refused = refused.filter(|(word, _)| *word == "answer" && open).map(|(_, refused)| refused);
    let needs = offer.asked.iter().map(|asked| {
        let ask = Asking { rules: &case.rules, parties, today, typed, held: asked.held };
        let mut field = fields::field(
            &ask,
            asked.id,
            asked.field,
            &act::name(offer.id.as_str(), asked.id),
            asked.required == Required::Yes,
        );
        field.problem = refused.and_then(|refused| act::problem_of(p, asked.id.as_str(), refused));
        field
    });
    let visit = case.stay().map_or_else(String::new, |stay| stay.visit.to_string());
    Choice {
        id: offer.id.to_string(),
        label: offer.label.to_owned(),
        form: head(AREA, &case.number, "answer", &visit),
        needs: needs.collect(),
        send: offer.label.to_owned(),
        refuses: false,
        open,
    }
}

/// The service's questions, where the procedure waits for the reader to complete them.
fn own_form(
    p: &Page,
    case: &CaseView,
    me: &PersonId,
    typed: &Typed,
    refused: Option<(&str, &Refused)>,
) -> Option<Choice> {
    if !case.is_mine() {
        return None;
    }
    let item = case.rules.catalogue.items.get(case.item.as_ref()?)?;
    let editable: Vec<&FieldId> = item.form.keys().filter(|id| case.may_edit(id)).collect();
    if editable.is_empty() {
        return None;
    }
    let refused = refused.filter(|(word, _)| *word == FORM).map(|(_, refused)| refused);
    let before = as_typed(case);
    let ask = Asking {
        rules: &case.rules,
        parties: [&case.parties.requester, me],
        today: case.rules.calendar.local(case.now).date(),
        typed: if refused.is_some() { typed } else { &before },
        held: None,
    };
    let mut needs = form::questions(&ask, Some(item));
    if let Some(refused) = refused {
        let wrong = editable
            .iter()
            .filter_map(|id| Some((form::name(id), act::problem_of(p, id.as_str(), refused)?)))
            .collect();
        form::mark(&mut needs, &wrong, &mut Vec::new());
    }
    Some(Choice {
        id: FORM.to_owned(),
        label: p.t("complete-form").to_string(),
        form: FormHead {
            action: format!("/{AREA}/{}/{FORM}", case.number),
            command_id: command_id(),
            visit: case.seq.to_string(),
            seen: 0,
        },
        needs,
        send: p.t("keep-changes").to_string(),
        refuses: false,
        open: refused.is_some(),
    })
}

/// What the desk reported; once somebody disagreed and the desk is at work again, the objection.
fn solution(p: &Page, case: &CaseView, me: &PersonId) -> Option<Solution> {
    let outcome = case.outcome.as_ref()?;
    if let Some((stay, answer, by)) = disputed(case, outcome) {
        let label = case.rules.procedure.answers.get(answer).map_or_else(String::new, |answer| answer.label.clone());
        let given = case
            .entries
            .iter()
            .find(|entry| matches!(&entry.what, Happened::Answered { visit, .. } if *visit == stay.visit));
        let fields = given.into_iter().flat_map(|entry| &entry.fields).filter(|field| !field.internal);
        let words = fields.filter_map(|field| match &field.value {
            Shown::Text(text) => text.written().map(act::paragraphs),
            _ => None,
        });
        let mut paragraphs: Vec<String> = words.flatten().collect();
        paragraphs.push(p.t("solution-disputed").to_string());
        return Some(Solution {
            title: label,
            paragraphs,
            by: who(&case.rules, by, me),
            at: stay.left_at.unwrap_or(case.now),
        });
    }
    let texts = outcome.fields.iter().filter(|field| !field.internal).filter_map(|field| match &field.value {
        Shown::Text(text) => text.written().map(|text| (field.label.clone(), text.to_owned())),
        _ => None,
    });
    let mut paragraphs = vec![outcome.portal.clone()];
    for (_, text) in texts {
        paragraphs.extend(act::paragraphs(&text));
    }
    paragraphs.retain(|text| !text.is_empty());
    let tool = || Who::new("", &p.t("the-tool").to_string(), "", false);
    Some(Solution {
        title: outcome.label.clone(),
        paragraphs,
        by: outcome.by.as_ref().map_or_else(tool, |by| who(&case.rules, by, me)),
        at: outcome.at.or(case.closed.map(|(at, _)| at)).unwrap_or(case.now),
    })
}

/// The stay in which what was reported was not accepted, while the desk works on it again.
fn disputed<'a>(case: &'a CaseView, outcome: &Outcome) -> Option<(&'a Stay, &'a AnswerId, &'a PersonId)> {
    let procedure = &case.rules.procedure;
    let reported = |stay: &Stay| {
        let kind = procedure.state_of(&stay.activity).map(|state| state.kind);
        matches!(kind, Some(StateKind::Resolved | StateKind::Closed))
    };
    if case.closed.is_some() || case.stay().is_none_or(reported) {
        return None;
    }
    let since = outcome.at?;
    let left = |stay: &&Stay| !stay.mistaken && stay.entered_at >= since && reported(stay);
    let stay = case.trail.iter().rev().find(left)?;
    let (answer, by) = stay.answer.as_ref()?;
    Some((stay, answer, by.as_ref()?))
}

/// When and how it ended; nothing while it has not.
fn ended(p: &Page, case: &CaseView) -> Option<String> {
    let (at, by) = case.closed?;
    let (key, when) = match by {
        // Closed at the instant the term was over, which is told as its last minute.
        ClosedBy::Silence => ("closed-silence", p.w.deadline(at)),
        ClosedBy::Requester => ("closed-requester", p.w.when(at)),
        ClosedBy::Staff => ("closed-staff", p.w.when(at)),
        ClosedBy::System => ("closed-system", p.w.when(at)),
    };
    Some(p.t(key).arg("when", when).to_string())
}

fn survey(case: &CaseView, typed: &Typed) -> Option<Survey> {
    let survey = case.survey.as_ref()?;
    let face = |(at, label): (usize, &String)| {
        let value = (at + 1).to_string();
        Opt { chosen: typed.one("score") == Some(value.as_str()), value, label: label.clone(), ..Opt::default() }
    };
    Some(Survey {
        form: head(AREA, &case.number, "survey", ""),
        question: survey.question.clone(),
        faces: survey.options.iter().enumerate().map(face).rev().collect(),
        until: Some(survey.until),
    })
}

/// «Volver a solicitar»: the same form, filled in.
fn again(case: &CaseView) -> Option<Link> {
    let again = case.again.as_ref().filter(|_| case.is_mine())?;
    let active = |id: &&desk::ItemId| case.rules.catalogue.items.get(*id).is_some_and(|item| item.active);
    let base = services::href(case.desk(), case.item.as_ref().filter(active));
    let mark = if base.contains('?') { '&' } else { '?' };
    Some(Link { text: again.label.clone(), href: format!("{base}{mark}again={}", case.number) })
}

/// The document's activities in its order: walked, current, to come, not needed.
fn steps(p: &Page, case: &CaseView) -> Vec<Step> {
    let procedure = &case.rules.procedure;
    let walked = |id: &ActivityId| -> Option<&Stay> {
        case.trail.iter().rev().find(|stay| stay.activity == *id && !stay.mistaken)
    };
    let shown = in_order(procedure, &case.trail);
    let current = case.stay().and_then(|stay| shown.iter().position(|id| **id == stay.activity));
    let step = |(at, id): (usize, &ActivityId)| {
        let name = procedure.activity(id).map_or_else(String::new, |activity| activity.name.clone());
        let stay = walked(id);
        let stage = match stay {
            _ if Some(at) == current && case.closed.is_none() => Stage::Now,
            Some(_) => Stage::Done,
            None if case.closed.is_some() || current.is_some_and(|current| at < current) => Stage::Skipped,
            None => Stage::Next,
        };
        let note = match stage {
            Stage::Done => stay.and_then(|stay| stay.left_at).map_or_else(String::new, |at| p.w.when_short(at)),
            Stage::Skipped => p.t("stage-skipped").to_string(),
            Stage::Now | Stage::Next => String::new(),
        };
        Step { number: id.to_string(), name, stage, note }
    };
    shown.into_iter().enumerate().map(step).collect()
}

/// The document's activities in its order; one it does not print stands, once walked, after the one
/// it was entered from.
fn in_order<'a>(procedure: &'a Procedure, trail: &'a [Stay]) -> Vec<&'a ActivityId> {
    let printed = procedure.activities.iter().filter(|(_, activity)| activity.printed);
    let mut shown: Vec<&ActivityId> = printed.map(|(id, _)| id).collect();
    for (at, stay) in trail.iter().enumerate().filter(|(_, stay)| !stay.mistaken) {
        if procedure.activity(&stay.activity).is_some_and(|activity| activity.printed) {
            continue;
        }
        shown.retain(|id| **id != stay.activity);
        let before = trail[..at].last().and_then(|before| shown.iter().position(|id| **id == before.activity));
        shown.insert(before.map_or(shown.len(), |before| before + 1), &stay.activity);
    }
    shown
}

/// Whether a value only says why and until when the case was paused, and the pause is over.
fn of_a_past_pause(case: &CaseView, field: &FieldId) -> bool {
    let procedure = &case.rules.procedure;
    let paused = |id: &ActivityId| procedure.state_of(id).is_some_and(|state| state.kind == StateKind::Suspended);
    let mut asking = procedure.answers.values().filter(|answer| answer.needs.iter().any(|need| need.field == *field));
    let asked = |answer: &desk::procedure::Answer| match &answer.to {
        desk::procedure::Target::Activity(to) => paused(to),
        _ => false,
    };
    case.stay().is_none_or(|stay| !paused(&stay.activity)) && asking.next().is_some_and(asked) && asking.all(asked)
}

fn facts(p: &Page, case: &CaseView) -> Vec<Fact> {
    let rules = &case.rules;
    let mut facts: Vec<Fact> = Vec::new();
    let mut say = |label: String, value: String| facts.push(Fact { label, value, ..Fact::default() });
    let parties = &case.parties;
    say(p.t("requester").to_string(), rules.people.name(&parties.requester));
    if parties.beneficiary != parties.requester {
        say(p.t("beneficiary").to_string(), rules.people.name(&parties.beneficiary));
    }
    if let Some(assignee) = &parties.assignee {
        say(p.t("assignee").to_string(), rules.people.name(assignee));
    }
    say(p.t("received").to_string(), p.w.stamp(case.received_at));
    for clock in &case.clocks {
        if let Some(at) = clock.reading.due_at.filter(|_| case.closed.is_none()) {
            say(clock.name.clone(), p.w.when_near(at));
        }
    }
    for field in case.fields.iter().filter(|field| !of_a_past_pause(case, &field.id)) {
        if let Some(value) = happened::shown(p, case, field) {
            say(field.label.clone(), value);
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::entity::{Entity, Files};

    #[test]
    fn what_the_document_does_not_print_stands_after_the_activity_it_was_entered_from() {
        let entity = Entity::read(&Files::demo()).expect("the demo's files are right");
        let procedure = &entity.desks["mesa-de-servicio"].procedure;
        let stay = |activity: &str| Stay {
            visit: desk::VisitNo(1),
            acting_for: None,
            activity: activity.into(),
            entered_at: Timestamp::UNIX_EPOCH,
            left_at: None,
            answer: None,
            expired: false,
            mistaken: false,
        };
        let order = |trail: &[&str]| -> Vec<String> {
            let trail: Vec<Stay> = trail.iter().map(|activity| stay(activity)).collect();
            in_order(procedure, &trail).into_iter().map(ToString::to_string).collect()
        };
        let printed = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
        assert_eq!(order(&["1", "2"]), printed);
        assert_eq!(order(&["5", "7", "8s", "7"]), ["1", "2", "3", "4", "5", "6", "7", "8s", "8", "9", "10"]);
        assert_eq!(order(&["5", "8", "8s"]), ["1", "2", "3", "4", "5", "6", "7", "8", "8s", "9", "10"]);
    }
}
