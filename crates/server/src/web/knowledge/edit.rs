//! The form of an article: its questions, and from what was typed, a version.

use std::collections::{BTreeMap, BTreeSet};

use desk::knowledge::{LONGEST_BODY, LONGEST_CATEGORY, LONGEST_TITLE, Language, Service, Unfit, Visibility, Written};
use jiff::civil::Date;

use super::{lang_of, show_shelf};
use crate::entity::Entity;
use crate::knowledge::Library;
use crate::web::cases::fields::Typed;
use crate::web::kit::{Field, Input, Opt};
use crate::web::page::Page;
use crate::web::portal::services::shelves;

/// The category of what belongs to none of the catalogue's.
const GENERAL: &str = "General";

/// A version as somebody typed it.
pub fn written(typed: &Typed, today: Date) -> Written {
    let text =
        |name: &str, language: Language| typed.text(&format!("{name}_{}", language.word())).replace("\r\n", "\n");
    let texts: BTreeMap<Language, (String, String)> = Language::ALL
        .into_iter()
        .map(|language| (language, (text("title", language), text("body", language))))
        .filter(|(_, (title, body))| !title.is_empty() || !body.is_empty())
        .collect();
    let services = typed.all("services").iter().filter_map(|word| {
        let (desk, item) = word.split_once('/')?;
        Some(Service { desk: desk.into(), item: item.into() })
    });
    Written {
        texts,
        category: typed.text("category"),
        services: services.collect(),
        visibility: Visibility::from_word(&typed.text("visibility")).unwrap_or(Visibility::Draft),
        // What is no date is as wrong as one that has passed.
        review_on: typed.text("review_on").parse().unwrap_or(today),
    }
}

/// A version as the form would send it.
pub fn typed(written: &Written, over: u32) -> Typed {
    let mut typed = Typed::default();
    let mut put = |name: String, values: Vec<String>| drop(typed.0.insert(name, values));
    for (language, (title, body)) in &written.texts {
        put(format!("title_{}", language.word()), vec![title.clone()]);
        put(format!("body_{}", language.word()), vec![body.clone()]);
    }
    put("category".into(), vec![written.category.clone()]);
    put("services".into(), written.services.iter().map(word).collect());
    put("visibility".into(), vec![written.visibility.word().into()]);
    put("review_on".into(), vec![written.review_on.to_string()]);
    put("over".into(), vec![over.to_string()]);
    typed
}

fn word(service: &Service) -> String {
    format!("{}/{}", service.desk, service.item)
}

/// The questions of the form, each with what is wrong with its answer.
pub fn fields(
    p: &Page,
    entity: &Entity,
    library: &Library,
    typed: &Typed,
    wrong: &BTreeMap<String, String>,
) -> Vec<Field> {
    let field = |name: String, label: String, help: &str, optional: bool, input: Input| Field {
        problem: wrong.get(&name).cloned(),
        name,
        label,
        help: help.to_owned(),
        optional,
        input,
        whole: true,
    };
    let mut fields = Vec::new();
    for language in Language::ALL {
        let (title, body) = (format!("title_{}", language.word()), format!("body_{}", language.word()));
        let said = |key: &'static str| p.t(key).arg("language", lang_of(language).name()).to_string();
        let value = typed.text(&title);
        let second = language == Language::En;
        fields.push(field(title, said("art-title-in"), "", second, Input::Line { value, short: false }));
        let value = typed.one(&body).unwrap_or_default().to_owned();
        let help = if second { String::new() } else { p.t("art-body-help").to_string() };
        fields.push(field(body, said("art-body-in"), &help, second, Input::Paragraph { value, rows: 14 }));
    }
    let category = typed.text("category");
    let mut names: BTreeSet<String> = shelves(entity, "").iter().map(|shelf| shelf.name.to_owned()).collect();
    names.extend(library.read_by(desk::knowledge::Reader::Author).map(|(_, version)| version.category.clone()));
    names.insert(GENERAL.to_owned());
    let options = names.into_iter().map(|name| Opt {
        chosen: name == category,
        label: name.clone(),
        value: name,
        ..Opt::default()
    });
    let input = Input::Select { options: options.collect() };
    fields.push(field("category".into(), p.t("art-category").to_string(), "", false, input));
    let visibility = typed.text("visibility");
    let options = Visibility::ALL.into_iter().map(|own| Opt {
        value: own.word().into(),
        label: p.t(show_shelf::visibility(own)).to_string(),
        help: p.t(help_of(own)).to_string(),
        chosen: own.word() == visibility || (visibility.is_empty() && own == Visibility::Draft),
        parts: Vec::new(),
    });
    let input = Input::Choice { options: options.collect() };
    fields.push(field("visibility".into(), p.t("art-who").to_string(), "", false, input));
    let value = typed.text("review_on");
    let help = p.t("art-review-help").to_string();
    fields.push(field("review_on".into(), p.t("art-review").to_string(), &help, false, Input::Date { value }));
    fields
}

/// The services of the catalogue, those chosen marked; in the order of its shelves.
pub fn services(entity: &Entity, typed: &Typed) -> Vec<(String, Vec<Opt>)> {
    let chosen = typed.all("services");
    let several = entity.desks.len() > 1;
    let shelf = |shelf: crate::web::portal::services::Shelf<'_>| {
        let option = |offered: &crate::web::portal::services::Offered<'_>| {
            let value = format!("{}/{}", offered.book.desk.id, offered.id);
            Opt {
                chosen: chosen.contains(&value),
                value,
                label: offered.item.name.clone(),
                help: if several { offered.book.desk.name.clone() } else { String::new() },
                parts: Vec::new(),
            }
        };
        (shelf.name.to_owned(), shelf.services.iter().map(option).collect())
    };
    shelves(entity, "").into_iter().map(shelf).collect()
}

fn help_of(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Draft => "art-for-draft-help",
        Visibility::Desk => "art-for-desk-help",
        Visibility::Requesters => "art-for-requesters-help",
    }
}

/// What is wrong, by the name of its field; an empty name for what is wrong with the whole.
pub fn wrong(p: &Page, unfit: &[Unfit], changed: impl Fn(u32) -> String) -> BTreeMap<String, String> {
    let of = |name: &str, language: Language| format!("{name}_{}", language.word());
    let missing = || p.t("field-missing").to_string();
    let long = |most: usize| p.t("art-long").arg("most", p.w.count(most as u64)).to_string();
    let said = |unfit: &Unfit| match unfit {
        Unfit::Empty => (of("title", Language::Es), p.t("art-empty").to_string()),
        Unfit::TitleMissing(language) => (of("title", *language), missing()),
        Unfit::BodyMissing(language) => (of("body", *language), missing()),
        Unfit::TitleLong(language) => (of("title", *language), long(LONGEST_TITLE)),
        Unfit::BodyLong(language) => (of("body", *language), long(LONGEST_BODY)),
        Unfit::CategoryMissing => ("category".into(), missing()),
        Unfit::CategoryLong => ("category".into(), long(LONGEST_CATEGORY)),
        Unfit::ReviewPast => ("review_on".into(), p.t("art-review-past").to_string()),
        Unfit::ChangedMeanwhile(number) => (String::new(), changed(*number)),
    };
    unfit.iter().map(said).collect()
}
