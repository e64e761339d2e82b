//! The address of a queue: view, filter, order, columns, the case beside, where the page begins.

use super::filter::{Filter, Key};
use crate::lang::Lang;
use crate::store::open_cases::Order;

/// Columns beside the case, by their words in the address.
pub const COLUMNS: [&str; 7] = ["activity", "due", "assignee", "service", "group", "received", "moved"];
/// Those shown where nothing is said.
pub const USUAL: [&str; 3] = ["activity", "due", "assignee"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub desk: String,
    pub view: String,
    pub filter: Filter,
    pub order: Order,
    pub columns: Vec<&'static str>,
    /// The kept view this is.
    pub saved: String,
    pub case: String,
    pub after: String,
}

impl Address {
    /// Reads a query: `view=mine&q=estado:pendiente&sort=priority`. The filter form's own fields join
    /// what was typed.
    pub fn read(pairs: &[(String, String)]) -> Address {
        let one = |name: &str| {
            pairs.iter().rev().find(|(own, _)| own == name).map_or_else(String::new, |(_, value)| value.clone())
        };
        let mut filter = Filter::parse(&one("q"));
        for key in Key::ALL {
            if let Some((_, value)) = pairs.iter().rev().find(|(own, _)| own == key.id()) {
                filter = filter.without(key);
                if !value.is_empty() {
                    filter.set(key, value);
                }
            }
        }
        let named = pairs.iter().filter(|(own, _)| own == "cols").flat_map(|(_, value)| value.split(','));
        let mut columns: Vec<&'static str> =
            named.filter_map(|word| COLUMNS.into_iter().find(|column| *column == word)).collect();
        columns.dedup();
        if columns.is_empty() {
            columns = USUAL.to_vec();
        }
        Address {
            desk: one("desk"),
            view: one("view"),
            order: Order::from_word(&one("sort")),
            saved: one("saved"),
            case: one("case"),
            after: one("after"),
            filter,
            columns,
        }
    }

    /// What is kept of it in a view: everything but the desk, the case beside and the page.
    pub fn kept(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.say_view(&mut query);
        query.finish()
    }

    fn say_view(&self, query: &mut form_urlencoded::Serializer<'_, String>) {
        let mut say = |name: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        };
        say("view", &self.view);
        say("q", &self.filter.text(Lang::Es));
        if self.order != Order::default() {
            say("sort", self.order.word());
        }
        if self.columns != USUAL {
            say("cols", &self.columns.join(","));
        }
    }

    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("desk", &self.desk);
        self.say_view(&mut query);
        for (name, value) in [("saved", &self.saved), ("case", &self.case), ("after", &self.after)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        format!("/queue?{}", query.finish())
    }

    /// The same list from its beginning, with nothing beside it.
    pub fn list(&self) -> Address {
        Address { case: String::new(), after: String::new(), ..self.clone() }
    }

    pub fn filtered(&self, filter: Filter) -> Address {
        Address { filter, saved: String::new(), ..self.list() }
    }

    pub fn ordered(&self, order: Order) -> Address {
        Address { order, ..self.list() }
    }

    /// The page after this one.
    pub fn after(&self, after: String) -> Address {
        Address { after, ..self.list() }
    }

    /// The list with a case beside it.
    pub fn beside(&self, case: &str) -> Address {
        Address { case: case.to_owned(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_as_it_was_written() {
        let pairs =
            |query: &str| -> Vec<(String, String)> { form_urlencoded::parse(query.as_bytes()).into_owned().collect() };
        let read = |query: &str| Address::read(&pairs(query));
        let address =
            read("desk=cst&view=mine&q=de:camila+vence:hoy&state=pendiente&sort=priority&cols=due&cols=group");
        assert_eq!(address.filter.value(Key::State), Some("pendiente"));
        assert_eq!(address.columns, ["due", "group"]);
        let (_, query) = address.href().split_once('?').map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a query");
        assert_eq!(read(&query), address);
        assert_eq!(read("sort=nope&cols=nope").columns, USUAL);
        assert!(read("q=vence:hoy&due=").filter.is_empty());
    }
}
