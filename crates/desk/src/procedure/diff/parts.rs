//! One function per word of the language.

use super::{Found, listed, same};
use crate::calendar::DayKind;
use crate::names::*;
use crate::procedure::definition::*;

pub(super) fn document(found: &mut Found<'_>) {
    let (before, after) = (&found.before.document, &found.after.document);
    for (what, before, after) in [
        ("El nombre del procedimiento", &before.name, &after.name),
        ("El código", &before.code, &after.code),
        ("El nombre de un caso", &before.case_label, &after.case_label),
        ("El prefijo de los números", &before.prefix, &after.prefix),
        ("El objetivo", &before.objective, &after.objective),
        ("El alcance", &before.scope, &after.scope),
        ("Los productos", &before.products, &after.products),
    ] {
        found.words("document", what, before, after);
    }
    for (what, before, after) in [
        ("Las condiciones", &before.conditions, &after.conditions),
        ("Los responsables", &before.responsible, &after.responsible),
        ("Las referencias", &before.references, &after.references),
    ] {
        let gone = before.iter().filter(|line| !after.contains(line));
        let came = after.iter().filter(|line| !before.contains(line));
        let says: Vec<String> = gone
            .map(|line| format!("{what} ya no dicen «{}».", super::short(line)))
            .chain(came.map(|line| format!("{what} dicen ahora «{}».", super::short(line))))
            .collect();
        says.into_iter().for_each(|says| found.add("document", says));
    }
    for (what, before, after) in [
        ("Trabajan la cola", &before.rights.desk, &after.rights.desk),
        ("Corrigen pasos", &before.rights.correct, &after.rights.correct),
        ("Ven todos los casos", &before.rights.see_all, &after.rights.see_all),
    ] {
        if before != after {
            found.add("document.rights", format!("{what} ahora {} en vez de {}.", listed(after), listed(before)));
        }
    }
    if !same(&before.again, &after.again) {
        found.add("document.again", "Cambia cómo se vuelve a solicitar.".into());
    }
}

pub(super) fn roles(found: &mut Found<'_>) {
    let (before, after) = (&found.before.roles, &found.after.roles);
    for (id, was, now) in found.named("role", before, after, |_, role| format!("el rol «{}»", role.name)) {
        let place = format!("role.{id}");
        found.words(&place, &format!("El nombre del rol «{id}»"), &was.name, &now.name);
        if was.is != now.is {
            found.add(place, format!("Cambia quién cumple el rol «{}».", now.name));
        }
    }
}

pub(super) fn states(found: &mut Found<'_>) {
    let (before, after) = (&found.before.states, &found.after.states);
    for (id, was, now) in found.named("state", before, after, |_, state| format!("el estado «{}»", state.label)) {
        let place = format!("state.{id}");
        found.words(&place, &format!("El estado «{id}»"), &was.label, &now.label);
        found.words(&place, &format!("La explicación del estado «{}»", now.label), &was.portal, &now.portal);
        if was.kind != now.kind {
            found.add(place, format!("El estado «{}» cambia de clase.", now.label));
        }
    }
}

pub(super) fn fields(found: &mut Found<'_>) {
    let (before, after) = (&found.before.fields, &found.after.fields);
    for (id, was, now) in found.named("field", before, after, |_, field| format!("el dato «{}»", field.label)) {
        let place = format!("field.{id}");
        found.words(&place, &format!("El dato «{id}»"), &was.label, &now.label);
        let called = format!("El dato «{}»", now.label);
        for (name, label) in now.options.iter().filter(|(name, _)| !was.options.contains_key(*name)) {
            found.add(&place, format!("{called} tiene la opción nueva «{label}» ({name})."));
        }
        for (_, label) in was.options.iter().filter(|(name, _)| !now.options.contains_key(*name)) {
            found.add(&place, format!("{called} ya no tiene la opción «{label}»."));
        }
        if was.required != now.required {
            let says = if now.required { "es ahora obligatorio" } else { "ya no es obligatorio" };
            found.add(&place, format!("{called} {says}."));
        }
        if was.min != now.min {
            found.add(&place, format!("{called} pide ahora {} caracteres en vez de {}.", now.min, was.min));
        }
        let rest = |field: &Field| (field.kind, field.audience, field.keep, format!("{:?}", field.asked_if));
        if rest(was) != rest(now) {
            found.add(place, format!("{called} cambia de clase, de quién lo ve o de cuándo se pide."));
        }
    }
}

fn called(id: &ActivityId, procedure: &Procedure) -> String {
    procedure
        .activities
        .get(id)
        .map_or_else(|| format!("la actividad {id}"), |a| format!("la actividad {id} ({})", a.name))
}

