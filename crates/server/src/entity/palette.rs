//! The entity's two colours as everything pages paint with them, each for both themes, and the check
//! that what is written in them can be read.

use std::fmt::Write;

use serde::Deserialize;

use super::colour::{BLACK, Colour, WHITE};

/// What `entity.toml` says: `[colours]`, and `[colours.dark]` where the dark theme has its own.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    /// Behind the entity's name, at the top of the portal and of letters.
    band: Option<String>,
    /// Links, buttons, the chosen option.
    accent: Option<String>,
    #[serde(default)]
    dark: WrittenDark,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDark {
    band: Option<String>,
    accent: Option<String>,
}

/// A colour in the light theme and in the dark one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub light: Colour,
    pub dark: Colour,
}

/// Every colour that depends on the entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    pub band: Pair,
    /// None where the product's own stays.
    accent: Option<Accent>,
}

/// One token of the style sheet each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Accent {
    text: Pair,
    strong: Pair,
    solid: Pair,
    press: Pair,
    soft: Pair,
    line: Pair,
}

/// What text is read on, as `css/tokens.css` has it: name, then light and dark.
const SURFACES: [(&str, Pair); 3] = [
    ("el fondo de la página", pair(0xf6f5f2, 0x141312)),
    ("el fondo de un panel", pair(0xffffff, 0x1c1b19)),
    ("un fondo hundido", pair(0xf0eeea, 0x242220)),
];
/// The lightest and the darkest a reader can meet behind a link in the dark theme.
const RAISED: Colour = Colour::of(0x262421);
const BAND: Pair = pair(0x004884, 0x0c2d4b);
/// Least contrast of text, in hundredths (WCAG 1.4.3).
const TEXT: u32 = 450;
/// Least contrast of what is no text but tells something (WCAG 1.4.11).
const MARK: u32 = 300;

const fn pair(light: u32, dark: u32) -> Pair {
    Pair { light: Colour::of(light), dark: Colour::of(dark) }
}

impl Default for Palette {
    fn default() -> Palette {
        Palette { band: BAND, accent: None }
    }
}

impl Palette {
    /// # Errors
    /// Each pair of colours that cannot be read, by how much, and what would do.
    pub(super) fn read(written: &Written) -> Result<Palette, Vec<String>> {
        let mut wrongs = Vec::new();
        let mut colour = |key: &str, text: &Option<String>| {
            let text = text.as_deref()?;
            let read = text.parse().ok();
            if read.is_none() {
                wrongs.push(format!("colours.{key}: «{text}» no es un color; escríbalo como «#004884»."));
            }
            read
        };
        let band = colour("band", &written.band);
        let accent: Option<Colour> = colour("accent", &written.accent);
        let band_dark = colour("dark.band", &written.dark.band);
        let accent_dark = colour("dark.accent", &written.dark.accent);
        if accent.is_none() && accent_dark.is_some() {
            wrongs.push("colours.dark.accent: falta «accent» en [colours], el del tema claro.".to_owned());
        }
        if !wrongs.is_empty() {
            return Err(wrongs);
        }
        let light = band.unwrap_or(BAND.light);
        let own_dark = band.map_or(BAND.dark, |band| dark_band(band));
        let palette = Palette {
            band: Pair { light, dark: band_dark.unwrap_or(own_dark) },
            accent: accent.map(|accent| Accent::of(accent, accent_dark)),
        };
        palette.check(&mut wrongs);
        if wrongs.is_empty() { Ok(palette) } else { Err(wrongs) }
    }

    fn check(&self, wrongs: &mut Vec<String>) {
        let mut bands = Checked { wrongs, key: "band" };
        bands.read_on("claro", "la letra blanca", WHITE, "la franja", self.band.light);
        bands.key = "dark.band";
        bands.read_on("oscuro", "la letra blanca", WHITE, "la franja", self.band.dark);
        let Some(accent) = &self.accent else { return };
        let mut checked = Checked { wrongs, key: "accent" };
        checked.read_on("claro", "la letra blanca", WHITE, "un botón", accent.solid.light);
        for (name, surface) in SURFACES {
            checked.read_on("claro", name, surface.light, "un enlace", accent.text.light);
        }
        checked.key = "dark.accent";
        for (name, surface) in SURFACES {
            checked.read_on("oscuro", name, surface.dark, "un enlace", accent.text.dark);
        }
    }

