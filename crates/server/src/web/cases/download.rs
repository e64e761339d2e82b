//! Files and letters of a case, handed out as files: never shown as a page of ours, whatever is in them.

use std::io::Seek;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::PersonId;
use desk::access::Sight;
use futures_util::stream;
use tokio::io::AsyncReadExt;

use crate::store::contents::{self, Found};
use crate::store::{Digest, StoreError};
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::page::Person;
use crate::{act, dossier, task, view};

/// What is read of a file at a time, in bytes.
const CHUNK: usize = 64 * 1024;

/// `GET /{area}/{number}/files/{id}`
///
/// # Errors
/// [`Fail::NotFound`] where the reader may not see such a file.
pub async fn file(
    State(web): State<Web>,
    person: Person,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let (name, size, file) = web
        .read(move |app| {
            let Some(case) = view::case(app, &me, &number)? else { return Ok(None) };
            let Some(shown) = case.files.iter().find(|file| *file.id.as_str() == *id) else { return Ok(None) };
            let Ok(digest) = id.parse::<Digest>() else { return Ok(None) };
            let name = shown.name.written().unwrap_or("archivo").to_owned();
            Ok(app.store.open_attachment(&case.stream, digest)?.map(|(_, file)| (name, shown.size, file)))
        })
        .await?;
    let length = [(CONTENT_LENGTH, size.to_string())];
    Ok((length, saved_as(&name, "application/octet-stream"), chunks(file)).into_response())
}

/// `GET /cases/{number}/dossier`: the case with its proofs, for who sees all of it.
///
/// # Errors
/// [`Fail::NotFound`] for whom part of the case does not exist; else that it could not be made.
pub async fn dossier(State(web): State<Web>, person: Person, Path(number): Path<String>) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let name = format!("{number}.zip");
    let file = web
        .read(move |app| {
            let whole = view::case(app, &me, &number)?.is_some_and(|case| case.sight == Sight::All);
            if !whole {
                return Ok(None);
            }
            let key = task::seal::key(app)?;
            let wrong = |why: String| act::Failed::Store(StoreError::Invalid(why));
            let out = tempfile::tempfile().map_err(|error| wrong(error.to_string()))?;
            let mut file = dossier::make(app, &key, &number, out).map_err(|error| wrong(error.to_string()))?;
            file.rewind().map_err(|error| wrong(error.to_string()))?;
            Ok(Some(file))
        })
        .await?;
    Ok((saved_as(&name, "application/zip"), chunks(file)).into_response())
}

fn chunks(file: std::fs::File) -> Body {
    Body::from_stream(stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let count = file.read(&mut chunk).await?;
        chunk.truncate(count);
        Ok::<_, std::io::Error>((count > 0).then(|| (Bytes::from(chunk), file)))
    }))
}

/// `GET /{area}/{number}/letters/{id}`: a letter as it arrived.
///
/// # Errors
/// As [`file`].
pub async fn letter(
    State(web): State<Web>,
    person: Person,
    Path((number, id)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let me = PersonId::from(person.id.as_str());
    let (number, bytes) = web
        .read(move |app| {
            let Some(case) = view::case(app, &me, &number)? else { return Ok(None) };
            let original = |entry: &view::Entry| entry.said.as_ref().and_then(|said| said.original.clone());
            if !case.entries.iter().filter_map(original).any(|own| *own.as_str() == *id) {
                return Ok(None);
            }
            let Ok(digest) = id.parse::<Digest>() else { return Ok(None) };
            let found = app.store.read(|reader| contents::get(reader, &case.stream, digest))?;
            Ok(match found {
                Some(Found::Present(bytes)) => Some((case.number.to_string(), bytes)),
                _ => None,
            })
        })
        .await?;
    Ok((saved_as(&format!("{number}.eml"), "text/plain; charset=utf-8"), bytes).into_response())
}

/// A browser saves it under its name and runs nothing of it.
pub fn saved_as(name: &str, kind: &'static str) -> [(axum::http::HeaderName, String); 3] {
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{encoded}")),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::saved_as;

    #[test]
    fn the_name_of_a_saved_file_cannot_leave_its_header() {
        let [_, (_, disposition), _] = saved_as("acción \"1\"\r\n;x.pdf", "text/plain");
        assert_eq!(disposition, "attachment; filename*=UTF-8''acci%C3%B3n%20%221%22%0D%0A%3Bx.pdf");
    }
}
