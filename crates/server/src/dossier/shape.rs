//! The archive's files and their JSON: a stored shape, read by other versions of the program.

use serde::{Deserialize, Serialize};

/// What `caso.json` and the manifest say they are.
pub const FORMAT: &str = "ventanilla-dossier 1";
/// What comes before the manifest when it is signed.
pub const SIGNED: &[u8] = b"ventanilla dossier 1\0";

pub const MANIFEST: &str = "manifest.json";
pub const SIGNATURE: &str = "manifest.sig";
pub const CASE: &str = "caso.json";
pub const PAGE: &str = "expediente.html";

/// Every file of the archive but itself and its signature, in the order of their paths.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    pub files: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// `caso.json`. Instants are microseconds since 1970 in UTC, digests hexadecimal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    pub format: String,
    pub number: String,
    pub desk: String,
    pub procedure: String,
    pub version: String,
    pub stream: String,
    pub made_at: i64,
    pub events: Vec<Fact>,
    pub texts: Vec<Piece>,
    pub attachments: Vec<Piece>,
    pub letters: Vec<Sent>,
    /// Nothing while no seal covers any of the facts.
    pub seal: Option<Proven>,
}

/// A fact as it is stored; `hash` is SHA-256 of the hash before and of every column.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub seq: i64,
    pub recorded_at: i64,
    pub effective_at: i64,
    pub actor: String,
    pub acting_for: Option<String>,
    pub command: String,
    pub kind: String,
    pub data: String,
    pub hash: String,
}

/// What somebody wrote or attached: `id` is SHA-256 of the salt and the bytes, and stands in a fact.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    pub id: String,
    /// Its place in the archive and its salt; nothing once it was withdrawn.
    pub held: Option<Held>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    pub path: String,
    pub salt: String,
}

/// A notice as it left: the exact bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    pub path: String,
    /// The fact it told of.
    pub seq: i64,
    pub notice: String,
    pub to: String,
    pub state: String,
}

/// The path from a fact to a seal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proven {
    /// The last fact the seal covers, and its hash.
    pub seq: i64,
    pub hash: String,
    /// From the leaf up: the neighbour's hash, and whether it stands on the left.
    pub path: Vec<(bool, String)>,
    pub number: i64,
    pub day: String,
    pub sealed_at: i64,
    pub previous: String,
    pub root: String,
    pub streams: i64,
    pub signature: String,
    pub public_key: String,
}
