//! What is configured, kept in the store: the entity's files as they are in force, and every version
//! of a procedure that was ever published. A folder on disk is only how it is written down; it comes
//! in by [`apply`], after [`plan`] said what would change, and goes out again byte for byte.

mod compare;
pub mod draft;
pub mod kept;
mod merge;
mod moved;
mod record;
mod wrong;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::entity::{Entity, Files, Wrong};
use crate::store::StoreError;

pub use merge::merged;
pub use record::apply;
pub(crate) use wrong::setting;

/// What applying a folder would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The configuration it was made over: another one since then, and it has to be made again.
    pub over: i64,
    pub lines: Vec<Line>,
    /// With any of these nothing is applied.
    pub wrongs: Vec<Wrong>,
    /// What works and is not what it seems.
    pub warnings: Vec<String>,
}

/// One line of a plan, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub mark: Mark,
    pub es: String,
    pub en: String,
    /// What exactly: keys and names as the files write them, or sentences about the document, which
    /// is Spanish.
    pub more: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Added,
    Changed,
    Retired,
    /// A version of a procedure begins to apply.
    Published,
    /// Open cases that notice.
    Moved,
}

impl Plan {
    /// Everything is as the folder says.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.wrongs.is_empty()
    }
}

/// How much is asked of a folder before it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It can be read and breaks no promise: what an instance starts with.
    Sound,
    /// The linter finds no error either: what somebody publishes.
    Checked,
}

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Wrong(Vec<Wrong>),
    /// Somebody applied something else since the plan was made.
    #[error("la configuración cambió desde que se hizo el plan")]
    Changed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What applying these files would do to the instance. Changes nothing.
///
/// # Errors
/// The store's; what is wrong with the files is in the plan.
pub fn plan(app: &App, given: &Files, asked: Asked) -> Result<Plan, StoreError> {
    let (over, before) = (app.applied_seq(), app.entity());
    let in_force = (over > 0).then_some(&*before);
    let files = merged(in_force.map(|entity| &entity.files), given);
    if in_force.is_some_and(|entity| entity.files == files) {
        return Ok(Plan { over, ..Plan::default() });
    }
    let after = match Entity::read(&files) {
        Ok(after) => after,
        Err(wrongs) => return Ok(Plan { over, wrongs, ..Plan::default() }),
    };
    let mut plan = Plan { over, ..Plan::default() };
    wrong::promises(app, in_force, &after, &mut plan)?;
    if asked == Asked::Checked {
        wrong::findings(&after, &mut plan);
    }
    compare::lines(app, in_force, &after, &mut plan)?;
    moved::lines(app, in_force, &after, &mut plan)?;
    Ok(plan)
}

/// Reads again what is in force, when another process may have changed it.
///
/// # Errors
/// The store's.
pub fn refresh(app: &App) -> Result<(), StoreError> {
    let seq = app.store.read(kept::seq)?;
    if seq != app.applied_seq() {
        let kept = app.store.read(kept::load)?;
        app.keep(kept);
    }
    Ok(())
}
