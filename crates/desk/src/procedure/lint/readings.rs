//! A reading that is named is written down.

use std::collections::BTreeSet;

use super::{Findings, Setting};

pub fn check(setting: &Setting, findings: &mut Findings) {
    let procedure = setting.procedure;
    let written: BTreeSet<&str> = procedure.readings.iter().map(|reading| reading.id.as_str()).collect();
    let of_activities =
        procedure.activities.iter().flat_map(|(id, a)| a.readings.iter().map(move |r| (format!("activity.{id}"), r)));
    let of_answers =
        procedure.answers.iter().flat_map(|(id, a)| a.readings.iter().map(move |r| (format!("answer.{id}"), r)));
    let of_switched_off =
        procedure.switched_off.iter().flat_map(|off| off.readings.iter().map(move |r| (off.name.clone(), r)));
    let of_terms = procedure.terms.iter().flat_map(|(id, t)| t.readings.iter().map(move |r| (format!("term.{id}"), r)));
    for (place, reading) in of_activities.chain(of_answers).chain(of_terms).chain(of_switched_off) {
        if !written.contains(reading.as_str()) {
            findings.error(place, format!("Se apoya en la lectura «{reading}», que no está escrita ([[reading]])."));
        }
    }
    for off in procedure.switched_off.iter().filter(|off| off.readings.is_empty()) {
        findings.warning(&off.name, "Está apagada y no dice por qué: agregue reading.".into());
    }
}
