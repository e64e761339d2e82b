//! Did we write it ourselves? A letter of ours that comes back, by a forwarding rule or another
//! desk's answer, is never answered and opens nothing.

use super::{Letter, Ours};

/// Whether the letter comes from one of our mailboxes or bears a Message-ID that we make.
pub(super) fn is_own(letter: &Letter, ours: &Ours<'_>) -> bool {
    ours.is_mailbox(&letter.from) || ours.token_in_id(&letter.message_id).is_some()
}

#[cfg(test)]
mod tests {
    use crate::inbox::Letter;
    use crate::inbox::mailbox::sample::ours;

    #[test]
    fn a_letter_of_ours_is_known_by_its_sender_or_its_id() {
        ours(|ours| {
            for (from, id, expected) in [
                ("avisos@entidad.example", "", true),
                ("MESA@entidad.example", "", true),
                ("mesa+sol-2026-000001.1.0.abcdefghijklmnop@entidad.example", "", true),
                ("carla@entidad.example", "SOL-2026-000001.1.0.abcdefghijklmnop@entidad.example", true),
                ("carla@entidad.example", "CAAbc@mail.example", false),
                ("mesa@otra.example", "", false),
            ] {
                let letter = Letter { from: from.into(), message_id: id.into(), ..Letter::default() };
                assert_eq!(super::is_own(&letter, ours), expected, "{from} {id}");
            }
        });
    }
}
