//! A procedure in sentences: where each answer goes, how long a term is, when a notice leaves and
//! to whom.

use desk::calendar::DayKind;
use desk::procedure::{
    Clock, ClockTarget, Giver, Notice, Procedure, Recipient, Remind, Reply, Target, Term, TermLength, TermStart,
    Trigger,
};
use desk::{ActivityId, AnswerId};

use super::chart::role_name;
use crate::web::kit::Fact;
use crate::web::page::Page;
use crate::web::words::capital;

/// An activity of the flowchart in words.
pub struct Told {
    pub number: String,
    pub name: String,
    pub who: String,
    pub control_point: bool,
    pub question: String,
    pub ways: Vec<String>,
    pub terms: Vec<String>,
}

/// The flowchart in words, activity by activity.
pub fn told(p: &Page, procedure: &Procedure) -> Vec<Told> {
    let one = |(id, activity): (&ActivityId, &desk::procedure::Activity)| Told {
        number: id.to_string(),
        name: activity.name.clone(),
        who: match () {
            () if !activity.by.is_empty() => {
                let names: Vec<String> = activity.by.iter().map(|role| role_name(p, procedure, Some(role))).collect();
                p.w.list_or(&names)
            }
            () if procedure.is_automatic(id) => p.t("chart-automatic").to_string(),
            () => String::new(),
        },
        control_point: activity.control_point,
        question: activity.question.trim().replace('\n', " "),
        ways: procedure.answers_from(id).map(|(answer, _)| way(p, procedure, id, answer)).collect(),
        terms: procedure
            .terms_of(id)
            .map(|(_, term)| {
                p.t("chart-term").arg("label", &term.label).arg("length", length(p, procedure, term)).to_string()
            })
            .collect(),
    };
    let mut told: Vec<Told> = procedure.activities.iter().map(one).collect();
    for step in &mut told {
        if step.ways.is_empty() {
            let exit = procedure.activities.get(step.number.as_str()).is_some_and(|own| own.exit.is_some());
            step.ways.push(p.t(if exit { "chart-exit" } else { "chart-ends-here" }).to_string());
        }
    }
    told
}

/// «Procede»: sigue la 3. Clasificar y categorizar.
fn way(p: &Page, procedure: &Procedure, from: &ActivityId, id: &AnswerId) -> String {
    let Some(answer) = procedure.answers.get(id) else { return String::new() };
    let to = match &answer.to {
        Target::Activity(to) => p.t("way-goes-on").arg("activity", of_activity(procedure, to)).to_string(),
        Target::CameFrom => {
            let back = procedure.chart().notes.iter().find_map(|note| match &note.way {
                desk::procedure::chart::Way::Returns { from: own, to } if own == from && note.answer == *id => Some(to),
                _ => None,
            });
            let to: Vec<String> = back.into_iter().flatten().map(|to| of_activity(procedure, to)).collect();
            p.t("way-goes-back").arg("activities", p.w.list_or(&to)).to_string()
        }
    };
    let who = match answer.given_by {
        Giver::People if !answer.by.is_empty() => {
            let names: Vec<String> = answer.by.iter().map(|role| role_name(p, procedure, Some(role))).collect();
            format!(" ({})", p.w.list_or(&names))
        }
        Giver::Term => format!(" ({})", p.t("way-by-term")),
        Giver::Approved | Giver::Denied => format!(" ({})", p.t("way-by-approval")),
        Giver::People | Giver::Registration => String::new(),
    };
    p.t("way").arg("answer", &answer.label).arg("who", who).arg("to", to).to_string()
}

pub fn of_activity(procedure: &Procedure, id: &ActivityId) -> String {
    procedure.activity(id).map_or_else(|| id.to_string(), |activity| format!("{id}. {}", activity.name))
}

/// A term's length, short enough for the chart.
pub fn length_short(p: &Page, term: &Term) -> String {
    match &term.length {
        TermLength::Days(days, DayKind::Business) => p.t("business-days").n("n", *days).to_string(),
        TermLength::Days(days, DayKind::Calendar) => p.t("calendar-days").n("n", *days).to_string(),
        TermLength::Hours(time) => p.w.business(time.as_minutes(), 0),
        TermLength::UntilField(_) => p.t("chart-until-date").to_string(),
    }
}

pub fn length(p: &Page, procedure: &Procedure, term: &Term) -> String {
    match &term.length {
        TermLength::UntilField(field) => p
            .t("term-until-field")
            .arg("field", procedure.fields.get(field).map_or(field.as_str(), |own| own.label.as_str()))
            .to_string(),
        _ => length_short(p, term),
    }
}

/// A term: how long, from when, what happens then, what a message does.
pub fn of_term(p: &Page, procedure: &Procedure, term: &Term) -> Fact {
    let mut about = vec![of_activity(procedure, &term.activity)];
    if let TermStart::Delivered(notice) = &term.from {
        about.push(p.t("term-from-delivery").arg("notice", notice).to_string());
    }
    if let Some(answer) = term.then.as_ref().and_then(|id| procedure.answers.get(id)) {
        about.push(p.t("term-then").arg("answer", &answer.label).to_string());
    }
    about.extend(term.remind.map(|remind| {
        p.t(match remind {
            Remind::LastDay => "term-reminds-last-day",
            Remind::EachDay => "term-reminds-each-day",
        })
        .to_string()
    }));
    match &term.reply {
        Reply::Nothing => {}
        Reply::Interpret => about.push(p.t("term-reply-interpret").to_string()),
        Reply::Answer(id) => {
            let label = procedure.answers.get(id).map_or("", |answer| answer.label.as_str());
            about.push(p.t("term-reply-answer").arg("answer", label).to_string());
        }
    }
    Fact {
        label: capital(&term.label), value: length(p, procedure, term), about: about.join(" · "), ..Fact::default()
    }
}

