//! Mail, in and out, on both engines: messages are piped in as a mail server would, letters are read
//! as they would leave.

mod inbound;
mod malicious;
mod outbound;
mod receive;
mod refusals;
pub mod servers;
mod silence;
mod smtp;

use jiff::{SignedDuration, Timestamp};
use mail_parser::{Message, MessageParser};
use server::mail::{Limits, spool};
use server::store::letters::{self, Taken};
use server::store::outbox::{self, Notice};
use server::store::{cases, contents, security_log};

use crate::app::{DIANA, Desk, bogota};

pub const LAURA_MAIL: &str = "laura.rojas@ipt.example";
pub const MESA_MAIL: &str = "mesadeservicio@ipt.example";
pub const CST_MAIL: &str = "mesayuda@ipt.example";
/// The mailbox of the second desk that only sends.
pub const CST_OUT: &str = "servicios.tecnologicos@ipt.example";

/// A message being written.
#[derive(Clone)]
pub struct Draft {
    headers: Vec<String>,
    body: String,
}

/// A message with its usual header.
pub fn draft(from: &str, to: &str, subject: &str, text: &str) -> Draft {
    let id: u64 = rand::random();
    let headers = vec![
        format!("From: Alguien <{from}>"),
        format!("To: {to}"),
        format!("Subject: {subject}"),
        format!("Message-ID: <{id:x}@correo.example>"),
        "Date: Fri, 20 Nov 2026 10:00:00 -0500".into(),
    ];
    Draft { headers, body: format!("\r\n{text}\r\n") }
}

impl Draft {
    pub fn with(mut self, header: &str) -> Draft {
        self.headers.push(header.to_owned());
        self
    }

    /// An answer to a letter of ours, as a mail program makes it: to its Reply-To.
    pub fn answering(self, letter: &Sent) -> Draft {
        let to = letter.header("Reply-To");
        let mut draft = self.referring(letter);
        draft.headers[1] = format!("To: {to}");
        draft
    }

    /// The references of an answer, without its address.
    pub fn referring(self, letter: &Sent) -> Draft {
        let id = letter.header("Message-ID");
        self.with(&format!("In-Reply-To: {id}")).with(&format!("References: <x@y.example> {id}"))
    }

    /// A file beside the text.
    pub fn attaching(mut self, name: &str, kind: &str, bytes: &[u8]) -> Draft {
        let encoded = data_encoding::BASE64.encode(bytes);
        self.headers.push("MIME-Version: 1.0".into());
        self.headers.push("Content-Type: multipart/mixed; boundary=\"b0\"".into());
        self.body = format!(
            "\r\n--b0\r\nContent-Type: text/plain; charset=utf-8\r\n{}--b0\r\nContent-Type: {kind}; name=\"{name}\"\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--b0--\r\n",
            self.body
        );
        self
    }

    /// As one of our own servers received it.
    pub fn stamped(mut self, desk: &Desk<'_>, local: &str) -> Draft {
        let machine = bogota(local) - SignedDuration::from_micros(desk.clock.ahead());
        let date = jiff::fmt::rfc2822::to_string(&machine.to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        self.headers.insert(
            0,
            format!(
                "Received: from a.example (a.example [192.0.2.1])\r\n\tby mx.ipt.example with ESMTPS id 1a; {date}"
            ),
        );
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        format!("{}\r\n{}", self.headers.join("\r\n"), self.body).into_bytes()
    }
}

/// A mail server's report that a letter of ours came back.
pub fn bounce(letter: &Sent, action: &str) -> Vec<u8> {
    let id = letter.header("Message-ID");
    format!(
        "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.ipt.example>\r\nTo: {}\r\nSubject: Undelivered Mail\r\n\
         Message-ID: <{:x}@mx.ipt.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"r\"\r\n\r\n\
         --r\r\nContent-Type: text/plain\r\n\r\nCould not deliver.\r\n\
         --r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.ipt.example\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
         --r\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {id}\r\nSubject: x\r\n\r\nhola\r\n--r--\r\n",
        MESA_MAIL,
        rand::random::<u64>(),
        letter.row.address
    )
    .into_bytes()
}

/// Pipes a message in, as a mail server would at this moment, and lets everything follow from it.
pub fn pipe(desk: &Desk<'_>, message: &[u8]) {
    pipe_to(desk, "", message);
}

pub fn pipe_to(desk: &Desk<'_>, mailbox: &str, message: &[u8]) {
    keep(desk, mailbox, message);
    desk.settle();
}

/// Pipes a message in while nobody reads the spool.
pub fn keep(desk: &Desk<'_>, mailbox: &str, message: &[u8]) {
    keep_since(desk, desk.clock.now(), mailbox, message);
}

/// A message that has been waiting in the spool since an instant of the desk's clock.
pub fn keep_since(desk: &Desk<'_>, at: Timestamp, mailbox: &str, message: &[u8]) {
    // The spool is marked with machine time, from which the desk's clock differs.
    let machine = at - SignedDuration::from_micros(desk.clock.ahead());
    let data = &desk.store.config().folder;
    spool::keep(data, mailbox, message, &Limits::default(), machine).expect("the message is kept");
}

/// A letter of ours as it left.
pub struct Sent {
    pub row: Notice,
    pub bytes: Vec<u8>,
}

impl Sent {
    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).expect("our own letter is read")
    }

    /// A header as it stands in the letter, on one line.
    pub fn header(&self, name: &str) -> String {
        let message = self.parsed();
        let value = message.header_raw(name).unwrap_or_else(|| panic!("the letter has no {name}"));
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    /// Its words; lines that were folded for the way are whole again.
    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().replace('\u{a0}', " ")
    }
}

