//! Daily seals: the instance signs the previous seal and the last hash of every stream changed
//! since, so that nobody, the administrator included, can rewrite what was sealed unseen.
//!
//! The hashes are the leaves of a Merkle tree in the order of their streams (a leaf is SHA-256 of
//! 0, the length of the stream's name in 8 bytes, the name, the seq in 8 bytes and the hash; a node
//! SHA-256 of 1, left and right; of n leaves the left half is the largest power of two below n). A dossier so
//! proves its case with a short path and shows nothing of the others.

use ed25519_dalek::{Signature, VerifyingKey};
use jiff::Timestamp;

use super::db::{Reader, Row, Tx, params, sql};
use super::digest::Digest;
use super::error::{Result, StoreError};
use super::seal_key::SealKey;
use super::{Store, Urgency};
use crate::crash_point;

sql! {
    CHANGED = "SELECT stream, last_seq, last_hash FROM streams
        WHERE last_seq > sealed_seq AND stream > $1 ORDER BY stream LIMIT $2";
    LEAF = "INSERT INTO seal_leaves (seal, stream, seq, hash) VALUES ($1, $2, $3, $4)
        ON CONFLICT (seal, stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
    SEALED = "UPDATE streams SET sealed_seq = $2 WHERE stream = $1";
    LEAVES = "SELECT stream, seq, hash FROM seal_leaves WHERE seal = $1 ORDER BY stream";
    COVERING = "SELECT seal FROM seal_leaves WHERE stream = $1 AND seq >= $2 ORDER BY seal LIMIT 1";
    FURTHEST = "SELECT seal_leaves.seq FROM seal_leaves JOIN seals ON seals.number = seal_leaves.seal
        WHERE seal_leaves.stream = $1 ORDER BY seal_leaves.seal DESC LIMIT 1";
    PUT = "INSERT INTO seals (number, day, sealed_at, previous, root, streams, signature, public_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LAST = "SELECT number, day, sealed_at, previous, root, streams, signature, public_key FROM seals
        ORDER BY number DESC LIMIT 1";
    PAGE = "SELECT number, day, sealed_at, previous, root, streams, signature, public_key FROM seals
        WHERE number > $1 ORDER BY number LIMIT $2";
}

/// Streams sealed in one slice of work.
const SLICE: i64 = 64;

/// One seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// 1, 2, 3, …
    pub number: i64,
    /// The civil day it was made for.
    pub day: String,
    pub sealed_at: Timestamp,
    /// [`Seal::digest`] of the one before; zeros for the first.
    pub previous: Digest,
    pub root: Digest,
    /// How many streams it seals.
    pub streams: i64,
    pub signature: [u8; 64],
    pub public_key: [u8; 32],
}

/// What a seal says of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub stream: String,
    pub seq: i64,
    pub hash: Digest,
}

/// That a seal covers a stream up to a seq: anybody with the public key can check it alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub leaf: Leaf,
    /// From the leaf up: the neighbour's hash, and whether it stands on the left.
    pub path: Vec<(bool, Digest)>,
    pub seal: Seal,
}

impl Seal {
    fn message(&self) -> Vec<u8> {
        let mut message = b"ventanilla seal 1\0".to_vec();
        message.extend(self.number.to_be_bytes());
        message.extend((self.day.len() as u64).to_be_bytes());
        message.extend(self.day.as_bytes());
        message.extend(self.sealed_at.as_microsecond().to_be_bytes());
        message.extend(self.previous.0);
        message.extend(self.streams.to_be_bytes());
        message.extend(self.root.0);
        message
    }

    /// What the next seal names as its previous one.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.message(), &self.signature])
    }

    /// Whether the signature is that of its public key.
    pub fn is_signed(&self) -> bool {
        VerifyingKey::from_bytes(&self.public_key)
            .is_ok_and(|key| key.verify_strict(&self.message(), &Signature::from_bytes(&self.signature)).is_ok())
    }
}

impl Leaf {
    fn digest(&self) -> Digest {
        let length = (self.stream.len() as u64).to_be_bytes();
        Digest::of(&[&[0], &length, self.stream.as_bytes(), &self.seq.to_be_bytes(), &self.hash.0])
    }
}

impl Proof {
    /// Whether the path leads from the leaf to the seal, and the seal is signed.
    pub fn holds(&self) -> bool {
        let root = self.path.iter().fold(self.leaf.digest(), |hash, (left, other)| match left {
            true => node(*other, hash),
            false => node(hash, *other),
        });
        root == self.seal.root && self.seal.is_signed()
    }
}

impl Store {
    /// Seals every stream changed since the last seal, in slices. A seal cut short is completed by
    /// the next call. One node at a time calls it (see [`Store::hold`]).
    pub fn seal(&self, key: &SealKey, day: &str, sealed_at: Timestamp) -> Result<Seal> {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let last = self.write(Urgency::System, move |tx| collect(tx, &from))?;
            match last {
                Some(stream) => after = stream,
                None => break,
            }
            crash_point!("between-seal-slices");
        }
        let (key, day) = (key.clone(), day.to_owned());
        self.write(Urgency::System, move |tx| sign(tx, &key, &day, sealed_at))
    }
}

