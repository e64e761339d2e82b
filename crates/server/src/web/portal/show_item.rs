//! Fills the form of a service, and registers what is sent.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use desk::catalogue::{Item, TargetKey};
use desk::procedure::{Finder, Policy};
use desk::{Command, DeskId, ItemId, PersonId, Rulebook};
use jiff::Timestamp;
use serde::Deserialize;

use super::form::{self, Again, Form, Wrong};
use super::item::{ItemPage, KeptFile, NextStep};
use super::{services, show_request};
use crate::act::{Order, To, act_async};
use crate::view::CaseView;
use crate::web::Web;
use crate::web::cases::command::{self, Became};
use crate::web::cases::command_id;
use crate::web::cases::fields::Typed;
use crate::web::cases::sent::{FILE_LIMIT, Sent};
use crate::web::drafts;
use crate::web::fail::Fail;
use crate::web::kit::{Field, File, FormHead, Input, Link, Opt, Problem};
use crate::web::knowledge::suggested;
use crate::web::page::{Page, Person, Tab};
use crate::web::procedure::show_procedure::cited;

/// The address of a form.
#[derive(Deserialize, Default)]
pub struct Address {
    /// The finished case that is asked for anew.
    #[serde(default)]
    again: String,
    /// The desk, where the service is not known.
    #[serde(default)]
    desk: String,
}

/// Which form, of whom.
struct Wanted {
    me: PersonId,
    desk: DeskId,
    item: Option<ItemId>,
    again: String,
}

/// `GET /catalogue/{desk}/{item}`
///
/// # Errors
/// [`Fail::NotFound`] where there is no such service.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((desk, item)): Path<(String, String)>,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    fresh(&web, p, wanted(&web, &person, &desk, Some(item.as_str().into()), address.again)?).await
}

/// `GET /catalogue/unknown`: «no sé cuál».
///
/// # Errors
/// As [`show`].
pub async fn show_unknown(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
) -> Result<Response, Fail> {
    fresh(&web, p, wanted(&web, &person, &address.desk, None, address.again)?).await
}

/// `POST /catalogue/{desk}/{item}`
///
/// # Errors
/// As [`show`]; what is wrong with the form is said on it.
pub async fn take(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Path((desk, item)): Path<(String, String)>,
    Query(address): Query<Address>,
    sent: Sent,
) -> Result<Response, Fail> {
    let wanted = wanted(&web, &person, &desk, Some(item.as_str().into()), address.again)?;
    register(&web, p, wanted, sent).await
}

/// `POST /catalogue/unknown`
///
/// # Errors
/// As [`take`].
pub async fn take_unknown(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(address): Query<Address>,
    sent: Sent,
) -> Result<Response, Fail> {
    let chosen = sent.typed.text("desk");
    let desk = if chosen.is_empty() { address.desk } else { chosen };
    register(&web, p, wanted(&web, &person, &desk, None, address.again)?, sent).await
}

fn wanted(web: &Web, person: &Person, desk: &str, item: Option<ItemId>, again: String) -> Result<Wanted, Fail> {
    let entity = web.app.entity();
    let known =
        if desk.is_empty() { entity.desks.keys().next() } else { entity.desks.get_key_value(desk).map(|(id, _)| id) };
    let desk = known.cloned().ok_or(Fail::NotFound)?;
    let offered = |id: &ItemId| {
        entity.desks.get(&desk).and_then(|book| book.catalogue.items.get(id)).is_some_and(|item| item.active)
    };
    if item.as_ref().is_some_and(|id| !offered(id)) {
        return Err(Fail::NotFound);
    }
    Ok(Wanted { me: PersonId::from(person.id.as_str()), desk, item, again })
}

impl Wanted {
    /// Where the form is and is sent to.
    fn href(&self) -> String {
        let base = services::href(&self.desk, self.item.as_ref());
        match self.again.as_str() {
            "" => base,
            number => {
                format!("{base}{}again={}", if base.contains('?') { '&' } else { '?' }, super::show_home::query(number))
            }
        }
    }

    /// The finished case asked for anew, if this person may.
    async fn before(&self, web: &Web) -> Result<Option<(Again, CaseView)>, Fail> {
        if self.again.is_empty() {
            return Ok(None);
        }
        let case = web.case(&self.me, &self.again).await?;
        let again = case.again.clone().filter(|_| case.is_mine() && *case.desk() == self.desk).ok_or(Fail::NotFound)?;
        Ok(Some((Again { number: case.number.clone(), link: again.link, needs: again.needs }, case)))
    }
}

async fn fresh(web: &Web, p: Page, wanted: Wanted) -> Result<Response, Fail> {
    let before = wanted.before(web).await?;
    let draft = drafts::get(web, &wanted.me, &wanted.href()).await?;
    let (typed, draft_at) = match (draft, &before) {
        (Some((typed, at)), _) => (typed, Some(at)),
        (None, Some((_, case))) => (as_before(case), None),
        (None, None) => (Typed::default(), None),
    };
    let shown = Shown { status: StatusCode::OK, typed, wrong: Wrong::new(), draft_at };
    page(web, p, &wanted, before.as_ref().map(|(again, _)| again), shown).await
}

