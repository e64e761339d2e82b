//! `GET /styleguide`: every piece of the pages in both themes, so that a change to one is seen beside
//! all the others. Its people and cases are invented, its pieces are the pages' own.

use askama::Template;
use axum::response::Response;

use crate::web::fail::Fail;
use crate::web::kit::{
    Due, DueKind, Entry, Fact, Field, Glyph, Happening, Input, Message, Opt, Priority, Problem, Sender, State, Who,
};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "demo/styleguide.html")]
struct StyleguidePage {
    p: Page,
    panes: Vec<Pane>,
    tokens: Vec<(String, Vec<&'static str>)>,
    sizes: Vec<&'static str>,
    dues: Vec<Due>,
    states: Vec<State>,
    priorities: Vec<Priority>,
    facts: Vec<Fact>,
}

/// Everything once more in one theme; what has an id has another one in each.
struct Pane {
    theme: &'static str,
    title: String,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    talk: Vec<Entry>,
}

const TOKENS: [(&str, &[&str]); 3] = [
    ("surfaces", &["canvas", "surface", "sunken", "pressed", "raised", "line", "line-2", "line-field"]),
    ("accents", &["ink", "ink-2", "ink-3", "accent", "accent-strong", "accent-solid", "accent-soft", "band"]),
    ("status", &["danger", "danger-soft", "warn", "warn-soft", "ok", "ok-soft", "note", "note-soft"]),
];

/// `GET /styleguide`
///
/// # Errors
/// None of its own.
pub async fn show(p: Page) -> Result<Response, Fail> {
    let due = |kind, text: &str| Due { kind, text: text.to_owned(), href: String::new() };
    let state = |glyph, label: &str| State { glyph, label: label.to_owned() };
    let panes = ["light", "dark"].map(|theme| pane(&p, theme)).into();
    Page::show(&StyleguidePage {
        panes,
        tokens: TOKENS
            .iter()
            .map(|(name, tokens)| (p.t(&format!("guide-{name}")).to_string(), tokens.to_vec()))
            .collect(),
        sizes: vec!["t-12", "t-13", "t-14", "t-16", "t-17", "t-20", "t-26", "t-32"],
        dues: vec![
            due(DueKind::Running, "14 h 40 min"),
            due(DueKind::Soon, "1 h 10 min"),
            due(DueKind::Late, "50 min tarde"),
            due(DueKind::Paused, "3 h 40 min"),
            due(DueKind::Term, "hasta el jueves 26"),
            due(DueKind::Done, "A tiempo"),
        ],
        states: vec![
            state(Glyph::New, "Recibida"),
            state(Glyph::Working, "Trabajo en progreso"),
            state(Glyph::WaitsRequester, "Pendiente por usuario"),
            state(Glyph::WaitsApprover, "Pendiente de aprobación"),
            state(Glyph::Suspended, "Suspendida"),
            state(Glyph::Resolved, "Resuelto"),
            state(Glyph::Closed, "Cerrado"),
            state(Glyph::Refused, "Rechazada"),
        ],
        priorities: ["Crítica", "Alta", "Media", "Planificada"]
            .iter()
            .zip(1..)
            .map(|(label, level)| Priority { level, label: (*label).to_owned() })
            .collect(),
        facts: [("Solicitante", "Camilo Restrepo"), ("Servicio", "Conexión VPN"), ("Canal", "Portal")]
            .map(|(label, value)| Fact { label: label.into(), value: value.into(), ..Fact::default() })
            .into(),
        p,
    })
}

fn pane(p: &Page, theme: &'static str) -> Pane {
    let line = |value: &str| Input::Line { value: value.to_owned(), short: true };
    let field = |name: &str, label: &str, help: &str, input| Field {
        name: format!("{theme}-{name}"),
        label: label.to_owned(),
        help: help.to_owned(),
        optional: false,
        input,
        problem: None,
        whole: false,
    };
    let mut wrong = field("hasta", "Hasta", "", line("20/11/2026"));
    wrong.problem = Some("La fecha final debe ser posterior al 30 de noviembre.".to_owned());
    let option = |value: &str, label: &str, chosen| Opt {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen,
        ..Opt::default()
    };
    let equipment = vec![option("entidad", "De la entidad", true), option("propio", "Propio", false)];
    let kinds = ["Requerimiento", "Incidente"].map(|kind| option(kind, kind, false));
    let problems = vec![Problem { anchor: format!("f-{theme}-hasta"), text: "Revise la fecha final".to_owned() }];
    let said = |at: u8, name: &str, me, from, text: &str| {
        Entry::Said(Message {
            id: format!("{theme}-{at}"),
            who: Who::new("", name, "", me),
            from,
            by: String::new(),
            when: "3:52 p. m.".to_owned(),
            at: "2026-11-19T15:52:00-05:00".to_owned(),
            paragraphs: vec![text.to_owned()],
            files: Vec::new(),
            original: String::new(),
            withdrawn: None,
        })
    };
    Pane {
        theme,
        title: p.t(&format!("theme-{theme}")).to_string(),
        fields: vec![
            field("placa", "Placa de inventario", "Está en la etiqueta blanca del equipo.", line("IPT-1142")),
            wrong,
            field("equipo", "Equipo", "", Input::Choice { options: equipment }),
            field("clase", "Clase", "", Input::Select { options: kinds.into() }),
            field("para_que", "Para qué lo necesita", "", Input::Paragraph { value: String::new(), rows: 3 }),
        ],
        problems,
        talk: vec![
            said(1, "Camilo Restrepo", false, Sender::Requester, "Adjunto la resolución de la comisión."),
            said(2, "Diana Ospina", true, Sender::Desk, "Gracias, Camilo. Ya la revisamos."),
            said(3, "Paola Mejía", false, Sender::Note, "El portátil ya tiene el cliente VPN 7.4."),
            Entry::Happened {
                summary: "1 evento del sistema".to_owned(),
                events: vec![Happening { what: "Asignado".to_owned(), when: "hoy".to_owned() }],
                open: false,
            },
        ],
    }
}
