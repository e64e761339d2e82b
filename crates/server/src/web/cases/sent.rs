//! A form as it was sent: what was typed, and the files that came with it, already on disk.

use std::collections::BTreeMap;
use std::io::Write;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use desk::FieldId;
use desk::event::File;
use desk::words::{ContentId, Words};

use super::fields::Typed;
use crate::act::words;
use crate::store::attachments::StoredFile;
use crate::web::Web;
use crate::web::fail::Fail;
use crate::web::guard::FORM_LIMIT;

/// Fields and files of a form.
#[derive(Default)]
pub struct Sent {
    pub typed: Typed,
    pub files: Vec<Upload>,
}

/// A file that is on disk and that no event names yet.
pub struct Upload {
    /// The form's field it was chosen in.
    pub name: String,
    pub file: File,
    pub file_name: Words,
    pub stored: StoredFile,
}

/// The most one file may hold, and the most files of one form.
pub const FILE_LIMIT: u64 = 25 * 1024 * 1024;
const FILES_LIMIT: usize = 20;
/// The most fields of one form.
const FIELDS_LIMIT: usize = 500;

impl Sent {
    /// The ids of the files by the field they were chosen in.
    pub fn ids(&self) -> BTreeMap<String, Vec<ContentId>> {
        let mut ids: BTreeMap<String, Vec<ContentId>> = BTreeMap::new();
        for upload in &self.files {
            ids.entry(upload.name.clone()).or_default().push(upload.file.id.clone());
        }
        ids
    }

    /// The id of the command this form carries.
    pub fn command(&self) -> String {
        self.typed
            .one("command_id")
            .filter(|id| !id.is_empty() && id.len() <= 64)
            .map_or_else(super::command_id, str::to_owned)
    }

    fn keep(&mut self, name: &str, value: String) -> Result<(), Fail> {
        let values = self.typed.0.entry(name.to_owned()).or_default();
        values.push(value);
        if self.typed.0.values().map(Vec::len).sum::<usize>() > FIELDS_LIMIT { Err(Fail::TooLarge) } else { Ok(()) }
    }
}

impl FromRequest<Web> for Sent {
    type Rejection = Fail;

    async fn from_request(request: Request, web: &Web) -> Result<Sent, Fail> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase();
        let mut sent = Sent::default();
        if kind.starts_with("multipart/form-data") {
            let parts = Multipart::from_request(request, web).await.map_err(|_| Fail::Unreadable)?;
            sent.read(parts, web).await?;
        } else {
            let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await.map_err(|_| Fail::TooLarge)?;
            for (name, value) in form_urlencoded::parse(&body) {
                sent.keep(&name, value.into_owned())?;
            }
        }
        Ok(sent)
    }
}

impl Sent {
    async fn read(&mut self, mut parts: Multipart, web: &Web) -> Result<(), Fail> {
        while let Some(part) = parts.next_field().await.map_err(|_| Fail::Unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                None => {
                    let text = part.text().await.map_err(|_| Fail::TooLarge)?;
                    self.keep(&name, text.replace("\r\n", "\n"))?;
                }
                // A file box left empty.
                Some(file_name) if file_name.is_empty() => {}
                Some(file_name) => {
                    if self.files.len() >= FILES_LIMIT {
                        return Err(Fail::TooLarge);
                    }
                    if let Some(upload) = upload(web, name, &file_name, part).await? {
                        self.files.push(upload);
                    }
                }
            }
        }
        Ok(())
    }
}

async fn upload(
    web: &Web,
    name: String,
    file_name: &str,
    mut part: axum::extract::multipart::Field<'_>,
) -> Result<Option<Upload>, Fail> {
    let media_type = part.content_type().unwrap_or("application/octet-stream").chars().take(100).collect::<String>();
    let mut incoming = web.app.store.incoming().map_err(Fail::unavailable)?;
    while let Some(chunk) = part.chunk().await.map_err(|_| Fail::TooLarge)? {
        if incoming.size() + chunk.len() as u64 > FILE_LIMIT {
            return Err(Fail::TooLarge);
        }
        incoming.write_all(&chunk).map_err(Fail::unavailable)?;
    }
    if incoming.size() == 0 {
        return Ok(None);
    }
    let stored = incoming.finish().map_err(Fail::unavailable)?;
    let file_name = words(clean(file_name));
    // The word after the answer's own: `U-E14.evidencias` answers the field `evidencias`.
    let field = name.rsplit('.').next().filter(|word| *word != "files").map(FieldId::from);
    let file = File {
        id: ContentId::from(stored.id().to_string().as_str()),
        name: file_name.id(),
        media_type,
        size: stored.size(),
        field,
        internal: false,
    };
    Ok(Some(Upload { name, file, file_name, stored }))
}

/// A name without its folders and without anything a file system or a header could take for its own.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe: String = last.chars().filter(|c| !c.is_control()).take(150).collect();
    let safe = safe.trim().trim_start_matches('.').to_owned();
    if safe.is_empty() { "archivo".to_owned() } else { safe }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn the_name_of_a_file_names_no_folder() {
        for (name, expected) in [
            ("informe.pdf", "informe.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\fakepath\\foto.jpg", "foto.jpg"),
            (".htaccess", "htaccess"),
            ("a\u{0}b\r\n.txt", "ab.txt"),
            ("..", "archivo"),
        ] {
            assert_eq!(clean(name), expected);
        }
    }
}
