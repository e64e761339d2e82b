//! `ventanilla dossier`: one case with its proofs, in one archive.

use std::fs::{self, OpenOptions};
use std::io::BufWriter;
use std::path::PathBuf;

use clap::Args;

use super::instance::InstanceArgs;
use super::{DONE, FAILED, MISUSED, UNAVAILABLE, trouble};
use crate::dossier::{self, Failed};
use crate::lang::Lang;
use crate::store::{Access, SealKey};
use crate::task::seal::KEY_FILE;

#[derive(Args)]
#[command(
    about = "Entrega el expediente de un caso en un solo archivo, con sus pruebas. ¦ Hands out a case's dossier in one file, with its proofs.",
    after_help = "El archivo trae una página para imprimir, los hechos, los textos, los adjuntos, las cartas enviadas y el camino
hasta un sello. Va firmado con la llave de la instancia; «ventanilla verify-dossier» lo comprueba sin ella.
Sale con 0, con 1 si el caso no existe y con 3 si la instancia o su llave no están disponibles. ¦ The file holds a page to print, the facts, the texts, the attachments, the letters sent and the path to a seal.
It is signed with the instance's key; \"ventanilla verify-dossier\" checks it without that key.
Exits with 0, with 1 if there is no such case, and with 3 if the instance or its key is not available."
)]
pub struct DossierArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(value_name = "CASO ¦ CASE", help = "Número del caso ¦ The case's number")]
    number: String,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        help = "Dónde se escribe; si no, CASO.zip en la carpeta actual ¦ Where it is written; else CASE.zip in the current folder"
    )]
    out: Option<PathBuf>,
}

pub(super) fn run(args: DossierArgs, lang: Lang) -> u8 {
    let (app, config) = match args.instance.open(Access::ReadOnly, lang) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let key = match SealKey::read(&config.data.join(KEY_FILE)) {
        Ok(key) => key,
        Err(error) => return trouble::store(&error, lang),
    };
    let out = args.out.unwrap_or_else(|| PathBuf::from(format!("{}.zip", args.number)));
    let file = match OpenOptions::new().read(true).write(true).create_new(true).open(&out) {
        Ok(file) => file,
        Err(error) => {
            eprintln!("{}: {error}", out.display());
            return MISUSED;
        }
    };
    match dossier::make(&app, &key, &args.number, BufWriter::new(file)).and_then(|out| {
        out.into_inner().map_err(|error| Failed::Io(error.into_error()))?.sync_all()?;
        Ok(())
    }) {
        Ok(()) => {
            println!("{}", out.display());
            let key = data_encoding::HEXLOWER.encode(&key.public());
            println!("{} {key}", lang.pick("Llave pública:", "Public key:"));
            DONE
        }
        Err(failed) => {
            // Half an archive is nobody's dossier.
            let _ = fs::remove_file(&out);
            match failed {
                Failed::NotFound => {
                    eprintln!("{} {}", lang.pick("No existe el caso", "There is no case"), args.number);
                    FAILED
                }
                Failed::Store(error) => trouble::store(&error, lang),
                error => {
                    eprintln!(
                        "{}: {error}",
                        lang.pick("No se pudo hacer el expediente", "The dossier could not be made")
                    );
                    UNAVAILABLE
                }
            }
        }
    }
}
