//! The desk: pages for agents, specialists and coordinators. Fast hands, two actions at most.

pub mod case;
pub mod nav;
pub mod phone;
pub mod queue;
pub mod show_case;
pub mod show_nav;
pub mod show_phone;
pub mod show_queue;
