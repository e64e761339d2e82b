//! Messages that wait to be taken in. `ventanilla receive` writes one and is done: the mail server
//! is told that we have it only once it is on disk. The owner takes it in, now or at its next start.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::read::{self, Limits};

/// The first line of a spooled message: when it came, and for which mailbox if the server said so.
const MARK: &str = "ventanilla-spool";
/// What begins the name of a message still being written.
const UNFINISHED: &str = ".";

/// Why a message could not be spooled.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    #[error("la carpeta de datos {0} no existe")]
    NoInstance(PathBuf),
    #[error("el mensaje pasa de {0} bytes")]
    TooBig(u64),
    #[error("no llegó ningún mensaje")]
    Empty,
    #[error("no se puede escribir en {path}: {source}")]
    File { path: PathBuf, source: io::Error },
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub path: PathBuf,
    /// The stamp of the topmost of our own servers, else when it was piped to us; machine time.
    pub arrived_at: Timestamp,
    pub mailbox: String,
}

/// The spool of a data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("spool")
}

/// Makes the folder, for nobody else to read.
///
/// # Errors
/// The file system's.
pub fn prepare(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Keeps a message: written, on disk, then named, so that a half one is never taken in.
///
/// # Errors
/// When nothing was kept: the caller tells the mail server to try again, or that it is too big.
pub fn keep(data: &Path, mailbox: &str, message: impl Read, limits: &Limits, now: Timestamp) -> Result<(), SpoolError> {
    if !data.is_dir() {
        return Err(SpoolError::NoInstance(data.to_path_buf()));
    }
    let folder = folder(data);
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| SpoolError::File { path, source }
    };
    prepare(&folder).map_err(failed(&folder))?;
    let name = format!("{:020}-{:016x}", now.as_microsecond().max(0), rand::random::<u64>());
    let unfinished = folder.join(format!("{UNFINISHED}{name}"));
    let written = write(&unfinished, mailbox, message, limits, now).and_then(|()| {
        let finished = folder.join(name);
        fs::rename(&unfinished, &finished).map_err(failed(&finished))?;
        File::open(&folder).and_then(|it| it.sync_all()).map_err(failed(&folder))
    });
    if written.is_err() {
        // The error is what matters; what is left is removed later by the owner.
        drop(fs::remove_file(&unfinished));
    }
    written
}

fn write(path: &Path, mailbox: &str, message: impl Read, limits: &Limits, now: Timestamp) -> Result<(), SpoolError> {
    let failed = |source| SpoolError::File { path: path.to_path_buf(), source };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    let mailbox: String = mailbox.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(320).collect();
    writeln!(file, "{MARK} {} {mailbox}", now.as_microsecond()).map_err(failed)?;
    // One byte more than the limit tells that there is more.
    let size = io::copy(&mut message.take(limits.size.saturating_add(1)), &mut file).map_err(failed)?;
    if size > limits.size {
        return Err(SpoolError::TooBig(limits.size));
    }
    if size == 0 {
        return Err(SpoolError::Empty);
    }
    file.sync_all().map_err(failed)
}

/// Everything that waits, in the order of arrival.
///
/// # Errors
/// When the folder or one of its messages cannot be read.
pub fn waiting(folder: &Path, own_hosts: &[String], limits: &Limits) -> io::Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let unfinished = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(UNFINISHED));
        if !unfinished && path.is_file() {
            waiting.push(look(path, own_hosts, limits)?);
        }
    }
    waiting.sort_by(|a, b| (a.arrived_at, &a.path).cmp(&(b.arrived_at, &b.path)));
    Ok(waiting)
}

fn look(path: PathBuf, own_hosts: &[String], limits: &Limits) -> io::Result<Waiting> {
    let mut beginning = Vec::new();
    let most = limits.header as u64 + 1024;
    File::open(&path)?.take(most).read_to_end(&mut beginning)?;
    let (called_at, mailbox, message) = unmarked(&beginning);
    // A message put there by hand counts from when it was written.
    let called_at = match called_at {
        Some(at) => at,
        None => fs::metadata(&path)?
            .modified()
            .ok()
            .and_then(|at| Timestamp::try_from(at).ok())
            .unwrap_or(Timestamp::UNIX_EPOCH),
    };
    let stamp = read::received_by(message, own_hosts, limits).and_then(|at| Timestamp::from_second(at).ok());
    // Our servers cannot have received it after they gave it to us.
    let arrived_at = stamp.filter(|at| *at <= called_at).unwrap_or(called_at);
    Ok(Waiting { arrived_at, mailbox: mailbox.to_string(), path })
}

