//! How the entity looks on its pages and letters: names, logo, icon, colours.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::files::Files;
use super::palette::{self, Palette};
use super::picture::{Kind, Picture};

/// `entity.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub name: String,
    short: Option<String>,
    logo: Option<String>,
    icon: Option<String>,
    #[serde(default)]
    colours: palette::Written,
}

/// What pages, letters and the telephone's home screen show of the entity beside its name.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Its acronym: under the icon of a telephone there is no place for more.
    pub short: String,
    pub logo: Option<Picture>,
    /// A square PNG; the product's own where there is none.
    pub icon: Option<Picture>,
    pub palette: Palette,
    /// The colours as a style sheet, and the mark its address names; both empty where they are the product's.
    pub style: String,
    pub style_mark: String,
}

/// The longest acronym, in letters.
const SHORT: usize = 20;
/// The smallest icon a telephone takes, in pixels.
const ICON: u32 = 192;

impl Look {
    /// # Errors
    /// Every file and what is wrong with it.
    pub(super) fn read(header: &Header, files: &Files) -> Result<Look, Vec<(String, String)>> {
        let mut wrongs = Vec::new();
        let mut wrong = |file: &str, message: String| wrongs.push((file.to_owned(), message));
        let short = header.short.as_deref().unwrap_or_default().trim().to_owned();
        if short.chars().count() > SHORT {
            wrong("entity.toml", format!("short: la sigla «{short}» pasa de {SHORT} letras."));
        }
        let mut picture = |key: &str, path: &Option<String>| {
            let path = path.as_deref()?;
            let Some(text) = files.get(path) else {
                wrong("entity.toml", format!("{key}: no está el archivo «{path}»; póngalo al lado de entity.toml."));
                return None;
            };
            Picture::read(path, text).map_err(|message| wrong(path, message)).ok()
        };
        let logo = picture("logo", &header.logo);
        let icon = picture("icon", &header.icon);
        if let Some(icon) = &icon
            && (icon.kind != Kind::Png || icon.width != icon.height || icon.width < ICON)
        {
            wrong("entity.toml", format!("icon: el icono es un PNG cuadrado de {ICON} puntos o más."));
        }
        let palette = Palette::read(&header.colours).unwrap_or_else(|messages| {
            messages.into_iter().for_each(|message| wrong("entity.toml", message));
            Palette::default()
        });
        if !wrongs.is_empty() {
            return Err(wrongs);
        }
        let style = palette.style();
        let style_mark = match style.as_str() {
            "" => String::new(),
            style => data_encoding::HEXLOWER.encode(&Sha256::digest(style)[..6]),
        };
        Ok(Look { short, logo, icon, palette, style, style_mark })
    }
}
