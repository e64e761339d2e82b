//! Invented people, files and times shared by the samples.

use jiff::Timestamp;
use server::web::kit::*;

pub fn at(civil: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = civil.parse().expect("a civil time");
    civil.to_zoned(jiff::tz::TimeZone::get("America/Bogota").expect("a zone")).expect("a time").timestamp()
}

/// The cookie of the nth person of the style guide.
pub fn cookie(nth: usize) -> String {
    let letter = (b'A' + nth as u8) as char;
    format!("{}A", letter.to_string().repeat(42))
}

pub fn who(name: &str, about: &str, me: bool) -> Who {
    Who::new(&name.to_lowercase(), name, about, me)
}

pub fn fact(label: &str, value: &str, about: &str) -> Fact {
    Fact { label: label.into(), value: value.into(), about: about.into(), href: String::new() }
}

pub fn link(text: &str, href: &str) -> Link {
    Link { text: text.into(), href: href.into() }
}

pub fn due(kind: DueKind, text: &str) -> Option<Due> {
    Some(Due { kind, text: text.into(), href: String::new() })
}

pub fn file(name: &str, size: &str) -> File {
    File { name: name.into(), size: size.into(), href: "#".into() }
}

pub fn form(action: &str) -> FormHead {
    FormHead { action: action.into(), command_id: "01".into(), visit: "7".into() }
}

pub fn opt(value: &str, label: &str, help: &str, chosen: bool) -> Opt {
    Opt { value: value.into(), label: label.into(), help: help.into(), chosen, parts: Vec::new() }
}

pub fn field(name: &str, label: &str, help: &str, input: Input) -> Field {
    Field {
        name: name.into(),
        label: label.into(),
        help: help.into(),
        optional: false,
        input,
        problem: None,
        whole: false,
    }
}

pub fn line(value: &str, short: bool) -> Input {
    Input::Line { value: value.into(), short }
}

pub fn paragraph(value: &str, rows: u8) -> Input {
    Input::Paragraph { value: value.into(), rows }
}

pub fn said(who: Who, from: Sender, by: &str, when: &str, text: &str) -> Message {
    Message {
        id: format!("m-{}", when.len() + text.len()),
        who,
        from,
        by: by.into(),
        when: when.into(),
        at: "2026-11-19T15:30:00-05:00".into(),
        paragraphs: text.split('\n').map(str::to_owned).collect(),
        files: Vec::new(),
        original: String::new(),
        withdrawn: None,
    }
}

pub fn explained() -> Explained {
    let day = |day: &str, off: Option<&str>, stretches: &[(StretchKind, u32, u32)], sum: &str| ExplainedDay {
        day: day.into(),
        off: off.map(str::to_owned),
        stretches: stretches
            .iter()
            .map(|(kind, from, width)| Stretch { kind: *kind, from: *from, width: *width })
            .collect(),
        sum: sum.into(),
    };
    use StretchKind::{Counted, Open, Paused, ToCome};
    Explained {
        title: "Por qué vence el martes 24 a las 4:00 p. m.".into(),
        rule: "La meta es de 32 horas hábiles. Solo cuentan las horas entre 8:00 a. m. y 5:00 p. m. de días hábiles; las noches no.".into(),
        axis: vec![(154, "8 a. m.".into()), (462, "12 m.".into()), (846, "5 p. m.".into())],
        days: vec![
            day("vie 13", None, &[(Open, 154, 500), (Counted, 654, 192)], "2 h 30 min"),
            day("sáb 14, dom 15", Some("Fin de semana"), &[], ""),
            day("lun 16", Some("Festivo: Independencia de Cartagena"), &[], ""),
            day("mar 17", None, &[(Counted, 154, 154), (Paused, 308, 538)], "2 h"),
            day("mié 18", None, &[(Paused, 154, 692)], "0 h"),
            day("jue 19", None, &[(Paused, 154, 577), (Counted, 731, 115)], "1 h 30 min"),
            day("vie 20", None, &[(Counted, 154, 692)], "9 h"),
            day("sáb 21, dom 22", Some("Fin de semana"), &[], ""),
            day("lun 23, hoy", None, &[(Counted, 154, 180), (ToCome, 334, 512)], "9 h"),
            day("mar 24", None, &[(ToCome, 154, 615), (Open, 769, 77)], "8 h"),
        ],
        total: "32 h".into(),
        notes: vec![
            "Detenido entre el martes 17, 10:00 a. m. y el jueves 19, 3:30 p. m. por «Pendiente por usuario» (actividad 6).".into(),
            "Calendario nacional 2026, versión 4 · Meta «VPN, prioridad media», versión 3.".into(),
        ],
        more: String::new(),
    }
}
