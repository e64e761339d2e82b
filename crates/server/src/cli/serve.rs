//! `ventanilla serve`: the instance works until it is asked to end.

use std::io::{IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};

use clap::Args;
use tracing_subscriber::EnvFilter;

use super::instance::InstanceArgs;
use super::{DONE, UNAVAILABLE, trouble};
use crate::app::App;
use crate::config::{Config, KEYS};
use crate::entity::Files;
use crate::lang::Lang;
use crate::start::{self, Doubt};
use crate::store::Access;
use crate::{serve, task};

#[derive(Args)]
#[command(
    about = "Atiende: páginas, correo, términos. ¦ Serves: pages, mail, terms.",
    after_help = "La configuración está en ventanilla.toml, en la carpeta de datos, o en variables VENTANILLA_…;
--keys nombra las claves. VENTANILLA_LOG=debug escribe más en la salida de errores.
Termina en orden con Ctrl+C o SIGTERM; SIGHUP vuelve a leer el certificado.
Sale con 0 si terminó en orden, 2 si la configuración o la entidad tienen errores y 3 si la
instancia, la base de datos o la dirección no están disponibles. ¦ The configuration is in ventanilla.toml, in the data folder, or in variables VENTANILLA_…;
--keys names the keys. VENTANILLA_LOG=debug writes more to standard error.
Ends in order on Ctrl+C or SIGTERM; SIGHUP reads the certificate again.
Exits with 0 if it ended in order, 2 if the configuration or the entity has errors, and 3 if the
instance, the database or the address is not available."
)]
pub struct ServeArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(
        long,
        help = "Confirma que la fecha de la máquina es correcta, cuando el programa la puso en duda ¦ Confirms that the machine's date is right, when the program doubted it"
    )]
    confirm_date: bool,
    #[arg(
        long,
        help = "Nombra las claves de la configuración y termina ¦ Names the keys of the configuration and ends"
    )]
    keys: bool,
}

pub(super) fn run(args: ServeArgs, lang: Lang) -> u8 {
    if args.keys {
        print_keys(lang);
        return DONE;
    }
    log();
    match args.instance.open(Access::Owner, lang) {
        Ok((app, config)) => {
            warn_of_folder(&app, &config, lang);
            match listen(&config, lang) {
                Ok(listener) => begin(app, &config, listener, args.confirm_date, lang, |address| {
                    println!("{}", told(address, &config, lang));
                }),
                Err(code) => code,
            }
        }
        Err(code) => code,
    }
}

/// The folder is not what is in force, since something else was applied: it is not followed any more.
fn warn_of_folder(app: &App, config: &Config, lang: Lang) {
    let differs = Files::from_folder(&config.entity)
        .is_ok_and(|files| files.get("entity.toml").is_some() && !start::is_followed(app, &files));
    if differs {
        let shown = config.entity.display();
        eprintln!(
            "{}",
            match lang {
                Lang::Es => format!(
                    "{shown} no es lo que está en vigor: después se aplicó otra cosa. Para verlo: ventanilla apply {shown} --plan"
                ),
                Lang::En => format!(
                    "{shown} is not what is in force: something else was applied since. To see it: ventanilla apply {shown} --plan"
                ),
            }
        );
    }
}

/// Takes the address before the rest is begun, so that what is wrong with it is said at once.
pub(super) fn listen(config: &Config, lang: Lang) -> Result<TcpListener, u8> {
    serve::listen(config.listen).map_err(|error| not_served(config, &error, lang))
}

/// Checks the date, hears of outages, and serves; `ready` is called once it answers.
pub(super) fn begin(
    app: App,
    config: &Config,
    listener: TcpListener,
    confirm: bool,
    lang: Lang,
    ready: impl FnOnce(SocketAddr),
) -> u8 {
    let checked = if confirm {
        start::confirm_date(&app).and_then(|()| start::check_date(&app))
    } else {
        start::check_date(&app)
    };
    match checked {
        Ok(None) => {}
        Ok(Some(doubt)) => {
            app.doubt_date();
            eprintln!("{}", doubted(&doubt, lang));
        }
        Err(error) => return trouble::store(&error, lang),
    }
    // Before anything else: an outage of ours may be why nobody was heard.
    if let Err(error) = task::heartbeat::turn(&app) {
        return trouble::store(&error, lang);
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            return trouble::other("No se pudo comenzar", "It could not begin", &error, lang);
        }
    };
    let ready = |address| {
        ready(address);
        // Nobody may be reading what we print.
        drop(std::io::stdout().flush());
    };
    match runtime.block_on(serve::run(app, config, listener, ready)) {
        Ok(()) => DONE,
        Err(error) => not_served(config, &error, lang),
    }
}

fn not_served(config: &Config, error: &std::io::Error, lang: Lang) -> u8 {
    let listen = config.listen;
    eprintln!(
        "{}",
        match lang {
            Lang::Es => format!(
                "No se puede atender en {listen}: {error}. Use otra dirección (VENTANILLA_LISTEN=127.0.0.1:8090, o la clave «listen») o detenga el otro programa."
            ),
            Lang::En => format!(
                "Cannot listen on {listen}: {error}. Use another address (VENTANILLA_LISTEN=127.0.0.1:8090, or the key \"listen\") or stop the other program."
            ),
        }
    );
    UNAVAILABLE
}

/// What happens goes to standard error.
pub(super) fn log() {
    let filter = EnvFilter::try_from_env("VENTANILLA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second call in one process keeps the first.
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(std::io::stderr().is_terminal());
    drop(log.with_writer(std::io::stderr).try_init());
}

/// Where browsers find it, as far as we know.
pub(super) fn told(address: SocketAddr, config: &Config, lang: Lang) -> String {
    let here = config.reached_at(address);
    match lang {
        Lang::Es => format!("Ventanilla atiende en {here}"),
        Lang::En => format!("Ventanilla serves at {here}"),
    }
}

fn doubted(doubt: &Doubt, lang: Lang) -> String {
    let (Doubt::Earlier { now, .. } | Doubt::Later { now, .. }) = doubt;
    match (doubt, lang) {
        (Doubt::Earlier { recorded_at, .. }, Lang::Es) => format!(
            "LA FECHA ESTÁ EN DUDA: la máquina dice {now} y hay registros de {recorded_at}.\n\
             Mientras tanto no corre ningún término. Corrija la fecha, o confírmela: ventanilla serve --confirm-date"
        ),
        (Doubt::Later { ran_at, .. }, Lang::Es) => format!(
            "LA FECHA ESTÁ EN DUDA: la máquina dice {now} y el programa funcionó por última vez el {ran_at}.\n\
             Mientras tanto no corre ningún término. Corrija la fecha, o confírmela: ventanilla serve --confirm-date"
        ),
        (Doubt::Earlier { recorded_at, .. }, Lang::En) => format!(
            "THE DATE IS IN DOUBT: the machine says {now} and there are records of {recorded_at}.\n\
             Meanwhile no term runs. Correct the date, or confirm it: ventanilla serve --confirm-date"
        ),
        (Doubt::Later { ran_at, .. }, Lang::En) => format!(
            "THE DATE IS IN DOUBT: the machine says {now} and the program last ran on {ran_at}.\n\
             Meanwhile no term runs. Correct the date, or confirm it: ventanilla serve --confirm-date"
        ),
    }
}

fn print_keys(lang: Lang) {
    for (key, about) in KEYS {
        let (spanish, english) = about.split_once(" ¦ ").unwrap_or((about, about));
        println!("{key:<20} {}", lang.pick(spanish, english));
    }
}
