//! Fills the desk's page of a case, and takes its forms.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::access::Sight;
use desk::{FieldId, Happened, PersonId, Refused};
use serde::Deserialize;

use super::case::{Action, ApprovalRow, CasePage, Composer, Interpret, OtherCase};
use super::{neighbours, show_nav, templates};
use crate::view::{self, CaseView};
use crate::web::audit::show_audit;
use crate::web::cases::command::{self, Became};
use crate::web::cases::fields::{self, Asking, Typed};
use crate::web::cases::sent::Sent;
use crate::web::cases::{act, coming, happened, priority, state_of, talk, time, who};
use crate::web::fail::Fail;
use crate::web::kit::{Fact, Field, FormHead, Input, Link, Opt, Problem, State as StateChip};
use crate::web::knowledge::beside_case;
use crate::web::page::{Page, Person, Tab};
use crate::web::procedure::show_procedure::cited;
use crate::web::{Web, cases};

const AREA: &str = "cases";

/// What the address of a case may say beside its number.
#[derive(Deserialize, Default)]
pub struct Asked {
    /// The answer chosen beside the queue.
    #[serde(default)]
    answer: String,
    /// The template to write with.
    #[serde(default)]
    template: String,
    /// The queue it was opened from.
    #[serde(default)]
    queue: String,
    /// The article whose link the reply begins with.
    #[serde(default)]
    insert: String,
}

/// `GET /cases/{number}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such case for this reader.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path(number): Path<String>,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    // Somebody handed on the address of the desk's page: each reader has a page of their own.
    let case = web.case(&me, &number).await?;
    let area = case.area();
    if area == view::Area::Requests || (area == view::Area::Approvals && !person.works_at_desk) {
        return Ok(Redirect::to(&area.of(&case.number)).into_response());
    }
    // An answer chosen beside the queue is chosen here too.
    let chosen = std::mem::take(&mut asked.answer);
    let typed = Typed([("answer".to_owned(), vec![chosen])].into());
    page(&web, p, &me, case, StatusCode::OK, (typed, asked), None).await
}

/// `POST /cases/{number}/{word}`
///
/// # Errors
/// As [`show`].
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((number, word)): Path<(String, String)>,
    mut sent: Sent,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let case = web.case(&me, &number).await?;
    match command::take(&web, &me, &case, &word, &mut sent).await? {
        Became::Done(_) => Ok(Redirect::to(&format!("/cases/{}", case.number)).into_response()),
        Became::Refused(refused) => {
            // Its files may be in it already, and somebody else may have moved it: it is read anew.
            let case = web.case(&me, &number).await?;
            let typed = (sent.typed, Asked::default());
            page(&web, p, &me, case, StatusCode::UNPROCESSABLE_ENTITY, typed, Some((word, refused))).await
        }
    }
}

