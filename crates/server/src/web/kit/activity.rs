//! Where a case stands in its procedure, and what may be answered there.

use super::{Field, FormHead, Problem};

/// The current activity: the document's sentence, its question, only its permitted answers.
#[derive(Clone, Debug)]
pub struct Act {
    /// As the document numbers it.
    pub number: String,
    pub name: String,
    pub control_point: bool,
    /// «Le toca a usted, agente de soporte · segunda vez».
    pub whose: String,
    /// The activity's cell as printed, one item a paragraph.
    pub printed: Vec<String>,
    /// The document's question; the activity's name stands in where it prints none.
    pub question: String,
    pub form: FormHead,
    /// Empty when it is not this reader's turn.
    pub answers: Vec<AnswerCard>,
    pub suggestion: Option<Suggestion>,
    pub problems: Vec<Problem>,
    /// A term is over and being checked: nothing can be answered meanwhile.
    pub verifying: bool,
    /// Said in place of the answers where there are none to give.
    pub instead: String,
    /// Nobody holds the case: whoever answers may take it with the answer, and is told what follows.
    pub take: bool,
}

/// A permitted answer.
#[derive(Clone, Debug)]
pub struct AnswerCard {
    /// The answer's id in the procedure; the value of the field `answer`.
    pub id: String,
    pub label: String,
    /// «Sigue la actividad 9 · Requiere aprobación», «Termina el caso».
    pub leads_to: String,
    /// The number it leads to, for the narrow form; empty at an end.
    pub to: String,
    pub needs: Vec<Field>,
    /// State, clock and new term, as they will be after it.
    pub effect: String,
    /// Why its guard does not hold now: shown, but cannot be chosen.
    pub barred: Option<String>,
    pub chosen: bool,
}

/// The answer the desk's own checks point to. Never chosen for the person.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub label: String,
    /// The matrix row or the rule.
    pub reason: String,
}

/// A stretch of the walked path.
#[derive(Clone, Debug)]
pub struct Trail {
    pub number: String,
    pub name: String,
    pub stage: Stage,
}

/// An activity as the requester sees progress.
#[derive(Clone, Debug)]
pub struct Step {
    pub number: String,
    pub name: String,
    pub stage: Stage,
    /// «Jueves 12, procede», «No hizo falta».
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Done,
    Now,
    Next,
    Skipped,
}

impl Stage {
    pub fn word(self) -> &'static str {
        match self {
            Stage::Done => "done",
            Stage::Now => "now",
            Stage::Next => "next",
            Stage::Skipped => "skipped",
        }
    }

    /// For ears: the text key.
    pub fn spoken(self) -> &'static str {
        match self {
            Stage::Done => "stage-done",
            Stage::Now => "stage-now",
            Stage::Next => "stage-next",
            Stage::Skipped => "stage-skipped",
        }
    }
}
