//! Approvals with sample data.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use server::web::Web;
use server::web::approvals::{absence::*, card::*, inbox::*};
use server::web::fail::Fail;
use server::web::kit::*;
use server::web::page::{Page, Tab};

use crate::sample::*;

pub fn pages() -> Router<Web> {
    Router::new()
        .route("/approvals", get(inbox))
        .route("/approvals/{number}/{approval}", get(card))
        .route("/absences", get(absences))
}

async fn inbox(p: Page) -> Result<Response, Fail> {
    let pending = |subject: &str, requester: &str, stand_in: bool, d| Pending {
        href: "/approvals/REQ-2026-004735/1".into(),
        subject: subject.into(),
        number: "REQ-2026-004735".into(),
        requester: requester.into(),
        as_substitute: if stand_in { "Como suplente de Martha Lucía Cárdenas".into() } else { String::new() },
        due: d,
    };
    let decided = |approved, sentence: &str, when: &str| Decided {
        approved,
        sentence: sentence.into(),
        href: "#".into(),
        when: when.into(),
    };
    Page::show(&ApprovalsPage {
        pending: vec![
            pending(
                "Ampliación del tamaño del buzón a 50 GB",
                "Laura Ximena Rojas · Información Territorial",
                true,
                due(DueKind::Soon, "Hoy, 3:00 p. m."),
            ),
            pending(
                "Instalación de software licenciado: SPSS 31",
                "Daniela Pacheco Rúa · Ordenamiento Territorial",
                true,
                due(DueKind::Running, "Martes 24, 4:00 p. m."),
            ),
            pending(
                "Llamadas a celular durante comisión",
                "Ingrid Paola Bermúdez · Suelo Rural",
                false,
                due(DueKind::Running, "Miércoles 25, 12:00 m."),
            ),
        ],
        decided: vec![
            decided(true, "Aprobó el acceso a portales restringidos de Adriana Forero", "Viernes 20, 11:02 a. m."),
            decided(
                false,
                "Rechazó las llamadas de larga distancia de Rubén Acosta",
                "Jueves 19, 4:45 p. m., como suplente",
            ),
        ],
        all_decided: "#".into(),
        absence: "Suplente: Beatriz Elena Noguera Paz. No tiene ausencias programadas.".into(),
        stands_in_for: vec![link("Martha Lucía Cárdenas Gil, hasta el 27 de noviembre", "")],
        p: Page { approvals_pending: 3, ..p.at(Tab::Approvals) },
    })
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    step: String,
}

async fn card(p: Page, Query(step): Query<Step>) -> Result<Response, Fail> {
    let check = |fits, text: &str| Check { fits, text: text.into() };
    Page::show(&CardPage {
        number: "REQ-2026-004735".into(),
        subject: "Instalación de software licenciado: SPSS 31".into(),
        href: "/approvals/REQ-2026-004735/1".into(),
        place: "2 de 3 pendientes".into(),
        due: due(DueKind::Running, "Martes 24, 4:00 p. m."),
        stand_in: "Decide como suplente de Martha Lucía Cárdenas Gil, Directora de Ordenamiento Territorial, ausente hasta el 27 de noviembre. Ella recibirá copia.".into(),
        stand_in_short: "Como suplente de Martha Lucía Cárdenas".into(),
        facts: vec![
            fact("Solicita", "Daniela Pacheco Rúa", "Contratista, Ordenamiento Territorial"),
            fact("Para", "Ella misma, equipo IPT-0733", ""),
            fact("Impacto", "Bajo: un usuario", "Usa 1 de las 4 licencias disponibles"),
            fact("Responda", "Hasta el martes 24 de noviembre, 4:00 p. m.", "Si nadie decide, se avisa al coordinador; no se aprueba ni se rechaza solo."),
        ],
        why: vec!["Procesar la encuesta de calidad de vida municipal. El contrato exige entregar los archivos en formato SPSS antes del 15 de diciembre.".into()],
        answers: Vec::new(),
        checks: vec![check(true, "La solicitud está completa"), check(true, "Usted es el aprobador correcto (actividad 10, Diana Ospina)"), check(false, "Queda una sola licencia después de esta")],
        files: vec![file("Obligaciones del contrato 214.pdf", "180 KB")],
        policy: Vec::new(),
        binds: "abc".into(),
        step: CardStep::from_word(&step.step),
        form: form("/cases/REQ-2026-004735/decide"),
        analysis: Vec::new(),
        not_mine: form("/cases/REQ-2026-004735/answer"),
        not_mine_answer: "M-E24".into(),
        problems: Vec::new(),
        reason: String::new(),
        decided: String::new(),
        p: Page { approvals_pending: 3, ..p.at(Tab::Approvals) },
    })
}

async fn absences(p: Page) -> Result<Response, Fail> {
    let date = |name: &str, label: &str| field(name, label, "", Input::Date { value: String::new() });
    Page::show(&AbsencePage {
        form: FormHead { visit: String::new(), ..form("/absences") },
        dates: [date("from", "Primer día"), date("until", "Último día")],
        substitute: field(
            "substitute",
            "¿Quién decide mientras tanto?",
            "",
            Input::Select {
                options: vec![opt("1", "Beatriz Elena Noguera Paz, Subdirectora de Información Territorial", "", true)],
            },
        ),
        problems: Vec::new(),
        absences: vec![Absence {
            dates: "Del lunes 21 de diciembre de 2026 al viernes 8 de enero de 2027".into(),
            substitute: "Beatriz Elena Noguera Paz".into(),
            running: false,
            end: form("/absences/1/end"),
        }],
        stands_in: vec!["Usted es suplente de Martha Lucía Cárdenas Gil hasta el viernes 27 de noviembre.".into()],
        p: p.at(Tab::Approvals),
    })
}
