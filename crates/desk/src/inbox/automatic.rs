//! Did a machine write it? Absence notes, confirmations, newsletters: attached in silence where
//! they belong to a case, and nothing else. Answering them would make two machines talk for ever.

use super::{Letter, Ours};

/// Fields that only machines write, whatever they say.
const FIELDS: [&str; 8] = [
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-auto-response-suppress",
    "x-loop",
    "x-fc-machinegenerated",
    "x-failed-recipients",
];

/// Fields of mailing lists.
const LIST_FIELDS: [&str; 4] = ["list-id", "list-post", "list-unsubscribe", "list-help"];

/// How the subjects of absence notes begin, in lower case.
const SUBJECTS: [&str; 14] = [
    "respuesta automática",
    "respuesta automatica",
    "automatic reply",
    "autorespuesta",
    "auto-respuesta",
    "auto reply",
    "auto-reply",
    "autoreply",
    "out of office",
    "out of the office",
    "fuera de la oficina",
    "fuera de oficina",
    "ausente de la oficina",
    "read:",
];

/// Local parts that no person reads.
const SENDERS: [&str; 8] =
    ["mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "no-responder"];

/// Whether a machine wrote the letter.
pub(super) fn is_automatic(letter: &Letter, ours: &Ours<'_>) -> bool {
    says_so(letter) || by_a_list(letter, ours) || no_return(letter) || by_a_robot(letter) || absence_note(letter)
}

fn says_so(letter: &Letter) -> bool {
    let submitted =
        letter.headers.get("auto-submitted").is_some_and(|value| !first_word(value).eq_ignore_ascii_case("no"));
    submitted || FIELDS.iter().any(|field| letter.headers.has(field))
}

/// A list that is our own mailbox, as where several people share one, passes people's letters on.
fn by_a_list(letter: &Letter, ours: &Ours<'_>) -> bool {
    let precedence = letter.headers.get("precedence").map(str::to_ascii_lowercase);
    let machine = matches!(precedence.as_deref(), Some("bulk" | "junk" | "auto_reply"));
    let list = precedence.as_deref() == Some("list") || LIST_FIELDS.iter().any(|field| letter.headers.has(field));
    machine || (list && !our_list(letter, ours))
}

fn our_list(letter: &Letter, ours: &Ours<'_>) -> bool {
    let says =
        |field: &str, words: &str| letter.headers.get(field).is_some_and(|value| value.to_lowercase().contains(words));
    ours.inbound().any(|mailbox| {
        let mailbox = mailbox.to_lowercase();
        says("list-id", &format!("<{}>", mailbox.replace('@', ".")))
            || says("list-post", &format!("<mailto:{mailbox}>"))
    })
}

/// The sender wants no answer, not even a report.
fn no_return(letter: &Letter) -> bool {
    letter.headers.get("return-path").is_some_and(|path| path.split_whitespace().collect::<String>() == "<>")
}

fn by_a_robot(letter: &Letter) -> bool {
    let local = letter.from.split('@').next().unwrap_or_default().to_lowercase();
    SENDERS.contains(&local.as_str())
}

fn absence_note(letter: &Letter) -> bool {
    let subject = letter.subject.trim().to_lowercase();
    SUBJECTS.iter().any(|words| subject.starts_with(words))
}

fn first_word(value: &str) -> &str {
    value.split([' ', ';']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::inbox::mailbox::sample::ours;
    use crate::inbox::{Headers, Letter};

    #[track_caller]
    fn check(name: &str, value: &str, expected: bool) {
        let mut headers = Headers::default();
        headers.add(name, value);
        let letter =
            Letter { headers, from: "carla@entidad.example".into(), subject: "Pantalla".into(), ..Letter::default() };
        ours(|ours| assert_eq!(super::is_automatic(&letter, ours), expected, "{name}: {value}"));
    }

    #[test]
    fn machines_are_known_by_their_header_fields() {
        for (name, value) in [
            ("Auto-Submitted", "auto-replied"),
            ("Auto-Submitted", "auto-generated; owner-email=\"x@y.example\""),
            ("X-Autoreply", "yes"),
            ("X-Autorespond", "Ausente"),
            ("Precedence", "bulk"),
            ("Precedence", "List"),
            ("Precedence", "junk"),
            ("Precedence", "auto_reply"),
            ("Return-Path", "<>"),
            ("Return-Path", "< >"),
            ("List-Id", "Boletín <boletin.otra.example>"),
            ("List-Unsubscribe", "<mailto:baja@otra.example>"),
            ("X-Auto-Response-Suppress", "All"),
            ("X-Loop", "alguien@otra.example"),
        ] {
            check(name, value, true);
        }
    }

    #[test]
    fn people_are_not_taken_for_machines() {
        for (name, value) in [
            ("Auto-Submitted", "no"),
            ("Auto-Submitted", "NO; because"),
            ("Precedence", "first-class"),
            ("Return-Path", "<carla@entidad.example>"),
            ("List-Id", "Mesa <mesa.entidad.example>"),
            ("List-Post", "<mailto:mesa@entidad.example>"),
            ("X-Mailer", "Outlook"),
        ] {
            check(name, value, false);
        }
    }

    #[test]
    fn absence_notes_without_fields_are_known_by_their_words() {
        for (from, subject, expected) in [
            ("carla@entidad.example", "Respuesta automática: SOL-2026-000001", true),
            ("carla@entidad.example", "Automatic reply: caso", true),
            ("carla@entidad.example", "FUERA DE LA OFICINA", true),
            ("noreply@entidad.example", "Pantalla", true),
            ("MAILER-DAEMON@entidad.example", "Pantalla", true),
            ("carla@entidad.example", "No tengo respuesta automática en mi correo", false),
            ("carla@entidad.example", "Re: Pantalla", false),
        ] {
            let letter = Letter { from: from.into(), subject: subject.into(), ..Letter::default() };
            ours(|ours| assert_eq!(super::is_automatic(&letter, ours), expected, "{from} {subject}"));
        }
    }
}
