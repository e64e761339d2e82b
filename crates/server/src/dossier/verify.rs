//! Whether a dossier is what an instance handed out and what it sealed; needs nothing but the public key.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Read, Seek};

use ed25519_dalek::{Signature, VerifyingKey};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::shape::{CASE, CaseFile, FORMAT, Fact, MANIFEST, Manifest, Piece, Proven, SIGNATURE, SIGNED};
use crate::store::Digest;
use crate::store::events::StoredEvent;
use crate::store::seals::{Leaf, Proof, Seal};

/// The manifest, its signature and `caso.json` are read whole; more than this is no dossier. In bytes.
const MOST: u64 = 512 * 1024 * 1024;

/// What is not as it was handed out, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is no archive, or not one of ours.
    NotADossier {
        why: String,
    },
    /// Bytes stand before, between or after the files of the archive.
    Surrounded,
    /// The list of files is not signed by this key.
    NotSigned,
    Changed {
        path: String,
    },
    Removed {
        path: String,
    },
    Added {
        path: String,
    },
    /// The chain of facts breaks here.
    FactChanged {
        seq: i64,
    },
    FactMissing {
        seq: i64,
    },
    /// A text or an attachment is not what the facts name.
    PieceChanged {
        path: String,
    },
    /// No fact names it.
    PieceUnknown {
        path: String,
    },
    SealForged {
        number: i64,
    },
    SealOfAnotherKey {
        number: i64,
    },
    /// The seal does not cover these facts.
    NotSealed {
        number: i64,
    },
}

/// What was looked at and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub number: String,
    pub files: usize,
    pub facts: usize,
    pub pieces: usize,
    /// Texts and attachments that had been withdrawn before.
    pub withdrawn: usize,
    /// The seal, its day, and the last fact it covers.
    pub sealed: Option<(i64, String, i64)>,
    pub findings: Vec<Finding>,
}

/// Checks a dossier against an instance's public key.
///
/// # Errors
/// Only reading's own: everything else is a finding.
pub fn verify(dossier: impl Read + Seek, key: &[u8; 32]) -> io::Result<Report> {
    let mut report = Report::default();
    match archive(dossier, key, &mut report) {
        Ok(()) => {}
        Err(Stop::Io(error)) => return Err(error),
        Err(Stop::Found(finding)) => report.findings.push(finding),
    }
    Ok(report)
}

enum Stop {
    Found(Finding),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        // What no system call says is said by the archive's own reader: its bytes were changed.
        if error.raw_os_error().is_some() { Stop::Io(error) } else { no(error) }
    }
}

fn no(why: impl ToString) -> Stop {
    Stop::Found(Finding::NotADossier { why: why.to_string() })
}

fn archive(mut dossier: impl Read + Seek, key: &[u8; 32], report: &mut Report) -> Result<(), Stop> {
    let ended = ends_with_its_directory(&mut dossier);
    let mut zip = ZipArchive::new(dossier).map_err(no)?;
    if !ended || !is_tight(&mut zip)? {
        report.findings.push(Finding::Surrounded);
    }
    let manifest = whole(&mut zip, MANIFEST)?;
    let signature = whole(&mut zip, SIGNATURE)?;
    if !signed(&manifest, &signature, key) {
        report.findings.push(Finding::NotSigned);
    }
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(no)?;
    if manifest.format != FORMAT {
        return Err(no(format!("{:?}", manifest.format)));
    }
    files(&mut zip, &manifest, report)?;
    let case = whole(&mut zip, CASE)?;
    let case: CaseFile = serde_json::from_slice(&case).map_err(no)?;
    report.number.clone_from(&case.number);
    report.facts = case.events.len();
    chain(&case, report);
    pieces(&mut zip, &case, report)?;
    if let Some(proven) = &case.seal {
        seal(&case, proven, key, report);
    }
    Ok(())
}

/// The end of an archive that has no comment: signature and twenty bytes.
fn ends_with_its_directory(dossier: &mut (impl Read + Seek)) -> bool {
    let mut end = [0; 22];
    let read = dossier.seek(io::SeekFrom::End(-22)).and_then(|_| dossier.read_exact(&mut end));
    read.is_ok() && end.starts_with(b"PK\x05\x06") && end.ends_with(&[0, 0])
}

/// One file follows the other, up to the directory: what a reader of archives does not list cannot hide.
fn is_tight(zip: &mut ZipArchive<impl Read + Seek>) -> Result<bool, Stop> {
    let mut places = Vec::new();
    for place in 0..zip.len() {
        let file = zip.by_index_raw(place).map_err(no)?;
        let begins = file.data_start().ok_or_else(|| no("a file without its place"))?;
        places.push((file.header_start(), begins + file.compressed_size()));
    }
    places.sort_unstable();
    let mut end = 0;
    for (begins, ends) in places {
        if begins != end {
            return Ok(false);
        }
        end = ends;
    }
    Ok(end == zip.central_directory_start())
}

