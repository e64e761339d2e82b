//! Every notice has a text that can be read and speaks of things the case has.

use std::collections::BTreeSet;

use super::{Findings, Setting, facts};
use crate::procedure::Wording;
use crate::procedure::wording::VARIABLES;

pub fn check(setting: &Setting, findings: &mut Findings) {
    let Some(texts) = setting.texts else { return };
    let procedure = setting.procedure;
    let mut used = BTreeSet::new();
    for (id, notice) in &procedure.notices {
        used.insert(notice.text.as_str());
        if !texts.contains_key(&notice.text) {
            findings.error(format!("notice.{id}"), format!("Falta el texto del aviso: texts/{}.txt.", notice.text));
        }
    }
    for (name, text) in texts {
        let place = format!("texts/{name}.txt");
        if !used.contains(name.as_str()) {
            findings.warning(&place, "Ningún aviso usa este texto.".into());
        }
        match Wording::read(text) {
            Ok(wording) => speaks_of_the_case(setting, findings, &place, &wording),
            Err(problems) => problems.iter().for_each(|problem| findings.error(&place, problem.to_string())),
        }
    }
}

fn speaks_of_the_case(setting: &Setting, findings: &mut Findings, place: &str, wording: &Wording) {
    let Some(catalogue) = setting.catalogue else { return };
    for field in wording.fields() {
        let known = setting.procedure.fields.contains_key(field)
            || catalogue.items.values().any(|item| item.form.contains_key(field));
        if !known {
            findings.error(place, format!("«{{dato {field}}}»: ese campo no existe."));
        }
    }
    let variables: Vec<&str> = VARIABLES.iter().map(|(name, _)| *name).collect();
    for guard in wording.guards() {
        facts::check_guard(setting, findings, place, &guard, &variables);
    }
}
