//! `ventanilla demo`: an invented entity to try everything out, in a folder of its own.

use std::fs;
use std::io::IsTerminal;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use clap::Args;

use super::instance::{InstanceArgs, opened};
use super::{MISUSED, serve, trouble};
use crate::app::App;
use crate::config::{Config, EVERYWHERE, HERE};
use crate::entity::{Entity, Files};
use crate::lang::Lang;
use crate::store::{Access, Database, Store, StoreError, Urgency, settings};
use crate::web::demo::filling::Filling;
use crate::{demo, start};

#[derive(Args)]
#[command(
    about = "Muestra: una entidad inventada para probarlo todo. ¦ Demo: an invented entity to try everything out.",
    after_help = "La primera vez llena la carpeta con semanas de trabajo de dos mesas; después la vuelve a abrir donde quedó.
No envía ningún correo: todos se leen en su propia bandeja de salida. Su reloj se puede adelantar.
Sale como «ventanilla serve». ¦ The first time it fills the folder with weeks of work of two desks; later it opens it where it stood.
It sends no mail: all of it is read in its own outbox. Its clock can be moved forward.
Exits as \"ventanilla serve\"."
)]
pub struct DemoArgs {
    #[arg(
        long,
        value_name = "CARPETA ¦ FOLDER",
        default_value = "ventanilla-demo",
        help = "Carpeta de la muestra ¦ Folder of the demo"
    )]
    data: PathBuf,
    #[arg(
        long,
        help = "Comienza de nuevo: borra la muestra que haya en la carpeta ¦ Begins anew: deletes the demo in the folder"
    )]
    fresh: bool,
}

/// What the mark of a demo says while it is being filled, and after.
const FILLING: &str = "filling";
const READY: &str = "ready";

pub(super) fn run(args: DemoArgs, lang: Lang) -> u8 {
    serve::log();
    match open(&args, lang) {
        Ok((app, config, listener)) => {
            let mailboxes = mailboxes(&app);
            serve::begin(app, &config, listener, false, lang, |address| {
                println!("{}\n", serve::told(address, &config, lang));
                print_cast(lang);
                println!("{}", receiving(&mailboxes, &config.data, lang));
            })
        }
        Err(code) => code,
    }
}

fn open(args: &DemoArgs, lang: Lang) -> Result<(App, Config, TcpListener), u8> {
    let mut config = InstanceArgs::of(args.data.clone()).config(lang)?;
    if config.listen == EVERYWHERE {
        // A demo is for this machine unless somebody says otherwise, and needs no port in particular.
        config.listen = free_from(HERE);
    }
    // Whatever is configured, a demo sends nothing.
    config.smtp = None;
    let told = |error: StoreError| trouble::store(&error, lang);
    match mark(&config, Access::Owner).map_err(told)? {
        Mark::Real => {
            let shown = config.data.display();
            eprintln!(
                "{}",
                match lang {
                    Lang::Es =>
                        format!("En {shown} hay una instancia de verdad; la muestra necesita otra carpeta (--data)."),
                    Lang::En => format!("{shown} holds a real instance; the demo needs another folder (--data)."),
                }
            );
            return Err(MISUSED);
        }
        Mark::Ready if !args.fresh => {}
        _ => begin_anew(&config).map_err(told)?,
    }
    let entity =
        Entity::read(&Files::demo()).map_err(|wrongs| trouble::start(&start::StartError::Entity(wrongs), lang))?;
    let app = opened(&config, Access::Owner, entity, lang)?;
    let listener = serve::listen(&config, lang)?;
    fill(&app, &listener, lang)?;
    Ok((app, config, listener))
}

/// The first address from `first` on that no other program has.
fn free_from(first: SocketAddr) -> SocketAddr {
    let next = |n| SocketAddr::new(first.ip(), first.port().saturating_add(n));
    (0..20).map(next).find(|address| TcpListener::bind(address).is_ok()).unwrap_or(first)
}

enum Mark {
    Nothing,
    Filling,
    Ready,
    /// Somebody's work.
    Real,
}

/// Whether a data folder holds a demo.
pub(super) fn is_demo(config: &Config) -> Result<bool, StoreError> {
    Ok(matches!(mark(config, Access::ReadOnly)?, Mark::Ready))
}

fn mark(config: &Config, access: Access) -> Result<Mark, StoreError> {
    if matches!(config.database, Database::Sqlite) && !config.data.join("ventanilla.db").exists() {
        return Ok(Mark::Nothing);
    }
    let store = Store::open(config.store(), access)?;
    store.read(|reader| {
        Ok(match settings::get(reader, start::DEMO)?.as_deref() {
            Some(READY) => Mark::Ready,
            Some(_) => Mark::Filling,
            None if settings::all(reader)?.is_empty() => Mark::Nothing,
            None => Mark::Real,
        })
    })
}

