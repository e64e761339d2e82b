//! The portal with sample data.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use server::web::Web;
use server::web::fail::Fail;
use server::web::kit::*;
use server::web::knowledge::suggested::Suggested;
use server::web::page::{Page, Tab};
use server::web::portal::{case::*, catalogue, home::*, item::*, requests::*, sent::*};

use crate::sample::*;

pub fn pages() -> Router<Web> {
    Router::new()
        .route("/", get(home))
        .route("/catalogue", get(catalogue))
        .route("/catalogue/{item}", get(item))
        .route("/requests", get(requests))
        .route("/requests/{number}", get(case))
        .route("/requests/{number}/sent", get(sent))
}

const CATEGORIES: [(&str, &str, &[&str]); 8] = [
    ("Equipos y puesto de trabajo", "laptop", &["Alistamiento de equipo", "Traslado de puesto", "Administrador local"]),
    (
        "Programas y aplicativos",
        "app-window",
        &["Instalación de software libre", "Instalación de software licenciado", "Falla en un aplicativo"],
    ),
    (
        "Red y acceso remoto",
        "wifi",
        &["Acceso remoto a la red (VPN)", "Acceso a portales restringidos", "Reserva de dirección IP"],
    ),
    (
        "Correo y colaboración",
        "mail",
        &["Ampliación del tamaño del buzón", "Buzón o lista de distribución", "Firma institucional"],
    ),
    (
        "Carpetas y permisos",
        "folder-lock",
        &["Acceso a carpeta compartida", "Recuperar un archivo", "Permisos en un aplicativo"],
    ),
    ("Impresión y escáner", "printer", &["Configurar impresora", "La impresora no imprime", "Anillado y fotocopiado"]),
    ("Claves y seguridad", "key-round", &["Cambio de contraseña", "Correo sospechoso", "Acceso a información"]),
    ("Teletrabajo y telefonía", "house", &["Teletrabajo", "Llamadas a celular", "Llamadas de larga distancia"]),
];

