//! `ventanilla receive < message.eml`: keeps one message for the desk. Any mail server can pipe to
//! it; what it exits with tells the server whether we have it.

use std::io;

use clap::Args;
use jiff::Timestamp;

use super::DONE;
use super::instance::InstanceArgs;
use crate::lang::Lang;
use crate::mail::Settings;
use crate::mail::spool::{self, SpoolError};

/// Not kept, and would not be another time (sysexits EX_DATAERR): the mail server tells the sender.
const REFUSED: u8 = 65;
/// Not kept now (sysexits EX_TEMPFAIL): the mail server tries again.
const TRY_AGAIN: u8 = 75;

#[derive(Args)]
#[command(
    about = "Recibe un correo por la entrada estándar. ¦ Receives one message from standard input.",
    after_help = "Ejemplos:
  ventanilla receive --data /var/lib/ventanilla < mensaje.eml
  /etc/aliases:   mesadeservicio: \"|/usr/bin/ventanilla receive --data /var/lib/ventanilla mesadeservicio@entidad.gov.co\"

El mensaje queda en disco antes de terminar y el programa que atiende lo toma enseguida, o al
arrancar. Sale con 0 si quedó guardado, 75 si debe intentarse de nuevo y 65 si no se acepta
(vacío o demasiado grande). Debe correr con el mismo usuario que «ventanilla serve». ¦ Examples:
  ventanilla receive --data /var/lib/ventanilla < message.eml
  /etc/aliases:   desk: \"|/usr/bin/ventanilla receive --data /var/lib/ventanilla desk@entity.example\"

The message is on disk before it ends, and the program that serves takes it in at once, or when it
starts. Exits with 0 if it was kept, 75 if it is to be tried again and 65 if it is not accepted
(empty or too big). It has to run as the same user as \"ventanilla serve\"."
)]
pub struct ReceiveArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(
        value_name = "BUZÓN ¦ MAILBOX",
        help = "Buzón al que llegó; si no, se lee en el mensaje ¦ Mailbox it came to; else it is read in the message"
    )]
    mailbox: Option<String>,
}

pub(super) fn run(args: ReceiveArgs, lang: Lang) -> u8 {
    // Whatever is wrong with the settings can be put right: nobody's letter is refused for it.
    let Ok(config) = args.instance.config(lang) else { return TRY_AGAIN };
    let limits = Settings::of(&config).limits;
    let kept = spool::keep(
        &config.data,
        args.mailbox.as_deref().unwrap_or_default(),
        io::stdin().lock(),
        &limits,
        Timestamp::now(),
    );
    match kept {
        Ok(()) => DONE,
        Err(error) => {
            eprintln!("{}", told(&error, lang));
            match error {
                SpoolError::TooBig(_) | SpoolError::Empty => REFUSED,
                SpoolError::NoInstance(_) | SpoolError::File { .. } => TRY_AGAIN,
            }
        }
    }
}

fn told(error: &SpoolError, lang: Lang) -> String {
    let mb = |bytes: &u64| bytes / 1_000_000;
    match (error, lang) {
        (SpoolError::NoInstance(folder), Lang::Es) => {
            format!("La carpeta de datos {} no existe. Diga cuál es con --data o VENTANILLA_DATA.", folder.display())
        }
        (SpoolError::NoInstance(folder), Lang::En) => {
            format!(
                "The data folder {} does not exist. Say which it is with --data or VENTANILLA_DATA.",
                folder.display()
            )
        }
        (SpoolError::TooBig(most), Lang::Es) => {
            format!(
                "El mensaje pasa de {} MB y no se recibe. Envíe los archivos por la página de la mesa (límite: limits.letter_mb).",
                mb(most)
            )
        }
        (SpoolError::TooBig(most), Lang::En) => {
            format!(
                "The message is larger than {} MB and is not received. Send the files by the desk's page (limit: limits.letter_mb).",
                mb(most)
            )
        }
        (SpoolError::Empty, Lang::Es) => "No llegó ningún mensaje por la entrada estándar.".into(),
        (SpoolError::Empty, Lang::En) => "No message came on standard input.".into(),
        (SpoolError::File { path, source }, Lang::Es) => {
            format!("No se puede escribir en {}: {source}. ¿Es el mismo usuario que atiende?", path.display())
        }
        (SpoolError::File { path, source }, Lang::En) => {
            format!("Cannot write to {}: {source}. Is it the user that serves?", path.display())
        }
    }
}
