//! What a letter means: an ordered list of questions, one per file.
//!
//! 1. [`own`] Did we write it ourselves? Then it is a loop.
//! 2. [`bounce`] Does it say that a letter of ours could not be delivered?
//! 3. [`automatic`] Did a machine write it?
//! 4. [`thanks`] Does it only say thanks?
//! 5. [`mailbox`] To which mailbox did it come, and does that one open cases?
//! 6. [`trail`] Of which case does it speak, and what proves it?
//! 7. [`sender`] Who wrote it, as far as anybody can know?
//!
//! [`quoted`] is what of it was written anew. A letter may lie in every line: nothing it says of
//! itself gives a right, and what nobody can place waits for an agent.

mod automatic;
mod bounce;
mod headers;
mod mailbox;
mod own;
pub mod quoted;
mod sender;
mod thanks;
mod trail;

pub use bounce::Report;
pub use headers::Headers;
pub use mailbox::{Mailbox, Mailboxes, Ours, without_token};
pub use sender::participates;
pub use thanks::is_bare_thanks;
pub use trail::{Lead, Proof, Sent, Token, Trace, traces};

use crate::event::MessageKind;
use crate::names::*;
use crate::people::Person;

/// A letter as it can be read without knowing anything of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub headers: Headers,
    /// The address in `From`; empty when there is none.
    pub from: String,
    /// Every address it was written to, the envelope's first.
    pub to: Vec<String>,
    pub subject: String,
    /// Everything readable in it, quotations included.
    pub text: String,
    /// Its own Message-ID, without brackets; empty when it brings none.
    pub message_id: String,
    /// Message-IDs of the letters it answers, the nearest first.
    pub answers: Vec<String>,
    /// It is a report of a mail server about another letter.
    pub report: Option<Report>,
}

/// What a letter means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A participant writes to a case.
    Message { case: CaseNumber, from: PersonId, is: MessageKind },
    /// A known person asks for something new.
    Request { desk: DeskId, from: PersonId },
    /// A letter of ours came back for good.
    Bounce(Sent),
    /// It belongs to no case.
    Kept { why: Why, desk: Option<DeskId>, case: Option<CaseNumber> },
}

/// Why a letter belongs to no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// We wrote it ourselves.
    Own,
    /// A mail server reports something that changes nothing, or about a letter that is not ours.
    Report,
    /// A machine wrote it, and to no case.
    Automatic,
    /// Thanks, and to no case.
    Thanks,
    /// It came to a mailbox that only sends; whether it deserves the polite answer.
    OnlySends { answer: bool },
    /// It came to no mailbox of ours.
    NoMailbox,
    /// Nobody we know wrote it: an agent looks at it.
    Stranger,
    /// Our own mail server doubts that the sender is who the letter says: an agent looks at it.
    Doubtful,
}

impl Why {
    /// Whether an agent should look at it.
    pub fn needs_somebody(self) -> bool {
        matches!(self, Why::Stranger | Why::Doubtful | Why::NoMailbox)
    }
}

/// Reads a letter. `sender` is whoever has the address in `From`; `leads` what became of its
/// [`traces`], in their order.
pub fn read(letter: &Letter, ours: &Ours<'_>, sender: Option<&Person>, leads: &[Lead]) -> Meaning {
    let mailbox = mailbox::of(letter, ours);
    let kept = |why| Meaning::Kept { why, desk: mailbox.desk(), case: trail::named(leads) };
    if own::is_own(letter, ours) {
        return kept(Why::Own);
    }
    if let Some(report) = &letter.report {
        return bounce::of(report, leads).unwrap_or(kept(Why::Report));
    }
    let is = kind(letter, ours, sender);
    let doubtful = sender::is_doubtful(letter, ours);
    if let Some(person) = sender::known(sender).filter(|_| !doubtful)
        && let Some(case) = trail::case(leads)
    {
        return Meaning::Message { case, from: person.id.clone(), is };
    }
    match (is, &mailbox) {
        (MessageKind::Automatic, _) => kept(Why::Automatic),
        (MessageKind::Thanks, _) => kept(Why::Thanks),
        (MessageKind::Human, Mailbox::OnlySends(_)) => kept(Why::OnlySends { answer: !doubtful }),
        (MessageKind::Human, Mailbox::None) => kept(Why::NoMailbox),
        (MessageKind::Human, Mailbox::OpensCases(_)) if doubtful => kept(Why::Doubtful),
        (MessageKind::Human, Mailbox::OpensCases(desk)) => match sender::known(sender) {
            Some(person) => Meaning::Request { desk: desk.clone(), from: person.id.clone() },
            None => kept(Why::Stranger),
        },
    }
}