pub(super) fn activities(found: &mut Found<'_>) {
    let (before, after) = (&found.before.activities, &found.after.activities);
    for (id, was, now) in
        found.named("activity", before, after, |id, activity| format!("la actividad {id} ({})", activity.name))
    {
        let place = format!("activity.{id}");
        for (what, before, after) in [
            ("El nombre de la actividad", &was.name, &now.name),
            ("El texto de la actividad", &was.text, &now.text),
            ("El responsable impreso de la actividad", &was.responsible, &now.responsible),
            ("El registro de la actividad", &was.record, &now.record),
            ("La pregunta de la actividad", &was.question, &now.question),
        ] {
            found.words(&place, &format!("{what} {id}"), before, after);
        }
        if was.control_point != now.control_point {
            let says = if now.control_point { "es ahora punto de control" } else { "ya no es punto de control" };
            found.add(&place, format!("La actividad {id} {says}."));
        } else if was.control_point_on != now.control_point_on {
            found.add(&place, format!("En la actividad {id} el punto de control es ahora otra pregunta."));
        }
        if was.by != now.by {
            let says =
                format!("La actividad {id} la responde ahora {} en vez de {}.", listed(&now.by), listed(&was.by));
            found.add(&place, says);
        }
        if was.state != now.state {
            let says = format!("En la actividad {id} el caso está ahora «{}» en vez de «{}».", now.state, was.state);
            found.add(&place, says);
        }
        if was.exit != now.exit {
            found.add(&place, format!("Cambia el procedimiento en que continúa la actividad {id}."));
        }
        let rest = |activity: &Activity| (activity.cells.clone(), activity.internal_decision, activity.printed);
        if rest(was) != rest(now) {
            found.add(place, format!("Cambia cómo se imprime la actividad {id}."));
        }
    }
}

pub(super) fn answers(found: &mut Found<'_>) {
    let (before, after) = (&found.before.answers, &found.after.answers);
    let name = |id: &AnswerId, answer: &Answer| {
        format!("la respuesta «{}» ({id}) de la actividad {}", answer.label, listed(&answer.from))
    };
    for (id, was, now) in found.named("answer", before, after, name) {
        let place = format!("answer.{id}");
        found.words(&place, &format!("La respuesta {id}"), &was.label, &now.label);
        let says = format!("La respuesta «{}» ({id})", now.label);
        if was.from != now.from {
            let (now, was) = (listed(&now.from), listed(&was.from));
            found.add(&place, format!("{says} se da ahora en la actividad {now} en vez de la {was}."));
        }
        if was.to != now.to {
            let to = |target: &Target, procedure| match target {
                Target::Activity(id) => called(id, procedure),
                Target::CameFrom => "la actividad de donde vino".to_string(),
            };
            let (now, was) = (to(&now.to, found.after), to(&was.to, found.before));
            found.add(&place, format!("{says} lleva ahora a {now} en vez de {was}."));
        }
        if was.by != now.by {
            found.add(&place, format!("{says} la da ahora {} en vez de {}.", of(&now.by), of(&was.by)));
        }
        if was.given_by != now.given_by {
            found.add(&place, format!("{says} ya no se da de la misma manera (persona, término o aprobación)."));
        }
        inputs(found, &place, &says, was, now);
        if was.result != now.result {
            let word = |result: &Option<ResultId>| result.as_ref().map_or("ninguno".to_string(), ToString::to_string);
            let (now, was) = (word(&now.result), word(&was.result));
            found.add(&place, format!("{says} deja ahora el resultado {now} en vez de {was}."));
        }
        if !same(&was.guard, &now.guard) {
            found.add(&place, format!("{says} se abre ahora con otra condición."));
        }
        if !same(&was.does, &now.does) {
            found.add(&place, format!("{says} cambia lo que hace al darse."));
        }
        let rest = |answer: &Answer| {
            let Answer { label_when, prints, says, else_say, suggested_if, suggest_say, .. } = answer;
            format!("{label_when:?}{prints}{says:?}{else_say}{suggested_if:?}{suggest_say}")
        };
        if rest(was) != rest(now) {
            found.add(place, format!("{says} cambia cómo se muestra, se explica o se propone."));
        }
    }
}

/// Who gives an answer: nobody of its own means those of the activity.
fn of(roles: &[RoleId]) -> String {
    if roles.is_empty() { "quien responde la actividad".to_string() } else { listed(roles) }
}

