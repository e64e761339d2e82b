//! One sentence per thing that happened, for the folded lines of a conversation.

use desk::Happened;
use desk::event::{ApprovalOutcome, ClosedBy, Lengthening, Verdict};
use desk::{ActivityId, PersonId};

use crate::view::{CaseView, Entry};
use crate::web::page::Page;

/// The sentence, or nothing for what only the machine cares about.
pub fn sentence(p: &Page, case: &CaseView, entry: &Entry) -> Option<String> {
    let procedure = &case.rules.procedure;
    let name = |id: &PersonId| case.rules.people.name(id);
    let by = entry.by.as_ref().map_or_else(|| p.t("the-tool").to_string(), name);
    let activity =
        |id: &ActivityId| procedure.activity(id).map_or_else(|| id.to_string(), |a| format!("{id}, {}", a.name));
    let term = |id| procedure.terms.get(id).map_or_else(String::new, |term| term.label.clone());
    let clock = |id| procedure.clocks.get(id).map_or_else(String::new, |clock| clock.name.clone());
    let notice = |no: u32| {
        let written = case.entries.iter().find_map(|entry| match &entry.what {
            Happened::NoticeWritten { no: own, notice, .. } if *own == no => Some(procedure.notice_label(notice)),
            _ => None,
        });
        written.unwrap_or_default()
    };
    let names = |people: &[PersonId]| p.w.list(&people.iter().map(name).collect::<Vec<_>>());
    Some(match &entry.what {
        Happened::Entered { activity: id, .. } => p.t("ev-entered").arg("activity", activity(id)).to_string(),
        Happened::Answered { answer, .. } => {
            let label = procedure.answers.get(answer).map_or_else(|| answer.to_string(), |answer| answer.label.clone());
            let with: Vec<String> = entry
                .fields
                .iter()
                .filter_map(|field| Some(format!("{}: {}", field.label, shown(p, case, field)?)))
                .collect();
            let with = if with.is_empty() { String::new() } else { format!(". {}", with.join(". ")) };
            p.t("ev-answered").arg("by", by).arg("answer", label).arg("with", with).to_string()
        }
        Happened::Assigned { person, group, .. } => match (person, group) {
            (Some(person), _) => p.t("ev-assigned").arg("by", by).arg("to", name(person)).to_string(),
            (None, Some(group)) => {
                let to = case.rules.desk.group.get(group).map_or_else(|| group.to_string(), |group| group.name.clone());
                p.t("ev-assigned").arg("by", by).arg("to", to).to_string()
            }
            (None, None) => p.t("ev-unassigned").arg("by", by).to_string(),
        },
        Happened::Edited { field, .. } => {
            let value = entry.fields.first().and_then(|field| shown(p, case, field)).unwrap_or_default();
            let label = entry.fields.first().map_or_else(|| field.to_string(), |field| field.label.clone());
            match entry.before.as_ref().and_then(|before| shown(p, case, before)) {
                Some(from) => {
                    p.t("ev-edited-from").arg("by", by).arg("field", label).arg("from", from).arg("value", value)
                }
                None => p.t("ev-edited").arg("by", by).arg("field", label).arg("value", value),
            }
            .to_string()
        }
        Happened::PartiesChanged { requester, beneficiary, .. } => p
            .t("ev-parties")
            .arg("by", by)
            .arg("requester", name(requester))
            .arg("beneficiary", name(beneficiary))
            .to_string(),
        Happened::Restricted { .. } => p.t("ev-restricted").to_string(),
        Happened::Attached(_) => p.t("ev-attached").arg("by", by).to_string(),
        Happened::Followed { person } => p.t("ev-followed").arg("who", name(person)).to_string(),
        Happened::Asked { people, .. } => p.t("ev-asked").arg("people", names(people)).to_string(),
        Happened::Decided { verdict, .. } => {
            let by = match &entry.acting_for {
                Some(absent) => p.t("as-substitute-of").arg("by", by).arg("absent", name(absent)).to_string(),
                None => by,
            };
            p.t(if *verdict == Verdict::Approved { "ev-approved" } else { "ev-rejected" }).arg("by", by).to_string()
        }
        Happened::ApprovalEnded { outcome: ApprovalOutcome::Recalled, .. } => p.t("ev-recalled").to_string(),
        Happened::TermStarted { term: id, ends_at, .. } => {
            p.t("ev-term-started").arg("term", term(id)).arg("until", p.w.deadline(*ends_at)).to_string()
        }
        Happened::TermLengthened { ends_at, why, .. } => {
            let key = match why {
                Lengthening::Calendar => "ev-lengthened-calendar",
                Lengthening::Outage => "ev-lengthened-outage",
                Lengthening::Migration => "ev-lengthened-migration",
            };
            p.t(key).arg("until", p.w.deadline(*ends_at)).to_string()
        }
        Happened::TermStopped { term: id, .. } => p.t("ev-term-stopped").arg("term", term(id)).to_string(),
        Happened::TermEnded { term: id, .. } => p.t("ev-term-ended").arg("term", term(id)).to_string(),
        Happened::Reminded { .. } => p.t("ev-reminded").to_string(),
        Happened::Alerted { clock: id, percent, people, .. } => p
            .t("ev-alerted")
            .arg("percent", p.w.percent(f64::from(*percent)))
            .arg("clock", clock(id))
            .arg("people", names(people))
            .to_string(),
        Happened::NoticeWritten { to, notice, .. } => {
            p.t("ev-notice").arg("notice", procedure.notice_label(notice)).arg("people", names(to)).to_string()
        }
        Happened::DeliveryFailed { no, to } => {
            p.t("ev-undelivered").arg("notice", notice(*no)).arg("who", name(to)).to_string()
        }
        Happened::ResultSet { result } => {
            let label = procedure.results.get(result).map_or_else(|| result.to_string(), |result| result.label.clone());
            p.t("ev-result").arg("result", label).to_string()
        }
        Happened::Closed { by } => p
            .t(match by {
                ClosedBy::Requester => "ev-closed-requester",
                ClosedBy::Staff => "ev-closed-staff",
                ClosedBy::Silence => "ev-closed-silence",
                ClosedBy::System => "ev-closed-system",
            })
            .to_string(),
        Happened::Surveyed { score, .. } => p.t("ev-surveyed").n("score", u64::from(*score)).to_string(),
        Happened::Reinstated { .. } => p.t("ev-reinstated").to_string(),
        Happened::Corrected { .. } => p.t("ev-corrected").arg("by", by).to_string(),
        Happened::Migrated { from, to, .. } => {
            p.t("ev-migrated").arg("by", by).arg("from", from).arg("to", to).to_string()
        }
        Happened::Undone { .. } => p.t("ev-undone").arg("by", by).to_string(),
        Happened::Linked { kind, other } => {
            p.t("ev-linked").arg("other", other).arg("kind", kind.replace('_', " ")).to_string()
        }
        Happened::Merged { into } => p.t("ev-merged").arg("into", into).to_string(),
        Happened::Continued { .. } => p.t("ev-continued").to_string(),
        Happened::ContentWithdrawn { .. } => p.t("ev-withdrawn").arg("by", by).to_string(),
        Happened::Interpreted { .. } => p.t("ev-interpreted").arg("by", by).to_string(),
        _ => return None,
    })
}

/// A field's value in a few words; a withdrawn text has none.
pub fn shown(p: &Page, case: &CaseView, field: &crate::view::FieldView) -> Option<String> {
    use crate::view::Shown;
    let text = match &field.value {
        Shown::Words(words) => p.w.list(words),
        Shown::Number(number) => p.w.number(*number, if number.fract() == 0.0 { 0 } else { 2 }),
        Shown::Date(date) => p.w.date(*date),
        Shown::Yes(yes) => p.t(if *yes { "yes" } else { "no" }).to_string(),
        Shown::People(people) => p.w.list(&people.iter().map(|id| case.rules.people.name(id)).collect::<Vec<_>>()),
        Shown::Group(_, name) => name.clone(),
        Shown::Text(text) => text.written()?.to_owned(),
        Shown::Files(files) => p.w.list(&files.iter().filter_map(|file| file.name.written()).collect::<Vec<_>>()),
    };
    (!text.is_empty()).then_some(text)
}
