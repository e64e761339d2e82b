//! How a story is told for one request: its people, its words, the answers of its forms.

use std::collections::BTreeMap;

use desk::case::Case;
use desk::people::Person;
use desk::procedure::{Field, FieldKind, Finder};
use desk::value::{Input, Inputs, Value};
use desk::{FieldId, GroupId, ItemId, PersonId, Rulebook, access, approval};
use indexmap::IndexMap;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::act;
use crate::lang::Lang;
use crate::words::Words;

use super::dice::Dice;
use super::story::{Deed, Does, Staged, Step, Stories, Story, Way, Who};

/// One request of the demo and how far its story is told.
pub struct Life<'s> {
    pub told: &'s Stories,
    pub story: &'s Story,
    pub steps: Vec<&'s Step>,
    pub dice: Dice,
    pub way: Way,
    pub requester: PersonId,
    pub beneficiary: PersonId,
    pub agent: PersonId,
    pub specialist: Option<PersonId>,
    /// Picked where the service asks for an approver and the requester does not take the suggestion.
    pub approver: Option<PersonId>,
    /// Whether the requester picks somebody who is not their superior.
    pub mistakes: bool,
    /// Whether the requester leaves out what the story says is often forgotten.
    pub forgets: bool,
    /// The request this one asks for again or repeats, and whether it repeats it.
    pub after: Option<(usize, bool)>,
    /// This request's own variations.
    pub vary: BTreeMap<String, String>,
    pub stream: Option<String>,
    pub number: String,
    /// The next step.
    pub next: usize,
    /// Commands given so far.
    pub given: u32,
}

impl<'s> Life<'s> {
    /// A life that comes by chance.
    pub fn by_chance(told: &'s Stories, rules: &Rulebook, mut dice: Dice) -> Option<Life<'s>> {
        let story = dice.pick(told.story.iter().map(|story| (story, story.weight)))?;
        let walk = dice.pick(story.walks.iter().map(|(walk, weight)| (walk.as_str(), *weight)))?;
        let requester = dice.pick(rules.people.iter().filter(|p| asks(rules, story, p)).map(|p| (p, often(p))))?;
        let mut life = Life::begin(told, rules, story, walk, None, requester.id.clone(), dice)?;
        if life.dice.falls(0.08) {
            let near = |p: &&Person| p.active && p.unit == requester.unit && p.id != requester.id;
            let other = life.dice.any(rules.people.iter().filter(near));
            life.beneficiary = other.map_or(life.beneficiary, |p| p.id.clone());
        }
        life.way = life.dice.pick([(Way::Portal, 6), (Way::Phone, 2), (Way::Mail, 2)])?;
        Some(life)
    }

    /// A life prepared beforehand.
    pub fn staged(told: &'s Stories, rules: &Rulebook, staged: &'s Staged, dice: Dice) -> Option<Life<'s>> {
        let story = told.told(&staged.story)?;
        let end = staged.end.as_deref();
        let mut life = Life::begin(told, rules, story, &staged.walk, end, staged.requester.clone(), dice)?;
        let chosen = |person: &Option<PersonId>, else_: PersonId| person.clone().unwrap_or(else_);
        life.beneficiary = chosen(&staged.beneficiary, life.beneficiary);
        life.agent = chosen(&staged.agent, life.agent);
        life.specialist = staged.specialist.clone().or(life.specialist);
        life.approver = staged.approver.clone();
        life.way = staged.channel.unwrap_or(Way::Portal);
        life.vary.extend(staged.vary.clone());
        Some(life)
    }

