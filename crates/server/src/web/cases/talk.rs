//! What was said in a case, and what happened between, folded.

use desk::PersonId;
use desk::event::Channel;

use super::{happened, who};
use crate::view::{self, CaseView, FileView, Text, Voice};
use crate::web::kit::{Entry, File, Happening, Message, Sender};
use crate::web::page::Page;

/// The conversation for a reader, oldest first. `area` is where the case's files are.
pub fn conversation(p: &Page, case: &CaseView, me: &PersonId, area: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut folded: Vec<Happening> = Vec::new();
    for entry in &case.entries {
        // A file is part of what was said, also when it came without a word.
        let is_message = entry.said.as_ref().map_or(!entry.files.is_empty(), |said| said.voice != Voice::Reason);
        if is_message {
            fold(p, &mut entries, &mut folded);
            entries.push(Entry::Said(message(p, case, entry, me, area)));
            continue;
        }
        if let Some(what) = happened::sentence(p, case, entry) {
            let reason = entry.said.as_ref().and_then(|said| said.text.written());
            let what = match reason {
                Some(reason) => p.t("ev-because").arg("what", what).arg("reason", reason).to_string(),
                None => what,
            };
            folded.push(Happening { what, when: p.w.when_short(entry.at) });
        }
    }
    fold(p, &mut entries, &mut folded);
    entries
}

fn fold(p: &Page, entries: &mut Vec<Entry>, folded: &mut Vec<Happening>) {
    if folded.is_empty() {
        return;
    }
    let events = std::mem::take(folded);
    let last = events.last().map_or_else(String::new, |event| event.what.clone());
    let summary = p.t("events-folded").n("n", events.len() as u64).arg("last", last).to_string();
    entries.push(Entry::Happened { summary, events, open: false });
}

fn message(p: &Page, case: &CaseView, entry: &view::Entry, me: &PersonId, area: &str) -> Message {
    let by = entry.by.clone().unwrap_or_else(|| case.parties.requester.clone());
    let said = entry.said.as_ref();
    let parties = [&case.parties.requester, &case.parties.beneficiary];
    let without_words = match () {
        () if entry.files.iter().any(|file| file.internal) => Voice::Note,
        () if parties.contains(&&by) => Voice::Participant,
        () => Voice::Desk,
    };
    let voice = said.map_or(without_words, |said| said.voice);
    let from = match voice {
        Voice::Request | Voice::Participant => Sender::Requester,
        Voice::Note => Sender::Note,
        Voice::Desk | Voice::Reason => Sender::Desk,
    };
    let (paragraphs, withdrawn) = match said.map(|said| &said.text) {
        Some(Text::Written(text)) => (super::act::paragraphs(text), None),
        Some(Text::Withdrawn { at }) => (Vec::new(), Some(p.w.stamp(*at))),
        None => (Vec::new(), None),
    };
    let original = said
        .and_then(|said| said.original.as_ref())
        .map_or_else(String::new, |id| format!("/{area}/{}/letters/{}", case.number, id.as_str()));
    Message {
        id: format!("e{}", entry.seq),
        who: who(&case.rules, &by, me),
        from,
        by: by_channel(p, voice, said.and_then(|said| said.channel)),
        when: p.w.when_short(entry.at),
        at: entry.at.to_string(),
        paragraphs,
        files: entry.files.iter().map(|shown| file(p, case, shown, area)).collect(),
        original,
        withdrawn,
    }
}

pub fn file(p: &Page, case: &CaseView, shown: &FileView, area: &str) -> File {
    File {
        name: shown.name.written().map_or_else(|| p.t("file-withdrawn").to_string(), str::to_owned),
        size: p.w.bytes(shown.size),
        href: format!("/{area}/{}/files/{}", case.number, shown.id.as_str()),
    }
}

fn by_channel(p: &Page, voice: Voice, channel: Option<Channel>) -> String {
    let key = match (voice, channel) {
        (Voice::Request, Some(Channel::Mail)) => "by-mail-request",
        (Voice::Request, Some(Channel::Phone)) => "by-phone-request",
        (Voice::Request, _) => "by-request",
        (Voice::Participant, Some(Channel::Mail)) => "by-mail",
        _ => return String::new(),
    };
    p.t(key).to_string()
}