async fn home(p: Page) -> Result<Response, Fail> {
    let categories = CATEGORIES.iter().map(|(name, icon, first)| Category {
        name: (*name).into(),
        icon: (*icon).into(),
        href: "/catalogue".into(),
        services: 5,
        first: first.iter().map(|text| link(text, "/catalogue/vpn")).collect(),
    });
    let turn = |what: &str, subject: &str, until: &str, otherwise: &str| Turn {
        what: what.into(),
        href: "/requests/SOL-2026-000118".into(),
        subject: subject.into(),
        until: Some(at(until)),
        otherwise: otherwise.into(),
    };
    let open = |subject: &str, sentence: &str| OpenRequest {
        subject: subject.into(),
        href: "/requests/SOL-2026-000118".into(),
        sentence: sentence.into(),
    };
    Page::show(&HomePage {
        my_turn: vec![
            turn(
                "Confirme si la solución le sirvió",
                "Instalación de QGIS en su computador",
                "2026-11-25T00:00",
                "Si no responde, se da por aceptada.",
            ),
            turn(
                "Envíe 1 documento que falta",
                "Acceso a la carpeta «Contratos 2026»",
                "2026-11-26T00:00",
                "Si no lo recibimos, el caso se cierra.",
            ),
        ],
        open: vec![
            open(
                "Ampliación del tamaño del buzón",
                "Espera la aprobación de Hernán Quiroga, suplente de su directora, hasta hoy a las 3:00 p. m.",
            ),
            open(
                "Impresora del piso 4 imprime con franjas",
                "La atiende Julián Castañeda. Respuesta prevista: hoy, 4:00 p. m.",
            ),
            open(
                "Monitor adicional para el puesto 4-112",
                "Suspendida: el proveedor entrega el equipo. Próxima revisión: jueves 26 de noviembre.",
            ),
        ],
        requests: 14,
        categories: categories.collect(),
        services: 40,
        examples: vec![link("VPN", "/catalogue?q=vpn"), link("correo lleno", "#"), link("impresora", "#")],
        p: Page { approvals_pending: 2, ..p.at(Tab::Home) },
    })
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn catalogue(p: Page, Query(search): Query<Search>) -> Result<Response, Fail> {
    let categories = CATEGORIES.iter().enumerate().map(|(at, (name, icon, first))| catalogue::Category {
        id: format!("c{at}"),
        name: (*name).into(),
        icon: (*icon).into(),
        services: first
            .iter()
            .enumerate()
            .map(|(at, name)| catalogue::Service {
                name: (*name).into(),
                href: "/catalogue/vpn".into(),
                about: "Para trabajar desde fuera de la sede con los aplicativos internos.".into(),
                approval: if at == 0 { "Requiere aprobación".into() } else { String::new() },
            })
            .collect(),
    });
    let nothing = search.q == "bpn";
    Page::show(&catalogue::CataloguePage {
        categories: if nothing { Vec::new() } else { categories.collect() },
        requests: Vec::new(),
        articles: Vec::new(),
        query: search.q,
        p: p.at(Tab::Catalogue),
    })
}

#[derive(Deserialize)]
struct Wrong {
    wrong: Option<String>,
}

fn next_steps() -> Vec<NextStep> {
    let step = |what: &str, text: &str| NextStep { what: what.into(), text: text.into() };
    vec![
        step(
            "La mesa la revisa",
            "Un agente de soporte verifica que esté completa y que el aprobador sea el correcto.",
        ),
        step(
            "Un directivo decide",
            "Si se envía hoy, tiene hasta el miércoles 25 de noviembre a las 4:20 p. m. Si no la aprueba, le diremos el motivo.",
        ),
        step("Se configura el acceso", "Después de la aprobación, en un día hábil y medio aproximadamente."),
    ]
}

async fn item(p: Page, Query(wrong): Query<Wrong>) -> Result<Response, Fail> {
    let wrong = wrong.wrong.is_some();
    let approver = |name: &str, position: &str, suggested, absence: &str| Approver {
        id: name.into(),
        name: name.into(),
        position: position.into(),
        suggested,
        chosen: suggested,
        absence: absence.into(),
    };
    let beneficiary = Field {
        ..field(
            "beneficiary",
            "Nombre, correo o extensión",
            "",
            Input::Person {
                query: String::new(),
                found: Vec::new(),
                chosen: Some(who(
                    "Camilo Andrés Restrepo Álvarez",
                    "Profesional especializado · Dirección de Ordenamiento Territorial",
                    false,
                )),
            },
        )
    };
    let other = Opt { parts: vec![beneficiary], ..opt("other", "A nombre de otra persona", "", true) };
    let plate = field(
        "placa",
        "Placa de inventario",
        "Está en la etiqueta blanca del equipo. Por ejemplo, IPT-0873.",
        line("IPT-1142", true),
    );
    let own = Opt { parts: vec![plate], ..opt("entidad", "Computador del Instituto", "", true) };
    let mut until = field(
        "hasta",
        "Hasta qué fecha",
        "El acceso se retira solo al terminar el periodo. Máximo seis meses.",
        Input::Date { value: "2026-12-18".into() },
    );
    let mut why = field(
        "justificacion",
        "¿Para qué lo necesita?",
        "Quien aprueba leerá este texto.",
        paragraph(
            "Comisión a Leticia del 30 de noviembre al 18 de diciembre: cargue diario de la cartografía de campo al geoportal.",
            4,
        ),
    );
    let mut problems = Vec::new();
    if wrong {
        until.problem = Some("La fecha final debe ser posterior al 30 de noviembre de 2026.".into());
        why.problem = Some("Explique para qué necesita el acceso.".into());
        why.input = paragraph("", 4);
        for f in [&until, &why] {
            problems.push(Problem { anchor: f.id(), text: f.problem.clone().unwrap_or_default() });
        }
    }
    Page::show(&ItemPage {
        suggested: Suggested::none(&p),
        category: "Red y acceso remoto".into(),
        name: "Acceso remoto a la red (VPN)".into(),
        about:
            "Para trabajar desde fuera de la sede con los aplicativos internos. Requiere aprobación de un directivo."
                .into(),
        form: FormHead { visit: String::new(), ..form("/catalogue/vpn") },
        for_whom: field(
            "for_whom",
            "¿Para quién es?",
            "",
            Input::Choice { options: vec![opt("me", "Para mí", "", false), other] },
        ),
        fields: vec![
            field(
                "equipo",
                "¿Desde qué equipo se conectará?",
                "",
                Input::Choice {
                    options: vec![
                        own,
                        opt("personal", "Computador personal", "Le pediremos la evidencia del antivirus.", false),
                    ],
                },
            ),
            field("desde", "Desde qué fecha", "", Input::Date { value: "2026-11-30".into() }),
            until,
            field(
                "sistemas",
                "¿A qué necesita entrar?",
                "",
                Input::Many {
                    options: vec![
                        opt("carpetas", "Carpetas compartidas", "", true),
                        opt("geoportal", "Geoportal interno", "", true),
                        opt("documental", "Gestión documental", "", false),
                        opt("otro", "Otro aplicativo", "", false),
                    ],
                    columns: true,
                },
            ),
            field(
                "sede",
                "¿En qué sede está?",
                "",
                Input::Select {
                    options: vec![opt("bogota", "Bogotá", "", true), opt("medellin", "Medellín", "", false)],
                },
            ),
            why,
        ],
        approvers: Some(Approvers {
            help: "Sugerimos al superior más cercano de Camilo Restrepo. Si no es la persona, escoja otra.".into(),
            people: vec![
                approver(
                    "Martha Lucía Cárdenas Gil",
                    "Directora de Ordenamiento Territorial",
                    true,
                    "Ausente hasta el 27 de noviembre: decide su suplente, Hernán Darío Quiroga",
                ),
                approver("Beatriz Elena Noguera Paz", "Subdirectora de Información Territorial", false, ""),
                approver("Álvaro José Lozano Rincón", "Jefe de la Oficina de Planeación", false, ""),
            ],
            query: String::new(),
            problem: None,
        }),
        files: vec![KeptFile { id: "1".into(), file: file("Resolución comisión Leticia.pdf", "214 KB") }],
        files_limit: "Hasta 10 archivos, 50 MB en total.".into(),
        problems,
        next_steps: next_steps(),
        procedure: link("Ver el procedimiento completo", "/procedures/tic/3"),
        draft_at: Some(at("2026-11-23T10:18")),
        p: p.at(Tab::Catalogue),
    })
}

async fn sent(p: Page) -> Result<Response, Fail> {
    Page::show(&SentPage {
        number: "REQ-2026-004760".into(),
        subject: "Acceso remoto a la red (VPN)".into(),
        case_href: "/requests/REQ-2026-004760".into(),
        starts: "La atenderemos a partir de hoy, lunes 23 de noviembre.".into(),
        facts: vec![
            fact("A nombre de", "Camilo Andrés Restrepo Álvarez", ""),
            fact("Decide", "Hernán Darío Quiroga", "Suplente de Martha Lucía Cárdenas Gil"),
            fact("Solución prevista", "jueves 26 de noviembre, 10:20 a. m.", "32 horas hábiles"),
        ],
        next_steps: next_steps(),
        mail: "laura.rojas@ipt.example".into(),
        p: p.at(Tab::Catalogue),
    })
}

fn state(glyph: Glyph, label: &str) -> State {
    State { glyph, label: label.into() }
}

async fn requests(p: Page) -> Result<Response, Fail> {
    let row = |number: &str, subject: &str, state: State, sentence: &str, until: Option<&str>| RequestRow {
        number: number.into(),
        subject: subject.into(),
        href: "/requests/SOL-2026-000118".into(),
        state,
        sentence: sentence.into(),
        until: until.map(at),
        registered_at: at("2026-11-12T09:05"),
        for_whom: if number.ends_with('9') { "A nombre de Camilo Restrepo".into() } else { String::new() },
    };
    Page::show(&RequestsPage {
        my_turn: vec![
            row(
                "SOL-2026-000118",
                "Instalación de QGIS en su computador",
                state(Glyph::WaitsRequester, "Reportada"),
                "Confirme si la solución le sirvió.",
                Some("2026-11-25T00:00"),
            ),
            row(
                "SOL-2026-000121",
                "Acceso a la carpeta «Contratos 2026»",
                state(Glyph::WaitsRequester, "Pendiente por usuario"),
                "Envíe 1 documento que falta.",
                Some("2026-11-26T00:00"),
            ),
        ],
        open: vec![
            row(
                "REQ-2026-004743",
                "Ampliación del tamaño del buzón",
                state(Glyph::WaitsApprover, "Pendiente de aprobación"),
                "Espera la decisión de Hernán Quiroga, suplente de su directora.",
                Some("2026-11-23T15:00"),
            ),
            row(
                "REQ-2026-004729",
                "Impresora del piso 4 imprime con franjas",
                state(Glyph::Working, "Trabajo en progreso"),
                "La atiende Julián Castañeda.",
                Some("2026-11-23T16:00"),
            ),
            row(
                "SOL-2026-000099",
                "Monitor adicional para el puesto 4-112",
                state(Glyph::Suspended, "Suspendida"),
                "El proveedor entrega el equipo.",
                Some("2026-11-26T08:00"),
            ),
        ],
        closed: vec![
            row(
                "SOL-2026-000082",
                "Cambio de contraseña",
                state(Glyph::Closed, "Cerrada"),
                "Atendida y aceptada.",
                None,
            ),
            row(
                "REQ-2026-004588",
                "Llamadas de larga distancia",
                state(Glyph::Refused, "Cerrado"),
                "No fue aprobada: el contrato no incluye llamadas internacionales.",
                None,
            ),
        ],
        more: "#".into(),
        p: p.at(Tab::Requests),
    })
}

async fn case(p: Page, Query(wrong): Query<Wrong>) -> Result<Response, Fail> {
    let step = |number: &str, name: &str, stage, note: &str| Step {
        number: number.into(),
        name: name.into(),
        stage,
        note: note.into(),
    };
    let me = || who("Laura Rojas", "", true);
    let julian = || who("Julián Castañeda", "Mesa de servicio", false);
    let survey = wrong.wrong.is_some();
    let mut first = said(
        me(),
        Sender::Requester,
        "al registrar la solicitud",
        "Jueves 12 de noviembre, 9:05 a. m.",
        "Necesito QGIS para revisar las capas de suelo rural que entregó la consultoría.",
    );
    first.files.push(file("Formato de software libre.pdf", "96 KB"));
    let comment =
        field("comentario", "¿Qué no funcionó?", "Vuelve a la mesa con lo que usted escriba.", paragraph("", 3));
    let choice = |id: &str, label: &str, needs: Vec<Field>, send: &str, refuses| Choice {
        id: id.into(),
        label: label.into(),
        form: form("/cases/SOL-2026-000118/answer"),
        needs,
        send: send.into(),
        refuses,
        open: false,
    };
    Page::show(&RequestPage {
        future: Vec::new(),
        explain: String::new(),
        number: "SOL-2026-000118".into(),
        subject: "Instalación de QGIS en su computador".into(),
        state: state(Glyph::WaitsRequester, "Reportada"),
        meaning: "Espera su respuesta".into(),
        solution: Some(Solution {
            title: "Solución".into(),
            paragraphs: vec![
                "Instalamos QGIS 3.40 LTR en el equipo IPT-0961, con los complementos de cartografía base. Abre con su usuario de siempre.".into(),
                "Encuentra el acceso directo en el escritorio y la guía de inicio en la carpeta «Documentos».".into(),
            ],
            by: julian(),
            at: at("2026-11-20T10:15"),
        }),
        asked: Some(Asked {
            question: "¿Está de acuerdo con la solución?".into(),
            missing: Vec::new(),
            until: Some(at("2026-11-25T00:00")),
            otherwise: "Si no responde, la solicitud se cerrará dando por aceptada la solución.".into(),
            explained: Some(explained()),
            form: form("/cases/SOL-2026-000118/answer"),
            answers: vec![
                choice("U-E18", "Estoy de acuerdo", Vec::new(), "", false),
                choice("U-E20", "No estoy de acuerdo", vec![comment], "Enviar desacuerdo", true),
            ],
            problems: Vec::new(),
            verifying: false,
        })
        .filter(|_| !survey),
        survey: survey.then(|| Survey {
            form: form("/cases/SOL-2026-000118/survey"),
            question: "¿Qué tan satisfecha quedó con el servicio?".into(),
            faces: ["Muy satisfecha", "Satisfecha", "Ni lo uno ni lo otro", "Insatisfecha", "Muy insatisfecha"].iter().enumerate().map(|(at, label)| opt(&(5 - at).to_string(), label, "", at == 1)).collect(),
            until: Some(at("2026-12-05T00:00")),
        }),
        again: survey.then(|| link("Volver a solicitar", "#")),
        withdraw: None,
        steps: vec![
            step("1", "Registrar solicitud", Stage::Done, "Jueves 12 de noviembre, 9:05 a. m."),
            step("2", "Verificar la solicitud", Stage::Done, "Jueves 12, procede"),
            step("3", "Clasificar y categorizar", Stage::Done, "Jueves 12"),
            step("4", "Verificar completitud", Stage::Done, "Jueves 12, completa"),
            step("5", "Gestionar solicitud", Stage::Done, "Jueves 12"),
            step("6", "Analizar y gestionar la aprobación", Stage::Done, "Martes 17, aprobada por Beatriz Noguera"),
            step("7", "Atender la solicitud escalada", Stage::Skipped, "No hizo falta"),
            step("8", "Atender solicitud", Stage::Done, "Viernes 20, Julián Castañeda"),
            step("9", "Reportar gestión realizada", Stage::Now, "Espera su respuesta"),
            step("10", "Cerrar solicitud", Stage::Next, ""),
        ],
        progress: "Actividad 9 de 10".into(),
        chart: link("Ver el procedimiento P-TI-03", "/procedures/tic/3"),
        conversation: vec![
            Entry::Said(first),
            Entry::Said(said(julian(), Sender::Desk, "Mesa de servicio", "Jueves 19 de noviembre, 3:40 p. m.", "Buenas tardes, Laura. La instalación tarda unos 20 minutos y necesita el equipo encendido. ¿Le sirve mañana viernes a las 9:30 a. m.?")),
            Entry::Said(said(me(), Sender::Requester, "por correo", "Jueves 19 de noviembre, 4:12 p. m.", "Sí, señor. A esa hora estoy en una reunión en el piso 3, pero dejo el equipo encendido y con la sesión bloqueada.")),
        ],
        reply: FormHead { visit: String::new(), ..form("/cases/SOL-2026-000118/message") },
        draft: String::new(),
        facts: vec![
            fact("Servicio", "Instalación de software libre", ""),
            fact("Equipo", "IPT-0961", ""),
            fact("Aprobó", "Beatriz Elena Noguera Paz", "Subdirectora de Información Territorial"),
            fact("Registrada", "12/11/2026 9:05 a. m.", ""),
        ],
        p: p.at(Tab::Requests),
    })
}
