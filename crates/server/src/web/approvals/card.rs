//! `GET /approvals/{number}/{approval}`: who asks, for whom, what, why, what the desk verified, until
//! when. Deciding is `POST /cases/{number}/decide`; «no soy el aprobador» is an answer of the procedure.

use askama::Template;

use crate::web::kit::{Due, Fact, Field, File, FormHead, Problem};
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "approvals/card.html")]
pub struct CardPage {
    pub p: Page,
    pub number: String,
    pub subject: String,
    /// This card's own address; the steps are reached from it.
    pub href: String,
    /// «2 de 3 pendientes»; empty for the only one.
    pub place: String,
    pub due: Option<Due>,
    /// «Decide como suplente de …, ausente hasta el 27 de noviembre. Ella recibirá copia.»; as titular empty.
    pub stand_in: String,
    /// The same in few words, above the buttons.
    pub stand_in_short: String,
    /// Who asks, for whom, impact, until when.
    pub facts: Vec<Fact>,
    /// The requester's reason, as typed.
    pub why: Vec<String>,
    /// What was answered in the form.
    pub answers: Vec<Fact>,
    /// What the desk verified before asking.
    pub checks: Vec<Check>,
    pub files: Vec<File>,
    /// The text of the policy this decision rests on.
    pub policy: Vec<String>,
    /// The hash of exactly what is shown: the decision binds to it.
    pub binds: String,
    pub step: CardStep,
    pub form: FormHead,
    /// Purpose, impact, feasibility … where the procedure asks the approver for an analysis.
    pub analysis: Vec<Field>,
    /// `POST` address of «no soy el aprobador»; empty where the procedure has no such answer.
    pub not_mine: FormHead,
    /// The value its form sends as `answer`.
    pub not_mine_answer: String,
    pub problems: Vec<Problem>,
    /// The motive typed so far.
    pub reason: String,
    /// Somebody has decided meanwhile: what and who.
    pub decided: String,
}

pub struct Check {
    pub fits: bool,
    pub text: String,
}

/// Which step the card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStep {
    /// Everything, with the buttons.
    Read,
    /// The motive of a refusal.
    Reject,
    /// Why somebody else must decide.
    NotMine,
}

impl CardStep {
    /// From the address: `?step=reject`.
    pub fn from_word(word: &str) -> CardStep {
        match word {
            "reject" => CardStep::Reject,
            "not-mine" => CardStep::NotMine,
            _ => CardStep::Read,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            CardStep::Read => "read",
            CardStep::Reject => "reject",
            CardStep::NotMine => "not-mine",
        }
    }
}
