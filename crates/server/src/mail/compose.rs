//! A notice as the bytes of a letter, written from its cause and the case.

use std::time::SystemTime;

use desk::case::Case;
use desk::notice::is_untrue;
use desk::procedure::Wording;
use desk::procedure::wording::Said;
use desk::{DeskId, Event, PersonId, Rulebook};
use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::{Address, message::MessageBuilder};
use serde::{Deserialize, Serialize};

use super::said::Telling;
use super::{Mailroom, names};
use crate::act::Failed;
use crate::app::App;
use crate::entity::Entity;
use crate::format;
use crate::store::outbox::Leased;
use crate::store::{Reader, StoreError, events, letters};
use crate::view::{self, Texts};

/// Said of a restricted case, and where a desk has no text of its own: only that there is news.
const NEWS: &str = include_str!("texts/novedad.txt");
/// Said to whoever writes to a mailbox that only sends; a desk may have its own text of this name.
pub(super) const ONLY_SENDS: &str = "buzon_de_salida";
const ONLY_SENDS_TEXT: &str = include_str!("texts/buzon_de_salida.txt");

/// A local part is no longer than this (RFC 5321).
const LOCAL_PART: usize = 64;

/// A letter ready to leave.
#[derive(Clone, Debug)]
pub struct Ready {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// What became of writing it.
#[derive(Clone, Debug)]
pub enum Draft {
    Ready(Box<Ready>),
    /// The case has made it untrue; whether the case knows already.
    Untrue {
        dropped: bool,
    },
    /// Nobody can send this: an address that is none.
    Unsendable(String),
}

/// The answer to a letter that reached a mailbox that only sends.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PoliteAnswer {
    pub desk: DeskId,
    /// The Message-ID of the letter it answers.
    pub answers: String,
}

/// Writes a letter of the outbox. One whose bytes were kept before keeps them.
///
/// # Errors
/// The store's, or a case written by a newer version.
pub fn draft(app: &App, room: &Mailroom, row: &Leased) -> Result<Draft, Failed> {
    if row.stream.is_empty() {
        return polite_answer(app, row);
    }
    app.store.read(|reader| of_case(app, room, reader, row))
}

fn of_case(app: &App, room: &Mailroom, reader: &mut Reader<'_>, row: &Leased) -> Result<Draft, Failed> {
    let rows = events::load(reader, &row.stream)?;
    let all = rows.iter().map(format::event::read).collect::<Result<Vec<Event>, _>>()?;
    let now = Case::fold(&all).ok_or(Failed::NotFound)?;
    let rules = app.rulebook_of(&now).ok_or(Failed::NotFound)?;
    let no = row.details.parse().map_err(|_| StoreError::invalid(format!("the notice {} has no number", row.id)))?;
    let state = now.notice(no).ok_or(Failed::NotFound)?;
    if state.dropped || is_untrue(&rules, &now, state) {
        return Ok(Draft::Untrue { dropped: state.dropped });
    }
    let (from, to) = match (address(&rules.desk.channels.outbound), address(&row.address)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(why), _) | (_, Err(why)) => return Ok(Draft::Unsendable(why)),
    };
    if let Some(bytes) = &row.message {
        return Ok(Draft::Ready(Box::new(Ready { from, to, bytes: bytes.clone() })));
    }
    let Some(notice) = rules.procedure.notices.get(&state.notice) else { return Err(Failed::NotFound) };
    // The facts of the notice are those its cause left: all that was recorded together with it.
    let at = rows.iter().position(|own| own.seq == row.seq).ok_or(Failed::NotFound)?;
    let command = &rows[at].command;
    let end = at + rows[at..].iter().take_while(|own| own.command == *command).count();
    let then = Case::fold(&all[..end]).ok_or(Failed::NotFound)?;
    let reader_id = PersonId::from(row.to_person.as_deref().unwrap_or_default());
    let area = view::area(&rules, &now, &reader_id, rules.calendar.local(app.clock.now()).date());
    let link = format!("{}{}", room.settings().address, area.of(&now.number));
    let texts = Texts::of(reader, &row.stream)?;
    let telling = Telling {
        rules: &rules,
        then: &then,
        now: &now,
        texts: &texts,
        state,
        cause: desk::notice::cause(&rules, notice, &then, &all[..at]),
        reader: &reader_id,
        link: &link,
        at: app.clock.now(),
    };
    let (subject, body) = text_of(app, &rules, &now, notice.text.as_str())?.write(&telling, &telling);
    let token = room.key().token(&row.stream, &now.number, state, &reader_id);
    let id = token.as_ref().map_or_else(|| format!("{}.{no}", now.number), ToString::to_string);
    let thread = format!("<caso.{}@{}>", now.number.as_str().to_lowercase(), from.domain());
    let last = letters::last_of(reader, &row.stream, reader_id.as_str())?.map(|id| format!("<{id}>"));
    let reply_to = token.and_then(|token| reply_to(&rules, room.settings().plus_addresses, &token.to_string()));
    let mut builder = headers(&rules.desk.name, &telling.variable("nombre"), &from, &to, &subject, &id);
    builder = builder.references(last.iter().fold(thread.clone(), |all, id| format!("{all} {id}")));
    builder = builder.in_reply_to(last.unwrap_or(thread));
    if let Some(address) = reply_to {
        builder = builder.reply_to(Mailbox::new(Some(names::line(&rules.desk.name, 100)), address));
    }
    finish(app, builder, &body, &link, from, to)
}