/// What the finished case said, to be said again.
fn as_before(case: &CaseView) -> Typed {
    let mut typed = show_request::as_typed(case);
    let request = case.entries.iter().find_map(|entry| entry.said.as_ref()).and_then(|said| said.text.written());
    typed.0.insert("description".into(), vec![request.unwrap_or_default().to_owned()]);
    if case.parties.beneficiary != case.parties.requester {
        typed.0.insert("for_whom".into(), vec!["other".into()]);
        typed.0.insert("beneficiary".into(), vec![case.parties.beneficiary.to_string()]);
    }
    typed
}

async fn register(web: &Web, p: Page, wanted: Wanted, mut sent: Sent) -> Result<Response, Fail> {
    let before = wanted.before(web).await?;
    let again = before.as_ref().map(|(again, _)| again);
    let form = wanted.href();
    let only_files = sent.typed.one("remove_file").is_some();
    drafts::join_files(web, &wanted.me, &form, &mut sent).await?;
    if only_files || sent.typed.one("find").is_some() {
        return shown_again(web, p, &wanted, again, sent, None).await;
    }
    if sent.typed.one("later").is_some() {
        drafts::keep_files(web, &wanted.me, &form, &mut sent).await?;
        drafts::keep(web, &wanted.me, &form, &sent.typed).await?;
        return Ok(Redirect::to(&form).into_response());
    }
    let rules = web.app.rulebook(&wanted.desk).ok_or(Fail::NotFound)?;
    let item = wanted.item.as_ref().and_then(|id| Some((id, rules.catalogue.items.get(id)?)));
    let today = rules.calendar.local(web.app.clock.now()).date();
    let id = sent.command();
    let order = {
        let form = Form { p: &p, rules: &rules, item, again, me: &wanted.me, typed: &sent.typed, today };
        form.register(&sent.files).map(|register| {
            let files = sent.files.iter().map(|upload| upload.stored.clone()).collect();
            Order { files, ..Order::of_person(&web.app, id, &wanted.me, Command::Register(Box::new(register))) }
        })
    };
    let order = match order {
        Ok(order) => order,
        Err(wrong) => return shown_again(web, p, &wanted, again, sent, Some(wrong)).await,
    };
    match command::became(act_async(&web.app, To::NewCase(wanted.desk.clone()), order).await)? {
        Became::Done(done) => {
            drafts::forget(web, &wanted.me, &form).await?;
            Ok(Redirect::to(&format!("/requests/{}/sent", done.number)).into_response())
        }
        Became::Refused(refused) => {
            let wrong =
                Form { p: &p, rules: &rules, item, again, me: &wanted.me, typed: &sent.typed, today }.wrong(&refused);
            shown_again(web, p, &wanted, again, sent, Some(wrong)).await
        }
    }
}

/// The form once more with everything that was typed and chosen; refused, or only asked to search.
async fn shown_again(
    web: &Web,
    p: Page,
    wanted: &Wanted,
    again: Option<&Again>,
    mut sent: Sent,
    wrong: Option<Wrong>,
) -> Result<Response, Fail> {
    let form = wanted.href();
    drafts::keep_files(web, &wanted.me, &form, &mut sent).await?;
    let at = drafts::keep(web, &wanted.me, &form, &sent.typed).await?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = Shown { status, typed: sent.typed, wrong: wrong.unwrap_or_default(), draft_at: Some(at) };
    page(web, p, wanted, again, shown).await
}

/// A form as it is shown.
struct Shown {
    status: StatusCode,
    typed: Typed,
    wrong: Wrong,
    draft_at: Option<Timestamp>,
}