async fn page(
    web: &Web,
    p: Page,
    me: &PersonId,
    case: CaseView,
    status: StatusCode,
    (typed, asked): (Typed, Asked),
    refused: Option<(String, Refused)>,
) -> Result<Response, Fail> {
    let beside = neighbours::of(web, me, case.number.as_str(), &asked.queue).await?;
    let p = p.at(Tab::Queue);
    let mut nav = show_nav::nav(web, &p, me, Some(case.desk())).await?;
    // Who sees only its outside hears of the desk, not of the case.
    if case.sight == Sight::All {
        nav.live = format!("{}&case={}", nav.live, case.number);
        nav.case = case.number.to_string();
    }
    let templates = templates::filled(web, &case, me).await?;
    let others = others(web, &case, me).await?;
    let articles = beside_case::of(web, &p, me, &case).await?;
    let inserted = articles.iter().find(|article| article.id == asked.insert).and_then(|article| article.link.clone());
    // A case that moved on is said above the page: there is nothing to correct in what was typed.
    let moved = refused.as_ref().is_some_and(|(_, refused)| matches!(refused, Refused::CaseMoved { .. }));
    let of = |word: &str| refused.as_ref().filter(|(own, _)| own == word && !moved).map(|(_, refused)| refused);
    let document = &case.rules.procedure.document;
    let category = case.rules.catalogue.items.get(&case.item.clone().unwrap_or_else(|| "".into()));
    let queue = if beside.queue.is_empty() { format!("/queue?desk={}", case.desk()) } else { beside.queue };
    let chosen = templates.iter().find(|template| template.id == asked.template);
    let begun = chosen.map(|template| template.text.clone()).or(inserted);
    let composer = composer(&case, &typed, refused.as_ref(), begun);
    let page = CasePage {
        nav,
        number: case.number.to_string(),
        subject: subject(&p, &case),
        state: state(&case),
        priority: priority(&case.rules, case.priority.as_ref()),
        category: category
            .and_then(|item| case.rules.catalogue.categories.get(&item.category))
            .map_or_else(String::new, |c| c.name.clone()),
        procedure: Link { text: cited(&p, document), href: procedure(&case) },
        queue: Link { text: p.t("nav-queue").to_string(), href: queue },
        previous: beside.previous,
        next: beside.next,
        also: also(web, &case, me),
        // One message at a time: what was recorded before is no news beside what was not.
        undo: undo(&case, me).filter(|_| refused.is_none()),
        meanwhile: refused.as_ref().map_or_else(Vec::new, |(_, refused)| {
            let moved = Some(refused).filter(|_| moved).map(|refused| act::said(&p, &case, refused));
            moved.into_iter().chain(meanwhile(&p, &case, me, &typed)).collect()
        }),
        unsent: if moved { unsent(&case, &typed) } else { Vec::new() },
        take: (case.parties.assignee.is_none() && case.actions.assign)
            .then(|| (form(&case, "assign", ""), me.to_string())),
        templates,
        others,
        articles,
        restricted: case.restricted,
        act: act::act(&p, &case, AREA, me, &typed, of("answer")),
        actions: actions(&p, &case, me, &typed, refused.as_ref()),
        future: coming::short(&p, &case),
        dossier: (case.sight == Sight::All).then(|| format!("/cases/{}/dossier", case.number)),
        conformance: conformance(&p, &case),
        trail: act::trail(&case),
        chart: Link { text: p.t("see-procedure").to_string(), href: format!("/cases/{}/procedure", case.number) },
        to_interpret: interpret(&p, &case, &typed, of("interpret")),
        conversation: talk::conversation(&p, &case, me, AREA),
        composer,
        clocks: time::clocks(&p, &case),
        end_to_end: end_to_end(&p, &case),
        approvals: approvals(&p, &case, me),
        people: people(&p, &case),
        facts: facts(&p, &case),
        links: links(&case),
        p,
    };
    Page::show_as(status, &page)
}

/// A form of this page to a command of its case.
fn form(case: &CaseView, word: &str, visit: &str) -> FormHead {
    FormHead { seen: case.seq, ..cases::form(AREA, &case.number, word, visit) }
}

/// What was beside the procedure, each with when and by whom.
fn conformance(p: &Page, case: &CaseView) -> Option<Vec<Fact>> {
    let found = case.conformance.as_ref()?;
    let fact = |own: &desk::conformance::Deviation| {
        let who = own.actor.id().map_or_else(|| p.t("the-tool").to_string(), |id| case.rules.people.name(id));
        Fact {
            label: show_audit::name(p, own.what.code()),
            value: crate::report::conformance::detail(&own.what, found.procedure(&own.version)),
            about: format!("{} · {who}", p.w.stamp(own.at)),
            ..Fact::default()
        }
    };
    Some(found.deviations().map(fact).collect())
}

/// Somebody else who has the case open now.
fn also(web: &Web, case: &CaseView, me: &PersonId) -> Option<crate::web::kit::Who> {
    let others = web.app.presence().others(&case.stream, me, (web.machine_clock)());
    others.first().filter(|_| case.sight == Sight::All).map(|other| who(&case.rules, &other.person, me))
}

