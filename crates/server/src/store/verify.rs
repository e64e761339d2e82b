//! Walks every chain, content, file, letter and seal, and says where one breaks. What it cannot
//! know: anything after the last seal that was rewritten as a whole.

use super::attachments::Damage;
use super::db::{Reader, params, sql};
use super::digest::Digest;
use super::error::Result;
use super::events::{self, Stream};
use super::seals::{self, Seal};
use super::{Store, attachments, contents, outbox};
use crate::format;

sql! {
    ORPHANS = "SELECT events.stream FROM events LEFT JOIN streams ON streams.stream = events.stream
        WHERE events.seq = 1 AND streams.stream IS NULL ORDER BY events.stream LIMIT $1";
    HASH_AT = "SELECT hash FROM events WHERE stream = $1 AND seq = $2";
}

/// How much one read looks at: short, so that the store can be verified while it works.
const STREAMS: i64 = 64;
const EVENTS: i64 = 512;
const CONTENTS: i64 = 256;
const FILES: i64 = 64;
/// A store broken in more places than this is broken; the rest is counted, not listed.
const LISTED: usize = 1_000;

/// What was walked, and where it breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub streams: u64,
    pub events: u64,
    pub contents: u64,
    pub attachments: u64,
    pub letters: u64,
    pub seals: u64,
    /// The first breaks found, in order.
    pub breaks: Vec<Break>,
    /// How many there are in all.
    pub broken: u64,
}

/// A place where the store does not say what it said when it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// The event, or one before it, is not what was recorded.
    EventChanged { stream: String, seq: i64 },
    /// An event is missing.
    EventMissing { stream: String, seq: i64 },
    /// The chain ends here, not where its stream says.
    EndDiffers { stream: String, seq: i64 },
    /// Events of a stream nobody knows of.
    StreamUnknown { stream: String },
    /// Bytes that are not what the event carries the digest of.
    ContentChanged { stream: String, id: Digest },
    /// A text or file that this event names is not on record, not even as withdrawn.
    ContentMissing { stream: String, seq: i64, id: Digest },
    /// The file of an attachment is not there.
    AttachmentMissing { stream: String, id: Digest },
    /// The file of an attachment is another one.
    AttachmentChanged { stream: String, id: Digest },
    /// The bytes of a letter are not those that left.
    LetterChanged { stream: String, id: String },
    /// A seal between two others is gone.
    SealMissing { number: i64 },
    /// A seal's signature is not that of its key.
    SealForged { number: i64 },
    /// A seal was signed by another key than this instance's.
    SealOfAnotherKey { number: i64 },
    /// A seal does not follow from the one before it.
    SealUnlinked { number: i64 },
    /// What the seal is over is not what it says.
    SealChanged { number: i64 },
    /// A stream is not, up to this seq, what was sealed.
    SealedStreamChanged { number: i64, stream: String, seq: i64 },
}

impl Break {
    /// The chain it is about; none for a seal as a whole.
    pub fn stream(&self) -> Option<&str> {
        match self {
            Break::EventChanged { stream, .. }
            | Break::EventMissing { stream, .. }
            | Break::EndDiffers { stream, .. }
            | Break::StreamUnknown { stream }
            | Break::ContentChanged { stream, .. }
            | Break::ContentMissing { stream, .. }
            | Break::AttachmentMissing { stream, .. }
            | Break::AttachmentChanged { stream, .. }
            | Break::LetterChanged { stream, .. }
            | Break::SealedStreamChanged { stream, .. } => Some(stream),
            Break::SealMissing { .. }
            | Break::SealForged { .. }
            | Break::SealOfAnotherKey { .. }
            | Break::SealUnlinked { .. }
            | Break::SealChanged { .. } => None,
        }
    }
}

impl Store {
    /// Verifies the whole store beside whoever works on it. `trusted` is the public key of this
    /// instance, if the caller has it from elsewhere than the database; `progress` hears of every
    /// page walked.
    pub fn verify(&self, trusted: Option<[u8; 32]>, mut progress: impl FnMut(&Report)) -> Result<Report> {
        let mut report = Report::default();
        let mut after = String::new();
        loop {
            let last = self.read(|reader| verify_streams(reader, &mut report, &after))?;
            let Some(last) = last else { break };
            after = last;
            progress(&report);
        }
        for stream in self.read(|reader| reader.all(ORPHANS, params![LISTED as i64], |row| row.get(0)))? {
            report.found(Break::StreamUnknown { stream });
        }
        self.verify_contents(&mut report, &mut progress)?;
        self.verify_attachments(&mut report, &mut progress)?;
        self.verify_letters(&mut report, &mut progress)?;
        self.verify_seals(&mut report, trusted, &mut progress)?;
        Ok(report)
    }

    fn verify_contents(&self, report: &mut Report, progress: &mut impl FnMut(&Report)) -> Result<()> {
        let mut after = Digest::ZERO;
        loop {
            let page = self.read(|reader| contents::check_page(reader, after, CONTENTS))?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = *last;
            report.contents += page.len() as u64;
            for (id, stream) in page {
                if let Some(stream) = stream {
                    report.found(Break::ContentChanged { stream, id });
                }
            }
            progress(report);
        }
    }