pub fn of_clock(p: &Page, procedure: &Procedure, clock: &Clock) -> Fact {
    let value = match &clock.target {
        ClockTarget::None => p.t("clock-only-measured").to_string(),
        ClockTarget::Fixed(time) => p.w.business(time.as_minutes(), 0),
        ClockTarget::Table => p.t("clock-by-table").to_string(),
    };
    let runs: Vec<String> = clock.runs_in.iter().map(|runs| of_activity(procedure, &runs.activity)).collect();
    let mut about = p.t("clock-runs-in").arg("activities", p.w.list(&runs)).to_string();
    if clock.anew_per_step {
        about = format!("{about} · {}", p.t("clock-anew"));
    }
    Fact { label: clock.name.clone(), value, about, ..Fact::default() }
}

/// When a notice leaves and to whom.
pub fn of_notice(p: &Page, procedure: &Procedure, notice: &Notice) -> Fact {
    let on: Vec<String> = notice.on.iter().map(|trigger| occasion(p, procedure, trigger)).collect();
    let to: Vec<String> = notice.to.iter().map(|to| recipient(p, procedure, to)).collect();
    Fact {
        label: capital(&p.w.list_or(&on)),
        value: p.w.list(&to),
        about: if notice.held { p.t("notice-held").to_string() } else { String::new() },
        ..Fact::default()
    }
}

fn occasion(p: &Page, procedure: &Procedure, trigger: &Trigger) -> String {
    let answer = |id: &AnswerId| procedure.answers.get(id).map_or_else(|| id.to_string(), |own| own.label.clone());
    let term = |id: &desk::TermId| procedure.terms.get(id).map_or_else(|| id.to_string(), |own| own.label.clone());
    match trigger {
        Trigger::Registered => p.t("on-registered").to_string(),
        Trigger::Enter(activity) => p.t("on-enter").arg("activity", of_activity(procedure, activity)).to_string(),
        Trigger::Answer(id) => p.t("on-answer").arg("answer", answer(id)).to_string(),
        Trigger::Asked => p.t("on-asked").to_string(),
        Trigger::Recalled => p.t("on-recalled").to_string(),
        Trigger::Assigned => p.t("on-assigned").to_string(),
        Trigger::Alert(clock, percent) => {
            let name = procedure.clocks.get(clock).map_or_else(|| clock.to_string(), |own| own.name.clone());
            p.t("on-alert").arg("clock", name).arg("percent", percent).to_string()
        }
        Trigger::Remind(id) => p.t("on-remind").arg("term", term(id)).to_string(),
        Trigger::Ended(id) => p.t("on-ended").arg("term", term(id)).to_string(),
        Trigger::Lengthened(id) => p.t("on-lengthened").arg("term", term(id)).to_string(),
        Trigger::Closed => p.t("on-closed").to_string(),
        Trigger::Reinstated => p.t("on-reinstated").to_string(),
        Trigger::Corrected => p.t("on-corrected").to_string(),
        Trigger::ToInterpret => p.t("on-to-interpret").to_string(),
        Trigger::Thanked => p.t("on-thanked").to_string(),
        Trigger::Message => p.t("on-message").to_string(),
        Trigger::Loop(times, activity) => {
            p.t("on-loop").arg("times", times).arg("activity", of_activity(procedure, activity)).to_string()
        }
        Trigger::Commented => p.t("on-commented").to_string(),
        Trigger::Undelivered => p.t("on-undelivered").to_string(),
    }
}

fn recipient(p: &Page, procedure: &Procedure, to: &Recipient) -> String {
    let key = match to {
        Recipient::Role(role) => return role_name(p, procedure, Some(role)),
        Recipient::Line(position) => return p.t("to-line").arg("position", position).to_string(),
        Recipient::Requester => "to-requester",
        Recipient::Beneficiary => "to-beneficiary",
        Recipient::Registrar => "to-registrar",
        Recipient::Assignee => "to-assignee",
        Recipient::Group => "to-group",
        Recipient::Approver => "to-approver",
        Recipient::Followers => "to-followers",
        Recipient::Told => "to-told",
    };
    p.t(key).to_string()
}

/// A role with the activities it answers.
pub fn roles(p: &Page, procedure: &Procedure) -> Vec<Fact> {
    let one = |(id, role): (&desk::RoleId, &desk::procedure::Role)| {
        let own: Vec<String> = procedure
            .activities
            .iter()
            .filter(|(_, activity)| activity.by.contains(id))
            .map(|(activity, _)| activity.to_string())
            .collect();
        let rights = &procedure.document.rights;
        let given =
            [(&rights.desk, "right-desk"), (&rights.correct, "right-correct"), (&rights.see_all, "right-see-all")];
        let given: Vec<String> =
            given.iter().filter(|(roles, _)| roles.contains(id)).map(|(_, key)| p.t(key).to_string()).collect();
        Fact {
            label: role.name.clone(),
            value: match own.len() {
                0 => p.t("role-no-activity").to_string(),
                n => p.t("role-activities").n("n", n).arg("activities", p.w.list(&own)).to_string(),
            },
            about: capital(&p.w.list(&given)),
            ..Fact::default()
        }
    };
    procedure.roles.iter().map(one).collect()
}
