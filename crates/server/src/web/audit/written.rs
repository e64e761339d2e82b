//! A file written while it is sent: a period of any length needs the memory of a few pieces of it.

use std::io::{self, Write};

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::sync::mpsc::{Sender, channel};

use crate::report::log::Stopped;
use crate::web::cases::download::saved_as;

/// What is sent at a time, in bytes, and how many of it wait for a slow browser.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 4;

struct Pipe(Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let gone = |_| io::Error::from(io::ErrorKind::BrokenPipe);
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Answers with a file that `write` writes beside the requests. One that stops before its end breaks the
/// download off, so that nobody takes a part for the whole.
pub fn file(
    name: &str,
    kind: &'static str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Stopped> + Send + 'static,
) -> Response {
    let (sender, receiver) = channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut out = io::BufWriter::with_capacity(PIECE, Pipe(sender.clone()));
        let written = write(&mut out).and_then(|()| Ok(out.flush()?));
        match written {
            Ok(()) => {}
            // Whoever asked for it went away.
            Err(Stopped::Writing(problem)) if problem.kind() == io::ErrorKind::BrokenPipe => {}
            Err(problem) => {
                tracing::error!(%problem, "a file of a period stopped before its end");
                drop(sender.blocking_send(Err(io::Error::other("stopped"))));
            }
        }
    });
    let pieces = unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    (saved_as(name, kind), Body::from_stream(pieces)).into_response()
}
