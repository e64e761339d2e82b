//! The current activity: the document's sentence, its question, only its permitted answers.

use desk::offer::{Offer, Required};
use desk::procedure::{RoleKind, TermLength};
use desk::{FieldId, PersonId, Refused, RoleId};

use super::fields::{self, Asking, Typed};
use super::form;
use crate::view::CaseView;
use crate::web::kit::{Act, AnswerCard, Field, FormHead, Problem, Stage, Suggestion, Trail};
use crate::web::page::Page;

/// The panel of a case for its reader. `typed` and `refused` are what a refused form brings back.
pub fn act(p: &Page, case: &CaseView, area: &str, me: &PersonId, typed: &Typed, refused: Option<&Refused>) -> Act {
    let turn = case.turn();
    let here = case.stay();
    let activity = here.and_then(|stay| case.rules.procedure.activity(&stay.activity));
    let visit = here.map_or_else(String::new, |stay| stay.visit.to_string());
    // A message that waits is read first, in a panel of its own: one question at a time.
    let offers = if turn.message_waits.is_some() { &[][..] } else { &turn.offers[..] };
    let mut answers: Vec<AnswerCard> = offers.iter().map(|offer| card(p, case, offer, typed)).collect();
    let problems = refused.map_or_else(Vec::new, |refused| problems(p, case, refused, &mut answers, typed));
    let suggestion = offers.iter().find_map(|offer| {
        let reason = offer.suggested_because.clone()?;
        Some(Suggestion { label: offer.label.to_owned(), reason })
    });
    Act {
        number: here.map_or_else(String::new, |stay| stay.activity.to_string()),
        name: activity.map_or_else(String::new, |activity| activity.name.clone()),
        control_point: activity.is_some_and(|activity| activity.control_point),
        whose: whose(p, case, me),
        printed: activity.map_or_else(Vec::new, |activity| paragraphs(&activity.text)),
        question: activity
            .map_or_else(String::new, |a| if a.question.is_empty() { a.name.clone() } else { a.question.clone() }),
        form: FormHead { seen: case.seq, ..form(area, &case.number, "answer", &visit) },
        answers,
        suggestion,
        problems,
        verifying: turn.verifying.is_some(),
        instead: match () {
            () if case.closed.is_some() => String::new(),
            () if turn.message_waits.is_some() => p.t("interpret-first").to_string(),
            () => p.t("not-your-turn").to_string(),
        },
        take: case.parties.assignee.is_none() && case.actions.assign && is_mine(case, me),
    }
}

/// Paragraphs of a printed cell.
pub fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The people whose turn it is, as far as they are known: those asked to approve, or who holds the case.
pub fn in_turn(case: &CaseView) -> Vec<&PersonId> {
    let is = |kind| case.responsible().iter().any(|role| case.rules.procedure.role_is(role, kind));
    if is(RoleKind::Approver) {
        return case.still_asked();
    }
    let requester = case.responsible().iter().all(|role| case.rules.procedure.role_is(role, RoleKind::Requester));
    case.parties.assignee.iter().filter(|_| !requester).collect()
}

/// Whether the activity is the reader's to answer: theirs by role, and in nobody else's hands. What
/// else they may do here, such as asking somebody else to approve, does not make it their turn.
fn is_mine(case: &CaseView, me: &PersonId) -> bool {
    let mine = case.my_roles();
    let people = in_turn(case);
    case.responsible().iter().any(|role| mine.contains(role)) && (people.is_empty() || people.contains(&me))
}

fn whose(p: &Page, case: &CaseView, me: &PersonId) -> String {
    let name = |role: &&RoleId| case.rules.procedure.roles.get(*role).map(|role| role.name.as_str());
    let mine = case.my_roles();
    let (own, all): (Vec<&str>, Vec<&str>) = (
        case.responsible().iter().filter(|role| mine.contains(role)).filter_map(name).collect(),
        case.responsible().iter().filter_map(name).collect(),
    );
    let stays = case
        .stay()
        .map_or(0, |here| case.trail.iter().filter(|stay| stay.activity == here.activity && !stay.mistaken).count());
    let turn = match () {
        () if case.closed.is_some() => return p.t("turn-nobody").to_string(),
        () if is_mine(case, me) => p.t("turn-yours").arg("role", own.join(" / ")).to_string(),
        () => {
            let people: Vec<String> = in_turn(case).into_iter().map(|id| case.rules.people.name(id)).collect();
            let who = if people.is_empty() { all.join(" / ") } else { p.w.list(&people) };
            p.t("turn-of").arg("who", who).to_string()
        }
    };
    if stays > 1 { format!("{turn} · {}", p.t("nth-time").n("n", stays as u64)) } else { turn }
}

