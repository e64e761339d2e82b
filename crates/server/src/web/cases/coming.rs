//! *Qué pasará si nadie actúa*, in words.

use desk::agenda::Step;
use desk::foresee::Foreseen;
use desk::{PersonId, Rulebook};

use crate::lang::Lang;
use crate::view::CaseView;
use crate::web::kit::Future;
use crate::web::page::Page;
use crate::web::words::{Words, capital};

/// Steps a case's own page lists; the explanation lists all of them.
const SHORT: usize = 5;

/// What happens by itself, the first of it; the last line says what does not.
pub fn short(p: &Page, case: &CaseView) -> Vec<Future> {
    if case.closed.is_some() {
        return Vec::new();
    }
    let mut list = all(p, &case.rules, &case.coming, false);
    if list.len() > SHORT + 1 {
        let more = list.len() - SHORT;
        list.truncate(SHORT);
        list.push(Future {
            icon: "chevron-right",
            when: p.t("afterwards").to_string(),
            what: p.t("future-more").n("n", more).to_string(),
        });
    }
    list
}

/// All of it; `own` tells it to the person whose silence it is.
pub fn all(p: &Page, rules: &Rulebook, steps: &[Foreseen], own: bool) -> Vec<Future> {
    let one = |step: &Foreseen| {
        let words = Telling { lang: p.lang, w: &p.w, rules, own };
        Some(Future { icon: icon(step), when: words.when(step), what: words.step(step)? })
    };
    let mut list: Vec<Future> = steps.iter().filter_map(one).collect();
    if !steps.iter().any(|step| step.closes().is_some()) {
        let what = p.t("nothing-by-itself").to_string();
        list.push(Future { icon: "lock", when: p.t("afterwards").to_string(), what });
    }
    list
}

fn icon(step: &Foreseen) -> &'static str {
    match &step.what {
        Step::Alert { percent, .. } if *percent >= 100 => "circle-alert",
        Step::Alert { .. } | Step::Remind { .. } => "bell",
        Step::AskSubstitute { .. } => "user-check",
        Step::End { .. } if step.closes().is_some() => "lock",
        Step::End { .. } | Step::Start { .. } | Step::Lengthen { .. } => "hourglass",
    }
}

/// The voice in which the future is told.
pub struct Telling<'a> {
    pub lang: Lang,
    pub w: &'a Words,
    pub rules: &'a Rulebook,
    /// To the person whose silence it is, and without what is the desk's own.
    pub own: bool,
}

impl Telling<'_> {
    pub fn when(&self, step: &Foreseen) -> String {
        capital(match &step.what {
            Step::End { .. } => self.w.deadline_near(step.at),
            _ => self.w.when_near(step.at),
        })
    }

    /// What happens and what follows from it; nothing for what is nobody's news.
    pub fn step(&self, step: &Foreseen) -> Option<String> {
        let (procedure, t) = (&self.rules.procedure, |key| self.lang.t(key));
        let term = |id| procedure.terms.get(id).map_or("", |term| term.label.as_str());
        let told = self.people(step.told());
        Some(match &step.what {
            Step::Alert { clock, percent, .. } => {
                let name = procedure.clocks.get(clock).map_or("", |clock| clock.name.as_str());
                let percent = self.w.percent(f64::from(*percent));
                t("future-alert").arg("percent", percent).arg("clock", name).arg("people", told).to_string()
            }
            Step::Remind { .. } if self.own => t("future-reminder-own").to_string(),
            Step::Remind { .. } => t("future-reminder").arg("people", told).to_string(),
            Step::End { term: id } => {
                let first = match step.answer().and_then(|answer| procedure.answers.get(answer)) {
                    Some(answer) => {
                        t(if self.own { "future-end-own" } else { "future-end" }).arg("answer", &answer.label)
                    }
                    None => t("future-date").arg("term", term(id)),
                };
                [vec![first.to_string()], self.follows(step)].concat().join(" ")
            }
            Step::Start { term: id, ends_at, .. } => {
                t("future-start").arg("term", term(id)).arg("until", self.w.until(*ends_at)).to_string()
            }
            Step::Lengthen { term: id, ends_at } => {
                t("future-lengthen").arg("term", term(id)).arg("until", self.w.until(*ends_at)).to_string()
            }
            Step::AskSubstitute { absent, substitute } => {
                let name = |id| self.rules.people.name(id);
                t("future-substitute").arg("substitute", name(substitute)).arg("absent", name(absent)).to_string()
            }
        })
    }

    /// Where it leads, how it ends, which terms begin.
    fn follows(&self, step: &Foreseen) -> Vec<String> {
        let (procedure, t) = (&self.rules.procedure, |key| self.lang.t(key));
        let mut said = Vec::new();
        if step.closes().is_some() {
            let result = step.result().and_then(|id| procedure.results.get(id)).map(|result| result.label.as_str());
            said.push(match result {
                Some(result) => t("future-closes").arg("result", result).to_string(),
                None => t("future-closes-plain").to_string(),
            });
        } else if let Some((id, activity)) = step.enters().and_then(|id| Some((id, procedure.activity(id)?))) {
            said.push(t("goes-to").arg("number", id).arg("name", &activity.name).to_string() + ".");
        }
        for (id, ends_at) in step.begins() {
            let label = procedure.terms.get(id).map_or("", |term| term.label.as_str());
            said.push(t("future-start").arg("term", label).arg("until", self.w.until(ends_at)).to_string());
        }
        let told = step.told();
        if !told.is_empty() && !self.own {
            said.push(t("future-told").arg("people", self.people(told)).to_string());
        }
        said
    }

    fn people(&self, people: Vec<&PersonId>) -> String {
        let names: Vec<String> = people.into_iter().map(|id| self.rules.people.name(id)).collect();
        self.w.list(&names)
    }
}
