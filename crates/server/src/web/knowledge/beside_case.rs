//! Articles beside a case: what may answer it, for whoever attends it.

use desk::PersonId;
use desk::knowledge::{Language, Reader, Service, Visibility};

use super::{foreign, language, reading};
use crate::knowledge::suggested;
use crate::view::CaseView;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::Page;

/// The most articles beside a case.
const MOST: usize = 4;

/// An article that may answer a case.
pub struct Beside {
    pub id: String,
    pub title: String,
    /// The language it is in, where that is not the page's.
    pub lang: &'static str,
    /// What a reply says of it; nothing for what only the desk reads.
    pub link: Option<String>,
}

/// The articles for a case, the likeliest first; none for who does not work here.
///
/// # Errors
/// The store's.
pub async fn of(web: &Web, p: &Page, me: &PersonId, case: &CaseView) -> Result<Vec<Beside>, Fail> {
    let reading = reading(web, me).await?;
    if reading.who == Reader::Requester {
        return Ok(Vec::new());
    }
    let service = case.item.as_ref().map(|item| Service { desk: case.desk().clone(), item: item.clone() });
    let subject = case.subject.as_ref().and_then(|text| text.written()).unwrap_or_default();
    let asked = case.entries.iter().find_map(|entry| entry.said.as_ref()).and_then(|said| said.text.written());
    let said = format!("{subject} {}", asked.unwrap_or_default());
    let address = web.app.mail().map(|room| room.settings().address.clone()).unwrap_or_default();
    let found = suggested(&reading.library, reading.who, service.as_ref(), &said, MOST);
    let beside = found.into_iter().map(|(shelved, version)| {
        let public = version.visibility == Visibility::Requesters;
        let read = shelved.read(version, language(p.lang));
        Beside {
            id: shelved.id.to_string(),
            title: shelved.title(version, language(p.lang)).to_owned(),
            lang: read.map_or("", |read| foreign(p, read.language)),
            link: public
                .then(|| format!("{}: {address}/knowledge/{}", shelved.title(version, Language::Es), shelved.id)),
        }
    });
    Ok(beside.collect())
}
