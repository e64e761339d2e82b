//! What every request passes before a page sees it. Order, outermost first: the headers of every
//! answer, who is asking and from where, the session, then for anything but GET and HEAD the origin
//! and the form's token.

mod asker;
mod body;
mod forms;
mod headers;

pub use asker::Asker;
pub use body::{ATTACHMENTS_LIMIT, FORM_LIMIT};
pub use forms::{TOKEN_FIELD, masked, same_secret};

pub(super) use asker::tell_asker;
pub(super) use forms::check_forms;
pub(super) use headers::add_headers;
