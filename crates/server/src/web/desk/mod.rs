//! The desk: pages for agents, specialists and coordinators. Fast hands, two actions at most.

pub mod address;
pub mod board;
pub mod case;
pub mod choices;
pub mod filter;
pub mod keep_views;
pub mod keyboard;
pub mod letters;
pub mod live;
pub mod marked;
pub mod nav;
pub mod neighbours;
pub mod phone;
pub mod queue;
pub mod search;
pub mod show_case;
pub mod show_nav;
pub mod show_phone;
pub mod show_queue;
pub mod show_search;
pub mod templates;

use askama::Template;

use crate::web::kit::Explanation;
use crate::web::page::Page;

/// `GET /cases/{number}/explain`
#[derive(Template)]
#[template(path = "desk/explain.html")]
pub struct ExplainPage {
    pub p: Page,
    pub nav: nav::Nav,
    pub number: String,
    pub subject: String,
    pub x: Explanation,
}

/// Texts whose keys the desk's pages put together.
#[cfg(test)]
pub fn texts() -> Vec<String> {
    let of = |family: &str, words: &mut dyn Iterator<Item = &'static str>| -> Vec<String> {
        words.map(|word| format!("{family}-{word}")).collect()
    };
    let filters = [&filter::STATES[..], &filter::DUES, &filter::RECEIVED, &[filter::ME, filter::NOBODY]].concat();
    let mut keys = of("filter", &mut filters.iter().map(|words| words[1]));
    keys.extend(of("filter-by", &mut filter::Key::ALL.into_iter().map(filter::Key::id)));
    keys.extend(of("column", &mut address::COLUMNS.into_iter()));
    keys.extend(of("order", &mut crate::store::open_cases::Order::ALL.into_iter().map(|order| order.word())));
    keys.extend(of("marked", &mut marked::whats()));
    keys.extend(of("keys", &mut keyboard::words()));
    keys
}
