//! The desk with sample data.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use server::web::Web;
use server::web::desk::{case::*, nav::*, phone::*, queue::*};
use server::web::fail::Fail;
use server::web::kit::*;
use server::web::page::{Page, Tab};

use crate::sample::*;

pub fn pages() -> Router<Web> {
    Router::new().route("/queue", get(queue)).route("/cases/{number}", get(case)).route("/register", get(phone))
}

pub fn nav() -> Nav {
    let to = |name: &str, icon, count, current, alert| NavLink {
        name: name.into(),
        icon,
        href: "/queue".into(),
        count: Badge(count),
        current,
        alert,
    };
    let group = |title: &str, links| NavGroup { title: title.into(), links };
    Nav {
        saved: Vec::new(),
        board: true,
        live: String::new(),
        case: String::new(),
        keys: Some(String::new()),
        keymap: Vec::new(),
        desk: "Centro de Servicios Tecnológicos".into(),
        query: String::new(),
        groups: vec![
            group(
                "",
                vec![
                    to("Sin asignar", "inbox", 7, false, false),
                    to("Mis casos", "user", 12, false, false),
                    to("De mi grupo", "users", 41, true, false),
                ],
            ),
            group(
                "Por tiempo",
                vec![to("Vencidos", "circle-alert", 2, false, true), to("Por vencer", "clock", 9, false, false)],
            ),
            group(
                "Esperan a alguien",
                vec![
                    to("Respondidos por el usuario", "reply", 4, false, false),
                    to("Pendientes por usuario", "hourglass", 8, false, false),
                    to("En aprobación", "stamp", 6, false, false),
                    to("Suspendidos", "circle-pause", 3, false, false),
                ],
            ),
            group(
                "Vistas guardadas",
                vec![
                    to("VPN y teletrabajo", "star", 11, false, false),
                    to("Ingresos de diciembre", "star", 120, false, false),
                ],
            ),
        ],
        late: Badge(2),
        desks: Vec::new(),
    }
}

fn priority(level: u8) -> Priority {
    let label = ["", "Crítica", "Alta", "Media", "Planificada"][level as usize];
    Priority { level, label: label.into() }
}

fn act() -> Act {
    let field_of = |answer: &str, name: &str, label: &str, help: &str, input| {
        field(&format!("{answer}.{name}"), label, help, input)
    };
    Act {
        number: "4".into(),
        name: "Verificar requerimiento".into(),
        control_point: true,
        whose: "Le toca a usted, agente de soporte · segunda vez".into(),
        printed: vec!["Verificar la completitud de la solicitud en cuanto a la información registrada, los documentos soporte relacionados y/o autorizaciones que sean requeridas para poder atenderla.".into()],
        question: "¿La solicitud cumple los requisitos?".into(),
        form: form("/cases/REQ-2026-004719/answer"),
        answers: vec![
            AnswerCard {
                id: "M-E06".into(),
                label: "Cumple requisitos".into(),
                leads_to: "Sigue la actividad 9 · Requiere aprobación".into(),
                to: "9".into(),
                needs: Vec::new(),
                effect: "El caso sigue en «Trabajo en progreso» y el tiempo de solución corre.".into(),
                barred: None,
                chosen: false,
            },
            AnswerCard {
                id: "M-E05".into(),
                label: "No cumple o requiere aclaraciones".into(),
                leads_to: "Sigue la actividad 5 · Solicitar información adicional".into(),
                to: "5".into(),
                needs: vec![
                    field_of("M-E05", "lista", "Qué falta o qué debe aclarar", "Al menos uno.", Input::Many {
                        options: vec![
                            opt("resolucion", "Documento: resolución o acto de comisión", "", false),
                            opt("sistemas", "Dato: sistemas a los que necesita entrar", "", true),
                            opt("supervisor", "Autorización: visto bueno del supervisor", "", false),
                        ],
                        columns: false,
                    }),
                    field_of("M-E05", "mensaje", "Mensaje para Camilo Restrepo", "", paragraph("Buenos días, Camilo. Para configurar el acceso necesitamos saber si también entrará a Gestión documental o solo al geoportal y a las carpetas.", 4)),
                ],
                effect: "El caso queda «Pendiente por usuario», se detiene el tiempo de solución y Camilo tiene hasta el jueves 26 de noviembre, 11:59 p. m.".into(),
                barred: None,
                chosen: true,
            },
        ],
        suggestion: Some(Suggestion { label: "Cumple requisitos".into(), reason: "fechas, placa, justificación y resolución están registradas.".into() }),
        problems: Vec::new(),
        verifying: false,
    }
}