/// The message without our first line.
///
/// # Errors
/// When it cannot be read.
pub fn bytes(waiting: &Waiting) -> io::Result<Vec<u8>> {
    let mut whole = fs::read(&waiting.path)?;
    let (_, _, message) = unmarked(&whole);
    let from = whole.len() - message.len();
    whole.drain(..from);
    Ok(whole)
}

/// Removes a message that was taken in.
///
/// # Errors
/// The file system's; it is then met again and recognised.
pub fn remove(waiting: &Waiting) -> io::Result<()> {
    match fs::remove_file(&waiting.path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn unmarked(whole: &[u8]) -> (Option<Timestamp>, &str, &[u8]) {
    let end = whole.iter().position(|byte| *byte == b'\n').unwrap_or(whole.len());
    let line = std::str::from_utf8(&whole[..end]).unwrap_or_default();
    let mut words = line.split(' ');
    if words.next() != Some(MARK) {
        return (None, "", whole);
    }
    let at =
        words.next().and_then(|micros| micros.parse().ok()).and_then(|micros| Timestamp::from_microsecond(micros).ok());
    (at, words.next().unwrap_or_default(), whole.get(end + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(NOW + seconds).unwrap()
    }

    fn keep(data: &Path, text: &str, seconds: i64) -> Result<(), SpoolError> {
        super::keep(
            data,
            "mesa@entidad.example",
            text.as_bytes(),
            &Limits { size: 2000, ..Limits::default() },
            at(seconds),
        )
    }

    fn found(data: &Path) -> Vec<(i64, String)> {
        let hosts = ["mx.entidad.example".to_string()];
        let waiting = waiting(&folder(data), &hosts, &Limits::default()).unwrap();
        let text = |it: &Waiting| String::from_utf8(bytes(it).unwrap()).unwrap();
        waiting.iter().map(|it| (it.arrived_at.as_second() - NOW, text(it))).collect()
    }

    fn received(host: &str, seconds: i64) -> String {
        let date = jiff::fmt::rfc2822::to_string(&at(seconds).to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        format!("Received: from a.example (a.example [192.0.2.1])\n\tby {host} with ESMTPS id 1; {date}\n")
    }

    #[test]
    fn messages_wait_in_the_order_in_which_our_own_server_received_them() {
        let data = tempfile::tempdir().unwrap();
        let ours = |seconds| received("mx.entidad.example", seconds);
        let late = format!("{}Subject: late\n\nx", ours(-100));
        let early = format!("{}{}Subject: early\n\nx", received("relay.example", -5), ours(-7200));
        let future = format!("{}Subject: future\n\nx", ours(3600));
        let foreign = format!("{}Subject: foreign\n\nx", received("otro.example", -9000));
        for message in [&late, &early, &future, &foreign] {
            keep(data.path(), message, 10).unwrap();
        }
        let order: Vec<(i64, String)> = found(data.path());
        assert_eq!(order[0], (-7200, early));
        assert_eq!(order[1], (-100, late));
        assert_eq!((order[2].0, order[3].0), (10, 10), "a stamp of the future or of another's server is not believed");
    }

    #[test]
    fn a_message_that_is_too_big_or_empty_leaves_nothing() {
        let data = tempfile::tempdir().unwrap();
        assert!(matches!(keep(data.path(), &"x".repeat(2001), 0), Err(SpoolError::TooBig(2000))));
        assert!(matches!(keep(data.path(), "", 0), Err(SpoolError::Empty)));
        assert_eq!(fs::read_dir(folder(data.path())).unwrap().count(), 0);
        assert!(matches!(keep(&data.path().join("nada"), "x", 0), Err(SpoolError::NoInstance(_))));
    }

    #[test]
    fn a_half_written_message_is_not_taken_in_and_a_foreign_file_is() {
        let data = tempfile::tempdir().unwrap();
        keep(data.path(), "Subject: a\n\nb", 0).unwrap();
        fs::write(folder(data.path()).join(".0001"), "half").unwrap();
        fs::write(folder(data.path()).join("by-hand.eml"), "Subject: c\n\nd").unwrap();
        let texts: Vec<String> = found(data.path()).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts.len(), 2);
        assert!(texts.contains(&"Subject: a\n\nb".to_string()) && texts.contains(&"Subject: c\n\nd".to_string()));
    }
}
