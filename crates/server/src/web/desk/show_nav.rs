//! The side of the desk's pages, with its counts.

use desk::{DeskId, PersonId, access};
use jiff::{SignedDuration, Timestamp};

use super::address::Address;
use super::filter::Reading;
use super::keyboard;
use super::nav::{Badge, Nav, NavGroup, NavLink, Saved};
use crate::mail::triage;
use crate::store::cases::Queue;
use crate::store::open_cases::{Assignees, Narrow};
use crate::store::views::SavedView;
use crate::view;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::Page;

/// A view of the queue: its word in the address, its icon, its query.
pub struct View {
    pub word: &'static str,
    pub icon: &'static str,
    pub queue: Queue,
    pub group: usize,
}

/// Every view of a person, in the order of the side.
pub fn views(web: &Web, me: &PersonId, now: Timestamp) -> Vec<View> {
    let entity = web.app.entity();
    let groups =
        entity.people.get(me).map_or_else(Vec::new, |person| person.groups.iter().map(ToString::to_string).collect());
    let view = |word, icon, queue, group| View { word, icon, queue, group };
    vec![
        view("unassigned", "inbox", Queue::Unassigned, 0),
        view("mine", "user", Queue::AssignedTo(me.to_string()), 0),
        view("group", "users", Queue::OfGroups(groups), 0),
        view("all", "list", Queue::All, 0),
        view("late", "circle-alert", Queue::Overdue { now }, 1),
        view("soon", "clock", Queue::DueWithin { from: now, until: now + SignedDuration::from_hours(24) }, 1),
        view("answered", "reply", Queue::Answered, 2),
        view("requester", "hourglass", Queue::WaitingOn("requester".into()), 2),
        view("approver", "stamp", Queue::WaitingOn("approver".into()), 2),
        view("suspended", "circle-pause", Queue::WaitingOn("third_party".into()), 2),
    ]
}

/// The view of this word; without one, everything.
pub fn chosen<'v>(views: &'v [View], word: &str) -> &'v View {
    views.iter().find(|view| view.word == word).unwrap_or(&views[3])
}

/// A view as what it narrows a queue to, for filters that narrow it further.
pub fn narrow(queue: &Queue) -> Narrow {
    let all = Narrow::default();
    match queue {
        Queue::All => all,
        Queue::Unassigned => Narrow { assignees: Some(Assignees::Nobody), ..all },
        Queue::AssignedTo(person) => Narrow { assignees: Some(Assignees::Any(vec![person.clone()])), ..all },
        Queue::OfGroups(groups) => Narrow { groups: Some(groups.clone()), ..all },
        Queue::WaitingOn(whom) => Narrow { waits_on: Some(whom.clone()), ..all },
        Queue::Answered => Narrow { answered: true, ..all },
        Queue::DueWithin { from, until } => {
            Narrow { due: Some((from.as_microsecond(), until.as_microsecond())), ..all }
        }
        Queue::Overdue { now } => Narrow { due: Some((i64::MIN, now.as_microsecond() + 1)), ..all },
    }
}

/// The desk whose queue is open: the one named, if it is this person's, else their first.
pub fn desk_of(web: &Web, me: &PersonId, named: Option<&DeskId>) -> Result<DeskId, Fail> {
    let desks = view::desks_of(&web.app, me);
    let named = named.filter(|named| desks.contains(named)).cloned();
    named.or_else(|| desks.into_iter().next()).ok_or(Fail::NotFound)
}

/// That a person does something at this desk, and not only reads it.
///
/// # Errors
/// [`Fail::NotFound`] where they do not.
pub fn works_at(web: &Web, me: &PersonId, desk: &DeskId) -> Result<(), Fail> {
    let rules = web.app.rulebook(desk).filter(|rules| access::changes_things(rules, me));
    rules.map(|_| ()).ok_or(Fail::NotFound)
}

/// What stands at the side.
///
/// # Errors
/// When the person works at no desk, or the store fails.
pub async fn nav(web: &Web, p: &Page, me: &PersonId, desk: Option<&DeskId>) -> Result<Nav, Fail> {
    nav_at(web, p, me, desk, &Address::default()).await
}

