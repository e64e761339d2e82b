//! The form of a service: its own questions, for whom, who approves; and from what was typed, the
//! registration.

use std::collections::{BTreeMap, BTreeSet};

use desk::approval;
use desk::catalogue::Item;
use desk::command::Register;
use desk::event::Channel;
use desk::people::Person as Somebody;
use desk::procedure::{Fact, Facts, Field as Definition, FieldKind, Finder, Guard, Relation};
use desk::value::{Input as Answer, Inputs, Value};
use desk::{CaseNumber, FieldId, ItemId, PersonId, Refused, Rulebook};
use jiff::civil::Date;

use super::item::{Approver, Approvers};
use super::services::plain;
use crate::act::words;
use crate::view;
use crate::web::cases::act;
use crate::web::cases::fields::{self, Asking, Typed};
use crate::web::cases::sent::Upload;
use crate::web::cases::who;
use crate::web::kit::{Field, Input, Opt};
use crate::web::page::Page;

/// What «volver a solicitar» brings.
#[derive(Clone)]
pub struct Again {
    pub number: CaseNumber,
    /// The word of the link.
    pub link: String,
    /// The argument the document asks for.
    pub needs: Option<FieldId>,
}

/// A form with what was typed into it.
pub struct Form<'a> {
    pub p: &'a Page,
    pub rules: &'a Rulebook,
    /// None: «no sé cuál».
    pub item: Option<(&'a ItemId, &'a Item)>,
    pub again: Option<&'a Again>,
    pub me: &'a PersonId,
    pub typed: &'a Typed,
    pub today: Date,
}

/// What is wrong, by the name of the field; an empty name for what is wrong with the whole.
pub type Wrong = BTreeMap<String, String>;

/// People shown for a search.
const SHOWN: usize = 6;

/// The name of a question of the service itself: no other field of the page is called so.
pub fn name(id: &FieldId) -> String {
    format!("form.{id}")
}

