//! Approvals: phone first, one thumb. A link in a letter opens the card and never decides by itself.

pub mod absence;
pub mod card;
pub mod inbox;
pub mod show_absence;
pub mod show_card;
pub mod show_inbox;
