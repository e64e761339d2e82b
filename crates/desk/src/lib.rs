//! The service desk itself: pure and synchronous. It cannot tell the time, reads no file and
//! holds no thread; the same input always gives the same answer.
//!
//! In reading order:
//! [`procedure`] the written procedure as a program ·
//! [`calendar`] business time ·
//! [`case`], [`command`], [`event`], [`refused`] the vocabulary: what can be asked, what can have
//! happened, every reason for saying no ·
//! [`decide`] one file per thing people can do ·
//! [`clock`], [`term`], [`agenda`] measures and deadlines, both derived from events ·
//! [`explain`] why they are what they are, at any instant · [`foresee`] what happens if nobody acts ·
//! [`approval`] who approves · [`absence`] who is away, and who stands in ·
//! [`inbox`] what a letter means ·
//! [`notice`] who is told ·
//! [`access`] who may see and do · [`offer`] what a person may answer now ·
//! [`conformance`] whether a case followed its procedure · [`evidence`] what was decided at its
//! control points · [`compliance`] whether it was attended in time ·
//! [`heartbeat`] what an outage and a doubtful clock mean ·
//! [`knowledge`] what the desk wrote once so that nobody need ask ·
//! [`people`], [`catalogue`], [`matrix`], [`rulebook`] what the entity configures ·
//! [`script`] plays a day at the desk.

pub mod absence;
pub mod access;
pub mod agenda;
pub mod approval;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod clock;
pub mod command;
pub mod compliance;
pub mod conformance;
pub mod decide;
pub mod event;
pub mod evidence;
pub mod explain;
pub mod facts;
pub mod foresee;
pub mod heartbeat;
pub mod inbox;
pub mod knowledge;
pub mod matrix;
pub mod names;
pub mod notice;
pub mod offer;
pub mod people;
pub mod procedure;
pub mod refused;
pub mod rulebook;
pub mod script;
pub mod term;
pub mod value;
pub mod words;

pub use case::Case;
pub use command::{Command, When};
pub use decide::decide;
pub use event::{Actor, DeskHappened, Event, Happened};
pub use names::*;
pub use refused::Refused;
pub use rulebook::Rulebook;