impl Form<'_> {
    /// Me, or another person found by name, mail or extension.
    pub fn for_whom(&self) -> Field {
        let p = self.p;
        let other = self.typed.text("for_whom") == "other";
        let option = |value: &str, key: &str, chosen, parts| Opt {
            value: value.to_owned(),
            label: p.t(key).to_string(),
            chosen,
            parts,
            ..Opt::default()
        };
        let options = vec![
            option("me", "for-me", !other, Vec::new()),
            option("other", "for-other", other, vec![self.beneficiary_search()]),
        ];
        self.plain_field("for_whom", "for-whom", false, Input::Choice { options })
    }

    fn beneficiary_search(&self) -> Field {
        let query = self.typed.text("beneficiary.query");
        // «Cambiar» sends the one chosen with the wish to search again.
        let again = self.typed.one("find") == Some("beneficiary");
        let chosen = self
            .typed
            .one("beneficiary")
            .map(PersonId::from)
            .filter(|id| !again && self.rules.people.get(id).is_some());
        let found = view::find_people(self.rules.people.iter(), &query, SHOWN).into_iter().map(|person| Opt {
            value: person.id.to_string(),
            label: person.name.clone(),
            help: [&person.position, &person.unit]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" · "),
            chosen: self.typed.one("beneficiary") == Some(person.id.as_str()),
            parts: Vec::new(),
        });
        let input =
            Input::Person { found: found.collect(), query, chosen: chosen.map(|id| who(self.rules, &id, self.me)) };
        let help = self.p.t("find-person-help").to_string();
        Field { help, ..self.plain_field("beneficiary", "find-person", false, input) }
    }

    /// Who it is for; nothing while that is not clear.
    pub fn beneficiary(&self) -> Option<PersonId> {
        if self.typed.text("for_whom") != "other" {
            return Some(self.me.clone());
        }
        let chosen = self.typed.text("beneficiary");
        let typed = if chosen.is_empty() { self.typed.text("beneficiary.query") } else { chosen };
        fields::person(self.rules, &typed)
    }

    fn plain_field(&self, name: &str, label: &str, optional: bool, input: Input) -> Field {
        Field {
            name: name.to_owned(),
            label: self.p.t(label).to_string(),
            help: String::new(),
            optional,
            input,
            problem: None,
            whole: true,
        }
    }

    /// The service's own questions, each hanging from the option that makes it needed; then the free text.
    pub fn questions(&self) -> Vec<Field> {
        let beneficiary = self.beneficiary().unwrap_or_else(|| self.me.clone());
        let ask = Asking {
            rules: self.rules,
            parties: [self.me, &beneficiary],
            today: self.today,
            typed: self.typed,
            held: None,
        };
        let mut asked: Vec<Field> = Vec::new();
        if self.item.is_none() {
            asked.push(self.plain_field(
                "subject",
                "in-few-words",
                false,
                Input::Line { value: self.typed.text("subject"), short: false },
            ));
        }
        asked.extend(questions(&ask, self.item.map(|(_, item)| item)));
        let value = self.typed.text("description");
        let description = self.plain_field(
            "description",
            "describe-request",
            self.explained_elsewhere().is_some(),
            Input::Paragraph { value, rows: 4 },
        );
        asked.push(description);
        if let Some((id, definition)) = self.argument() {
            asked.push(fields::field(&ask, id, definition, &name(id), true));
        }
        asked
    }

    /// The field in which a repeated request is argued.
    fn argument(&self) -> Option<(&FieldId, &Definition)> {
        let needs = self.again?.needs.as_ref()?;
        self.rules.procedure.fields.get_key_value(needs)
    }

    /// The question of the service that already says what it is about.
    fn explained_elsewhere(&self) -> Option<&FieldId> {
        let (_, item) = self.item?;
        item.form.iter().find(|(_, field)| field.kind == FieldKind::Paragraph && field.required).map(|(id, _)| id)
    }

    /// The field and the positions where whoever asks picks who approves.
    fn chooses_approver(&self) -> Option<(FieldId, Vec<String>)> {
        let policy = self.rules.procedure.approvals.get(self.item?.1.approval.as_ref()?)?;
        policy.steps.iter().find_map(|step| match &step.finder {
            Finder::Chosen { field, positions } => Some((field.clone(), positions.clone())),
            _ => None,
        })
    }

    /// Who may approve, the suggestion first; nobody is chosen for the person.
    pub fn approvers(&self) -> Option<Approvers> {
        let (_, positions) = self.chooses_approver()?;
        let beneficiary = self.beneficiary().unwrap_or_else(|| self.me.clone());
        let candidates = approval::find::candidates(self.rules, [self.me, &beneficiary], &positions, self.today);
        let query = self.typed.text("approver.query");
        let words: Vec<String> = plain(&query).split_whitespace().map(str::to_owned).collect();
        let chosen = self.typed.text("approver");
        let fits = |person: &Somebody| {
            let all = plain(&format!("{} {} {}", person.name, person.position, person.unit));
            words.iter().all(|word| all.contains(word.as_str()))
        };
        let shown = candidates
            .iter()
            .enumerate()
            .filter(|(at, person)| *at == 0 || *person.id.as_str() == *chosen || fits(person));
        let people = shown.take(SHOWN).map(|(at, person)| Approver {
            id: person.id.to_string(),
            name: person.name.clone(),
            position: [&person.position, &person.unit]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" · "),
            suggested: at == 0,
            chosen: *person.id.as_str() == *chosen,
            absence: self.absence(person),
        });
        Some(Approvers { help: self.p.t("approver-help").to_string(), people: people.collect(), query, problem: None })
    }

    fn absence(&self, person: &Somebody) -> String {
        self.rules.absence(&person.id, self.today).map_or_else(String::new, |absence| {
            let substitute = self.rules.people.name(&absence.substitute);
            self.p
                .t("absent-until")
                .arg("until", self.p.w.day_near(absence.until_on))
                .arg("substitute", substitute)
                .to_string()
        })
    }

    /// The registration, or everything that is wrong with what was typed.
    ///
    /// # Errors
    /// By the name of each field.
    pub fn register(&self, files: &[Upload]) -> Result<Register, Wrong> {
        let p = self.p;
        let mut wrong = Wrong::new();
        let beneficiary = self.beneficiary();
        if beneficiary.is_none() {
            wrong.insert("beneficiary".into(), p.t("person-unclear").to_string());
        }
        let mut inputs = self.inputs(files, &mut wrong);
        if let Some((id, _)) = self.item {
            inputs.insert("item".into(), Answer::word(id.as_str()));
        }
        if let Some((field, _)) = self.chooses_approver() {
            match self.typed.text("approver").as_str() {
                "" => drop(wrong.insert("approver".into(), p.t("approver-missing").to_string())),
                chosen => drop(inputs.insert(field, Answer::Value(Value::Person(chosen.into())))),
            }
        }
        let (subject, description) = (self.subject(), self.description());
        // A question of the service that explains the request stands for the description, also when it is missing.
        let described = self.explained_elsewhere().is_some() || !description.is_empty();
        for (name, there) in [("subject", !subject.is_empty()), ("description", described)] {
            if !there {
                wrong.insert(name.to_owned(), p.t("field-missing").to_string());
            }
        }
        let Some(beneficiary) = beneficiary.filter(|_| wrong.is_empty()) else { return Err(wrong) };
        Ok(Register {
            number: CaseNumber::from(""),
            channel: Channel::Portal,
            requester: self.me.clone(),
            beneficiary,
            subject: words(subject),
            description: words(description),
            inputs,
            files: files.iter().map(|upload| (upload.file.clone(), upload.file_name.clone())).collect(),
            followers: Vec::new(),
            link: self.again.map(|again| (again.link.clone(), again.number.clone())),
            letter: None,
        })
    }

    /// What lists call it: the service and what tells this request from another of it.
    fn subject(&self) -> String {
        let Some((_, item)) = self.item else { return self.typed.text("subject") };
        let description = self.description();
        match brief(&description) {
            told if told.is_empty() => item.name.clone(),
            told => format!("{}: {told}", item.name),
        }
    }

    fn description(&self) -> String {
        match self.typed.text("description") {
            text if text.is_empty() => {
                self.explained_elsewhere().map_or_else(String::new, |id| self.typed.text(&name(id)))
            }
            text => text,
        }
    }

    /// The answers to the service's questions that are asked as things stand.
    fn inputs(&self, files: &[Upload], wrong: &mut Wrong) -> Inputs {
        let mut inputs = Inputs::new();
        let mut refused: Vec<(FieldId, Refused)> = Vec::new();
        let form = self.item.map(|(_, item)| &item.form);
        let all: Vec<(&FieldId, &Definition)> = form.into_iter().flatten().chain(self.argument()).collect();
        for (id, definition) in all.iter().filter(|(_, definition)| definition.kind != FieldKind::Attachments) {
            match fields::answer(self.rules, id, definition.kind, self.typed.all(&name(id)), &[]) {
                Ok(Some(given)) => drop(inputs.insert((*id).clone(), given)),
                Ok(None) => {}
                Err(why) => refused.push(((*id).clone(), why)),
            }
        }
        let attached: BTreeSet<&str> =
            files.iter().filter_map(|upload| upload.file.field.as_ref()).map(FieldId::as_str).collect();
        let facts = inputs.clone();
        let told = Told {
            inputs: &facts,
            attached: &attached,
            item: self.item.map(|(_, item)| item),
            for_me: self.typed.text("for_whom") != "other",
        };
        for (id, definition) in all {
            if definition.asked_if.as_ref().is_some_and(|guard| !guard.holds(&told)) {
                inputs.remove(id);
                continue;
            }
            let given = inputs.get(id).map_or(0, Answer::length);
            let required = definition.required || self.argument().is_some_and(|(own, _)| own == id);
            let problem = match refused.iter().find(|(own, _)| own == id) {
                Some((_, why)) => act::problem_of(self.p, id.as_str(), why),
                None if given == 0 && required && !attached.contains(id.as_str()) => {
                    Some(self.p.t("field-missing").to_string())
                }
                None if given > 0 && given < definition.min => {
                    Some(self.p.t("field-short").n("min", definition.min as u64).to_string())
                }
                None => None,
            };
            if let Some(problem) = problem {
                wrong.insert(name(id), problem);
            }
        }
        inputs
    }

    /// A refusal of the rules, put on the field it is about.
    pub fn wrong(&self, refused: &Refused) -> Wrong {
        let form =
            self.item.map(|(_, item)| item.form.keys()).into_iter().flatten().chain(self.argument().map(|(id, _)| id));
        let mut wrong: Wrong =
            form.filter_map(|id| Some((name(id), act::problem_of(self.p, id.as_str(), refused)?))).collect();
        if matches!(refused, Refused::ApproverNotEligible { .. } | Refused::SelfApproval | Refused::NoApprover { .. })
            && self.chooses_approver().is_some()
        {
            wrong.insert("approver".into(), act::said_of(self.p, refused));
        }
        if wrong.is_empty() {
            wrong.insert(String::new(), act::said_of(self.p, refused));
        }
        wrong
    }
}

