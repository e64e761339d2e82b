//! Small orders to the process that owns an instance, over a socket in its data folder that only its
//! own user may open: a command line need not stop the desk. One line of JSON each way.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use desk::DeskId;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;

use crate::accounts::{self, AccountError, WayIn};
use crate::app::App;
use crate::apply::{self, ApplyError, Asked, Plan};
use crate::entity::{Files, Wrong};
use crate::migrate::{self, Landing, Wish};

/// What can be asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Order {
    Account {
        person: String,
        login: Option<String>,
    },
    /// What applying these files would change.
    Plan {
        files: Files,
    },
    /// Puts the files in force, if nothing changed since the plan.
    Apply {
        files: Files,
        by: String,
        over: i64,
    },
    /// Keeps the procedures that change as drafts.
    Draft {
        files: Files,
        by: String,
    },
    /// Open cases go on under another version; without `yes` only where they would land.
    Migrate {
        wish: Wish,
        yes: bool,
    },
}

/// What became of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Account(WayIn),
    PersonUnknown(String),
    LoginTaken(String),
    Plan(Plan),
    Applied,
    /// The configuration changed since the plan was made.
    Changed,
    /// Everything wrong with the files.
    Wrong(Vec<Wrong>),
    /// Desks with the version of their draft.
    Drafted(Vec<(DeskId, String)>),
    Migrated(Vec<Landing>),
    /// Something of the machine's; the reason is in the owner's log too.
    Failed(String),
}

/// No order is longer, in bytes: an entity's whole folder is one.
const LONGEST: u64 = 64 * 1024 * 1024;

fn socket(folder: &Path) -> PathBuf {
    folder.join("control.sock")
}

/// Does an order in this process, which owns the instance.
pub fn obey(app: &App, order: Order) -> Answer {
    let failed = |error: &dyn std::fmt::Display| Answer::Failed(error.to_string());
    match order {
        Order::Account { person, login } => match accounts::open(app, &person, login.as_deref()) {
            Ok(way_in) => Answer::Account(way_in),
            Err(AccountError::PersonUnknown(person)) => Answer::PersonUnknown(person),
            Err(AccountError::LoginTaken(login)) => Answer::LoginTaken(login),
            Err(AccountError::Store(error)) => failed(&error),
        },
        Order::Plan { files } => apply::plan(app, &files, Asked::Checked).map_or_else(|e| failed(&e), Answer::Plan),
        Order::Apply { files, by, over } => match apply::apply(app, &files, &by, Some(over), Asked::Checked) {
            Ok(_) => Answer::Applied,
            Err(error) => not_applied(error),
        },
        Order::Draft { files, by } => apply::draft::keep(app, &files, &by).map_or_else(not_applied, Answer::Drafted),
        Order::Migrate { wish, yes } => {
            let landed = if yes { migrate::migrate(app, &wish) } else { migrate::plan(app, &wish) };
            landed.map_or_else(|e| failed(&e), Answer::Migrated)
        }
    }
}

fn not_applied(error: ApplyError) -> Answer {
    match error {
        ApplyError::Wrong(wrongs) => Answer::Wrong(wrongs),
        ApplyError::Changed => Answer::Changed,
        ApplyError::Store(error) => Answer::Failed(error.to_string()),
    }
}

/// Asks the owner of the instance in `folder`; `None` when there is none to ask.
///
/// # Errors
/// When the owner does not answer as expected.
pub fn ask(folder: &Path, order: &Order) -> io::Result<Option<Answer>> {
    let mut stream = match UnixStream::connect(socket(folder)) {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    writeln!(stream, "{}", serde_json::to_string(order)?)?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(Some(serde_json::from_str(&line)?))
}

/// Takes orders until the process ends.
///
/// # Errors
/// When the socket cannot be made.
pub async fn listen(app: App) -> io::Result<()> {
    let path = socket(&app.store.config().folder);
    // A socket left by an owner that died: we own the instance now.
    if let Err(error) = std::fs::remove_file(&path)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    loop {
        let (stream, _) = listener.accept().await?;
        let app = app.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(app, stream).await {
                tracing::warn!(%error, "an order on the control socket ended early");
            }
        });
    }
}

async fn serve(app: App, stream: tokio::net::UnixStream) -> io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(from.take(LONGEST)).read_line(&mut line).await?;
    let order: Order = serde_json::from_str(&line)?;
    let answer = tokio::task::spawn_blocking(move || obey(&app, order)).await;
    let answer = answer.unwrap_or_else(|error| Answer::Failed(error.to_string()));
    to.write_all(format!("{}\n", serde_json::to_string(&answer)?).as_bytes()).await
}
