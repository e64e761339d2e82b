//! What was said in a case, and what happened between.

use super::Who;

/// One entry, oldest first.
#[derive(Clone, Debug)]
pub enum Entry {
    Said(Message),
    /// Events of the procedure, folded.
    Happened {
        /// «3 eventos: pendiente por usuario, recordatorio, respuesta recibida».
        summary: String,
        events: Vec<Happening>,
        open: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Message {
    /// An anchor within the page.
    pub id: String,
    pub who: Who,
    pub from: Sender,
    /// «por correo», «al registrar la solicitud».
    pub by: String,
    pub when: String,
    /// The exact instant, for a machine: RFC 3339.
    pub at: String,
    /// As it was typed; one item a paragraph.
    pub paragraphs: Vec<String>,
    pub files: Vec<File>,
    /// The letter as it arrived; empty when it was no letter.
    pub original: String,
    /// Withdrawn: the reason stands in its place.
    pub withdrawn: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The requester or the beneficiary.
    Requester,
    /// The desk, to the requester.
    Desk,
    /// Among the desk; the requester never sees it.
    Note,
}

#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    /// «214 KB».
    pub size: String,
    pub href: String,
}

#[derive(Clone, Debug)]
pub struct Happening {
    pub what: String,
    pub when: String,
}
