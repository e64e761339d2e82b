//! The entity's logo and icon: a PNG, or an SVG that can do nothing but be looked at.

use data_encoding::BASE64;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sha2::{Digest, Sha256};

/// A picture ready to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub kind: Kind,
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// Of its content: what its address names.
    pub mark: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Png,
    Svg,
}

impl Kind {
    pub fn of(path: &str) -> Option<Kind> {
        match path.rsplit_once('.')?.1 {
            "png" => Some(Kind::Png),
            "svg" => Some(Kind::Svg),
            _ => None,
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Kind::Png => "png",
            Kind::Svg => "svg",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Png => "image/png",
            Kind::Svg => "image/svg+xml",
        }
    }
}

/// The most a picture weighs, in bytes: it is fetched with the first page.
const HEAVIEST: usize = 200 * 1024;
/// The longest side of a PNG, in pixels.
const LONGEST: u32 = 2048;

/// What draws. Everything else could fetch, run or move.
const DRAWS: [&str; 22] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "use",
    "symbol",
];

impl Picture {
    /// From a configured file, as [`super::Files`] keeps it: a PNG in base64.
    ///
    /// # Errors
    /// Why it cannot be shown, to whoever put it there.
    pub(super) fn read(path: &str, text: &str) -> Result<Picture, String> {
        let kind = Kind::of(path).ok_or("Use un archivo .svg o .png.")?;
        let bytes = match kind {
            Kind::Svg => text.as_bytes().to_vec(),
            Kind::Png => BASE64.decode(text.as_bytes()).map_err(|_| "No es una imagen PNG.")?,
        };
        if bytes.len() > HEAVIEST {
            return Err(format!("Pesa {} KB y puede pesar {}.", bytes.len() / 1024, HEAVIEST / 1024));
        }
        let (width, height) = match kind {
            Kind::Png => png_size(&bytes).ok_or_else(|| format!("No es una imagen PNG de hasta {LONGEST} puntos."))?,
            Kind::Svg => safe_svg(text)?,
        };
        let mark = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)[..6]);
        Ok(Picture { kind, bytes, width, height, mark })
    }

    /// How wide it is when it is this high.
    pub fn width_at(&self, height: u32) -> u32 {
        (u64::from(self.width) * u64::from(height) / u64::from(self.height.max(1))).clamp(1, 400) as u32
    }
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")?;
    let number = |at: usize| Some(u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?));
    let (width, height) = (number(0)?, number(4)?);
    let fits = |side: u32| (1..=LONGEST).contains(&side);
    (fits(width) && fits(height)).then_some((width, height))
}

/// The size of a drawing that holds nothing but drawing; refused rather than cleaned, so that what
/// the entity sees in its own program is what the pages show.
fn safe_svg(text: &str) -> Result<(u32, u32), String> {
    let mut reader = Reader::from_str(text);
    let mut size = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let name = element.name().as_ref().to_owned();
                if !DRAWS.contains(&name.as_str()) {
                    return Err(format!("El logotipo contiene «{name}»; guárdelo como «SVG simple», solo con dibujo."));
                }
                let measured = drawn(&element)?;
                if size.is_none() {
                    if name != "svg" {
                        return Err("No es un dibujo SVG.".to_owned());
                    }
                    size = Some(measured.ok_or("El dibujo no dice su tamaño: le falta «viewBox».")?);
                }
            }
            Ok(Event::DocType(_) | Event::PI(_) | Event::CData(_)) => {
                return Err("El logotipo contiene algo que no es dibujo; guárdelo como «SVG simple».".to_owned());
            }
            Ok(Event::Eof) => return size.ok_or_else(|| "No es un dibujo SVG.".to_owned()),
            Ok(_) => {}
            Err(problem) => return Err(format!("El dibujo no se puede leer: {problem}.")),
        }
    }
}