fn inputs(found: &mut Found<'_>, place: &str, says: &str, was: &Answer, now: &Answer) {
    let field = |need: &super::super::effect::Need| need.field.clone();
    let (before, after): (Vec<_>, Vec<_>) =
        (was.needs.iter().map(field).collect(), now.needs.iter().map(field).collect());
    for (lists, word) in [((&before, &after), "pide"), ((&was.takes, &now.takes), "acepta")] {
        let (was, now) = lists;
        for id in now.iter().filter(|id| !was.contains(id)) {
            found.add(place, format!("{says} {word} ahora «{id}»."));
        }
        for id in was.iter().filter(|id| !now.contains(id)) {
            found.add(place, format!("{says} ya no {word} «{id}»."));
        }
    }
    if before == after && !same(&was.needs, &now.needs) {
        found.add(place, format!("{says} cambia cuándo pide sus datos."));
    }
}

fn length(length: &TermLength) -> (u32, String) {
    let plural = |n: u32, one: &str, more: &str| if n == 1 { one.to_string() } else { more.to_string() };
    match length {
        TermLength::Days(n, DayKind::Business) => (*n, plural(*n, "día hábil", "días hábiles")),
        TermLength::Days(n, DayKind::Calendar) => (*n, plural(*n, "día calendario", "días calendario")),
        TermLength::Hours(time) => (0, hours(*time)),
        TermLength::UntilField(field) => (0, format!("tiempo hasta la fecha de «{field}»")),
    }
}

fn hours(time: crate::calendar::BusinessTime) -> String {
    let minutes = time.as_minutes();
    match (minutes / 60, minutes % 60) {
        (1, 0) => "1 hora hábil".to_string(),
        (hours, 0) => format!("{hours} horas hábiles"),
        (0, minutes) => format!("{minutes} minutos hábiles"),
        (hours, minutes) => format!("{hours} h {minutes} min hábiles"),
    }
}

fn spoken((n, unit): &(u32, String)) -> String {
    if *n == 0 { unit.clone() } else { format!("{n} {unit}") }
}

pub(super) fn terms(found: &mut Found<'_>) {
    let (before, after) = (&found.before.terms, &found.after.terms);
    let name = |id: &TermId, term: &Term| {
        format!("el término «{id}» de la actividad {}, de {}", term.activity, spoken(&length(&term.length)))
    };
    for (id, was, now) in found.named("term", before, after, name) {
        let place = format!("term.{id}");
        if was.length != now.length {
            let (was, new) = (length(&was.length), length(&now.length));
            // «3 días hábiles en vez de 2».
            let instead =
                if plural_of(&was.1) == plural_of(&new.1) && was.0 > 0 { was.0.to_string() } else { spoken(&was) };
            let says = format!(
                "La actividad {} tiene ahora {} en vez de {instead} (término «{id}»).",
                now.activity,
                spoken(&new)
            );
            found.add(&place, says);
        }
        if was.activity != now.activity {
            let says = format!(
                "El término «{id}» corre ahora en la actividad {} en vez de la {}.",
                now.activity, was.activity
            );
            found.add(&place, says);
        }
        if was.from != now.from {
            found.add(&place, format!("El término «{id}» se cuenta ahora desde otro momento."));
        }
        if was.then != now.then {
            let word = |then: &Option<AnswerId>| then.as_ref().map_or("nada".to_string(), ToString::to_string);
            let says =
                format!("Al vencer el término «{id}» ocurre ahora {} en vez de {}.", word(&now.then), word(&was.then));
            found.add(&place, says);
        }
        if was.remind != now.remind {
            found.add(&place, format!("Cambian los recordatorios del término «{id}»."));
        }
        if was.reply != now.reply {
            found.add(&place, format!("Cambia lo que hace una respuesta dentro del término «{id}»."));
        }
        found.words(&place, &format!("El nombre del término «{id}»"), &was.label, &now.label);
    }
}

/// The unit whatever its number: «día hábil» and «días hábiles» are one.
fn plural_of(unit: &str) -> &str {
    match unit {
        "día hábil" => "días hábiles",
        "día calendario" => "días calendario",
        other => other,
    }
}