    fn verify_attachments(&self, report: &mut Report, progress: &mut impl FnMut(&Report)) -> Result<()> {
        let folder = self.attachments_folder();
        let mut after = (String::new(), Digest::ZERO);
        loop {
            let page = self.read(|reader| attachments::page(reader, (&after.0, after.1), FILES))?;
            let Some(last) = page.last() else { return Ok(()) };
            after = (last.stream.clone(), last.id);
            for kept in page {
                report.attachments += 1;
                let Some(damage) = kept.damage(&folder)? else { continue };
                // Somebody may have withdrawn it since the page was read.
                let row = self.read(|reader| attachments::get(reader, &kept.stream, kept.id))?;
                if row.is_none_or(|row| row.withdrawn_at.is_some()) {
                    continue;
                }
                let (stream, id) = (kept.stream, kept.id);
                report.found(match damage {
                    Damage::Missing => Break::AttachmentMissing { stream, id },
                    Damage::Changed => Break::AttachmentChanged { stream, id },
                });
            }
            progress(report);
        }
    }

    fn verify_letters(&self, report: &mut Report, progress: &mut impl FnMut(&Report)) -> Result<()> {
        let mut after = String::new();
        loop {
            let page = self.read(|reader| outbox::check_page(reader, &after, CONTENTS))?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after.clone_from(last);
            report.letters += page.len() as u64;
            for (id, stream, whole) in page {
                if !whole {
                    report.found(Break::LetterChanged { stream, id });
                }
            }
            progress(report);
        }
    }

    fn verify_seals(
        &self,
        report: &mut Report,
        trusted: Option<[u8; 32]>,
        progress: &mut impl FnMut(&Report),
    ) -> Result<()> {
        let mut previous: Option<Seal> = None;
        loop {
            let after = previous.as_ref().map_or(0, |seal| seal.number);
            let Some(seal) = self.read(|reader| seals::page(reader, after, 1))?.pop() else {
                break;
            };
            self.read(|reader| verify_seal(reader, report, &seal, previous.as_ref(), trusted))?;
            report.seals += 1;
            progress(report);
            previous = Some(seal);
        }
        Ok(())
    }
}

/// Walks a page of chains, all as they stood at one instant; the last one's name, if any.
fn verify_streams(reader: &mut Reader<'_>, report: &mut Report, after: &str) -> Result<Option<String>> {
    let page = events::streams(reader, after, STREAMS)?;
    for stream in &page {
        verify_stream(reader, report, stream)?;
    }
    Ok(page.into_iter().next_back().map(|last| last.stream))
}

fn verify_stream(reader: &mut Reader<'_>, report: &mut Report, walked: &Stream) -> Result<()> {
    let Stream { stream, head, .. } = walked;
    report.streams += 1;
    let (mut seq, mut hash) = (0, Digest::ZERO);
    let kept = contents::ids(reader, stream)?;
    loop {
        let events = events::load_after(reader, stream, seq, EVENTS)?;
        if events.is_empty() {
            break;
        }
        for event in events {
            if event.seq != seq + 1 {
                report.found(Break::EventMissing { stream: stream.clone(), seq: seq + 1 });
                return Ok(());
            }
            if event.link(hash) != event.hash {
                report.found(Break::EventChanged { stream: stream.clone(), seq: event.seq });
                return Ok(());
            }
            (seq, hash) = (event.seq, event.hash);
            for id in format::event::named(&event).into_iter().filter(|id| !kept.contains(id)) {
                report.found(Break::ContentMissing { stream: stream.clone(), seq, id });
            }
            report.events += 1;
        }
    }
    if (seq, hash) != (head.last_seq, head.last_hash) {
        report.found(Break::EndDiffers { stream: stream.clone(), seq });
    }
    Ok(())
}

fn verify_seal(
    reader: &mut Reader<'_>,
    report: &mut Report,
    seal: &Seal,
    previous: Option<&Seal>,
    trusted: Option<[u8; 32]>,
) -> Result<()> {
    let number = seal.number;
    let expected = previous.map_or(1, |seal| seal.number + 1);
    (expected..number).for_each(|number| report.found(Break::SealMissing { number }));
    if !seal.is_signed() {
        report.found(Break::SealForged { number });
    }
    if trusted.is_some_and(|key| key != seal.public_key) {
        report.found(Break::SealOfAnotherKey { number });
    }
    if seal.previous != previous.map_or(Digest::ZERO, Seal::digest) {
        report.found(Break::SealUnlinked { number });
    }
    let leaves = seals::leaves(reader, number)?;
    if seals::root(&leaves) != seal.root || leaves.len() as i64 != seal.streams {
        report.found(Break::SealChanged { number });
    }
    for leaf in leaves {
        let hash: Option<Digest> = reader.one(HASH_AT, params![leaf.stream, leaf.seq], |row| row.get(0))?;
        if hash != Some(leaf.hash) {
            report.found(Break::SealedStreamChanged { number, stream: leaf.stream, seq: leaf.seq });
        }
    }
    Ok(())
}

impl Report {
    /// Whether everything is as it was written.
    pub fn is_whole(&self) -> bool {
        self.broken == 0
    }

    fn found(&mut self, broken: Break) {
        self.broken += 1;
        if self.breaks.len() < LISTED {
            self.breaks.push(broken);
        }
    }
}