/// While the reader's own last answer can be taken back.
fn undo(case: &CaseView, me: &PersonId) -> Option<(i64, FormHead)> {
    let visit = case.actions.undo?;
    let answered =
        |entry: &&view::Entry| matches!(entry.what, Happened::Answered { .. }) && entry.by.as_ref() == Some(me);
    let at = case.entries.iter().rev().find(answered)?.at;
    let left = desk::decide::UNDO_SECONDS - case.now.duration_since(at).as_secs();
    (left > 0).then(|| (left, form(case, "undo", &visit.to_string())))
}

/// «Ana Gómez modificó este caso hace 10 s: …»: the last that happened since the reader's page was
/// shown, be it by themself in another window.
fn meanwhile(p: &Page, case: &CaseView, me: &PersonId, typed: &Typed) -> Option<String> {
    let seen: i64 = typed.one("seen").and_then(|seen| seen.parse().ok()).unwrap_or(case.seq);
    // A refused form may have left its files in the case; and letters only follow from what happened.
    let tells = |entry: &&view::Entry| {
        entry.seq > seen && !matches!(entry.what, Happened::Attached(_) | Happened::NoticeWritten { .. })
    };
    let newer = case.entries.iter().rev().filter(tells);
    let (entry, what) = newer.filter_map(|entry| Some((entry, happened::sentence(p, case, entry)?))).next()?;
    let by = entry.by.as_ref().map_or_else(|| p.t("the-tool").to_string(), |id| case.rules.people.name(id));
    let seconds = case.now.duration_since(entry.recorded_at).as_secs().max(0);
    let ago = match seconds {
        ..=119 => p.t("seconds-ago").arg("n", seconds).to_string(),
        ..=7199 => p.t("minutes-ago").arg("n", seconds / 60).to_string(),
        _ => p.w.when_short(entry.recorded_at),
    };
    let key = if entry.by.as_ref() == Some(me) { "changed-by-you" } else { "changed-meanwhile" };
    Some(p.t(key).arg("by", by).arg("ago", ago).arg("what", what).to_string())
}

