//! The words of a case that a notice's text asks for.

use desk::Happened;
use desk::PersonId;
use desk::access;
use desk::case::{Case, NoticeState};
use desk::facts::CaseFacts;
use desk::procedure::wording::Said;
use desk::procedure::{Fact, Facts, TermStart};
use desk::value::Values;
use desk::words::ContentId;
use desk::{Event, Rulebook, clock, term};
use jiff::Timestamp;

use super::names;
use crate::lang::Lang;
use crate::project;
use crate::view::{Glass, Shown, Texts};
use crate::words::Words;

/// The longest quotation of what somebody wrote, in bytes: the case has the rest.
const LONGEST: usize = 4_000;

/// A notice about to be put into words, for one reader.
pub struct Telling<'a> {
    pub rules: &'a Rulebook,
    /// The case as the notice's cause left it.
    pub then: &'a Case,
    /// The case as it is.
    pub now: &'a Case,
    pub texts: &'a Texts,
    pub state: &'a NoticeState,
    /// The fact that made it leave.
    pub cause: Option<&'a Event>,
    pub reader: &'a PersonId,
    /// The address of the case's page.
    pub link: &'a str,
    pub at: Timestamp,
}

/// The ways to reach a desk: «teléfono: Extensión 500 · correo: …».
pub fn channels(channels: &desk::rulebook::Channels, between: &str) -> String {
    let mail = channels.inbound.first().map_or("", String::as_str);
    let said = [("teléfono", channels.phone.as_str()), ("correo", mail), ("página", channels.web.as_str())];
    said.iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}: {value}"))
        .collect::<Vec<_>>()
        .join(between)
}

impl Telling<'_> {
    fn words(&self) -> Words {
        Words { lang: Lang::Es, zone: self.rules.calendar.time_zone().clone(), now: self.at }
    }

    fn name(&self, person: &PersonId) -> String {
        self.rules.people.name(person)
    }

    fn text(&self, id: &ContentId) -> String {
        names::text(self.texts.get(id).written().unwrap_or_default().trim(), LONGEST)
    }

    /// «hasta el martes 24 de noviembre de 2026, 11:59 p. m.»: the end of the term people are waited
    /// for; for one that begins when this letter is delivered, the end it has if that is now.
    fn until(&self) -> String {
        let ends_at = || {
            let (id, term) = term::listening(self.rules, self.then)?;
            let visit = self.then.visit_no();
            if let Some(run) = self.now.terms.iter().find(|run| run.term == *id && run.visit == visit && !run.stopped) {
                return Some(run.ends_at);
            }
            let waits_for_this = matches!(&term.from, TermStart::Delivered(notice) if *notice == self.state.notice);
            let base = if waits_for_this { self.at } else { self.then.visit()?.entered_at };
            term::ends_at(&self.rules.calendar, self.now, term, base)
        };
        ends_at().map_or_else(String::new, |at| format!("hasta el {}", self.words().deadline(at)))
    }

    /// «a partir del lunes 23 de noviembre, 8:00 a. m.»
    fn from_when(&self) -> String {
        let received_at = self.then.received_at;
        if self.rules.calendar.is_open(received_at) {
            return "a partir de este momento".into();
        }
        let opening = self.rules.calendar.next_opening(received_at);
        format!("a partir del {}", self.words().when_near(opening))
    }

    /// When the time of which the notice speaks runs out.
    fn due(&self) -> Option<Timestamp> {
        let reading = |id: &str| {
            let (id, clock) = self.rules.procedure.clocks.get_key_value(id)?;
            clock::read(self.rules, self.now, id, clock, self.at).due_at
        };
        match self.cause.map(|cause| &cause.what) {
            Some(Happened::Alerted { clock, .. }) => reading(clock.as_str()),
            Some(Happened::Asked { .. } | Happened::ApprovalEnded { .. }) => {
                let anew = self.rules.procedure.clocks.iter().find(|(_, clock)| clock.anew_per_step);
                anew.and_then(|(id, _)| reading(id.as_str()))
            }
            Some(
                Happened::Reminded { term, visit, .. }
                | Happened::TermLengthened { term, visit, .. }
                | Happened::TermEnded { term, visit },
            ) => self.now.terms.iter().find(|run| run.term == *term && run.visit == *visit).map(|run| run.ends_at),
            _ => project::due_at(self.rules, self.now, self.at),
        }
    }

    /// What whoever caused the notice wrote.
    fn message(&self) -> String {
        let written = match self.cause.map(|cause| &cause.what) {
            Some(Happened::Commented { text } | Happened::MessageReceived { text, .. }) => Some(text),
            Some(Happened::Corrected { reason, .. } | Happened::PartiesChanged { reason, .. }) => Some(reason),
            Some(Happened::Assigned { reason, .. }) => reason.as_ref(),
            _ => None,
        };
        written.map_or_else(String::new, |id| self.text(id))
    }

    /// Who was asked, or who decided.
    fn approver(&self) -> String {
        let decided = |event: &Event| match &event.actor {
            desk::Actor::Person { id, acting_for: Some(absent) } => {
                format!("{}, suplente de {}", self.name(id), self.name(absent))
            }
            desk::Actor::Person { id, .. } => self.name(id),
            desk::Actor::System => String::new(),
        };
        if let Some(cause) = self.cause
            && matches!(cause.what, Happened::Decided { .. })
        {
            return decided(cause);
        }
        let Some(step) = self.then.approvals.last().and_then(|approval| approval.step()) else { return String::new() };
        let by = step.decisions.last().map(|decision| match &decision.acting_for {
            Some(absent) => format!("{}, suplente de {}", self.name(&decision.by), self.name(absent)),
            None => self.name(&decision.by),
        });
        by.unwrap_or_else(|| self.words().list(&step.people.iter().map(|person| self.name(person)).collect::<Vec<_>>()))
    }

    fn glass(&self) -> Glass<'_> {
        let day = self.rules.calendar.local(self.at).date();
        // What the reader may not read is not written to them.
        let sight = access::sight(self.rules, self.now, self.reader, day);
        Glass { rules: self.rules, case: self.then, texts: self.texts, sight, called: None }
    }

    fn shown(&self, shown: &Shown) -> String {
        let words = self.words();
        match shown {
            Shown::Words(list) => words.list(list),
            Shown::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
            Shown::Number(number) => number.to_string().replace('.', ","),
            Shown::Date(date) => words.day(*date),
            Shown::Yes(true) => "Sí".into(),
            Shown::Yes(false) => "No".into(),
            Shown::People(people) => words.list(&people.iter().map(|person| self.name(person)).collect::<Vec<_>>()),
            Shown::Group(_, name) => name.clone(),
            Shown::Text(text) => names::text(text.written().unwrap_or_default().trim(), LONGEST),
            Shown::Files(files) => words.list(&files.iter().filter_map(|file| file.name.written()).collect::<Vec<_>>()),
        }
    }
}