/// Whether what somebody of this name wrote is, but for the signature, bare thanks.
pub fn only_thanks(text: &str, name: &str) -> bool {
    is_bare_thanks(&quoted::unsigned(text, name))
}

fn kind(letter: &Letter, ours: &Ours<'_>, sender: Option<&Person>) -> MessageKind {
    let name = sender.map_or("", |person| person.name.as_str());
    if automatic::is_automatic(letter, ours) {
        MessageKind::Automatic
    } else if only_thanks(&quoted::written(&letter.text), name) {
        MessageKind::Thanks
    } else {
        MessageKind::Human
    }
}

#[cfg(test)]
mod tests {
    use super::mailbox::sample::ours;
    use super::*;
    use crate::people::People;

    fn carla() -> People {
        let text =
            "id,name,email,active\ncarla,Carla Ruiz,carla@entidad.example,\nexpedro,Pedro,pedro@entidad.example,no\n";
        People::from_csv(text, Default::default()).unwrap()
    }

    fn letter(from: &str, to: &str, text: &str) -> Letter {
        Letter {
            from: from.into(),
            to: vec![to.into()],
            text: text.into(),
            subject: "Pantalla".into(),
            ..Letter::default()
        }
    }

    fn lead(proof: Proof, participates: bool) -> Lead {
        let sent = (proof != Proof::Number).then(sent);
        Lead { case: "SOL-2026-000001".into(), proof, sent, participates }
    }

    fn sent() -> Sent {
        Sent { case: "SOL-2026-000001".into(), notice: 4, to: "carla".into() }
    }

    #[track_caller]
    fn check(letter: Letter, leads: &[Lead], expected: Meaning) {
        let people = carla();
        ours(|ours| assert_eq!(read(&letter, ours, people.by_email(&letter.from), leads), expected));
    }

    fn message(is: MessageKind) -> Meaning {
        Meaning::Message { case: "SOL-2026-000001".into(), from: "carla".into(), is }
    }

    fn kept(why: Why, desk: &str, case: Option<&str>) -> Meaning {
        Meaning::Kept { why, desk: Some(desk.into()), case: case.map(CaseNumber::from) }
    }

    const CARLA: &str = "carla@entidad.example";
    const STRANGER: &str = "quien@otra.example";
    const MESA: &str = "mesa@entidad.example";
    const AVISOS: &str = "avisos@entidad.example";

    #[test]
    fn a_known_person_asks_or_answers() {
        let request = Meaning::Request { desk: "mesa".into(), from: "carla".into() };
        check(letter(CARLA, MESA, "La pantalla no prende"), &[], request.clone());
        check(letter(CARLA, MESA, "Sigue igual"), &[lead(Proof::Number, true)], message(MessageKind::Human));
        check(letter(CARLA, MESA, "Sigue igual"), &[lead(Proof::Reference, true)], message(MessageKind::Human));
        check(letter(CARLA, MESA, "Sigue igual"), &[lead(Proof::Token, false)], message(MessageKind::Human));
        // Somebody else's number, or a letter that was forwarded, opens a case of one's own.
        check(letter(CARLA, MESA, "Yo también"), &[lead(Proof::Number, false)], request.clone());
        check(letter(CARLA, MESA, "Yo también"), &[lead(Proof::Reference, false)], request);
    }