/// What was typed for an activity the case has left, to be copied: its fields are not on the page.
fn unsent(case: &CaseView, typed: &Typed) -> Vec<(String, String)> {
    let fields = typed.0.iter().filter_map(|(name, values)| Some((name.split_once('.')?.1, values)));
    fields
        .map(|(field, values)| (case.label(&FieldId::from(field)), values.join("\n").trim().to_owned()))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// What else the requester asked for, the newest first, as far as the reader may open it.
async fn others(web: &Web, case: &CaseView, me: &PersonId) -> Result<Vec<OtherCase>, Fail> {
    let (me, requester, own) = (me.clone(), case.parties.requester.clone(), case.stream.clone());
    let rows = web.read(move |app| view::others_of(app, &me, &requester, &own).map(Some)).await?;
    let other = |row: crate::store::cases::CaseRow| OtherCase {
        number: row.number,
        subject: row.subject,
        state: row.state_label,
    };
    Ok(rows.into_iter().map(other).collect())
}

fn procedure(case: &CaseView) -> String {
    let document = &case.rules.procedure.document;
    format!("/procedures/{}/{}", document.id, document.version)
}

/// What it is about; a restricted case says only that.
pub fn subject(p: &Page, case: &CaseView) -> String {
    match &case.subject {
        Some(view::Text::Written(text)) => text.clone(),
        Some(view::Text::Withdrawn { .. }) => p.t("subject-withdrawn").to_string(),
        None => p.t("restricted-subject").to_string(),
    }
}

fn state(case: &CaseView) -> StateChip {
    case.stay().map_or(StateChip { label: String::new(), glyph: crate::web::kit::Glyph::New }, |stay| {
        state_of(&case.rules, &stay.activity)
    })
}

fn interpret(p: &Page, case: &CaseView, typed: &Typed, refused: Option<&Refused>) -> Option<Interpret> {
    let message = case.actions.interpret?;
    let entry = case.entries.iter().rev().find(|entry| entry.said.as_ref().is_some_and(|said| said.to_interpret))?;
    let turn = case.turn();
    let chosen = |value: &str| typed.one("answer") == Some(value);
    let mut answers: Vec<Opt> = turn
        .offers
        .iter()
        .filter(|offer| offer.closed_because.is_none())
        .map(|offer| Opt {
            value: offer.id.to_string(),
            label: offer.label.to_owned(),
            help: format!("{} {}", act::effect(p, case, offer), p.t("message-is-evidence")).trim().to_owned(),
            chosen: chosen(offer.id.as_str()),
            parts: Vec::new(),
        })
        .collect();
    answers.push(Opt {
        value: "none".into(),
        label: p.t("neither").to_string(),
        help: p.t("neither-help").to_string(),
        chosen: chosen("none"),
        parts: Vec::new(),
    });
    let form = form(case, "interpret", &message.to_string());
    let problem = refused.map(|refused| act::said(p, case, refused));
    Some(Interpret {
        form,
        message: format!("e{}", entry.seq),
        question: p.t("what-does-it-mean").to_string(),
        answers,
        reply: Field {
            name: "reply".into(),
            label: p.t("reply-if-neither").to_string(),
            help: p.t("term-starts-anew").to_string(),
            optional: true,
            input: Input::Paragraph { value: typed.text("reply"), rows: 3 },
            problem,
            whole: true,
        },
    })
}

/// A template chosen without script is what is written so far.
fn composer(
    case: &CaseView,
    typed: &Typed,
    refused: Option<&(String, Refused)>,
    begun: Option<String>,
) -> Option<Composer> {
    let may = case.actions.comment || case.actions.note;
    let kept = refused.filter(|(word, _)| word == "comment" || word == "note");
    may.then(|| Composer {
        comment: form(case, "comment", ""),
        note: format!("/{AREA}/{}/note", case.number),
        draft: kept.map_or_else(|| begun.unwrap_or_default(), |_| typed.text("text")),
        is_note: kept.is_some_and(|(word, _)| word == "note") || !case.actions.comment,
        reader: case.rules.people.name(&case.parties.requester),
    })
}

fn end_to_end(p: &Page, case: &CaseView) -> Vec<Fact> {
    let until = case.closed.map_or(case.now, |(at, _)| at);
    let calendar = &case.rules.calendar;
    let business = calendar.elapsed(case.received_at, until).as_minutes();
    let days =
        calendar.local(case.received_at).date().until(calendar.local(until).date()).map_or(0, |span| span.get_days());
    let value = p
        .t("total-time")
        .arg("business", p.w.business(business, time::minutes_a_day(&case.rules)))
        .n("days", u64::try_from(days).unwrap_or(0))
        .to_string();
    vec![Fact { label: p.t("total-of-user").to_string(), value, ..Fact::default() }]
}

fn approvals(p: &Page, case: &CaseView, me: &PersonId) -> Vec<ApprovalRow> {
    use desk::event::Verdict;
    let mut rows = Vec::new();
    for approval in &case.approvals {
        for step in &approval.steps {
            for (person, absence) in &step.people {
                let decision = step.decisions.iter().find(|d| d.by == *person || d.acting_for.as_ref() == Some(person));
                let (icon, status) = match decision {
                    Some(d) => {
                        let by = case.rules.people.name(&d.by);
                        let key =
                            if d.verdict == Verdict::Approved { "approval-approved" } else { "approval-rejected" };
                        (
                            if d.verdict == Verdict::Approved { "check" } else { "circle-x" },
                            p.t(key).arg("by", by).arg("when", p.w.when_short(d.at)).to_string(),
                        )
                    }
                    None if approval.outcome.is_some() => ("circle-dashed", p.t("approval-recalled").to_string()),
                    None => match step.due_at {
                        Some(at) => ("stamp", p.t("approval-waits-until").arg("when", p.w.when_near(at)).to_string()),
                        None => ("stamp", p.t("approval-waits").to_string()),
                    },
                };
                let absence =
                    absence.as_ref().filter(|_| decision.is_none()).map_or_else(String::new, |(substitute, until)| {
                        p.t("absent-until")
                            .arg("until", p.w.day_near(*until))
                            .arg("substitute", case.rules.people.name(substitute))
                            .to_string()
                    });
                rows.push(ApprovalRow { who: who(&case.rules, person, me), icon, status, absence });
            }
        }
    }
    rows
}

fn people(p: &Page, case: &CaseView) -> Vec<Fact> {
    let rules = &case.rules;
    let about = |id: &PersonId| {
        rules.people.get(id).map_or_else(String::new, |person| {
            let extension = if person.extension.is_empty() {
                String::new()
            } else {
                p.t("extension").arg("number", &person.extension).to_string()
            };
            [person.unit.clone(), extension, person.site.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        })
    };
    let fact = |key: &'static str, id: &PersonId| Fact {
        label: p.t(key).to_string(),
        value: rules.people.name(id),
        about: about(id),
        href: String::new(),
    };
    let parties = &case.parties;
    let mut facts = vec![fact("requester", &parties.requester)];
    if parties.beneficiary != parties.requester {
        facts.push(fact("beneficiary", &parties.beneficiary));
    }
    facts.extend(parties.registered_by.iter().map(|id| fact("registered-by", id)));
    let nobody =
        || Fact { label: p.t("assignee").to_string(), value: p.t("nobody-yet").to_string(), ..Fact::default() };
    facts.push(parties.assignee.as_ref().map_or_else(nobody, |id| fact("assignee", id)));
    let group = parties
        .group
        .as_ref()
        .map(|id| rules.desk.group.get(id).map_or_else(|| id.to_string(), |group| group.name.clone()));
    facts.extend(group.map(|value| Fact { label: p.t("group").to_string(), value, ..Fact::default() }));
    facts.extend(parties.followers.iter().map(|id| fact("follower", id)));
    facts
}

fn facts(p: &Page, case: &CaseView) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut say = |label: String, value: String| facts.push(Fact { label, value, ..Fact::default() });
    say(
        p.t("channel").to_string(),
        p.t(&format!("channel-{}", format!("{:?}", case.channel).to_lowercase())).to_string(),
    );
    say(p.t("received").to_string(), p.w.stamp(case.received_at));
    for field in &case.fields {
        if let Some(value) = happened::shown(p, case, field) {
            say(field.label.clone(), value);
        }
    }
    if let Some(outcome) = &case.outcome {
        say(p.t("result").to_string(), outcome.label.clone());
    }
    facts
}

