//! What the machine does by itself. One file and one line per task; each looks for work, does a
//! slice of it, and says when to look again.

pub mod errands;
pub mod heartbeat;
pub mod terms;

use std::time::Duration;

use jiff::Timestamp;

use crate::app::App;

/// How a task's turn went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// More is waiting now.
    More,
    /// Nothing until this instant of desk time, or until somebody wakes the tasks.
    Until(Option<Timestamp>),
}

/// The longest a task sleeps: what nobody announced, such as another process, is found by then.
const LONGEST: Duration = Duration::from_secs(30);

/// Runs a task for ever. An error is logged and tried again later.
pub async fn run<E: std::fmt::Display + Send>(
    app: App,
    name: &'static str,
    turn: impl Fn(&App) -> Result<Turn, E> + Send + Sync + Clone + 'static,
) where
    E: 'static,
{
    loop {
        let (inner, work) = (app.clone(), turn.clone());
        // Registered before the work, so that what happens during it is not missed.
        let woken = app.woken();
        let pause = match tokio::task::spawn_blocking(move || work(&inner)).await {
            Ok(Ok(Turn::More)) => continue,
            Ok(Ok(Turn::Until(at))) => pause(&app, at),
            Ok(Err(error)) => {
                tracing::error!(task = name, %error, "the task failed and will be tried again");
                Duration::from_secs(5)
            }
            Err(error) => {
                tracing::error!(task = name, %error, "the task panicked and will be tried again");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = woken => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn pause(app: &App, at: Option<Timestamp>) -> Duration {
    let Some(at) = at else { return LONGEST };
    let left = at.duration_since(app.clock.now());
    // Never busy: what is due but not yet decidable is looked at once a second.
    Duration::try_from(left)
        .unwrap_or_default()
        .clamp(Duration::from_secs(1), LONGEST)
}