    #[test]
    fn a_stranger_touches_no_case() {
        check(letter(STRANGER, MESA, "Hola"), &[], kept(Why::Stranger, "mesa", None));
        check(letter(STRANGER, MESA, "Hola"), &[lead(Proof::Number, false)], kept(Why::Stranger, "mesa", None));
        check(
            letter(STRANGER, MESA, "Hola"),
            &[lead(Proof::Token, false)],
            kept(Why::Stranger, "mesa", Some("SOL-2026-000001")),
        );
        check(letter("pedro@entidad.example", MESA, "Hola"), &[], kept(Why::Stranger, "mesa", None));
        check(letter("", MESA, "Hola"), &[], kept(Why::Stranger, "mesa", None));
    }

    #[test]
    fn a_sender_our_own_server_doubts_touches_no_case() {
        let doubted = |leads: &[Lead]| {
            let headers = [("Authentication-Results", "mx.entidad.example; dmarc=fail")].into_iter().collect();
            check(Letter { headers, ..letter(CARLA, MESA, "Sí") }, leads, kept(Why::Doubtful, "mesa", None));
        };
        doubted(&[]);
        doubted(&[lead(Proof::Number, true)]);
    }

    #[test]
    fn machines_and_thanks_are_attached_to_their_case_and_open_none() {
        let automatic = || Letter {
            headers: [("Auto-Submitted", "auto-replied")].into_iter().collect(),
            ..letter(CARLA, MESA, "Ausente")
        };
        check(automatic(), &[lead(Proof::Reference, true)], message(MessageKind::Automatic));
        check(automatic(), &[], kept(Why::Automatic, "mesa", None));
        let thanks = || letter(CARLA, MESA, "Muchas gracias.\n\nCarla Ruiz\nProfesional\nExt. 512\n");
        check(thanks(), &[lead(Proof::Token, true)], message(MessageKind::Thanks));
        let told = letter(CARLA, MESA, "Gracias por avisarme.\n\nCarla Ruiz\nProfesional\nExt. 512\n");
        check(told, &[lead(Proof::Token, true)], message(MessageKind::Thanks));
        check(thanks(), &[], kept(Why::Thanks, "mesa", None));
    }

    #[test]
    fn a_mailbox_that_only_sends_opens_nothing_but_loses_no_answer() {
        check(letter(CARLA, AVISOS, "Hola"), &[], kept(Why::OnlySends { answer: true }, "cst", None));
        check(letter(STRANGER, AVISOS, "Hola"), &[], kept(Why::OnlySends { answer: true }, "cst", None));
        check(letter(CARLA, AVISOS, "Ya envié"), &[lead(Proof::Reference, true)], message(MessageKind::Human));
        let automatic =
            Letter { headers: [("Precedence", "bulk")].into_iter().collect(), ..letter(STRANGER, AVISOS, "Hola") };
        check(automatic, &[], kept(Why::Automatic, "cst", None));
    }

    #[test]
    fn our_own_letter_and_reports_about_others_go_nowhere() {
        check(
            letter(AVISOS, MESA, "Hola"),
            &[lead(Proof::Token, true)],
            kept(Why::Own, "mesa", Some("SOL-2026-000001")),
        );
        let report = |status: &str| Letter {
            report: Some(Report { status: status.into(), about: String::new() }),
            ..letter("mailer-daemon@entidad.example", MESA, "No entregado")
        };
        check(report("Action: failed"), &[], kept(Why::Report, "mesa", None));
        check(report("Action: failed"), &[lead(Proof::Reference, false)], Meaning::Bounce(sent()));
        check(
            report("Action: delayed"),
            &[lead(Proof::Token, false)],
            kept(Why::Report, "mesa", Some("SOL-2026-000001")),
        );
    }
}
