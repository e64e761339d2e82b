//! What somebody is typing, kept on the server under the address of its form: there again after a
//! reload, a refusal or a sign-in that ran out, gone when the form is sent. Files that came with a
//! refused form wait with it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use desk::event::File;
use desk::words::ContentId;
use desk::{FieldId, PersonId};
use jiff::Timestamp;

use crate::act::words;
use crate::store::{StoreError, Urgency, attachments, drafts};
use crate::web::Web;
use crate::web::cases::fields::Typed;
use crate::web::cases::sent::{Sent, Upload};
use crate::web::fail::Fail;
use crate::web::page::{Page, Person};
use crate::web::session::sign_in::own_path;

/// Letters of a form's address; none of ours is longer.
const LONGEST: usize = 300;
/// The field that names a file which waits with the draft.
pub const KEPT_FILE: &str = "kept_file";
/// Never kept with a draft.
const NOT_KEPT: [&str; 7] = ["csrf", "command_id", "visit", "later", "find", "draft", "remove_file"];

/// `POST /drafts`: what is typed so far in the form at the address in `draft`. Says when it was kept.
///
/// # Errors
/// [`Fail::Unreadable`] for an address that is none of ours; the store's.
pub async fn take(State(web): State<Web>, p: Page, person: Person, sent: Sent) -> Result<Response, Fail> {
    let form = sent.typed.text("draft");
    if own_path(&form) == "/" || form.len() > LONGEST {
        return Err(Fail::Unreadable);
    }
    let at = keep(&web, &PersonId::from(person.id.as_str()), &form, &sent.typed).await?;
    Ok(p.t("draft-kept").arg("time", p.w.time(p.w.civil(at).time())).to_string().into_response())
}

/// What was typed into a form and not sent yet, and when it was kept.
///
/// # Errors
/// The store's.
pub async fn get(web: &Web, me: &PersonId, form: &str) -> Result<Option<(Typed, Timestamp)>, Fail> {
    let (person, key) = (me.to_string(), form.to_owned());
    let draft = web.read(move |app| Ok(Some(app.store.read(|reader| drafts::get(reader, &person, &key))?))).await?;
    Ok(draft.map(|draft| {
        let mut typed = Typed::default();
        for (name, value) in form_urlencoded::parse(draft.body.as_bytes()) {
            typed.0.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        (typed, draft.updated_at)
    }))
}

/// Keeps what was typed into a form.
///
/// # Errors
/// The store's.
pub async fn keep(web: &Web, me: &PersonId, form: &str, typed: &Typed) -> Result<Timestamp, Fail> {
    let kept = typed.0.iter().filter(|(name, _)| !NOT_KEPT.contains(&name.as_str()));
    let pairs = kept.flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let at = web.app.clock.now();
    let (person, draft) = (me.to_string(), drafts::Draft { key: form.to_owned(), body, updated_at: at });
    let written = web.app.store.write_async(Urgency::Person, move |tx| drafts::put(tx, &person, &draft)).await;
    written.map_err(|error: StoreError| Fail::unavailable(error))?;
    Ok(at)
}

/// The form was sent: its draft and the hold on its files go.
///
/// # Errors
/// The store's.
pub async fn forget(web: &Web, me: &PersonId, form: &str) -> Result<(), Fail> {
    let (person, key) = (me.to_string(), form.to_owned());
    let written = web.app.store.write_async(Urgency::Person, move |tx| drafts::remove(tx, &person, &key)).await;
    written.map_err(|error: StoreError| Fail::unavailable(error))
}

/// Joins to a form the files that wait with its draft; one that `remove_file` names goes.
///
/// # Errors
/// The store's.
pub async fn join_files(web: &Web, me: &PersonId, form: &str, sent: &mut Sent) -> Result<(), Fail> {
    let removed = sent.typed.0.remove("remove_file").unwrap_or_default();
    let mut named = sent.typed.0.remove(KEPT_FILE).unwrap_or_default();
    named.retain(|word| !removed.contains(word));
    if named.is_empty() {
        return Ok(());
    }
    let (person, key) = (me.to_string(), form.to_owned());
    let found = web
        .read(move |app| {
            app.store
                .read(|reader| {
                    let mut found = Vec::new();
                    for word in named {
                        let Some(named) = Named::read(&word) else { continue };
                        let Ok(id) = named.id.parse() else { continue };
                        if let Some(stored) = drafts::file(reader, &person, &key, id)? {
                            found.push(named.upload(stored));
                        }
                    }
                    Ok::<_, StoreError>(found)
                })
                .map(Some)
                .map_err(Into::into)
        })
        .await?;
    sent.files.extend(found);
    Ok(())
}

/// Keeps the files of a form that is shown again, and names them in it.
///
/// # Errors
/// The store's.
pub async fn keep_files(web: &Web, me: &PersonId, form: &str, sent: &mut Sent) -> Result<(), Fail> {
    let files = std::mem::take(&mut sent.files);
    if files.is_empty() {
        return Ok(());
    }
    sent.typed.0.insert(KEPT_FILE.to_owned(), files.iter().map(|upload| Named::of(upload).word()).collect());
    let (person, key, at) = (me.to_string(), form.to_owned(), web.app.clock.now());
    let written = web.app.store.write_async(Urgency::Person, move |tx| {
        files.iter().try_for_each(|upload| drafts::keep_file(tx, &person, &key, &upload.stored, at))
    });
    written.await.map_err(|error: StoreError| Fail::unavailable(error))
}

/// A file that waits, as one word of the form.
pub struct Named {
    id: String,
    /// The form's field it was chosen in.
    field: String,
    /// Bytes.
    pub size: u64,
    media_type: String,
    pub name: String,
}

impl Named {
    fn of(upload: &Upload) -> Named {
        Named {
            id: upload.file.id.as_str().to_owned(),
            field: upload.name.clone(),
            size: upload.file.size,
            media_type: upload.file.media_type.replace(' ', ""),
            name: upload.file_name.text.clone(),
        }
    }

    /// What a form says of a file; nothing for what is no such word.
    pub fn read(word: &str) -> Option<Named> {
        let mut parts = word.splitn(5, ' ').map(str::to_owned);
        let mut next = || parts.next();
        Some(Named { id: next()?, field: next()?, size: next()?.parse().ok()?, media_type: next()?, name: next()? })
    }

    fn word(&self) -> String {
        let Named { id, field, size, media_type, name } = self;
        format!("{id} {field} {size} {media_type} {name}")
    }

    fn upload(self, stored: attachments::StoredFile) -> Upload {
        let file_name = words(self.name);
        let field = self.field.rsplit('.').next().filter(|word| *word != "files").map(FieldId::from);
        let file = File {
            id: ContentId::from(self.id.as_str()),
            name: file_name.id(),
            media_type: self.media_type,
            size: stored.size(),
            field,
            internal: false,
        };
        Upload { name: self.field, file, file_name, stored }
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn a_file_that_waits_is_one_word_of_the_form_and_keeps_the_spaces_of_its_name() {
        let word = "ab12 form.soporte 916 application/pdf Visto bueno del jefe.pdf";
        let named = Named::read(word).expect("a file");
        assert_eq!((named.size, named.name.as_str()), (916, "Visto bueno del jefe.pdf"));
        assert_eq!(named.word(), word);
        assert!(Named::read("ab12 files many application/pdf a.pdf").is_none() && Named::read("").is_none());
    }
}
