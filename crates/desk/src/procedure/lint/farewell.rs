//! Every closing is told to the requester.

use super::arrows::{self, Arrow};
use super::worlds::Worlds;
use super::{Findings, Setting};
use crate::procedure::{Notice, Procedure, Recipient, Trigger};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    for arrow in arrows::all(procedure).iter().filter(|arrow| arrow.closes(procedure)) {
        let told: Vec<&Notice> = procedure.notices.values().filter(|notice| tells(procedure, notice, arrow)).collect();
        let guards: Vec<_> = told.iter().filter_map(|notice| notice.guard.as_ref()).collect();
        let always = told.iter().any(|notice| notice.guard.is_none());
        let silent = || {
            let worlds = Worlds::of(procedure, guards.iter().copied());
            guards.is_empty() || worlds.any(|facts| !guards.iter().any(|guard| guard.holds(facts))) == Some(true)
        };
        if !always && silent() {
            findings.error(
                format!("answer.{}", arrow.id),
                format!("«{}» cierra el caso y puede que nadie se lo diga al solicitante. Agregue un aviso con on = \"answer {}\" o on = \"closed\".", arrow.answer.label, arrow.id),
            );
        }
    }
}

fn tells(procedure: &Procedure, notice: &Notice, arrow: &Arrow) -> bool {
    let to_the_requester = notice.to.iter().any(|to| matches!(to, Recipient::Requester | Recipient::Beneficiary));
    to_the_requester
        && notice.on.iter().any(|trigger| match trigger {
            Trigger::Closed => true,
            Trigger::Answer(answer) => answer == arrow.id,
            // An automatic activity is left in the instant it is entered.
            Trigger::Enter(activity) => {
                arrow.to.contains(&activity) || (activity == arrow.from && procedure.is_automatic(activity))
            }
            _ => false,
        })
}