/// The words of a notice. Of a restricted case a letter says only that there is news.
fn text_of(app: &App, rules: &Rulebook, case: &Case, name: &str) -> Result<Wording, Failed> {
    let entity = app.entity();
    let own = entity.desks.get(&rules.desk.id).and_then(|book| book.texts.get(name));
    // A text the desk no longer has is still that of the version the case is on.
    let edition = app.edition(&case.procedure, &case.version).filter(|_| own.is_none());
    let own = own.or_else(|| edition.as_ref()?.texts.get(name));
    let text = own.filter(|_| case.restricted_to.is_none()).map_or(NEWS, String::as_str);
    Ok(Wording::read(text)
        .or_else(|_| Wording::read(NEWS))
        .map_err(|_| StoreError::invalid(format!("the text {name} cannot be read")))?)
}

fn polite_answer(app: &App, row: &Leased) -> Result<Draft, Failed> {
    let answer: PoliteAnswer = serde_json::from_str(&row.details).map_err(|e| StoreError::invalid(e.to_string()))?;
    let rules = app.rulebook(&answer.desk).ok_or(Failed::NotFound)?;
    let (from, to) = match (address(&rules.desk.channels.outbound), address(&row.address)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(why), _) | (_, Err(why)) => return Ok(Draft::Unsendable(why)),
    };
    if let Some(bytes) = &row.message {
        return Ok(Draft::Ready(Box::new(Ready { from, to, bytes: bytes.clone() })));
    }
    let entity = app.entity();
    let own = entity.desks.get(&answer.desk).and_then(|book| book.texts.get(ONLY_SENDS));
    let wording =
        Wording::read(own.map_or(ONLY_SENDS_TEXT, String::as_str)).or_else(|_| Wording::read(ONLY_SENDS_TEXT));
    let wording = wording.map_err(|_| StoreError::invalid("the text of the mailbox that only sends cannot be read"))?;
    let channels = OfDesk { rules: &rules };
    let (subject, body) = wording.write(&channels, &channels);
    let mut builder = headers(&rules.desk.name, "", &from, &to, &subject, &row.id.replace(':', "."));
    if !answer.answers.is_empty() {
        let answers = format!("<{}>", answer.answers);
        builder = builder.in_reply_to(answers.clone()).references(answers);
    }
    finish(app, builder, &body, "", from, to)
}

/// What is known of a desk without any case.
struct OfDesk<'a> {
    rules: &'a Rulebook,
}

impl Said for OfDesk<'_> {
    fn variable(&self, name: &str) -> String {
        match name {
            "mesa" => self.rules.desk.name.clone(),
            "canales" => super::said::channels(&self.rules.desk.channels, "\n"),
            _ => String::new(),
        }
    }

    fn field(&self, _: &str) -> String {
        String::new()
    }
}

impl desk::procedure::Facts for OfDesk<'_> {
    fn fact(&self, _: &str) -> desk::procedure::Fact {
        desk::procedure::Fact::Absent
    }
}

fn headers(desk: &str, name: &str, from: &Address, to: &Address, subject: &str, id: &str) -> MessageBuilder {
    let named = |name: &str| Some(names::line(name, 100)).filter(|name| !name.is_empty());
    Message::builder()
        .from(Mailbox::new(named(desk), from.clone()))
        .to(Mailbox::new(named(name), to.clone()))
        .subject(names::line(subject, 200))
        // The hour at which it left is the machine's, also where the desk's clock travels.
        .date(SystemTime::from(Timestamp::now()))
        .message_id(Some(format!("<{id}@{}>", from.domain())))
        .raw_header(field("Auto-Submitted", "auto-generated"))
        .raw_header(field("X-Auto-Response-Suppress", "All"))
}

fn field(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_string())
}

/// The mailbox that opens cases, with the token that names this letter.
fn reply_to(rules: &Rulebook, plus: bool, token: &str) -> Option<Address> {
    let mailbox = rules.desk.channels.inbound.first()?;
    let (local, domain) = mailbox.rsplit_once('@')?;
    let with_token = format!("{local}+{token}");
    let local = if plus && with_token.len() <= LOCAL_PART { with_token.as_str() } else { local };
    Address::new(local, domain).ok()
}

fn address(written: &str) -> Result<Address, String> {
    written
        .trim()
        .parse()
        .map_err(|error| format!("«{}» no es una dirección de correo: {error}", names::line(written, 100)))
}

fn finish(
    app: &App,
    builder: MessageBuilder,
    body: &str,
    link: &str,
    from: Address,
    to: Address,
) -> Result<Draft, Failed> {
    let page = page(&app.entity(), body, link);
    match builder.multipart(MultiPart::alternative_plain_html(body.to_string(), page)) {
        Ok(message) => Ok(Draft::Ready(Box::new(Ready { from, to, bytes: message.formatted() }))),
        Err(error) => Ok(Draft::Unsendable(error.to_string())),
    }
}

/// The same words as a page: below the entity's name, paragraphs, lines, and the one link.
fn page(entity: &Entity, body: &str, link: &str) -> String {
    let escaped =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let line = |text: &str| {
        let plain = escaped(text);
        if !link.is_empty() && text == link { format!("<a href=\"{plain}\">{plain}</a>") } else { plain }
    };
    let paragraphs: Vec<String> = body
        .trim()
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", paragraph.lines().map(line).collect::<Vec<_>>().join("<br>\n")))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"es-CO\"><head><meta charset=\"utf-8\"></head>\n\
         <body style=\"font-family:sans-serif;font-size:16px;line-height:1.5;max-width:40em\">\n\
         <p style=\"margin:0 0 16px;padding:10px 16px;background:{};color:#ffffff\">{}</p>\n{}\n</body></html>\n",
        entity.look.palette.band.light,
        escaped(&entity.name),
        paragraphs.join("\n")
    )
}