/// Every letter of a case that left, in order.
pub fn sent(desk: &Desk<'_>, stream: &str) -> Vec<Sent> {
    let rows = desk.store.read(|reader| outbox::of_stream(reader, stream)).expect("the outbox");
    rows.into_iter()
        .filter_map(|row| {
            let bytes = desk.store.read(|reader| outbox::message(reader, &row.id)).expect("its bytes")?;
            Some(Sent { row, bytes })
        })
        .collect()
}

/// The last letter of a notice to a person.
pub fn letter(desk: &Desk<'_>, stream: &str, notice: &str, to: &str) -> Sent {
    let fits = |sent: &Sent| sent.row.notice == notice && sent.row.to_person.as_deref() == Some(to);
    let all: Vec<String> =
        sent(desk, stream).iter().map(|sent| format!("{} → {:?}", sent.row.notice, sent.row.to_person)).collect();
    sent(desk, stream).into_iter().rfind(fits).unwrap_or_else(|| panic!("no {notice} to {to} in {all:?}"))
}

/// How many cases there are.
pub fn cases_of(desk: &Desk<'_>) -> usize {
    let rows = desk.store.read(|reader| server::store::events::streams_of_kind(reader, "case", "", 1000));
    rows.expect("the streams").len()
}

/// The stream of a case by its number.
pub fn stream(desk: &Desk<'_>, number: &str) -> String {
    let row = desk.store.read(|reader| cases::by_number(reader, number)).expect("the cases");
    row.unwrap_or_else(|| panic!("there is no {number}")).stream
}

/// The texts and letters of a case, as text.
pub fn contents_of(desk: &Desk<'_>, stream: &str) -> Vec<String> {
    let found = desk.store.read(|reader| contents::all(reader, stream)).expect("the contents");
    found
        .into_iter()
        .filter_map(|(_, found)| match found {
            contents::Found::Present(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            contents::Found::Withdrawn { .. } => None,
        })
        .collect()
}

/// Letters to a desk that somebody has to look at.
pub fn waiting(desk: &Desk<'_>, of: &str) -> Vec<Taken> {
    desk.store.read(|reader| letters::waiting(reader, of, 100)).expect("the letters")
}

/// What the guard saw, the newest first.
pub fn seen(desk: &Desk<'_>) -> Vec<String> {
    let page = desk.store.read(|reader| security_log::page(reader, None, 100)).expect("the log");
    page.into_iter().map(|(_, seen)| seen.kind).collect()
}

/// A fresh request of Laura's that the desk declined: it waits two business days for her answer.
pub fn declined(desk: &Desk<'_>) -> String {
    let case = desk.register(crate::app::MESA, crate::app::LAURA, "Pantalla de la sala", Default::default());
    let motive = crate::app::texts(&[("motivo", "La sala es de otra entidad.")]);
    desk.answers(DIANA, &case, &[("U-E02", motive)]);
    passed(desk);
    case
}

/// The seconds in which an answer can be undone are over, and its letters left.
pub fn passed(desk: &Desk<'_>) {
    let soon = desk.clock.now() + SignedDuration::from_secs(20);
    server::demo::travel::to(desk, soon).expect("time passes");
}
