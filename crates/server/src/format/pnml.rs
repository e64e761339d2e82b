//! The analysis model as PNML, the standard of Petri nets (ISO/IEC 15909-2): places, and one
//! transition per step of the log. Its initial and final marking say what a whole case is.

use std::io;

use desk::procedure::{Model, Place, Procedure};

use super::log::step_name;
use super::xml::{self, Xml};

/// The net of a procedure.
///
/// # Errors
/// Never in memory; those of the XML writer rather than a panic.
pub fn net(procedure: &Procedure) -> io::Result<Vec<u8>> {
    let model = Model::of(procedure);
    let document = &procedure.document;
    let mut xml = Xml::begin(Vec::new())?;
    xml.open("pnml", &[("xmlns", "http://www.pnml.org/version-2009/grammar/pnml")])?;
    let id = xml::id("net", &format!("{}-{}", document.id, document.version));
    xml.open("net", &[("id", &id), ("type", "http://www.pnml.org/version-2009/grammar/ptnet")])?;
    named(&mut xml, &format!("{} · {}", document.name, document.version))?;
    xml.open("page", &[("id", "page")])?;
    for (number, place) in model.places.iter().enumerate() {
        xml.open("place", &[("id", &place_id(number))])?;
        named(&mut xml, &place_name(procedure, place))?;
        if number == 0 {
            xml.open("initialMarking", &[])?;
            xml.text("text", &[], "1")?;
            xml.close()?;
        }
        xml.close()?;
    }
    for (number, step) in model.steps.iter().enumerate() {
        let transition = format!("t{number}");
        xml.open("transition", &[("id", &transition)])?;
        named(&mut xml, &step_name(procedure, &step.answer))?;
        xml.close()?;
        let (from, to) = (place_id(step.from), place_id(step.to));
        for (side, source, target) in [("in", &from, &transition), ("out", &transition, &to)] {
            let arc = format!("{side}{number}");
            xml.open("arc", &[("id", &arc), ("source", source), ("target", target)])?;
            xml.open("inscription", &[])?;
            xml.text("text", &[], "1")?;
            xml.close()?;
            xml.close()?;
        }
    }
    xml.close()?;
    // Not in the grammar, and what tools read a final marking from.
    xml.open("finalmarkings", &[])?;
    xml.open("marking", &[])?;
    xml.open("place", &[("idref", &place_id(model.end()))])?;
    xml.text("text", &[], "1")?;
    xml.end()
}

fn named(xml: &mut Xml<Vec<u8>>, name: &str) -> io::Result<()> {
    xml.open("name", &[])?;
    xml.text("text", &[], name)?;
    xml.close()
}

fn place_id(number: usize) -> String {
    format!("p{number}")
}

/// `9 Reportar gestión realizada (desde 4; authorised)`.
fn place_name(procedure: &Procedure, place: &Place) -> String {
    let Some(id) = &place.activity else { return "Fin".to_owned() };
    let name = procedure.activity(id).map_or("", |activity| activity.name.as_str());
    let from = place.came_from.iter().map(|from| format!("desde {from}"));
    let flags = place.flags.iter().map(ToString::to_string);
    let about: Vec<String> = from.chain(flags).collect();
    if about.is_empty() { format!("{id} {name}") } else { format!("{id} {name} ({})", about.join("; ")) }
}
