//! Every piece in both themes.

use askama::Template;
use axum::response::Response;
use server::web::fail::Fail;
use server::web::kit::*;
use server::web::page::Page;

use crate::sample::*;

#[derive(Template)]
#[template(path = "../../examples/styleguide/pieces.html")]
struct PiecesPage {
    p: Page,
    panes: [(&'static str, &'static str); 2],
    colours: Vec<(&'static str, &'static [&'static str])>,
    dues: Vec<(Due, &'static str)>,
    states: Vec<State>,
    priorities: Vec<Priority>,
    talk: Vec<Entry>,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    links: Vec<Link>,
}

pub async fn show(p: Page) -> Result<Response, Fail> {
    let due = |kind, text, about| (Due { kind, text: String::from(text), href: String::new() }, about);
    let state = |glyph, label: &str| State { glyph, label: label.into() };
    let mut wrong = field("hasta", "Hasta", "", line("20/11/2026", true));
    wrong.problem = Some("La fecha final debe ser posterior al 30 de noviembre.".into());
    Page::show(&PiecesPage {
        panes: [("light", "Tema claro"), ("dark", "Tema oscuro")],
        colours: vec![
            ("Superficies", &["canvas", "surface", "sunken", "pressed", "raised", "line", "line-2", "line-field"]),
            (
                "Texto y acento",
                &["ink", "ink-2", "ink-3", "accent", "accent-strong", "accent-solid", "accent-soft", "band"],
            ),
            ("Estado", &["danger", "danger-soft", "warn", "warn-soft", "ok", "ok-soft", "note", "note-soft"]),
        ],
        dues: vec![
            due(DueKind::Running, "14 h 40 min", "Corre, más de un día"),
            due(DueKind::Soon, "1 h 10 min", "Vence hoy"),
            due(DueKind::Late, "50 min tarde", "Vencido"),
            due(DueKind::Paused, "3 h 40 min", "Detenido"),
            due(DueKind::Term, "hasta el jueves 26", "Término en días"),
            due(DueKind::Done, "A tiempo", "Cumplido"),
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
            .map(|(label, level)| Priority { level, label: (*label).into() })
            .collect(),
        talk: vec![
            Entry::Said(said(
                who("Camilo Restrepo", "", false),
                Sender::Requester,
                "solicitante, por correo",
                "3:30 p. m.",
                "Adjunto la resolución de la comisión.",
            )),
            Entry::Said(said(
                who("Diana Ospina", "", true),
                Sender::Desk,
                "",
                "3:52 p. m.",
                "Gracias, Camilo. Ya la revisamos.",
            )),
            Entry::Said(said(
                who("Paola Mejía", "", false),
                Sender::Note,
                "",
                "4:05 p. m.",
                "El portátil ya tiene el cliente VPN 7.4.",
            )),
            Entry::Happened {
                summary: "3 eventos del sistema".into(),
                events: vec![Happening { what: "Asignado".into(), when: "hoy".into() }],
                open: false,
            },
        ],
        fields: vec![
            field("placa", "Placa de inventario", "Está en la etiqueta blanca del equipo.", line("IPT-1142", true)),
            wrong,
        ],
        problems: vec![Problem {
            anchor: "f-hasta".into(),
            text: "La fecha final debe ser posterior al 30 de noviembre".into(),
        }],
        links: [
            "/",
            "/catalogue",
            "/catalogue?q=bpn",
            "/catalogue/vpn",
            "/catalogue/vpn?wrong=1",
            "/requests",
            "/requests/SOL-2026-000118",
            "/requests/SOL-2026-000118?wrong=1",
            "/requests/REQ-2026-004760/sent",
            "/queue",
            "/queue?empty=1",
            "/cases/REQ-2026-004719",
            "/register",
            "/approvals",
            "/approvals/REQ-2026-004735/1",
            "/approvals/REQ-2026-004735/1?step=reject",
            "/absences",
            "/procedures",
            "/procedures/tic/3",
            "/demo/outbox",
            "/demo/outbox/1",
            "/sign-in",
            "/nowhere",
        ]
        .map(|path| link(path, path))
        .to_vec(),
        p,
    })
}
