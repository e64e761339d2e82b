//! An approval binds to exactly what was shown: service, people, answers of the form, files.

use sha2::{Digest, Sha256};

use crate::case::Case;
use crate::names::FieldId;
use crate::rulebook::Rulebook;
use crate::words::{ContentId, hex};

/// The fingerprint of what an approver is shown.
pub fn of(rules: &Rulebook, case: &Case) -> ContentId {
    let mut hash = Sha256::new();
    let mut part = |name: &str, value: &str| {
        // Length before bytes: no two different showings can run together into one text.
        for bytes in [name.as_bytes(), value.as_bytes()] {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
    };
    part("requester", case.requester.as_str());
    part("beneficiary", case.beneficiary.as_str());
    part("subject", case.subject.as_str());
    part("description", case.description.as_str());
    for (field, value) in case.fields.iter().filter(|(field, _)| is_bound(rules, case, field)) {
        part(field.as_str(), &format!("{value:?}"));
    }
    for file in case.files.iter().filter(|file| !file.internal) {
        part("file", file.id.as_str());
    }
    ContentId::from(hex(&hash.finalize()).as_str())
}

/// Whether a field belongs to what is approved: the service and the answers of its form.
pub fn is_bound(rules: &Rulebook, case: &Case, field: &FieldId) -> bool {
    *field == *"item"
        || case
            .item()
            .and_then(|item| rules.catalogue.items.get(&item))
            .is_some_and(|item| item.form.contains_key(field))
}
