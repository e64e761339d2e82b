//! The dossier's printable page: what happened, as a person reads it. It needs nothing beside it.

use askama::Template;
use desk::event::Verdict;
use desk::procedure::Activity;
use desk::{Happened, PersonId};
use jiff::Timestamp;

use crate::lang::Lang;
use crate::store::events::StoredEvent;
use crate::store::seals::Proof;
use crate::view::{CaseView, FieldView, Shown, Text, Voice};
use crate::words::Words;

#[derive(Template)]
#[template(path = "expediente.html")]
struct Page {
    number: String,
    subject: String,
    procedure: String,
    state: String,
    facts: Vec<(String, String)>,
    steps: Vec<Step>,
    approvals: Vec<(String, Vec<String>)>,
    said: Vec<Line>,
    letters: Vec<Line>,
    files: Vec<(String, u64)>,
    events: usize,
    last_hash: String,
    seal: Option<(i64, String, i64)>,
    made: String,
}

struct Step {
    activity: String,
    control_point: bool,
    entered: String,
    left: String,
    answer: String,
    by: String,
    /// What was written down with it.
    inputs: Vec<(String, String)>,
}

struct Line {
    at: String,
    by: String,
    what: String,
    text: String,
}

/// The page, in the language of the documents.
pub(super) fn of(case: &CaseView, rows: &[StoredEvent], proof: Option<&Proof>) -> Result<String, askama::Error> {
    let zone = case.rules.calendar.time_zone().clone();
    let reading = Reading { case, words: Words { lang: Lang::Es, zone, now: case.now } };
    let document = &case.rules.procedure.document;
    let page = Page {
        number: case.number.to_string(),
        subject: case.subject.as_ref().map_or_else(String::new, text),
        procedure: format!("{}, versión {}", document.name, document.version),
        state: case
            .outcome
            .as_ref()
            .map(|outcome| outcome.label.clone())
            .or_else(|| case.stay().map(|stay| reading.activity(&stay.activity)))
            .unwrap_or_default(),
        facts: reading.facts(),
        steps: reading.steps(),
        approvals: reading.approvals(),
        said: reading.said(),
        letters: reading.letters(),
        files: case.files.iter().map(|file| (text(&file.name), file.size)).collect(),
        events: rows.len(),
        last_hash: rows.last().map_or_else(String::new, |row| row.hash.to_string()),
        seal: proof.map(|proof| (proof.seal.number, proof.seal.day.clone(), proof.leaf.seq)),
        made: reading.words.when(case.now),
    };
    page.render()
}

struct Reading<'a> {
    case: &'a CaseView,
    words: Words,
}