    /// The style sheet that puts them in place of the product's own; empty where nothing differs.
    pub fn style(&self) -> String {
        let mut style = String::new();
        if self.band != BAND {
            token(&mut style, "band", self.band);
        }
        if let Some(accent) = &self.accent {
            let named = [
                ("accent", accent.text),
                ("accent-strong", accent.strong),
                ("accent-solid", accent.solid),
                ("accent-press", accent.press),
                ("accent-soft", accent.soft),
                ("accent-line", accent.line),
                ("focus", accent.text),
            ];
            named.into_iter().for_each(|(name, pair)| token(&mut style, name, pair));
        }
        if style.is_empty() { style } else { format!(":root,[data-theme]{{{style}}}\n") }
    }
}

impl Accent {
    fn of(light: Colour, dark: Option<Colour>) -> Accent {
        let [canvas, surface, _] = SURFACES.map(|(_, surface)| surface);
        let on = |colour: Colour, back: Colour| colour.contrast(back) >= TEXT;
        let text = Pair {
            light,
            dark: dark
                .or_else(|| light.nearest(WHITE, |colour| colour.contrast(RAISED) >= TEXT + 100))
                .unwrap_or(WHITE),
        };
        // A button in the dark: its white letters are read, and it stands out from the panel.
        let solid_dark = |colour: Colour| on(colour, WHITE) && colour.contrast(surface.dark) >= MARK;
        let solid = light.nearest(WHITE, solid_dark).or_else(|| light.nearest(BLACK, solid_dark)).unwrap_or(light);
        let soft_dark = surface.dark.mixed(solid, 28).nearest(surface.dark, |soft| on(text.dark, soft));
        let soft_light = light.mixed(WHITE, 90).nearest(WHITE, |soft| on(light, soft));
        Accent {
            text,
            strong: Pair { light: light.mixed(BLACK, 30), dark: text.dark.mixed(WHITE, 45) },
            solid: Pair { light, dark: solid },
            press: Pair { light: light.mixed(BLACK, 18), dark: solid.mixed(BLACK, 15) },
            soft: Pair { light: soft_light.unwrap_or(surface.light), dark: soft_dark.unwrap_or(canvas.dark) },
            line: Pair { light: light.mixed(WHITE, 65), dark: surface.dark.mixed(text.dark, 40) },
        }
    }
}

/// The band of the dark theme: the same colour by night.
fn dark_band(light: Colour) -> Colour {
    let night = light.mixed(BLACK, 45);
    night.nearest(BLACK, |band| band.contrast(WHITE) >= TEXT).unwrap_or(BLACK)
}

fn token(style: &mut String, name: &str, pair: Pair) {
    // Writing to a text does not fail.
    let _ = write!(style, "--{name}:light-dark({},{});", pair.light, pair.dark);
}

struct Checked<'w> {
    wrongs: &'w mut Vec<String>,
    key: &'static str,
}

impl Checked<'_> {
    /// Says when `fixed` (ours) and `own` (the entity's) cannot be told apart well enough.
    fn read_on(&mut self, theme: &str, fixed_name: &str, fixed: Colour, own_name: &str, own: Colour) {
        let contrast = own.contrast(fixed);
        if contrast >= TEXT {
            return;
        }
        let away = if fixed.contrast(WHITE) < fixed.contrast(BLACK) { BLACK } else { WHITE };
        let does = own.nearest(away, |colour| colour.contrast(fixed) >= TEXT);
        let advice = does.map(|does| format!(" Con {does} alcanza.")).unwrap_or_default();
        self.wrongs.push(format!(
            "colours.{}: en el tema {theme}, {own_name} ({own}) y {fixed_name} ({fixed}) tienen un contraste de \
             {}:1 y se necesita {}:1; le faltan {}.{advice}",
            self.key,
            ratio(contrast),
            ratio(TEXT),
            ratio(TEXT - contrast),
        ));
    }
}

