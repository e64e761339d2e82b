//! Fills the queue: the cases of a view, grouped by when they are due, one of them beside.

use axum::extract::{Query, State};
use axum::response::Response;
use desk::{DeskId, PersonId};
use jiff::Timestamp;

use super::address::Address;
use super::filter::Reading;
use super::queue::{Detail, Group, Keeping, QueuePage, Row, Shows};
use super::{choices, neighbours, show_case, show_nav};
use crate::store::cases::{After, CaseRow, Queue};
use crate::store::open_cases::{Narrow, Order, Place};
use crate::view;
use crate::web::Web;
use crate::web::cases::fields::Typed;
use crate::web::cases::{act, coming, command_id, glyph_of, priority, talk, time, who};
use crate::web::fail::Fail;
use crate::web::kit::{Entry, Fact, State as StateChip};
use crate::web::page::{Page, Person, Tab};
use crate::web::words::capital;

/// Rows of a page.
const PAGE: i64 = 50;

/// `GET /queue`
///
/// # Errors
/// [`Fail::NotFound`] where the desk is not this person's.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Queue);
    let me = PersonId::from(person.id.as_str());
    let mut address = Address::read(&pairs);
    let named = Some(DeskId::from(address.desk.as_str())).filter(|desk| !desk.as_str().is_empty());
    let desk = show_nav::desk_of(&web, &me, named.as_ref())?;
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let now = web.app.clock.now();
    let views = show_nav::views(&web, &me, now);
    let here = show_nav::chosen(&views, &address.view);
    address.desk = desk.to_string();
    address.view = here.word.to_owned();
    let reading = Reading { rules: &rules, me: &me, now };
    let (narrow, unknown) = address.filter.narrow(show_nav::narrow(&here.queue), &reading);
    let mut rows = rows(&web, &me, &desk, &here.queue, &address, narrow).await?;
    let more = if rows.len() as i64 > PAGE {
        rows.truncate(PAGE as usize);
        let next = |row| address.after(Place::after(address.order, row).text()).href();
        rows.last().map_or_else(String::new, next)
    } else {
        String::new()
    };
    let detail = detail(&web, &p, &me, &address).await?;
    let nav = show_nav::nav_at(&web, &p, &me, Some(&desk), &address).await?;
    let saved = nav.saved.iter().find(|view| view.id == address.saved);
    let whole = more.is_empty() && address.after.is_empty();
    let count = if whole {
        p.t("cases-listed").n("n", rows.len() as u64).to_string()
    } else {
        p.t("cases-listed-more").n("n", rows.len() as u64).to_string()
    };
    let listed = Listed { p: &p, rules: &rules, me: &me, now, address: &address };
    let page = QueuePage {
        title: saved.map_or_else(|| p.t(&format!("view-{}", here.word)).to_string(), |view| view.name.clone()),
        count,
        filters: choices::in_force(&p, &address, &unknown),
        choices: choices::fields(&p, &rules, &address.filter),
        orders: choices::orders(&p, &address),
        typed: address.filter.text(p.lang),
        kept: choices::kept(&address),
        hints: choices::hints(p.lang),
        elsewhere: choices::elsewhere(&address),
        columns: choices::columns(&p, &address),
        shows: Shows {
            activity: address.columns.contains(&"activity"),
            due: address.columns.contains(&"due"),
            assignee: address.columns.contains(&"assignee"),
        },
        keeping: Keeping {
            desk: desk.to_string(),
            query: address.kept(),
            own: saved.filter(|view| view.own).map(|view| view.id.clone()),
        },
        groups: groups(&listed, rows),
        more,
        detail,
        empty: p.t("view-empty").to_string(),
        registers: desk::access::is_desk(&rules, &me),
        nav,
        p,
    };
    Page::show(&page)
}

/// A view nobody narrowed reads its own index; whatever else is asked reads the index of filters.
pub(super) async fn rows(
    web: &Web,
    me: &PersonId,
    desk: &DeskId,
    queue: &Queue,
    address: &Address,
    narrow: Narrow,
) -> Result<Vec<CaseRow>, Fail> {
    let (me, desk, order, after) = (me.clone(), desk.clone(), address.order, address.after.clone());
    if address.filter.is_empty() && order == Order::Due {
        let queue = queue.clone();
        let after = After::parse(&after);
        return web.read(move |app| view::queue(app, &me, &desk, &queue, after.as_ref(), PAGE + 1)).await;
    }
    let after = Place::parse(&after);
    web.read(move |app| view::narrowed(app, &me, &desk, &narrow, (order, after.as_ref(), PAGE + 1))).await
}

struct Listed<'a> {
    p: &'a Page,
    rules: &'a desk::Rulebook,
    me: &'a PersonId,
    now: Timestamp,
    address: &'a Address,
}

/// The rows come in order: each new day they are due or were received, each priority begins a group.
fn groups(listed: &Listed<'_>, rows: Vec<CaseRow>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let title = group_of(listed, &row);
        let shown = self::row(listed, row);
        match groups.last_mut() {
            Some(group) if group.title == title => group.rows.push(shown),
            _ => groups.push(Group { title, count: String::new(), rows: vec![shown] }),
        }
    }
    groups.iter_mut().for_each(|group| group.count = listed.p.w.count(group.rows.len() as u64));
    groups
}

