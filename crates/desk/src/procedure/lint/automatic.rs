//! An activity with nobody responsible is passed through by its first open answer: the last one
//! must always be open, and nothing may stand behind an answer that always is.

use super::{Findings, Setting};
use crate::procedure::Giver;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    for id in procedure.activities.keys().filter(|id| procedure.is_automatic(id)) {
        let called = setting.called(id);
        let answers: Vec<_> =
            procedure.answers_from(id).filter(|(_, answer)| answer.given_by == Giver::People).collect();
        match answers.last() {
            Some((_, last)) if last.guard.is_none() => {}
            Some((last, _)) => findings.error(
                format!("answer.{last}"),
                format!("{called} se decide sola, y su última respuesta tiene condición: si no se cumple ninguna, el caso no puede seguir. Quítele la condición a la última.", called = capital(&called)),
            ),
            None => findings.error(
                format!("activity.{id}"),
                format!("{} no tiene responsable ni una respuesta que se tome sola. Diga quién responde («by»).", capital(&called)),
            ),
        }
        let always = answers.iter().position(|(_, answer)| answer.guard.is_none());
        for (unused, _) in always.map_or(&[][..], |at| &answers[at + 1..]) {
            findings.error(
                format!("answer.{unused}"),
                format!(
                    "{} se decide sola y nunca llegará a esta respuesta: antes hay una sin condición.",
                    capital(&called)
                ),
            );
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
