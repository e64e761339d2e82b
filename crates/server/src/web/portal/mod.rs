//! The portal: pages for who asks. One purpose a page; everything works without script.

pub mod case;
pub mod catalogue;
mod form;
pub mod home;
pub mod item;
pub mod requests;
pub mod sent;
mod services;
pub mod show_catalogue;
pub mod show_home;
pub mod show_item;
pub mod show_request;
pub mod show_sent;
