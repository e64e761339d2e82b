//! What the scripts that were played went through: arrows, terms and refusals.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Happened;
use crate::names::*;
use crate::procedure::Procedure;
use crate::refused::Refused;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub answers: BTreeMap<ProcedureId, BTreeSet<AnswerId>>,
    /// Terms that came to their end.
    pub terms: BTreeMap<ProcedureId, BTreeSet<TermId>>,
    /// Codes of [`Refused`].
    pub refusals: BTreeSet<&'static str>,
}

impl Coverage {
    pub(super) fn happened(&mut self, procedure: &ProcedureId, what: &Happened) {
        match what {
            Happened::Answered { answer, .. } => {
                self.answers.entry(procedure.clone()).or_default().insert(answer.clone());
            }
            Happened::TermEnded { term, .. } => {
                self.terms.entry(procedure.clone()).or_default().insert(term.clone());
            }
            _ => {}
        }
    }

    pub(super) fn refused(&mut self, refused: &Refused) {
        self.refusals.insert(refused.code());
    }

    pub fn add(&mut self, other: Coverage) {
        for (procedure, answers) in other.answers {
            self.answers.entry(procedure).or_default().extend(answers);
        }
        for (procedure, terms) in other.terms {
            self.terms.entry(procedure).or_default().extend(terms);
        }
        self.refusals.extend(other.refusals);
    }

    /// Arrows and terms of a procedure that no script took, those switched off included: they
    /// are walked by scripts that switch them on.
    pub fn missing_of(&self, procedure: &Procedure) -> Vec<String> {
        let id = &procedure.document.id;
        let (answers, terms) = (self.answers.get(id), self.terms.get(id));
        let off = procedure.switched_off.iter().map(|off| off.name.as_str());
        let wanted_answers = procedure.answers.keys().map(AnswerId::as_str);
        let wanted_terms = procedure.terms.keys().map(TermId::as_str);
        let taken = |name: &str| answers.is_some_and(|a| a.contains(name)) || terms.is_some_and(|t| t.contains(name));
        wanted_answers.chain(wanted_terms).chain(off).filter(|name| !taken(name)).map(str::to_string).collect()
    }

    /// Codes of refusals that no script shows.
    pub fn missing_refusals(&self) -> Vec<&'static str> {
        Refused::CODES.into_iter().filter(|code| !self.refusals.contains(code)).collect()
    }
}
