//! The machine around the desk: reads the time, stores events, shows pages, fetches and sends mail.

pub mod web;
