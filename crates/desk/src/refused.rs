//! Every reason for saying no. Nothing is recorded when the rules refuse.

use jiff::Timestamp;
use thiserror::Error;

use crate::names::*;
use crate::value::Value;

/// The messages here are Spanish for scripts and logs; pages say the same in the reader's
/// language, by [`Refused::code`].
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refused {
    #[error("Esta respuesta le corresponde a {responsible}.")]
    NotYourTurn { responsible: String },
    #[error("Usted no tiene permiso para hacer esto en el caso.")]
    NotAllowed,
    #[error("El caso ya no está en esa actividad; ahora está en la {activity}.")]
    CaseMoved { activity: ActivityId },
    #[error("El caso ya terminó; si lo necesita, solicítelo de nuevo.")]
    CaseClosed,
    #[error("El caso todavía no ha terminado.")]
    CaseOpen,
    #[error("La respuesta «{answer}» no existe en la actividad {activity}.")]
    AnswerUnknown { answer: AnswerId, activity: ActivityId },
    #[error("Esa respuesta no la da una persona: llega por el término o por la aprobación.")]
    AnswerNotForPeople { answer: AnswerId },
    #[error("{why}")]
    AnswerNotOpen { answer: AnswerId, why: String },
    #[error("Falta: {}.", .fields.iter().map(FieldId::as_str).collect::<Vec<_>>().join(", "))]
    InputMissing { fields: Vec<FieldId> },
    #[error("«{field}» necesita al menos {min} caracteres.")]
    InputTooShort { field: FieldId, min: usize },
    #[error("«{field}»: {why}")]
    InputInvalid { field: FieldId, why: String },
    #[error("Esta respuesta no pide «{field}».")]
    InputUnasked { field: FieldId },
    #[error("El término venció y está en verificación; no admite respuestas.")]
    TermBeingVerified { ended_at: Timestamp },
    #[error("Escriba el motivo.")]
    ReasonMissing,
    #[error("Escriba el mensaje.")]
    NothingSaid,
    #[error("«{field}» cambió mientras usted lo leía.")]
    ValueChanged { field: FieldId, now: Option<Value> },
    #[error("La aprobación cubre este dato; ya no se puede cambiar.")]
    BoundByApproval,
    #[error("Nadie aprueba ni autoriza su propia solicitud.")]
    SelfApproval,
    #[error("Esta aprobación no le corresponde a usted.")]
    NotTheApprover,
    #[error("Esta aprobación ya terminó.")]
    ApprovalOver,
    #[error("Usted ya decidió esta aprobación.")]
    AlreadyDecided,
    #[error("El caso cambió después de que usted lo leyó; revíselo y decida de nuevo.")]
    ShownChanged,
    #[error("No hay quién apruebe: {why}")]
    NoApprover { why: String },
    #[error("«{person}» no puede aprobar este caso: {why}")]
    ApproverNotEligible { person: PersonId, why: String },
    #[error("No existe la persona «{person}» o ya no trabaja en la entidad.")]
    PersonUnknown { person: PersonId },
    #[error("No existe el ítem «{item}» o ya no se ofrece.")]
    ItemUnknown { item: ItemId },
    #[error("No existe el grupo «{group}».")]
    GroupUnknown { group: GroupId },
    #[error("Un mensaje por interpretar espera: primero diga qué significa.")]
    MessageWaits { message: u32 },
    #[error("Ese mensaje no espera interpretación.")]
    NothingToInterpret,
    #[error("No hay una respuesta que deshacer, o ya pasó el tiempo para hacerlo.")]
    TooLateToUndo,
    #[error("Nadie corrige su propia decisión.")]
    OwnDecision,
    #[error("La decisión de quien aprueba no se corrige.")]
    ApproversDecision,
    #[error("El caso nunca estuvo en esa visita.")]
    VisitUnknown { visit: VisitNo },
    #[error("La encuesta no está abierta.")]
    SurveyClosed,
    #[error("La encuesta ya fue respondida.")]
    SurveyAnswered,
    #[error("La calificación va de 1 a {highest}.")]
    ScoreOutOfRange { highest: u32 },
    #[error("Un caso no se une ni se vincula consigo mismo.")]
    SameCase,
    #[error("Ese aviso no está en el caso.")]
    NoticeUnknown,
    #[error("Un procedimiento comienza con el registro.")]
    NotRegistered,
    #[error("El caso ya está registrado.")]
    AlreadyRegistered,
    #[error("Esta actividad no deja salir a nadie: ninguna respuesta automática está abierta.")]
    NoWayOn { activity: ActivityId },
}

