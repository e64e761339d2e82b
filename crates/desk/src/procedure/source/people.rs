//! Who approves, and who is told.

use toml::Spanned;

use super::super::definition::*;
use super::super::effect::{Recipient, Trigger};
use super::names::Names;
use super::shape::*;
use crate::names::NoticeId;

impl Names<'_> {
    pub(super) fn policy(&mut self, raw: &RawPolicy, file: &File) -> Policy {
        let steps = raw.steps.iter().filter_map(|step| self.step(step, file)).collect();
        let fields = raw.fields.iter().map(|field| self.declared("El campo", &file.field, field)).collect();
        Policy { name: raw.name.clone(), steps, fields }
    }

    pub(super) fn step(&mut self, step: &Spanned<RawStep>, file: &File) -> Option<Step> {
        let at = step.span().start;
        let raw = step.get_ref();
        let finder = match (&raw.pick, &raw.role, raw.matrix, raw.superior) {
            (Some(pick), None, false, false) => {
                Finder::Chosen { field: self.declared("El campo", &file.field, pick), positions: raw.among.clone() }
            }
            (None, Some(role), false, false) => Finder::Role(self.declared("El rol", &file.role, role)),
            (None, None, true, false) => Finder::Matrix,
            (None, None, false, true) => Finder::Superior,
            _ => {
                self.wrong(
                    at,
                    "Un paso de aprobación busca a quien aprueba de una sola manera: pick, role, matrix o superior."
                        .into(),
                    None,
                );
                return None;
            }
        };
        let quorum = match &raw.quorum {
            None => Quorum::One,
            Some(toml::Value::String(word)) if word == "all" => Quorum::All,
            Some(toml::Value::Integer(n)) if *n > 0 => Quorum::AtLeast(u32::try_from(*n).unwrap_or(u32::MAX)),
            Some(_) => {
                self.wrong(at, "El quórum es un número mayor que cero o «all».".into(), None);
                return None;
            }
        };
        Some(Step { finder, quorum })
    }

    pub(super) fn notice(&mut self, id: &NoticeId, raw: &RawNotice, file: &File) -> Notice {
        let mut on = Vec::new();
        let at = raw.on.span().start;
        let occasions = match raw.on.get_ref() {
            toml::Value::Array(many) => many.as_slice(),
            one => std::slice::from_ref(one),
        };
        for occasion in occasions {
            let Some(text) = occasion.as_str() else {
                self.wrong(at, "La ocasión de un aviso es un texto o una lista de textos.".into(), None);
                continue;
            };
            let Some(trigger) = self.said(Trigger::parse(text), at) else { continue };
            match &trigger {
                Trigger::Enter(activity) | Trigger::Loop(_, activity) => {
                    self.declared_word("La actividad", &file.activity, activity.as_str(), at)
                }
                Trigger::Answer(answer) => self.declared_word("La respuesta", &file.answer, answer.as_str(), at),
                Trigger::Alert(clock, _) => self.declared_word("El tiempo", &file.clock, clock.as_str(), at),
                Trigger::Remind(term) | Trigger::Ended(term) | Trigger::Lengthened(term) => {
                    self.declared_word("El término", &file.term, term.as_str(), at)
                }
                _ => {}
            }
            on.push(trigger);
        }
        let mut to = Vec::new();
        for text in &raw.to {
            let at = text.span().start;
            let Some(recipient) = self.said(Recipient::parse(text.get_ref()), at) else { continue };
            if let Recipient::Role(role) = &recipient {
                self.declared_word("El rol", &file.role, role.as_str(), at);
            }
            to.push(recipient);
        }
        let held = match raw.hold.as_ref().map(|h| (h.get_ref().as_str(), h.span().start)) {
            None | Some(("never", _)) => false,
            Some(("opening", _)) => true,
            Some((other, at)) => {
                self.wrong(at, format!("«{other}» no dice cuándo sale el aviso; use «never» u «opening»."), None);
                false
            }
        };
        let label = raw.label.clone().unwrap_or_else(|| id.as_str().replace('_', " "));
        Notice { label, on, to, text: raw.text.clone(), held, guard: self.guard(raw.guard.clone()) }
    }
}
