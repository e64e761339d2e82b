//! `GET /board`: the coordinator's board. Every picture is also a table.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use desk::{DeskId, PersonId};
use serde::Deserialize;

use super::filter::{Filter as Typed, Key};
use super::nav::Nav;
use super::{address::Address, show_nav};
use crate::store::workload::Share;
use crate::view;
use crate::web::Web;
use crate::web::cases::{priority, time, who};
use crate::web::fail::Fail;
use crate::web::kit::{Due, Priority, Who};
use crate::web::page::{Page, Person, Tab};

#[derive(Template)]
#[template(path = "desk/board.html")]
struct BoardPage {
    p: Page,
    nav: Nav,
    desk: String,
    late: i64,
    today: i64,
    open: i64,
    due: Vec<DueCase>,
    /// Where the queue shows the same.
    due_href: String,
    people: Vec<Load>,
    groups: Vec<Ages>,
    /// «0 a 1», «2 a 3», …
    ages: Vec<String>,
}

struct DueCase {
    number: String,
    href: String,
    subject: String,
    unit: String,
    activity: String,
    priority: Priority,
    assignee: Option<Who>,
    due: Option<Due>,
    /// «75 %, hoy a las 9:10 a. m.: Ana Gómez y Luis Parra».
    alerted: String,
    reassign: String,
}

struct Load {
    /// Nobody: still to be taken.
    who: Option<Who>,
    href: String,
    open: i64,
    waiting: i64,
    late: i64,
    today: i64,
    /// Lengths of the bar, of 100: what runs and what waits.
    running_width: i64,
    waiting_width: i64,
}

struct Ages {
    name: String,
    href: String,
    open: i64,
    /// For each age: how many, where its part begins and how long it is, of 100.
    parts: Vec<(i64, i64, i64)>,
}

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    desk: String,
}

/// `GET /board?desk=…`
///
/// # Errors
/// [`Fail::NotFound`] for whoever does not see the desk as a whole.
pub async fn show(
    State(web): State<Web>,
    p: Page,
    person: Person,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    let p = p.at(Tab::Board);
    let me = PersonId::from(person.id.as_str());
    let named = Some(DeskId::from(asked.desk.as_str())).filter(|desk| !desk.as_str().is_empty());
    let desk = show_nav::desk_of(&web, &me, named.as_ref())?;
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let (asker, of) = (me.clone(), desk.clone());
    let board = web.read(move |app| view::board(app, &asker, &of)).await?;
    let nav = show_nav::nav(&web, &p, &me, Some(&desk)).await?;
    let sum = |part: fn(&Share) -> i64| board.shares.iter().map(part).sum::<i64>();
    let queue = |terms: &[(Key, &str)]| {
        let mut filter = Typed::default();
        terms.iter().for_each(|(key, value)| filter.set(*key, value));
        Address { desk: desk.to_string(), view: "all".into(), filter, ..Address::read(&[]) }.href()
    };
    let now = web.app.clock.now();
    let case = |due: view::Due| {
        let row = due.row;
        let requester = rules.people.get(&row.requester.as_str().into());
        DueCase {
            href: format!("/cases/{}", row.number),
            reassign: format!("/queue/marked?desk={desk}&case={}&what=assign", row.number),
            subject: if row.subject.is_empty() { p.t("restricted-subject").to_string() } else { row.subject },
            unit: requester.map_or_else(String::new, |person| person.unit.clone()),
            activity: format!("{} {}", row.activity, row.activity_name),
            priority: priority(&rules, Some(&row.priority.as_str().into())),
            assignee: row.assignee.as_deref().map(|id| who(&rules, &id.into(), &me)),
            due: row.due_at.and_then(|at| time::due(&p, &rules.calendar, 540, Some(at), None, now)),
            alerted: due.alerted.map_or_else(String::new, |(percent, at, people)| {
                let names: Vec<String> = people.iter().map(|id| rules.people.name(id)).collect();
                let when = p.w.when_short(at);
                p.t("board-alerted")
                    .arg("percent", percent)
                    .arg("when", when)
                    .arg("people", p.w.list(&names))
                    .to_string()
            }),
            number: row.number,
        }
    };
    let page = BoardPage {
        desk: rules.desk.name.clone(),
        late: sum(|share| share.late),
        today: sum(|share| share.due_today),
        open: sum(|share| share.open),
        due_href: queue(&[(Key::Due, "hoy")]),
        people: loads(&board.shares, |id| who(&rules, &id.into(), &me), |id| queue(&[(Key::Assignee, id)])),
        groups: ages(
            &board.shares,
            |id| rules.desk.group.get(id).map_or_else(|| id.to_owned(), |group| group.name.clone()),
            |id| queue(&[(Key::Group, id)]),
        ),
        ages: age_names(&p),
        due: board.due.into_iter().map(case).collect(),
        nav,
        p,
    };
    Page::show(&page)
}

fn age_names(p: &Page) -> Vec<String> {
    let mut from = 0;
    let mut names = Vec::new();
    for until in view::AGES {
        names.push(p.t("board-age").arg("from", from).arg("until", until).to_string());
        from = until + 1;
    }
    names.push(p.t("board-age-more").arg("from", from - 1).to_string());
    names
}

/// One line a person, the most loaded first.
fn loads(shares: &[Share], who: impl Fn(&str) -> Who, href: impl Fn(&str) -> String) -> Vec<Load> {
    let mut people: BTreeMap<&str, Share> = BTreeMap::new();
    for share in shares {
        let sum = people.entry(&share.assignee).or_default();
        sum.open += share.open;
        sum.late += share.late;
        sum.due_today += share.due_today;
        sum.waiting += share.waiting;
    }
    let most = people.values().map(|share| share.open).max().unwrap_or(1).max(1);
    let width = |count: i64| count * 100 / most;
    let mut loads: Vec<Load> = people
        .into_iter()
        .map(|(id, share)| Load {
            who: (!id.is_empty()).then(|| who(id)),
            href: href(if id.is_empty() { "nadie" } else { id }),
            running_width: width(share.open - share.waiting),
            waiting_width: width(share.waiting),
            open: share.open,
            waiting: share.waiting,
            late: share.late,
            today: share.due_today,
        })
        .collect();
    loads.sort_by_key(|load| std::cmp::Reverse((load.late, load.open)));
    loads
}

/// One line a group, the fullest first.
fn ages(shares: &[Share], name: impl Fn(&str) -> String, href: impl Fn(&str) -> String) -> Vec<Ages> {
    let mut groups: BTreeMap<&str, (i64, [i64; 5])> = BTreeMap::new();
    for share in shares.iter().filter(|share| !share.group.is_empty()) {
        let (open, ages) = groups.entry(&share.group).or_default();
        *open += share.open;
        ages.iter_mut().zip(share.ages).for_each(|(sum, count)| *sum += count);
    }
    let most = groups.values().map(|(open, _)| *open).max().unwrap_or(1).max(1);
    let mut lines: Vec<Ages> = groups
        .into_iter()
        .map(|(id, (open, ages))| {
            let mut at = 0;
            let part = |count: i64| {
                let (begin, long) = (at * 100 / most, count * 100 / most);
                at += count;
                (count, begin, long)
            };
            Ages { name: name(id), href: href(id), open, parts: ages.into_iter().map(part).collect() }
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.open));
    lines
}