fn links(case: &CaseView) -> Vec<Link> {
    let link = |link: &view::LinkView| Link {
        text: format!("{} ({})", link.number, link.kind.replace('_', " ")),
        href: if link.open { format!("/cases/{}", link.number) } else { String::new() },
    };
    case.links.iter().map(link).collect()
}

/// What else may be asked of the case: only what the rules would accept of this reader.
fn actions(
    p: &Page,
    case: &CaseView,
    me: &PersonId,
    typed: &Typed,
    refused: Option<&(String, Refused)>,
) -> Vec<Action> {
    let may = &case.actions;
    let mut actions = Vec::new();
    let mut add = |word: &str, icon: &'static str, fields: Vec<Field>, visit: String, danger: bool| {
        let form = form(case, word, &visit);
        let problems = refused
            .filter(|(own, _)| own == word)
            .map(|(_, refused)| vec![Problem { anchor: word.to_owned(), text: act::said(p, case, refused) }]);
        actions.push(Action {
            word: word.to_owned(),
            label: p.t(&format!("do-{word}")).to_string(),
            icon,
            form,
            fields,
            send: p.t(&format!("do-{word}")).to_string(),
            danger,
            problems: problems.unwrap_or_default(),
        });
    };
    let line = |name: &str, label: &str, optional: bool| Field {
        name: name.to_owned(),
        label: p.t(label).to_string(),
        help: String::new(),
        optional,
        input: Input::Line { value: typed.text(name), short: false },
        problem: None,
        whole: true,
    };
    let reason = |optional: bool| Field {
        input: Input::Paragraph { value: typed.text("reason"), rows: 2 },
        ..line("reason", "reason", optional)
    };
    if let Some(visit) = may.undo {
        add("undo", "undo-2", Vec::new(), visit.to_string(), false);
    }
    if may.assign {
        add(
            "assign",
            "user-check",
            assign(p, case, me, typed, reason(case.parties.assignee.is_none())),
            String::new(),
            false,
        );
    }
    if may.edit {
        add("edit", "pencil", edit(p, case, typed, reason(false)), String::new(), false);
    }
    if may.change_parties {
        let fields =
            vec![line("requester", "requester", false), line("beneficiary", "beneficiary", false), reason(false)];
        add("parties", "users", fields, String::new(), false);
    }
    if may.associate_change {
        add("change", "git-branch", vec![line("number", "change-number", false)], String::new(), false);
    }
    if may.link {
        add("link", "link", vec![line("other", "other-case", false)], String::new(), false);
    }
    if may.merge {
        add("merge", "merge", vec![line("into", "duplicate-of", false)], String::new(), true);
    }
    if !may.correct_to.is_empty() {
        let visits = case.trail.iter().filter(|stay| may.correct_to.contains(&stay.visit));
        let options = visits.map(|stay| Opt {
            value: stay.visit.to_string(),
            label: format!(
                "{} · {}",
                stay.activity,
                case.rules.procedure.activity(&stay.activity).map_or("", |a| a.name.as_str())
            ),
            chosen: typed.one("to_visit") == Some(stay.visit.to_string().as_str()),
            ..Opt::default()
        });
        let to = Field { input: Input::Select { options: options.collect() }, ..line("to_visit", "correct-to", false) };
        add("correct", "undo-2", vec![to, reason(false)], String::new(), true);
    }
    actions
}

