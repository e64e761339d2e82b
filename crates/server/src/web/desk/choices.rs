//! What a queue offers to choose from: filters, orders, columns.

use desk::Rulebook;

use super::address::{Address, COLUMNS};
use super::filter::{self, Filter as Typed, Key};
use super::queue::{Filter, FilterChoice};
use crate::lang::Lang;
use crate::store::open_cases::Order;
use crate::web::kit::Opt;
use crate::web::page::Page;

/// The conditions in force, each with the address without it.
pub fn in_force(p: &Page, address: &Address, unknown: &[Key]) -> Vec<Filter> {
    let shown = |term: &filter::Term| Filter {
        label: term.text(p.lang),
        without: address.filtered(address.filter.without(term.key)).href(),
        unknown: unknown.contains(&term.key),
    };
    address.filter.terms.iter().map(shown).collect()
}

/// The fields of the filter form: what the language of filters can say, to be chosen.
pub fn fields(p: &Page, rules: &Rulebook, typed: &Typed) -> Vec<FilterChoice> {
    let words = |list: &[[&'static str; 2]]| -> Vec<(String, String)> {
        let word = |words: &[&'static str; 2]| {
            let own = words[usize::from(p.lang == Lang::En)];
            (own.to_owned(), p.t(&format!("filter-{}", words[1])).to_string())
        };
        list.iter().map(word).collect()
    };
    let groups = rules.desk.group.iter().map(|(id, group)| (id.to_string(), group.name.clone()));
    let priorities = rules.catalogue.priorities.iter().map(|(id, it)| (id.to_string(), it.name.clone()));
    let services = rules.catalogue.items.iter().filter(|(_, item)| item.active);
    let choice = |key: Key, options: Vec<(String, String)>| FilterChoice {
        name: key.id().to_owned(),
        label: p.t(&format!("filter-by-{}", key.id())).to_string(),
        options: options
            .into_iter()
            .map(|(value, label)| Opt { chosen: typed.value(key) == Some(&value), value, label, ..Opt::default() })
            .collect(),
    };
    vec![
        choice(Key::State, words(&filter::STATES)),
        choice(Key::Due, words(&filter::DUES)),
        choice(Key::Priority, priorities.collect()),
        choice(Key::Service, services.map(|(id, item)| (id.to_string(), item.name.clone())).collect()),
        choice(Key::Group, groups.collect()),
        choice(Key::Assignee, words(&[filter::ME, filter::NOBODY])),
        choice(Key::Received, words(&filter::RECEIVED)),
    ]
}

/// What the filter form carries besides its own fields.
pub fn kept(address: &Address) -> Vec<(&'static str, String)> {
    let mut kept = vec![("desk", address.desk.clone()), ("view", address.view.clone())];
    if address.order != Order::default() {
        kept.push(("sort", address.order.word().to_owned()));
    }
    if address.columns != super::address::USUAL {
        kept.push(("cols", address.columns.join(",")));
    }
    kept
}

/// Every condition with an example, as it can be typed.
pub fn hints(lang: Lang) -> Vec<String> {
    let example = |key: Key| match (key, lang) {
        (Key::From, _) => "camila",
        (Key::State, Lang::Es) => "pendiente",
        (Key::State, Lang::En) => "pending",
        (Key::Service, _) => "vpn",
        (Key::Due | Key::Received, Lang::Es) => "hoy",
        (Key::Due | Key::Received, Lang::En) => "today",
        (Key::Priority, _) => "alta",
        (Key::Group, _) => "mesa",
        (Key::Assignee, Lang::Es) => "nadie",
        (Key::Assignee, Lang::En) => "nobody",
    };
    Key::ALL.into_iter().map(|key| format!("{}:{}", key.word(lang), example(key))).collect()
}

/// Words that are no condition are searched for, in every case.
pub fn elsewhere(address: &Address) -> Option<(String, String)> {
    let words = address.filter.words.join(" ");
    let query: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    (!words.is_empty()).then(|| (format!("/search?q={query}"), words))
}

pub fn orders(p: &Page, address: &Address) -> Vec<Opt> {
    let order = |order: Order| Opt {
        value: address.ordered(order).href(),
        label: p.t(&format!("order-{}", order.word())).to_string(),
        chosen: order == address.order,
        ..Opt::default()
    };
    Order::ALL.into_iter().map(order).collect()
}

pub fn columns(p: &Page, address: &Address) -> Vec<Opt> {
    let column = |word: &'static str| Opt {
        value: word.to_owned(),
        label: p.t(&format!("column-{word}")).to_string(),
        chosen: address.columns.contains(&word),
        ..Opt::default()
    };
    COLUMNS.into_iter().map(column).collect()
}
