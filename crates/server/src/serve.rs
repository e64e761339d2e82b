//! Serving an instance: pages, tasks, and an orderly end.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use jiff::Timestamp;
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::config::{Config, EVERYWHERE, Tls};
use crate::web::page::{Contact, Site};
use crate::web::{self, Settings, Web};
use crate::{control, task};

/// Requests under way have this long to end once the program is asked to.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// A node whose clock is further than this from the database's is not to be sent anybody.
const SKEW: jiff::SignedDuration = jiff::SignedDuration::from_secs(2);

/// Serves until the process is asked to end; `ready` is called with the address once it answers.
///
/// # Errors
/// When the listener or the certificate cannot be used.
pub async fn run(app: App, config: &Config, listener: TcpListener, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let pages = pages(&app, config).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let mut tasks = task::run_all(&app);
    tasks.spawn(obey(app.clone()));
    tokio::spawn(end_when_asked(handle.clone(), app.clone()));
    ready(address);
    match &config.tls {
        None => axum_server::from_tcp(listener)?.handle(handle).serve(pages).await?,
        Some(tls) => {
            let certificate = certificate(tls).await?;
            tokio::spawn(renew_when_told(certificate.clone(), tls.clone()));
            axum_server::from_tcp_rustls(listener, certificate)?.handle(handle).serve(pages).await?;
        }
    }
    tasks.shutdown().await;
    tracing::info!("ended in order");
    Ok(())
}

/// Everything that answers requests.
pub fn pages(app: &App, config: &Config) -> Router {
    let pages = Web::new(settings(app, config), Arc::new(app.clone()), app.clone());
    web::router(pages).route("/ready", get(is_ready).with_state(app.clone()))
}

fn settings(app: &App, config: &Config) -> Settings {
    let entity = app.entity();
    let first = entity.desks.values().next();
    let contact = first.map_or_else(Contact::default, |book| Contact::of(&book.desk));
    let https = config.address.as_deref().is_some_and(|address| address.starts_with("https://"));
    Settings {
        site: Site { contact, demo: app.is_demo(), ..Site::default() },
        zone: first.map_or(jiff::tz::TimeZone::UTC, |book| book.calendar.time_zone().clone()),
        address: config.address.clone(),
        tls: config.tls.is_some() || https,
        proxies: config.proxies.clone(),
    }
}

/// Takes orders of the command line; the desk works without them too.
async fn obey(app: App) {
    if let Err(error) = control::listen(app).await {
        tracing::error!(%error, "no order of the command line can be taken");
    }
}

/// Takes the address to listen on. Where the whole machine has no IPv6, the usual one means the same
/// without it.
///
/// # Errors
/// When another program has it, or it is not one of this machine's.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    match TcpListener::bind(address) {
        Err(error) if address == EVERYWHERE && error.kind() != io::ErrorKind::AddrInUse => {
            TcpListener::bind((IpAddr::V4(Ipv4Addr::UNSPECIFIED), address.port()))
        }
        bound => bound,
    }
}

async fn certificate(tls: &Tls) -> io::Result<RustlsConfig> {
    // Another part of the program may have chosen it already; it is the same one.
    drop(rustls::crypto::ring::default_provider().install_default());
    RustlsConfig::from_pem_file(&tls.certificate, &tls.key).await
}

/// On SIGHUP the certificate is read again: it was renewed.
async fn renew_when_told(certificate: RustlsConfig, tls: Tls) {
    let Ok(mut told) = signal(SignalKind::hangup()) else {
        return;
    };
    while told.recv().await.is_some() {
        match certificate.reload_from_pem_file(&tls.certificate, &tls.key).await {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => {
                tracing::error!(%error, "the certificate cannot be read again; the old one stays")
            }
        }
    }
}

async fn end_when_asked(handle: Handle<SocketAddr>, app: App) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("asked to end");
    app.end();
    handle.graceful_shutdown(Some(LAST_REQUESTS));
}

/// `GET /ready`: whether this node should be sent anybody.
async fn is_ready(State(app): State<App>) -> (StatusCode, &'static str) {
    let store = app.store.clone();
    match tokio::task::spawn_blocking(move || store.now()).await {
        Ok(Ok(now)) if now.duration_since(Timestamp::now()).abs() > SKEW => {
            (StatusCode::SERVICE_UNAVAILABLE, "the clock of this node differs from the database's\n")
        }
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
