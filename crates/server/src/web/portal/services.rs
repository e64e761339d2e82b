//! The services of every desk, found and grouped for the catalogue.

use desk::catalogue::{Category, Item};
use desk::{CategoryId, DeskId, ItemId};

use crate::entity::{DeskBook, Entity};
pub use crate::search::plain;

/// A service that can be asked for.
#[derive(Clone, Copy)]
pub struct Offered<'a> {
    pub book: &'a DeskBook,
    pub id: &'a ItemId,
    pub item: &'a Item,
}

impl<'a> Offered<'a> {
    pub fn href(&self) -> String {
        href(&self.book.desk.id, Some(self.id))
    }

    pub fn category(&self) -> Option<&'a Category> {
        self.book.catalogue.categories.get(&self.item.category)
    }

    /// Whether every word searched for stands somewhere in it.
    fn fits(&self, words: &[String]) -> bool {
        let category = self.category().map_or("", |category| category.name.as_str());
        let all = plain(&format!("{} {} {} {category}", self.item.name, self.item.help, self.item.also.join(" ")));
        words.iter().all(|word| all.contains(word.as_str()))
    }
}

/// A category with its services; desks that name one alike share it.
pub struct Shelf<'a> {
    /// An anchor within the page.
    pub id: String,
    pub name: &'a str,
    pub icon: &'a str,
    pub services: Vec<Offered<'a>>,
}

/// Where a service is asked for; without one, «no sé cuál».
pub fn href(desk: &DeskId, item: Option<&ItemId>) -> String {
    item.map_or_else(|| format!("/catalogue/unknown?desk={desk}"), |item| format!("/catalogue/{desk}/{item}"))
}

/// The shelves with what fits a search, in the order of the files; an empty search fits all.
pub fn shelves<'a>(entity: &'a Entity, query: &str) -> Vec<Shelf<'a>> {
    let words: Vec<String> = plain(query).split_whitespace().map(str::to_owned).collect();
    let mut shelves: Vec<Shelf<'a>> = Vec::new();
    for book in entity.desks.values() {
        for (id, item) in book.catalogue.items.iter().filter(|(_, item)| item.active) {
            let offered = Offered { book, id, item };
            let Some(category) = offered.category().filter(|_| offered.fits(&words)) else { continue };
            match shelves.iter_mut().find(|shelf| shelf.name == category.name) {
                Some(shelf) => shelf.services.push(offered),
                None => shelves.push(Shelf {
                    id: anchor(&shelves, &item.category, book),
                    name: &category.name,
                    icon: &category.icon,
                    services: vec![offered],
                }),
            }
        }
    }
    shelves
}

/// The category's own id, unless another desk calls another category so.
fn anchor(shelves: &[Shelf<'_>], category: &CategoryId, book: &DeskBook) -> String {
    let own = category.to_string();
    if shelves.iter().any(|shelf| shelf.id == own) { format!("{}-{own}", book.desk.id) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Files;

    #[test]
    fn every_shelf_of_the_catalogue_has_an_anchor_of_its_own() {
        let entity = Entity::read(&Files::demo()).expect("the demo's files are right");
        let shelves = shelves(&entity, "");
        let anchors: std::collections::BTreeSet<&str> = shelves.iter().map(|shelf| shelf.id.as_str()).collect();
        assert_eq!(anchors.len(), shelves.len());
    }

    #[test]
    fn a_search_forgives_accents_and_finds_the_words_people_use() {
        let entity = Entity::read(&Files::demo()).expect("the demo's files are right");
        let found = |query: &str| -> Vec<String> {
            shelves(&entity, query)
                .iter()
                .flat_map(|shelf| &shelf.services)
                .map(|offered| offered.item.name.clone())
                .collect()
        };
        assert!(found("OUTLOOK").iter().any(|name| name == "El correo no funciona"), "{:?}", found("OUTLOOK"));
        assert_eq!(found("portatil"), found("portátil"));
        assert!(found("zzzz").is_empty());
        assert!(found("").len() > found("correo").len());
    }
}
