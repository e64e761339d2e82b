//! What the machine does by itself. One file and one line per task; each looks for work, does a
//! slice of it, and says when to look again.

pub mod errands;
pub mod heartbeat;
pub mod outbox;
pub mod seal;
pub mod spool;
pub mod terms;
pub mod upkeep;

use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;

use crate::app::App;
use crate::store::{Held, StoreError};

/// One task.
#[derive(Clone, Copy)]
pub struct Task {
    pub name: &'static str,
    pub turn: fn(&App) -> Result<Turn, StoreError>,
    /// It runs on one node at a time; otherwise on every one.
    pub alone: bool,
    /// It takes its turns while a demo travels in time too.
    pub travels: bool,
}

/// Every task there is.
#[rustfmt::skip]
pub const ALL: &[Task] = &[
    Task { name: "heartbeat", turn: heartbeat::turn, alone: false, travels: false },
    Task { name: "spool",     turn: spool::turn,     alone: false, travels: true },
    Task { name: "terms",     turn: terms::turn,     alone: true,  travels: true },
    Task { name: "errands",   turn: errands::turn,   alone: true,  travels: true },
    Task { name: "upkeep",    turn: upkeep::turn,    alone: true,  travels: false },
    Task { name: "outbox",    turn: outbox::turn,    alone: true,  travels: true },
    Task { name: "seal",      turn: seal::turn,      alone: true,  travels: false },
];

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
/// A task that failed tries again after this.
const AGAIN: Duration = Duration::from_secs(5);

/// Runs every task until the returned set is shut down. Where several nodes serve one instance, one
/// of them leads and runs those that run alone; when it dies another one does.
pub fn run_all(app: &App) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for task in ALL.iter().filter(|task| !task.alone) {
        tasks.spawn(run(app.clone(), *task));
    }
    tasks.spawn(lead(app.clone()));
    tasks
}

/// Only the leader listens, so only the leader knows of silence.
async fn lead(app: App) {
    app.set_deaf(true);
    loop {
        if let Some(held) = hold(&app).await {
            app.set_deaf(app.date_in_doubt());
            take_over(&app).await;
            let mut tasks = JoinSet::new();
            for task in ALL.iter().filter(|task| task.alone) {
                tasks.spawn(run(app.clone(), *task));
            }
            while still(&held).await {
                tokio::time::sleep(AGAIN).await;
            }
            app.set_deaf(true);
            tasks.shutdown().await;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn hold(app: &App) -> Option<std::sync::Arc<Held>> {
    let store = app.store.clone();
    match tokio::task::spawn_blocking(move || store.hold("tasks")).await {
        Ok(Ok(held)) => held.map(std::sync::Arc::new),
        Ok(Err(error)) => {
            tracing::error!(%error, "this node cannot ask whether it leads");
            None
        }
        Err(_) => None,
    }
}

async fn take_over(app: &App) {
    let inner = app.clone();
    if let Ok(Err(error)) = tokio::task::spawn_blocking(move || outbox::take_over(&inner)).await {
        // They leave when their lease runs out.
        tracing::error!(%error, "letters of a sender who died cannot be taken over");
    }
}

async fn still(held: &std::sync::Arc<Held>) -> bool {
    let held = std::sync::Arc::clone(held);
    tokio::task::spawn_blocking(move || held.still()).await.unwrap_or(false)
}

/// Runs a task for ever. An error is logged and tried again later.
async fn run(app: App, task: Task) {
    loop {
        let inner = app.clone();
        // Registered before the work, so that what happens during it is not missed.
        let woken = app.woken();
        tokio::pin!(woken);
        woken.as_mut().enable();
        let pause = match tokio::task::spawn_blocking(move || (task.turn)(&inner)).await {
            Ok(Ok(Turn::More)) => continue,
            Ok(Ok(Turn::Until(at))) => pause(&app, at),
            Ok(Err(error)) => {
                tracing::error!(task = task.name, %error, "the task failed and will be tried again");
                AGAIN
            }
            Err(error) => {
                tracing::error!(task = task.name, %error, "the task panicked and will be tried again");
                AGAIN
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
    Duration::try_from(left).unwrap_or_default().clamp(Duration::from_secs(1), LONGEST)
}