pub(super) fn clocks(found: &mut Found<'_>) {
    let (before, after) = (&found.before.clocks, &found.after.clocks);
    for (id, was, now) in found.named("clock", before, after, |_, clock| format!("el tiempo «{}»", clock.name)) {
        let place = format!("clock.{id}");
        found.words(&place, &format!("El nombre del tiempo «{id}»"), &was.name, &now.name);
        if was.target != now.target {
            let target = |target: &ClockTarget| match target {
                ClockTarget::None => "ninguna meta".to_string(),
                ClockTarget::Fixed(time) => format!("la meta de {}", hours(*time)),
                ClockTarget::Table => "la meta de la tabla".to_string(),
            };
            let says = format!(
                "El tiempo «{}» tiene ahora {} en vez de {}.",
                now.name,
                target(&now.target),
                target(&was.target)
            );
            found.add(&place, says);
        }
        if !same(&was.runs_in, &now.runs_in) {
            let runs = |clock: &Clock| clock.runs_in.iter().map(|runs| runs.activity.clone()).collect::<Vec<_>>();
            let (new, old) = (runs(now), runs(was));
            let says = if new == old {
                format!("El tiempo «{}» se detiene ahora por otras razones.", now.name)
            } else {
                format!(
                    "El tiempo «{}» corre ahora en las actividades {} en vez de {}.",
                    now.name,
                    listed(&new),
                    listed(&old)
                )
            };
            found.add(&place, says);
        }
        if !same(&was.applies, &now.applies) || was.anew_per_step != now.anew_per_step {
            found.add(place, format!("El tiempo «{}» se mide ahora en otros casos.", now.name));
        }
    }
}

pub(super) fn approvals(found: &mut Found<'_>) {
    let (before, after) = (&found.before.approvals, &found.after.approvals);
    for (id, was, now) in found.named("approval", before, after, |_, policy| format!("la aprobación «{}»", policy.name))
    {
        let place = format!("approval.{id}");
        found.words(&place, &format!("El nombre de la aprobación «{id}»"), &was.name, &now.name);
        if was.steps.len() != now.steps.len() {
            let says = format!(
                "La aprobación «{}» tiene ahora {} pasos en vez de {}.",
                now.name,
                now.steps.len(),
                was.steps.len()
            );
            found.add(place, says);
        } else if !same(&was.steps, &now.steps) {
            found.add(place, format!("La aprobación «{}» pregunta ahora a otras personas.", now.name));
        } else if was.fields != now.fields {
            found.add(place, format!("La aprobación «{}» pide otros datos.", now.name));
        }
    }
}

pub(super) fn notices(found: &mut Found<'_>) {
    let (before, after) = (&found.before.notices, &found.after.notices);
    for (id, was, now) in found.named("notice", before, after, |id, _| format!("el aviso «{id}»")) {
        let place = format!("notice.{id}");
        if was.on != now.on {
            found.add(&place, format!("El aviso «{id}» sale ahora en otro momento."));
        }
        if was.to != now.to {
            found.add(&place, format!("El aviso «{id}» le llega ahora a otras personas."));
        }
        found.words(&place, &format!("El texto del aviso «{id}»"), &was.text, &now.text);
        if was.held != now.held || !same(&was.guard, &now.guard) {
            found.add(place, format!("El aviso «{id}» cambia cuándo o si se envía."));
        }
    }
}

/// Results, flags, the survey, the readings and what else the file holds.
pub(super) fn rest(found: &mut Found<'_>) {
    let (before, after) = (found.before, found.after);
    for (id, was, now) in
        found.named("result", &before.results, &after.results, |_, r| format!("el resultado «{}»", r.label))
    {
        found.words(&format!("result.{id}"), &format!("El resultado «{id}»"), &was.label, &now.label);
    }
    for (id, was, now) in found.named("flag", &before.flags, &after.flags, |_, f| format!("la marca «{}»", f.name)) {
        if !same(was, now) {
            found.add(format_args!("flag.{id}"), format!("La marca «{}» cambia.", now.name));
        }
    }
    if !same(&before.survey, &after.survey) {
        found.add("survey", "La encuesta cambia.".into());
    }
    let by_id = |procedure: &Procedure| {
        procedure
            .readings
            .iter()
            .map(|reading| (reading.id.clone(), reading.clone()))
            .collect::<indexmap::IndexMap<_, _>>()
    };
    let (was, now) = (by_id(before), by_id(after));
    for (id, was, now) in found.named("reading", &was, &now, |id, _| format!("la lectura {id}")) {
        if !same(was, now) {
            found.words(&format!("reading.{id}"), &format!("La lectura {id}"), &was.reads, &now.reads);
            if was.reads == now.reads {
                found.add(format_args!("reading.{id}"), format!("La lectura {id} cambia de razón o de lugar."));
            }
        }
    }
    if !same(&before.glossary, &after.glossary) {
        found.add("definition", "Cambian las definiciones.".into());
    }
    if !same(&before.switched_off, &after.switched_off) {
        found.add("reading", "Cambia lo que una lectura deja apagado.".into());
    }
}
