//! Puts the dossier of a case together.

use std::io::{Read, Seek, Write};

use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::page;
use super::shape::{
    CASE, CaseFile, FORMAT, Fact, Held, Listed, MANIFEST, Manifest, PAGE, Piece, Proven, SIGNATURE, SIGNED, Sent,
};
use crate::app::App;
use crate::store::events::StoredEvent;
use crate::store::seals::Proof;
use crate::store::{Digest, Reader, SealKey, StoreError, attachments, contents, events, outbox, seals};
use crate::view::{self, CaseView, Text};

/// Why there is no dossier.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("no such case")]
    NotFound,
    #[error(transparent)]
    View(#[from] crate::act::Failed),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the archive cannot be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error("the archive cannot be written: {0}")]
    Io(#[from] std::io::Error),
    #[error("the archive cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Page(#[from] askama::Error),
}

/// Writes the dossier of a case into `out`, signed with the instance's key.
///
/// # Errors
/// [`Failed::NotFound`] when there is no such case; else what could not be read or written.
pub fn make<W: Write + Seek>(app: &App, key: &SealKey, number: &str, out: W) -> Result<W, Failed> {
    let case = view::whole(app, number)?.ok_or(Failed::NotFound)?;
    let found = app.store.read(|reader| {
        let rows = events::load(reader, &case.stream)?;
        Ok::<_, StoreError>(Found {
            texts: contents::salted(reader, &case.stream)?,
            files: attachments::salts(reader, &case.stream)?,
            notices: outbox::of_stream(reader, &case.stream)?,
            proof: proof(reader, &case.stream)?,
            rows,
        })
    })?;
    let mut archive = Archive { zip: ZipWriter::new(out), listed: Vec::new() };
    let texts = texts(&mut archive, &found)?;
    let attached = attached(app, &mut archive, &case, &found)?;
    let letters = letters(app, &mut archive, &found)?;
    let file = CaseFile {
        format: FORMAT.to_owned(),
        number: case.number.to_string(),
        desk: case.desk().to_string(),
        procedure: case.rules.procedure.document.id.to_string(),
        version: case.rules.procedure.document.version.clone(),
        stream: case.stream.clone(),
        made_at: case.now.as_microsecond(),
        events: found.rows.iter().map(fact).collect(),
        texts,
        attachments: attached,
        letters,
        seal: found.proof.as_ref().map(proven),
    };
    archive.add(CASE, &serde_json::to_vec_pretty(&file)?)?;
    archive.add(PAGE, page::of(&case, &found.rows, found.proof.as_ref())?.as_bytes())?;
    archive.sign(key)
}

struct Found {
    rows: Vec<StoredEvent>,
    texts: Vec<contents::Salted>,
    files: Vec<(Digest, Option<[u8; 32]>)>,
    notices: Vec<outbox::Notice>,
    proof: Option<Proof>,
}

/// The proof that reaches furthest.
fn proof(reader: &mut Reader<'_>, stream: &str) -> Result<Option<Proof>, StoreError> {
    match seals::sealed_up_to(reader, stream)? {
        Some(seq) => seals::proof(reader, stream, seq),
        None => Ok(None),
    }
}

struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    listed: Vec<Listed>,
}

impl<W: Write + Seek> Archive<W> {
    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failed> {
        self.copy(path, &mut &bytes[..])
    }

    fn copy(&mut self, path: &str, from: &mut impl Read) -> Result<(), Failed> {
        self.begin(path)?;
        let (mut sha, mut size, mut buffer) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
        loop {
            let count = from.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            sha.update(&buffer[..count]);
            self.zip.write_all(&buffer[..count])?;
            size += count as u64;
        }
        let sha256 = Digest(sha.finalize().into()).to_string();
        self.listed.push(Listed { path: path.to_owned(), size, sha256 });
        Ok(())
    }

    fn begin(&mut self, path: &str) -> Result<(), Failed> {
        // The same case gives the same bytes: no time of the machine, nobody's rights.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).large_file(true);
        Ok(self.zip.start_file(path, options)?)
    }