fn talk() -> Vec<Entry> {
    let camilo = || who("Camilo Restrepo", "", false);
    let mut letter = said(
        camilo(),
        Sender::Requester,
        "solicitante, por correo",
        "jue 19 nov, 3:30 p. m.",
        "Buenas tardes. Adjunto la resolución de la comisión. La placa del portátil es IPT-1142.",
    );
    letter.files.push(file("Resolución comisión Leticia.pdf", "214 KB"));
    letter.original = "#".into();
    let event = |what: &str, when: &str| Happening { what: what.into(), when: when.into() };
    vec![
        Entry::Said(said(
            camilo(),
            Sender::Requester,
            "solicitante, por el portal",
            "vie 13 nov, 2:30 p. m.",
            "Comisión a Leticia del 30 de noviembre al 18 de diciembre: cargue diario de la cartografía de campo al geoportal.",
        )),
        Entry::Happened {
            summary: "6 eventos: recibido, actividades 1 a 4, asignado a Diana Ospina".into(),
            events: vec![event("Recibido por el catálogo; actividades 1 a 3", "vie 13, 2:30 p. m.")],
            open: false,
        },
        Entry::Said(said(
            who("Diana Ospina", "", true),
            Sender::Desk,
            "",
            "mar 17 nov, 10:00 a. m.",
            "Buenos días, Camilo. Para continuar necesitamos: la resolución de la comisión y la placa del computador. Tiene plazo hasta el viernes 20 de noviembre de 2026, 11:59 p. m. Si no recibimos la información, el requerimiento se cerrará.",
        )),
        Entry::Happened {
            summary: "3 eventos: pendiente por usuario, recordatorio, respuesta recibida".into(),
            events: vec![
                event(
                    "Pasó a «Pendiente por usuario»; se detuvo el tiempo de solución (actividad 6)",
                    "mar 17, 10:00 a. m.",
                ),
                event("Sistema envió el recordatorio del segundo día", "jue 19, 8:00 a. m."),
                event(
                    "Respuesta a tiempo: volvió a «Trabajo en progreso» (actividad 7, vuelve a 4)",
                    "jue 19, 3:30 p. m.",
                ),
            ],
            open: true,
        },
        Entry::Said(letter),
        Entry::Said(said(
            who("Paola Mejía", "", false),
            Sender::Note,
            "",
            "vie 20 nov, 9:05 a. m.",
            "El portátil ya tiene el cliente VPN 7.4; no hay que traerlo a la mesa. Falta saber si entra a Gestión documental: eso cambia el perfil.",
        )),
        Entry::Happened {
            summary: "1 evento, hoy 9:00 a. m.: notificación de vencimiento al 50 % a usted y a Ricardo Salcedo".into(),
            events: vec![event("Sistema envió la notificación", "lun 23, 9:00 a. m.")],
            open: false,
        },
    ]
}

#[derive(Deserialize)]
struct Shown {
    empty: Option<String>,
}