    /// The same request once more: asked for again, or reported twice.
    pub fn once_more(&self, rules: &Rulebook, walk: &str, of: usize, twice: bool, dice: Dice) -> Option<Life<'s>> {
        let mut life = Life::begin(self.told, rules, self.story, walk, None, self.requester.clone(), dice)?;
        life.beneficiary = self.beneficiary.clone();
        life.vary = self.vary.clone();
        life.approver = self.approver.clone();
        life.after = Some((of, twice));
        Some(life)
    }

    fn begin(
        told: &'s Stories,
        rules: &Rulebook,
        story: &'s Story,
        walk: &str,
        end: Option<&str>,
        requester: PersonId,
        mut dice: Dice,
    ) -> Option<Life<'s>> {
        let ends = told.walk.get(walk)?.ends.iter().map(|(end, weight)| (end.as_str(), *weight));
        let end = end.or_else(|| dice.pick(ends));
        let agents: Vec<&Person> = rules.people.iter().filter(|p| p.active && access::is_desk(rules, &p.id)).collect();
        // The first of the list has the longest day.
        let agent = dice.pick(agents.iter().enumerate().map(|(at, p)| (p.id.clone(), (agents.len() - at) as u32)))?;
        let specialist = story.group.as_ref().and_then(|group| specialist(rules, group, &mut dice));
        let mut vary: BTreeMap<String, String> = BTreeMap::new();
        for (word, values) in &story.vary {
            vary.extend(dice.any(values).map(|value| (word.clone(), value.clone())));
        }
        vary.insert("placa".into(), format!("IPT-{:04}", dice.between(312.0, 1290.0) as u32));
        vary.insert("cambio".into(), format!("CHG-{:05}", dice.between(2100.0, 2900.0) as u32));
        Some(Life {
            steps: told.steps(walk, end),
            mistakes: told.walk.get(walk)?.mistakes_approver,
            forgets: told
                .walk
                .get(walk)?
                .parts
                .iter()
                .any(|part| told.part.get(part).is_some_and(|steps| steps.iter().any(completes))),
            told,
            story,
            dice,
            way: Way::Portal,
            beneficiary: requester.clone(),
            requester,
            agent,
            specialist,
            approver: None,
            after: None,
            vary,
            stream: None,
            number: String::new(),
            next: 0,
            given: 0,
        })
    }

    /// Who takes a step; an approver is whoever the case asks.
    pub fn who(&mut self, who: Who, rules: &Rulebook, case: &Case, day: Date) -> Option<PersonId> {
        match who {
            Who::Requester => Some(self.requester.clone()),
            Who::Agent => Some(self.agent.clone()),
            Who::Specialist => self.specialist.clone(),
            Who::Coordinator => {
                rules.people.iter().find(|p| p.active && access::may_correct(rules, &p.id)).map(|p| p.id.clone())
            }
            Who::Approver => {
                let step = case.open_approval()?.step()?;
                let seat = step
                    .people
                    .iter()
                    .find(|p| !step.decisions.iter().any(|d| d.by == **p || d.acting_for.as_ref() == Some(p)))?;
                Some(rules.absence(seat, day).map_or_else(|| seat.clone(), |absence| absence.substitute.clone()))
            }
        }
    }

    /// The words of a slot, as this request's people say them now; nothing where nobody wrote any.
    ///
    /// # Errors
    /// A placeholder nobody knows.
    pub fn says(&mut self, slot: &str, rules: &Rulebook, now: Timestamp) -> Result<Option<String>, String> {
        let Some(lines) = self.story.words.get(slot).or_else(|| self.told.words.get(slot)) else { return Ok(None) };
        let line = self.dice.any(lines.all()).cloned().unwrap_or_default();
        self.fill(&line, rules, now).map(Some)
    }

    /// Whether the request came without a form: by letter, or from somebody who knew of none.
    fn is_bare(&self) -> bool {
        self.story.item.is_none() || (self.way == Way::Mail && self.after.is_none())
    }

    /// The service it turns out to be.
    fn item(&mut self, rules: &Rulebook, now: Timestamp) -> Option<ItemId> {
        match &self.story.item {
            Some(item) => Some(item.clone()),
            None => Some(ItemId::from(self.says("item", rules, now).ok()??.as_str())),
        }
    }

    /// Fills in the placeholders of a text.
    ///
    /// # Errors
    /// A placeholder nobody knows.
    pub fn fill(&self, text: &str, rules: &Rulebook, now: Timestamp) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| format!("an open brace in «{text}»"))?;
            filled.push_str(before);
            filled.push_str(
                &self
                    .word(name, rules, now)
                    .ok_or_else(|| format!("nobody knows «{{{name}}}» in «{}»", self.story.id))?,
            );
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn word(&self, name: &str, rules: &Rulebook, now: Timestamp) -> Option<String> {
        if let Some(value) = self.vary.get(name) {
            return Some(value.clone());
        }
        let person = |id: &PersonId| rules.people.get(id);
        let first = |id: &PersonId| person(id)?.name.split_whitespace().next().map(str::to_string);
        let words = Words { lang: Lang::Es, zone: rules.calendar.time_zone().clone(), now };
        let local = rules.calendar.local(now);
        match name {
            "saludo" if local.hour() < 12 => Some("Buenos días".into()),
            "saludo" if local.hour() < 18 => Some("Buenas tardes".into()),
            "saludo" => Some("Buenas noches".into()),
            "hora" => Some(words.time(local.time())),
            "solicitante" => first(&self.requester),
            "agente" => first(&self.agent),
            "especialista" => first(self.specialist.as_ref().unwrap_or(&self.agent)),
            "para" => person(&self.beneficiary).map(|p| p.name.clone()),
            "correo" => person(&self.beneficiary).map(|p| p.email.clone()),
            "extension" => person(&self.requester).map(|p| p.extension.clone()),
            "dependencia" => person(&self.beneficiary).map(|p| p.unit.clone()),
            "sede" => person(&self.beneficiary).map(|p| p.site.clone()),
            _ => self.day(name, rules, now).map(|day| words.day_near(day)),
        }
    }

    /// `+3`: so many working days from today.
    fn day(&self, name: &str, rules: &Rulebook, now: Timestamp) -> Option<Date> {
        let days: i32 = name.parse().ok()?;
        working_day(rules, rules.calendar.local(now).date(), days)
    }

    /// What an answer or a form brings, each value read as its field's kind. Files are named only;
    /// whoever sends the command uploads them.
    ///
    /// # Errors
    /// A value that does not fit its field.
    pub fn inputs(
        &mut self,
        asked: &IndexMap<String, toml::Value>,
        rules: &Rulebook,
        now: Timestamp,
    ) -> Result<(Inputs, Vec<(FieldId, String)>), String> {
        let (mut inputs, mut files) = (Inputs::new(), Vec::new());
        for (name, raw) in asked {
            let id = FieldId::from(name.as_str());
            let field = self.field(&id, rules).ok_or_else(|| format!("there is no field «{name}»"))?.clone();
            // What the requester said already is not said again by the desk.
            if !self.is_bare() && matches!(raw.as_str(), Some("item" | "picked")) {
                continue;
            }
            // Where the service names its approver nobody picks one.
            let picks = matches!(raw.as_str(), Some("picked" | "suggested"));
            if picks && self.approvers(rules, rules.calendar.local(now).date()).is_none() {
                continue;
            }
            let text = match raw {
                toml::Value::String(slot) if slot.starts_with('@') => match self.says(&slot[1..], rules, now)? {
                    Some(text) => Some(text),
                    None => continue,
                },
                toml::Value::String(text) => Some(self.fill(text, rules, now)?),
                _ => None,
            };
            match (field.kind, text) {
                (FieldKind::Attachments, Some(text)) => files.push((id, text)),
                (kind, text) => {
                    let input = self.input(kind, raw, text, rules, now);
                    inputs
                        .insert(id, input.ok_or_else(|| format!("«{name}» of «{}» has no such value", self.story.id))?);
                }
            }
        }
        Ok((inputs, files))
    }

    fn field<'r>(&self, id: &FieldId, rules: &'r Rulebook) -> Option<&'r Field> {
        let of_item = || rules.catalogue.item(self.story.item.as_ref()?)?.form.get(id);
        rules.procedure.fields.get(id).or_else(of_item)
    }

    fn input(
        &mut self,
        kind: FieldKind,
        raw: &toml::Value,
        text: Option<String>,
        rules: &Rulebook,
        now: Timestamp,
    ) -> Option<Input> {
        let value = match kind {
            FieldKind::Text | FieldKind::Paragraph | FieldKind::List => return Some(Input::Text(act::words(text?))),
            FieldKind::Item if text.as_deref() == Some("item") => Value::Word(self.item(rules, now)?.to_string()),
            FieldKind::Priority if text.as_deref() == Some("item") => {
                let item = self.item(rules, now)?;
                Value::Word(rules.catalogue.item(&item)?.priority.as_ref()?.to_string())
            }
            FieldKind::Choice | FieldKind::Item | FieldKind::Category | FieldKind::Priority => Value::Word(text?),
            FieldKind::Many => Value::Many(strings(raw)?),
            FieldKind::Number => Value::Number(raw.as_float().or_else(|| raw.as_integer().map(|n| n as f64))?),
            FieldKind::YesNo => Value::Yes(raw.as_bool()?),
            FieldKind::Date => Value::Date(self.day(&text?, rules, now)?),
            FieldKind::Group => Value::Group(
                text.filter(|word| word != "group")
                    .map_or(self.story.group.clone(), |id| Some(GroupId::from(id.as_str())))?,
            ),
            FieldKind::Person => Value::Person(self.person(&text?, rules, now)?),
            FieldKind::People => {
                Value::People(strings(raw)?.iter().filter_map(|name| self.person(name, rules, now)).collect())
            }
            FieldKind::Attachments => return None,
        };
        Some(Input::Value(value))
    }

    /// A person by the part they play, or by their id.
    fn person(&mut self, name: &str, rules: &Rulebook, now: Timestamp) -> Option<PersonId> {
        let unit = rules.people.get(&self.requester).map(|p| p.unit.clone());
        match name {
            "requester" => Some(self.requester.clone()),
            "beneficiary" => Some(self.beneficiary.clone()),
            "specialist" => self.specialist.clone(),
            "picked" => self.chosen_approver(rules, rules.calendar.local(now).date()).map(|(_, person)| person),
            "suggested" => self.approvers(rules, rules.calendar.local(now).date())?.1.into_iter().next(),
            "colleague" => {
                let near = |p: &&Person| p.active && Some(&p.unit) == unit.as_ref() && p.id != self.requester;
                let found: Vec<PersonId> = rules.people.iter().filter(near).map(|p| p.id.clone()).collect();
                self.dice.any(found).or_else(|| Some(self.requester.clone()))
            }
            id => rules.people.get(&id.into()).map(|p| p.id.clone()),
        }
    }

    /// The approver's field and who is picked, where the service asks for one.
    pub fn chosen_approver(&mut self, rules: &Rulebook, day: Date) -> Option<(FieldId, PersonId)> {
        let (field, people) = self.approvers(rules, day)?;
        let picked = match &self.approver {
            Some(person) => Some(person.clone()),
            None if self.mistakes => self.dice.any(people.into_iter().skip(1)),
            None => people.into_iter().next(),
        };
        Some((field, picked?))
    }

    /// Everybody who may be picked to approve, the suggestion first.
    fn approvers(&self, rules: &Rulebook, day: Date) -> Option<(FieldId, Vec<PersonId>)> {
        let policy = rules.catalogue.item(self.story.item.as_ref()?)?.approval.as_ref()?;
        let parties = [&self.requester, &self.beneficiary];
        rules.procedure.approvals.get(policy)?.steps.iter().find_map(|step| match &step.finder {
            Finder::Chosen { field, positions } => {
                let people = approval::find::candidates(rules, parties, positions, day);
                Some((field.clone(), people.into_iter().map(|p| p.id.clone()).collect()))
            }
            _ => None,
        })
    }
}