fn number(reader: &mut Reader<'_>) -> Result<(i64, Digest)> {
    Ok(last(reader)?.map_or((1, Digest::ZERO), |seal| (seal.number + 1, seal.digest())))
}

/// Adds the next changed streams to the coming seal; the last one's name while there are more.
fn collect(tx: &mut Tx<'_>, after: &str) -> Result<Option<String>> {
    let (seal, _) = number(tx)?;
    let changed = tx.all(CHANGED, params![after, SLICE], read_leaf)?;
    for Leaf { stream, seq, hash } in &changed {
        tx.run(LEAF, params![seal, stream, seq, hash])?;
        tx.run(SEALED, params![stream, seq])?;
    }
    Ok(changed.into_iter().next_back().map(|leaf| leaf.stream))
}

fn sign(tx: &mut Tx<'_>, key: &SealKey, day: &str, sealed_at: Timestamp) -> Result<Seal> {
    let (number, previous) = number(tx)?;
    let leaves = leaves(tx, number)?;
    let mut seal = Seal {
        number,
        day: day.to_owned(),
        sealed_at,
        previous,
        root: root(&leaves),
        streams: leaves.len() as i64,
        signature: [0; 64],
        public_key: key.public(),
    };
    seal.signature = key.sign(&seal.message());
    let Seal { number, day, sealed_at, previous, root, streams, signature, public_key } = &seal;
    tx.run(PUT, params![number, day, sealed_at, previous, root, streams, signature, public_key])?;
    Ok(seal)
}

/// The last seal.
pub fn last(reader: &mut Reader<'_>) -> Result<Option<Seal>> {
    reader.one(LAST, params![], read_seal)
}

/// A page of all seals, those after a number (begin with 0).
pub fn page(reader: &mut Reader<'_>, after: i64, limit: i64) -> Result<Vec<Seal>> {
    reader.all(PAGE, params![after, limit], read_seal)
}

/// What a seal says, in the order of its tree.
pub fn leaves(reader: &mut Reader<'_>, seal: i64) -> Result<Vec<Leaf>> {
    reader.all(LEAVES, params![seal], read_leaf)
}

/// The last fact of a stream that a seal covers; none while it is not sealed at all.
pub fn sealed_up_to(reader: &mut Reader<'_>, stream: &str) -> Result<Option<i64>> {
    reader.one(FURTHEST, params![stream], |row| row.get(0))
}

/// The proof by the first seal that covers a stream up to `seq`; none while it is not sealed so far.
pub fn proof(reader: &mut Reader<'_>, stream: &str, seq: i64) -> Result<Option<Proof>> {
    let Some(number) = reader.one(COVERING, params![stream, seq], |row| row.get::<i64>(0))? else {
        return Ok(None);
    };
    let Some(seal) = page(reader, number - 1, 1)?.into_iter().next().filter(|seal| seal.number == number) else {
        return Ok(None);
    };
    let leaves = leaves(reader, number)?;
    let place = leaves.iter().position(|leaf| leaf.stream == stream);
    let place = place.ok_or_else(|| StoreError::Database(format!("seal {number} lost its leaf")))?;
    let hashes: Vec<Digest> = leaves.iter().map(Leaf::digest).collect();
    Ok(Some(Proof { leaf: leaves[place].clone(), path: path(&hashes, place), seal }))
}

/// The root over leaves in order; of none, zeros.
pub(super) fn root(leaves: &[Leaf]) -> Digest {
    tree(&leaves.iter().map(Leaf::digest).collect::<Vec<_>>())
}

fn node(left: Digest, right: Digest) -> Digest {
    Digest::of(&[&[1], &left.0, &right.0])
}

fn tree(hashes: &[Digest]) -> Digest {
    match hashes {
        [] => Digest::ZERO,
        [one] => *one,
        _ => {
            let (left, right) = hashes.split_at(half(hashes.len()));
            node(tree(left), tree(right))
        }
    }
}

fn path(hashes: &[Digest], place: usize) -> Vec<(bool, Digest)> {
    if hashes.len() < 2 {
        return Vec::new();
    }
    let (left, right) = hashes.split_at(half(hashes.len()));
    let (mut path, step) = match place.checked_sub(left.len()) {
        None => (path(left, place), (false, tree(right))),
        Some(place) => (path(right, place), (true, tree(left))),
    };
    path.push(step);
    path
}

fn half(count: usize) -> usize {
    count.next_power_of_two() / 2
}

fn read_leaf(row: &Row<'_>) -> Result<Leaf> {
    Ok(Leaf { stream: row.get(0)?, seq: row.get(1)?, hash: row.get(2)? })
}

fn read_seal(row: &Row<'_>) -> Result<Seal> {
    Ok(Seal {
        number: row.get(0)?,
        day: row.get(1)?,
        sealed_at: row.get(2)?,
        previous: row.get(3)?,
        root: row.get(4)?,
        streams: row.get(5)?,
        signature: row.get(6)?,
        public_key: row.get(7)?,
    })
}