/// Letters of a subject that come from what was written.
const BRIEF: usize = 60;

/// The first line that says something, cut between words.
fn brief(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.trim_end_matches(['.', ':', ',', ';']);
    if line.chars().count() <= BRIEF {
        return line.to_owned();
    }
    let begun: String = line.chars().take(BRIEF).collect();
    let cut = begun.rsplit_once(char::is_whitespace).map_or(begun.as_str(), |(before, _)| before);
    format!("{}…", cut.trim_end_matches(['.', ':', ',', ';']))
}

/// The questions of a service for who asks; a question an option makes needed hangs from it.
pub fn questions(ask: &Asking<'_>, item: Option<&Item>) -> Vec<Field> {
    let Some(item) = item else { return Vec::new() };
    let public = item.form.iter().filter(|(_, definition)| definition.audience == desk::procedure::Audience::Public);
    let (hanging, standing): (Vec<_>, Vec<_>) = public.partition(|(_, definition)| parent(item, definition).is_some());
    let shown = |(id, definition): &(&FieldId, &Definition)| {
        let held = None;
        let ask = Asking { held, ..*ask };
        fields::field(
            &ask,
            id,
            definition,
            &name(id),
            definition.required && definition.asked_if.as_ref().is_none_or(|_| parent(item, definition).is_some()),
        )
    };
    let mut asked: Vec<Field> = standing.iter().map(shown).collect();
    for part in &hanging {
        let Some((of, option)) = parent(item, part.1) else { continue };
        let of = asked.iter_mut().find(|field| field.name == name(of));
        if let Some(Field { input: Input::Choice { options }, .. }) = of {
            options.iter_mut().filter(|own| own.value == option).for_each(|own| own.parts.push(shown(part)));
        }
    }
    asked
}