async fn queue(p: Page, Query(shown): Query<Shown>) -> Result<Response, Fail> {
    let jc = || Some(who("Julián Castañeda", "", false));
    let pm = || Some(who("Paola Mejía", "", false));
    let dia = || Some(who("Diana Ospina", "", true));
    let row = |n: &str,
               subject: &str,
               requester: &str,
               unit: &str,
               level,
               activity: (&str, &str),
               remark: Option<(&'static str, &str)>,
               d: Option<Due>,
               assignee| Row {
        number: format!("REQ-2026-00{n}"),
        subject: subject.into(),
        requester: requester.into(),
        unit: unit.into(),
        priority: priority(level),
        activity: activity.0.into(),
        activity_name: activity.1.into(),
        remark: remark.map(|(icon, text)| (icon, text.to_owned())),
        due: d,
        assignee,
        href: "/queue".into(),
        current: n == "4719",
        unread: n == "4740",
        more: Vec::new(),
    };
    use DueKind::{Late, Paused, Running, Soon};
    let group = |title: &str, count: &str, rows| Group { title: title.into(), count: count.into(), rows };
    let groups = vec![
        group(
            "Vencidos",
            "2",
            vec![
                row(
                    "4698",
                    "Alistamiento de equipo para ingreso del 1 de diciembre",
                    "Yolima Andrade",
                    "Talento Humano",
                    2,
                    ("16", "Resolver y cerrar"),
                    None,
                    due(Late, "1 h 20 min tarde"),
                    jc(),
                ),
                row(
                    "4702",
                    "Configurar impresora de la Oficina Jurídica en tres equipos",
                    "Óscar Iván Patiño",
                    "Oficina Jurídica",
                    3,
                    ("13", "Tramitar y documentar"),
                    None,
                    due(Late, "50 min tarde"),
                    pm(),
                ),
            ],
        ),
        group(
            "Vencen hoy",
            "4",
            vec![
                row(
                    "4731",
                    "Instalación de AutoCAD LT en el equipo IPT-0873",
                    "Sandra Milena Quintero",
                    "Infraestructura",
                    2,
                    ("14", "Establecer necesidad de cambio"),
                    None,
                    due(Soon, "1 h 10 min"),
                    jc(),
                ),
                row(
                    "4736",
                    "Acceso a la carpeta «Contratos 2026»",
                    "Laura Ximena Rojas",
                    "Información Territorial",
                    3,
                    ("6", "Revisar y completar"),
                    Some(("hourglass", "Pendiente por usuario")),
                    due(Paused, "3 h 40 min"),
                    dia(),
                ),
                row(
                    "4740",
                    "Cuenta de correo para el grupo de cooperación",
                    "Fabián Arturo Solano",
                    "Cooperación",
                    3,
                    ("3", "Registrar y categorizar"),
                    None,
                    due(Soon, "5 h 40 min"),
                    None,
                ),
                row(
                    "4727",
                    "No abre el visor de cartografía en la sede Medellín",
                    "Luz Dary Montoya",
                    "Sede Medellín",
                    1,
                    ("13", "Tramitar y documentar"),
                    None,
                    due(Soon, "6 h 10 min"),
                    pm(),
                ),
            ],
        ),
        group(
            "Vencen mañana, martes 24",
            "5",
            vec![
                row(
                    "4719",
                    "Acceso remoto a la red (VPN) para comisión en Leticia",
                    "Camilo Andrés Restrepo",
                    "Ordenamiento Territorial",
                    3,
                    ("4", "Verificar requerimiento"),
                    Some(("reply", "Respondió el usuario")),
                    due(Running, "14 h 40 min"),
                    dia(),
                ),
                row(
                    "4743",
                    "Ampliación del tamaño del buzón a 50 GB",
                    "Nubia Esperanza Cely",
                    "Financiera",
                    4,
                    ("12", "Requerimiento aprobado"),
                    Some(("stamp", "Pendiente de aprobación")),
                    due(Running, "9 h"),
                    dia(),
                ),
                row(
                    "4745",
                    "Teletrabajo dos días por semana: acceso y equipo",
                    "Wilson Fernando Ariza",
                    "Control Interno",
                    4,
                    ("10", "Verificar aprobador"),
                    None,
                    due(Running, "11 h 25 min"),
                    dia(),
                ),
                row(
                    "4748",
                    "Recuperar archivo borrado de la carpeta de actas",
                    "Adriana Lucía Forero",
                    "Secretaría General",
                    2,
                    ("2", "Validar solicitud"),
                    None,
                    due(Running, "8 h 15 min"),
                    None,
                ),
                row(
                    "4734",
                    "Instalación de R y RStudio en dos portátiles",
                    "Kevin Santiago Mosquera",
                    "Estudios Económicos",
                    4,
                    ("13", "Tramitar y documentar"),
                    None,
                    due(Running, "13 h 05 min"),
                    jc(),
                ),
            ],
        ),
        group(
            "Esta semana",
            "30",
            vec![
                row(
                    "4750",
                    "Monitor adicional para el puesto 4-112",
                    "Laura Ximena Rojas",
                    "Información Territorial",
                    4,
                    ("13", "Tramitar y documentar"),
                    None,
                    due(Running, "1 d 8 h"),
                    pm(),
                ),
                row(
                    "4751",
                    "Permiso de administrador local por una semana",
                    "Jorge Eliécer Tovar",
                    "Infraestructura",
                    3,
                    ("9", "Requiere aprobación"),
                    None,
                    due(Running, "2 d 3 h"),
                    None,
                ),
                row(
                    "4752",
                    "Reserva de dirección IP para cámara de acceso",
                    "Rubén Darío Acosta",
                    "Servicios Generales",
                    4,
                    ("4", "Verificar requerimiento"),
                    None,
                    due(Running, "2 d 5 h"),
                    dia(),
                ),
            ],
        ),
    ];
    let mut last = talk();
    last.retain(|entry| matches!(entry, Entry::Said(_)));
    let last = last.split_off(2);
    let detail = Detail {
        number: "REQ-2026-004719".into(),
        href: "/cases/REQ-2026-004719".into(),
        subject: "Acceso remoto a la red (VPN) para comisión en Leticia".into(),
        requester: "Camilo Andrés Restrepo Álvarez · Ordenamiento Territorial".into(),
        state: State { glyph: Glyph::Working, label: "Trabajo en progreso".into() },
        act: act(),
        facts: Vec::new(),
        priority: priority(3),
        due: due(Running, "14 h 40 min"),
        due_sentence: "martes 24 de noviembre, 4:00 p. m.".into(),
        responsible: Some(who("Diana Ospina", "agente de soporte", true)),
        next: "Hoy a las 5:00 p. m. sale la notificación de vencimiento al 75 %".into(),
        last,
        take: "/cases/REQ-2026-004719/assign".into(),
        command_id: "01".into(),
        me: "diana".into(),
    };
    let empty = shown.empty.is_some();
    Page::show(&QueuePage {
        nav: nav(),
        title: "De mi grupo".into(),
        count: "41 abiertos".into(),
        filters: vec![Filter { label: "grupo:mesa".into(), without: "#".into(), unknown: false }],
        choices: vec![FilterChoice {
            name: "priority".into(),
            label: "Prioridad".into(),
            options: vec![opt("alta", "Alta", "", false)],
        }],
        orders: vec![opt("#", "Vence primero", "", true), opt("#", "Más nuevo", "", false)],
        typed: "grupo:mesa".into(),
        kept: Vec::new(),
        hints: vec!["estado:pendiente".into(), "vence:hoy".into()],
        elsewhere: None,
        columns: vec![opt("activity", "Actividad", "", true), opt("due", "Tiempo hábil", "", true)],
        shows: Shows { activity: true, due: true, assignee: true },
        keeping: Keeping::default(),
        groups: if empty { Vec::new() } else { groups },
        more: "#".into(),
        detail: (!empty).then_some(detail),
        empty: "No hay casos sin asignar".into(),
        registers: true,
        p: p.at(Tab::Queue),
    })
}

async fn case(p: Page) -> Result<Response, Fail> {
    let stop = |number: &str, name: &str, stage| Trail { number: number.into(), name: name.into(), stage };
    let future = |icon, when: &str, what: &str| Future { icon, when: when.into(), what: what.into() };
    let action = |word: &str, label: &str, icon, fields, danger| Action {
        word: word.into(),
        label: label.into(),
        icon,
        form: form("#"),
        fields,
        send: label.into(),
        danger,
        problems: Vec::new(),
    };
    let reason = || field("reason", "Motivo", "", paragraph("", 2));
    Page::show(&CasePage {
        dossier: None,
        nav: nav(),
        number: "REQ-2026-004719".into(),
        subject: "Acceso remoto a la red (VPN) para comisión en Leticia".into(),
        state: State { glyph: Glyph::Working, label: "Trabajo en progreso".into() },
        priority: priority(3),
        category: "Red y acceso remoto".into(),
        procedure: link("Gestión de requerimientos TIC, versión 3", "/procedures/tic/3"),
        queue: link("De mi grupo", "/queue"),
        previous: "#".into(),
        next: "#".into(),
        also: Some(who("Paola Mejía", "", false)),
        undo: None,
        meanwhile: String::new(),
        templates: Vec::new(),
        others: Vec::new(),
        articles: Vec::new(),
        restricted: false,
        act: act(),
        actions: vec![
            action(
                "assign",
                "Reasignar",
                "users",
                vec![
                    field("group", "Grupo", "", Input::Select { options: vec![opt("redes", "Redes", "", false)] }),
                    reason(),
                ],
                false,
            ),
            action("link", "Vincular", "link", vec![field("other", "Número del otro caso", "", line("", true))], false),
            action("correct", "Corregir el recorrido", "undo-2", vec![reason()], true),
        ],
        future: vec![
            future(
                "bell",
                "Hoy, 5:00 p. m.",
                "Notificación de vencimiento al 75 %: usted, Ricardo Salcedo (coordinador) y Gloria Inés Barón (subdirectora).",
            ),
            future(
                "circle-alert",
                "Martes 24, 4:00 p. m.",
                "Queda vencido. Notificación al 100 %: se agrega el director, Germán Ulloa.",
            ),
            future("lock", "Después", "No se cierra ni se aprueba solo: espera a un agente."),
        ],
        trail: vec![
            stop("1", "Recibir solicitud", Stage::Done),
            stop("2", "Validar solicitud", Stage::Done),
            stop("3", "Registrar, categorizar y priorizar", Stage::Done),
            stop("4", "Verificar requerimiento", Stage::Done),
            stop("5", "Solicitar información adicional", Stage::Done),
            stop("6", "Revisar y completar información", Stage::Done),
            stop("7", "Información enviada a tiempo", Stage::Done),
            stop("4", "Verificar requerimiento", Stage::Now),
            stop("9", "Requiere aprobación", Stage::Next),
        ],
        chart: link("Ver en el procedimiento", "/procedures/tic/3"),
        to_interpret: None,
        conversation: talk(),
        composer: Some(Composer {
            comment: FormHead { visit: String::new(), ..form("#") },
            note: "#".into(),
            draft: String::new(),
            is_note: false,
            reader: "Camilo Restrepo".into(),
        }),
        clocks: vec![Clock {
            name: "Tiempo de solución".into(),
            due: due(DueKind::Running, "14 h 40 min"),
            ran: Some(542),
            marks: vec![500, 750],
            progress: "Van 17 h 20 min de 32 h".into(),
            due_sentence: "Vence el martes 24, 4:00 p. m.".into(),
            example: true,
            explained: Some(explained()),
        }],
        end_to_end: vec![fact("Tiempo total del usuario", "10 días calendario", "")],
        approvals: vec![ApprovalRow {
            who: who(
                "Martha Lucía Cárdenas Gil",
                "Directora de Ordenamiento Territorial, escogida por el solicitante",
                false,
            ),
            icon: "circle-dashed",
            status: "Aún no se envía: actividades 10 y 12".into(),
            absence: "Ausente hasta el 27: decidirá Hernán Darío Quiroga, suplente".into(),
        }],
        people: vec![
            fact(
                "Solicitante",
                "Camilo Andrés Restrepo Álvarez",
                "Ordenamiento Territorial · Ext. 4127 · Sede Bogotá, piso 6",
            ),
            fact("Registrado por", "Laura Ximena Rojas Peña", ""),
            fact("Asignado", "Diana Marcela Ospina", ""),
            fact("En copia", "Ninguno", ""),
        ],
        facts: vec![
            fact("Servicio", "Acceso remoto a la red (VPN)", ""),
            fact("Periodo", "30/11/2026 a 18/12/2026", ""),
            fact("Equipo", "IPT-1142, portátil", ""),
            fact("Canal", "Catálogo de servicios", ""),
            fact("Impacto", "Bajo (un usuario)", ""),
        ],
        links: vec![link("REQ-2026-004588 · Acceso VPN de agosto", "#")],
        p: p.at(Tab::Queue),
    })
}

async fn phone(p: Page) -> Result<Response, Fail> {
    let found = vec![
        opt("1", "Laura Ximena Rojas Peña", "Profesional · Información Territorial · Ext. 4118", true),
        opt("2", "Laura Rojas Cifuentes", "Contratista · Jurídica · Ext. 2210", false),
    ];
    let person = |query: &str, found: Vec<Opt>| Input::Person { query: query.into(), found, chosen: None };
    let other = Opt {
        parts: vec![field("beneficiary", "Nombre, extensión, correo o cédula", "", person("", Vec::new()))],
        ..opt("other", "Es para otra persona", "", false)
    };
    Page::show(&PhonePage {
        nav: nav(),
        form: FormHead { visit: String::new(), ..form("/register") },
        channel: field(
            "channel",
            "Canal",
            "",
            Input::Choice {
                options: vec![opt("phone", "Por teléfono", "", true), opt("in_person", "En persona", "", false)],
            },
        ),
        requester: field(
            "requester",
            "¿Quién llama?",
            "Nombre, extensión, correo o cédula.",
            person("laura ro", found),
        ),
        beneficiary: field(
            "for_whom",
            "¿Para quién es?",
            "",
            Input::Choice { options: vec![opt("requester", "Para quien llama", "", true), other] },
        ),
        item: field(
            "item",
            "Servicio",
            "",
            Input::Select {
                options: vec![opt("", "No sé cuál", "", true), opt("vpn", "Acceso remoto a la red (VPN)", "", false)],
            },
        ),
        subject: field("subject", "Asunto", "", line("La impresora del piso 4 imprime con franjas", false)),
        description: field("description", "Qué pasa", "", paragraph("", 4)),
        fields: Vec::new(),
        approver: None,
        problems: Vec::new(),
        about: Some(Caller {
            who: who("Laura Ximena Rojas Peña", "", false),
            facts: vec![
                fact("Cargo", "Profesional", "Información Territorial"),
                fact("Extensión", "4118", ""),
                fact("Sede", "Bogotá, piso 4", ""),
            ],
            open: vec![
                OpenCase {
                    number: "REQ-2026-004729".into(),
                    subject: "Impresora del piso 4 imprime con franjas".into(),
                    href: "#".into(),
                    state: State { glyph: Glyph::Working, label: "Trabajo en progreso".into() },
                    likely: true,
                },
                OpenCase {
                    number: "REQ-2026-004743".into(),
                    subject: "Ampliación del tamaño del buzón".into(),
                    href: "#".into(),
                    state: State { glyph: Glyph::WaitsApprover, label: "Pendiente de aprobación".into() },
                    likely: false,
                },
            ],
        }),
        draft_at: None,
        p: p.at(Tab::Queue),
    })
}
