//! A message as bytes → a letter with its files. What cannot be understood survives as well as it
//! can; what was made to exhaust us is refused.

use desk::inbox::{Headers, Letter, Report};
use mail_parser::{Address, HeaderValue, Host, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{html, names};

/// The most a letter may bring. More is refused, or left in the raw message where that loses nothing.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the whole message.
    pub size: u64,
    /// Bytes of its header.
    pub header: usize,
    /// Parts, and parts inside parts.
    pub parts: usize,
    pub depth: usize,
    /// Files attached to the case; further ones stay in the raw message.
    pub files: usize,
    /// Addresses looked at.
    pub recipients: usize,
    /// Bytes of text that are read; the rest stays in the raw message.
    pub text: usize,
    /// Letters of one sender in an hour that may do something.
    pub per_sender: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            size: 35_000_000,
            header: 256 * 1024,
            parts: 500,
            depth: 20,
            files: 50,
            recipients: 200,
            text: 200_000,
            per_sender: 60,
        }
    }
}

/// A letter, read.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    pub letter: Letter,
    pub files: Vec<Attached>,
    /// Files that were too many to attach.
    pub left_out: usize,
}

/// A file that came with a letter.
#[derive(Debug, PartialEq, Eq)]
pub struct Attached {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Why a letter is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooBig,
    HeaderTooBig,
    TooManyParts,
    TooDeep,
    /// It has no header at all.
    NoLetter,
}

impl Refused {
    /// One word for the record.
    pub fn word(self) -> &'static str {
        match self {
            Refused::TooBig => "too_big",
            Refused::HeaderTooBig => "header_too_big",
            Refused::TooManyParts => "too_many_parts",
            Refused::TooDeep => "too_deep",
            Refused::NoLetter => "no_letter",
        }
    }
}

/// Longest lines kept of what strangers write, in characters.
const SUBJECT: usize = 300;
const ADDRESS: usize = 320;
const ID: usize = 500;
/// Smaller pictures inside the text are ornaments of a signature, in bytes.
const ORNAMENT: usize = 4_000;

/// Reads a message that came for `mailbox`, if the mail server said for which.
///
/// # Errors
/// The limit it breaks.
pub fn read(raw: &[u8], mailbox: &str, limits: &Limits) -> Result<Read, Refused> {
    if raw.len() as u64 > limits.size {
        return Err(Refused::TooBig);
    }
    if header_size(raw) > limits.header {
        return Err(Refused::HeaderTooBig);
    }
    let message =
        MessageParser::default().parse(raw).filter(|message| !message.headers().is_empty()).ok_or(Refused::NoLetter)?;
    if count(&message, limits.depth)? > limits.parts {
        return Err(Refused::TooManyParts);
    }
    let report = report(&message);
    // What a report brings back is not what somebody attached.
    let mut files = if report.is_some() { Vec::new() } else { files(&message) };
    let left_out = files.len().saturating_sub(limits.files);
    files.truncate(limits.files);
    let letter = Letter {
        headers: headers(&message),
        from: address(message.from().and_then(Address::first).and_then(|from| from.address())),
        to: recipients(&message, mailbox, limits.recipients),
        subject: names::line(message.subject().unwrap_or_default(), SUBJECT),
        text: text(&message, limits.text),
        message_id: names::line(message.message_id().unwrap_or_default(), ID),
        answers: answers(&message),
        report,
    };
    Ok(Read { letter, files, left_out })
}

/// The hour at which one of our own servers received the message, in whole seconds since 1970: the
/// topmost `Received` of a host listed as ours.
pub fn received_by(raw: &[u8], hosts: &[String], limits: &Limits) -> Option<i64> {
    let header = &raw[..header_size(raw).min(limits.header)];
    let message = MessageParser::default().parse_headers(header)?;
    let ours = |host: &Host<'_>| match host {
        Host::Name(name) => hosts.iter().any(|own| own.eq_ignore_ascii_case(name)),
        Host::IpAddr(ip) => hosts.iter().any(|own| *own == ip.to_string()),
    };
    let stamp = message.received_all().find(|received| received.by().is_some_and(ours))?;
    stamp.date().map(|date| date.to_timestamp())
}

/// Bytes up to the blank line, or all where there is none.
fn header_size(raw: &[u8]) -> usize {
    let blank = |pair: &[u8]| pair == b"\n\n";
    let crlf = raw.windows(4).position(|four| four == b"\r\n\r\n");
    let lf = raw.windows(2).position(blank);
    [crlf, lf].into_iter().flatten().min().unwrap_or(raw.len())
}

/// Every part, also of messages inside the message.
fn count(message: &Message<'_>, depth: usize) -> Result<usize, Refused> {
    if depth == 0 || nesting(message) > depth {
        return Err(Refused::TooDeep);
    }
    let mut parts = message.parts.len();
    for part in &message.parts {
        if let PartType::Message(inner) = &part.body {
            parts += count(inner, depth - 1)?;
        }
    }
    Ok(parts)
}