async fn page(web: &Web, p: Page, wanted: &Wanted, again: Option<&Again>, shown: Shown) -> Result<Response, Fail> {
    let rules = web.app.rulebook(&wanted.desk).ok_or(Fail::NotFound)?;
    let p = p.at(Tab::Catalogue).of_desk(&rules.desk);
    let suggested = suggested::beside(web, &p, &wanted.me, &wanted.href(), &shown.typed).await?;
    let entity = web.app.entity();
    let item = wanted.item.as_ref().and_then(|id| Some((id, rules.catalogue.items.get(id)?)));
    let now = web.app.clock.now();
    let form = Form {
        p: &p,
        rules: &rules,
        item,
        again,
        me: &wanted.me,
        typed: &shown.typed,
        today: rules.calendar.local(now).date(),
    };
    let mut fields = form.questions();
    if item.is_none() && entity.desks.len() > 1 {
        fields.insert(0, desks(&p, &entity, &wanted.desk));
    }
    let (mut whom, mut problems) = (vec![form.for_whom()], Vec::new());
    if let Some(text) = shown.wrong.get("") {
        problems.push(Problem { anchor: "main".into(), text: text.clone() });
    }
    form::mark(&mut whom, &shown.wrong, &mut problems);
    form::mark(&mut fields, &shown.wrong, &mut problems);
    let mut approvers = form.approvers();
    if let (Some(approvers), Some(text)) = (&mut approvers, shown.wrong.get("approver")) {
        problems.push(Problem { anchor: "f-approver".into(), text: text.clone() });
        approvers.problem = Some(text.clone());
    }
    let document = &rules.procedure.document;
    let category = item.and_then(|(_, item)| rules.catalogue.categories.get(&item.category));
    let page = ItemPage {
        category: category.map_or_else(|| rules.desk.name.clone(), |category| category.name.clone()),
        name: item.map_or_else(|| p.t("unknown-service-title").to_string(), |(_, item)| item.name.clone()),
        about: item.map_or_else(|| p.t("unknown-service-text").to_string(), |(_, item)| item.help.clone()),
        form: FormHead { action: wanted.href(), command_id: command_id(), visit: String::new(), seen: 0 },
        for_whom: whom.remove(0),
        fields,
        approvers,
        files: kept_files(&p, &shown.typed),
        files_limit: p.t("files-limit").arg("size", p.w.bytes(FILE_LIMIT)).to_string(),
        problems,
        suggested,
        next_steps: next_steps(&p, &rules, item, now),
        procedure: Link {
            text: cited(&p, document),
            href: format!("/procedures/{}/{}", document.id, document.version),
        },
        draft_at: shown.draft_at,
        p,
    };
    Page::show_as(shown.status, &page)
}

/// The files that wait with the draft.
fn kept_files(p: &Page, typed: &Typed) -> Vec<KeptFile> {
    let named = typed.all(drafts::KEPT_FILE).iter().filter_map(|word| Some((word, drafts::Named::read(word)?)));
    let shown = named.map(|(word, named)| KeptFile {
        id: word.clone(),
        file: File { name: named.name, size: p.w.bytes(named.size), href: String::new() },
    });
    shown.collect()
}

fn desks(p: &Page, entity: &crate::entity::Entity, chosen: &DeskId) -> Field {
    let options = entity.desks.iter().map(|(id, book)| Opt {
        value: id.to_string(),
        label: book.desk.name.clone(),
        help: book.procedure.document.name.clone(),
        chosen: id == chosen,
        parts: Vec::new(),
    });
    Field {
        name: "desk".into(),
        label: p.t("which-desk").to_string(),
        help: String::new(),
        optional: false,
        input: Input::Choice { options: options.collect() },
        problem: None,
        whole: true,
    }
}

/// What follows after sending, with dates as of now.
pub fn next_steps(
    p: &Page,
    rules: &desk::Rulebook,
    item: Option<(&ItemId, &desk::catalogue::Item)>,
    now: Timestamp,
) -> Vec<NextStep> {
    let step = |what: String, text: String| NextStep { what, text };
    let mut steps = vec![step(p.t("next-number").to_string(), p.t("next-number-text").to_string())];
    let starts = starts(p, rules, now);
    steps.push(step(p.t("next-review").arg("desk", &rules.desk.name).to_string(), starts));
    if let Some(policy) = item.and_then(|(id, item)| approval(rules, id, item, now)) {
        steps.push(step(p.t("next-approval").to_string(), policy.name.clone()));
    }
    let key = TargetKey {
        item: item.map(|(id, _)| id),
        category: item.map(|(_, item)| &item.category),
        class: None,
        priority: item.and_then(|(_, item)| item.priority.as_ref()),
    };
    let targets =
        rules.procedure.clocks.iter().filter_map(|(id, clock)| Some((clock, rules.catalogue.target(id, key)?)));
    let texts: Vec<String> = targets
        .map(|(clock, target)| {
            let time = p.w.business(target.time.as_minutes(), 0);
            let example = if target.example { format!(" ({})", p.t("example")) } else { String::new() };
            format!("{}: {time}{example}", clock.name)
        })
        .collect();
    if !texts.is_empty() {
        steps.push(step(p.t("next-attention").to_string(), texts.join(". ")));
    }
    steps
}

/// The approval a service needs: the one it names, else the one that asks whom the matrix names for it.
fn approval<'a>(rules: &'a Rulebook, id: &ItemId, item: &'a Item, now: Timestamp) -> Option<&'a Policy> {
    if let Some(own) = &item.approval {
        return rules.procedure.approvals.get(own);
    }
    let day = rules.calendar.local(now).date();
    rules.matrix.row(Some(id), Some(&item.category), day).filter(|row| !row.authorisers.is_empty())?;
    let by_matrix = |policy: &&Policy| policy.steps.iter().any(|step| matches!(step.finder, Finder::Matrix));
    rules.procedure.approvals.values().find(by_matrix)
}

/// When somebody will look at it.
pub fn starts(p: &Page, rules: &desk::Rulebook, now: Timestamp) -> String {
    if rules.calendar.is_open(now) {
        p.t("starts-now").to_string()
    } else {
        p.t("starts-at").arg("when", p.w.when_near(rules.calendar.next_opening(now))).to_string()
    }
}