fn whole(zip: &mut ZipArchive<impl Read + Seek>, path: &str) -> Result<Vec<u8>, Stop> {
    let Ok(file) = zip.by_name(path) else { return Err(Stop::Found(Finding::Removed { path: path.to_owned() })) };
    let mut bytes = Vec::new();
    file.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn signed(manifest: &[u8], signature: &[u8], key: &[u8; 32]) -> bool {
    let signature: Option<[u8; 64]> =
        data_encoding::HEXLOWER.decode(signature).ok().and_then(|bytes| bytes.try_into().ok());
    let key = VerifyingKey::from_bytes(key).ok();
    key.zip(signature).is_some_and(|(key, signature)| {
        key.verify_strict(&[SIGNED, manifest].concat(), &Signature::from_bytes(&signature)).is_ok()
    })
}

/// Every file of the list is there as listed, and no other.
fn files(zip: &mut ZipArchive<impl Read + Seek>, manifest: &Manifest, report: &mut Report) -> Result<(), Stop> {
    let mut listed: BTreeMap<&str, _> = manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut seen = BTreeSet::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).map_err(no)?;
        let path = file.name().map_err(no)?.into_owned();
        if !seen.insert(path.clone()) {
            report.findings.push(Finding::Added { path });
            continue;
        }
        if path == MANIFEST || path == SIGNATURE {
            continue;
        }
        let Some(expected) = listed.remove(path.as_str()) else {
            report.findings.push(Finding::Added { path });
            continue;
        };
        report.files += 1;
        // One byte more than listed is enough to know that it is not the same.
        let (size, sha256) = match digested(&mut (&mut file).take(expected.size.saturating_add(1)), &[]) {
            Ok((size, digest)) => (size, digest.to_string()),
            Err(_) => (0, String::new()),
        };
        if size != expected.size || sha256 != expected.sha256 {
            report.findings.push(Finding::Changed { path });
        }
    }
    report.findings.extend(listed.into_keys().map(|path| Finding::Removed { path: path.to_owned() }));
    Ok(())
}

fn digested(from: &mut impl Read, salt: &[u8]) -> io::Result<(u64, Digest)> {
    let (mut sha, mut size, mut buffer) = (Sha256::new_with_prefix(salt), 0, vec![0; 64 * 1024]);
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok((size, Digest(sha.finalize().into())));
        }
        sha.update(&buffer[..count]);
        size += count as u64;
    }
}

/// Each fact follows the one before it.
fn chain(case: &CaseFile, report: &mut Report) {
    let mut previous = Digest::ZERO;
    for (expected, fact) in (1..).zip(&case.events) {
        if fact.seq != expected {
            report.findings.push(Finding::FactMissing { seq: expected });
            return;
        }
        let row = stored(&case.stream, fact);
        match row {
            Some(row) if row.link(previous) == row.hash => previous = row.hash,
            _ => {
                report.findings.push(Finding::FactChanged { seq: fact.seq });
                return;
            }
        }
    }
}

fn stored(stream: &str, fact: &Fact) -> Option<StoredEvent> {
    Some(StoredEvent {
        stream: stream.to_owned(),
        seq: fact.seq,
        recorded_at: Timestamp::from_microsecond(fact.recorded_at).ok()?,
        effective_at: Timestamp::from_microsecond(fact.effective_at).ok()?,
        actor: fact.actor.clone(),
        acting_for: fact.acting_for.clone(),
        command: fact.command.clone(),
        kind: fact.kind.clone(),
        data: fact.data.clone(),
        hash: fact.hash.parse().ok()?,
    })
}

/// Each text and attachment is what a fact names.
fn pieces(zip: &mut ZipArchive<impl Read + Seek>, case: &CaseFile, report: &mut Report) -> Result<(), Stop> {
    let named = named(case);
    for Piece { id, held } in case.texts.iter().chain(&case.attachments) {
        let Some(held) = held else {
            report.withdrawn += 1;
            continue;
        };
        report.pieces += 1;
        let path = held.path.clone();
        if !named.contains(id.as_str()) {
            report.findings.push(Finding::PieceUnknown { path: path.clone() });
        }
        let salt = data_encoding::HEXLOWER.decode(held.salt.as_bytes()).unwrap_or_default();
        let whole = match zip.by_name(&path) {
            Ok(mut file) => {
                digested(&mut (&mut file).take(MOST), &salt).is_ok_and(|(_, digest)| digest.to_string() == *id)
            }
            // Already told as removed.
            Err(_) => true,
        };
        if !whole {
            report.findings.push(Finding::PieceChanged { path });
        }
    }
    Ok(())
}

/// Every digest that stands in a fact.
fn named(case: &CaseFile) -> HashSet<&str> {
    let words = case.events.iter().flat_map(|fact| fact.data.split(|c: char| !c.is_ascii_hexdigit()));
    words.filter(|word| word.len() == 64).collect()
}

fn seal(case: &CaseFile, proven: &Proven, key: &[u8; 32], report: &mut Report) {
    let number = proven.number;
    report.sealed = Some((number, proven.day.clone(), proven.seq));
    let Some(proof) = proof(case, proven) else {
        report.findings.push(Finding::SealForged { number });
        return;
    };
    if proof.seal.public_key != *key {
        report.findings.push(Finding::SealOfAnotherKey { number });
    }
    if !proof.seal.is_signed() {
        report.findings.push(Finding::SealForged { number });
    }
    let covered = case.events.iter().any(|fact| fact.seq == proven.seq && fact.hash == proven.hash);
    if !covered || !proof.holds() {
        report.findings.push(Finding::NotSealed { number });
    }
}

fn proof(case: &CaseFile, proven: &Proven) -> Option<Proof> {
    let hex = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
    let path = proven.path.iter().map(|(left, hash)| Some((*left, hash.parse().ok()?)));
    Some(Proof {
        leaf: Leaf { stream: case.stream.clone(), seq: proven.seq, hash: proven.hash.parse().ok()? },
        path: path.collect::<Option<_>>()?,
        seal: Seal {
            number: proven.number,
            day: proven.day.clone(),
            sealed_at: Timestamp::from_microsecond(proven.sealed_at).ok()?,
            previous: proven.previous.parse().ok()?,
            root: proven.root.parse().ok()?,
            streams: proven.streams,
            signature: hex(&proven.signature)?.try_into().ok()?,
            public_key: hex(&proven.public_key)?.try_into().ok()?,
        },
    })
}