impl Said for Telling<'_> {
    fn variable(&self, name: &str) -> String {
        let (rules, then) = (self.rules, self.then);
        let activity = then.activity().and_then(|id| rules.procedure.activities.get(id));
        match name {
            "caso" => then.number.to_string(),
            "asunto" => names::line(&self.text(&then.subject), 150),
            "solicitante" => self.name(&then.requester),
            "beneficiario" => self.name(&then.beneficiary),
            "nombre" => self.name(self.reader),
            "mesa" => rules.desk.name.clone(),
            "actividad" => activity.map_or_else(String::new, |activity| activity.name.clone()),
            "estado" => then
                .activity()
                .and_then(|id| rules.procedure.state_of(id))
                .map_or_else(String::new, |state| state.label.clone()),
            "resultado" => {
                let outcome = then.result.as_ref().and_then(|result| rules.procedure.results.get(result));
                outcome.map_or_else(String::new, |outcome| outcome.label.clone())
            }
            "servicio" => then
                .item()
                .and_then(|item| rules.catalogue.item(&item))
                .map_or_else(String::new, |item| item.name.clone()),
            "pregunta" => activity.map_or_else(String::new, |activity| activity.question.clone()),
            "documento" => {
                let document = &rules.procedure.document;
                let named = if document.code.is_empty() { &document.name } else { &document.code };
                format!("{named}, versión {}", document.version)
            }
            "plazo" => self.until(),
            "recibida" => self.words().when(self.then.received_at),
            "comienzo" => self.from_when(),
            "vence" => self.due().map_or_else(String::new, |at| self.words().deadline(at)),
            "porcentaje" => match self.cause.map(|cause| &cause.what) {
                Some(Happened::Alerted { percent, .. }) => self.words().percent(f64::from(*percent)),
                _ => String::new(),
            },
            "enlace" => self.link.to_string(),
            "mensaje" => self.message(),
            "aprobador" => self.approver(),
            "asignado" => then.assignee.as_ref().map_or_else(String::new, |person| self.name(person)),
            "grupo" => then
                .group
                .as_ref()
                .and_then(|group| rules.desk.group.get(group))
                .map_or_else(String::new, |group| group.name.clone()),
            "relacionado" => {
                let merged = self.now.merged_into.as_ref();
                merged
                    .or_else(|| self.now.links.last().map(|(_, other)| other))
                    .map_or_else(String::new, ToString::to_string)
            }
            "canales" => channels(&rules.desk.channels, " · "),
            // A variable that nobody knows says nothing; the linter names it.
            _ => String::new(),
        }
    }

    fn field(&self, field: &str) -> String {
        let id = desk::FieldId::from(field);
        let value = self.then.fields.get(&id);
        let seen = value.and_then(|value| self.glass().field(&id, value));
        seen.map_or_else(String::new, |view| self.shown(&view.value))
    }
}

impl Facts for Telling<'_> {
    fn fact(&self, name: &str) -> Fact {
        let day = self.rules.calendar.local(self.at).date();
        let (role, by_message) = match self.cause.map(|cause| &cause.what) {
            Some(Happened::Answered { role, message, .. }) => (role.as_ref(), message.is_some()),
            _ => (None, false),
        };
        let nothing = Values::new();
        let facts = CaseFacts::new(self.rules, self.then, day);
        facts.with(&nothing, role).evidenced(by_message).fact(name)
    }
}
