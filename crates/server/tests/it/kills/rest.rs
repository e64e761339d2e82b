//! What must hold once the program has come to rest after all its deaths.

use std::collections::{BTreeMap, BTreeSet};

use desk::Happened;
use jiff::{SignedDuration, Timestamp};
use server::mail::spool;
use server::store::events::StoredEvent;
use server::store::outbox::{self, Letter, State};
use server::store::{Reader, Result, Store};
use server::store::{attachments, cases, command_outbox, commands, events, terms};

use super::world::World;
use crate::app::Desk;

/// What the in-process mail answers: nothing left the machine.
const READABLE: &str = "demo: bandeja de salida legible";

impl World<'_> {
    /// Whether nothing is left that could be done now.
    pub fn is_quiet(&self, store: &Store) -> bool {
        let now = Timestamp::now();
        let spool = std::fs::read_dir(spool::folder(&self.place.config.folder)).expect("the spool");
        let nobody_waits = |reader: &mut Reader<'_>| -> Result<bool> {
            let letters = outbox::next(reader)?.is_none_or(|next| next > now);
            let under_way = outbox::latest(reader, outbox::NEWEST, "", 10_000)?;
            let under_way =
                under_way.iter().any(|it| it.notice.state == State::Waiting && it.notice.held_until.is_none());
            let errands = command_outbox::next(reader)?.is_none();
            Ok(letters && !under_way && errands && terms::due(reader, now, 1)?.is_empty())
        };
        let unread = spool.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        !unread && store.read(nobody_waits).expect("it is read")
    }

    pub fn check_everything(&self) {
        let log = self.place.log();
        let errors: Vec<&str> =
            log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
        assert_eq!(errors, [""; 0], "an unexpected error in the log");
        let desk = self.desk(Timestamp::now() + SignedDuration::from_mins(1));
        self.check_asks(&desk);
        self.check_letters_in(&desk);
        self.check_terms(&desk);
        self.check_letters_out(&desk);
        // Dropped, it is checked as every desk of a test is: nothing undone, rebuilt as it was, verified.
    }

    /// Each command was done once and whole: its events stand in a row, its words are there once.
    fn check_asks(&self, desk: &Desk<'_>) {
        let asks = self.ledger.asks.lock().unwrap();
        assert!(asks.len() > 20, "people asked for something");
        let numbers: Vec<String> = asks.iter().filter_map(|ask| ask.registered()).collect();
        assert_eq!(numbers.len(), BTreeSet::from_iter(&numbers).len(), "each case has its own number");
        for ask in asks.iter() {
            let led_to = ask.led_to.as_ref().unwrap_or_else(|| panic!("{} was never answered", ask.id));
            let done = desk.store.read(|reader| commands::find(reader, ask.person, &ask.id)).unwrap();
            let done = done.unwrap_or_else(|| panic!("{} is not there", ask.id));
            assert!(led_to.contains(&done.outcome), "{}: {led_to} is not {}", ask.id, done.outcome);
            let rows = events_of(desk, &done.stream);
            let own: Vec<i64> = rows.iter().filter(|row| row.command == ask.id).map(|row| row.seq).collect();
            let expected: Vec<i64> = (done.first_seq..done.first_seq + done.count).collect();
            assert_eq!(own, expected, "{}", ask.id);
            if let Some(mark) = &ask.mark {
                assert_eq!(texts(desk, &done.stream).iter().filter(|it| *it == mark).count(), 1, "{mark}");
            }
            if let Some(file) = &ask.form.file {
                assert_eq!(files(desk, &done.stream), [file.clone()], "{}", ask.id);
            }
            if let Some((_, other)) = ask.form.fields.iter().find(|(name, _)| *name == "other") {
                self.check_tied(desk, &done.stream, &done.outcome, other);
            }
        }
    }

    /// Both cases know of each other. (A case already tied to another one is not tied again.)
    fn check_tied(&self, desk: &Desk<'_>, stream: &str, number: &str, other: &str) {
        let back = desk.store.read(|reader| cases::by_number(reader, other)).unwrap().expect("the other case").stream;
        for (stream, other, who) in [(stream, other, "a person"), (back.as_str(), number, "the errand")] {
            let tied = |what: &Happened| matches!(what, Happened::Linked { other: own, .. } if own.as_str() == other);
            assert!(desk.count(stream, tied) > 0, "{number} and its other: {who}");
        }
        let rows = events_of(desk, &back);
        let errands: Vec<&str> =
            rows.iter().filter(|row| row.command.starts_with("errand:")).map(|row| row.command.as_str()).collect();
        assert_eq!(errands.len(), BTreeSet::from_iter(&errands).len(), "an errand was carried out twice");
    }

    /// Each letter the mail server handed over is in exactly one case, once.
    fn check_letters_in(&self, desk: &Desk<'_>) {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let streams = desk.store.read(|reader| events::streams_of_kind(reader, "case", "", 10_000)).unwrap();
        for stream in &streams {
            for text in texts(desk, &stream.stream) {
                found.entry(text).or_default().push(stream.stream.clone());
            }
        }
        for letter in self.ledger.letters.lock().unwrap().iter() {
            let streams = found.get(&letter.mark).map_or(&[][..], Vec::as_slice);
            assert_eq!(streams.len(), 1, "{} is in {streams:?}", letter.mark);
            match &letter.number {
                Some(number) => {
                    let row = desk.store.read(|reader| cases::by_number(reader, number)).unwrap().expect("the case");
                    assert_eq!(row.stream, streams[0]);
                }
                None => assert_eq!(files(desk, &streams[0]), [letter.mark.as_bytes()]),
            }
        }
    }

    /// Each silence ended once, at its own instant, however late somebody looked.
    fn check_terms(&self, desk: &Desk<'_>) {
        for (stream, ends_at) in &self.silences {
            let ended = desk.facts(stream, |what| matches!(what, Happened::TermEnded { .. }).then_some(()));
            assert_eq!(ended, [((), *ends_at)], "{stream}");
            assert!(desk.case(stream).is_closed());
        }
    }

    /// Every notice of a case was written; each that left is the one on record, and left twice only
    /// where an attempt is on record that nobody saw the end of.
    fn check_letters_out(&self, desk: &Desk<'_>) {
        let mut taken: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for letter in self.sink.letters() {
            *taken.entry(unstuffed(&letter)).or_default() += 1;
        }
        let letters = desk.store.read(|reader| outbox::latest(reader, outbox::NEWEST, "", 10_000)).unwrap();
        let mut twice = 0;
        for Letter { notice, message, .. } in &letters {
            let attempts = desk.store.read(|reader| outbox::attempts(reader, &notice.id)).unwrap();
            let copies = message.as_ref().and_then(|message| taken.remove(message.trim_ascii_end())).unwrap_or(0);
            let cut_short = attempts.iter().filter(|it| it.ended_at.is_none()).count();
            let here = attempts.iter().any(|it| it.answer.as_deref() == Some(READABLE));
            let sent = usize::from(notice.state == State::Sent && !here);
            assert!((sent..=sent + cut_short).contains(&copies), "{}: {copies} copies, {attempts:?}", notice.id);
            twice += usize::from(copies > 1);
        }
        assert_eq!(taken.len(), 0, "a letter left that is not on record");
        assert!(twice <= self.deaths, "a death sends one letter twice at most, not {twice} in {}", self.deaths);
        self.check_notices_written(desk, &letters);
    }

    /// The notices that events tell of are in the outbox.
    fn check_notices_written(&self, desk: &Desk<'_>, letters: &[Letter]) {
        let kept: BTreeSet<&str> = letters.iter().map(|letter| letter.notice.id.as_str()).collect();
        let streams = desk.store.read(|reader| events::streams_of_kind(reader, "case", "", 10_000)).unwrap();
        let mut written = 0;
        for stream in streams {
            let notices = desk.facts(&stream.stream, |what| match what {
                Happened::NoticeWritten { no, to, .. } => Some((*no, to.clone())),
                _ => None,
            });
            for ((no, to), _) in notices {
                for person in to {
                    let id = server::project::notice_id(&stream.stream, no, &person);
                    assert!(kept.contains(id.as_str()), "{id} is lost");
                    written += 1;
                }
            }
        }
        assert!(written > 0);
    }
}

fn events_of(desk: &Desk<'_>, stream: &str) -> Vec<StoredEvent> {
    desk.store.read(|reader| events::load(reader, stream)).expect("its events")
}

fn texts(desk: &Desk<'_>, stream: &str) -> Vec<String> {
    crate::mail::contents_of(desk, stream)
}

fn files(desk: &Desk<'_>, stream: &str) -> Vec<Vec<u8>> {
    let rows = desk.store.read(|reader| attachments::of_stream(reader, stream)).expect("its files");
    rows.iter()
        .map(|row| {
            let (_, mut file) = desk.store.open_attachment(stream, row.id).expect("it opens").expect("it is there");
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).expect("it is read");
            bytes
        })
        .collect()
}

/// A letter as it was before SMTP doubled the dots that begin a line; without the end of its last.
fn unstuffed(taken: &str) -> Vec<u8> {
    let text = taken.strip_suffix(".\r\n").unwrap_or(taken);
    text.replace("\r\n..", "\r\n.").trim_ascii_end().as_bytes().to_vec()
}
