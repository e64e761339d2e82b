//! The options every command has that works on an instance, and opening it.

use std::path::PathBuf;

use clap::Args;

use super::{demo, trouble};
use crate::app::App;
use crate::config::{Config, Given};
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
        let entity = entity(&config).map_err(|error| trouble::start(&error, lang))?;
        Ok((opened(&config, access, entity, lang)?, config))
    }
}

/// The entity of an instance; a demo's stands inside the program.
fn entity(config: &Config) -> Result<Entity, StartError> {
    match start::entity(&config.entity) {
        Err(StartError::NoEntity(_)) if demo::is_demo(config)? => {
            Entity::read(&Files::demo()).map_err(StartError::Entity)
        }
        read => read,
    }
}

pub(super) fn opened(config: &Config, access: Access, entity: Entity, lang: Lang) -> Result<App, u8> {
    let app = start::open(config.store(), access, entity).map_err(|error| trouble::start(&error, lang))?;
    if access == Access::Owner {
        let mail = Mailroom::open(&app, Settings::of(config))
            .map_err(|error| trouble::other("No se puede usar el correo", "The mail cannot be used", &error, lang))?;
        app.set_mail(mail);
    }
    Ok(app)
}
