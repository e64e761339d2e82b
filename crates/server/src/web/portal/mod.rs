//! The portal: pages for who asks. One purpose a page; everything works without script.

pub mod case;
pub mod catalogue;
pub mod home;
pub mod item;
pub mod requests;
pub mod sent;
