//! Articles found by words: all of them, where somebody searches; enough of the telling ones, where
//! somebody describes what they need. Which words are telling is how few articles have them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use desk::knowledge::{Language, Reader, Service, Version};

use super::{Library, Shelved};
use crate::search::{kept, sought, told};

/// What a word weighs by where it stands.
const IN_TITLE: f64 = 4.0;
const IN_CATEGORY: f64 = 2.0;
const IN_BODY: f64 = 1.0;
/// What it weighs that an article is about the service asked for.
const OF_SERVICE: f64 = 8.0;
/// Words of a description that are looked at.
const MOST_WORDS: usize = 80;

/// The stems of an article, each with the most it weighs.
#[derive(Default)]
pub(super) struct Words(BTreeMap<String, f64>);

impl Words {
    /// Of the version people find; of a draft nobody finds yet, its own.
    pub(super) fn of(shelved: &Shelved) -> Words {
        let mut words = Words::default();
        let Some(version) = shelved.article.read_by(Reader::Author) else { return words };
        words.add(&version.category, IN_CATEGORY);
        for language in Language::ALL {
            // Without this language `read` gives the other one, which comes in its own turn.
            if let Some(read) = shelved.read(version, language).filter(|read| read.language == language) {
                words.add(read.title, IN_TITLE);
                words.add(read.body, IN_BODY);
            }
        }
        words
    }

    fn add(&mut self, text: &str, weight: f64) {
        for stem in kept(text).split(' ').filter(|stem| !stem.is_empty()) {
            let own = self.0.entry(stem.to_owned()).or_insert(weight);
            *own = own.max(weight);
        }
    }

    fn weight(&self, forms: &[String], begun: bool) -> Option<f64> {
        let of = |form: &String| match begun {
            false => self.0.get(form).copied(),
            true => self
                .0
                .range(form.clone()..)
                .take_while(|(stem, _)| stem.starts_with(form.as_str()))
                .map(|(_, weight)| *weight)
                .max_by(f64::total_cmp),
        };
        forms.iter().filter_map(of).max_by(f64::total_cmp)
    }
}

type Found<'a> = (&'a Arc<Shelved>, &'a Version);

/// The articles a reader may read in which every word typed stands, those with it in the title
/// first; all of them where nothing was typed.
pub fn found<'a>(library: &'a Library, reader: Reader, typed: &str) -> Vec<Found<'a>> {
    let words = sought(typed).0;
    let mut found: Vec<(f64, Found<'a>)> = library
        .read_by(reader)
        .filter_map(|(shelved, version)| {
            let mut score = 0.0;
            for word in &words {
                score += shelved.words.weight(&word.forms, word.begun)?;
            }
            Some((score, (shelved, version)))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, found)| found).collect()
}

/// The published articles that may spare somebody a request, the likeliest first: those about the
/// service asked for, and those that share telling words with what was said so far.
pub fn suggested<'a>(
    library: &'a Library,
    reader: Reader,
    service: Option<&Service>,
    said: &str,
    limit: usize,
) -> Vec<Found<'a>> {
    let words = told(said, MOST_WORDS);
    let published: Vec<Found<'a>> = library
        .read_by(reader)
        .filter(|(shelved, version)| shelved.article.in_force().is_some_and(|own| own.number == version.number))
        .collect();
    let have = |forms: &[String]| published.iter().filter(|(it, _)| it.words.weight(forms, false).is_some()).count();
    let telling: Vec<(&[String], f64)> = words
        .iter()
        .filter_map(|forms| {
            let have = have(forms);
            (have > 0).then(|| (forms.as_slice(), (1.0 + published.len() as f64 / have as f64).ln()))
        })
        .collect();
    let mut found: Vec<(f64, Found<'a>)> = published
        .iter()
        .filter_map(|(shelved, version)| {
            let related = service.is_some_and(|service| version.services.contains(service));
            let (mut score, mut shared, mut in_title) = (0.0, BTreeSet::new(), 0);
            for (forms, rare) in &telling {
                if let Some(weight) = shelved.words.weight(forms, false) {
                    score += weight * rare;
                    shared.insert(forms);
                    in_title += usize::from(weight >= IN_TITLE);
                }
            }
            let few = words.len() <= 2;
            let fits = in_title >= 2 || (in_title == 1 && (few || shared.len() >= 3)) || shared.len() >= 5;
            let score = score + if related { OF_SERVICE } else { 0.0 };
            (related || fits).then_some((score, (*shelved, *version)))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(limit).map(|(_, found)| found).collect()
}
