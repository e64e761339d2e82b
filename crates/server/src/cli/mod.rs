//! The program `ventanilla`: one file per subcommand, one line each in [`Command`].
//!
//! Help is written beside each argument in both languages, `Spanish ¦ English`; [`help`] keeps the
//! reader's half.

mod account;
mod apply;
mod calendar;
mod check;
mod conformance;
mod demo;
mod diff;
mod dossier;
mod explain;
mod export;
mod export_articles;
mod export_log;
mod export_model;
mod help;
mod init;
mod instance;
mod migrate;
mod play;
mod progress;
mod rebuild;
mod receive;
mod serve;
mod trouble;
mod verify;
mod verify_dossier;

pub use calendar::{Answer, Calendars, answer};

use std::process::ExitCode;

use clap::{FromArgMatches, Parser, Subcommand};

/// Nothing failed.
const DONE: u8 = 0;
/// The work was done, and part of it failed; the output says which.
const FAILED: u8 = 1;
/// The command line itself could not be understood, or a file could not be read.
const MISUSED: u8 = 2;
/// Something the work needs is not there: the instance, its database, an address.
const UNAVAILABLE: u8 = 3;

#[derive(Parser)]
#[command(
    name = "ventanilla",
    version,
    about = "Mesa de servicio que ejecuta el procedimiento escrito de una entidad. ¦ A service desk that runs an entity's written procedure."
)]
struct Ventanilla {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::ServeArgs),
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Apply(apply::ApplyArgs),
    Export(export::ExportArgs),
    Diff(diff::DiffArgs),
    Migrate(migrate::MigrateArgs),
    Account(account::AccountArgs),
    Verify(verify::VerifyArgs),
    Dossier(dossier::DossierArgs),
    #[command(name = "verify-dossier")]
    VerifyDossier(verify_dossier::VerifyDossierArgs),
    Conformance(conformance::ConformanceArgs),
    ExportArticles(export_articles::ExportArticlesArgs),
    ExportLog(export_log::ExportLogArgs),
    ExportModel(export_model::ExportModelArgs),
    Rebuild(rebuild::RebuildArgs),
    Receive(receive::ReceiveArgs),
    Calendar(calendar::CalendarArgs),
    Explain(explain::ExplainArgs),
    Play(play::PlayArgs),
}

/// Runs the command line of the process and says how it ended.
pub fn main() -> ExitCode {
    let lang = help::language(|name| std::env::var(name).ok());
    let parsed = help::localized(<Ventanilla as clap::CommandFactory>::command(), lang)
        .try_get_matches()
        .and_then(|matches| Ventanilla::from_arg_matches(&matches));
    let code = match parsed {
        Ok(Ventanilla { command }) => match command {
            Command::Serve(args) => serve::run(args, lang),
            Command::Demo(args) => demo::run(args, lang),
            Command::Receive(args) => receive::run(args, lang),
            Command::Init(args) => init::run(args, lang),
            Command::Check(args) => check::run(args, lang),
            Command::Apply(args) => apply::run(args, lang),
            Command::Export(args) => export::run(args, lang),
            Command::Diff(args) => diff::run(args, lang),
            Command::Migrate(args) => migrate::run(args, lang),
            Command::Account(args) => account::run(args, lang),
            Command::Verify(args) => verify::run(args, lang),
            Command::Dossier(args) => dossier::run(args, lang),
            Command::VerifyDossier(args) => verify_dossier::run(args, lang),
            Command::Conformance(args) => conformance::run(args, lang),
            Command::ExportArticles(args) => export_articles::run(args, lang),
            Command::ExportLog(args) => export_log::run(args, lang),
            Command::ExportModel(args) => export_model::run(args, lang),
            Command::Rebuild(args) => rebuild::run(args, lang),
            Command::Calendar(args) => calendar::run(args, lang),
            Command::Explain(args) => explain::run(args, lang),
            Command::Play(args) => play::run(args, lang),
        },
        Err(error) => help::tell(&error, lang),
    };
    ExitCode::from(code)
}