/// Looks at the attributes of an element: none may run or fetch. The size its `viewBox` names.
fn drawn(element: &BytesStart<'_>) -> Result<Option<(u32, u32)>, String> {
    let mut size = None;
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|problem| format!("El dibujo no se puede leer: {problem}."))?;
        let name = attribute.key.as_ref().to_owned();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|problem| format!("El dibujo no se puede leer: {problem}."))?;
        let value: String = value.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let fetches = value
            .match_indices("url(")
            .any(|(at, found)| !value[at + found.len()..].trim_start_matches(['"', '\'']).starts_with('#'));
        let links = name.to_lowercase().ends_with("href") && !value.starts_with('#');
        let runs = name.to_lowercase().starts_with("on") || value.contains("script:") || value.contains('\\');
        if fetches || links || runs || value.contains("@import") {
            return Err(format!(
                "El logotipo trae algo de fuera o ejecuta algo («{name}»); guárdelo como «SVG simple»."
            ));
        }
        if name == "viewBox" {
            let written = attribute.value.clone().into_owned();
            let numbers: Vec<f64> = written
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .filter_map(|part| part.parse().ok())
                .collect();
            if let [_, _, width, height] = numbers[..]
                && width >= 1.0
                && height >= 1.0
            {
                size = Some((width.min(100_000.0) as u32, height.min(100_000.0) as u32));
            }
        }
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOT: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    fn svg(inside: &str) -> Result<Picture, String> {
        Picture::read(
            "logo.svg",
            &format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 40\">{inside}</svg>"),
        )
    }

    #[test]
    fn a_drawing_that_only_draws_is_taken_with_its_size() {
        let picture =
            svg("<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs>\
            <rect width=\"9\" height=\"9\" fill=\"url(#a)\" style=\"stroke: url('#a')\"/><use href=\"#a\"/>")
            .expect("it only draws");
        assert_eq!((picture.width, picture.height, picture.width_at(36)), (120, 40, 108));
    }

    #[test]
    fn what_runs_fetches_or_moves_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<foreignObject><p>hola</p></foreignObject>",
            "<image href=\"https://otro.example/x.png\"/>",
            "<style>@import url(https://otro.example)</style>",
            "<animate attributeName=\"href\"/>",
            "<a href=\"#x\"><path d=\"\"/></a>",
            "<path onload=\"alert(1)\"/>",
            "<path ONCLICK=\"alert(1)\"/>",
            "<use href=\"https://otro.example/x.svg#a\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<path fill=\"u r l ( https://otro.example )\" style=\"fill:url( 'https://otro.example')\"/>",
            "<path style=\"fill:u\\72l(https://otro.example)\"/>",
            "<path fill=\"&#117;rl(https://otro.example)\"/>",
            "<path d=\"&x;\"/>",
            "<![CDATA[<script/>]]>",
            "<?xml-stylesheet href=\"x.css\"?>",
            "<path d=",
        ] {
            assert!(svg(inside).is_err(), "{inside} was taken");
        }
        assert!(Picture::read("logo.svg", "<!DOCTYPE svg [<!ENTITY x \"y\">]><svg viewBox=\"0 0 1 1\"/>").is_err());
        assert!(Picture::read("logo.svg", "<p>hola</p>").is_err());
        assert!(Picture::read("logo.svg", "").is_err());
        assert!(svg(&"<g/>".repeat(HEAVIEST / 4)).expect_err("too heavy").contains("KB"));
    }

    #[test]
    fn a_png_is_one_by_its_bytes() {
        let picture = Picture::read("icon.png", DOT).expect("one point");
        assert_eq!((picture.kind, picture.width, picture.height), (Kind::Png, 1, 1));
        assert!(Picture::read("icon.png", &BASE64.encode(b"GIF89a")).is_err());
        assert!(Picture::read("icon.png", "<svg/>").is_err());
        assert!(Picture::read("logo.jpg", DOT).expect_err("another kind").contains(".svg o .png"));
    }
}