/// The question and the option of it that a question hangs from.
fn parent<'a>(item: &'a Item, definition: &'a Definition) -> Option<(&'a FieldId, &'a str)> {
    let (fact, option) = match definition.asked_if.as_ref()? {
        Guard::Compare(fact, Relation::Equal, word) => (fact, word.as_str()),
        Guard::Holds(fact) => (fact, "si"),
        _ => return None,
    };
    let (id, of) = item.form.get_key_value(fact.as_str())?;
    let offers = match of.kind {
        FieldKind::YesNo => matches!(option, "si" | "no"),
        FieldKind::Choice => of.options.len() <= 6 && of.options.contains_key(option),
        _ => false,
    };
    // Nothing hangs from what hangs itself.
    (offers && of.asked_if.is_none()).then_some((id, option))
}

/// Puts what is wrong on its fields; what it says, in the order of the page.
pub fn mark(list: &mut [Field], wrong: &Wrong, said: &mut Vec<crate::web::kit::Problem>) {
    for field in list {
        if let Some(text) = wrong.get(&field.name) {
            said.push(crate::web::kit::Problem { anchor: field.id(), text: format!("{}: {text}", field.label) });
            field.problem = Some(text.clone());
        }
        if let Input::Choice { options } | Input::Many { options, .. } = &mut field.input {
            options.iter_mut().for_each(|option| mark(&mut option.parts, wrong, said));
        }
    }
}

/// A case that is not registered yet, seen by the guards of a form.
struct Told<'a> {
    inputs: &'a Inputs,
    attached: &'a BTreeSet<&'a str>,
    item: Option<&'a Item>,
    for_me: bool,
}

impl Facts for Told<'_> {
    fn fact(&self, name: &str) -> Fact {
        if let Some(given) = self.inputs.get(name) {
            return given.value().fact();
        }
        match name {
            "channel" => Fact::word("portal"),
            "beneficiary_is_requester" => Fact::truth(self.for_me),
            _ => match name.strip_prefix("item.") {
                Some(word) => Fact::truth(self.item.is_some_and(|item| item.is.contains(word))),
                None => Fact::truth(self.attached.contains(name)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BRIEF, brief};

    #[test]
    fn a_subject_is_the_first_line_that_says_something_cut_between_words() {
        let long = "No me llega el correo desde ayer por la tarde, ni en el computador ni en el teléfono.";
        for (text, expected) in [
            ("", ""),
            ("\n  \nNo abre el correo.\nDesde ayer.", "No abre el correo"),
            (long, "No me llega el correo desde ayer por la tarde, ni en el…"),
        ] {
            assert_eq!(brief(text), expected);
        }
        assert_eq!(brief(&"x".repeat(500)).chars().count(), BRIEF + 1);
    }
}