impl Refused {
    /// The name of the reason in scripts, texts and the API.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::NotYourTurn { .. } => "no_es_su_turno",
            Refused::NotAllowed => "sin_permiso",
            Refused::CaseMoved { .. } => "caso_avanzo",
            Refused::CaseClosed => "caso_terminado",
            Refused::CaseOpen => "caso_abierto",
            Refused::AnswerUnknown { .. } => "respuesta_desconocida",
            Refused::AnswerNotForPeople { .. } => "respuesta_no_es_de_personas",
            Refused::AnswerNotOpen { .. } => "respuesta_no_permitida",
            Refused::InputMissing { .. } => "falta_dato",
            Refused::InputTooShort { .. } => "dato_corto",
            Refused::InputInvalid { .. } => "dato_invalido",
            Refused::InputUnasked { .. } => "dato_no_pedido",
            Refused::TermBeingVerified { .. } => "termino_en_verificacion",
            Refused::ReasonMissing => "falta_motivo",
            Refused::NothingSaid => "mensaje_vacio",
            Refused::ValueChanged { .. } => "dato_cambio",
            Refused::BoundByApproval => "cubierto_por_aprobacion",
            Refused::SelfApproval => "aprobacion_propia",
            Refused::NotTheApprover => "no_es_el_aprobador",
            Refused::ApprovalOver => "aprobacion_terminada",
            Refused::AlreadyDecided => "ya_decidio",
            Refused::ShownChanged => "cambio_lo_mostrado",
            Refused::NoApprover { .. } => "sin_aprobador",
            Refused::ApproverNotEligible { .. } => "aprobador_no_elegible",
            Refused::PersonUnknown { .. } => "persona_desconocida",
            Refused::ItemUnknown { .. } => "item_desconocido",
            Refused::GroupUnknown { .. } => "grupo_desconocido",
            Refused::MessageWaits { .. } => "mensaje_por_interpretar",
            Refused::NothingToInterpret => "nada_por_interpretar",
            Refused::TooLateToUndo => "tarde_para_deshacer",
            Refused::OwnDecision => "decision_propia",
            Refused::ApproversDecision => "decision_del_aprobador",
            Refused::VisitUnknown { .. } => "visita_desconocida",
            Refused::SurveyClosed => "encuesta_cerrada",
            Refused::SurveyAnswered => "encuesta_respondida",
            Refused::ScoreOutOfRange { .. } => "calificacion_fuera_de_rango",
            Refused::SameCase => "mismo_caso",
            Refused::NoticeUnknown => "aviso_desconocido",
            Refused::NotRegistered => "sin_registro",
            Refused::AlreadyRegistered => "ya_registrado",
            Refused::NoWayOn { .. } => "sin_salida",
        }
    }

    /// Every code, for golden lists and coverage.
    pub const CODES: [&'static str; 41] = [
        "no_es_su_turno",
        "sin_permiso",
        "caso_avanzo",
        "caso_terminado",
        "caso_abierto",
        "respuesta_desconocida",
        "respuesta_no_es_de_personas",
        "respuesta_no_permitida",
        "falta_dato",
        "dato_corto",
        "dato_invalido",
        "dato_no_pedido",
        "termino_en_verificacion",
        "falta_motivo",
        "mensaje_vacio",
        "dato_cambio",
        "cubierto_por_aprobacion",
        "aprobacion_propia",
        "no_es_el_aprobador",
        "aprobacion_terminada",
        "ya_decidio",
        "cambio_lo_mostrado",
        "sin_aprobador",
        "aprobador_no_elegible",
        "persona_desconocida",
        "item_desconocido",
        "grupo_desconocido",
        "mensaje_por_interpretar",
        "nada_por_interpretar",
        "tarde_para_deshacer",
        "decision_propia",
        "decision_del_aprobador",
        "visita_desconocida",
        "encuesta_cerrada",
        "encuesta_respondida",
        "calificacion_fuera_de_rango",
        "mismo_caso",
        "aviso_desconocido",
        "sin_registro",
        "ya_registrado",
        "sin_salida",
    ];
}
