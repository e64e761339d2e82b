//! How much a request may bring.

/// A form without files, in bytes. The longest texts people paste (a whole log) stay well below.
pub const FORM_LIMIT: usize = 512 * 1024;

/// A form with files, all files together, in bytes.
pub const ATTACHMENTS_LIMIT: usize = 50 * 1024 * 1024;
