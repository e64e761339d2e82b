//! The cases before and after one in the queue it was opened from.

use desk::{DeskId, PersonId};

use super::address::Address;
use super::filter::Reading;
use super::{show_nav, show_queue};
use crate::web::Web;
use crate::web::fail::Fail;

/// Where one comes from and can go on to, as addresses; empty where there is nothing.
#[derive(Default)]
pub struct Neighbours {
    pub queue: String,
    pub previous: String,
    pub next: String,
}

/// The address of a case that remembers the queue it was opened from.
pub fn href(number: &str, queue: &Address) -> String {
    let query: String = form_urlencoded::byte_serialize(query_of(queue).as_bytes()).collect();
    format!("/cases/{number}?queue={query}")
}

/// Finds a case in the queue that `query` tells; a case that has left it has no neighbours there.
///
/// # Errors
/// The store's.
pub async fn of(web: &Web, me: &PersonId, number: &str, query: &str) -> Result<Neighbours, Fail> {
    if query.is_empty() {
        return Ok(Neighbours::default());
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut address = Address { case: String::new(), ..Address::read(&pairs) };
    let desk = show_nav::desk_of(web, me, Some(&DeskId::from(address.desk.as_str())))?;
    address.desk = desk.to_string();
    let rules = web.app.rulebook(&desk).ok_or(Fail::NotFound)?;
    let now = web.app.clock.now();
    let views = show_nav::views(web, me, now);
    let view = show_nav::chosen(&views, &address.view);
    let (narrow, _) = address.filter.narrow(show_nav::narrow(&view.queue), &Reading { rules: &rules, me, now });
    let rows = show_queue::rows(web, me, &desk, &view.queue, &address, narrow).await?;
    let queue = address.href();
    let Some(at) = rows.iter().position(|row| row.number == number) else {
        return Ok(Neighbours { queue, ..Neighbours::default() });
    };
    let go =
        |at: Option<usize>| at.and_then(|at| rows.get(at)).map_or_else(String::new, |row| href(&row.number, &address));
    Ok(Neighbours { queue, previous: go(at.checked_sub(1)), next: go(Some(at + 1)) })
}

fn query_of(queue: &Address) -> String {
    let list = Address { case: String::new(), ..queue.clone() };
    list.href().split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}
