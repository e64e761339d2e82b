//! An article as a text file: a head in TOML between lines of `+++`, then its Markdown. The second
//! language follows a line of its own, `+++ en +++`.
//!
//! ```text
//! +++
//! title = "Conectarse a la VPN"
//! title_en = "Connect to the VPN"
//! category = "Redes y conexión"
//! services = ["mesa-de-servicio/vpn"]
//! visibility = "requesters"
//! review_on = 2027-05-20
//! +++
//! Texto en español…
//! +++ en +++
//! Text in English…
//! ```

use std::collections::{BTreeMap, BTreeSet};

use desk::knowledge::{Language, Service, Visibility, Written};
use jiff::civil::Date;
use serde::Deserialize;

const MARK: &str = "+++\n";
const ENGLISH: &str = "\n+++ en +++\n";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: Option<String>,
    title_en: Option<String>,
    category: String,
    #[serde(default)]
    services: Vec<String>,
    visibility: Visibility,
    review_on: Option<toml::value::Datetime>,
}

/// Reads an article; without a day of review it gets the one given.
///
/// # Errors
/// What is wrong, to whoever wrote it.
pub fn read(text: &str, review_on: Date) -> Result<Written, String> {
    let text = text.replace("\r\n", "\n");
    let rest = text.strip_prefix(MARK).ok_or("Falta la cabecera: la primera línea es +++.")?;
    let (head, body) = rest.split_once("\n+++\n").ok_or("La cabecera no termina: falta una línea con +++.")?;
    let head: Head = toml::from_str(head).map_err(|error| error.message().to_owned())?;
    let (spanish, english) = body.split_once(ENGLISH).unwrap_or((body, ""));
    let mut texts = BTreeMap::new();
    for (language, title, body) in [(Language::Es, head.title, spanish), (Language::En, head.title_en, english)] {
        let title = title.unwrap_or_default();
        if !title.trim().is_empty() || !body.trim().is_empty() {
            texts.insert(language, (title, body.trim().to_owned()));
        }
    }
    let service = |word: &String| {
        let (desk, item) = word.split_once('/')?;
        Some(Service { desk: desk.into(), item: item.into() })
    };
    let services: Option<BTreeSet<Service>> = head.services.iter().map(service).collect();
    let services = services.ok_or("Cada servicio se escribe mesa/servicio.")?;
    let review_on = match head.review_on.map(|on| on.to_string().parse()) {
        Some(Ok(date)) => date,
        Some(Err(_)) => return Err("review_on es una fecha: 2027-05-20.".into()),
        None => review_on,
    };
    Ok(Written { texts, category: head.category, services, visibility: head.visibility, review_on })
}

/// Writes what [`read`] reads.
pub fn written(article: &Written) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut head = String::new();
    let mut line = |key: &str, value: String| head.push_str(&format!("{key} = {value}\n"));
    for (key, language) in [("title", Language::Es), ("title_en", Language::En)] {
        if let Some((title, _)) = article.texts.get(&language) {
            line(key, quoted(title));
        }
    }
    line("category", quoted(&article.category));
    let services: Vec<String> =
        article.services.iter().map(|service| quoted(&format!("{}/{}", service.desk, service.item))).collect();
    line("services", format!("[{}]", services.join(", ")));
    line("visibility", quoted(article.visibility.word()));
    line("review_on", article.review_on.to_string());
    let body = |language| article.texts.get(&language).map_or("", |(_, body): &(String, String)| body.trim());
    let english = match article.texts.contains_key(&Language::En) {
        true => format!("{ENGLISH}{}\n", body(Language::En)),
        false => "\n".to_owned(),
    };
    format!("{MARK}{head}{MARK}{}{english}", body(Language::Es))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_article_is_read_as_it_was_written() {
        let article = Written {
            texts: BTreeMap::from([
                (Language::Es, ("Una \"clave\"".to_owned(), "Uno.\n\n+++\n\nDos.".to_owned())),
                (Language::En, ("A password".to_owned(), "One.".to_owned())),
            ]),
            category: "Cuentas".into(),
            services: BTreeSet::from([Service { desk: "mesa".into(), item: "clave".into() }]),
            visibility: Visibility::Desk,
            review_on: date(2027, 5, 20),
        };
        let given = |article: &Written| read(&written(article), date(2030, 1, 1));
        assert_eq!(given(&article), Ok(article.clone()));
        let mut one = article.clone();
        one.texts.remove(&Language::En);
        assert_eq!(given(&one), Ok(one.clone()));
        let mut other = article;
        other.texts.remove(&Language::Es);
        assert_eq!(given(&other), Ok(other.clone()));
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        for (text, expected) in [
            ("Hola", "cabecera"),
            ("+++\ntitle = \"x\"\n", "no termina"),
            ("+++\ntitle = \"x\"\ncategory = \"c\"\nvisibility = \"todos\"\n+++\nHola", "todos"),
            ("+++\ntitle = \"x\"\ncategory = \"c\"\nvisibility = \"desk\"\nservices = [\"vpn\"]\n+++\nHola", "mesa/"),
        ] {
            let wrong = read(text, date(2030, 1, 1)).expect_err(text);
            assert!(wrong.contains(expected), "{wrong}");
        }
    }
}
