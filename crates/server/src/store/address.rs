//! The address of a PostgreSQL database, and TLS to it.
//!
//! TLS always verifies the server's certificate and name; there is no way to encrypt without
//! knowing to whom. Without `sslmode` it is used for every address but this computer's own.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::{Result, StoreError};

/// How to speak to the server.
pub(super) enum Tls {
    Plain,
    Verified(MakeRustlsConnect),
}

impl Tls {
    pub fn connect(&self, config: &Config) -> Result<Client> {
        Ok(match self {
            Tls::Plain => config.connect(NoTls)?,
            Tls::Verified(tls) => config.connect(tls.clone())?,
        })
    }
}

/// Reads `postgres://…` with `sslmode` (disable | require | verify-full) and `sslrootcert` (a PEM
/// file; otherwise the certificates this computer trusts).
pub(super) fn parse(url: &str) -> Result<(Config, Tls)> {
    let (url, mode, root) = split(url)?;
    let mut config: Config = url.parse().map_err(|error: postgres::Error| {
        // The error's own text can hold the password.
        StoreError::Address(std::error::Error::source(&error).map_or("cannot be read".into(), ToString::to_string))
    })?;
    let plain = match mode.as_deref() {
        None => config.get_hosts().iter().all(is_this_computer),
        Some("disable") => true,
        Some("require" | "verify-full") => false,
        Some(other) => {
            return Err(StoreError::Address(format!("sslmode={other}: use disable, require or verify-full")));
        }
    };
    if plain {
        config.ssl_mode(SslMode::Disable);
        return Ok((config, Tls::Plain));
    }
    config.ssl_mode(SslMode::Require);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Address(error.to_string()))?
        .with_root_certificates(roots(root)?)
        .with_no_client_auth();
    Ok((config, Tls::Verified(MakeRustlsConnect::new(client))))
}

// The client knows neither verify-full nor sslrootcert, so they are taken out of the address.
fn split(url: &str) -> Result<(String, Option<String>, Option<PathBuf>)> {
    let Some((address, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), None, None));
    };
    let (mut mode, mut root, mut rest) = (None, None, Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value.to_owned()),
            Some(("sslrootcert", value)) => root = Some(PathBuf::from(value)),
            _ => rest.push(pair),
        }
    }
    let address = if rest.is_empty() { address.to_owned() } else { format!("{address}?{}", rest.join("&")) };
    Ok((address, mode, root))
}

fn is_this_computer(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
    }
}

fn roots(file: Option<PathBuf>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let unreadable = |error: &dyn std::fmt::Display| StoreError::Address(format!("sslrootcert: {error}"));
    match file {
        Some(file) => {
            for certificate in CertificateDer::pem_file_iter(&file).map_err(|e| unreadable(&e))? {
                roots.add(certificate.map_err(|e| unreadable(&e))?).map_err(|e| unreadable(&e))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    if roots.is_empty() {
        return Err(StoreError::Address("no trusted certificate; give one with sslrootcert=<file>".into()));
    }
    Ok(roots)
}