    fn sign(mut self, key: &SealKey) -> Result<W, Failed> {
        self.listed.sort_by(|one, other| one.path.cmp(&other.path));
        let manifest = Manifest { format: FORMAT.to_owned(), files: std::mem::take(&mut self.listed) };
        let manifest = serde_json::to_vec_pretty(&manifest)?;
        let signature = data_encoding::HEXLOWER.encode(&key.sign(&[SIGNED, &manifest].concat()));
        for (path, bytes) in [(MANIFEST, manifest.as_slice()), (SIGNATURE, signature.as_bytes())] {
            self.begin(path)?;
            self.zip.write_all(bytes)?;
        }
        Ok(self.zip.finish()?)
    }
}

fn texts<W: Write + Seek>(archive: &mut Archive<W>, found: &Found) -> Result<Vec<Piece>, Failed> {
    let mut pieces = Vec::new();
    for (id, held) in &found.texts {
        let held = match held {
            Some((salt, bytes)) => {
                let path = format!("textos/{id}.txt");
                archive.add(&path, bytes)?;
                Some(Held { path, salt: data_encoding::HEXLOWER.encode(salt) })
            }
            None => None,
        };
        pieces.push(Piece { id: id.to_string(), held });
    }
    Ok(pieces)
}

fn attached<W: Write + Seek>(
    app: &App,
    archive: &mut Archive<W>,
    case: &CaseView,
    found: &Found,
) -> Result<Vec<Piece>, Failed> {
    let mut pieces = Vec::new();
    for (n, (id, salt)) in found.files.iter().enumerate() {
        let opened = app.store.open_attachment(&case.stream, *id)?;
        let held = match (salt, opened) {
            (Some(salt), Some((_, mut file))) => {
                let hex = id.to_string();
                let name = case.files.iter().find(|file| *file.id.as_str() == *hex).map(|file| &file.name);
                let path = format!("adjuntos/{:03}-{}", n + 1, plain_name(name));
                archive.copy(&path, &mut file)?;
                Some(Held { path, salt: data_encoding::HEXLOWER.encode(salt) })
            }
            _ => None,
        };
        pieces.push(Piece { id: id.to_string(), held });
    }
    Ok(pieces)
}

/// A name that every system can unpack and none can be led astray by.
fn plain_name(name: Option<&Text>) -> String {
    let name = name.and_then(Text::written).unwrap_or("archivo");
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let tail: Vec<char> = plain.trim_matches(['.', '-']).chars().rev().take(80).collect();
    if tail.is_empty() { "archivo".to_owned() } else { tail.into_iter().rev().collect() }
}

fn letters<W: Write + Seek>(app: &App, archive: &mut Archive<W>, found: &Found) -> Result<Vec<Sent>, Failed> {
    let mut letters = Vec::new();
    for notice in &found.notices {
        if let Some(bytes) = app.store.read(|reader| outbox::message(reader, &notice.id))? {
            let path = format!("cartas/{:03}-{}.eml", letters.len() + 1, notice.notice);
            archive.add(&path, &bytes)?;
            letters.push(Sent {
                path,
                seq: notice.seq,
                notice: notice.notice.clone(),
                to: notice.address.clone(),
                state: notice.state.word().to_owned(),
            });
        }
    }
    Ok(letters)
}

fn fact(row: &StoredEvent) -> Fact {
    Fact {
        seq: row.seq,
        recorded_at: row.recorded_at.as_microsecond(),
        effective_at: row.effective_at.as_microsecond(),
        actor: row.actor.clone(),
        acting_for: row.acting_for.clone(),
        command: row.command.clone(),
        kind: row.kind.clone(),
        data: row.data.clone(),
        hash: row.hash.to_string(),
    }
}

fn proven(proof: &Proof) -> Proven {
    let seal = &proof.seal;
    Proven {
        seq: proof.leaf.seq,
        hash: proof.leaf.hash.to_string(),
        path: proof.path.iter().map(|(left, hash)| (*left, hash.to_string())).collect(),
        number: seal.number,
        day: seal.day.clone(),
        sealed_at: seal.sealed_at.as_microsecond(),
        previous: seal.previous.to_string(),
        root: seal.root.to_string(),
        streams: seal.streams,
        signature: data_encoding::HEXLOWER.encode(&seal.signature),
        public_key: data_encoding::HEXLOWER.encode(&seal.public_key),
    }
}
