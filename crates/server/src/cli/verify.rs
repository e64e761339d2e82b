//! `ventanilla verify`: whether every fact is still what was recorded.

use std::fs;
use std::path::Path;

use clap::Args;

use super::instance::InstanceArgs;
use super::progress::Progress;
use super::{DONE, FAILED, MISUSED, trouble};
use crate::lang::Lang;
use crate::store::verify::{Break, Report};
use crate::store::{Access, SealKey, Store, cases};
use crate::task::seal::KEY_FILE;

#[derive(Args)]
#[command(
    about = "Comprueba que cada hecho, texto, archivo, carta y sello sigue como se escribió. ¦ Checks that every fact, text, file, letter and seal is as it was written.",
    after_help = "Solo lee: puede usarse mientras «ventanilla serve» trabaja. Lo que no puede saber: si se reescribió
por completo algo posterior al último sello.
Sale con 0 si todo concuerda, 1 si algo cambió y 3 si la instancia no está disponible. ¦ It only reads: it can be used while \"ventanilla serve\" works. What it cannot know: whether something
after the last seal was rewritten as a whole.
Exits with 0 if all agrees, 1 if something changed, and 3 if the instance is not available."
)]
pub struct VerifyArgs {
    #[command(flatten)]
    instance: InstanceArgs,
    #[arg(
        long,
        value_name = "LLAVE ¦ KEY",
        help = "Llave pública de la instancia, en hexadecimal; si no, la de seal.key ¦ The instance's public key, in hexadecimal; else that of seal.key"
    )]
    key: Option<String>,
}

pub(super) fn run(args: VerifyArgs, lang: Lang) -> u8 {
    let (app, config) = match args.instance.open(Access::ReadOnly, lang) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let trusted = match args.key.as_deref().map(|key| public(key)).unwrap_or_else(|| Ok(of_file(&config.data))) {
        Ok(key) => key,
        Err(()) => {
            eprintln!(
                "{}",
                lang.pick(
                    "--key: escriba los 64 dígitos hexadecimales de la llave pública.",
                    "--key: write the 64 hexadecimal digits of the public key."
                )
            );
            return MISUSED;
        }
    };
    let mut progress = Progress::new();
    let walked = app.store.verify(trusted, |report| progress.tell(|| counts(report, lang)));
    drop(progress);
    match walked {
        Ok(report) => told(&app.store, &report, trusted, lang),
        Err(error) => trouble::store(&error, lang),
    }
}

fn public(hex: &str) -> Result<Option<[u8; 32]>, ()> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).map_err(drop)?;
    Ok(Some(bytes.try_into().map_err(drop)?))
}

/// The key beside the data, where this user may read it.
fn of_file(folder: &Path) -> Option<[u8; 32]> {
    let path = folder.join(KEY_FILE);
    fs::exists(&path).ok().filter(|there| *there)?;
    Some(SealKey::read(&path).ok()?.public())
}

fn counts(report: &Report, lang: Lang) -> String {
    let Report { streams, events, contents, attachments, letters, seals, .. } = report;
    match lang {
        Lang::Es => format!(
            "{streams} cadenas, {events} hechos, {contents} textos, {attachments} adjuntos, {letters} cartas, {seals} sellos"
        ),
        Lang::En => format!(
            "{streams} chains, {events} facts, {contents} texts, {attachments} files, {letters} letters, {seals} seals"
        ),
    }
}

fn told(store: &Store, report: &Report, trusted: Option<[u8; 32]>, lang: Lang) -> u8 {
    println!("{}", counts(report, lang));
    if let Some(key) = trusted {
        println!("{} {}", lang.pick("Llave pública:", "Public key:"), data_encoding::HEXLOWER.encode(&key));
    }
    if report.broken == 0 {
        println!("{}", lang.pick("Todo concuerda.", "All agrees."));
        return DONE;
    }
    println!(
        "{}",
        match lang {
            Lang::Es => format!("NO CONCUERDA en {} lugares:", report.broken),
            Lang::En => format!("IT DOES NOT AGREE in {} places:", report.broken),
        }
    );
    let named = |stream: &str| number(store, stream).map_or_else(|| stream.to_owned(), |no| format!("{no} ({stream})"));
    report.breaks.iter().for_each(|found| println!("  {}", place(found, named, lang)));
    FAILED
}

/// The case of a chain, as people know it.
fn number(store: &Store, stream: &str) -> Option<String> {
    let row = store.read(|reader| cases::get(reader, stream)).ok()??;
    Some(row.number)
}

fn place(found: &Break, named: impl Fn(&str) -> String, lang: Lang) -> String {
    let stream = found.stream().map(named).unwrap_or_default();
    let (spanish, english) = match found {
        Break::EventChanged { seq, .. } => (
            format!("{stream}: el hecho {seq}, o uno anterior, cambió"),
            format!("{stream}: fact {seq}, or one before it, changed"),
        ),
        Break::EventMissing { seq, .. } => {
            (format!("{stream}: falta el hecho {seq}"), format!("{stream}: fact {seq} is missing"))
        }
        Break::EndDiffers { seq, .. } => (
            format!("{stream}: la cadena termina en {seq}, no donde dice"),
            format!("{stream}: the chain ends at {seq}, not where it says"),
        ),
        Break::StreamUnknown { .. } => {
            (format!("{stream}: hechos de una cadena desconocida"), format!("{stream}: facts of an unknown chain"))
        }
        Break::ContentChanged { id, .. } => {
            (format!("{stream}: el texto {id} cambió"), format!("{stream}: text {id} changed"))
        }
        Break::ContentMissing { seq, id, .. } => (
            format!("{stream}: falta el texto o archivo {id} que nombra el hecho {seq}"),
            format!("{stream}: text or file {id}, which fact {seq} names, is missing"),
        ),
        Break::AttachmentMissing { id, .. } => {
            (format!("{stream}: falta el archivo {id}"), format!("{stream}: file {id} is missing"))
        }
        Break::AttachmentChanged { id, .. } => {
            (format!("{stream}: el archivo {id} cambió"), format!("{stream}: file {id} changed"))
        }
        Break::LetterChanged { id, .. } => {
            (format!("{stream}: la carta {id} cambió"), format!("{stream}: letter {id} changed"))
        }
        Break::SealMissing { number } => (format!("falta el sello {number}"), format!("seal {number} is missing")),
        Break::SealForged { number } => {
            (format!("la firma del sello {number} es falsa"), format!("the signature of seal {number} is forged"))
        }
        Break::SealOfAnotherKey { number } => {
            (format!("el sello {number} es de otra llave"), format!("seal {number} is of another key"))
        }
        Break::SealUnlinked { number } => {
            (format!("el sello {number} no sigue al anterior"), format!("seal {number} does not follow the one before"))
        }
        Break::SealChanged { number } => (
            format!("lo sellado en {number} no es lo que dice"),
            format!("what seal {number} is over is not what it says"),
        ),
        Break::SealedStreamChanged { number, seq, .. } => (
            format!("{stream}: hasta el hecho {seq} no es lo que selló el sello {number}"),
            format!("{stream}: up to fact {seq} it is not what seal {number} sealed"),
        ),
    };
    lang.pick(&spanish, &english).to_owned()
}