/// [`nav`], standing at a view.
///
/// # Errors
/// As [`nav`].
pub async fn nav_at(web: &Web, p: &Page, me: &PersonId, desk: Option<&DeskId>, here: &Address) -> Result<Nav, Fail> {
    let desk = desk_of(web, me, desk)?;
    let now = web.app.clock.now();
    let views = views(web, me, now);
    let queues: Vec<Queue> = views.iter().map(|view| view.queue.clone()).collect();
    let (asker, of) = (me.clone(), desk.clone());
    let badges = web.read(move |app| view::queue_badges(app, &asker, &of, &queues)).await?;
    let titles = [String::new(), p.t("views-by-time").to_string(), p.t("views-waiting").to_string()];
    let mut groups: Vec<NavGroup> = titles.into_iter().map(|title| NavGroup { title, links: Vec::new() }).collect();
    let mut late = Badge::default();
    for (view, badge) in views.iter().zip(badges) {
        let count = Badge(u32::try_from(badge.count).unwrap_or(100));
        if view.word == "late" {
            late = count;
        }
        if let Some(group) = groups.get_mut(view.group) {
            group.links.push(NavLink {
                name: p.t(&format!("view-{}", view.word)).to_string(),
                icon: view.icon,
                href: format!("/queue?desk={desk}&view={}", view.word),
                count,
                current: view.word == here.view && here.saved.is_empty(),
                alert: view.word == "late",
            });
        }
    }
    let entity = web.app.entity();
    let name = |id: &DeskId| entity.desks.get(id).map_or_else(|| id.to_string(), |book| book.desk.name.clone());
    let others = view::desks_of(&web.app, me);
    let desks = others.iter().filter(|_| others.len() > 1).map(|id| NavLink {
        name: name(id),
        icon: "inbox",
        href: format!("/queue?desk={id}"),
        count: Badge::default(),
        current: *id == desk,
        alert: false,
    });
    let saved = saved(web, me, &desk, &views, here).await?;
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let (board, registers) = (access::coordinates(&rules, me), access::is_desk(&rules, me));
    let letters = match registers {
        true => {
            let of = desk.clone();
            let waiting = web.read(move |app| Ok(Some(triage::waiting(app, &of, 100)?.len()))).await?;
            Some(Badge(u32::try_from(waiting).unwrap_or(100)))
        }
        false => None,
    };
    let keys = keyboard::of(web, me).await?;
    Ok(Nav {
        desk: name(&desk),
        query: String::new(),
        groups,
        saved,
        board,
        letters,
        registers,
        live: format!("/live?desk={desk}"),
        case: String::new(),
        keymap: keys.lines(p),
        keys: keys.moved(),
        late,
        desks: desks.collect(),
    })
}

/// The kept views with their counts.
async fn saved(web: &Web, me: &PersonId, desk: &DeskId, views: &[View], here: &Address) -> Result<Vec<Saved>, Fail> {
    let rules = web.app.rulebook(desk).ok_or(Fail::NotFound)?;
    let (asker, of) = (me.clone(), desk.clone());
    let kept = web.read(move |app| view::saved_views(app, &asker, &of).map(Some)).await?;
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let reading = Reading { rules: &rules, me, now: web.app.clock.now() };
    let address = |view: &SavedView| {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(view.query.as_bytes()).into_owned().collect();
        Address { desk: desk.to_string(), saved: view.id.clone(), ..Address::read(&pairs) }
    };
    let narrows: Vec<Narrow> = kept
        .iter()
        .map(address)
        .map(|address| address.filter.narrow(narrow(&chosen(views, &address.view).queue), &reading).0)
        .collect();
    let (asker, of) = (me.clone(), desk.clone());
    let counts = web.read(move |app| view::narrowed_badges(app, &asker, &of, &narrows)).await?;
    let saved = |(view, count): (&SavedView, i64)| Saved {
        href: address(view).href(),
        id: view.id.clone(),
        name: view.name.clone(),
        count: Badge(u32::try_from(count).unwrap_or(100)),
        current: view.id == here.saved,
        own: view.owner == me.as_str(),
    };
    Ok(kept.iter().zip(counts).map(saved).collect())
}