/// How deep multiparts stand inside one another. A part comes after the one that holds it.
fn nesting(message: &Message<'_>) -> usize {
    let mut depths = vec![1_usize; message.parts.len()];
    for (at, part) in message.parts.iter().enumerate() {
        if let PartType::Multipart(inner) = &part.body {
            for id in inner {
                if let Some(depth) =
                    usize::try_from(*id).ok().filter(|id| *id > at).and_then(|id| depths.get(id).map(|_| id))
                {
                    depths[depth] = depths[at] + 1;
                }
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

fn headers(message: &Message<'_>) -> Headers {
    let raw = message.raw_message();
    let mut headers = Headers::default();
    for header in message.headers() {
        let value = raw.get(header.offset_start() as usize..header.offset_end() as usize).unwrap_or_default();
        headers.add(header.name(), &String::from_utf8_lossy(value));
    }
    headers
}

fn address(written: Option<&str>) -> String {
    names::line(written.unwrap_or_default(), ADDRESS)
}

/// The envelope's recipient, what mail servers noted of it, then what the writer wrote.
fn recipients(message: &Message<'_>, mailbox: &str, most: usize) -> Vec<String> {
    let noted = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let noted = noted
        .into_iter()
        .filter_map(|name| message.header_raw(name))
        .map(|value| value.trim().trim_matches(['<', '>']).to_string());
    let written = message
        .all_to()
        .chain(message.all_cc())
        .flat_map(Address::iter)
        .filter_map(|addr| addr.address().map(str::to_string));
    let all = Some(mailbox.to_string()).into_iter().chain(noted).chain(written);
    all.map(|it| address(Some(&it))).filter(|it| it.contains('@')).take(most).collect()
}

fn answers(message: &Message<'_>) -> Vec<String> {
    let ids = |value: &HeaderValue<'_>| -> Vec<String> {
        match value {
            HeaderValue::Text(id) => vec![names::line(id, ID)],
            HeaderValue::TextList(ids) => ids.iter().map(|id| names::line(id, ID)).collect(),
            _ => Vec::new(),
        }
    };
    let mut answers = ids(message.in_reply_to());
    answers.extend(ids(message.references()).into_iter().rev());
    answers.truncate(50);
    answers
}

/// What there is to read: plain text where there is some, else the words of the page.
fn text(message: &Message<'_>, longest: usize) -> String {
    let mut whole = String::new();
    for part in message.text_bodies() {
        let words = match &part.body {
            PartType::Text(text) => text.to_string(),
            PartType::Html(page) => html::to_text(page),
            _ => continue,
        };
        if whole.len() <= longest && !words.trim().is_empty() {
            whole.push_str(words.trim_end());
            whole.push('\n');
        }
    }
    if whole.trim().is_empty() {
        // Some programs send an empty text beside the page.
        let page = message.html_bodies().find_map(|part| match &part.body {
            PartType::Html(page) => Some(html::to_text(page)),
            _ => None,
        });
        whole = page.unwrap_or_default();
    }
    names::text(whole.trim(), longest)
}

fn files(message: &Message<'_>) -> Vec<Attached> {
    message.attachments().filter_map(|part| file(part)).collect()
}

fn file(part: &MessagePart<'_>) -> Option<Attached> {
    let declared = part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()));
    let media_type = names::media_type(declared.as_deref().unwrap_or_default());
    let (bytes, usual) = match &part.body {
        PartType::Message(inner) => (inner.raw_message().to_vec(), "mensaje.eml"),
        PartType::Multipart(_) => return None,
        _ => (part.contents().to_vec(), "archivo"),
    };
    let ornament =
        matches!(part.body, PartType::InlineBinary(_)) && media_type.starts_with("image/") && bytes.len() < ORNAMENT;
    let name = part.attachment_name().map(names::file_name).unwrap_or_else(|| usual.into());
    (!bytes.is_empty() && !ornament).then_some(Attached { name, media_type, bytes })
}

/// What a mail server reports of another letter, in the standard form.
fn report(message: &Message<'_>) -> Option<Report> {
    let kind = message.content_type()?;
    let is_report = kind.ctype().eq_ignore_ascii_case("multipart")
        && kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"));
    let of = |part: &MessagePart<'_>, kind: &str, sub: &str| {
        part.content_type().is_some_and(|own| {
            own.ctype().eq_ignore_ascii_case(kind) && own.subtype().is_some_and(|it| it.eq_ignore_ascii_case(sub))
        })
    };
    let status = message.parts.iter().find(|part| of(part, "message", "delivery-status"))?;
    let about = message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_string),
        _ if of(part, "text", "rfc822-headers")
            || of(part, "message", "rfc822-headers")
            || of(part, "message", "rfc822") =>
        {
            MessageParser::default().parse_headers(part.contents())?.message_id().map(str::to_string)
        }
        _ => None,
    });
    is_report.then(|| Report {
        status: names::text(&String::from_utf8_lossy(status.contents()), 10_000),
        about: names::line(&about.unwrap_or_default(), ID),
    })
}

/// What a letter says, apart from what servers on its way added: the same however often it is piped
/// to us.
pub fn identity(letter: &Letter, mailbox: &str, raw: &[u8]) -> crate::store::Digest {
    let body = &raw[header_size(raw)..];
    let date = letter.headers.get("date").unwrap_or_default();
    let said = [mailbox, letter.message_id.as_str(), letter.from.as_str(), date, letter.subject.as_str()];
    let lengths: Vec<u8> = said.iter().flat_map(|it| (it.len() as u64).to_be_bytes()).collect();
    let mut parts: Vec<&[u8]> = vec![&lengths];
    parts.extend(said.iter().map(|it| it.as_bytes()));
    parts.push(body);
    crate::store::Digest::of(&parts)
}
