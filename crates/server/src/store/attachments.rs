//! Files people attached, in a folder under their content's id: SHA-256(salt, bytes), as for
//! contents. Written, synced and renamed **before** the transaction that refers to them; what no
//! transaction refers to after a day is collected.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::{Result, StoreError};
use super::{Access, Store, owner};
use crate::crash_point;

sql! {
    RECORD = "INSERT INTO attachments (stream, id, salt, size, stored_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (stream, id) DO NOTHING";
    GET = "SELECT id, size, stored_at, withdrawn_at FROM attachments WHERE stream = $1 AND id = $2";
    OF_STREAM = "SELECT id, size, stored_at, withdrawn_at FROM attachments WHERE stream = $1 ORDER BY stored_at, id";
    WITHDRAW = "UPDATE attachments SET salt = NULL, withdrawn_at = $3
        WHERE stream = $1 AND id = $2 AND withdrawn_at IS NULL";
    STORED = "SELECT id, salt, size FROM attachments WHERE stream = $1 AND id = $2 AND salt IS NOT NULL";
    PAGE = "SELECT stream, id, salt FROM attachments
        WHERE (stream, id) > ($1, $2) AND withdrawn_at IS NULL ORDER BY stream, id LIMIT $3";
    REFERRED = "SELECT 1 FROM attachments WHERE id = $1 AND withdrawn_at IS NULL LIMIT 1";
    SALTS = "SELECT id, salt FROM attachments WHERE stream = $1 ORDER BY stored_at, id";
}

/// A file nobody refers to is kept this long: its transaction may still come.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// A file on its way in. Dropped before it is finished, it leaves nothing.
pub struct Incoming {
    file: File,
    path: PathBuf,
    folder: PathBuf,
    salt: [u8; 32],
    digest: Sha256,
    size: u64,
}

/// A file that is on disk and that a transaction may now refer to.
#[derive(Clone, Debug)]
pub struct StoredFile {
    id: Digest,
    salt: [u8; 32],
    size: u64,
}

/// What a case knows of an attachment; its name and type are contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: Digest,
    /// Bytes.
    pub size: i64,
    pub stored_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

impl StoredFile {
    /// What the event carries.
    pub fn id(&self) -> Digest {
        self.id
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl Store {
    /// Begins to take a file in; write its bytes, then [`Incoming::finish`].
    pub fn incoming(&self) -> Result<Incoming> {
        let folder = self.attachments_folder();
        let incoming = folder.join("incoming");
        owner::make_folder(&incoming)?;
        let path = incoming.join(format!("{:032x}", rand::random::<u128>()));
        let file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(StoreError::file(&path))?;
        let salt: [u8; 32] = rand::random();
        let digest = Sha256::new_with_prefix(salt);
        Ok(Incoming { file, path, folder, salt, digest, size: 0 })
    }

    /// Opens the file of an attachment of a stream; `None` when the stream has none of this id, or
    /// it was withdrawn.
    pub fn open_attachment(&self, stream: &str, id: Digest) -> Result<Option<(Attachment, File)>> {
        let found = self.read(|reader| get(reader, stream, id))?;
        let Some(attachment) = found.filter(|it| it.withdrawn_at.is_none()) else {
            return Ok(None);
        };
        let path = place(&self.attachments_folder(), id);
        Ok(Some((attachment, File::open(&path).map_err(StoreError::file(&path))?)))
    }

    /// Withdraws an attachment in a transaction: the salt now, the file once it is committed. False
    /// if there was nothing left to withdraw.
    pub fn withdraw_attachment(&self, tx: &mut Tx<'_>, stream: &str, id: Digest, at: Timestamp) -> Result<bool> {
        tx.erase_for_good();
        if tx.run(WITHDRAW, params![stream, id, at])? == 0 {
            return Ok(false);
        }
        let path = place(&self.attachments_folder(), id);
        tx.after_commit(move || {
            // What stays behind is collected later: nothing refers to it any more.
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, path = %path.display(), "a withdrawn file is still there");
            }
        });
        Ok(true)
    }

    /// Deletes files older than a day that nothing refers to; tells how many. Not to be run during
    /// a backup.
    pub fn collect_attachments(&self, now: SystemTime) -> Result<u64> {
        if self.open.access != Access::Owner {
            return Err(StoreError::invalid("only the owner collects files"));
        }
        let mut collected = 0;
        for folder in entries(&self.attachments_folder())? {
            for path in entries(&folder)? {
                let modified = fs::metadata(&path).and_then(|it| it.modified()).map_err(StoreError::file(&path))?;
                let old = now.duration_since(modified).is_ok_and(|age| age > KEPT);
                if old && !self.is_referred_to(&path)? {
                    fs::remove_file(&path).map_err(StoreError::file(&path))?;
                    collected += 1;
                }
            }
        }
        Ok(collected)
    }