impl Reading<'_> {
    fn facts(&self) -> Vec<(String, String)> {
        let case = self.case;
        let mut facts = vec![
            ("Solicitante".to_owned(), self.person(&case.parties.requester)),
            ("Beneficiario".to_owned(), self.person(&case.parties.beneficiary)),
            ("Recibido".to_owned(), self.at(case.received_at)),
        ];
        if let Some((at, _)) = case.closed {
            facts.push(("Cerrado".to_owned(), self.at(at)));
        }
        facts.extend(case.fields.iter().map(|field| self.field(field)));
        facts
    }

    fn steps(&self) -> Vec<Step> {
        let steps = self.case.trail.iter().map(|stay| {
            let answered = self
                .case
                .entries
                .iter()
                .find(|entry| matches!(&entry.what, Happened::Answered { visit, .. } if *visit == stay.visit));
            let answers = &self.case.rules.procedure.answers;
            let label = |id| answers.get(id).map_or_else(String::new, |answer| answer.label.clone());
            let by = match (answered, stay.expired) {
                (Some(entry), _) => self.author(entry.by.as_ref(), entry.acting_for.as_ref()),
                (None, true) => "Venció el término".to_owned(),
                (None, false) => String::new(),
            };
            let mistaken = if stay.mistaken { " (corregida)" } else { "" };
            Step {
                activity: self.activity(&stay.activity) + mistaken,
                control_point: self.definition(&stay.activity).is_some_and(|activity| activity.control_point),
                entered: self.at(stay.entered_at),
                left: stay.left_at.map_or_else(String::new, |at| self.at(at)),
                answer: stay.answer.as_ref().map_or_else(String::new, |(id, _)| label(id)),
                by,
                inputs: answered
                    .map_or_else(Vec::new, |entry| entry.fields.iter().map(|field| self.field(field)).collect()),
            }
        });
        steps.collect()
    }

    fn approvals(&self) -> Vec<(String, Vec<String>)> {
        let approvals = self.case.approvals.iter().map(|approval| {
            let steps = approval.steps.iter().flat_map(|step| {
                let row = step.row.as_ref().map_or_else(String::new, |row| format!(", fila «{row}» de la matriz"));
                let asked: Vec<String> = step.people.iter().map(|(person, _)| self.person(person)).collect();
                let asked = format!("Se pidió a {} el {}{row}", asked.join(", "), self.at(step.asked_at));
                let decided = step.decisions.iter().map(|decision| {
                    let verdict = match decision.verdict {
                        Verdict::Approved => "Aprobó",
                        Verdict::Rejected => "Rechazó",
                    };
                    let by = self.author(Some(&decision.by), decision.acting_for.as_ref());
                    format!("{verdict}: {by}, el {}", self.at(decision.at))
                });
                std::iter::once(asked).chain(decided).collect::<Vec<_>>()
            });
            (approval.name.clone(), steps.collect())
        });
        approvals.collect()
    }

    fn said(&self) -> Vec<Line> {
        let said = self.case.entries.iter().filter_map(|entry| {
            let said = entry.said.as_ref()?;
            let what = match said.voice {
                Voice::Request => "Solicitud",
                Voice::Note => "Nota interna",
                Voice::Reason => "Razón",
                _ => "Mensaje",
            };
            Some(Line {
                at: self.at(entry.at),
                by: self.author(entry.by.as_ref(), entry.acting_for.as_ref()),
                what: what.to_owned(),
                text: text(&said.text),
            })
        });
        said.collect()
    }

    fn letters(&self) -> Vec<Line> {
        let letters = self.case.letters.iter().map(|letter| {
            let became = match letter.state.word() {
                "sent" => "entregado al correo",
                "failed" => "no se pudo entregar",
                "omitted" => "no se envió: ya no hacía falta",
                _ => "por enviar",
            };
            Line {
                at: self.at(letter.settled_at.unwrap_or(letter.created_at)),
                by: letter.to.as_ref().map_or_else(|| letter.address.clone(), |to| self.person(to)),
                what: self.case.rules.procedure.notice_label(&letter.notice),
                text: became.to_owned(),
            }
        });
        letters.collect()
    }

    fn definition(&self, id: &desk::ActivityId) -> Option<&Activity> {
        self.case.rules.procedure.activity(id)
    }

    fn activity(&self, id: &desk::ActivityId) -> String {
        self.definition(id).map_or_else(|| id.to_string(), |activity| format!("{id}. {}", activity.name))
    }

    fn author(&self, by: Option<&PersonId>, acting_for: Option<&PersonId>) -> String {
        let by = by.map_or_else(|| "La herramienta".to_owned(), |by| self.person(by));
        match acting_for {
            Some(absent) => format!("{by}, como suplente de {}", self.person(absent)),
            None => by,
        }
    }

    fn person(&self, id: &PersonId) -> String {
        self.case.rules.people.get(id).map_or_else(|| id.to_string(), |person| person.name.clone())
    }

    fn at(&self, at: Timestamp) -> String {
        self.words.when(at)
    }

    fn field(&self, field: &FieldView) -> (String, String) {
        let value = match &field.value {
            Shown::Words(words) => words.join(", "),
            Shown::Number(number) => number.to_string(),
            Shown::Date(day) => self.words.day(*day),
            Shown::Yes(yes) => if *yes { "Sí" } else { "No" }.to_owned(),
            Shown::People(people) => people.iter().map(|id| self.person(id)).collect::<Vec<_>>().join(", "),
            Shown::Group(_, name) => name.clone(),
            Shown::Text(written) => text(written),
            Shown::Files(files) => files.iter().map(|file| text(&file.name)).collect::<Vec<_>>().join(", "),
        };
        (field.label.clone(), value)
    }
}

fn text(text: &Text) -> String {
    text.written().unwrap_or("(retirado)").to_owned()
}
