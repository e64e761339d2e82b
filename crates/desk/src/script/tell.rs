//! What happened, in sentences for the transcript.

use std::collections::HashMap;

use crate::event::*;
use crate::names::*;
use crate::rulebook::Rulebook;
use crate::value::{Value, Values};
use crate::words::ContentId;

use super::read::{shown, spent};

/// The sentence of an event; none for what another sentence already says.
pub(super) fn event(rules: &Rulebook, said: &HashMap<ContentId, String>, event: &Event) -> Option<String> {
    let name = |person: &PersonId| rules.people.name(person);
    let names = |people: &[PersonId]| people.iter().map(name).collect::<Vec<_>>().join(", ");
    let text = |id: &ContentId| said.get(id).map_or_else(|| "…".to_string(), |text| format!("«{text}»"));
    let zone = rules.calendar.time_zone();
    let who = match &event.actor {
        Actor::System => "la herramienta".to_string(),
        Actor::Person { id, acting_for: None } => name(id),
        Actor::Person { id, acting_for: Some(absent) } => format!("{}, suplente de {}", name(id), name(absent)),
    };
    let told = match &event.what {
        Happened::Registered(r) => {
            format!("{who} registró el caso {} por {}: {}", r.number, channel(r.channel), text(&r.subject))
        }
        Happened::Entered { visit, activity, .. } => {
            let state = rules.procedure.state_of(activity).map_or("", |state| &state.label);
            let called = rules.procedure.activity(activity).map_or("", |a| &a.name);
            format!("→ actividad {activity}, {called} ({state}; visita {visit})")
        }
        Happened::Answered { answer, fields, .. } => {
            let label = rules.procedure.answers.get(answer).map_or("", |a| &a.label);
            format!("{who} respondió {answer}, {label}{}", brought(fields, said))
        }
        Happened::FlagSet { flag } => format!("queda la marca {flag}"),
        Happened::FlagCleared { flag } => format!("se quita la marca {flag}"),
        Happened::Restricted { group } => format!("solo lo ve el grupo {group}"),
        Happened::Assigned { person, group, .. } => {
            let to = person.as_ref().map_or_else(|| "nadie en particular".to_string(), name);
            format!("asignado a {to}{}", group.as_ref().map_or_else(String::new, |group| format!(", grupo {group}")))
        }
        Happened::Edited { field, from, to, .. } => {
            let before = from.as_ref().map_or_else(|| "nada".to_string(), |value| written(value, said));
            format!("{who} cambió {field}: de {before} a {}", written(to, said))
        }
        Happened::PartiesChanged { requester, beneficiary, .. } => {
            format!("ahora solicita {}, para {}", name(requester), name(beneficiary))
        }
        Happened::Commented { text: words } => format!("{who} escribió {}", text(words)),
        Happened::Noted { text: words } => format!("{who} anotó {}", text(words)),
        Happened::MessageReceived { message, from, is, text: words, to_interpret, proposes, .. } => {
            let kind = match is {
                MessageKind::Human => "",
                MessageKind::Thanks => " (solo gracias)",
                MessageKind::Automatic => " (automático)",
            };
            let waits = if *to_interpret { "; un agente debe interpretarlo" } else { "" };
            let offers = if *proposes { "; se propone como solución" } else { "" };
            format!("mensaje {message} de {}{kind}: {}{waits}{offers}", name(from), text(words))
        }
        Happened::Interpreted { message, answer } => match answer {
            Some(answer) => format!("{who} interpretó el mensaje {message} como {answer}"),
            None => format!("{who} interpretó que el mensaje {message} no dice ni sí ni no"),
        },
        Happened::Attached(file) => format!("{who} adjuntó {}", text(&file.name)),
        Happened::Followed { person } => format!("{} sigue el caso", name(person)),
        Happened::Unfollowed { person } => format!("{} deja de seguir el caso", name(person)),
        Happened::Asked { step, people, row, quorum, .. } => {
            let by_row = row.as_ref().map_or_else(String::new, |row| format!(" según la fila {row}"));
            format!("paso {step} de la aprobación: se pregunta a {}{by_row}; bastan {quorum}", names(people))
        }
        Happened::SubstituteAsked { absent, substitute, .. } => {
            format!("se pregunta también a {}, suplente de {}", name(substitute), name(absent))
        }
        Happened::Decided { verdict, fields, .. } => {
            let verb = if *verdict == Verdict::Approved { "aprobó" } else { "rechazó" };
            format!("{who} {verb}{}", brought(fields, said))
        }
        Happened::ApprovalEnded { outcome, .. } => match outcome {
            ApprovalOutcome::Approved => "la aprobación terminó: aprobada".to_string(),
            ApprovalOutcome::Denied => "la aprobación terminó: rechazada".to_string(),
            ApprovalOutcome::Recalled => "la solicitud de aprobación quedó anulada".to_string(),
        },
        Happened::TermStarted { term, ends_at, .. } => {
            format!("corre el término {term} hasta {}", shown(*ends_at, zone))
        }
        Happened::TermLengthened { term, ends_at, why, .. } => {
            let why = match why {
                Lengthening::Calendar => "por el calendario",
                Lengthening::Outage => "por una caída del servicio",
                Lengthening::Migration => "por otra versión del procedimiento",
            };
            format!("el término {term} se prorroga {why} hasta {}", shown(*ends_at, zone))
        }
        Happened::TermStopped { term, .. } => format!("el término {term} deja de correr"),
        Happened::TermEnded { term, .. } => format!("vence el término {term}"),
        Happened::Reminded { term, nth, .. } => format!("recordatorio {nth} del término {term}"),
        Happened::ReminderOmitted { term, nth, .. } => format!("se omite el recordatorio {nth} del término {term}"),
        Happened::TargetSet { clock, time, .. } => format!("la meta de {clock} es {}", spent(*time)),
        Happened::Alerted { clock, percent, people, .. } => {
            format!("alerta del {percent} % de {clock} a {}", names(people))
        }
        Happened::AlertOmitted { clock, percent, .. } => format!("se omite la alerta del {percent} % de {clock}"),
        Happened::Measured { clock, elapsed, .. } => format!("{clock} llevaba {}", spent(*elapsed)),
        Happened::NoticeWritten { notice, to, hold_until, .. } => {
            let held = hold_until.map_or_else(String::new, |at| format!(", sale {}", shown(at, zone)));
            format!("aviso {notice} a {}{held}", names(to))
        }
        Happened::Delivered { no, to, how } => match how {
            Delivery::Mail => format!("salió el aviso n.º {no} a {}", name(to)),
            Delivery::Phone => format!("{who} le contó por teléfono a {} el aviso n.º {no}", name(to)),
        },
        Happened::DeliveryFailed { no, to } => format!("rebotó el aviso n.º {no} a {}", name(to)),
        Happened::NoticeDropped { no } => format!("se descartó el aviso n.º {no}"),
        Happened::ResultSet { result } => format!("resultado: {result}"),
        Happened::Closed { by } => format!("caso cerrado por {}", closed_by(*by)),
        Happened::Surveyed { score, .. } => format!("{who} calificó con {score}"),
        Happened::Reinstated { visit } => format!("se restablece la visita {visit}: hubo una respuesta a tiempo"),
        Happened::Corrected { to_visit, reason } => {
            format!("{who} corrigió y volvió a la visita {to_visit}: {}", text(reason))
        }
        Happened::Migrated { from, to, .. } => format!("{who} pasó el caso de la versión {from} a la {to}"),
        Happened::Undone { visit } => format!("{who} deshizo su respuesta de la visita {visit}"),
        Happened::Linked { kind, other } => format!("vínculo {kind} con {other}"),
        Happened::Merged { into } => format!("es duplicado de {into}"),
        Happened::ChangeAssociated { number } => format!("asociado el cambio {}", text(number)),
        Happened::Continued { procedure, .. } => format!("continúa en el procedimiento {procedure}"),
        Happened::ContentWithdrawn { reason, .. } => format!("{who} retiró un contenido: {}", text(reason)),
        Happened::Outage { from, until } => {
            format!("el servicio no respondió de {} a {}", shown(*from, zone), shown(*until, zone))
        }
    };
    Some(told)
}