    // What lies in `incoming`, or under a name that is no id, is never referred to.
    fn is_referred_to(&self, path: &Path) -> Result<bool> {
        let name = |path: Option<&Path>| path?.file_name()?.to_str().map(str::to_owned);
        let id = name(path.parent()).zip(name(Some(path))).and_then(|(shard, rest)| (shard + &rest).parse().ok());
        let Some(id): Option<Digest> = id else {
            return Ok(false);
        };
        Ok(self.read(|reader| reader.one(REFERRED, params![id], |_| Ok(())))?.is_some())
    }

    pub(super) fn attachments_folder(&self) -> PathBuf {
        self.config().attachments.clone().unwrap_or_else(|| self.config().folder.join("attachments"))
    }
}

impl Write for Incoming {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.digest.update(&bytes[..count]);
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Incoming {
    /// Bytes so far, for limits.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Puts the file in its place, so that it outlives a fall of the power.
    pub fn finish(self) -> Result<StoredFile> {
        self.file.sync_all().map_err(StoreError::file(&self.path))?;
        crash_point!("after-attachment-write-before-rename");
        let id = Digest(self.digest.clone().finalize().into());
        let place = place(&self.folder, id);
        let shard = place.parent().unwrap_or(&self.folder);
        owner::make_folder(shard)?;
        fs::rename(&self.path, &place).map_err(StoreError::file(&place))?;
        for folder in [shard, &self.folder] {
            File::open(folder).and_then(|it| it.sync_all()).map_err(StoreError::file(folder))?;
        }
        crash_point!("after-attachment-rename-before-transaction");
        Ok(StoredFile { id, salt: self.salt, size: self.size })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // After `finish` it is not there any more; otherwise nobody wants it.
        let _gone = fs::remove_file(&self.path);
    }
}

/// Refers to a stored file from a stream.
pub fn record(tx: &mut Tx<'_>, stream: &str, file: &StoredFile, at: Timestamp) -> Result<()> {
    let size = i64::try_from(file.size).map_err(|_| StoreError::invalid("a file of impossible size"))?;
    tx.run(RECORD, params![stream, file.id, file.salt, size, at])?;
    Ok(())
}

/// A file of a stream, to be referred to from another one too.
pub fn stored(reader: &mut Reader<'_>, stream: &str, id: Digest) -> Result<Option<StoredFile>> {
    let row = reader.one(STORED, params![stream, id], |row| Ok((row.get(0)?, row.get(1)?, row.get::<i64>(2)?)))?;
    Ok(row.map(|(id, salt, size)| StoredFile { id, salt, size: u64::try_from(size).unwrap_or(0) }))
}

/// An attachment, only by the stream it belongs to.
pub fn get(reader: &mut Reader<'_>, stream: &str, id: Digest) -> Result<Option<Attachment>> {
    reader.one(GET, params![stream, id], read)
}

/// The attachments of a stream, the oldest first.
pub fn of_stream(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<Attachment>> {
    reader.all(OF_STREAM, params![stream], read)
}

/// What is wrong with the file of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// Its bytes are not those its id was made of.
    Changed,
}

/// An attachment as it is verified.
pub(super) struct Kept {
    pub stream: String,
    pub id: Digest,
    salt: Option<[u8; 32]>,
}

/// A page of the attachments that were not withdrawn, after this stream and id.
pub(super) fn page(reader: &mut Reader<'_>, after: (&str, Digest), limit: i64) -> Result<Vec<Kept>> {
    let read = |row: &Row<'_>| Ok(Kept { stream: row.get(0)?, id: row.get(1)?, salt: row.get(2)? });
    reader.all(PAGE, params![after.0, after.1, limit], read)
}

impl Kept {
    /// What is wrong with its file in this folder, if anything is.
    pub(super) fn damage(&self, folder: &Path) -> Result<Option<Damage>> {
        let Some(salt) = self.salt else { return Ok(Some(Damage::Changed)) };
        let path = place(folder, self.id);
        let mut file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Damage::Missing)),
            other => other.map_err(StoreError::file(&path))?,
        };
        let mut digest = Sha256::new_with_prefix(salt);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut buffer).map_err(StoreError::file(&path))?;
            if count == 0 {
                let whole = Digest(digest.finalize().into()) == self.id;
                return Ok((!whole).then_some(Damage::Changed));
            }
            digest.update(&buffer[..count]);
        }
    }
}

/// The salt of each attachment of a stream, the oldest first; nothing for one that was withdrawn.
pub fn salts(reader: &mut Reader<'_>, stream: &str) -> Result<Vec<(Digest, Option<[u8; 32]>)>> {
    reader.all(SALTS, params![stream], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn place(folder: &Path, id: Digest) -> PathBuf {
    let name = id.to_string();
    folder.join(&name[..2]).join(&name[2..])
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(StoreError::file(folder))?,
    };
    entries.map(|entry| entry.map(|it| it.path()).map_err(StoreError::file(folder))).collect()
}

fn read(row: &Row<'_>) -> Result<Attachment> {
    Ok(Attachment { id: row.get(0)?, size: row.get(1)?, stored_at: row.get(2)?, withdrawn_at: row.get(3)? })
}