fn assign(p: &Page, case: &CaseView, me: &PersonId, typed: &Typed, reason: Field) -> Vec<Field> {
    let mut staff: Vec<_> = case
        .rules
        .people
        .iter()
        .filter(|person| person.active && desk::access::works_here(&case.rules, person))
        .collect();
    staff.sort_by_key(|person| (person.id != *me, person.name.clone()));
    let chosen =
        typed.one("person").map(str::to_owned).or_else(|| case.parties.assignee.as_ref().map(ToString::to_string));
    let people = staff.into_iter().map(|person| Opt {
        value: person.id.to_string(),
        label: person.name.clone(),
        chosen: chosen.as_deref() == Some(person.id.as_str()),
        ..Opt::default()
    });
    let group = case.parties.group.as_ref();
    let groups = case.rules.desk.group.iter().map(|(id, g)| Opt {
        value: id.to_string(),
        label: g.name.clone(),
        chosen: group == Some(id),
        ..Opt::default()
    });
    let select = |name: &str, key: &str, options: Vec<Opt>| Field {
        name: name.to_owned(),
        label: p.t(key).to_string(),
        help: String::new(),
        optional: true,
        input: Input::Select { options },
        problem: None,
        whole: false,
    };
    vec![select("person", "assignee", people.collect()), select("group", "group", groups.collect()), reason]
}

/// Class, service, category and priority, one at a time and with its reason.
fn edit(p: &Page, case: &CaseView, typed: &Typed, reason: Field) -> Vec<Field> {
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let today = case.rules.calendar.local(case.now).date();
    let mut options = Vec::new();
    for id in ["priority", "category", "item", "class"].map(FieldId::from) {
        let Some(definition) = case.rules.procedure.fields.get(&id) else { continue };
        let held = case.held(&id);
        let ask = Asking { rules: &case.rules, parties, today, typed, held };
        let field = fields::field(&ask, &id, definition, &format!("to.{id}"), true);
        let saw = held.and_then(|value| value.as_word()).unwrap_or_default().to_owned();
        let saw = Field {
            name: format!("saw.{id}"),
            label: p.t("value-now").to_string(),
            help: String::new(),
            optional: true,
            input: Input::Line { value: saw, short: true },
            problem: None,
            whole: false,
        };
        options.push(Opt {
            value: id.to_string(),
            label: definition.label.clone(),
            chosen: typed.one("field") == Some(id.as_str()),
            parts: vec![field, saw],
            ..Opt::default()
        });
    }
    let which = Field {
        name: "field".into(),
        label: p.t("which-fact").to_string(),
        help: String::new(),
        optional: false,
        input: Input::Choice { options },
        problem: None,
        whole: true,
    };
    vec![which, reason]
}
