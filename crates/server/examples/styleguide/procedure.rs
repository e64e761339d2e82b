//! A procedure and the demo's outbox with sample data.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use server::web::Web;
use server::web::demo::{LetterPage, LetterRow, OutboxPage};
use server::web::fail::Fail;
use server::web::page::{Page, Tab};
use server::web::procedure::*;

use crate::sample::*;

pub fn pages() -> Router<Web> {
    Router::new()
        .route("/procedures", get(list))
        .route("/procedures/{procedure}/{version}", get(page))
        .route("/demo/outbox", get(outbox))
        .route("/demo/outbox/{letter}", get(letter))
}

async fn list(p: Page) -> Result<Response, Fail> {
    Page::show(&ProceduresPage {
        procedures: vec![Published {
            name: "Gestión de requerimientos TIC".into(),
            href: "/procedures/tic/3".into(),
            version: "Versión 3 del 10 de diciembre de 2020".into(),
            size: "18 actividades, 3 puntos de control".into(),
            desk: "Centro de Servicios Tecnológicos".into(),
        }],
        drafts: Vec::new(),
        p: p.at(Tab::Procedures),
    })
}

async fn page(p: Page) -> Result<Response, Fail> {
    let cell = |text: &str, heads, control_point| Cell {
        paragraphs: text.split('\n').map(str::to_owned).collect(),
        heads,
        control_point,
    };
    let row = |number: &str, name: &str, point: &str, text: &str, now, happened: &[&str]| PrintedRow {
        number: number.into(),
        id: format!("activity-{number}"),
        cells: vec![
            cell(name, true, false),
            cell(point, false, point == "Sí"),
            cell("Agente de soporte", false, false),
            cell(text, false, false),
            cell("Herramienta de gestión", false, false),
        ],
        now,
        happened: happened.iter().map(|text| (*text).to_owned()).collect(),
    };
    let text = include_str!("../../../../procedures/ejemplo-municipio/procedure.toml");
    let example = desk::procedure::source::read(text).expect("a readable procedure");
    Page::show(&ProcedurePage {
        drawing: chart::draw(&p, &example, None),
        told: words::told(&p, &example),
        roles: words::roles(&p, &example),
        notices: example.notices.values().map(|notice| words::of_notice(&p, &example, notice)).collect(),
        name: "Gestión de requerimientos TIC".into(),
        about: vec![fact("Versión", "3 del 10 de diciembre de 2020", ""), fact("Actividades", "18, 3 puntos de control", ""), fact("Calendario", "Nacional 2026", ""), fact("Estado", "Publicado", "")],
        case: Some(link("REQ-2026-004719", "/cases/REQ-2026-004719")),
        objective: "Definir los lineamientos y acciones a seguir para la gestión de requerimientos.".into(),
        scope: "Inicia con el registro de una solicitud y finaliza con el cierre del caso.".into(),
        conditions: vec!["Si un requerimiento no cuenta con la información completa, se debe colocar en estado «pendiente por usuario».".into()],
        definitions: vec![fact("Requerimiento", "Solicitudes que generan los usuarios respecto a cualquiera de los servicios del catálogo.", "")],
        columns: ["Actividad", "PC", "Responsable", "Explicación", "Registro"].map(str::to_owned).to_vec(),
        rows: vec![
            row("1", "Recibir solicitud", "No", "Recibe la solicitud por cualquier medio que dispone el centro.", false, &["13 nov, 2:30 p. m. · catálogo"]),
            row("2", "Validar solicitud", "Sí", "Establece si es un requerimiento (sigue en 3) o un incidente.", false, &["13 nov, 2:41 p. m. · requerimiento · Diana Ospina"]),
            row("4", "Verificar requerimiento", "Sí", "Verifica la completitud.\nSi no cumple, continuar con la actividad cinco.", true, &["1.ª vez: no cumple, 17 nov, 9:52 a. m."]),
            row("5", "Solicitar información adicional", "No", "Informa los requisitos obligatorios.", false, &[]),
        ],
        terms: vec![fact("Respuesta del usuario (6)", "3 días hábiles", "Si se vence, el caso se cierra")],
        clocks: vec![fact("Tiempo de solución", "Según el servicio", "Se detiene en la actividad 6")],
        readings: vec![Reading { id: "D-M01".into(), at: "actividad 4".into(), text: "«SI, No cumple» se lee «Si no cumple».".into(), reason: "Errata; la línea siguiente da la otra rama.".into() }],
        changes: vec![Change { date: "10/12/2020".into(), version: "3".into(), description: "Actualización de la estructura.".into(), author: "S. Tovar".into() }],
        annex: "#".into(),
        adopted: None,
        versions: Vec::new(),
        p: p.at(Tab::Procedures),
    })
}

async fn outbox(p: Page) -> Result<Response, Fail> {
    let letter = |subject: &str, to: &str| LetterRow {
        href: "/demo/outbox/1".into(),
        to: to.into(),
        subject: subject.into(),
        case: "REQ-2026-004719".into(),
        when: "hoy, 9:00 a. m.".into(),
        status: "Enviada".into(),
    };
    Page::show(&OutboxPage {
        letters: vec![
            letter("Notificación de vencimiento al 50 %: REQ-2026-004719", "diana.ospina@ipt.example"),
            letter("Recibimos su solicitud REQ-2026-004760", "laura.rojas@ipt.example"),
        ],
        reader: String::new(),
        more: String::new(),
        p: p.at(Tab::Outbox),
    })
}

async fn letter(p: Page) -> Result<Response, Fail> {
    Page::show(&LetterPage {
        subject: "Recibimos su solicitud REQ-2026-004760".into(),
        from: "Mesa de servicio <notificaciones@ipt.example>".into(),
        to: "Laura Ximena Rojas Peña <laura.rojas@ipt.example>".into(),
        reply_to: "mesadeservicio+k3v9@ipt.example".into(),
        when: "lunes 23 de noviembre de 2026, 10:21 a. m.".into(),
        paragraphs: vec![
            "Buenos días, Laura:".into(),
            "Recibimos su solicitud. Su número de caso es REQ-2026-004760. La atenderemos a partir de hoy.".into(),
        ],
        files: Vec::new(),
        raw: "#".into(),
        case: "REQ-2026-004760".into(),
        p: p.at(Tab::Outbox),
    })
}
