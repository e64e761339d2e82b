//! What the address of a demo answers while the demo is being filled: how far it is. The page asks
//! again by itself, and the first answer after the filling is the demo.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, RETRY_AFTER};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum_server::Handle;

use crate::lang::Lang;
use crate::web::assets::{self, ASSETS};
use crate::web::fail::Fail;

/// Seconds until the page asks again.
const AGAIN: u8 = 2;

#[derive(Template)]
#[template(path = "demo/filling.html")]
struct FillingPage {
    lang: Lang,
    percent: u32,
    style: String,
    again: u8,
}

/// Answers in the demo's place until it is dropped.
pub struct Filling {
    percent: Arc<AtomicU32>,
    handle: Handle<std::net::SocketAddr>,
    answering: Option<JoinHandle<io::Result<()>>>,
}

impl Filling {
    /// Answers on `listener`, which stays open for the demo itself.
    ///
    /// # Errors
    /// When the listener cannot be shared or no thread can be started.
    pub fn answer(listener: &TcpListener) -> io::Result<Filling> {
        let listener = listener.try_clone()?;
        listener.set_nonblocking(true)?;
        let (percent, handle) = (Arc::new(AtomicU32::new(0)), Handle::new());
        let pages = Router::new()
            .route("/assets/{name}", get(assets::show))
            .fallback(show)
            .with_state(percent.clone())
            .into_make_service();
        let until = handle.clone();
        let answering = thread::Builder::new().name("filling".into()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async { axum_server::from_tcp(listener)?.handle(until).serve(pages).await })
        })?;
        Ok(Filling { percent, handle, answering: Some(answering) })
    }

    /// How much of the demo is there, in percent.
    pub fn tell(&self, percent: u32) {
        self.percent.store(percent, Ordering::Relaxed);
    }
}

impl Drop for Filling {
    fn drop(&mut self) {
        self.handle.graceful_shutdown(Some(Duration::ZERO));
        if let Some(Ok(Err(error))) = self.answering.take().map(JoinHandle::join) {
            tracing::warn!(%error, "nobody was told how far the demo is");
        }
    }
}

async fn show(State(percent): State<Arc<AtomicU32>>, headers: HeaderMap) -> Response {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let page = FillingPage {
        lang: Lang::from_header(asked),
        percent: percent.load(Ordering::Relaxed),
        style: ASSETS.path("app.css"),
        again: AGAIN,
    };
    let head = [
        (RETRY_AFTER, AGAIN.to_string()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'self'; font-src 'self'".to_owned()),
    ];
    match page.render() {
        Ok(html) => (StatusCode::SERVICE_UNAVAILABLE, head, Html(html)).into_response(),
        Err(error) => Fail::broken("the page of a demo being filled cannot be shown", error).into_response(),
    }
}