fn group_of(listed: &Listed<'_>, row: &CaseRow) -> String {
    let (p, calendar) = (listed.p, &listed.rules.calendar);
    let day = |at: Timestamp| capital(p.w.day_relative(calendar.local(at).date()));
    match listed.address.order {
        Order::Due => due_group(listed, row.due_at),
        Order::Priority => priority(listed.rules, Some(&row.priority.as_str().into())).label,
        Order::Received => day(row.registered_at),
        Order::Moved => day(row.updated_at),
        Order::Number => String::new(),
    }
}

fn due_group(listed: &Listed<'_>, due_at: Option<Timestamp>) -> String {
    let p = listed.p;
    let Some(at) = due_at else { return p.t("due-none").to_string() };
    if at < listed.now {
        return p.t("due-late-group").to_string();
    }
    let calendar = &listed.rules.calendar;
    let (today, day) = (calendar.local(listed.now).date(), calendar.local(at).date());
    let days = today.until(day).map_or(0, |span| span.get_days());
    match days {
        0 => p.t("due-today").to_string(),
        1..=6 => p.t("due-on").arg("day", p.w.day_relative(day)).to_string(),
        _ => p.t("due-later").to_string(),
    }
}

fn row(listed: &Listed<'_>, row: CaseRow) -> Row {
    let (p, rules) = (listed.p, listed.rules);
    let requester = PersonId::from(row.requester.as_str());
    let person = rules.people.get(&requester);
    let priority_id = desk::PriorityId::from(row.priority.as_str());
    let remark = if row.answered {
        Some(("reply", p.t("requester-answered").to_string()))
    } else {
        matches!(row.waits_on.as_str(), "requester" | "approver" | "third_party")
            .then(|| (glyph_of(&row.state_kind).icon(), row.state_label.clone()))
    };
    let paused = row.paused.then_some(desk::calendar::BusinessTime::ZERO);
    let due = match row.due_at {
        Some(_) => time::due(p, &rules.calendar, 540, row.due_at, None, listed.now),
        None => paused.map(|_| crate::web::kit::Due {
            kind: crate::web::kit::DueKind::Paused,
            text: p.t("paused").to_string(),
            href: String::new(),
        }),
    };
    let more = more_of(listed, &row);
    Row {
        href: listed.address.beside(&row.number).href(),
        current: row.number == listed.address.case,
        more,
        subject: if row.subject.is_empty() { p.t("restricted-subject").to_string() } else { row.subject },
        requester: rules.people.name(&requester),
        unit: person.map_or_else(String::new, |person| person.unit.clone()),
        priority: priority(rules, Some(&priority_id)),
        activity: row.activity,
        activity_name: row.activity_name,
        remark,
        due,
        assignee: row.assignee.as_deref().map(|id| who(rules, &id.into(), listed.me)),
        unread: row.answered,
        number: row.number,
    }
}

/// The further columns of a row, in their order.
fn more_of(listed: &Listed<'_>, row: &CaseRow) -> Vec<String> {
    let column = |word: &&str| match *word {
        "service" => Some(row.item_name.clone()),
        "group" => Some(row.group.as_ref().map_or_else(String::new, |id| {
            listed.rules.desk.group.get(id.as_str()).map_or_else(|| id.clone(), |group| group.name.clone())
        })),
        "received" => Some(listed.p.w.when_short(row.registered_at)),
        "moved" => Some(listed.p.w.when_short(row.updated_at)),
        _ => None,
    };
    listed.address.columns.iter().filter_map(column).collect()
}

async fn detail(web: &Web, p: &Page, me: &PersonId, queue: &Address) -> Result<Option<Detail>, Fail> {
    let number = queue.case.as_str();
    if number.is_empty() {
        return Ok(None);
    }
    let case = match web.case(me, number).await {
        Ok(case) => case,
        Err(Fail::NotFound) => return Ok(None),
        Err(fail) => return Err(fail),
    };
    let rules = &case.rules;
    let clocks = time::clocks(p, &case);
    let first = clocks.into_iter().find(|clock| clock.due.is_some());
    let state = case.stay().and_then(|stay| rules.procedure.state_of(&stay.activity));
    let next = coming::short(p, &case)
        .into_iter()
        .next()
        .map_or_else(String::new, |future| format!("{}: {}", future.when, future.what));
    let said = talk::conversation(p, &case, me, "cases");
    let last: Vec<Entry> = said.into_iter().rev().filter(|entry| matches!(entry, Entry::Said(_))).take(2).collect();
    let take = case.actions.assign && case.parties.assignee.as_ref() != Some(me) && case.parties.assignee.is_none();
    Ok(Some(Detail {
        number: case.number.to_string(),
        href: neighbours::href(&case.number.to_string(), queue),
        subject: show_case::subject(p, &case),
        requester: rules.people.name(&case.parties.requester),
        state: StateChip {
            label: state.map_or_else(String::new, |s| s.label.clone()),
            glyph: state.map_or(crate::web::kit::Glyph::New, |s| crate::web::cases::glyph(s.kind)),
        },
        act: act::act(p, &case, "cases", me, &Typed::default(), None),
        facts: vec![Fact {
            label: p.t("channel").to_string(),
            value: p.t(&format!("channel-{}", format!("{:?}", case.channel).to_lowercase())).to_string(),
            ..Fact::default()
        }],
        priority: priority(rules, case.priority.as_ref()),
        due_sentence: first.as_ref().map_or_else(String::new, |clock| clock.due_sentence.clone()),
        due: first.and_then(|clock| clock.due),
        responsible: act::in_turn(&case).first().map(|id| who(rules, id, me)),
        next,
        last: last.into_iter().rev().collect(),
        take: if take { format!("/cases/{}/assign", case.number) } else { String::new() },
        command_id: command_id(),
        me: me.to_string(),
    }))
}
