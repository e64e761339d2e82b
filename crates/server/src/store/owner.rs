//! One process owns an instance: the lock file in its data folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::error::{Result, StoreError};

/// Held for as long as this process owns the instance; the operating system lets go of it however
/// the process ends.
pub(super) struct Ownership {
    lock: File,
}

impl Drop for Ownership {
    fn drop(&mut self) {
        // Closing alone would wait for a process forked in this moment, which shares the file.
        drop(self.lock.unlock());
    }
}

/// Makes the data folder, readable by its owner only.
pub(super) fn make_folder(folder: &Path) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(StoreError::file(folder))
}

/// Takes the instance in `folder`.
///
/// # Errors
/// [`StoreError::Owned`] while another process has it.
pub(super) fn take(folder: &Path) -> Result<Ownership> {
    make_folder(folder)?;
    let path = folder.join("instance.lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(StoreError::file(&path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut owner = String::new();
            file.read_to_string(&mut owner).map_err(StoreError::file(&path))?;
            return Err(StoreError::Owned { folder: folder.to_owned(), owner: owner.trim().to_owned() });
        }
        Err(TryLockError::Error(source)) => return Err(StoreError::File { path, source }),
    }
    // Who holds it, for the message the next one gets; the lock itself does not depend on it.
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(StoreError::file(&path))?;
    Ok(Ownership { lock: file })
}
