//! Letters of the demo's people, as a mail program writes them.

use desk::Rulebook;
use jiff::Timestamp;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use mail_parser::Message;

use super::sample::Sample;
use super::telling::Life;

/// A letter of a life's requester to the desk, as bytes.
///
/// # Errors
/// An address that is none.
pub fn written(
    life: &Life<'_>,
    rules: &Rulebook,
    subject: &str,
    text: &str,
    file: Option<&str>,
    at: Timestamp,
) -> Result<Vec<u8>, String> {
    let address = |name: Option<String>, address: &str| -> Result<Mailbox, String> {
        Ok(Mailbox::new(name, address.parse().map_err(|error| format!("{address}: {error}"))?))
    };
    let person = rules.people.get(&life.requester).ok_or("nobody writes")?;
    let to = rules.desk.channels.inbound.first().ok_or("the desk reads no mail")?;
    let from = address(Some(person.name.clone()), &person.email)?;
    let message = lettre::Message::builder()
        .from(from)
        .to(address(None, to)?)
        .subject(subject)
        .date(at.into())
        .message_id(Some(format!("<{}.{}@correo.ipt.example>", at.as_microsecond(), person.id)));
    let text = SinglePart::plain(format!("{text}\n\n{}\n{}\n{}", person.name, person.position, person.unit));
    let message = match file {
        Some(name) => {
            let Sample { media_type, bytes } = Sample::named(name);
            let kind = ContentType::parse(media_type).map_err(|error| error.to_string())?;
            let part = Attachment::new(name.to_string()).body(bytes.to_vec(), kind);
            message.multipart(MultiPart::mixed().singlepart(text).singlepart(part))
        }
        None => message.singlepart(text),
    };
    message.map(|message| message.formatted()).map_err(|error| error.to_string())
}

/// The address that takes an answer to a letter.
pub fn reply_address(letter: &Message<'_>) -> Option<String> {
    let mail = letter.reply_to().or_else(|| letter.from())?;
    Some(mail.first()?.address()?.to_owned())
}

/// What somebody at an address answers to a letter, as bytes.
///
/// # Errors
/// An address that is none, or a letter that takes no answer.
pub fn reply(letter: &Message<'_>, from: &str, text: &str, at: Timestamp) -> Result<Vec<u8>, String> {
    let mailbox = |address: &str| address.parse::<Mailbox>().map_err(|error| format!("{address}: {error}"));
    let subject = letter.subject().unwrap_or_default();
    let mut message = lettre::Message::builder()
        .from(mailbox(from)?)
        .to(mailbox(&reply_address(letter).ok_or("the letter takes no answer")?)?)
        .subject(if subject.starts_with("Re: ") { subject.to_owned() } else { format!("Re: {subject}") })
        .date(at.into());
    if let Some(id) = letter.message_id() {
        message = message.in_reply_to(format!("<{id}>")).references(format!("<{id}>"));
    }
    message.body(text.to_owned()).map(|message| message.formatted()).map_err(|error| error.to_string())
}
