//! `ventanilla verify-dossier`: whether an archive is what an instance handed out. Needs no instance.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::PathBuf;

use clap::Args;

use super::{DONE, FAILED, MISUSED};
use crate::dossier::{self, Finding, Report};
use crate::lang::Lang;

#[derive(Args)]
#[command(
    about = "Comprueba, sin la instancia, que en un expediente nada cambió, sobra ni falta. ¦ Checks, without the instance, that in a dossier nothing was changed, added or removed.",
    after_help = "Lo que no puede saber: lo que pasó en el caso después de hecho el expediente; si la instancia reescribió hechos
que ningún sello cubre todavía; si quien tenía la llave privada firmó otra cosa. Las cartas enviadas y la página
impresa se comprueban solo contra la firma del expediente.
Sale con 0 si todo concuerda, 1 si algo no, y 2 si no se puede leer. ¦ What it cannot know: what happened in the case after the dossier was made; whether the instance rewrote facts that
no seal covers yet; whether whoever held the private key signed something else. Letters sent and the printable page
are checked only against the dossier's signature.
Exits with 0 if all agrees, 1 if something does not, and 2 if it cannot be read."
)]
pub struct VerifyDossierArgs {
    #[arg(value_name = "ARCHIVO ¦ FILE", help = "El expediente ¦ The dossier")]
    file: PathBuf,
    #[arg(
        long,
        value_name = "LLAVE ¦ KEY",
        help = "Llave pública de la instancia: 64 dígitos hexadecimales, o un archivo que los tenga ¦ The instance's public key: 64 hexadecimal digits, or a file that holds them"
    )]
    key: String,
}

pub(super) fn run(args: VerifyDossierArgs, lang: Lang) -> u8 {
    let text = fs::read_to_string(&args.key).unwrap_or(args.key);
    let key = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok();
    let Some(key): Option<[u8; 32]> = key.and_then(|bytes| bytes.try_into().ok()) else {
        eprintln!(
            "{}",
            lang.pick(
                "--key: escriba los 64 dígitos hexadecimales de la llave pública, o el archivo que los tiene.",
                "--key: write the 64 hexadecimal digits of the public key, or the file that holds them."
            )
        );
        return MISUSED;
    };
    let report = File::open(&args.file).and_then(|file| dossier::verify(BufReader::new(file), &key));
    match report {
        Ok(report) => told(&report, lang),
        Err(error) => {
            eprintln!("{}: {error}", args.file.display());
            MISUSED
        }
    }
}

fn told(report: &Report, lang: Lang) -> u8 {
    let Report { number, files, facts, pieces, withdrawn, sealed, findings } = report;
    if !number.is_empty() {
        println!(
            "{}",
            match lang {
                Lang::Es => format!(
                    "{number}: {files} archivos, {facts} hechos, {pieces} textos y adjuntos, {withdrawn} retirados antes"
                ),
                Lang::En => format!(
                    "{number}: {files} files, {facts} facts, {pieces} texts and attachments, {withdrawn} withdrawn before"
                ),
            }
        );
        println!("{}", covered(sealed.as_ref(), *facts, lang));
    }
    if findings.is_empty() {
        println!("{}", lang.pick("Todo concuerda.", "All agrees."));
        return DONE;
    }
    println!("{}", lang.pick("NO CONCUERDA:", "IT DOES NOT AGREE:"));
    findings.iter().for_each(|finding| println!("  {}", said(finding, lang)));
    FAILED
}

fn covered(sealed: Option<&(i64, String, i64)>, facts: usize, lang: Lang) -> String {
    match (sealed, lang) {
        (Some((number, day, seq)), Lang::Es) => {
            format!("El sello {number}, del {day}, cubre {seq} de {facts} hechos; de los demás responde solo la firma.")
        }
        (Some((number, day, seq)), Lang::En) => {
            format!("Seal {number}, of {day}, covers {seq} of {facts} facts; only the signature answers for the rest.")
        }
        (None, Lang::Es) => "Ningún sello diario lo cubre todavía: responde solo la firma del expediente.".to_owned(),
        (None, Lang::En) => "No daily seal covers it yet: only the dossier's signature answers for it.".to_owned(),
    }
}

fn said(finding: &Finding, lang: Lang) -> String {
    let (spanish, english) = match finding {
        Finding::NotADossier { why } => (
            format!("no es un expediente que se pueda leer: {why}"),
            format!("it is no dossier that can be read: {why}"),
        ),
        Finding::Surrounded => (
            "hay algo antes o después de los archivos".to_owned(),
            "something stands before or after its files".to_owned(),
        ),
        Finding::NotSigned => (
            "la lista de archivos no está firmada con esta llave".to_owned(),
            "the list of files is not signed with this key".to_owned(),
        ),
        Finding::Changed { path } => (format!("{path} cambió"), format!("{path} changed")),
        Finding::Removed { path } => (format!("falta {path}"), format!("{path} is missing")),
        Finding::Added { path } => (format!("sobra {path}"), format!("{path} was added")),
        Finding::FactChanged { seq } => {
            (format!("el hecho {seq}, o uno anterior, cambió"), format!("fact {seq}, or one before it, changed"))
        }
        Finding::FactMissing { seq } => (format!("falta el hecho {seq}"), format!("fact {seq} is missing")),
        Finding::PieceChanged { path } => {
            (format!("{path} no es lo que dicen los hechos"), format!("{path} is not what the facts say"))
        }
        Finding::PieceUnknown { path } => (format!("ningún hecho nombra {path}"), format!("no fact names {path}")),
        Finding::SealForged { number } => {
            (format!("la firma del sello {number} es falsa"), format!("the signature of seal {number} is forged"))
        }
        Finding::SealOfAnotherKey { number } => {
            (format!("el sello {number} es de otra llave"), format!("seal {number} is of another key"))
        }
        Finding::NotSealed { number } => {
            (format!("el sello {number} no cubre estos hechos"), format!("seal {number} does not cover these facts"))
        }
    };
    lang.pick(&spanish, &english).to_owned()
}