fn completes(step: &Step) -> bool {
    matches!(step.does, Does::Simply(Deed::Complete))
}

fn strings(raw: &toml::Value) -> Option<Vec<String>> {
    Some(raw.as_array()?.iter().filter_map(|it| it.as_str().map(str::to_string)).collect())
}

/// Somebody of a group who works at the desk; its coordinator last.
pub fn specialist(rules: &Rulebook, group: &GroupId, dice: &mut Dice) -> Option<PersonId> {
    let coordinator = rules.desk.group.get(group)?.coordinator.as_ref();
    let weight = |p: &Person| if Some(&p.id) == coordinator { 1 } else { 4 };
    dice.pick(rules.people.members(group).filter(|p| access::works_here(rules, p)).map(|p| (p.id.clone(), weight(p))))
}

/// A working day so many working days after this one, or before it.
pub fn working_day(rules: &Rulebook, from: Date, days: i32) -> Option<Date> {
    let n = days.unsigned_abs();
    match days {
        0 => Some(from),
        1.. => rules.calendar.business_day_after(from, n),
        _ => rules.calendar.business_day_before(from, n),
    }
}

fn asks(rules: &Rulebook, story: &Story, person: &Person) -> bool {
    let kind = match person.kind {
        desk::people::PersonKind::Funcionario => "funcionario",
        desk::people::PersonKind::Contratista => "contratista",
    };
    person.active && !access::works_here(rules, person) && story.only.as_ref().is_none_or(|only| only == kind)
}

/// Those at the top ask less themselves.
fn often(person: &Person) -> u32 {
    match () {
        () if person.holds_position(&["ministro".into(), "viceministro".into()]) => 1,
        () if person.holds_position(&["director".into(), "subdirector".into(), "jefe de oficina".into()]) => 4,
        () => 10,
    }
}
