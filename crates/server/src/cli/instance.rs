//! The options every command has that works on an instance, and opening it.

use std::path::PathBuf;

use clap::Args;

use super::{demo, trouble};
use crate::app::App;
use crate::config::{Config, Given};
use crate::control::{self, Answer, Order};
use crate::entity::{Entity, Files};
use crate::lang::Lang;
use crate::mail::{Mailroom, Settings};
use crate::start::{self, StartError};
use crate::store::Access;

#[derive(Args, Clone)]
pub(super) struct InstanceArgs {
    #[arg(
        long,
        value_name = "CARPETA ¦ FOLDER",
        help = "Carpeta de datos; si no, VENTANILLA_DATA o la carpeta actual ¦ Data folder; else VENTANILLA_DATA or the current folder"
    )]
    data: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ARCHIVO ¦ FILE",
        help = "Archivo de configuración; si no, ventanilla.toml de la carpeta de datos ¦ Configuration file; else ventanilla.toml in the data folder"
    )]
    config: Option<PathBuf>,
}

impl InstanceArgs {
    pub(super) fn of(data: PathBuf) -> InstanceArgs {
        InstanceArgs { data: Some(data), config: None }
    }

    /// The configuration, or the exit code after everything wrong was said.
    pub(super) fn config(&self, lang: Lang) -> Result<Config, u8> {
        let given = Given { data: self.data.clone(), config: self.config.clone() };
        Config::load(&given, std::env::vars(), lang).map_err(|wrongs| trouble::configuration(&wrongs, lang))
    }

    /// The instance, or the exit code after the reason was said.
    pub(super) fn open(&self, access: Access, lang: Lang) -> Result<(App, Config), u8> {
        let config = self.config(lang)?;
        let app = match start::open_folder(config.store(), access, &config.entity) {
            // A demo's stands inside the program.
            Err(StartError::NoEntity(folder)) => match demo::is_demo(&config) {
                Ok(true) => Entity::read(&Files::demo())
                    .map_err(StartError::Entity)
                    .and_then(|entity| start::open(config.store(), access, entity)),
                Ok(false) => Err(StartError::NoEntity(folder)),
                Err(error) => Err(error.into()),
            },
            opened => opened,
        };
        let app = app.map_err(|error| trouble::start(&error, lang))?;
        Ok((with_mail(app, &config, access, lang)?, config))
    }

    /// Has the owner of the instance do something, or does it in its place where there is none.
    pub(super) fn have_done(&self, order: Order, lang: Lang) -> Result<Answer, u8> {
        let config = self.config(lang)?;
        match control::ask(&config.data, &order) {
            Ok(Some(answer)) => Ok(answer),
            // Nobody owns the instance: this process does, for as long as it takes.
            Ok(None) => self.open(Access::Owner, lang).map(|(app, _)| control::obey(&app, order)),
            Err(error) => Err(trouble::other(
                "El programa que atiende no respondió",
                "The program that serves did not answer",
                &error,
                lang,
            )),
        }
    }
}

pub(super) fn opened(config: &Config, access: Access, entity: Entity, lang: Lang) -> Result<App, u8> {
    let app = start::open(config.store(), access, entity).map_err(|error| trouble::start(&error, lang))?;
    with_mail(app, config, access, lang)
}

fn with_mail(app: App, config: &Config, access: Access, lang: Lang) -> Result<App, u8> {
    if access == Access::Owner {
        let mail = Mailroom::open(&app, Settings::of(config))
            .map_err(|error| trouble::other("No se puede usar el correo", "The mail cannot be used", &error, lang))?;
        app.set_mail(mail);
    }
    Ok(app)
}