/// An empty instance marked as a demo that is being filled.
fn begin_anew(config: &Config) -> Result<(), StoreError> {
    if matches!(config.database, Database::Sqlite) {
        for name in ["ventanilla.db", "ventanilla.db-wal", "ventanilla.db-shm", "seal.key"] {
            remove(&config.data.join(name), |path| fs::remove_file(path))?;
        }
        for name in ["attachments", "spool"] {
            remove(&config.data.join(name), |path| fs::remove_dir_all(path))?;
        }
    }
    let store = Store::open(config.store(), Access::Owner)?;
    let now = store.now()?;
    let ahead = -demo::BEGINS_BEFORE.as_micros();
    store.write(Urgency::System, move |tx| {
        settings::put(tx, start::AHEAD, &ahead.to_string(), now)?;
        settings::put(tx, start::DEMO, FILLING, now)
    })
}

fn remove(path: &Path, with: impl Fn(&Path) -> std::io::Result<()>) -> Result<(), StoreError> {
    match with(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::File { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

fn fill(app: &App, listener: &TcpListener, lang: Lang) -> Result<(), u8> {
    let told = |error: StoreError| trouble::store(&error, lang);
    let ready = app.store.read(|reader| settings::get(reader, start::DEMO)).map_err(told)?;
    if ready.as_deref() == Some(READY) {
        return Ok(());
    }
    let filling = answer_meanwhile(listener, lang);
    let terminal = std::io::stderr().is_terminal();
    let mut last = None;
    app.store.hurry(true);
    let seeded = demo::seed(app, |percent| {
        if let Some(filling) = &filling {
            filling.tell(percent);
        }
        // A log gets a line now and then, a terminal one line that changes.
        let step = if terminal { percent } else { percent - percent % 25 };
        if last.replace(step) != Some(step) {
            let (begin, end) = if terminal { ("\r", "") } else { ("", "\n") };
            eprint!("{begin}{} {step} %{end}", lang.pick("Preparando la muestra:", "Preparing the demo:"));
        }
    });
    app.store.hurry(false);
    if terminal {
        eprintln!();
    }
    seeded.map_err(|error| {
        trouble::other("No se pudo preparar la muestra", "The demo could not be prepared", &error, lang)
    })?;
    let (ahead, now) = (app.clock.ahead().to_string(), app.clock.now());
    let ready = app.store.write(Urgency::System, move |tx| {
        settings::put(tx, start::AHEAD, &ahead, now)?;
        settings::put(tx, start::DEMO, READY, now)
    });
    ready.map_err(told)
}

/// The address answers from the first second; a demo that cannot say how far it is goes on all the same.
fn answer_meanwhile(listener: &TcpListener, lang: Lang) -> Option<Filling> {
    let answering = listener.local_addr().and_then(|address| Ok((Filling::answer(listener)?, address)));
    match answering {
        Ok((filling, address)) => {
            eprintln!("{} http://{address}", lang.pick("La muestra se prepara en", "The demo is being prepared at"));
            Some(filling)
        }
        Err(error) => {
            tracing::warn!(%error, "nobody is told how far the demo is");
            None
        }
    }
}

fn print_cast(lang: Lang) {
    println!("{}", lang.pick("Puede entrar como:", "You can sign in as:"));
    for member in demo::cast() {
        println!("  {:<18} {}", member.login, lang.pick(member.does, member.does_en));
    }
    println!("{} {}", lang.pick("La clave de todos es:", "Everybody's password is:"), demo::PASSWORD);
}

/// The addresses that open cases.
fn mailboxes(app: &App) -> Vec<String> {
    let entity = app.entity();
    entity.desks.values().flat_map(|book| &book.desk.channels.inbound).cloned().collect()
}

/// How a letter is given to this demo, by the program that is running.
fn receiving(mailboxes: &[String], data: &Path, lang: Lang) -> String {
    let program = std::env::current_exe().map_or_else(|_| "ventanilla".to_owned(), |path| path.display().to_string());
    let (data, mailboxes) = (data.display(), mailboxes.join(", "));
    match lang {
        Lang::Es => format!(
            "\nTodo está en {data}. Un correo para {mailboxes} se le entrega así:\n  {program} receive --data {data} < mensaje.eml"
        ),
        Lang::En => format!(
            "\nEverything is in {data}. A letter to {mailboxes} is handed in so:\n  {program} receive --data {data} < message.eml"
        ),
    }
}