pub(super) fn closed_by(by: ClosedBy) -> &'static str {
    match by {
        ClosedBy::Requester => "solicitante",
        ClosedBy::Staff => "agente",
        ClosedBy::Silence => "silencio",
        ClosedBy::System => "sistema",
    }
}

pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Portal => "portal",
        Channel::Mail => "correo",
        Channel::Phone => "teléfono",
        Channel::InPerson => "persona",
        Channel::Api => "api",
        Channel::System => "la mesa",
    }
}

fn brought(fields: &Values, said: &HashMap<ContentId, String>) -> String {
    let parts: Vec<String> = fields.iter().map(|(field, value)| format!("{field} {}", written(value, said))).collect();
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) }
}

/// A value as a script writes it.
pub(super) fn written(value: &Value, said: &HashMap<ContentId, String>) -> String {
    let text = |id: &ContentId| said.get(id).map_or_else(|| "…".to_string(), |text| format!("«{text}»"));
    match value {
        Value::Word(word) => word.clone(),
        Value::Many(words) => words.join(","),
        Value::Number(n) => n.to_string(),
        Value::Date(date) => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
        Value::Yes(yes) => if *yes { "sí" } else { "no" }.to_string(),
        Value::Person(person) => person.to_string(),
        Value::People(people) => people.iter().map(PersonId::as_str).collect::<Vec<_>>().join(","),
        Value::Group(group) => group.to_string(),
        Value::Written(id) => text(id),
        Value::Files(files) => files.iter().map(text).collect::<Vec<_>>().join(","),
    }
}