fn card(p: &Page, case: &CaseView, offer: &Offer<'_>, typed: &Typed) -> AnswerCard {
    let to = offer.to.as_ref();
    let end = to.is_some_and(|to| case.rules.procedure.is_end(to));
    let leads_to = match to.and_then(|to| Some((to, case.rules.procedure.activity(to)?))) {
        Some(_) if end => p.t("ends-case").to_string(),
        Some((to, activity)) => p.t("goes-to").arg("number", to).arg("name", &activity.name).to_string(),
        None => String::new(),
    };
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let today = case.rules.calendar.local(case.now).date();
    let needs = offer.asked.iter().map(|asked| {
        let ask = Asking { rules: &case.rules, parties, today, typed, held: asked.held };
        fields::field(&ask, asked.id, asked.field, &name(offer.id.as_str(), asked.id), asked.required == Required::Yes)
    });
    AnswerCard {
        id: offer.id.to_string(),
        label: offer.label.to_owned(),
        leads_to,
        to: to.filter(|_| !end).map_or_else(String::new, ToString::to_string),
        needs: needs.collect(),
        effect: effect(p, case, offer),
        barred: offer.closed_because.clone().filter(|_| !offer.may_open),
        chosen: typed.one("answer") == Some(offer.id.as_str()),
    }
}

/// Several answers ask alike, so an answer's fields carry its name.
pub fn name(answer: &str, field: &FieldId) -> String {
    format!("{answer}.{field}")
}

/// State and new term, as they will be after the answer.
pub fn effect(p: &Page, case: &CaseView, offer: &Offer<'_>) -> String {
    let procedure = &case.rules.procedure;
    let Some(to) = offer.to.as_ref() else { return String::new() };
    let Some(state) = procedure.state_of(to) else { return String::new() };
    let mut sentence = p.t("case-becomes").arg("state", &state.label).to_string();
    for (_, term) in procedure.terms_of(to) {
        if let TermLength::Days(n, kind) = &term.length {
            let ends_at = case.rules.calendar.day_term(case.now, *n, *kind).ends_at;
            sentence.push(' ');
            sentence.push_str(&p.t("term-would-end").arg("until", p.w.deadline(ends_at)).to_string());
        }
    }
    sentence
}

/// Puts a refusal where it belongs: on its fields, and in the summary above.
fn problems(p: &Page, case: &CaseView, refused: &Refused, answers: &mut [AnswerCard], typed: &Typed) -> Vec<Problem> {
    let chosen = typed.text("answer");
    let mut found = Vec::new();
    for card in answers.iter_mut().filter(|card| card.id == chosen) {
        for field in &mut card.needs {
            if let Some(text) = problem_of(p, field.name.rsplit('.').next().unwrap_or_default(), refused) {
                found.push(Problem { anchor: field.id(), text: format!("{}: {text}", field.label) });
                field.problem = Some(text);
            }
        }
    }
    if found.is_empty() {
        found.push(Problem { anchor: "activity".into(), text: said(p, case, refused) });
    }
    found
}

/// What a refusal says of one field, if it is about it.
pub fn problem_of(p: &Page, field: &str, refused: &Refused) -> Option<String> {
    match refused {
        Refused::InputMissing { fields } if fields.iter().any(|own| *own == *field) => {
            Some(p.t("field-missing").to_string())
        }
        Refused::InputTooShort { field: own, min } if *own == *field => {
            Some(p.t("field-short").n("min", *min as u64).to_string())
        }
        Refused::InputInvalid { field: own, why } if *own == *field => Some(crate::web::words::capital(why)),
        Refused::ApproverNotEligible { .. } | Refused::SelfApproval if field == "aprobador" => {
            Some(said_of(p, refused))
        }
        _ => None,
    }
}

/// A refusal in the reader's language, with the labels of its fields.
pub fn said(p: &Page, case: &CaseView, refused: &Refused) -> String {
    if let Refused::InputMissing { fields } = refused {
        let labels: Vec<String> = fields.iter().map(|id| case.label(id)).collect();
        return p.t("missing-fields").arg("fields", labels.join(", ")).to_string();
    }
    said_of(p, refused)
}

/// A refusal in the reader's language.
pub fn said_of(p: &Page, refused: &Refused) -> String {
    match p.lang {
        crate::web::texts::Lang::Es => refused.to_string(),
        crate::web::texts::Lang::En => p.t(&format!("refused-{}", refused.code().replace('_', "-"))).to_string(),
    }
}

/// The walked path; what was left behind by a correction is not walked.
pub fn trail(case: &CaseView) -> Vec<Trail> {
    let name = |activity| case.rules.procedure.activity(activity).map_or_else(String::new, |a| a.name.clone());
    let last = case.trail.len().saturating_sub(1);
    case.trail
        .iter()
        .enumerate()
        .filter(|(_, stay)| !stay.mistaken)
        .map(|(at, stay)| Trail {
            number: stay.activity.to_string(),
            name: name(&stay.activity),
            stage: if at == last { Stage::Now } else { Stage::Done },
        })
        .collect()
}

/// A field's own problem put on it, by the field's word.
pub fn mark(p: &Page, fields: &mut [Field], refused: &Refused) -> Vec<Problem> {
    let mut found = Vec::new();
    for field in fields {
        if let Some(text) = problem_of(p, &field.name, refused) {
            found.push(Problem { anchor: field.id(), text: format!("{}: {text}", field.label) });
            field.problem = Some(text);
        }
    }
    found
}
