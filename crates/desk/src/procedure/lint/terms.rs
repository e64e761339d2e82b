//! Every term ends by an answer that leaves its activity, starts, and is the one its answer waits for.

use super::{Findings, Setting};
use crate::names::*;
use crate::procedure::{FieldKind, Giver, Reply, Term, TermLength, TermStart, Trigger};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    for (id, term) in &procedure.terms {
        let place = format!("term.{id}");
        let called = setting.called(&term.activity);
        let leaves = |answer: &AnswerId| procedure.answers.get(answer).is_some_and(|a| a.from.contains(&term.activity));
        if let Some(then) = term.then.as_ref().filter(|then| !leaves(then)) {
            findings.error(&place, format!("El término vence en {called}, pero su respuesta {then} no sale de ella: el caso se quedaría esperando."));
        }
        if let Reply::Answer(reply) = &term.reply {
            if !leaves(reply) {
                findings
                    .error(&place, format!("Un mensaje en {called} daría la respuesta {reply}, que no sale de ella."));
            } else if procedure.answers.get(reply).is_some_and(|a| !a.needs.is_empty()) {
                findings.error(&place, format!("Un mensaje en {called} daría la respuesta {reply}, que pide datos que un mensaje no trae: cámbielos de needs a takes."));
            }
        }
        if procedure.is_end(&term.activity) || procedure.is_automatic(&term.activity) {
            findings.error(&place, format!("En {called} nadie espera: un término ahí nunca corre."));
        }
        if term.reply != Reply::Nothing && term.then.is_none() {
            findings.warning(
                &place,
                "Espera un mensaje, pero al vencer no pasa nada: agregue «then», o quite «reply».".into(),
            );
        }
        dates_and_start(setting, findings, &place, term);
    }
    for (id, answer) in procedure.answers.iter().filter(|(_, answer)| answer.given_by == Giver::Term) {
        for from in &answer.from {
            if !procedure.terms_of(from).any(|(_, term)| term.then.as_ref() == Some(id)) {
                findings.error(
                    format!("answer.{id}"),
                    format!("La da un término, pero en {} no hay un término que la dé.", setting.called(from)),
                );
            }
        }
    }
}

fn dates_and_start(setting: &Setting, findings: &mut Findings, place: &str, term: &Term) {
    let procedure = setting.procedure;
    if let TermLength::UntilField(field) = &term.length
        && procedure.fields.get(field).is_some_and(|f| f.kind != FieldKind::Date)
    {
        findings.error(place, format!("Va hasta la fecha del campo «{field}», que no es una fecha (type = \"date\")."));
    }
    if let TermStart::Delivered(notice) = &term.from {
        let sent = procedure.notices.get(notice).is_some_and(|n| {
            let enters = n.on.contains(&Trigger::Enter(term.activity.clone()));
            let each_way = || {
                let mut ways = procedure
                    .answers
                    .iter()
                    .filter(|(_, a)| a.to == crate::procedure::Target::Activity(term.activity.clone()));
                ways.all(|(id, _)| n.on.contains(&Trigger::Answer(id.clone())))
            };
            n.guard.is_none() && (enters || each_way())
        });
        if !sent {
            findings.error(
                place,
                format!("Cuenta desde la entrega del aviso «{notice}», que no siempre sale al entrar en {}: el término podría no empezar nunca. Use on = \"enter {}\", sin condición.", setting.called(&term.activity), term.activity),
            );
        }
    }
}
