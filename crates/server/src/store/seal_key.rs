//! The key the instance seals with: a file outside the database, made at first use, readable by
//! its owner only.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use ed25519_dalek::{Signer, SigningKey};

use super::error::{Result, StoreError};

/// An Ed25519 key.
#[derive(Clone)]
pub struct SealKey(SigningKey);

impl SealKey {
    /// Makes a key and keeps it in a new file, PKCS#8 in PEM, with rights 0600.
    ///
    /// # Errors
    /// [`StoreError::File`] when the file exists: a key is never overwritten.
    pub fn create(path: &Path) -> Result<SealKey> {
        let key = SigningKey::from_bytes(&rand::random());
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|error| StoreError::invalid(error.to_string()))?;
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(StoreError::file(path))?;
        file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()).map_err(StoreError::file(path))?;
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|it| it.sync_all()).map_err(StoreError::file(folder))?;
        Ok(SealKey(key))
    }

    /// Reads the key of an instance.
    ///
    /// # Errors
    /// [`StoreError::File`] when it cannot be read; [`StoreError::Invalid`] when it is no such key,
    /// or others than its owner may read it.
    pub fn read(path: &Path) -> Result<SealKey> {
        let rights = fs::metadata(path).map_err(StoreError::file(path))?.mode();
        if rights & 0o077 != 0 {
            let path = path.display();
            return Err(StoreError::invalid(format!("{path} may be read by others: run chmod 600 {path}")));
        }
        let pem = fs::read_to_string(path).map_err(StoreError::file(path))?;
        let key = SigningKey::from_pkcs8_pem(&pem);
        key.map(SealKey).map_err(|error| StoreError::invalid(format!("{}: {error}", path.display())))
    }

    /// What others verify with.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message; whoever signs puts its purpose first, so that no signature serves for another.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}
