//! Activities, their answers, and what an answer needs and does.

use indexmap::IndexMap;

use super::super::definition::*;
use super::super::effect::{Deed, Effect, Need, conditional};
use super::names::Names;
use super::problem::nearest;
use super::shape::*;
use crate::names::ActivityId;

impl Names<'_> {
    pub(super) fn procedure(&mut self, file: File) -> Procedure {
        let mut switched_off = Vec::new();
        for (id, answer) in file.answer.iter().filter(|(_, a)| a.off) {
            switched_off.push(SwitchedOff {
                name: id.to_string(),
                label: answer.label.clone(),
                readings: answer.reading.clone(),
            });
        }
        for (id, term) in file.term.iter().filter(|(_, t)| t.off) {
            switched_off.push(SwitchedOff {
                name: id.to_string(),
                label: term.label.clone(),
                readings: term.reading.clone(),
            });
        }
        let flags = file
            .flag
            .iter()
            .map(|(id, raw)| (id.clone(), Flag { name: raw.name.clone(), derived: self.guard(raw.guard.clone()) }))
            .collect();
        let fields = file.field.iter().map(|(id, raw)| (id.clone(), self.field(raw.clone()))).collect();
        let mut activities = IndexMap::new();
        for (id, raw) in &file.activity {
            activities.insert(id.clone(), self.activity(raw, &file));
        }
        let mut answers = IndexMap::new();
        for (id, raw) in &file.answer {
            let answer = self.answer(raw, &file);
            if !raw.off {
                answers.insert(id.clone(), answer);
            }
        }
        for (id, raw) in &file.activity {
            self.marked_question(id, raw, &file);
        }
        let mut terms = IndexMap::new();
        for (id, raw) in &file.term {
            if let Some(term) = self.term(raw, &file)
                && !raw.off
            {
                terms.insert(id.clone(), term);
            }
        }
        let clocks = file.clock.iter().map(|(id, raw)| (id.clone(), self.clock(raw, &file))).collect();
        let approvals = file.approval.iter().map(|(id, raw)| (id.clone(), self.policy(raw, &file))).collect();
        let mut notices = IndexMap::new();
        for (id, raw) in &file.notice {
            let notice = self.notice(id, raw, &file);
            notices.insert(id.clone(), notice);
        }
        let rights = &file.document.rights;
        for roles in [&rights.desk, &rights.correct, &rights.see_all, &rights.owner] {
            for role in roles {
                self.declared_word("El rol", &file.role, role.as_str(), 0);
            }
        }
        let survey = file.survey.map(|raw| Survey {
            question: raw.question,
            options: raw.options,
            open_days: raw.open_days,
            unless: self.guard(raw.guard),
        });
        Procedure {
            document: file.document,
            states: file.state,
            roles: file.role,
            fields,
            flags,
            activities,
            answers,
            terms,
            clocks,
            approvals,
            notices,
            results: file.result,
            survey,
            readings: file.reading,
            glossary: file.definition,
            switched_off,
            drawn: std::sync::OnceLock::new(),
        }
    }

    pub(super) fn field(&mut self, raw: RawField) -> Field {
        Field {
            kind: raw.kind,
            label: raw.label,
            help: raw.help,
            options: raw.options,
            required: raw.required,
            asked_if: self.guard(raw.guard),
            audience: raw.audience,
            min: raw.min,
            keep: raw.keep,
        }
    }

    pub(super) fn activity(&mut self, raw: &RawActivity, file: &File) -> Activity {
        Activity {
            name: raw.name.clone(),
            text: raw.text.clone(),
            responsible: raw.responsible.clone(),
            record: raw.record.clone(),
            question: raw.question.clone(),
            cells: raw.cells.clone(),
            control_point: raw.control_point,
            control_point_on: raw.control_point_on.as_ref().map(|word| word.get_ref().clone()),
            internal_decision: raw.internal_decision,
            by: raw.by.iter().map(|role| self.declared("El rol", &file.role, role)).collect(),
            state: self.declared("El estado", &file.state, &raw.state),
            exit: raw.exit.clone(),
            printed: raw.printed,
            readings: raw.reading.clone(),
        }
    }

    /// The question a mark belongs to is one that some answer of the activity says something to.
    fn marked_question(&mut self, id: &ActivityId, raw: &RawActivity, file: &File) {
        let Some(word) = &raw.control_point_on else { return };
        let leaves = |answer: &&RawAnswer| answer.from.iter().any(|from| from.get_ref() == id.as_str());
        let mut said = file.answer.values().filter(leaves).flat_map(|answer| answer.says.keys());
        if !raw.control_point || !said.any(|own| own == word.get_ref()) {
            let message = format!(
                "control_point_on nombra la pregunta «{}», pero la actividad {id} no es punto de control o ninguna de sus respuestas dice algo a esa pregunta en says.",
                word.get_ref()
            );
            self.wrong(word.span().start, message, None);
        }
    }

    pub(super) fn answer(&mut self, raw: &RawAnswer, file: &File) -> Answer {
        let to = if raw.to.get_ref() == "came_from" {
            Target::CameFrom
        } else {
            Target::Activity(self.declared("La actividad", &file.activity, &raw.to))
        };
        let given_by = match raw.on.as_ref().map(|on| on.get_ref().as_str()) {
            None => Giver::People,
            Some("registered") => Giver::Registration,
            Some("approved") => Giver::Approved,
            Some("denied") => Giver::Denied,
            Some("term") => Giver::Term,
            Some(other) => {
                let at = raw.on.as_ref().map_or(0, |on| on.span().start);
                let message = format!(
                    "«{other}» no dice quién responde; use registered, approved, denied o term, o nada si responde una persona."
                );
                self.wrong(at, message, nearest(other, ["registered", "approved", "denied", "term"].into_iter()));
                Giver::People
            }
        };
        Answer {
            from: raw.from.iter().map(|from| self.declared("La actividad", &file.activity, from)).collect(),
            to,
            label: raw.label.clone(),
            label_when: raw
                .label_when
                .iter()
                .filter_map(|(guard, words)| Some((self.guard(Some(guard.clone()))?, words.clone())))
                .collect(),
            prints: raw.prints.clone(),
            says: raw.says.clone(),
            given_by,
            by: raw.by.iter().map(|role| self.declared("El rol", &file.role, role)).collect(),
            guard: self.guard(raw.guard.clone()),
            else_say: raw.else_say.clone(),
            suggested_if: self.guard(raw.suggest.clone()),
            suggest_say: raw.suggest_say.clone(),
            needs: raw.needs.iter().filter_map(|need| self.need(need, file)).collect(),
            takes: raw.takes.iter().map(|field| self.declared("El campo", &file.field, field)).collect(),
            does: raw.does.iter().filter_map(|effect| self.effect(effect, file)).collect(),
            result: raw.result.as_ref().map(|result| self.declared("El resultado", &file.result, result)),
            readings: raw.reading.clone(),
        }
    }

    pub(super) fn need(&mut self, text: &Text, file: &File) -> Option<Need> {
        let at = text.span().start;
        let (field, guard) = self.parsed(conditional(text.get_ref()), at)?;
        self.declared_word("El campo", &file.field, field, at);
        Some(Need { field: field.into(), guard })
    }

    pub(super) fn effect(&mut self, text: &Text, file: &File) -> Option<Effect> {
        let at = text.span().start;
        let (words, guard) = self.parsed(conditional(text.get_ref()), at)?;
        let does = self.said(Deed::parse(words), at)?;
        match &does {
            Deed::SetFlag(flag) | Deed::ClearFlag(flag) => {
                self.declared_word("La marca", &file.flag, flag.as_str(), at)
            }
            Deed::AssignFrom(field) => self.declared_word("El campo", &file.field, field.as_str(), at),
            Deed::Ask(policy) => self.declared_word("La aprobación", &file.approval, policy.as_str(), at),
            Deed::AssignGroup(_) | Deed::AskItem | Deed::Recall | Deed::Restrict(_) | Deed::Continue(_) => {}
        }
        Some(Effect { does, guard })
    }
}