/// Hundredths as a Colombian reads them: 4,54.
fn ratio(hundredths: u32) -> String {
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Result<Palette, Vec<String>> {
        Palette::read(&toml::from_str(toml).expect("the colours are TOML"))
    }

    #[test]
    fn without_colours_the_product_keeps_its_own() {
        let palette = read("").expect("nothing is wrong with nothing");
        assert_eq!((palette, palette.style().as_str()), (Palette::default(), ""));
    }

    #[test]
    fn what_is_read_on_is_what_the_style_sheet_has() {
        let tokens = include_str!("../../assets/css/tokens.css");
        let has = |name: &str, pair: Pair| {
            let line = format!("--{name}: light-dark({}, {});", pair.light, pair.dark);
            assert!(tokens.contains(&line), "tokens.css lacks {line}");
        };
        ["canvas", "surface", "sunken"].iter().zip(SURFACES).for_each(|(name, (_, pair))| has(name, pair));
        has("band", BAND);
        assert!(tokens.contains(&format!("--raised: light-dark(#ffffff, {RAISED});")));
    }

    #[test]
    fn a_colour_nobody_can_read_is_refused_with_its_pair_and_one_that_does() {
        let wrongs = read("accent = '#f5a623'").expect_err("orange letters on white");
        assert_eq!(wrongs.len(), 4, "{wrongs:#?}");
        assert_eq!(
            wrongs[0],
            "colours.accent: en el tema claro, un botón (#f5a623) y la letra blanca (#ffffff) tienen un contraste de \
             2,02:1 y se necesita 4,50:1; le faltan 2,48. Con #9f6c17 alcanza."
        );
        let wrongs = read("band = '#004884'\n[dark]\nband = '#9ab'").expect_err("white letters on light blue");
        assert!(wrongs[0].starts_with("colours.dark.band: en el tema oscuro, la franja (#99aabb)"), "{wrongs:?}");
        let wrongs = read("accent = '#7a1020'\n[dark]\naccent = '#7a1020'").expect_err("dark letters in the dark");
        assert!(wrongs.iter().all(|wrong| wrong.contains("en el tema oscuro, un enlace (#7a1020)")), "{wrongs:?}");
        assert!(read("band = 'azul'").expect_err("no colour")[0].contains("escríbalo como «#004884»"));
        assert!(read("[dark]\naccent = '#fff'").expect_err("half a pair")[0].contains("falta «accent»"));
    }

    #[test]
    fn what_is_derived_for_the_dark_can_be_read_whatever_the_colour() {
        // Every colour of a coarse cube that the light theme takes.
        let steps = [0, 51, 102, 153, 204, 255];
        let mut taken = 0;
        for (red, green, blue) in steps.iter().flat_map(|r| steps.iter().flat_map(move |g| steps.map(|b| (*r, *g, b))))
        {
            let Ok(palette) =
                read(&format!("band = '#{red:02x}{green:02x}{blue:02x}'\naccent = '#{red:02x}{green:02x}{blue:02x}'"))
            else {
                continue;
            };
            taken += 1;
            let accent = palette.accent.expect("it was given");
            assert!(palette.band.dark.contrast(WHITE) >= TEXT, "{palette:?}");
            assert!(accent.solid.dark.contrast(WHITE) >= TEXT, "{accent:?}");
            assert!(accent.press.dark.contrast(WHITE) >= TEXT && accent.press.light.contrast(WHITE) >= TEXT);
            for (text, soft) in [(accent.text, accent.soft), (accent.strong, accent.soft)] {
                assert!(text.light.contrast(soft.light) >= TEXT, "{accent:?}");
                assert!(text.dark.contrast(soft.dark) >= TEXT, "{accent:?}");
            }
            assert!(accent.text.dark.contrast(RAISED) >= TEXT, "{accent:?}");
        }
        assert!(taken > 40, "only {taken} colours could be read");
    }
}
