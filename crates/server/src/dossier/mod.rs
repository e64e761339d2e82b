//! The dossier of a case: one archive with its printable page, its facts, texts, attachments and
//! letters, and the path from its last sealed fact to a seal. Who holds the instance's public key
//! proves offline, with `ventanilla verify-dossier`, that nothing in it was changed, added or removed.
//!
//! Two proofs stand in it. `manifest.sig` signs the list of every file of the archive, so that the
//! archive is what the instance handed out. The chain of facts and the seal's signature, made on the
//! day and perhaps already in the hands of others, show that the instance itself has not rewritten
//! the case since.

mod make;
mod page;
mod shape;
mod verify;

pub use make::{Failed, make};
pub use verify::{Finding, Report, verify};
