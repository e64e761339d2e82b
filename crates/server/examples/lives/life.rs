//! One case, from its registration to its end, by chance.

use desk::approval::binding;
use desk::command::Register;
use desk::event::{Channel, Delivery, Verdict};
use desk::offer::{Required, turn};
use desk::procedure::{FieldKind, Target};
use desk::value::{Input, Inputs, Value};
use desk::words::Words;
use desk::{Actor, AnswerId, Case, CaseNumber, Command, Event, FieldId, PersonId, Rulebook, When, agenda, decide};
use jiff::{SignedDuration, Timestamp};
use server::demo::Dice;

/// Longer lives turn to the shortest way out.
const LONG: usize = 14;

/// Where cases begin: the first Monday of a working year, in seconds.
const BEGINNING: i64 = 1_767_621_600;

struct Life<'r> {
    rules: &'r Rulebook,
    case: Case,
    events: Vec<Event>,
    now: Timestamp,
    dice: Dice,
}

/// What may happen next.
#[derive(Clone)]
enum Next {
    Answer(PersonId, AnswerId, Inputs),
    Decide(Verdict),
    /// Nobody does anything until the case moves.
    Silence,
}

/// The events of a case: another `number` lives another life, the same one always the same.
pub fn lived(rules: &Rulebook, number: u64) -> Vec<Event> {
    let mut dice = Dice::of(2026, number);
    let now = at(BEGINNING + (dice.fraction() * 200.0 * 86_400.0) as i64);
    // Without anything permitted at the beginning there is no case to look at.
    loop {
        if let Some(mut life) = Life::begin(rules, number, now, dice.clone()) {
            life.to_the_end();
            return life.events;
        }
        dice = Dice::of(2027, dice.fraction().to_bits());
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn said(text: &str) -> Words {
    Words::new(text, [7; 32])
}

impl<'r> Life<'r> {
    fn begin(rules: &'r Rulebook, number: u64, now: Timestamp, mut dice: Dice) -> Option<Life<'r>> {
        let item = dice.pick(rules.catalogue.items.keys().map(|item| (item.clone(), 1)))?;
        let mut inputs = Inputs::from([("item".into(), Input::word(item.as_str()))]);
        for (id, field) in &rules.catalogue.items[&item].form {
            // Sometimes something is missing.
            if field.kind != FieldKind::Attachments && !(dice.falls(0.1) && !field.required) {
                inputs.insert(id.clone(), input(rules, &mut dice, id, field.kind, field.options.keys()));
            }
        }
        if rules.procedure.fields.contains_key("aprobador") {
            inputs.insert("aprobador".into(), Input::Value(Value::Person("dora".into())));
        }
        let register = Register {
            number: CaseNumber::from(format!("{}-2026-{number:06}", rules.procedure.document.prefix).as_str()),
            channel: Channel::Portal,
            requester: "carla".into(),
            beneficiary: "carla".into(),
            subject: said("Algo"),
            description: said("Lo necesito para trabajar"),
            inputs,
            files: Vec::new(),
            followers: Vec::new(),
            link: None,
            letter: None,
        };
        let command = Command::Register(Box::new(register));
        let events = decide(rules, None, &Actor::person("carla"), &command, When::at(now)).ok()?;
        let case = Case::fold(&events)?;
        Some(Life { rules, case, events, now, dice })
    }

    fn act(&mut self, who: &Actor, what: &Command) -> bool {
        let Ok(new) = decide(self.rules, Some(&self.case), who, what, When::at(self.now)) else { return false };
        new.iter().for_each(|event| self.case.apply(event));
        self.events.extend(new);
        true
    }

    fn to_the_end(&mut self) {
        while !self.case.is_closed() {
            self.deliver();
            self.now += SignedDuration::from_mins(5 + (self.dice.fraction() * 90.0) as i64);
            // What comes due meanwhile takes effect first, as always.
            self.act(&Actor::System, &Command::Look);
            if self.case.is_closed() {
                return;
            }
            let choices = self.choices();
            let Some(next) = self.dice.pick(choices) else {
                panic!("nothing can happen to {:#?}", self.case);
            };
            self.happens(next);
        }
    }

    fn happens(&mut self, next: Next) {
        match next {
            Next::Answer(person, answer, inputs) => {
                let what = Command::Answer { visit: self.case.visit_no(), answer, inputs };
                self.act(&Actor::person(person), &what);
            }
            Next::Decide(verdict) => self.approvers_decide(verdict),
            Next::Silence => {
                let visit = self.case.visit_no();
                while let Some(due) = agenda::next(self.rules, &self.case).filter(|_| self.case.visit_no() == visit) {
                    self.now = self.now.max(due) + SignedDuration::from_mins(1);
                    self.act(&Actor::System, &Command::Look);
                    self.deliver();
                }
            }
        }
    }

    /// What may happen, with how likely it is: most cases go the usual way, so that unusual ways
    /// are seen from places many cases come to.
    fn choices(&mut self) -> Vec<(Next, u32)> {
        let rules = self.rules;
        let when = When::at(self.now);
        let mut given: Vec<(AnswerId, Vec<Next>)> = Vec::new();
        let assigned = Command::Assign { person: Some("bruno".into()), group: None, reason: Some(said("Le toca")) };
        if self.case.assignee.is_none() {
            self.act(&Actor::person("ana"), &assigned);
        }
        let case = self.case.clone();
        for person in rules.people.iter() {
            for offer in turn(rules, &case, &person.id, when).offers {
                let wanted = offer
                    .asked
                    .iter()
                    .filter(|asked| asked.held.is_none() && (asked.required != Required::No || self.dice.falls(0.2)));
                let wanted: Vec<_> = wanted.map(|asked| (asked.id, asked.field)).collect();
                let inputs = wanted.into_iter().map(|(id, field)| {
                    (id.clone(), input(rules, &mut self.dice, id, field.kind, field.options.keys()))
                });
                let next = Next::Answer(person.id.clone(), offer.id.clone(), inputs.collect());
                let Next::Answer(who, answer, inputs) = &next else { continue };
                let what = Command::Answer { visit: case.visit_no(), answer: answer.clone(), inputs: inputs.clone() };
                if decide(rules, Some(&case), &Actor::person(who.clone()), &what, when).is_err() {
                    continue;
                }
                match given.iter_mut().find(|(id, _)| id == offer.id) {
                    Some((_, ways)) => ways.push(next),
                    None => given.push((offer.id.clone(), vec![next])),
                }
            }
        }
        let mut choices: Vec<(Next, u32)> = Vec::new();
        for (answer, ways) in given {
            let weight = self.weight(&answer);
            if let Some(next) = self.dice.pick(ways.into_iter().map(|next| (next, 1))) {
                choices.push((next, weight));
            }
        }
        if case.open_approval().is_some() {
            choices.extend([(Next::Decide(Verdict::Approved), 9), (Next::Decide(Verdict::Rejected), 2)]);
        }
        if case.running_terms().any(|run| rules.procedure.terms.get(&run.term).is_some_and(|term| term.then.is_some()))
        {
            choices.push((Next::Silence, 3));
        }
        choices
    }

    /// Forward is usual, back is not; a long life hastens to its end.
    fn weight(&self, answer: &AnswerId) -> u32 {
        let procedure = &self.rules.procedure;
        let place = |id: &desk::ActivityId| procedure.activities.get_index_of(id).unwrap_or(0);
        let here = self.case.activity().map_or(0, place);
        match &procedure.answers[answer].to {
            Target::Activity(to) if procedure.is_end(to) && self.case.answers.len() > LONG => 200,
            Target::Activity(to) if place(to) > here && !procedure.is_end(to) => 12,
            Target::Activity(to) if procedure.is_end(to) => 4,
            _ => 2,
        }
    }

    fn deliver(&mut self) {
        let waiting = self.case.notices.iter().filter(|notice| notice.delivered.is_empty() && !notice.dropped);
        let waiting: Vec<(u32, PersonId)> =
            waiting.filter_map(|notice| Some((notice.no, notice.to.first()?.clone()))).collect();
        for (no, to) in waiting {
            self.act(&Actor::System, &Command::Delivered { no, to, how: Delivery::Mail });
        }
    }

    /// Those asked decide one after another until it is enough.
    fn approvers_decide(&mut self, verdict: Verdict) {
        let people = self.case.open_approval().and_then(|open| open.step()).map(|step| step.people.clone());
        for person in people.unwrap_or_default() {
            let Some((approval, step)) = self.case.open_approval().and_then(|open| Some((open.no, open.step()?.step)))
            else {
                return;
            };
            let inputs = match verdict {
                Verdict::Approved => Inputs::new(),
                Verdict::Rejected => Inputs::from([("motivo".into(), Input::Text(said("No está justificado")))]),
            };
            let binds = binding::of(self.rules, &self.case);
            self.act(&Actor::person(person), &Command::Decide { approval, step, binds, verdict, inputs });
        }
    }
}

/// Something a person might put into a field.
fn input<'o>(
    rules: &Rulebook,
    dice: &mut Dice,
    id: &FieldId,
    kind: FieldKind,
    options: impl Iterator<Item = &'o String>,
) -> Input {
    let option = || dice.pick(options.map(|option| (option.clone(), 1))).unwrap_or_default();
    let value = match kind {
        FieldKind::Text | FieldKind::Paragraph | FieldKind::List => {
            return Input::Text(said("Algo que una persona escribiría aquí"));
        }
        FieldKind::Choice => Value::Word(option()),
        FieldKind::Many => Value::Many(vec![option()]),
        FieldKind::Number => Value::Number(if dice.falls(0.5) { 6_000_000.0 } else { 3.0 }),
        FieldKind::Date => Value::Date(jiff::civil::date(2026, 12, 15)),
        FieldKind::YesNo => Value::Yes(dice.falls(0.5)),
        FieldKind::Person if *id == *"aprobador" => Value::Person("dora".into()),
        FieldKind::Person => Value::Person("bruno".into()),
        FieldKind::People => Value::People(vec!["carla".into()]),
        FieldKind::Group => match rules.desk.group.keys().next() {
            Some(group) => Value::Group(group.clone()),
            None => Value::Group("mesa".into()),
        },
        FieldKind::Item => {
            Value::Word(dice.pick(rules.catalogue.items.keys().map(|item| (item.to_string(), 1))).unwrap_or_default())
        }
        FieldKind::Category => {
            let categories = rules.catalogue.categories.keys();
            Value::Word(dice.pick(categories.map(|category| (category.to_string(), 1))).unwrap_or_default())
        }
        FieldKind::Priority => Value::Word("p3".into()),
        FieldKind::Attachments => Value::Files(Vec::new()),
    };
    Input::Value(value)
}
