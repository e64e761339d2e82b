//! `GET /requests/{number}`: a request as its requester sees it. Answers go to
//! `POST /cases/{number}/answer`, messages to `/message`, the survey to `/survey`.

use askama::Template;
use jiff::Timestamp;

use crate::web::kit::{Entry, Explained, Fact, Field, FormHead, Future, Link, Opt, Problem, State, Step, Who};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "portal/case.html")]
pub struct RequestPage {
    pub p: Page,
    pub number: String,
    pub subject: String,
    pub state: State,
    /// What the state means for the reader: «Espera su respuesta».
    pub meaning: String,
    /// It has ended: a message moves nothing.
    pub closed: bool,
    /// The reported solution or the reason it ended.
    pub solution: Option<Solution>,
    /// An acceptance the desk recorded, to be contradicted.
    pub contradict: Option<Contradict>,
    /// What is asked of the reader.
    pub asked: Option<Asked>,
    /// The question about satisfaction, while it can be answered.
    pub survey: Option<Survey>,
    /// «Volver a solicitar», «Ya no la necesito»: what else the reader may do.
    pub again: Option<Link>,
    /// Leaving the request: an answer of the procedure that needs no question.
    pub withdraw: Option<Choice>,
    pub steps: Vec<Step>,
    /// «Actividad 9 de 10».
    pub progress: String,
    pub chart: Link,
    pub conversation: Vec<Entry>,
    /// `POST /cases/{number}/message`.
    pub reply: FormHead,
    /// What was typed before, kept as a draft.
    pub draft: String,
    pub facts: Vec<Fact>,
    /// What happens by itself, in the reader's own words.
    pub future: Vec<Future>,
    /// Where all of its time is explained.
    pub explain: String,
}

pub struct Solution {
    /// «Solución», «Por qué se cerró».
    pub title: String,
    pub paragraphs: Vec<String>,
    pub by: Who,
    pub at: Timestamp,
}

/// The desk recorded that the reader accepted: «si no fue así, díganoslo».
pub struct Contradict {
    pub until: Timestamp,
    /// Whether there is still time.
    pub open: bool,
    pub form: FormHead,
}

/// A question of the procedure for the reader, with its permitted answers.
pub struct Asked {
    /// «¿Está de acuerdo con la solución?», «Envíe lo que falta».
    pub question: String,
    /// What is missing, item by item.
    pub missing: Vec<String>,
    /// The end of the term.
    pub until: Option<Timestamp>,
    /// What happens by itself then.
    pub otherwise: String,
    pub explained: Option<Explained>,
    pub form: FormHead,
    /// The first is the primary one; those that need fields open them.
    pub answers: Vec<Choice>,
    pub problems: Vec<Problem>,
    /// The term is over and being checked: nothing can be answered meanwhile.
    pub verifying: bool,
}

/// An answer the reader may give.
pub struct Choice {
    /// The answer's id in the procedure.
    pub id: String,
    pub label: String,
    pub form: FormHead,
    pub needs: Vec<Field>,
    /// What the button says once the fields are filled in.
    pub send: String,
    /// Shown as a refusal.
    pub refuses: bool,
    pub open: bool,
}

pub struct Survey {
    pub form: FormHead,
    pub question: String,
    /// Five, from the best to the worst; the value is the score.
    pub faces: Vec<Opt>,
    pub until: Option<Timestamp>,
}

impl Survey {
    /// The face of the nth answer, from the best.
    pub fn face(&self, nth: &usize) -> &'static str {
        match nth {
            0 => "laugh",
            1 => "smile",
            2 => "meh",
            3 => "frown",
            _ => "angry",
        }
    }
}
